"""Tasks that ask for a program, with tests that the verifier `code` runs: DeepCoder, APPS, TACO, CodeContests, MBPP."""

import ast
import json
import re
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.columns import QUESTION, cell
from thoughtmill.questions.formats.contract import Format, Reading, Values, refused
from thoughtmill.questions.refusals import RefusedFor

COLUMNS = ("tests", "input_output", "test_cases", "public_tests", "test_list")
_CALL = re.compile(r"^assert\s+.*==", re.DOTALL)  # one assertion of MBPP's lists


def _tests(values: Values) -> Any:
    return next((found for name in COLUMNS if (found := loaded(values.get(name)))), None)


def _claims(values: Values) -> bool:
    return isinstance(cell(values, QUESTION), str) and _reference(_tests(values)) is not None


def _read(values: Values) -> Reading:
    prompt = cell(values, QUESTION)
    if not isinstance(prompt, str):
        return refused(RefusedFor.NO_PROMPT, type(prompt).__name__)
    tests = _tests(values)
    reference = _reference(tests)
    if reference is None:
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, "tests that are neither input and output nor calls"))
    if "function" in reference and reference["function"] not in prompt:
        prompt = f"{prompt}\n\nYour program should pass: {tests[0]}" if isinstance(tests, list) else prompt
    return Reading(prompt, json.dumps(reference, ensure_ascii=False))


def _reference(tests: Any) -> dict[str, Any] | None:
    """Tests as the verifier reads them; None for those that it can't."""
    if isinstance(tests, dict):
        given = cast("dict[str, Any]", tests)
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
        return _of_assertions(items)
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


def _of_assertions(lines: list[str]) -> dict[str, Any] | None:
    """`assert name(1, [2]) == 3` as calls with what is expected; None if one of them is anything else."""
    names: set[str] = set()
    tests: list[dict[str, Any]] = []
    for line in lines:
        try:
            (statement,) = ast.parse(line.strip()).body
            test = cast("Any", statement).test
            call, (equal,), (wanted,) = test.left, test.ops, test.comparators
            if not isinstance(equal, ast.Eq) or call.keywords:
                return None
            names.add(call.func.id)
            found = [ast.literal_eval(one) for one in call.args], ast.literal_eval(wanted)
            json.dumps(found)
        except (ValueError, SyntaxError, AttributeError, TypeError, RecursionError, MemoryError):
            return None
        if _as_json(found) != found:  # tuples, sets and keys that are no text
            return None
        tests.append({"args": found[0], "expected": found[1]})
    return {"function": names.pop(), "tests": tests} if len(names) == 1 else None


def _as_json(found: Any) -> Any:
    """A pair of values as JSON gives them back."""
    return tuple(json.loads(json.dumps(found)))


PROGRAMS = Format("programs", _claims, _read, "code")
