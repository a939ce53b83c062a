"""What a case is, and which half it belongs to."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

Half = Literal["dev", "held"]
Sort = Literal["bare", "response", "hostile"]


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer beside a reference, and whether it is right. `family` says what it is about."""

    answer: str
    reference: str
    right: bool
    family: str
    sort: Sort = "bare"

    @property
    def half(self) -> Half:
        """By a hash of the pair alone: adding cases moves none to the other side."""
        seen = hashlib.blake2b(f"{self.answer}\0{self.reference}".encode("utf-8", "surrogatepass"), digest_size=4)
        return "dev" if seen.digest()[0] % 2 == 0 else "held"

    @property
    def chinese(self) -> bool:
        """Whether a Chinese character, a mark of Chinese punctuation or a full-width form stands in it."""
        return any(
            "\u4e00" <= char <= "\u9fff" or "\u3001" <= char <= "\u303f" or "\uff01" <= char <= "\uffef"
            for char in self.answer + self.reference
        )


@dataclass(frozen=True, slots=True)
class Value:
    """One exact value: how it may be written, and what looks like it but is not it.

    `same` and `other` are formulas and may stand between dollars; `said` and `missaid` are plain text and may not.
    The first of `same` is the reference.
    """

    family: str
    same: tuple[str, ...]
    other: tuple[str, ...]
    said: tuple[str, ...] = ()
    missaid: tuple[str, ...] = ()
    scalar: bool = field(default=False)
    """A single number: `x = ` may be written before it."""
    swaps: bool = True
    """Any of `same` may be the reference."""
