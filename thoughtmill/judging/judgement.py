"""One response judged in this process, without a store: by the cascade's own filters, all of them."""

from dataclasses import dataclass
from typing import Any

from thoughtmill.campaign import Policy
from thoughtmill.errors import CampaignError
from thoughtmill.filters import Rejection
from thoughtmill.judging.cascade import subject_of
from thoughtmill.judging.explain import ask
from thoughtmill.template import TEMPLATES
from thoughtmill.verifiers import Check
from thoughtmill.verifiers.named import usable


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a response: all reasons against it, the verdict's first, and what its verifier says."""

    reasons: tuple[Rejection, ...]
    check: Check | None

    @property
    def kept(self) -> bool:
        """Whether it may become a sample."""
        return not self.reasons


def judge_response(
    question: dict[str, Any], trace: dict[str, Any], template: str, policy: Policy | None = None
) -> Judgement:
    """Judge a row of TRACES against its row of QUESTIONS; columns that no filter reads may be missing.

    Raises CampaignError for a template, verifier or reference that can't be used, CheckerBroken.
    """
    if template not in TEMPLATES:
        raise CampaignError(f"a template, one of {sorted(TEMPLATES)}", repr(template), "name one of them")
    if question["verifier"] is not None:
        usable(question["verifier"], question["reference"] or "")
    asked, check = ask(subject_of(question, trace, template, policy or Policy()))
    return Judgement(tuple(one.rejection for one in asked if one.rejection), check)
