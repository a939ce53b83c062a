"""DAPO and all sets for verl: `prompt` as a chat or a text, the answer in `reward_model.ground_truth`."""

from dataclasses import replace
from typing import Any, cast

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.chat import asked, messages, without_form
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values


def _truth(values: Values) -> Any:
    model = values.get("reward_model")
    return cast("dict[str, Any]", model).get("ground_truth") if isinstance(model, dict) else None


def _claims(values: Values) -> bool:
    return _truth(values) is not None and "prompt" in values and "quiz" not in values


def _read(values: Values) -> Reading:
    extra = values.get("extra_info")
    question = cast("dict[str, Any]", extra).get("question") if isinstance(extra, dict) else None
    said = messages(values.get("prompt"))
    if isinstance(question, str) and question.strip():
        reading = Reading(without_form(question))
    elif said:
        reading = asked(said, bare=True)
    else:
        prompt = values.get("prompt")
        reading = Reading(without_form(prompt) if isinstance(prompt, str) else prompt)
    if reading.fault:
        return reading
    truth = _truth(values)
    if isinstance(truth, dict):  # as verl's sets of short answers write it
        truth = cast("dict[str, Any]", truth).get("target")
    return reading if is_empty(truth) else replace(answered(reading.prompt, truth, "alternatives"), turns=reading.turns)


DAPO = Format("dapo", _claims, _read, "math")
