"""The shape of an answer: one value, a tuple, a set, a list, ranges, an equation, or words."""

import re
from dataclasses import dataclass
from typing import Literal

from thoughtmill.verifiers import algebra
from thoughtmill.verifiers.algebra import NotExact, Value
from thoughtmill.verifiers.units import ALONE, UNITS, Unit, unit_of

OPEN, CLOSE = "([{⦃", ")]}⦄"


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `value` is None where it isn't exact for us: then `text` has to be decided by algebra."""

    text: str
    value: Value | None
    unit: Unit | None = None
    percent: bool = False
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several values. Only a tuple has an order; a list stands without brackets."""

    kind: Literal["tuple", "set", "list"]
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
    """A union of ranges, in order. `letter` is the unknown of an inequality."""

    ranges: tuple[Range, ...]
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Equation:
    """left = right."""

    left: Scalar
    right: "Shape"


@dataclass(frozen=True, slots=True)
class Words:
    """Not mathematics: compared as text."""

    text: str


Shape = Scalar | Bundle | Ranges | Equation | Words

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACED = re.compile(r"^-?\d{1,3}(?: \d{3})+(?:\.\d+)?$")
_MIXED = re.compile(r"^(-?)(\d+) (\d+)/(\d+)$")
_BASE = re.compile(r"^\(?\s*([0-9A-Fa-f]+)\s*\)?_\{?\s*(\d{1,2})\s*\}?$")
_SCIENTIFIC = re.compile(r"^(-?\d+(?:\.\d*)?)[eE]([+-]?\d{1,5})$")
_UNIT = re.compile(
    r"^(.*?[\d})\]a-z](?:\\pi)?|.*?\\pi)"
    r"(\s*\^\\circ(?:\s*[CF])?|\s*[一-鿿€£][一-鿿/]*|\s+[A-Za-z_][A-Za-z ]*(?:/[A-Za-z]+)?(?:\^\{?[23]\}?)?"
    r"|(?<=[\d}])[A-Za-z]{1,}(?:/[a-z]+)?(?:\^\{?[23]\}?)?)$"
)
_BEFORE = re.compile(r"^(-?)\s*(dollar_sign|€|£|[¥￥])\s*(-?[\d.].*)$")
_WORD = re.compile(
    r"(?<![\\A-Za-z_])(?:[A-Za-z]{3,}|[Nn]o|[Ii]s|[Oo]r|[Oo]f|[Tt]o|[Ii]n|[Aa]t|[Ii]f|[Oo]n)(?![A-Za-z])|[一-鿿]"
)
_FUNCTIONS = re.compile(
    r"(?<![\\A-Za-z])(sin|cos|tan|cot|sec|csc|log|ln|exp|sqrt|lim|max|min|arcsin|arccos|arctan)(?![A-Za-z])"
)
_OR = re.compile(
    r"\s*(?:\bor\b|\band\b|\\cup(?![a-z])|\\vee(?![a-z])|\\lor(?![a-z])|\\land(?![a-z])|或者?|和|且|,|;)\s*"
)
_LETTER = r"(?:[A-Za-z]|\\[a-z]+)(?:_\{?\w\}?)?(?:\([a-z]\))?"
_COMPARED = re.compile(r"\\le(?![a-z])|\\ge(?![a-z])|<|>")


def shape(text: str) -> Shape:
    """The shape of an undressed answer. Never fails: what is not mathematics is Words."""
    try:
        return _shape(text, 0)
    except NotExact:
        return Words(text)


def _shape(text: str, depth: int) -> Shape:
    if depth > 6 or len(text) > 20_000:
        raise NotExact("too deep")
    text = _FUNCTIONS.sub(r"\\\1", text.strip())
    if text in ("R", r"\mathbb{R}", r"x\in\mathbb{R}", r"x \in \mathbb{R}", "all real numbers", "全体实数", "任意实数"):
        return Ranges((Range(None, None, False, False),))
    if text in (r"\emptyset", "⦃⦄", "{}", "⦃ ⦄"):
        return Bundle("set", ())
    text = _GROUPED.sub(lambda m: m.group().replace(",", ""), text) if text[:1] not in OPEN else text
    if _SPACED.match(text):
        text = text.replace(" ", "")
    for read in (_matrix, _builder, _alternatives, _bracketed, _inequality, _equation):
        found = read(text, depth)
        if found is not None:
            return found
    return _plus_minus(text, depth) or scalar(text)


def split(text: str, at: re.Pattern[str]) -> list[str]:
    """`text` cut at matches that stand outside all brackets. Raises NotExact if the brackets are not balanced."""
    pieces, depth, start, place = [], 0, 0, 0
    while place < len(text):
        c = text[place]
        if c in OPEN:
            depth += 1
        elif c in CLOSE:
            depth -= 1
            if depth < 0:
                raise NotExact("brackets")
        elif depth == 0 and (found := at.match(text, place)) and found.end() > place:
            pieces.append(text[start:place])
            start = place = found.end()
            continue
        place += 1
    if depth:
        raise NotExact("brackets")
    return [*pieces, text[start:]]


_UNION = re.compile(r"\s*\\cup(?![a-z])\s*")
_COMMA = re.compile(r"\s*[,;]\s*")
_EQUALS = re.compile(r"\s*=\s*")


def _alternatives(text: str, depth: int) -> Shape | None:
    pieces = split(text, _OR)
    if len(pieces) == 1:
        return None
    if any(not piece.strip() for piece in pieces):
        pieces = [piece for piece in pieces if piece.strip()]
    if len(pieces) > 200 or not pieces:
        raise NotExact("too many")
    if _UNION.search(text) or _COMPARED.search(text):
        if re.search(r"\band\b|\\land|且|,", "".join(split(text, _UNION))) and _COMPARED.search(text):
            raise NotExact("several conditions")
        return _union([_range_like(_shape(piece, depth + 1)) for piece in pieces])
    return Bundle("list", tuple(_shape(piece, depth + 1) for piece in pieces))


def _union(found: list[Ranges]) -> Ranges:
    letters = {r.letter for r in found} - {None}
    if len(letters) > 1:
        raise NotExact("several unknowns")
    return Ranges(tuple(one for r in found for one in r.ranges), next(iter(letters), None))


def _range_like(found: Shape) -> Ranges:
    if isinstance(found, Bundle) and (ranges := as_ranges(found)):
        return ranges
    if isinstance(found, Ranges):
        return found
    raise NotExact("no range")


def as_ranges(found: Bundle) -> Ranges | None:
    """A pair read as an interval: `(1, 2)` may be a point or an interval."""
    if found.kind != "tuple" or len(found.members) != 2:
        return None
    low, high = found.members
    if not isinstance(low, Scalar) or not isinstance(high, Scalar):
        return None
    return Ranges((Range(_finite(low), _finite(high), False, False),))


def _finite(end: Scalar) -> Scalar | None:
    return None if end.text.replace(" ", "").lstrip("+-") == r"\infty" else end


def _bracketed(text: str, depth: int) -> Shape | None:
    if len(text) < 2 or text[0] not in OPEN or text[-1] not in CLOSE:
        return None
    inside = text[1:-1]
    try:
        pieces = split(inside, _COMMA)
    except NotExact:
        return None  # (1+x)(1-x): the first bracket doesn't close at the end
    if len(pieces) == 1 and text[0] != "⦃":
        return None
    if any(not piece.strip() for piece in pieces) or len(pieces) > 1_000:
        raise NotExact("an empty place")
    members = tuple(_shape(piece, depth + 1) for piece in pieces)
    if text[0] in "⦃{":
        return Bundle("set", members) if text[-1] in "⦄}" else None
    square = text[0] == "[", text[-1] == "]"
    if len(members) == 2 and any(square):
        low, high = members
        if not isinstance(low, Scalar) or not isinstance(high, Scalar):
            raise NotExact("an interval of what?")
        return Ranges((Range(_finite(low), _finite(high), *square),))
    return Bundle("tuple", members)


def _matrix(text: str, depth: int) -> Shape | None:
    """Rows of a matrix as a tuple of tuples; one row or one column is a vector, so a plain tuple."""
    found = re.fullmatch(r"\\begin\{([bpBvV]?matrix)\}(.*)\\end\{\1\}", text, re.DOTALL)
    if found is None or found.group(1) in ("vmatrix", "Vmatrix"):
        return None
    rows = [row.split("&") for row in re.split(r"\\\\", found.group(2)) if row.strip()]
    if not rows or len({len(row) for row in rows}) > 1 or len(rows) * len(rows[0]) > 400:
        raise NotExact("no matrix")
    if 1 in (len(rows), len(rows[0])):
        return Bundle("tuple", tuple(_shape(cell, depth + 1) for row in rows for cell in row))
    return Bundle("tuple", tuple(Bundle("tuple", tuple(_shape(cell, depth + 1) for cell in row)) for row in rows))


def _builder(text: str, depth: int) -> Shape | None:
    found = re.match(rf"^[⦃{{]\s*({_LETTER})\s*(?:\\in\s*(?:R|\\mathbb\{{R\}}))?\s*[|:]\s*(.*)[⦄}}]$", text)
    if found is None:
        found = re.match(rf"^({_LETTER})\s*\\in\s*([(\[⦃].*)$", text)
    return None if found is None else _shape(found.group(2), depth + 1)


def _inequality(text: str, depth: int) -> Shape | None:
    signs = [m.group() for m in _COMPARED.finditer(text)]
    if not signs:
        return None
    sides = [side.strip() for side in _COMPARED.split(text)]
    if len(signs) > 2 or any(not side for side in sides):
        raise NotExact("signs")
    if len(signs) == 2:
        low, letter, high = sides
        down = signs[0] in (">", r"\ge")
        if down != (signs[1] in (">", r"\ge")) or not re.fullmatch(_LETTER, letter):
            raise NotExact("a chain that turns")
        if down:
            low, high, signs = high, low, signs[::-1]
        one = Range(_finite(scalar(low)), _finite(scalar(high)), "e" in signs[0], "e" in signs[1])
        return Ranges((one,), letter)
    left, right = sides
    sign = signs[0]
    if re.fullmatch(_LETTER, right) and not re.fullmatch(_LETTER, left):
        left, right, sign = right, left, {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}[sign]
    if not re.fullmatch(_LETTER, left):
        raise NotExact("an inequality to be solved")
    end = scalar(right)
    low_end = sign in (">", r"\ge")
    one = Range(end, None, "e" in sign, False) if low_end else Range(None, end, False, "e" in sign)
    return Ranges((one,), left)


def _equation(text: str, depth: int) -> Shape | None:
    sides = split(text, _EQUALS)
    if len(sides) == 1:
        return None
    if any(not side.strip() for side in sides) or len(sides) > 8:
        raise NotExact("an equation without a side")
    left, *middle, right = sides
    if middle:  # a chain ends in its value, if its numbers really agree
        values = [scalar(side) for side in sides if not re.fullmatch(_LETTER, side)]
        exact = [one.value for one in values if one.value is not None]
        if len(exact) != len(values) or any(not one.same(exact[-1]) for one in exact):
            raise NotExact("a chain whose sides differ")
        return Equation(scalar(left), values[-1]) if re.fullmatch(_LETTER, left) else values[-1]
    at_left, at_right = scalar(left), _shape(right, depth + 1)
    numeric = at_left.value.rational() if at_left.value else None
    if numeric is not None and isinstance(at_right, Scalar) and at_right.value is not None:
        if at_right.value.rational() == numeric:  # 3 + 4 = 7
            return at_right
        if at_right.value.rational() is not None:
            raise NotExact("an equation that is false")
    return Equation(at_left, at_right)


def _plus_minus(text: str, depth: int) -> Shape | None:
    if text.count(r"\pm") != 1:
        return None
    return Bundle("list", tuple(_shape(text.replace(r"\pm", sign), depth + 1) for sign in (" + ", " - ")))


def scalar(text: str) -> Scalar:
    """One value with its unit, percent sign or base. Raises NotExact if it is words."""
    text = text.strip()
    if len(text) > 20_000:
        raise NotExact("too long")
    unit: Unit | None = None
    if found := _BEFORE.match(text):
        unit = UNITS["元"] if found.group(2) in "¥￥" else UNITS[found.group(2)]
        text = found.group(1) + found.group(3)
    elif (found := _UNIT.match(text)) and _is_unit(found.group(2)):
        text, unit = found.group(1).strip(), unit_of(found.group(2))
    if not text or _WORD.search(text):
        raise NotExact("words")
    if found := _BASE.match(text):
        base = int(found.group(2))
        try:
            return Scalar(text, algebra.number(int(found.group(1), base)), None, False, base)
        except ValueError as error:
            raise NotExact("no number in that base") from error
    percent = text.endswith("%")
    return Scalar(text, _value(text), unit, percent)


def _is_unit(name: str) -> bool:
    bare = name.strip()
    if bare in ALONE:
        return name[0] == " "
    if bare in UNITS or bare.startswith("^"):
        return True
    # a thing that is counted: one or two words behind a space, or one or two Chinese characters
    return bool(re.fullmatch(r" [A-Za-z]{3,20}(?: [a-z]{3,20})?", name)) or bool(re.fullmatch(r"[一-鿿]{1,2}", bare))


def _value(text: str) -> Value | None:
    if found := _MIXED.match(text):
        sign, whole, top, bottom = found.groups()
        text = f"{sign}({whole}+{top}/{bottom})"
    elif found := _SCIENTIFIC.match(text):
        text = f"{found.group(1)}*10^({found.group(2)})"
    try:
        return algebra.read(text)
    except NotExact:
        return None
