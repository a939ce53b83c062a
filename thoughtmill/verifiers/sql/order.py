"""What the text of a query says without being run: where it has an ORDER BY of its own."""

import re

_TOKEN = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*.*?(?:\*/|\Z)|[()]|\w+", re.DOTALL
)
"""For SQL: texts and names in quotes, remarks, brackets, words."""


def has_order(query: str) -> bool:
    """Whether a query orders its rows itself: an ORDER BY in no brackets."""
    return _outer(query)[0]


def around_ties(query: str) -> tuple[str, str] | None:
    """What stands before and behind the place where more terms of its own ORDER BY would stand; None without one."""
    whole = query.strip().rstrip("; \n\t")
    ordered, limit, remarks = _outer(whole)
    if not ordered or remarks:
        return None
    return (whole, "") if limit is None else (whole[:limit], whole[limit:])


def _outer(query: str) -> tuple[bool, int | None, bool]:
    """Of what stands in no brackets: whether there is an ORDER BY, where LIMIT stands behind it; and any remarks."""
    depth, before, ordered, limit, remarks = 0, "", False, None, False
    for found in _TOKEN.finditer(query):
        token = found[0].upper()
        if token[:2] in ("--", "/*"):
            remarks = True
            continue
        depth += (token == "(") - (token == ")")
        if depth == 0 and before == "ORDER" and token == "BY":
            ordered = True
        if depth == 0 and ordered and token == "LIMIT" and limit is None:
            limit = found.start()
        before = token
    return ordered, limit, remarks
