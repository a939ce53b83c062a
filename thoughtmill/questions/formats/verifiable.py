"""Tests inside an object beside the prompt: PrimeIntellect's `verification_info`, NeMo-Gym's `verifier_metadata`."""

import ast
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.cases import asked, first, solutions
from thoughtmill.questions.formats.chat import asked as asked_in
from thoughtmill.questions.formats.chat import messages
from thoughtmill.questions.formats.columns import QUESTION, cell
from thoughtmill.questions.formats.contract import Format, Reading, Values
from thoughtmill.questions.formats.programs import cases

PLACES = ("verification_info", "verifier_metadata")
TESTS = ("test_cases", "unit_tests", "ground_truth")


def _object(values: Values) -> dict[str, Any]:
    found = loaded(first(values, *PLACES))
    if isinstance(found, str) and len(found) < 20_000_000:  # some hold it as Python writes it
        try:
            found = ast.literal_eval(found)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _claims(values: Values) -> bool:
    return first(_object(values), *TESTS) is not None


def _read(values: Values) -> Reading:
    told = _object(values)
    reference = cases(loaded(first(told, *TESTS)))
    language = str(told.get("language") or "python")
    if reference is not None:
        reference |= {"language": language} if language != "python" else {}
        reference |= solutions(first(values, "gold_standard_solution", "solutions"))
    params = values.get("responses_create_params")
    if isinstance(params, dict):
        reading = asked_in(messages(cast("dict[str, Any]", params).get("input")) or [], bare=True)
        return reading if reading.fault else asked(reading.prompt, reference)
    prompt = cell(values, QUESTION)
    chat = messages(prompt)
    return asked(asked_in(chat).prompt if chat else prompt, reference)


VERIFIABLE = Format("verifiable-code", _claims, _read, "code")
