"""Open-Reasoner-Zero: a row is a chat, and the answer stands in the assistant's place as `ground_truth`."""

from typing import Any, cast

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.chat import messages, one_asked
from thoughtmill.questions.formats.contract import Format, Reading, Values


def truth(values: Values) -> Any:
    """The answer that ends the chat of a row, None if none does."""
    said = values.get("conversations")
    last = cast("list[Any]", said)[-1] if isinstance(said, list) and said else None
    found = cast("dict[str, Any]", last).get("ground_truth") if isinstance(last, dict) else None
    return cast("dict[str, Any]", found).get("value") if isinstance(found, dict) else None


def _claims(values: Values) -> bool:
    return truth(values) is not None


def _read(values: Values) -> Reading:
    reading = one_asked(messages(values.get("conversations")) or [])
    return reading if reading.fault else answered(reading.prompt, truth(values))


ORZ = Format("orz", _claims, _read, "math")
