"""Tasks that ask for a program, with tests that `code` runs: APPS, TACO, DeepCoder, CodeContests, HumanEval, MBPP."""

import json
import re
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.assertions import calls_in
from thoughtmill.questions.formats.columns import QUESTION, cell
from thoughtmill.questions.formats.contract import Format, Reading, Values, refused
from thoughtmill.questions.refusals import RefusedFor

COLUMNS = ("tests", "input_output", "test_cases", "public_tests", "test_list", "test")
ENTRY_POINTS = ("entry_point", "entry")
_CALL = re.compile(r"^assert\s+.*==", re.DOTALL)  # one assertion of MBPP's lists


def _tests(values: Values) -> Any:
    return next((found for name in COLUMNS if (found := loaded(values.get(name)))), None)


def _entry_point(values: Values) -> str | None:
    return next((found for name in ENTRY_POINTS if isinstance(found := values.get(name), str)), None)


def _claims(values: Values) -> bool:
    return isinstance(cell(values, QUESTION), str) and _reference(_tests(values), _entry_point(values)) is not None


def _read(values: Values) -> Reading:
    prompt = cell(values, QUESTION)
    if not isinstance(prompt, str):
        return refused(RefusedFor.NO_PROMPT, type(prompt).__name__)
    tests = _tests(values)
    reference = _reference(tests, _entry_point(values))
    if reference is None:
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, "tests that are neither input and output nor calls"))
    if "function" in reference and reference["function"] not in prompt:
        prompt = f"{prompt}\n\nYour program should pass: {tests[0]}" if isinstance(tests, list) else prompt
    return Reading(prompt, json.dumps(reference, ensure_ascii=False))


def _reference(tests: Any, entry_point: str | None = None) -> dict[str, Any] | None:
    """Tests as the verifier reads them; None for those that it can't."""
    if isinstance(tests, str):
        return calls_in(tests, entry_point) if "assert" in tests else None
    if isinstance(tests, dict):
        given = cast("dict[str, Any]", tests)
        if isinstance(script := given.get("functional"), str):
            return calls_in(script, entry_point)
        ins, outs = (given.get(name) or given.get(name[:-1]) for name in ("inputs", "outputs"))
        if not isinstance(ins, list) or not isinstance(outs, list) or len(ins) != len(outs) or not ins:
            return None
        return _of_pairs(list(zip(ins, outs, strict=True)), given.get("fn_name"))
    if not isinstance(tests, list) or not tests:
        return None
    items = cast("list[Any]", tests)
    if all(isinstance(one, dict) and {"input", "output"} <= set(one) for one in items):
        return _of_pairs([(one["input"], one["output"]) for one in items], None)
    if all(isinstance(one, str) and _CALL.match(one) for one in items):
        return calls_in("\n".join(items), entry_point)
    return None


def _of_pairs(pairs: list[tuple[Any, Any]], function: Any) -> dict[str, Any] | None:
    if isinstance(function, str) and function:
        calls = [(loaded(given), loaded(wanted)) for given, wanted in pairs]
        if not all(isinstance(given, list) for given, _ in calls):
            return None
        return {"function": function, "tests": [{"args": given, "expected": wanted} for given, wanted in calls]}
    if not all(isinstance(text, str) for pair in pairs for text in pair):
        return None
    return {"tests": [{"stdin": given, "stdout": wanted} for given, wanted in pairs]}


PROGRAMS = Format("programs", _claims, _read, "code")
