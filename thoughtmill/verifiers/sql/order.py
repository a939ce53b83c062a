"""What the text of a query says without being run: where it has an ORDER BY of its own."""

import re

_TOKEN = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*.*?(?:\*/|\Z)|[()]|\w+", re.DOTALL
)
"""For SQL: texts and names in quotes, remarks, brackets, words."""


def has_order(query: str) -> bool:
    """Whether a query orders its rows itself: an ORDER BY in no brackets."""
    depth, before = 0, ""
    for token in _TOKEN.findall(query):
        depth += (token == "(") - (token == ")")
        if depth == 0 and before == "ORDER" and token.upper() == "BY":
            return True
        before = token.upper() if token[:2] not in ("--", "/*") else before
    return False
