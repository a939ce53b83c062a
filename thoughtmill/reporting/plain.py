"""Text of models, questions and files is shown as text: nothing in it colours, links, moves the cursor or loads."""

import re
from typing import Any

from pydantic_core import to_json
from rich.console import Console
from rich.text import Text

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Of any text: control characters but tab and line feed, marks that turn the direction of writing, half surrogates."""


def visible(text: str) -> str:
    """Control characters spelled out, so that a terminal shows them and does not obey."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text.replace("\r\n", "\n"))


def json_line(value: Any) -> str:
    """JSON in one line: the value exactly, and no sign that a terminal would obey. Numbers that JSON lacks are null."""
    text = to_json(value, inf_nan_mode="null", bytes_mode="hex", fallback=str).decode()
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class PlainConsole(Console):
    """A console to which every string is plain text: no markup, no emoji codes, no escape sequences of its own."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, **settings)

    def render_str(self, text: str, **settings: Any) -> Text:
        """As rich does it, for text whose control characters are visible."""
        return super().render_str(visible(text), **settings)


def fenced(text: str) -> str:
    """Markdown that shows the text as it is: a code block with a fence that the text can't close."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{visible(text)}\n{fence}"
