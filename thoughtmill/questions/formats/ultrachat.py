"""UltraChat: a conversation as a list of texts, the user's first."""

from typing import Any, cast

from thoughtmill.questions.formats.chat import answers_of, asked
from thoughtmill.questions.formats.contract import Format, Message, Reading, Trace, Values


def _said(values: Values) -> list[Message]:
    """The conversation, empty where it is none."""
    lines: Any = values.get("data")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in cast("list[Any]", lines)):
        return []
    return [(("user", "assistant")[at % 2], line) for at, line in enumerate(cast("list[Any]", lines))]


def _claims(values: Values) -> bool:
    return set(values) == {"id", "data"} and len(_said(values)) > 1


def _read(values: Values) -> Reading:
    return asked(_said(values))


def _traces(values: Values) -> list[Trace]:
    return answers_of(_said(values))


ULTRACHAT = Format("ultrachat", _claims, _read, traces=_traces)
