"""Near copies among the traces of a question: of a trace only a sketch of 128 bytes is kept, and the sketch decides."""

import re
from itertools import pairwise

import numpy as np
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]  # a compiled module without types

from thoughtmill.questions.fingerprint import CJK

COPIED = 0.85
"""Likeness from which a trace is a near copy of another one: about one word in twenty differs."""

SKETCH_BYTES = 128
SKETCH_VERSION = "1"
"""Goes up when a sketch may change. Part of the policy's id: verdicts with other sketches are other verdicts."""
SEED = 7

_TOKEN = re.compile(rf"[{CJK}]|[^\W{CJK}]+")
"""Of a trace's text: a Chinese, Japanese or Korean character, or a word or number."""


def sketch(text: str) -> bytes:
    """SKETCH_BYTES of a trace by which near copies of it are told: its MinHash over triples of words, a byte a slot."""
    words = _TOKEN.findall(text.lower())
    pairs = list(map(" ".join, pairwise(words)))
    minhash = RMinHash(num_perm=SKETCH_BYTES, seed=SEED)
    minhash.update(list(map(" ".join, zip(pairs, words[2:], strict=False))) or pairs or words)
    return bytes(np.array(minhash.digest(), dtype=np.uint32).astype(np.uint8))


def sketch_likeness(one: bytes, other: bytes) -> float:
    """Estimated Jaccard similarity of two traces, 0 to 1, to about 0.03 at COPIED."""
    same = np.count_nonzero(np.frombuffer(one, np.uint8) == np.frombuffer(other, np.uint8)) / SKETCH_BYTES
    return max(0.0, (same - 1 / 256) / (1 - 1 / 256))


def is_copy(one: bytes, other: bytes) -> bool:
    """Whether two traces with these sketches are near copies. The same text always is."""
    return sketch_likeness(one, other) >= COPIED
