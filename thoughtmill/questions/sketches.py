"""Sketches of many prompts at once: what near-duplicates are looked up by, and which prompts may leak an exam.

A token is read once as a number of 64 bits. A shingle is a sum of such numbers, so those of many prompts are made, and
sketched by MinHash, without one text for each. Only candidates come from here: tokens decide.
"""

import hashlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]  # a compiled module without types

from thoughtmill.questions.fingerprint import FIRST_CJK, TURNS, number, pieces

SLOTS, BANDS = 30, 10
"""Of a MinHash, and the groups of them by which two prompts are found to be alike."""
_SEED = 7
_MOST_TOKENS = 1 << 18
"""Tokens that are remembered; texts have ever new numbers."""
_OF_KEY, _NUMBER, _CJK = np.uint64(1), np.uint64(2), np.uint64(4)
_FACTORS = (1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Of the tokens of a shingle, and of the key: "a b" is not "b a"."""


Numbers = npt.NDArray[np.uint64]
_PER_BAND = np.uint64(0x9E3779B185EBCA87)


class _Hashes(dict[str, int]):
    """Token → its number, the last three bits of which say what it is."""

    def __missing__(self, token: str) -> int:
        if len(self) > _MOST_TOKENS:
            self.clear()
        normal = number(token) if token[0].isdigit() else token
        is_number, turns = normal[0].isdigit(), normal in TURNS or not normal[0].isalpha()
        what = turns * int(_OF_KEY) | is_number * int(_NUMBER) | (normal >= FIRST_CJK) * int(_CJK)
        digest = hashlib.blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        made = self[token] = int.from_bytes(digest, "little") & ~7 | what
        return made


_HASHES = _Hashes()


def hash_of(shingle: str) -> int:
    """The number of a shingle of `fingerprint`."""
    return sum(_HASHES[token] * place for token, place in zip(shingle.split(" "), _FACTORS, strict=False)) % (1 << 64)


@dataclass(frozen=True, slots=True)
class Hashed:
    """Prompts as numbers: the n-th has the shingles from `ends[n]` to `ends[n + 1]`, its key, and all its numbers."""

    shingles: Numbers
    ends: Numbers
    numbers: Numbers
    keys: Numbers

    def counted(self, wanted: npt.NDArray[np.bool_]) -> Numbers:
        """Of each prompt how many of its shingles are wanted."""
        return np.diff(_up_to(wanted)[self.ends])


def hashed(prompts: Iterable[str]) -> Hashed:
    """The shingles, numbers and keys of these prompts, as `fingerprint` has them."""
    found = [pieces(prompt) for prompt in prompts]
    ends = np.cumsum([0, *map(len, found)])
    count = int(ends[-1])
    one = np.fromiter(map(_HASHES.__getitem__, chain.from_iterable(found)), np.uint64, count)
    after = np.zeros((2, count), np.uint64)
    after[0, :-1], after[1, :-2] = one[1:], one[2:]
    rest = np.repeat(ends[1:], np.diff(ends)) - np.arange(count)  # tokens from here to the end of the prompt
    cjk = (one & _CJK) > 0
    wanted = np.empty((count, 3), np.bool_)
    wanted[:, 0] = ~cjk | (np.repeat(np.diff(ends), np.diff(ends)) == 1)
    wanted[:, 1] = rest > 1
    wanted[:, 2] = cjk & (rest > 2)
    every = np.empty((count, 3), np.uint64)
    every[:, 0] = one
    every[:, 1] = one + after[0] * np.uint64(_FACTORS[1])
    every[:, 2] = every[:, 1] + after[1] * np.uint64(_FACTORS[2])
    keys, numbers = (np.diff(_up_to(np.where((one & kind) > 0, one, 0))[ends]) for kind in (_OF_KEY, _NUMBER))
    return Hashed(every[wanted], _up_to(wanted.sum(axis=1, dtype=np.uint64))[ends], numbers, keys)


def _up_to(values: npt.NDArray[Any]) -> Numbers:
    """The sums of those before each place."""
    sums = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values, out=sums[1:])
    return sums


@dataclass(slots=True)
class Sketch:
    """Of one prompt: a hash of 32 bits for each band, and the low bytes of all slots.

    alone: no earlier prompt has one of the bands.
    """

    bands: "array[int]"
    low: bytes
    alone: bool = False


def sketched(of: Hashed) -> tuple[bytes, bytes]:
    """The sketches of prompts, one behind the other: BANDS numbers of 32 bits each, SLOTS bytes each."""
    # With the key in every shingle, questions with other numbers share nothing: never candidates, however alike.
    keyed = of.shingles + np.repeat(of.keys * np.uint64(_FACTORS[3]), np.diff(of.ends.astype(np.int64)))
    rows = RMinHash.digest_matrix_from_flat_token_hashes(keyed, of.ends, SLOTS, _SEED).to_rows()
    slots = np.array(rows, np.uint64).reshape(len(of.keys), BANDS, SLOTS // BANDS)
    bands = (slots * np.array(_FACTORS[1:], np.uint64)).sum(axis=2) + np.arange(BANDS, dtype=np.uint64) * _PER_BAND
    return (bands >> np.uint64(32)).astype(np.uint32).tobytes(), (slots & np.uint64(255)).astype(np.uint8).tobytes()
