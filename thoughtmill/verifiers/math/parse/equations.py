"""Equations: a name and its value, a chain of equal sides, and the steps of a solution."""

import re
from collections.abc import Callable
from fractions import Fraction

from thoughtmill.verifiers.math.exact import algebra
from thoughtmill.verifiers.math.exact.algebra import NotExact
from thoughtmill.verifiers.math.parse import ranges
from thoughtmill.verifiers.math.parse.kinds import Bundle, Equation, Ranges, Shape
from thoughtmill.verifiers.math.parse.scalars import Scalar, scalar

Split = Callable[[str, re.Pattern[str]], list[str]]
Read = Callable[[str], Shape]
_EQUALS = re.compile(r"\s*=\s*")
_ONLY_LETTER = re.compile(ranges.LETTER)
_NAME = re.compile(
    r"(?!.*\b(?:are|was|were|has|and|since|then"
    r"|when|[Cc]onsider|[Ss]uppose|[Ll]et|[Gg]iven)\b)"
    r"(?:[Tt]he )?[A-Za-z]{3,20}(?: [A-Za-z]{3,20}){0,2}(?: of (?:the )?[A-Za-z]{1,20})?|[一-鿿]{1,12}"
    r"|(?:m\s?)?\(?\\(?:angle|triangle)\s*[A-Z]{1,3}\)?|\|?[A-Z]{2,3}\|?|(?:[PES]|Var|gcd|lcm|\\(?:gcd|max"
    r"|min))\s?\(.{1,40}\)"
    r"|[SVLCP]_\{.{1,40}\}|[A-Za-z]_\{\s*[A-Za-z]{2,20}\s*\}"
    r"|\(?[a-z](?:\s?[+*]\s?[a-z]){1,3}\)?|\\complement(?:_\{?[A-Z]\}?)?\s*\(?[A-Z].{0,12}"
    r"|\(?[A-Z](?:\s*\\c[ua]p(?![a-z])\s*[A-Z])+\)?|[A-Za-z]\([^()]{1,10}\)_\{?\s*\\?(?:max|min)\s*\}?"
    r"|[SVCL]\s?\\(?:triangle|odot)\s*[A-Z]{1,4}"
    r"|\|?\\overrightarrow\s*\{?[A-Z]{2}\}?\|?|[A-Za-z]{2,15}(?:\s?:\s?[A-Za-z]{2,15}){1,3}"
)
"""What only gives a value a name."""


def equation(text: str, split: Split, read: Read) -> Shape | None:
    """left = right, or a chain."""
    sides = _without_percents(split(text, _EQUALS))
    if len(sides) == 1:
        return None
    if any(not side.strip() for side in sides) or len(sides) > 12:
        raise NotExact("an equation without a side")
    left, *middle, right = sides
    if middle:
        return _chain(sides, read)
    at_right = read(right)
    _must_agree(left, at_right, read)
    if _NAME.fullmatch(left) and not (_SUM.fullmatch(left)):
        return Equation(Scalar(left, None), at_right)
    if _SPAN.fullmatch(left) and isinstance(at_right, Scalar) and at_right.unit:
        return at_right
    if left == "e" and isinstance(at_right, Scalar) and at_right.value and "e" not in at_right.value.names():
        return Equation(Scalar(left, None), at_right)  # an eccentricity
    at_left = scalar(left.replace("dollar_sign", " ") if "dollar_sign" in left and "dollar_sign" in right else left)
    if isinstance(at_right, Scalar) and at_right.value is not None and at_left.value is not None:
        if not is_open(at_left.value) and not is_open(at_right.value):
            if at_left.text != at_right.text and same(at_left, at_right) and not at_left.base:  # 3 + 4 = 7
                return at_right
            raise NotExact("an equation that is false")
        if _ONLY_LETTER.fullmatch(right) and not _ONLY_LETTER.fullmatch(left):
            return Equation(at_right, at_left)  # 5 = x
    return Equation(at_left, at_right)


_SPAN = re.compile(r"[\d小时分点秒钟]+(?:\s?-\s?[\d小时分点秒钟]+)+")
"""From one time of day to another: 11时5分-8时20分."""
_PERCENT, _SIGN = re.compile(r"(\d+(?:\.\d+)?)\s*%"), re.compile(r"[\d%)]\s*[-+*/]\s*[\d(]")
_SUM = re.compile(r"\(?[a-z](?:\s?[+*]\s?[a-z]){1,3}\)?")


def _chain(sides: list[str], read: Read) -> Shape:
    """A chain ends in its value, if its numbers really agree; what is no number of ours (1 + 2 + … + 10) is passed."""
    name = sides[0] if _ONLY_LETTER.fullmatch(sides[0]) or _NAME.fullmatch(sides[0]) else None
    if _MANY.search(sides[-1]) and isinstance(end := read(sides[-1]), Bundle | Ranges):
        return _chain_of_many(sides, end, read)
    last = scalar(sides[-1])
    if last.value is None:
        raise NotExact("a chain that ends in no value")
    for side in sides[1 if name else 0 : -1]:
        try:
            one = scalar(side)
            value = one.value
        except NotExact:
            one, value = None, None
        if value is None and not _ARITHMETIC.fullmatch(_UNITS.sub(" ", side)):
            raise NotExact("a chain of words")
        if (
            one is not None
            and value is not None
            and not same(one, last)
            and (not is_open(value) or is_open(last.value))
        ):
            raise NotExact("a chain whose sides differ")
    if name is None:
        return last
    return Equation(Scalar(name, None) if _NAME.fullmatch(name) else scalar(name), last)


_MANY = re.compile(r"\\pm|^[(\[⦃{].*[)\]⦄}]$|\\cup")
_CALLED = re.compile(
    r"(?!.*\d)(?:\\[A-Za-z]+|[A-Za-z]'?|[\s{}()+\-*^,_])+|[A-Z]{1,3}_\{?\d\}?|[A-Za-z]_\{?[\d,]{1,4}\}?|[A-Z]\^[\dT]"
)


def _chain_of_many(sides: list[str], end: Bundle | Ranges, read: Read) -> Shape:
    """A = … = {2}, x = (2 ± 4i)/2 = 1 ± 2i: the last side, if no other side of its kind is known to differ."""
    if not _CALLED.fullmatch(sides[0]) and len(sides) < 3 and not _many(sides[0], read):
        raise NotExact("a chain of words")
    for side in sides[:-1]:
        other = _many(side, read)
        if other is not None and other != (many := _numbers(end)) and (not many or sorted(other) != sorted(many)):
            raise NotExact("a chain whose sides differ")
        if other is None and re.search(r"[A-Za-z]{4}|[一-鿿]", re.sub(r"\\[A-Za-z]+", " ", side)):
            raise NotExact("a chain of words")
    return Equation(Scalar(sides[0], None), end) if _ONLY_LETTER.fullmatch(sides[0]) else end


def same(a: Scalar, b: Scalar) -> bool:
    """Whether two values are the same, in units that measure the same if both have one: 20 m/s = 72 km/h."""
    if a.value is None or b.value is None:
        return False
    if a.unit and b.unit and a.unit.measures == b.unit.measures:
        return algebra.multiplied(a.value, algebra.number(a.unit.size / b.unit.size)).same(b.value)
    return a.value.same(b.value)


def _must_agree(left: str, right: Shape, read: Read) -> None:
    """Raises NotExact if two tuples, sets or lists of numbers are set equal that are not: (4,5) = (4,6)."""
    other = _many(left, read) if isinstance(right, Bundle) else None
    if other is not None and sorted(other) != sorted(_numbers(right) or []):
        raise NotExact("an equation that is false")


def _without_percents(sides: list[str]) -> list[str]:
    """30/40% = 75 with 40/100 for 40%, in all sides but the last."""
    return [
        *(_PERCENT.sub(r"(\1/100)", side) if "%" in side and _SIGN.search(side) else side for side in sides[:-1]),
        sides[-1],
    ]


def _many(side: str, read: Read) -> list[str] | None:
    """The values of a side that is a tuple, set or list of numbers without letters; None for any other."""
    try:
        return _numbers(read(side)) if _MANY.search(side) else None
    except NotExact:
        return None


def _numbers(found: Shape) -> list[str] | None:
    if not isinstance(found, Bundle):
        return None
    made = [str(one.value.monomial() or one.value) for one in found.members if isinstance(one, Scalar) and one.value]
    return made if len(made) == len(found.members) else None


def is_open(value: algebra.Value) -> bool:
    """Whether letters or functions stand in a value: S = ab/2 = 6 can't be refuted by its middle."""
    return any(not name.isdigit() and name not in (algebra.PI, algebra.E, algebra.IM) for name in value.names())


_UNITS = re.compile(
    r"(?<=[\d }])(?:kg|cm|mm|km|min|mol|Hz|ms|kJ|kW|ml|mL|dm|[kM]?ohm|k?Pa|k[NVA]|m[AV]|eV|mg"
    r"|[NJWAVgs])(?![a-z])"
)
_ARITHMETIC = re.compile(
    r"(?:\\[A-Za-z]+|dollar_sign|[\s\d+\-*/^_(){}\[\].,!|=]|[A-Z]{1,3}(?![A-Za-z])|d?[a-z](?![A-Za-z])"
    r"|(?!is|of|or|to|in|at|if|no|so|be|by|as|an|we|it|on|do|up|he|me|my)[a-z]{2}(?![A-Za-z]))+"
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
