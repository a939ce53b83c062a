"""The shape of an answer: one value, a tuple, a set, a list, ranges, an equation, or words."""

import re
from collections.abc import Callable

from thoughtmill.verifiers.math.exact.algebra import NotExact
from thoughtmill.verifiers.math.parse import equations, families, layouts, ranges
from thoughtmill.verifiers.math.parse.kinds import Bundle, Equation, Range, Ranges, Shape, Words, finite
from thoughtmill.verifiers.math.parse.numerals import digits
from thoughtmill.verifiers.math.parse.scalars import Scalar, compound, scalar
from thoughtmill.verifiers.math.parse.words import is_moment

Reader = Callable[[str, int], Shape | None]
OPEN, CLOSE = "([{⦃", ")]}⦄"

_SIMPLE = re.compile(r"[+-]?\d{1,400}(?:\.\d{1,400}|/\d{1,400})?%?|-?\\frac\{-?\d{1,99}\}\{\d{1,99}\}", re.ASCII)
_GROUPED = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d\d)*,0\d(?:,\d\d)*,\d{3})(?![\d,])")
"""1,000,000 or 1,00,000: groups of two where one begins with 0, so that it is no list."""
_FUNCTIONS = re.compile(
    r"(?<![\\A-Za-z])(ar[cg]?(?:sinh|cosh|tanh)|sinh|cosh|tanh|arcsin|arccos|arctan|a(?:sin|cos|tan)|sin|cos|tan|cot|sec|csc|log|ln|lg|exp|sqrt|lim|pi"
    r"|infinity|infty)(?![A-Za-z])"
)
_PLAIN_ROOT = re.compile(r"\\sqrt\s*(?:\(([^()]*)\)|(?<=sqrt)(\d{2,}))")
_INDEXED = re.compile(r"(?<![\w\\}^])([a-z])(\d)(?=\s*=)")
_MARKS = re.compile(r"[,;]|\b(?:or|and)\b|\\cup|[或和与且及]")
_OR_WORD = re.compile(r"\s*(?:,\s*or\b|;\s*or\b|\bor\b|或者?是?)\s*")
_AND_WORD = re.compile(r"\band\b|[且及]")
_PARTS = re.compile(r"\s*(?:,\s*and\b|\band\b|以及|[,;和与且及])\s*")
_ONLY_LETTER = re.compile(ranges.LETTER)
_DOMAIN = re.compile(
    r"(?<=[^,;])\s*[,;]?\s*\(?(?:for )?(?:all |every |any |\\forall\s*)?([a-z])\s*\\in\s*\\R\s*\)?$(?<!^.)"
)
"""Behind f(x) = …: for which x."""
_NAMED = {
    "正无穷": r"\infty", "无穷大": r"\infty", "正无穷大": r"\infty", "负无穷": r"-\infty", "负无穷大": r"-\infty",
    "无穷": r"\infty", "positive infinity": r"\infty", "negative infinity": r"-\infty", "圆周率": r"\pi",
}  # fmt: skip
_EMPTY = {r"\emptyset", "⦃⦄", "{}", "⦃ ⦄", "( )"}
_ALL = {
    r"\R",
    "R",
    "all real numbers",
    "all reals",
    "全体实数",
    "任意实数",
    "实数集",
    "all real x",
    "一切实数",
    "所有实数",
}


def shape(text: str) -> Shape:
    """The shape of an undressed answer. Never fails: what is not mathematics is Words."""
    try:
        return read_shape(text, 0)
    except NotExact:
        return Words(text)


def read_shape(text: str, depth: int) -> Shape:
    """The shape of a part of an answer. Raises NotExact for what is not mathematics."""
    text = text.strip()
    if _SIMPLE.fullmatch(text):
        return scalar(text)
    if depth > 6 or len(text) > 20_000 or not text:
        raise NotExact("too deep")
    if is_moment(text):
        return Words(text)
    text = _DOMAIN.sub("", _prepared(text))
    if text in _EMPTY:
        return Bundle("set", ())
    if text in _ALL or (len(text) > 1 and text.lower() in _ALL):
        return Ranges((Range(None, None, False, False),))
    if "," in text or (" " in text and (text[0].isdigit() and len(text) < 80)):
        found = compound(text)
        if found is not None:
            return found
    if text[0].isalpha() and (told := _spoken(text)) is not None:
        return told
    for marks, read in READERS:
        if marks.search(text):
            found = read(text, depth)
            if found is not None:
                return found
    return scalar(text)


_RESTATED = re.compile(r"(.{0,80}?[^\s(]) \(\s*((?:-?[\d.,/]+|-?\\frac\{\d+\}\{\d+\})\s*%?(?: ?[A-Za-z]{1,9})?)\s*\)")
"""five (5), 3/4 (0.75), 10 cm (0.1 m)."""


def _restated(text: str, depth: int) -> Shape | None:
    """A number said again in brackets. Raises NotExact if it is another one, perhaps a factor."""
    if (found := _RESTATED.fullmatch(text)) is None:
        return None
    try:
        left, right = (read_shape(one, depth + 1) for one in found.groups())
    except NotExact:
        return None
    if not isinstance(left, Scalar) or not isinstance(right, Scalar) or left.value is None or right.value is None:
        return None
    if equations.is_open(left.value):
        return None
    if not equations.same(left, right):
        raise NotExact("a number, and another one in brackets")
    return left


def _spoken(text: str) -> Scalar | None:
    """one hundred and five, one and a half hours."""
    spoken = digits(text)
    if spoken is not None and (
        spoken.replace("/", "").isdigit() or (" and " in text and re.fullmatch(r"[\d./]+ [A-Za-z]+", spoken))
    ):
        return scalar(spoken)
    return None


def _prepared(text: str) -> str:
    """Functions with their backslash, roots with braces, names of the infinite, numbers without their commas."""
    text = _FUNCTIONS.sub(_function, text)
    if "=" in text:
        text = _INDEXED.sub(r"\1_\2", text)
    if r"\sqrt" in text:
        text = _PLAIN_ROOT.sub(lambda m: rf"\sqrt{{{m.group(1)}}}" if m.group(1) is not None else m.group(), text)
    if "," in text and text[:1] not in OPEN:
        text = _GROUPED.sub(lambda m: m.group().replace(",", ""), text)
    return _NAMED.get(text, text)


def _function(found: re.Match[str]) -> str:
    name = re.sub("^ar[cg](?=(?:sin|cos|tan)h)", "ar", found.group(1))
    name = f"arc{name[1:]}" if name in ("asin", "acos", "atan") else name
    return r"\infty" if name == "infinity" else "\\" + name


def split(text: str, at: re.Pattern[str]) -> list[str]:
    """`text` cut at matches that stand outside all brackets. Raises NotExact if the brackets are not balanced."""
    pieces, depth, start, place = [], 0, 0, 0
    wanted = [found.span() for found in at.finditer(text)]
    for a, b in wanted:
        for c in text[place:a]:
            if c in OPEN:
                depth += 1
            elif c in CLOSE:
                depth -= 1
                if depth < 0:
                    raise NotExact("brackets")
        place = a
        if depth == 0 and b > a:
            pieces.append(text[start:a])
            start = place = b
    for c in text[place:]:
        depth += c in OPEN
        depth -= c in CLOSE
        if depth < 0:
            raise NotExact("brackets")
    if depth:
        raise NotExact("brackets")
    return [*pieces, text[start:]]


def _alternatives(text: str, depth: int) -> Shape | None:
    """2 or 3; 2, 3; x=2 或 x=3; A and B: `or` binds less than the comma."""
    if "\\begin" in text:
        return None
    pieces = split(text, _OR_WORD)
    joined = "or" if len(pieces) > 1 else "and"
    if len(pieces) == 1:
        pieces = split(text, _PARTS)
    if len(pieces) == 1:
        return None
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    if len(pieces) > 200 or not pieces:
        raise NotExact("too many")
    found = [read_shape(piece, depth + 1) for piece in pieces]
    if any(isinstance(one, Ranges) for one in found) and all(isinstance(one, Ranges | Bundle) for one in found):
        return ranges.joined(found, conjunction=joined == "and", said=_AND_WORD.search(text) is not None)
    if joined == "and" and (end := equations.closing(found)) is not None:
        return end
    names = [name_of(one) for one in found]
    if joined == "and" and None not in names and len(set(names)) == len(names) > 1:
        stems = {name.split("_")[0] for name in names if name}
        if len(stems) > 1:  # x_1 = 2, x_2 = 3 are two roots, x = 2, y = 3 is one solution
            return Bundle("named", tuple(found))
    return Bundle("list", flat(found))


def flat(found: list[Shape]) -> tuple[Shape, ...]:
    """Lists inside a list taken apart."""
    members: list[Shape] = []
    for one in found:
        if isinstance(one, Bundle) and one.kind == "list":
            members += one.members
        elif isinstance(one, Equation) and isinstance(one.right, Bundle) and one.right.kind == "list":
            members += [Equation(one.left, member) for member in one.right.members]
        else:
            members.append(one)
    return tuple(members)


def name_of(found: Shape) -> str | None:
    """The letter that an equation gives a value to."""
    if isinstance(found, Equation) and _ONLY_LETTER.fullmatch(found.left.text):
        return found.left.text.replace("{", "").replace("}", "")
    return None


def _bracketed(text: str, depth: int) -> Shape | None:
    if len(text) < 2 or text[0] not in OPEN or text[-1] not in CLOSE:
        return None
    inside = text[1:-1]
    try:
        pieces = split(inside, _COMMA)
    except NotExact:
        return None  # (1+x)(1-x): the first bracket doesn't close at the end
    if len(pieces) == 1 and text[0] != "⦃":
        if text[0] == "(" and text[-1] == ")" and re.search(r"[=<>,]|\\[lg]e(?![a-z])|\\pm", inside):
            return read_shape(inside, depth + 1)
        return None
    if any(not piece.strip() for piece in pieces) or len(pieces) > 1_000:
        raise NotExact("an empty place")
    if text[0] in "⦃{":
        if text[-1] not in "⦄}":
            return None
        return Bundle("set", flat([read_shape(piece, depth + 1) for piece in pieces]))
    if text[0] == "[" and all(piece[0] == "[" and piece[-1] == "]" for piece in pieces):  # [[1, 2], [3, 4]]
        rows = [[read_shape(cell, depth + 1) for cell in split(row[1:-1], _COMMA)] for row in pieces]
        return Bundle("tuple", tuple(Bundle("tuple", tuple(row)) for row in rows))
    members = tuple(read_shape(piece, depth + 1) for piece in pieces)
    square = text[0] == "[", text[-1] == "]"
    if len(members) == 2 and any(square):
        low, high = members
        if not isinstance(low, Scalar) or not isinstance(high, Scalar):
            raise NotExact("an interval of what?")
        return Ranges((Range(finite(low), finite(high), *square),))
    if text[0] not in "([" or text[-1] not in ")]":
        raise NotExact("brackets of two kinds")
    return Bundle("tuple", members)


_COMMA = re.compile(r"\s*[,;]\s*")
_COLON = re.compile(r"\s*(?::|(?<=\d)\s+to\s+(?=\d)|比)\s*")


def _ratio(text: str, depth: int) -> Shape | None:
    parts = split(text, _COLON)
    if not 2 <= len(parts) <= 5 or any(not part.strip() for part in parts):
        return None
    return Bundle("ratio", tuple(scalar(part) for part in parts))


def _named_point(text: str, depth: int) -> Shape | None:
    """A(1, 2) and (x, y) = (1, 2)."""
    if found := re.fullmatch(r"\(\s*([a-z](?:\s*,\s*[a-z]){1,5})\s*\)\s*=\s*([(\[].*)", text):
        letters = [letter.strip() for letter in found.group(1).split(",")]
        right = read_shape(found.group(2), depth + 1)
        if isinstance(right, Bundle) and right.kind == "tuple" and len(right.members) == len(letters):
            pairs = zip(letters, right.members, strict=True)
            return Bundle("named", tuple(Equation(scalar(letter), member) for letter, member in pairs))
        raise NotExact("letters without their values")
    found = re.fullmatch(r"[A-Z]\s*(\([^()=]*,[^()]*\))", text)
    return read_shape(found.group(1), depth + 1) if found else None


def _cases(text: str, depth: int) -> Shape | None:
    return layouts.cases(text, lambda inner: read_shape(inner, depth + 1))


def _matrix(text: str, depth: int) -> Shape | None:
    return layouts.matrix(text, lambda inner: read_shape(inner, depth + 1))


def _equation(text: str, depth: int) -> Shape | None:
    return equations.equation(text, split, lambda inner: read_shape(inner, depth + 1))


def _family(text: str, depth: int) -> Shape | None:
    return families.family(text, lambda inner: read_shape(inner, depth + 1))


def _plus_minus(text: str, depth: int) -> Shape | None:
    r"""Every `\pm` both ways; `\mp` is the other way of the first `\pm`."""
    signs = re.split(r"\\pm(?![a-z])", text if r"\pm" in text else text.replace(r"\mp", r"\pm"))
    if len(signs) > 4:
        raise NotExact("too many signs")
    members: list[Shape] = []
    for n in range(2 ** (len(signs) - 1)):
        made = signs[0]
        for k, piece in enumerate(signs[1:]):
            made += (" - " if n >> k & 1 else " + ") + piece
        members.append(read_shape(made.replace(r"\mp", "+" if n & 1 else "-"), depth + 1))
    return Bundle("list", tuple(members))


def _builder(text: str, depth: int) -> Shape | None:
    if found := re.match(r"[A-Z][^=⦃{]{0,40}=\s*(?=⦃)", text):  # A = {x | x > 1}
        text = text[found.end() :]
    return ranges.builder(text, lambda inner: read_shape(inner, depth + 1))


_UNREAD_SETS = re.compile(r"[(\[⦃][^=]*,[^=]*[)\]⦄]\s*(?:\\(?:cap|backslash|triangle)(?![a-z])|\^\s*\{?\s*T\b)")
"""What is done with a set or a tuple that is not read here."""


def _union(text: str, depth: int) -> Shape | None:
    if re.match(r"[^=]*[A-Z]\s*(?:\\cup\s*[A-Z]\s*)+=", text):
        return None
    if _UNREAD_SETS.match(text):
        raise NotExact("sets that are not read")
    return ranges.union(text, split, lambda inner: read_shape(inner, depth + 1))


def _inequality(text: str, depth: int) -> Shape | None:
    return ranges.inequality(text, lambda inner: read_shape(inner, depth + 1))


READERS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(r" \(.*\)$"), _restated),
    (families.MARKS, _family),
    (re.compile(r"\\begin"), _cases),
    (re.compile(r"\\begin"), _matrix),
    (re.compile(r"^[A-Z]?\s*\("), _named_point),
    (re.compile(r"[|:]|\\in(?![a-z])"), _builder),
    (re.compile(r"\\cup|\\setminus|\\R|except|以外|\bU\b|[)\]⦄]\s*[\\^]"), _union),
    (_MARKS, _alternatives),
    (re.compile(r"^[(\[{⦃]"), _bracketed),
    (ranges.COMPARED, _inequality),
    (re.compile(r"="), _equation),
    (re.compile(r":|\bto\b|比"), _ratio),
    (re.compile(r"\\[pm][mp]"), _plus_minus),
]
"""What is tried, in order: the marks that it needs, and its reader."""
