"""A verifier by its name, for a person who wrote the name and the reference."""

from thoughtmill.errors import CampaignError
from thoughtmill.verifiers import VERIFIERS, Verifier


def usable(name: str, reference: str) -> Verifier:
    """The verifier of that name. Raises CampaignError if there is none, or if it can't use the reference."""
    verifier = VERIFIERS.get(name)
    if verifier is None:
        raise CampaignError(f"a verifier, one of {sorted(VERIFIERS)}", repr(name), "name one of them")
    if why := verifier.faults_of(reference):
        raise CampaignError(f"a reference that {name} can use", f"{reference!r}: {why}", "mend it")
    return verifier
