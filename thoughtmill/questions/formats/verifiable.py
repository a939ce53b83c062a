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


def verification(values: Values) -> dict[str, Any]:
    """The object that says how an answer is verified, empty if there is none."""
    found = loaded(first(values, *PLACES))
    if isinstance(found, str) and len(found) < 20_000_000:  # some hold it as Python writes it
        try:
            found = ast.literal_eval(found)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _claims(values: Values) -> bool:
    tests = loaded(first(verification(values), *TESTS))
    return tests is not None and not is_answer(tests)


def is_answer(found: Any) -> bool:
    """Whether it is what an answer is compared with, and no tests of a program."""
    return isinstance(found, str | int | float) and not isinstance(found, bool) and "assert" not in str(found)


def _read(values: Values) -> Reading:
    told = verification(values)
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
