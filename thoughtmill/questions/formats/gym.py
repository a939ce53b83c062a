"""NeMo-Gym's rows: what is asked in `responses_create_params.input`, the answer beside it."""

import json
from typing import Any, cast

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.chat import messages, one_asked
from thoughtmill.questions.formats.columns import ANSWER, cell
from thoughtmill.questions.formats.contract import Format, Reading, Values, has
from thoughtmill.questions.formats.json_schema import schema_of
from thoughtmill.questions.formats.options import multiple_choice, options_of


def _chat(values: Values) -> Any:
    params = values.get("responses_create_params")
    return messages(cast("dict[str, Any]", params).get("input")) if isinstance(params, dict) else None


def _claims(values: Values) -> bool:
    other = has(values, "metadata", "answer") or has(values, "verifier_metadata") or has(values, "instruction_id_list")
    return bool(_chat(values)) and not other and schema_of(values) is None


def _read(values: Values) -> Reading:
    reading = one_asked(_chat(values) or [])
    if reading.fault:
        return reading
    if options := options_of(values):
        return multiple_choice(reading.prompt, options, cell(values, ANSWER))
    question = values.get("question")
    prompt = question if isinstance(question, str) and question.strip() else reading.prompt
    grid = values.get("expected_output")
    if isinstance(grid, list):  # ARC-AGI: rows of a grid, which have an order
        return Reading(prompt, json.dumps({"answer": json.dumps(grid)}))
    return answered(prompt, cell(values, ANSWER))


NEMO_GYM = Format("nemo-gym", _claims, _read, "math")
