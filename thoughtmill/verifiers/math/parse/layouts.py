"""Notation in rows: matrices, systems, and aligned chains."""

import re
from collections.abc import Callable

from thoughtmill.verifiers.math.exact.algebra import NotExact
from thoughtmill.verifiers.math.parse.kinds import Bundle, Range, Ranges, Shape
from thoughtmill.verifiers.math.parse.ranges import rest_of

Read = Callable[[str], Shape]

_ROW = re.compile(r"(?:\\\\)+(?:\[-?[\d.]+\s*(?:pt|em|ex|mm|cm)\])?")
_MATRIX = re.compile(
    r"\\begin\s*\{([bpBvV]?(?:small)?matrix|array)\}\s*(?:\{[^{}]{0,40}\})?(.*)\\end\s*\{\1\}", re.DOTALL
)


_CASES = re.compile(
    r"(?:[a-zA-Z]\s*(?:\([a-z]\))?\s*=\s*)?(?:\\?[⦃{]\s*)?\\begin\{(?:cases|aligned|array)\}\s*(?:\{[lcr|]{1,4}\})?(.*)\\end\{(?:cases|aligned"
    r"|array)\}\s*\.?",
    re.DOTALL,
)


def cases(text: str, read: Read) -> Shape | None:
    """The rows of a system joined by commas; a row that begins with = goes on with the one above."""
    found = _CASES.fullmatch(text)
    if found and (pieces := _piecewise(_ROW.split(found.group(1)), read)):
        return pieces
    if found is None or "=" not in found.group(1):
        return None
    rows = [row.replace("&", "").strip().strip(",;.") for row in _ROW.split(found.group(1))]
    chained = ""
    for row in rows:
        if row:
            chained += (" " if row[0] == "=" or not chained else ", ") + row
    return read(chained.strip())


_CONDITION = re.compile(
    r"(.+?)[\s,&;]*(?:&|,|;|\b(?:if|when|for)\b)[\s,&;]*(?:\b(?:if|when|for)\b)?\s*"
    r"([^&,;=]*(?:[<>]|\\(?:[lg]e|in)(?![a-z]))[^&;=]*|otherwise|else)[\s,;.]*"
)
"""A row of a function that is given piece by piece: its value, and where it has it."""


def _piecewise(rows: list[str], read: Read) -> Bundle | None:
    """The pieces of a function, each with its range; "otherwise" is what the others leave. None if it is none."""
    found = [_CONDITION.fullmatch(row.strip()) for row in rows if row.strip()]
    if len(found) < 2 or None in found:
        return None
    pieces: list[Shape] = []
    seen: list[Range] = []
    for row in found:
        if row is None:
            return None
        where = read(row.group(2)) if row.group(2) not in ("otherwise", "else") else rest_of(Ranges(tuple(seen)))
        if not isinstance(where, Ranges):
            raise NotExact("a piece without its range")
        seen += where.ranges
        pieces.append(Bundle("tuple", (read(row.group(1)), Ranges(where.ranges))))
    return Bundle("set", tuple(pieces))


_OUTSIDE = re.compile(r"(\\begin\{(\w+)\}.*?\\end\{\2\})|=", re.DOTALL)
_INSIDE = re.compile(r"\\begin\{(\w+)\}.*?\\end\{\1\}|\\[A-Za-z]+", re.DOTALL)
_FACTOR = re.compile(r"((?:\\frac|\\sqrt|\\pi|[-\d/{} ]){1,40})\s*(?=\\begin|[(\[]\s*\\begin)")
"""A number before a matrix."""


def matrix(text: str, read: Read) -> Shape | None:
    """Rows of a matrix as a tuple of tuples; one row or one column is a vector, so a plain tuple."""
    if "=" in text:
        sides = _OUTSIDE.sub(lambda m: m.group(1) or "\0", text).split("\0")
        if (
            len(sides) > 1
            and not re.search(r"\\ne\b|[<>]|\\[lg]e\b|\\sim|\\approx", sides[0])
            and not re.search(r"[A-Za-z]{4}|[一-鿿]", _INSIDE.sub(" ", text))
        ):
            text = sides[-1]
    inner, factor = text.strip(), ""
    if (found := _FACTOR.match(inner)) is not None:
        factor, inner = f"({found.group(1)})*" if found.group(1) != "-" else "(-1)*", inner[found.end() :]
    if inner[:1] in "([" and inner[-1:] in ")]" and inner[1:].lstrip().startswith("\\begin"):
        inner = inner[1:-1].strip()
    found = _MATRIX.fullmatch(inner)
    if found is None or found.group(1).lower() == "vmatrix" or "\\begin" in found.group(2):
        return None
    rows = [row.split("&") for row in _ROW.split(found.group(2).replace("\\hline", "")) if row.strip()]
    if not rows or len({len(row) for row in rows}) > 1 or len(rows) * len(rows[0]) > 400:
        raise NotExact("no matrix")
    if factor:
        rows = [[f"{factor}({cell.strip()})" for cell in row] for row in rows]
    if 1 in (len(rows), len(rows[0])):
        return Bundle("tuple", tuple(read(cell) for row in rows for cell in row))
    return Bundle("tuple", tuple(Bundle("tuple", tuple(read(cell) for cell in row)) for row in rows))
