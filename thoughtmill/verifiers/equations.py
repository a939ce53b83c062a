"""Equations: a name and its value, a chain of equal sides, and the steps of a solution."""

import re
from collections.abc import Callable
from fractions import Fraction

from thoughtmill.verifiers import algebra, ranges
from thoughtmill.verifiers.algebra import NotExact
from thoughtmill.verifiers.kinds import Equation, Shape
from thoughtmill.verifiers.scalars import Scalar, scalar

Split = Callable[[str, re.Pattern[str]], list[str]]
Read = Callable[[str], Shape]
_EQUALS = re.compile(r"\s*=\s*")
_ONLY_LETTER = re.compile(ranges.LETTER)
_NAME = re.compile(
    r"(?!.*\b(?:are|was|were|has|and|since|then"
    r"|when)\b)(?:[Tt]he )?[A-Za-z]{3,20}(?: [A-Za-z]{3,20}){0,2}(?: of (?:the )?[A-Za-z]{1,20})?|[一-鿿]{1,12}"
    r"|(?:m\s?)?\(?\\(?:angle|triangle)\s*[A-Z]{1,3}\)?|\|?[A-Z]{2,3}\|?|(?:[PES]|Var|gcd|lcm|\\(?:gcd|max"
    r"|min))\s?\(.{1,40}\)"
    r"|[SVLCP]_\{.{1,40}\}"
    r"|\(?[a-z](?:\s?[+*]\s?[a-z]){1,3}\)?|\\complement(?:_\{?[A-Z]\}?)?\s*\(?[A-Z].{0,12}"
    r"|\(?[A-Z](?:\s*\\c[ua]p(?![a-z])\s*[A-Z])+\)?|[A-Za-z]\([^()]{1,10}\)_\{?\s*\\?(?:max|min)\s*\}?"
    r"|\|?\\overrightarrow\s*\{?[A-Z]{2}\}?\|?"
)
"""What only gives a value a name."""


def equation(text: str, split: Split, read: Read) -> Shape | None:
    """left = right, or a chain."""
    sides = split(text, _EQUALS)
    if len(sides) == 1:
        return None
    if any(not side.strip() for side in sides) or len(sides) > 12:
        raise NotExact("an equation without a side")
    left, *middle, right = sides
    if middle:
        return _chain(sides)
    at_right = read(right)
    if _NAME.fullmatch(left) and not (_SUM.fullmatch(left)):
        return Equation(Scalar(left, None), at_right)
    at_left = scalar(left.replace("dollar_sign", " ") if "dollar_sign" in left and "dollar_sign" in right else left)
    if isinstance(at_right, Scalar) and at_right.value is not None and at_left.value is not None:
        if not _open(at_left.value) and not _open(at_right.value):
            if at_left.value.same(at_right.value) and not at_left.base:  # 3 + 4 = 7
                return at_right
            raise NotExact("an equation that is false")
        if _ONLY_LETTER.fullmatch(right) and not _ONLY_LETTER.fullmatch(left):
            return Equation(at_right, at_left)  # 5 = x
    return Equation(at_left, at_right)


_SUM = re.compile(r"\(?[a-z](?:\s?[+*]\s?[a-z]){1,3}\)?")


def _chain(sides: list[str]) -> Shape:
    """A chain ends in its value, if its numbers really agree; what is no number of ours (1 + 2 + … + 10) is passed."""
    name = sides[0] if _ONLY_LETTER.fullmatch(sides[0]) or _NAME.fullmatch(sides[0]) else None
    last = scalar(sides[-1])
    if last.value is None:
        raise NotExact("a chain that ends in no value")
    for side in sides[1 if name else 0 : -1]:
        try:
            value = scalar(side).value
        except NotExact:
            value = None
        if value is None and not _ARITHMETIC.fullmatch(side):
            raise NotExact("a chain of words")
        if value is not None and not value.same(last.value) and (not _open(value) or _open(last.value)):
            raise NotExact("a chain whose sides differ")
    if name is None:
        return last
    return Equation(scalar(name) if _ONLY_LETTER.fullmatch(name) else Scalar(name, None), last)


def _open(value: algebra.Value) -> bool:
    """Whether letters or functions stand in a value: S = ab/2 = 6 can't be refuted by its middle."""
    return any(not name.isdigit() and name not in (algebra.PI, algebra.E, algebra.IM) for name in value.names())


_ARITHMETIC = re.compile(
    r"(?:\\[A-Za-z]+|dollar_sign|[\s\d+\-*/^_(){}\[\].,!|=]|[A-Z]{1,3}(?![A-Za-z])|d?[a-z](?![A-Za-z]))+"
)


def closing(found: list[Shape]) -> Shape | None:
    """The last of several equations if it gives the only letter a number and fulfils all the others: 2x = 8, x = 4."""
    last = found[-1]
    if not isinstance(last, Equation) or not _ONLY_LETTER.fullmatch(last.left.text) or len(found) < 2:
        return None
    if not isinstance(last.right, Scalar) or last.right.value is None or last.left.value is None:
        return None
    q, letters = last.right.value.rational(), last.left.value.names()
    if q is None or len(letters) != 1:
        return None
    for one in found[:-1]:
        if not isinstance(one, Equation) or not isinstance(one.right, Scalar):
            return None
        left, right = one.left.value, one.right.value
        if left is None or right is None or left.names() | right.names() != letters:
            return None
        gap = algebra.plus(left, right, -1)
        if gap.bottom.keys() != {algebra.ONE} or _at(gap.top, q) != 0:
            return None
    return last


def _at(terms: algebra.Sum, q: Fraction) -> Fraction | None:
    """A polynomial in one letter at q; None if it is none."""
    total = Fraction(0)
    for key, factor in terms.items():
        if len(key) > 1 or (key and (not isinstance(key[0][1], int) or not 0 < key[0][1] < 20)):
            return None
        total += factor * (q ** int(key[0][1]) if key else 1)
    return total
