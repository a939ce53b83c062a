"""Tasks that ask for a program, with tests that `code` runs: APPS, TACO, DeepCoder, HumanEval, MBPP, KodCode."""

import re
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.assertions import calls_in, reads, script_of
from thoughtmill.questions.formats.cases import (
    asked,
    calls,
    first,
    language_of,
    naming,
    of_lines,
    outputs,
    solutions,
    solutions_in,
)
from thoughtmill.questions.formats.columns import QUESTION, cell
from thoughtmill.questions.formats.contract import Format, Reading, Values

COLUMNS = ("tests", "input_output", "test_cases", "test_list", "test", "test_code")
ENTRY_POINTS = ("entry_point", "entry", "test_entry_point")
SETUPS = ("test_setup_code", "setup")
SOLUTIONS = ("canonical_solution", "code", "solution", "solutions")
OF_OTHERS = (
    "private_test_cases",
    "verification_info",
    "official_tests",
    "private_tests",
    "verifier_metadata",
    "base_input",
    "stop_tokens",
)
_CALL = re.compile(r"^\s*assert\b")  # one assertion of MBPP's lists


def _tests(values: Values) -> Any:
    return loaded(first(values, *COLUMNS))


def _claims(values: Values) -> bool:
    mine = not any(name in values for name in OF_OTHERS)
    return mine and isinstance(cell(values, QUESTION), str) and _reference(values) is not None


def _read(values: Values) -> Reading:
    tests = _tests(values)
    shown = tests[0] if isinstance(tests, list) and tests and isinstance(tests[0], str) else None
    prompt = naming(cell(values, QUESTION), language_of(values))
    return asked(prompt, _reference(values), values.get("starter_code"), shown)


def _reference(values: Values) -> dict[str, Any] | None:
    """Tests as the verifier reads them, with the set's own programs; None for tests that it can't read."""
    found, language = _cases(values), language_of(values)
    if found is None or language is None:
        head = str(values.get("prompt") or "") if "canonical_solution" in values else ""
        return found and found | solutions(first(values, *SOLUTIONS), head)
    if "script" in found:  # which is Python
        return None
    return {"language": language.lower(), **found} | solutions_in(language, first(values, *SOLUTIONS))


def _cases(values: Values) -> dict[str, Any] | None:
    tests = _tests(values)
    script = _script(tests)
    if script is None:
        return cases(tests)
    entry_point, setup = first(values, *ENTRY_POINTS), _setup(values)
    found = None if setup else calls_in(script, entry_point)
    return found or script_of(script, entry_point, setup or "")


def _setup(values: Values) -> str | None:
    """Code that goes before a program: the set says so, or HumanEval's prompt has more than one function."""
    said, head = first(values, *SETUPS), first(values, "prompt", "question")
    if isinstance(said, str):
        return said
    helped = "entry_point" in values and isinstance(head, str) and len(re.findall(r"^def ", head, re.MULTILINE)) > 1
    return str(head) if helped and reads(str(head)) else None


def _script(tests: Any) -> str | None:
    """Assertions as one script: a text, a list of them, or DeepCoder's `functional`."""
    found = cast("dict[str, Any]", tests).get("functional") if isinstance(tests, dict) else tests
    if isinstance(found, list) and found:
        lines = cast("list[Any]", found)
        found = "\n".join(lines) if all(isinstance(one, str) and _CALL.match(one) for one in lines) else None
    return found if isinstance(found, str) and "assert" in found else None


def cases(tests: Any) -> dict[str, Any] | None:
    """Tests as tables of inputs and outputs, or as a list of pairs, with the function that they call, if any."""
    if isinstance(tests, dict):
        given = cast("dict[str, Any]", tests)
        ins, outs = (given.get(name) or given.get(name[:-1]) for name in ("inputs", "outputs"))
        if not isinstance(ins, list) or not isinstance(outs, list) or len(ins) != len(outs) or not ins:
            return None
        pairs, function = list(zip(ins, outs, strict=True)), given.get("fn_name")
        return calls(function, pairs) if isinstance(function, str) and function else outputs(pairs)
    if not isinstance(tests, list) or not tests:
        return None
    items = cast("list[Any]", tests)
    if not all(isinstance(one, dict) and {"input", "output"} <= set(one) for one in items):
        return None
    pairs = [(one["input"], one["output"]) for one in items]
    metadata = loaded(items[0].get("metadata"))
    if isinstance(metadata, dict) and isinstance(name := cast("dict[str, Any]", metadata).get("func_name"), str):
        return of_lines(name, pairs)
    function = items[0].get("fn_name")
    return calls(function, pairs) if isinstance(function, str) and function else outputs(pairs)


PROGRAMS = Format("programs", _claims, _read, "code")
