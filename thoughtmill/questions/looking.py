"""What of a row depends on no other row: whether its reference can be used, what is private, leaks, its sketch."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from thoughtmill.errors import CheckerBroken
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.fingerprint import fingerprint
from thoughtmill.questions.formats.contract import told
from thoughtmill.questions.private_data import Found, private_in
from thoughtmill.questions.sketches import BANDS, SLOTS, Sketch, hashed, sketched
from thoughtmill.verifiers import VERIFIERS

LEAST_PRIVATE = 5
"""No secret and no personal data is shorter: a@b.de has six characters."""
SHORT_REFERENCE = 64
"""Characters of one that is likely to come again: 12, B, \\frac{1}{2}."""


class Ahead(NamedTuple):
    """What was found of one row: what is wrong with its reference, what is private in it, the exam question it leaks.

    sketch: None where it has no words, or is not compared with others.
    """

    why: str | None
    private: tuple[Found, ...]
    leak: str | None
    sketch: Sketch | None


@dataclass(frozen=True, slots=True)
class Compared:
    """How some prompts are compared with others: which leak the exam, which have no words; their sketches as bytes."""

    leaks: dict[int, str]
    wordless: list[int]
    bands: bytes
    low: bytes

    def sketches(self, number: int) -> list[Sketch | None]:
        """Of so many prompts; None where there are no words, or where none were made."""
        if not self.bands:
            return [None] * number
        bands, low = array("I", self.bands), self.low
        found: list[Sketch | None] = [
            Sketch(bands[at * BANDS : (at + 1) * BANDS], low[at * SLOTS : (at + 1) * SLOTS]) for at in range(number)
        ]
        for at in self.wordless:
            found[at] = None
        return found


def compared(questions: Sequence[Known], exam: Exam) -> Compared:
    """What questions are like, and which of them leak one of the exam but for its very text."""
    of = hashed(question.prompt for question in questions)
    found = ((at, exam.find(questions[at], fingerprint(questions[at].prompt))) for at in exam.may_leak(of))
    leaks = {at: str(match) for at, match in found if match}
    return Compared(leaks, np.flatnonzero(of.ends[1:] == of.ends[:-1]).tolist(), *sketched(of))


Asked = tuple[str, str | None]
"""A prompt and its reference."""
Looked = tuple[dict[int, str], dict[int, list[tuple[str, str]]], tuple[Any, ...]]
"""What was found of some rows, in values that can be marshalled: faults, what is private, the fields of Compared."""


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at the rows of a source: by its verifier, and unless they are `generated` by what they are like."""

    source: str
    verifier: str | None
    generated: bool
    exam: Exam

    def at(self, rows: list[Asked]) -> Looked:
        """Look at some rows. Raises CheckerBroken if the checker fails itself."""
        whys: dict[int, str] = {}
        private: dict[int, list[tuple[str, str]]] = {}
        for at, (prompt, reference) in enumerate(rows):
            if self.verifier is not None and reference is not None and (why := faults_of(self.verifier, reference)):
                whys[at] = why
            elif found := [(one.kind, one.excerpt) for one in private_of(prompt, reference)]:
                private[at] = found
        if self.generated:
            return whys, private, ({}, [], b"", b"")
        of = compared([Known("", self.source, row[0], self.verifier, row[1]) for row in rows], self.exam)
        return whys, private, (of.leaks, of.wordless, of.bands, of.low)


def each(looked: Looked, number: int) -> Iterator[Ahead]:
    """What was found, row by row, of so many rows."""
    whys, private, of = looked[0], looked[1], Compared(*looked[2])
    for at, sketch in enumerate(of.sketches(number)):
        found = tuple(Found(*one) for one in private[at]) if at in private else ()
        yield Ahead(whys.get(at), found, of.leaks.get(at), sketch)


def private_of(prompt: str, reference: str | None) -> Iterator[Found]:
    """Secrets and personal data in a question and its reference."""
    yield from private_in(prompt)
    if reference and len(reference) > LEAST_PRIVATE:
        yield from private_in(reference)


def faults_of(verifier: str, reference: str) -> str | None:
    """Why a verifier can't use a reference; short ones are likely to come again, and are remembered."""
    return (_faults_of_short if len(reference) <= SHORT_REFERENCE else _faults_of)(verifier, reference)


def _faults_of(verifier: str, reference: str) -> str | None:
    try:
        return VERIFIERS[verifier].faults_of(reference)
    except (CheckerBroken, MemoryError):  # of the machine, not of the row
        raise
    except Exception as error:  # noqa: BLE001  # nested too deep, a number beyond all limits: of no use to its verifier
        return told(error)


_faults_of_short = lru_cache(maxsize=65_536)(_faults_of)
