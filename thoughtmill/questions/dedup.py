"""Near-duplicates and leaks: what is the same question.

Two questions are near-duplicates if they have the same numbers, signs and turning words, references that agree, and
shingles with a Jaccard similarity of NEAR or more (NEAR_OPEN where one has no reference). A question leaks an
evaluation question if it has its numbers and its reference and is LIKE it or quotes it, or if it holds it word for
word.

Among earlier questions MinHash only finds candidates, and shingles decide. Evaluation questions are few: they are found
exactly, by their rarest shingles.
"""

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from thoughtmill.questions.chains import Chains
from thoughtmill.questions.fingerprint import Fingerprint, fingerprint, likeness, tokens
from thoughtmill.questions.kept import Kept, Row
from thoughtmill.questions.sketches import BANDS, SLOTS, Hashed, Sketch, hash_of, hashed

VERSION = "2"
"""Goes up when other questions are near-duplicates or leaks. Part of what questions are made from."""

NEAR, NEAR_OPEN = 0.7, 0.85
"""Likeness from which an earlier question with the same numbers and reference is the same question; where one of the
two has no reference, words alone must tell them apart."""
LIKE = 0.6
"""The same for evaluation questions: losing a question costs little, a leaked exam costs the figures."""
QUOTED = 0.85
"""Share of an evaluation question's shingles from which a longer prompt quotes it."""
QUOTED_TOKENS, VERBATIM_TOKENS = 6, 12
"""Shorter evaluation questions are ordinary words inside a longer prompt; from so many on, whatever the reference."""
_TABLE_SHIFT = np.uint64(44)
_RECENT = 1 << 16
"""Bands of questions that came one by one, from which they are put to the others."""
_MOST, _FEW = 256, 40
"""Candidates that are looked at, the newest ones of each band; and those that are compared, whose sketches look most
alike: prompts of one template are many."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question that others are compared with; `source` is where it came from."""

    question_id: str
    source: str
    prompt: str
    verifier: str | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """Which question it is like, how much (0 to 1), and how: `is` it, `like` it, `quotes` or `holds` it."""

    known: Known
    likeness: float
    how: str = "like"

    def __str__(self) -> str:
        return f"{self.how} {self.known.question_id} of {self.known.source} ({self.likeness:.2f})"


Agree = Callable[[Known, Known], bool]
"""Whether the references of two questions agree."""


def references_agree(one: Known, other: Known) -> bool:
    """The same reference but for its dress. Where one has none, there is nothing to disagree."""
    if one.reference is None or other.reference is None:
        return True
    if one.reference.strip() == other.reference.strip():
        return True
    if len(one.reference) + len(other.reference) > 4_000:  # tests of code: as they stand
        return False
    said = tokens(one.reference)
    return bool(said) and said == tokens(other.reference)


class Earlier:
    """The questions so far that others are compared with; about 200 bytes of memory each."""

    def __init__(self, kept: Kept, agree: Agree = references_agree) -> None:
        """`kept`: where their texts are."""
        self._kept, self._agree = kept, agree
        self._bands = Chains("I")
        self._low, self._new = bytearray(), bytearray()
        self._numbers = array("I")
        self._recent: dict[int, list[int]] = {}  # by a band, until the next look at what is `alone`

    def alone(self, of: Sketch) -> npt.NDArray[np.bool_]:
        """Of prompts that come now, all at once, those that share no band with an earlier one or with one another."""
        self._settle()
        tags = np.frombuffer(of.bands, np.uint32)
        keys = np.sort(tags.astype(np.uint64) << np.uint64(32) | np.arange(len(tags), dtype=np.uint64))
        twice = keys[1:] >> np.uint64(32) == keys[:-1] >> np.uint64(32)
        shared = self._bands.has(tags)
        shared[self._by_chance(of, np.flatnonzero(shared), tags)] = False
        shared[keys.astype(np.uint32)[np.append(twice, False) | np.append(False, twice)]] = True
        return np.logical_not(shared.reshape(-1, BANDS).max(axis=1, initial=False))

    def _by_chance(self, of: Sketch, places: npt.NDArray[np.intp], tags: npt.NDArray[np.uint32]) -> list[int]:
        """Of these places, where one earlier prompt has the tag and no band: of a million, one prompt in fifty has."""
        met = {at: self._bands.find(tag, 2) for at, tag in zip(places.tolist(), tags[places].tolist(), strict=True)}
        alone = [(at, found[0] // BANDS) for at, found in met.items() if len(found) == 1]
        if not alone:
            return []
        ours, theirs = (np.array(one, np.intp) for one in zip(*alone, strict=True))
        share = _share(self._same(_low(of.low)[ours // BANDS], theirs))
        return ours[~share].tolist()

    def _same(self, low: npt.NDArray[np.uint8], numbers: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """Which low bytes are those of earlier prompts."""
        return low == _low(self._low)[numbers]

    def find(self, question: Known, sketch: Sketch) -> Match | None:
        """The earliest question that this one is a near-duplicate of."""
        of: Fingerprint | None = None
        for place in self._candidates(sketch):
            of = of or fingerprint(question.prompt)
            known = known_in(self._kept[self._numbers[place]])
            theirs = fingerprint(known.prompt)
            enough = NEAR_OPEN if question.reference is None or known.reference is None else NEAR
            if theirs.key == of.key and (alike := likeness(of, theirs)) >= enough and self._agree(question, known):
                return Match(known, alike)
        return None

    def add(self, number: int, sketch: Sketch) -> None:
        """From now on the question of this number keeps out what is like it."""
        for tag in np.frombuffer(sketch.bands, np.uint32).tolist():
            self._recent.setdefault(tag, []).append(len(self._numbers))
        self.add_all(number, sketch)
        if len(self._recent) > _RECENT:
            self._settle()

    def add_all(self, number: int, sketch: Sketch) -> None:
        """The questions from this number on, which were `alone`: until the next look they need not be found."""
        self._new += sketch.bands
        self._low += sketch.low
        self._numbers.extend(range(number, number + len(sketch.low) // SLOTS))

    def _settle(self) -> None:
        if self._new:
            self._bands.add(np.frombuffer(self._new, np.uint32))
            self._new = bytearray()
            self._recent.clear()

    def _candidates(self, sketch: Sketch) -> list[int]:
        """In the order in which they came."""
        tags: list[int] = np.frombuffer(sketch.bands, np.uint32).tolist()
        recent = (at for tag in tags for at in self._recent.get(tag, ())[-_MOST:])
        settled = (at // BANDS for tag in tags for at in self._bands.find(tag, _MOST))
        found = np.unique([*settled, *recent]).astype(np.intp)
        same = self._same(_low(sketch.low), found)
        most_alike = np.argsort(-same.sum(axis=1), kind="stable")[:_FEW]
        return found[np.sort(most_alike[_share(same)[most_alike]])].tolist()


def _low(low: bytes | bytearray) -> npt.NDArray[np.uint8]:
    """The low bytes of a sketch, a row a prompt."""
    return np.frombuffer(low, np.uint8).reshape(-1, SLOTS)


def _share(same: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Of each row of low bytes, whether those of some band are all the same."""
    return same.reshape(-1, BANDS, SLOTS // BANDS).all(axis=2).max(axis=1, initial=False)


def known_in(row: Row) -> Known:
    """A row of QUESTIONS as what others are compared with."""
    return Known(row[0], row[3], row[5], row[6], row[7])


class Exam:
    """The evaluation questions, found by their rarest shingles: a prompt that lacks all of those can't leak them."""

    def __init__(self, questions: Iterable[Known], agree: Agree = references_agree) -> None:
        self._agree = agree
        self._known = [(known, fingerprint(known.prompt)) for known in questions]
        self._by_id = {known.question_id: known for known, _ in self._known}
        often = Counter(shingle for _, of in self._known for shingle in of.shingles)
        self._like: dict[str, dict[str, list[int]]] = {}  # by the key of the numbers
        self._quoted: dict[str, list[int]] = {}
        for number, (_, of) in enumerate(self._known):
            rarest = sorted(of.shingles, key=lambda one: (often[one], -len(one), one))
            like = self._like.setdefault(of.numbers_key, {})
            for share, rare in ((LIKE, like), (QUOTED, self._quoted)):
                may_lack = len(rarest) - math.ceil(share * len(rarest))
                for shingle in rarest[: may_lack + 1]:
                    rare.setdefault(shingle, []).append(number)
        self._rare, self._any = (_table(map(hash_of, shingles)) for shingles in (self._quoted, often))
        self._least = min((math.ceil(QUOTED * len(of.shingles)) for _, of in self._known), default=0)
        self._numbers = np.unique(hashed(known.prompt for known, _ in self._known).numbers)

    @property
    def questions(self) -> list[Known]:
        """The evaluation questions."""
        return [known for known, _ in self._known]

    @cached_property
    def ids(self) -> npt.NDArray[np.uint64]:
        """Their ids as numbers."""
        return np.array([int(one, 16) for one in self._by_id if one], np.uint64)

    def same(self, question_id: str) -> Match | None:
        """The evaluation question that has this id: the same text, white space aside."""
        known = self._by_id.get(question_id)
        return Match(known, 1.0, "is") if known else None

    def may_leak(self, of: Hashed) -> list[int]:
        """The places of the prompts in which `find` may find something."""
        rare, shared = (of.counted(table[of.shingles >> _TABLE_SHIFT]) for table in (self._rare, self._any))
        return np.flatnonzero(np.isin(of.numbers, self._numbers) | ((rare > 0) & (shared >= self._least))).tolist()

    def find(self, question: Known, of: Fingerprint) -> Match | None:
        """The evaluation question that this one leaks, the first of several."""
        numbers = set[int]()
        for rare in (self._like.get(of.numbers_key, {}), self._quoted):
            for shingle in rare.keys() & of.shingles:
                numbers.update(rare[shingle])
        leaks = (self._leak(question, of, *self._known[number]) for number in sorted(numbers))
        return next((leak for leak in leaks if leak), None)

    def _leak(self, question: Known, of: Fingerprint, known: Known, theirs: Fingerprint) -> Match | None:
        mine = of.numbers
        for number, count in theirs.numbers.items():
            if mine.get(number, 0) < count:
                return None
        both = len(of.shingles & theirs.shingles)
        held = both / len(theirs.shingles)
        alike = both / (len(of.shingles) + len(theirs.shingles) - both)
        if held == 1 and (of == theirs or (len(theirs.tokens) >= VERBATIM_TOKENS and theirs.words in of.words)):
            return Match(known, alike, "holds")
        how = ""
        if alike >= LIKE and mine == theirs.numbers:
            how = "like"
        elif held >= QUOTED and len(theirs.tokens) >= QUOTED_TOKENS:
            how = "quotes"
        return Match(known, alike, how) if how and self._agree(question, known) else None


def _table(hashes: Iterable[int]) -> npt.NDArray[np.bool_]:
    """By the first 20 bits of a hash whether it may be one of these."""
    table = np.zeros(1 << 20, np.bool_)
    table[np.fromiter(hashes, np.uint64) >> _TABLE_SHIFT] = True
    return table
