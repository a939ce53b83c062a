"""Prompts without an answer that could be checked: for general questions."""

from thoughtmill.questions.formats.columns import QUESTION, cell, found
from thoughtmill.questions.formats.contract import Format, Reading, Values
from thoughtmill.questions.formats.options import options_of, with_options


def _claims(values: Values) -> bool:
    return isinstance(cell(values, QUESTION), str)


def _read(values: Values) -> Reading:
    column = found(values, QUESTION)
    prompt = values[column] if column else None
    options = options_of({name: value for name, value in values.items() if name != column}) if prompt else []
    return Reading(with_options(prompt, options) if isinstance(prompt, str) and len(options) > 1 else prompt)


PROMPTS = Format("prompts", _claims, _read, general=True)
