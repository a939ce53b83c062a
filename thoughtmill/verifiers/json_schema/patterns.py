"""The patterns of JSON schemas are JavaScript's (ECMA-262); here they become what Python's `re` reads the same way."""

import re
from typing import Any, cast

from thoughtmill.verifiers.json_schema.numbers import Unclear

_PIECE = re.compile(r"\\k<\w+>|\\.|\(\?<(?![=!])|\[\^?\]?|.", re.DOTALL)
_FLAG = re.compile(r"\(\?(i)\)")
"""For the pieces of a pattern that mean something by themselves; a flag before all of it, as Python writes it."""
_FOREIGN = re.compile(r"\(\?(?:P|#|>|\(|[a-zA-Z]+\))|[*+?}]\+|\\[^\WdDwWsSbBfnrtvcxukpP0-9_]", re.ASCII)
_SWITCHED = re.compile(r"\(\?(?=[a-z-])[a-z]*-?[a-z]*:")
_PROPERTY = re.compile(r"\\(?:[pP]\{(\w+(?:=\w+)?)\}|.)", re.ASCII | re.DOTALL)
_CATEGORY = re.compile(r"C[cfnos]?|L[Clmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?")
"""For what Python or others read in a pattern and JavaScript refuses: `(?P<n>…)`, flags, `a++`, `\\Z`; flags of a
group, which only new engines know; properties of letters, and those that are categories."""
SPACES = r"\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_OUTSIDE = {
    "$": r"\Z",
    ".": r"[^\n\r\u2028\u2029]",
    r"\s": f"[{SPACES}]",
    r"\S": f"[^{SPACES}]",
    "(?<": "(?P<",
}
DATA = frozenset({"const", "enum", "default", "examples", "example"})
"""Keywords whose values are data, in which nothing is a schema."""
NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"})
"""Keywords whose values are schemas by names of the schema's own."""


def as_python(pattern: str) -> str:
    """The same pattern for `re.search`: letters and digits are ASCII, `$` is the end. Raises re.error."""
    flags = "a"
    if flag := _FLAG.match(pattern):
        pattern, flags = pattern[flag.end() :], "ai"
    made: list[str] = []
    inside = False
    for found in _PIECE.finditer(pattern):
        piece = found[0]
        if inside:
            inside = piece != "]"
            made.append(SPACES if piece == r"\s" else r"\[" if piece == "[" else piece)
        elif piece[0] == "[":
            if piece.endswith("]"):  # of JavaScript: a class of nothing, or of everything
                piece = r"[^\s\S]" if piece == "[]" else r"[\s\S]"
            else:
                inside = True
            made.append(piece)
        elif piece.startswith(r"\k<"):
            made.append(f"(?P={piece[3:-1]})")
        else:
            made.append(_OUTSIDE.get(piece, piece))
    python = f"(?{flags}:{''.join(made)})"
    re.compile(python)
    return python


def checked_pattern(pattern: str) -> str:
    """With a letter for each property. Raises re.error for what JavaScript refuses, Unclear if it can't be told."""
    for found in _PROPERTY.finditer(pattern):
        if found[1] and not _CATEGORY.fullmatch(found[1]):
            raise Unclear(f"nobody here knows whether JavaScript has {found[0][:60]}")
    pattern = _PROPERTY.sub(lambda found: "a" if found[1] else found[0], pattern)
    bare = re.sub(r"\[(?:\\.|[^\]\\])*\]", "a", re.sub(r"\\\W", "a", pattern))  # without signs and classes
    if foreign := _FOREIGN.search(bare):
        raise re.error(f"JavaScript does not know {foreign[0]!r}")
    if switched := _SWITCHED.search(bare):
        raise Unclear(f"only new engines of JavaScript know {switched[0]!r}")
    return pattern


def translated(schema: Any) -> Any:
    """A schema with its patterns as Python reads them. Raises re.error, with the pattern in its text."""
    if not isinstance(schema, dict):
        return [translated(one) for one in cast("list[Any]", schema)] if isinstance(schema, list) else schema
    made: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", schema).items():
        if key in DATA:
            made[key] = value
        elif key == "pattern" and isinstance(value, str):
            made[key] = _told(value)
        elif key in NAMED and isinstance(value, dict):
            names = cast("dict[str, Any]", value)
            of_patterns = key == "patternProperties"
            made[key] = {_told(name) if of_patterns else name: translated(one) for name, one in names.items()}
        else:
            made[key] = translated(value)
    return made


def _told(pattern: str) -> str:
    try:
        return as_python(pattern)
    except (re.error, OverflowError) as error:
        raise re.error(f"the pattern {pattern[:60]!r} can't be compiled: {error}") from error
