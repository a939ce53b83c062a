"""Alpaca: an instruction, perhaps an input below it, and an output that is one response of many."""

from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values, has, texts


def _claims(values: Values) -> bool:
    return texts(values, "instruction", "output") and not has(values, "golden_answer") and "answer" not in values


def _read(values: Values) -> Reading:
    below = values.get("input")
    prompt = values.get("instruction")
    return Reading(prompt if is_empty(below) else f"{prompt}\n\n{below}")


def _traces(values: Values) -> list[Trace]:
    return [Trace(values["output"])] if texts(values, "output") else []


ALPACA = Format("alpaca", _claims, _read, traces=_traces)
