"""Near-duplicates and leaks: what is the same question.

Two questions are near-duplicates if they have the same numbers, signs and turning words, references that agree, and
shingles with a Jaccard similarity of NEAR or more (NEAR_OPEN where one has no reference). A question leaks an
evaluation question if it has its numbers and its reference and is LIKE it or quotes it, or if it holds it word for
word.

Among earlier questions MinHash only finds candidates, and shingles decide. Evaluation questions are few: they are found
exactly, by their rarest shingles.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from rensa import RMinHash, RMinHashLSH  # pyright: ignore[reportAttributeAccessIssue]  # a compiled module without types

from thoughtmill.questions.fingerprint import Fingerprint, fingerprint, likeness, tokens

VERSION = "1"
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
_SEED, _SLOTS, _BANDS = 7, 30, 10
_FEW = 40
"""Of more candidates only those are compared whose sketches look most alike: prompts of one template are many."""


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
    """The questions so far. Memory beside their prompts: about 900 bytes a question."""

    def __init__(self, agree: Agree = references_agree) -> None:
        self._agree = agree
        self._known: list[Known] = []
        self._sketches = bytearray()
        self._index = RMinHashLSH(threshold=NEAR, num_perm=_SLOTS, num_bands=_BANDS)

    def find_or_add(self, question: Known, of: Fingerprint) -> Match | None:
        """The earliest question that this one is a near-duplicate of; if there is none, it is one of them now."""
        if not of.tokens:
            return None
        # With the key in every shingle, questions with other numbers share nothing: never candidates, however alike.
        minhash = RMinHash(num_perm=_SLOTS, seed=_SEED)
        key = f"\n{of.key}"
        minhash.update([shingle + key for shingle in of.shingles])
        sketch_of = _low_bytes(minhash)
        for number in self._candidates(minhash, sketch_of):
            known = self._known[number]
            theirs = fingerprint(known.prompt)
            enough = NEAR_OPEN if question.reference is None or known.reference is None else NEAR
            if theirs.key == of.key and (alike := likeness(of, theirs)) >= enough and self._agree(question, known):
                return Match(known, alike)
        self._index.insert(len(self._known), minhash)
        self._known.append(question)
        self._sketches += sketch_of
        return None

    def _candidates(self, minhash: RMinHash, sketch_of: bytes) -> list[int]:
        """In the order in which they came."""
        found = sorted(self._index.query(minhash))
        if len(found) <= _FEW:
            return found
        theirs = np.frombuffer(self._sketches, dtype=np.uint8).reshape(-1, _SLOTS)[found]
        same = (theirs == np.frombuffer(sketch_of, dtype=np.uint8)).sum(axis=1)
        most_alike = np.argsort(-same, kind="stable")[:_FEW]
        return sorted(found[place] for place in most_alike.tolist())


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
            rarest = sorted(of.shingles, key=lambda one: (often[one], one))
            like = self._like.setdefault(of.numbers_key, {})
            for share, rare in ((LIKE, like), (QUOTED, self._quoted)):
                may_lack = len(rarest) - math.ceil(share * len(rarest))
                for shingle in rarest[: may_lack + 1]:
                    rare.setdefault(shingle, []).append(number)

    def same(self, question_id: str) -> Match | None:
        """The evaluation question that has this id: the same text, white space aside."""
        known = self._by_id.get(question_id)
        return Match(known, 1.0, "is") if known else None

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


def _low_bytes(minhash: RMinHash) -> bytes:
    return bytes([value & 255 for value in minhash.digest()])
