"""Intervals, inequalities and set-builder notation: three ways to write one union of ranges."""

import itertools
import math
import re
from collections.abc import Callable
from fractions import Fraction

from thoughtmill.verifiers.math.exact import algebra
from thoughtmill.verifiers.math.exact.algebra import ONE, NotExact, Value
from thoughtmill.verifiers.math.exact.approximation import approximate
from thoughtmill.verifiers.math.parse.kinds import (
    Bundle,
    Equation,
    Family,
    Range,
    Ranges,
    Relation,
    Shape,
    as_ranges,
    finite,
)
from thoughtmill.verifiers.math.parse.scalars import Scalar, scalar

LETTER = r"(?:[A-Za-z]|\\(?!in(?![a-z]))[a-z]+)(?:_\{?\w{1,3}\}?)?'{0,2}(?:\([a-z]\))?"
COMPARED = re.compile(r"\\le(?![a-z])|\\ge(?![a-z])|\\ne(?![a-z])|<|>")
_LETTER = re.compile(LETTER)
_WHOLE = r"\\?[ZN](?![a-z])\s*(?:[_^]?\s*\{?\s*[+*]\s*\}?)?"
_BUILDER = re.compile(rf"^[⦃{{]\s*({LETTER})\s*(?:\\in\s*(?:R|\\R|({_WHOLE})))?\s*[|:]\s*(.*)[⦄}}]$", re.DOTALL)
_OF_WHOLES = re.compile(rf"\s*[,;]?\s*(?:and\s+|且\s*)?\(?({LETTER})\s*\\in\s*({_WHOLE})\)?\s*$")
_MEMBER = re.compile(rf"^({LETTER})\s*\\in\s*([(\[⦃\\R].*)$", re.DOTALL)
_OF_REALS = re.compile(rf"(?:\s*[,;]?\s*(?:and\s+|且\s*)?\(?{LETTER}\s*\\in\s*(?:R|\\R)\)?)$")
_CUP = re.compile(r"\s*(?:\\cup(?![a-z])|\bU\b)\s*")
_EXCEPT = re.compile(
    r"^(?:\\R|R|all real numbers|all reals|(?:x\s*\\in\s*)?\\R)\s*(?:\\setminus|-|except(?: for)?)\s*(.*)$"
)
_MINUS = re.compile(r"\s*\\setminus(?![a-z])\s*")
_FLIP = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}
EVERYTHING = Ranges((Range(None, None, False, False),))

Read = Callable[[str], Shape]


def builder(text: str, read: Read) -> Shape | None:
    r"""`{x | x > 2}` and `x \in (2, 3]`."""
    if found := _BUILDER.match(text):
        letter, whole, condition = found.groups()
        if (at_end := _OF_WHOLES.search(condition)) and at_end.group(1) == letter:
            whole, condition = at_end.group(2), condition[: at_end.start()]
        condition = _OF_REALS.sub("", condition)
        inner = EVERYTHING if re.fullmatch(rf"{LETTER}\s*\\in\s*(?:R|\\R)", condition.strip()) else read(condition)
        if whole:
            return _whole_numbers(inner, whole)
        if isinstance(inner, Ranges | Relation | Family):
            return inner
        if isinstance(inner, Equation) and isinstance(inner.right, Family):
            return inner.right
        if isinstance(inner, Bundle) and inner.kind == "list":
            return Bundle("set", inner.members)
        raise NotExact(f"a rule for {letter} that is no range")
    if found := _MEMBER.match(text):
        if found.group(2).strip() == r"\R":
            return EVERYTHING
        inner = read(found.group(2))
        if isinstance(inner, Bundle) and (ranges := as_ranges(inner)):
            inner = ranges
        return Ranges(inner.ranges, found.group(1)) if isinstance(inner, Ranges) else inner
    return None


MAX_WHOLE = 200
"""Whole numbers in a set that is given by a rule."""


def _whole_numbers(found: Shape, kind: str) -> Bundle:
    """The whole numbers of one range as a set. Raises NotExact if it has no end, or if 0 may belong to N or not."""
    if not isinstance(found, Ranges) or len(found.ranges) != 1:
        raise NotExact("whole numbers of what?")
    only, positive = found.ranges[0], kind.rstrip("} ")[-1:] in "+*"
    natural = positive or "N" in kind
    low = place(only.low) if only.low else (0.0 if natural else None)
    high = place(only.high) if only.high else None
    if low is None or high is None or high - low > MAX_WHOLE:
        raise NotExact("whole numbers without an end")
    first = math.ceil(low) + (low == math.ceil(low) and only.low is not None and not only.low_in)
    last = math.floor(high) - (high == math.floor(high) and not only.high_in)
    if natural and not positive and first <= 0:
        raise NotExact("is 0 a natural number?")
    return Bundle("set", tuple(scalar(str(n)) for n in range(max(first, 1) if positive else first, last + 1)))


def union(text: str, split: Callable[[str, re.Pattern[str]], list[str]], read: Read) -> Shape | None:
    r"""`A \cup B`, and all numbers but some."""
    if found := _EXCEPT.match(text):
        points = read(found.group(1))
        members = points.members if isinstance(points, Bundle) and points.kind != "tuple" else (points,)
        if not all(isinstance(one, Scalar) for one in members):
            raise NotExact("numbers except what?")
        return _without([one for one in members if isinstance(one, Scalar)])
    if len(pieces := split(text, _MINUS)) > 1:
        return _difference(range_like(read(pieces[0])), [range_like(_as_set(read(one))) for one in pieces[1:]])
    pieces = split(text, _CUP)
    if len(pieces) == 1:
        return None
    found_pieces = [read(piece) for piece in pieces]
    if all(isinstance(one, Bundle) and one.kind == "set" for one in found_pieces):
        return Bundle("set", tuple(m for one in found_pieces if isinstance(one, Bundle) for m in one.members))
    return joined(found_pieces, conjunction=False)


def _as_set(found: Shape) -> Shape:
    return Bundle("set", (found,)) if isinstance(found, Scalar) else found


def _difference(whole: Ranges, parts: list[Ranges]) -> Ranges:
    r"""`[0,5) \setminus \{1\}`: what is left of a union of ranges."""
    left = whole.ranges
    for part in parts:
        rest = rest_of(part).ranges
        left = tuple(r for a in left for b in rest if (r := _both(a, b)) is not None)
    return Ranges(left, whole.letter)


def joined(found: list[Shape], conjunction: bool, said: bool = False) -> Shape:
    """Several ranges made one. What a comma joins is a conjunction where that leaves something, else a union.

    Raises NotExact where an "and" was said that leaves nothing.
    """
    parts = [range_like(one) for one in found]
    letters = {one.letter for one in parts} - {None}
    if len(letters) > 1:
        raise NotExact("several unknowns")
    letter = next(iter(letters), None)
    if conjunction and letter is not None:
        common = parts[0].ranges
        for one in parts[1:]:
            common = tuple(r for a in common for b in one.ranges if (r := _both(a, b)) is not None)
        if common:
            return Ranges(common, letter)
        if said:
            raise NotExact("both at once is nothing")
    return Ranges(tuple(r for one in parts for r in one.ranges), letter)


def range_like(found: Shape) -> Ranges:
    """What can be read as a union of ranges. Raises NotExact for all else."""
    if isinstance(found, Bundle) and (ranges := as_ranges(found)):
        return ranges
    if isinstance(found, Bundle) and found.kind == "set" and all(isinstance(one, Scalar) for one in found.members):
        return Ranges(tuple(Range(one, one, True, True) for one in found.members if isinstance(one, Scalar)))
    if isinstance(found, Ranges):
        return found
    raise NotExact("no range")


def _without(points: list[Scalar]) -> Ranges:
    points = sorted(points, key=place)
    ends: list[Scalar | None] = [None, *points, None]
    return Ranges(tuple(Range(a, b, False, False) for a, b in itertools.pairwise(ends)))


def place(end: Scalar) -> float:
    """Where a number lies. Raises NotExact if it is no real number."""
    if end.value is None:
        raise NotExact("an end of unknown size")
    q = end.value.rational()
    if q is not None:
        return float(q) if abs(q) < 10**300 else float("inf") * (1 if q > 0 else -1)
    found, off = approximate(end.value)
    if abs(found.imag) > off or any(name.isalpha() and name not in "eiπ" for name in end.value.names()):
        raise NotExact("an end of unknown size")
    return found.real


def _before(a: Scalar, b: Scalar) -> int:
    """-1, 0 or 1."""
    if a.value is not None and b.value is not None and a.value.same(b.value):
        return 0
    return -1 if place(a) < place(b) else 1


def _both(a: Range, b: Range) -> Range | None:
    """What is in both, None if nothing is."""
    low, low_in = _tighter((a.low, a.low_in), (b.low, b.low_in), 1)
    high, high_in = _tighter((a.high, a.high_in), (b.high, b.high_in), -1)
    if low is not None and high is not None:
        c = _before(low, high)
        if c > 0 or (c == 0 and not (low_in and high_in)):
            return None
    return Range(low, high, low_in, high_in)


def _tighter(a: tuple[Scalar | None, bool], b: tuple[Scalar | None, bool], sign: int) -> tuple[Scalar | None, bool]:
    if a[0] is None or b[0] is None:
        return b if a[0] is None else a
    c = sign * _before(a[0], b[0])
    if c == 0:
        return a[0], a[1] and b[1]
    return a if c > 0 else b


def tidy(found: Ranges) -> list[Range]:
    """In order, and what touches or overlaps made one."""
    if len(found.ranges) == 1:
        return list(found.ranges)
    left = [r for r in found.ranges if r.low is None]
    rest = sorted((r for r in found.ranges if r.low is not None), key=lambda r: (place(r.low or _none()), not r.low_in))
    kept: list[Range] = []
    for one in [*left, *rest]:
        if kept and one.low is not None and kept[-1].high is not None:
            last = kept[-1]
            assert last.high is not None
            c = _before(last.high, one.low)
            if c < 0 or (c == 0 and not (last.high_in or one.low_in)):
                kept.append(one)
                continue
        elif not kept:
            kept.append(one)
            continue
        last = kept[-1]
        if last.high is None:
            continue
        c = 1 if one.high is None else _before(one.high, last.high)
        if c > 0:
            kept[-1] = Range(last.low, one.high, last.low_in, one.high_in)
        elif c == 0:
            kept[-1] = Range(last.low, last.high, last.low_in, last.high_in or one.high_in)
    return kept


def rest_of(found: Ranges) -> Ranges:
    """All numbers that are in no range of `found`."""
    rest: list[Range] = []
    low, low_in, open_end = None, False, True
    for one in tidy(found):
        if one.low is not None:
            rest.append(Range(low, one.low, low_in, not one.low_in))
        low, low_in, open_end = one.high, not one.high_in, one.high is not None
    return Ranges((*rest, Range(low, None, low_in, False)) if open_end else tuple(rest))


def _none() -> Scalar:
    raise NotExact("no end")


def inequality(text: str, read: Read) -> Shape | None:
    """x > 2, 1 < x ≤ 3, x ≠ 2, and what is linear in one letter; several letters make a relation."""
    signs = [m.group() for m in COMPARED.finditer(text)]
    sides = [side.strip() for side in COMPARED.split(text)]
    if not signs or len(signs) > 2 or any(not side for side in sides):
        raise NotExact("signs")
    if r"\ne" in signs:
        return _unequal(sides, read)
    if len(signs) == 2:
        if (signs[0] in (">", r"\ge")) != (signs[1] in (">", r"\ge")):
            raise NotExact("a chain that turns")
        halves = [_half(sides[0], signs[0], sides[1]), _half(sides[1], signs[1], sides[2])]
        if not all(isinstance(half, Ranges) for half in halves):
            raise NotExact("a chain of several letters")
        made = joined([*halves], conjunction=True)
        if isinstance(made, Ranges) and len(made.ranges) == 1:
            return made
        raise NotExact("a chain that holds nothing")
    return _half(sides[0], signs[0], sides[1])


def _unequal(sides: list[str], read: Read) -> Shape:
    if len(sides) != 2 or not _LETTER.fullmatch(sides[0]):
        raise NotExact("unequal to what?")
    points = read(sides[1])
    members = points.members if isinstance(points, Bundle) and points.kind == "list" else (points,)
    if not all(isinstance(one, Scalar) for one in members):
        raise NotExact("unequal to what?")
    return Ranges(_without([one for one in members if isinstance(one, Scalar)]).ranges, sides[0])


def _unknown(text: str) -> bool:
    return text not in (r"\pi", "e", "i", r"\infty") and _LETTER.fullmatch(text) is not None


_BARS = re.compile(r"\|([^|]{1,60})\|")


def _size(inside: str, sign: str, bound: str) -> Ranges | Relation:
    """|x − 1| < 2 is −2 < x − 1 < 2; |x − 1| > 2 is the rest."""
    end = scalar(bound).value
    if end is None or (q := end.rational()) is None or q <= 0:
        raise NotExact("the size of what?")
    less = sign in ("<", r"\le")
    halves: list[Shape] = [_half(inside, sign, bound), _half(inside, _FLIP[sign], f"-({bound})")]
    made = joined(halves, conjunction=less)
    if not isinstance(made, Ranges):
        raise NotExact("a size of several letters")
    return made


def _half(left: str, sign: str, right: str) -> Ranges | Relation:
    if found := _BARS.fullmatch(right):
        left, right, sign = right, left, _FLIP[sign]
    if found := _BARS.fullmatch(left):
        return _size(found.group(1), sign, right)
    if _unknown(right) and not _unknown(left):
        left, right, sign = right, left, _FLIP[sign]
    if _unknown(left) and not _unknown(right):
        end = finite(scalar(right))
        if end is None or end.value is None or not ({left} & end.value.names()):
            return _one_sided(end, sign, left)
    a, b = scalar(left).value, scalar(right).value
    if a is None or b is None:
        raise NotExact("an inequality of what?")
    gap = algebra.plus(a, b, -1) if sign in (">", r"\ge") else algebra.plus(b, a, -1)
    if gap.bottom.keys() != {ONE}:
        raise NotExact("an inequality of fractions")
    strict = sign in "<>"
    names = gap.names()
    if len(names) == 1 and set(gap.top) <= {ONE, ((letter := next(iter(names)), 1),)}:
        slope = gap.top[((letter, 1),)]
        end = algebra.number(-gap.top.get(ONE, Fraction(0)) / slope)
        return _one_sided(
            Scalar(str(end.rational()), end),
            {True: ">", False: "<"}[slope > 0] if strict else {True: r"\ge", False: r"\le"}[slope > 0],
            letter,
        )
    return Relation(Value(gap.top), strict)


def _one_sided(end: Scalar | None, sign: str, letter: str) -> Ranges:
    closed = "e" in sign and end is not None
    if sign in (">", r"\ge"):
        return Ranges((Range(end, None, closed, False),), letter)
    return Ranges((Range(None, end, False, closed),), letter)
