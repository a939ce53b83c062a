"""What every filter promises: it looks at one trace and gives it a reason to be rejected, or none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from thoughtmill.campaign import Policy
from thoughtmill.template import ThinkAnswer


class Reason(StrEnum):
    """Every reason for which a trace can be rejected. A trace carries the first that was found."""

    CUT_OFF = "cut_off"
    """The engine stopped the text before its end: at the token limit, or because the request was aborted."""
    STOPPED_LOOP = "stopped_loop"
    """The engine stopped the text because it went in circles."""
    EMPTY = "empty"
    """There is no text at all."""
    CONTROL_TOKEN = "control_token"
    """A model's control token is written in the text."""
    NO_THINK = "no_think"
    """No closed think block at the start."""
    NO_ANSWER = "no_answer"
    """No closed answer block after the thinking."""
    EMPTY_THINK = "empty_think"
    """A think block with nothing in it."""
    EMPTY_ANSWER = "empty_answer"
    """An answer with nothing in it."""
    STRAY_TAG = "stray_tag"
    """One of the four tags where it does not belong, or once too often."""
    STRAY_TEXT = "stray_text"
    """Text before, between or after the two blocks."""
    THINK_TOO_SHORT = "think_too_short"
    """Less thinking than `min_think_chars` asks for."""
    THINK_TOO_LONG = "think_too_long"
    """More thinking than `max_think_chars` allows."""
    ANSWER_TOO_LONG = "answer_too_long"
    """A longer answer than `max_answer_chars` allows."""
    LANGUAGE_MIXED = "language_mixed"
    """Words of a second natural language in the running text, or think and answer in different languages."""
    LANGUAGE_NOT_ALLOWED = "language_not_allowed"
    """The trace is written in a language that is not among the policy's."""
    REPETITION = "repetition"
    """The text goes in circles: a loop, a cycle, counting without end, or the same passage again."""
    GIBBERISH = "gibberish"
    """A passage of characters that are no language."""
    REFUSAL = "refusal"
    """The teacher declines to answer (only questions without a verifier)."""
    WRONG_ANSWER = "wrong_answer"
    """The final answer differs from the reference, or there is none."""
    UNDECIDED = "undecided"
    """The verifier can't tell whether the answer is right."""
    CHECKER_BROKEN = "checker_broken"
    """The trace broke its checker twice, alone in a fresh worker. No filter gives it: see `judging/shard.py`."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a trace is rejected; `detail` names the offending span for a person."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Subject:
    """All that a filter may look at: one trace, its question and the policy. `parts` is None if out of form."""

    prompt: str
    language: str
    template: str
    text: str
    reasoning: str | None
    finish_reason: str | None
    parts: ThinkAnswer | None
    policy: Policy
    verifier: str | None = None
    reference: str | None = None


class Filter(Protocol):
    """One rule. Its `version` changes whenever a verdict of it may change."""

    @property
    def name(self) -> str:
        """How docs and people call it."""
        ...

    @property
    def version(self) -> str:
        """Part of the policy's id."""
        ...

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that it may give."""
        ...

    def reject(self, subject: Subject) -> Rejection | None:
        """The reason against this trace, None if there is none. Filters after `form` may lean on `parts`."""
        ...


def span(text: str, limit: int = 120) -> str:
    """A passage as it is shown in a detail: one line, shortened in the middle."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit * 2 // 3]} … {line[-(limit // 3) :]}"
