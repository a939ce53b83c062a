"""The answer must be right, where a verifier can tell. The most expensive filter, so the last."""

from typing import assert_never

from thoughtmill.errors import CheckerBroken
from thoughtmill.filters.contract import Reason, Rejection, Subject
from thoughtmill.verifiers import VERIFIERS, Check, Outcome


def check(subject: Subject) -> Check | None:
    """What the question's verifier says, None if the question has none. Raises CheckerBroken, naming the verifier."""
    if subject.verifier is None:
        return None
    assert subject.parts is not None
    require(subject.verifier, subject.reference)
    assert subject.reference is not None
    try:
        return VERIFIERS[subject.verifier].check(subject.parts.answer, subject.reference, subject.prompt)
    except CheckerBroken:
        raise
    except Exception as error:
        raise CheckerBroken(
            f"a check by the verifier {subject.verifier!r}",
            f"{type(error).__name__}: {error} on the answer {subject.parts.answer[:200]!r}",
            "report this answer and its reference: no answer may break a verifier",
        ) from error


def require(verifier: str | None, reference: str | None) -> None:
    """Raise CheckerBroken if a question names a verifier that there is not, or has no reference for it."""
    if verifier is not None and (verifier not in VERIFIERS or reference is None):
        raise CheckerBroken(
            f"a reference and one of the verifiers {sorted(VERIFIERS)}",
            f"verifier {verifier!r}, reference {reference!r}",
            "prepare the questions again: it refuses these",
        )


def try_example(verifier: str) -> None:
    """Raise CheckerBroken if this verifier can't find its own example right here: then no answer is to blame."""
    example = VERIFIERS[verifier].example
    try:
        found = VERIFIERS[verifier].check(example.right, example.reference)
    except CheckerBroken:
        raise
    except Exception as error:
        raise CheckerBroken(
            f"the verifier {verifier!r} to check its own example", f"{type(error).__name__}: {error}", "report this"
        ) from error
    if found.outcome is Outcome.WRONG:
        raise CheckerBroken(f"the verifier {verifier!r} to find its own example right", f"{found.why}", "report this")


def rejection(found: Check | None) -> Rejection | None:
    """The reason in a check; none if it is correct or was not made."""
    if found is None:
        return None
    match found.outcome:
        case Outcome.CORRECT:
            return None
        case Outcome.WRONG:
            return Rejection(Reason.WRONG_ANSWER, found.why or "another answer")
        case Outcome.UNDECIDED:
            return Rejection(Reason.UNDECIDED, found.why or "the verifier can't tell")
    assert_never(found.outcome)


class Correctness:
    """Rejects all but CORRECT; lets questions without a verifier pass."""

    name = "correctness"
    version = "2"
    reasons = (Reason.WRONG_ANSWER, Reason.UNDECIDED)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        return rejection(check(subject))
