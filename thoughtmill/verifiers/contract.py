"""What every verifier promises: a name, a version, an example, and one answer checked at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from thoughtmill.verifiers.options import USUAL, Options


class Outcome(StrEnum):
    """What a verifier says of an answer. Every member is truthy: write `is Outcome.CORRECT`."""

    CORRECT = "correct"
    """The final answer equals the reference by a rule that proves it. The only one that is kept."""
    WRONG = "wrong"
    """There is a final answer, and it is shown to differ."""
    UNDECIDED = "undecided"
    """The verifier worked and can't tell: no answer found, one that can't be read, limits, conventions. Not kept."""


@dataclass(frozen=True, slots=True)
class Check:
    """One answer checked: the outcome, why, and the final answer that was found in the text.

    A CORRECT one has no `why`, unless it rests on numbers instead of a proof: then that begins with EVIDENCE.
    """

    outcome: Outcome
    why: str | None = None
    answer: str | None = None


Ask = Callable[[str, str], Check]
"""Decides whether two undressed expressions are equal: the algebra system behind its walls."""

SAME = Check(Outcome.CORRECT)


def differs(why: str) -> Check:
    """A WRONG check."""
    return Check(Outcome.WRONG, why)


def unclear(why: str) -> Check:
    """An UNDECIDED check."""
    return Check(Outcome.UNDECIDED, why)


@dataclass(frozen=True, slots=True)
class Example:
    """A reference with a right and a wrong answer, for tests and pages that walk the table."""

    reference: str
    right: str
    wrong: str


class Verifier(Protocol):
    """One way of checking answers. Its `version` changes whenever a verdict of it may change."""

    @property
    def name(self) -> str:
        """The name that a campaign uses."""
        ...

    @property
    def version(self) -> str:
        """Part of the policy's id."""
        ...

    @property
    def example(self) -> Example:
        """A right and a wrong answer."""
        ...

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:
        """Compare `answer` (what stands in the answer block, prose included) with `reference`.

        question: what was asked, where it is known; it settles percent, a base, and an option given by its text.
        options: what the source says; those in the reference go before.
        Raises CheckerBroken if the checker itself fails; never because of what the answer says.
        """
        ...

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used, None if it can: it is read, and it passes its own check."""
        ...


LIMIT = "checker_limit"
"""How `why` begins when a check twice exceeded its time or memory."""
NO_ANSWER = "no_answer"
"""How `why` begins when no final answer was found."""
EVIDENCE = "evidence"
"""How `why` of a CORRECT check begins that no proof bears, only numbers: many digits at several points agree."""
UNREAD = "unread"
"""How `why` begins when one of the two is in no notation that is known."""


def no_answer(why: str | None) -> Check:
    """The UNDECIDED check of a text without a final answer."""
    return Check(Outcome.UNDECIDED, f"{NO_ANSWER}: {why}")


def best(checks: list[Check]) -> Check:
    """The check that counts among several acceptable answers: a correct one, else an undecided one, else the first."""
    for outcome in (Outcome.CORRECT, Outcome.UNDECIDED):
        for check in checks:
            if check.outcome is outcome:
                return check
    return checks[0]
