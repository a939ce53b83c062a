"""What the text of a query says without being run: where it has an ORDER BY of its own, whether it is whole."""

import re
import sqlite3

_TOKEN = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*.*?(?:\*/|\Z)|[()]|\w+", re.DOTALL
)
"""For SQL: texts and names in quotes, remarks, brackets, words."""
REMARKS = ("--", "/*")


def has_order(query: str) -> bool:
    """Whether a query orders its rows itself: an ORDER BY in no brackets."""
    return _outer(query)[0]


def around_ties(query: str) -> tuple[str, str] | None:
    """What stands before and behind the place where more terms of its own ORDER BY would stand; None without one."""
    whole = _TOKEN.sub(lambda found: " " if found[0][:2] in REMARKS else found[0], query).strip().rstrip("; \n\t")
    ordered, limit = _outer(whole)
    if not ordered:
        return None
    return (whole, "") if limit is None else (whole[:limit], whole[limit:])


def is_whole(query: str) -> bool:
    """Whether no quote, remark or bracket is left open."""
    brackets = [found[0] for found in _TOKEN.finditer(query) if found[0] in "()"]
    return brackets.count("(") == brackets.count(")") and sqlite3.complete_statement(f"{query}\n;")


def _outer(query: str) -> tuple[bool, int | None]:
    """Of what stands in no brackets: whether there is an ORDER BY, and where LIMIT stands behind it."""
    depth, before, ordered, limit = 0, "", False, None
    for found in _TOKEN.finditer(query):
        token = found[0].upper()
        if token[:2] in REMARKS:
            continue
        depth += (token == "(") - (token == ")")
        if depth == 0 and before == "ORDER" and token == "BY":
            ordered = True
        if depth == 0 and ordered and token == "LIMIT" and limit is None:
            limit = found.start()
        before = token
    return ordered, limit
