"""Chats in `messages`: what the user asks last and all before it, the last response as a trace, perhaps an answer."""

from dataclasses import replace
from typing import Any

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.chat import answers_of, asked, messages
from thoughtmill.questions.formats.columns import ANSWER, QUESTION, cell, found
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values
from thoughtmill.questions.formats.json_schema import schema_of

COLUMNS = ("messages", "conversation", "chat", "prompt")


def _chat(values: Values) -> Any:
    return next((said for name in COLUMNS if (said := messages(values.get(name)))), None)


def _claims(values: Values) -> bool:
    others = {"reward_model", "generations", "problem_type", "llama8b_solve_rate", "conversations"}
    asks = [name for name in QUESTION if name not in COLUMNS and isinstance(cell(values, (name,)), str)]
    return _chat(values) is not None and not others & set(values) and not asks and not _other(values)


def _other(values: Values) -> bool:
    text = isinstance(values.get("prompt"), str) and not messages(values.get("prompt"))
    return text or schema_of(values) is not None


def _read(values: Values) -> Reading:
    answer = found({name: cell for name, cell in values.items() if name != "label"}, ANSWER)
    reading = asked(_chat(values) or [], bare=answer is not None)
    if reading.fault or answer is None:
        return reading
    told = answered(reading.prompt, values[answer], "alternatives" if answer.lower() == "answers" else None)
    return replace(told, turns=reading.turns)


def _traces(values: Values) -> list[Trace]:
    return answers_of(_chat(values) or [])


MESSAGES = Format("messages", _claims, _read, traces=_traces)
