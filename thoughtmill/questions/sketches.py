"""Sketches of many prompts at once: what near-duplicates are looked up by, and which prompts may leak an exam.

A token is read once as a number of 64 bits. A shingle is a sum of such numbers, so those of many prompts are made, and
sketched by MinHash, without one text for each. Only candidates come from here: tokens decide.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]  # a compiled module without types

from thoughtmill.questions.fingerprint import FIRST_CJK, TURNS, number, pieces_of_word, undressed

SLOTS, BANDS = 30, 10
"""Of a MinHash, and the groups of them by which two prompts are found to be alike."""
_SEED = 7
_MOST_TOKENS, _LONGEST_WORD = 1 << 17, 24
"""Tokens, and words, that are remembered, and characters of the longest such word; texts have ever new numbers."""
_OF_KEY, _NUMBER, _CJK = np.uint64(1), np.uint64(2), np.uint64(4)
_FACTORS = (1, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Of the tokens of a shingle, and of the key: "a b" is not "b a"."""


Numbers = npt.NDArray[np.uint64]
_PER_BAND = np.uint64(0x9E3779B185EBCA87)


class _Hashes(dict[str, bytes]):
    """Token → its number in 8 bytes, the lowest three bits of which say what it is."""

    def __missing__(self, token: str) -> bytes:
        if len(self) > _MOST_TOKENS:
            self.clear()
        normal = number(token) if token[0].isdigit() else token
        is_number, turns = normal[0].isdigit(), normal in TURNS or not normal[0].isalpha()
        what = turns * int(_OF_KEY) | is_number * int(_NUMBER) | (normal >= FIRST_CJK) * int(_CJK)
        digest = hashlib.blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        made = self[token] = bytes((digest[0] & ~7 | what,)) + digest[1:]
        return made


_HASHES = _Hashes()


class _Words(dict[str, bytes]):
    """What stands between white space → the numbers of its tokens, 8 bytes each. Long words hardly come again."""

    def __missing__(self, word: str) -> bytes:
        if len(self) > _MOST_TOKENS:
            self.clear()
        made = b"".join([_HASHES[token] for token in pieces_of_word(word)])
        if len(word) <= _LONGEST_WORD:
            self[word] = made
        return made


_WORDS = _Words()


def hash_of(shingle: str) -> int:
    """The number of a shingle of `fingerprint`."""
    numbers = (int.from_bytes(_HASHES[token], "little") for token in shingle.split(" "))
    return sum(number * place for number, place in zip(numbers, _FACTORS, strict=False)) % (1 << 64)


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
    found = [b"".join(map(_WORDS.__getitem__, undressed(prompt).split())) for prompt in prompts]
    one = np.frombuffer(b"".join(found), "<u8")
    count = len(one)
    ends = np.cumsum([0, *map(len, found)]) // 8
    cjk = (one & _CJK) > 0
    most = 3 if cjk.any() else 2  # tokens of a shingle
    wanted = np.ones((count, most), np.bool_)
    wanted[ends[1:][ends[1:] > ends[:-1]] - 1, 1:] = False  # from the last token on there is none of two
    every = np.empty((count, most), np.uint64)
    every[:, 0] = one
    every[:-1, 1] = one[:-1] + one[1:] * np.uint64(_FACTORS[1])
    if most == 3:
        wanted[:, 0] = ~cjk | (np.repeat(np.diff(ends), np.diff(ends)) == 1)
        wanted[:, 2] &= cjk
        wanted[ends[1:][ends[1:] > ends[:-1] + 1] - 2, 2] = False
        every[:-2, 2] = every[:-2, 1] + one[2:] * np.uint64(_FACTORS[2])
    keys, numbers = (np.diff(_up_to(np.where((one & kind) > 0, one, 0))[ends]) for kind in (_OF_KEY, _NUMBER))
    return Hashed(every[wanted], _up_to(wanted.sum(axis=1, dtype=np.uint64))[ends], numbers, keys)


def _up_to(values: npt.NDArray[Any]) -> Numbers:
    """The sums of those before each place."""
    sums = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values, out=sums[1:])
    return sums


class Sketch(NamedTuple):
    """Of prompts, one behind the other: of each a hash of 32 bits for each band, and the low bytes of all slots."""

    bands: bytes
    low: bytes

    def part(self, first: int, last: int) -> "Sketch":
        """Of the prompts from this one to before that one."""
        return Sketch(self.bands[first * BANDS * 4 : last * BANDS * 4], self.low[first * SLOTS : last * SLOTS])


def sketched(of: Hashed) -> Sketch:
    """The sketches of prompts."""
    # With the key in every shingle, questions with other numbers share nothing: never candidates, however alike.
    keyed = of.shingles + np.repeat(of.keys * np.uint64(_FACTORS[3]), np.diff(of.ends.astype(np.int64)))
    rows = RMinHash.digest_matrix_from_flat_token_hashes(keyed, of.ends, SLOTS, _SEED).to_rows()
    slots = np.array(rows, np.uint64).reshape(len(of.keys), BANDS, SLOTS // BANDS)
    bands = (slots * np.array(_FACTORS[1:], np.uint64)).sum(axis=2) + np.arange(BANDS, dtype=np.uint64) * _PER_BAND
    low = (slots & np.uint64(255)).astype(np.uint8)
    return Sketch((bands >> np.uint64(32)).astype(np.uint32).tobytes(), low.tobytes())
