"""Questions into verified reasoning traces, verified traces into a small model that reasons.

What a program of one's own begins with is named here; the rest is in the packages below. Importing this loads nothing:
each name brings what it needs when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thoughtmill.campaign import Campaign, Policy
    from thoughtmill.errors import ThoughtmillError
    from thoughtmill.judging.judgement import Judgement
    from thoughtmill.store.store import Store
    from thoughtmill.verifiers.contract import Check, Outcome
    from thoughtmill.verifiers.options import Options

__all__ = [
    "Campaign",
    "Check",
    "Judgement",
    "Options",
    "Outcome",
    "Policy",
    "Store",
    "ThoughtmillError",
    "judge",
    "load_campaign",
    "verify",
]

_CLASSES = {
    "Campaign": "thoughtmill.campaign",
    "Check": "thoughtmill.verifiers.contract",
    "Judgement": "thoughtmill.judging.judgement",
    "Options": "thoughtmill.verifiers.options",
    "Outcome": "thoughtmill.verifiers.contract",
    "Policy": "thoughtmill.campaign",
    "Store": "thoughtmill.store.store",
    "ThoughtmillError": "thoughtmill.errors",
}


def __getattr__(name: str) -> Any:
    """A class, from its module when it is first asked for."""
    if name not in _CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_CLASSES[name]), name)


def load_campaign(path: str) -> Campaign:
    """The campaign in a TOML file, at a URL, or in TOML text itself. Raises CampaignError: expected, found, to do."""
    from thoughtmill.store.campaigns import read

    return read(path)


def verify(
    answer: str, reference: str, verifier: str = "math", *, question: str = "", options: Options | None = None
) -> Check:
    """Compare an answer, prose included, with a reference; right only if the outcome is CORRECT.

    question: what was asked, where it is known: it settles percent, a base, an option given by its text. options: what
    is allowed (tolerance, unit, order …). Safe in threads and inside asyncio; no signals.
    Raises CampaignError if there is no such verifier or it can't use the reference, CheckerBroken if it fails itself.
    """
    from thoughtmill.verifiers.named import usable
    from thoughtmill.verifiers.options import USUAL

    return usable(verifier, reference).check(answer, reference, question, options or USUAL)


def judge(
    prompt: str,
    response: str,
    *,
    verifier: str | None = None,
    reference: str | None = None,
    template: str = "r1",
    policy: Policy | None = None,
    reasoning: str | None = None,
    finish_reason: str = "stop",
    language: str = "en",
) -> Judgement:
    """Meet one response with every filter that the factory has: whether it is kept, and all that speaks against it.

    verifier, reference: none for questions without one right answer. template: how the teacher writes, as in a
    campaign. reasoning: what an API split off. Raises CampaignError for a name that there is not, CheckerBroken.
    """
    from thoughtmill.judging.judgement import judge_response

    question = {"prompt": prompt, "language": language, "verifier": verifier, "reference": reference}
    trace = {"text": response, "reasoning": reasoning, "finish_reason": finish_reason}
    return judge_response(question, trace, template, policy)
