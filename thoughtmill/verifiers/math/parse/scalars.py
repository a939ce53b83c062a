"""One value as it stands in an answer: a number or an expression, with its unit, percent sign or base."""

import re
from dataclasses import dataclass
from fractions import Fraction

from thoughtmill.verifiers.math.exact import algebra
from thoughtmill.verifiers.math.exact.algebra import NotExact, Value
from thoughtmill.verifiers.math.parse import reading
from thoughtmill.verifiers.math.parse.numerals import NOT_COUNTED, digits, value_of
from thoughtmill.verifiers.math.parse.units import ALONE, UNITS, Measures, Unit, thing, unit_of


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `value` is None where it isn't exact for us: then `text` has to be decided by algebra."""

    text: str
    value: Value | None
    unit: Unit | None = None
    percent: bool = False
    base: int | None = None


_PLAIN = re.compile(r"([+-]?)(\d{1,400})(?:\.(\d{1,400}))?(%?)", re.ASCII)
_FRACTION = re.compile(
    r"(-?)\s*(?:\\frac\s*\{\s*(-?\d{1,400})\s*\}\s*\{\s*(\d{1,400})\s*\}|(\d{1,400})\s*/\s*(\d{1,400}))", re.ASCII
)
_ORDINAL = re.compile(r"(\d{1,30})\s*(?:\^\s*\{?\s*)?(?:st|nd|rd|th)\s*\}?", re.ASCII)
_SPACED = re.compile(r"-?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_MIXED = re.compile(r"(-?)\s*(\d+)(?: and)? (?:(\d+)/(\d+)|\\frac\{(\d+)\}\{(\d+)\})")
_BASE = re.compile(
    r"(-?)\(?\s*([0-9A-Fa-f][0-9A-Fa-f ]*)\s*\)?"
    r"(?:\s*_\s*\{?\s*\(?\s*(?:base\s*)?(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve"
    r"|sixteen)\s*\)?\s*\}?"
    r"|\s*,?\s*\(?(?:in\s+)?base[ -](\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen)\)?)"
)
_PREFIXED = re.compile(r"(-?)0(?:x([0-9A-Fa-f]+)|b([01]+)|o([0-7]+))")
_BASES = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "sixteen": 16,
}
_BEFORE = re.compile(r"(-?)\s*(?:US\s*|CA\s*)?(dollar_sign|€|£|¥|RMB|USD|CNY|EUR|GBP)\s*(-?[\d.].*)")
_RATE = re.compile(r"(-?[\d.,]*\d) ?(?:/|per) ?([A-Za-z]{1,10})")
"""$10,000/day."""
_TAIL = re.compile(
    r"(?P<degrees>\s*\^\\circ\s*[CF]?)$"
    r"|(?P<chinese>\s*[一-鿿][一-鿿]{0,7}(?:/[一-鿿]{1,4})?(?:\s*\^\s*\{?[23]\}?)?)$"
    r"|(?P<sign>\s*[€£¥¢])$"
    r"|(?P<words>(?:\s+|(?<=[\d})]))\(?[A-Za-z][A-Za-z_.-]*(?:(?:\s*[/*]\s*|\s+per\s+|\s+)[A-Za-z]+\.?){0,3}"
    r"(?:\s*\^\s*\{?\s*-?[23]\s*\}?)?(?:\s*/\s*[A-Za-z]+(?:\s*\^\s*\{?\s*[23]\s*\}?)?)?\)?"
    r"|\s+(?=[^=+]{1,30}\^\s*\{?\s*-)(?:[A-Za-z]{1,4}(?:\s*\^\s*\{?\s*-?[123]\s*\}?)?\s*(?:\*\s*)?){1,4})$"
)
_WORD = re.compile(
    r"(?<![\\A-Za-z_])(?:(?!(?:[abc]{3}|[xyz]{3}|abcd|bcd|abd|acd|pqr|mnp|rst)(?![A-Za-z]))[A-Za-z]{3,}"
    r"|[Nn][Oo]|[Ii]s|[Oo]r"
    r"|[Oo]f|[Tt]o|[Ii]n|[Aa]t|[Ii]f|[Oo]n|[Ii]t|[Ww]e"
    r"|[Bb]y|[Aa]n|[Ss]o|[Aa]s|[Bb]e)(?![A-Za-z^])|i\.e|e\.g|[一-鿿]"
)
_FOREIGN = re.compile(r"[^\W\d_A-Za-zµÅΩℓ\u0370-\u03ff一-鿿]{2}")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]")
"""What a function is of may be in words: E(число клеток) = 5."""
_MALFORMED = re.compile(
    r"[-+*/^=(\[{]\s*$|^\s*[*/^)]|(?<![\w^_}])\d+(?:\.\d+)?\s+\d|\d\.\d+\.\d|[-+*/]\s*[*/)]|\\overline\{\d+\}\s*\d"
    r"|^[^\w\\]*$|\d\s*'|^\s*[-+]\s*[-+]|\.\.|\d\s*_"
)
_PERCENT = re.compile(r"\s*(?:percent|per cent|percentage points?|pct|个百分点)$", re.IGNORECASE)
_EACH = re.compile(r"每(小时|分钟|秒|天|时|分)\s*(\d.*)$")
_NEGATIVE = re.compile(r"(?:negative|minus|负)\s*(?=[\d\\(a-z.]{1,3}(?![a-z]{2}))", re.IGNORECASE)
_COMPOUND = re.compile(r"(-?\d+(?:\.\d+)?)\s*([A-Za-z]+|[一-鿿]+)(?:\s*,?\s*(?:and\s+|又|零)?)")
_NO_THING = {"or", "and", "is", "of", "to", "in", "at", "the", "not", "if", "than", "about", "what", "maybe", "mod",
    "wrong",
    "rejected", "minimum", "maximum", "plus", "when", "where", "only", "such", "fails", "works", "does",
    "squared", "cubed", "minus", "over", "without", "vs", "versus",
    "factorial", "divided", "multiplied",
    *NOT_COUNTED,
}  # fmt: skip


_BRACKETED = re.compile(
    r"(?<=[\d}])\s*\(\s*([一-鿿]{1,6}(?:/[一-鿿]{1,3})?|[a-z]{2}(?:/[a-z]{1,3})?(?:\^\{?[23]\}?)?)\s*\)$"
)
_INCHES = re.compile(r"(-?\d+(?:\.\d+)?) in")
_RUN = re.compile(r"[一二两三四五六七八九十百]{1,5}(?=[元角分块毛米厘小时钟秒天千公克斤])(?<=\w)")
_SIZED = {
    "后",
    "long",
    "wide",
    "tall",
    "high",
    "deep",
    "away",
    "apart",
    "thick",
    "total",
    "altogether",
    "left",
    "长",
    "宽",
    "高",
    "深",
    "远",
    "厚",
}
"""Words behind a unit that say what is measured."""


def scalar(text: str) -> Scalar:
    """One value with its unit, percent sign or base. Raises NotExact if it is words."""
    text = text.strip()
    if found := _PLAIN.fullmatch(text):
        return _plain(text, found)
    if len(text) > 20_000:
        raise NotExact("too long")
    if (found := _FRACTION.fullmatch(text)) is not None:
        sign, top, bottom, left, right = found.groups()
        if not int(bottom or right):
            raise NotExact("division by zero")
        return Scalar(text, algebra.number(Fraction(int(top or left) * (-1 if sign else 1), int(bottom or right))))
    if len(text) > 400:
        return _bare(text, None)
    if found := _BEFORE.fullmatch(text):
        return _money(found)
    if found := _EACH.match(text):
        text = f"{found.group(2)}/{found.group(1)}"
    if found := _NEGATIVE.match(text):
        text = "-" + text[found.end() :]
    if (spoken := digits(text)) is not None and spoken != text:
        text = spoken
        if found := _PLAIN.fullmatch(text):
            return _plain(text, found)
    return _based(text) or compound(text) or _with_unit(text)


def _money(found: re.Match[str]) -> Scalar:
    """A sum behind the sign of its currency, perhaps for a time: $10,000/day."""
    unit = UNITS[found.group(2)]
    number = (found.group(1) + found.group(3)).removesuffix("USD").removesuffix("元").strip()
    if (rate := _RATE.fullmatch(number)) and (per := unit_of(f"{found.group(2)}/{rate[2]}")):
        number, unit = rate[1], per
    inner = scalar(number)
    if inner.unit is not None and inner.unit.measures != unit.measures:
        raise NotExact("two units")
    return Scalar(inner.text, inner.value, unit)


def _plain(text: str, found: re.Match[str]) -> Scalar:
    sign, whole, after, percent = found.groups()
    q = Fraction(int(whole + (after or "")), 10 ** len(after or "") * (100 if percent else 1))
    return Scalar(text, algebra.number(-q if sign == "-" else q), None, bool(percent))


def _based(text: str) -> Scalar | None:
    if found := _PREFIXED.fullmatch(text):
        sign, *named = found.groups()
        number, base = next((n, b) for n, b in zip(named, (16, 2, 8), strict=True) if n)
    elif ("_" in text or "base" in text) and (found := _BASE.fullmatch(text)):
        sign, number, below, behind = found.groups()
        name = below or behind
        base = _BASES.get(name) or int(name)
        if not 2 <= base <= 36:
            raise NotExact("no base")
        if re.fullmatch("[a-f]", number):  # a_{10} is a term of a sequence
            return None
    else:
        return None
    try:
        value = int(number.replace(" ", ""), base)
    except ValueError as error:
        raise NotExact("no number in that base") from error
    return Scalar(text, algebra.number(-value if sign else value), None, False, base)


def compound(text: str) -> Scalar | None:
    """2 hours 30 minutes, 5元3角: parts of the same measure are added up."""
    if _RUN.search(text):
        text = _RUN.sub(lambda m: value_of(m.group()), text)
    parts = list(_COMPOUND.finditer(text))
    if not 2 <= len(parts) <= 4 or "".join(part.group() for part in parts) != text:
        return None
    total, measures, last = Fraction(0), set[Measures](), None
    for part in parts:
        unit = unit_of(part.group(2))
        if unit is None:
            name = {"分": "分钟", "点": "时"}.get(part.group(2), "")
            unit = unit_of(name) if name else None
        if unit is None:
            return None
        if unit.measures == UNITS["分"].measures and part.group(2) == "分" and UNITS["时"].measures in measures:
            unit = UNITS["分钟"]
        if part.group(2) == "m" and UNITS["h"].measures in measures:
            unit = UNITS["min"]
        if last is not None and unit.size >= last:  # 6 cm, 8 cm are two lengths
            return None
        last = unit.size
        measures.add(unit.measures)
        total += Fraction(part.group(1)) * unit.size
    if len(measures) != 1:
        return None
    return Scalar(text, algebra.number(total), Unit(measures.pop()))


def _with_unit(text: str) -> Scalar:
    if found := _BRACKETED.search(text):  # 3×14=42（元）
        text = f"{text[: found.start()]} {found.group(1)}"
    if found := _INCHES.fullmatch(text):
        return Scalar(found.group(1), scalar(found.group(1)).value, UNITS["in"])
    if text[-1:] not in "0123456789})|!" or "^" in text:
        if found := _PERCENT.search(text):
            inner = scalar(text[: found.start()])
            if inner.unit or inner.percent or inner.value is None:
                raise NotExact("percent of what?")
            return Scalar(text, algebra.divided(inner.value, algebra.number(100)), None, True)
        if (found := _TAIL.search(text)) and found.start() and (unit := _unit(text[: found.start()], found)):
            number = text[: found.start()].strip()
            inner = _bare_or_mixed(number)
            if inner.value is not None or (unit.measures[:1] != () and not unit.measures[0][0].startswith("count")):
                return Scalar(inner.text, inner.value, unit)
    return _bare_or_mixed(text)


def _unit(before: str, found: re.Match[str]) -> Unit | None:
    """The unit at the end of a text, or the thing that is counted there; None if it is neither."""
    name = found.group().strip()
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()
    name = name.strip("()")
    if found["degrees"] or before.rstrip()[-1:] in ("+", "-", "*", "/", "=", "^"):  # r² + s² is no unit
        if not found["degrees"] or re.search(r"\\(?:sin|cos|tan|cot|sec|csc)", before):
            return None
        return unit_of(name)
    if found["sign"]:
        return UNITS[name]
    name = name.rstrip(".")
    behind = found.group()[0] == " " or "\\text" in before
    if found["words"]:
        if (
            name.startswith("times ")
            or (name.split(" ")[0].lower() in _NO_THING and "^" not in name)
            or (name in ALONE and (not behind or re.search(r"(?<!\\)\b[A-Za-z]\b", before)))
        ):
            return None
        if not behind and name in ("in", "ft", "A", "N", "J", "W", "V", "K", "e", "i", "min", "day"):
            return None
    known = unit_of(name)
    if known is None and (before_last := _measured(name)):
        known = unit_of(before_last)
    if known is not None:
        return known
    if found["chinese"]:
        return (
            thing(name)
            if name[0] not in "以多余左舍错不是太没就也都很比大小高低的整"
            and name[-1] not in "了的吗"
            and not re.search("[A-Za-z]", before)
            else None
        )
    if (
        behind
        and re.fullmatch(r"[A-Za-z]{3,20}(?: (?!the\b|is\b|are\b|to\b|of\b|a\b|not\b)[A-Za-z]{2,20}){0,2}", name)
        and not re.search(r"(?<!\\p)[a-z]$", before)
    ):
        return thing(name)
    return None


def _measured(name: str) -> str | None:
    """`metres long` without its last word."""
    if name.isascii():
        unit, _, last = name.rpartition(" ")
        return unit.removesuffix(" in") if last in _SIZED else None
    return name[:-1] if name[-1:] in _SIZED and len(name) > 1 else None


def _bare_or_mixed(text: str) -> Scalar:
    if found := _ORDINAL.fullmatch(text):
        text = found.group(1)
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    if found := _MIXED.fullmatch(text):
        sign, whole, *parts = found.groups()
        top, bottom = (part for part in parts if part)
        if not int(bottom):
            raise NotExact("division by zero")
        q = int(whole) + Fraction(int(top), int(bottom))
        return Scalar(text, algebra.number(-q if sign else q))
    return _bare(text, None)


def _bare(text: str, unit: Unit | None) -> Scalar:
    if not text or _WORD.search(text) or _MALFORMED.search(text) or _FOREIGN.search(_ASIDE.sub("", text)):
        raise NotExact("words")
    try:
        value = reading.read(text)
    except NotExact:
        value = None
    return Scalar(text, value, unit, text.endswith("%"))
