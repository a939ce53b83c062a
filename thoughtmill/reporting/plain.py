"""Text of models, questions and files is shown as text: nothing in it colours, links, moves the cursor or loads."""

import re
from typing import Any

from rich.console import Console
from rich.text import Text

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Of any text: control characters but tab and line feed, marks that turn the direction of writing, half surrogates."""


def visible(text: str) -> str:
    """Control characters spelled out, so that a terminal shows them and does not obey."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text.replace("\r\n", "\n"))


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
