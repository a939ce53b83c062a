"""What of a row depends on no other row: whether its reference can be used, what is private, leaks, its sketch."""

import hashlib
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np

from thoughtmill.campaign import Source
from thoughtmill.errors import CheckerBroken
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.fingerprint import fingerprint
from thoughtmill.questions.formats.contract import told
from thoughtmill.questions.kept import packed
from thoughtmill.questions.private_data import Found, may_hold, private_in
from thoughtmill.questions.reading import Question, encodes
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sketches import Sketch, hashed, sketched
from thoughtmill.template import forbidden_in_prompt
from thoughtmill.verifiers import VERIFIERS

MAX_PROMPT_CHARS = 200_000
"""No engine we know reads more; a longer prompt is a broken row."""

LEAST_PRIVATE = 5
"""No secret and no personal data is shorter: a@b.de has six characters."""
SHORT_REFERENCE = 64
"""Characters of one that is likely to come again: 12, B, \\frac{1}{2}."""


class Compared(NamedTuple):
    """How some prompts are compared with others: which leak the exam, which have no words, their sketches."""

    leaks: dict[int, str]
    wordless: list[int]
    sketch: Sketch


def compared(questions: Sequence[Known], exam: Exam) -> Compared:
    """What questions are like, and which of them leak one of the exam but for its very text."""
    of = hashed(question.prompt for question in questions)
    found = ((at, exam.find(questions[at], fingerprint(questions[at].prompt))) for at in exam.may_leak(of))
    leaks = {at: str(match) for at, match in found if match}
    return Compared(leaks, np.flatnonzero(of.ends[1:] == of.ends[:-1]).tolist(), sketched(of))


class Looked(NamedTuple):
    """What some rows of a source are, each by its place among them; in values that can be marshalled.

    numbers: of the rows in their source. faults: why, in what detail a row is no question whatever else there is, and
    what its prompt begins with. Of all others: ids (8 bytes each); contents, as `Kept` has them; whys: what is wrong
    with the reference; private: kinds and ends; leaks and wordless as in Compared. bands and low: the Sketch, empty if
    the rows are not compared.
    """

    numbers: list[int]
    faults: dict[int, tuple[str, str, str | None]]
    ids: bytes
    contents: list[bytes]
    whys: dict[int, tuple[str, str]]
    private: dict[int, list[tuple[str, str]]]
    leaks: dict[int, str]
    wordless: list[int]
    bands: bytes
    low: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at the rows of a source: by its verifier, and unless they are `generated` by what they are like."""

    source: Source
    exam: Exam

    def at(self, asked: Iterable[tuple[int, Question]]) -> Looked:
        """Look at some rows, each with its number. Raises CheckerBroken if the checker fails itself."""
        source, verifier = self.source, self.source.verifier
        looked = Looked([], {}, b"", [], {}, {}, {}, [], b"", b"")
        ids, prompts, references = array("Q"), list[str](), list[str | None]()
        for at, (number, one) in enumerate(asked):
            prompt, reference = one.prompt, one.reference
            looked.numbers.append(number)
            if fault := fault_of_text(one):
                looked.faults[at] = fault[0].value, fault[1], beginning(prompt) if isinstance(prompt, str) else None
                key, prompt = "0", ""
            else:
                key = question_id(prompt)
                if verifier is None:
                    pass
                elif reference is None:
                    looked.whys[at] = RefusedFor.NO_REFERENCE.value, ""
                elif why := faults_of(verifier, reference):
                    looked.whys[at] = RefusedFor.BAD_REFERENCE.value, why
            told = (one.language, prompt, verifier, reference, number, _as_messages(one.turns))
            looked.contents.append(packed((key, source.part, source.domain, source.name, *told)))
            ids.append(int(key, 16))
            prompts.append(prompt)
            references.append(None if fault else reference)
        for at in may_be_private(prompts, references) - looked.whys.keys():
            if found := [(one.kind, one.excerpt) for one in private_of(prompts[at], references[at])]:
                looked.private[at] = found
        looked = looked._replace(ids=ids.tobytes())
        if source.generated:
            return looked
        known = [Known("", source.name, *two) for two in zip(prompts, repeat(verifier), references, strict=False)]
        of = compared(known, self.exam)
        return looked._replace(leaks=of.leaks, wordless=of.wordless, bands=of.sketch.bands, low=of.sketch.low)


def may_be_private(prompts: Sequence[str], references: Sequence[str | None]) -> set[int]:
    """The places of questions in which `private_of` may find something: all in which it does, and hardly any other."""
    of = {at: one for at, one in enumerate(references) if one and len(one) > LEAST_PRIVATE}
    places = [*of]
    return may_hold(prompts) | {places[at] for at in may_hold([*of.values()])}


def _as_messages(turns: tuple[tuple[str, str], ...]) -> list[dict[str, str]] | None:
    return [{"role": role, "content": text} for role, text in turns] or None


def beginning(text: str) -> str:
    """What is shown of a text that may hold half a surrogate pair."""
    return text[:500].encode("utf-8", "replace").decode()


def question_id(prompt: str) -> str:
    """Hash of the normalised prompt: NFC, white space collapsed. The same question has the same id everywhere."""
    normal = " ".join((prompt if prompt.isascii() else unicodedata.normalize("NFC", prompt)).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:16]


def fault_of_text(asked: Question) -> tuple[RefusedFor, str] | None:
    """What is wrong with a row before its reference is checked and others are compared with it; None if nothing."""
    prompt = asked.prompt
    if not encodes(prompt) or not encodes(asked.reference):
        return RefusedFor.UNREADABLE, "not_utf8"
    if asked.fault:
        return asked.fault
    if not isinstance(prompt, str) or not prompt.strip():
        return RefusedFor.NO_PROMPT, type(prompt).__name__
    if len(prompt) > MAX_PROMPT_CHARS:
        return RefusedFor.TOO_LONG, f"{len(prompt):,} characters"
    if token := forbidden_in_prompt(prompt):
        return RefusedFor.CONTROL_TOKEN, token
    return None


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
