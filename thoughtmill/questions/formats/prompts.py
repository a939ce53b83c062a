"""Prompts without an answer that could be checked: for general questions."""

from thoughtmill.questions.formats.columns import QUESTION, cell, found
from thoughtmill.questions.formats.contract import Format, Reading, Values


def _claims(values: Values) -> bool:
    return isinstance(cell(values, QUESTION), str)


def _read(values: Values) -> Reading:
    column = found(values, QUESTION)
    return Reading(values[column] if column else None)


PROMPTS = Format("prompts", _claims, _read, general=True)
