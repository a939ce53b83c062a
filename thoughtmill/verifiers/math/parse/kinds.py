"""The kinds of shape that an answer can have."""

from dataclasses import dataclass
from typing import Literal

from thoughtmill.verifiers.math.exact.algebra import Value
from thoughtmill.verifiers.math.parse.scalars import Scalar


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several values. Tuples and ratios have an order; a list has no brackets; `named` are values of letters."""

    kind: Literal["tuple", "set", "list", "named", "ratio"]
    members: "tuple[Shape, ...]"


@dataclass(frozen=True, slots=True)
class Range:
    """From low to high; a bracket says whether the end belongs to it. None is an infinite end."""

    low: Scalar | None
    high: Scalar | None
    low_in: bool
    high_in: bool


@dataclass(frozen=True, slots=True)
class Ranges:
    """A union of ranges. `letter` is the unknown of an inequality."""

    ranges: tuple[Range, ...]
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """gap > 0, or gap ≥ 0 if not strict: an inequality in several letters."""

    gap: Value
    strict: bool


@dataclass(frozen=True, slots=True)
class Equation:
    """left = right."""

    left: Scalar
    right: "Shape"


@dataclass(frozen=True, slots=True)
class Family:
    """All values that one shape takes as its parameter runs through the whole numbers."""

    inner: "Shape"


@dataclass(frozen=True, slots=True)
class Words:
    """Not mathematics: compared as text."""

    text: str


Shape = Scalar | Bundle | Ranges | Relation | Equation | Family | Words


def finite(end: Scalar) -> Scalar | None:
    """An end of a range; None stands for ±∞."""
    return None if end.text.replace(" ", "").lstrip("+-") == r"\infty" else end


def as_ranges(found: Bundle) -> Ranges | None:
    """A pair read as an interval: `(1, 2)` may be a point or an interval."""
    if found.kind != "tuple" or len(found.members) != 2:
        return None
    low, high = found.members
    if not isinstance(low, Scalar) or not isinstance(high, Scalar):
        return None
    return Ranges((Range(finite(low), finite(high), False, False),))
