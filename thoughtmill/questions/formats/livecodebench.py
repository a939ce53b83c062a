"""LiveCodeBench: public tests as JSON, private ones packed; programs that read input, or a method of `Solution`."""

import json
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.cases import asked, of_lines, outputs
from thoughtmill.questions.formats.contract import Format, Reading, Values, has
from thoughtmill.questions.formats.packed import unpacked
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    return has(values, "question_content", "public_test_cases", "private_test_cases")


def _read(values: Values) -> Reading:
    try:
        tests = [*_listed(values.get("public_test_cases")), *_listed(values.get("private_test_cases"))]
        pairs = [(one["input"], one["output"]) for one in tests]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        return Reading(fault=(RefusedFor.OTHER_FORMAT, f"tests that can't be read: {error}"[:200]))
    metadata, starter = loaded(values.get("metadata")), values.get("starter_code")
    function = cast("dict[str, Any]", metadata).get("func_name") if isinstance(metadata, dict) else None
    reference = of_lines(function, pairs) if isinstance(function, str) else outputs(pairs)
    return asked(values.get("question_content"), reference, starter)


def _listed(cell: Any) -> list[Any]:
    """The tests of a cell: a list, JSON, or packed JSON. Raises ValueError."""
    if isinstance(cell, str):
        cell = json.loads(cell if cell.lstrip()[:1] == "[" else unpacked(cell)) if cell.strip() else []
    if not isinstance(cell, list | None):
        raise ValueError("no list of tests")  # noqa: TRY004  # what a set wrote, not a type of ours
    return cast("list[Any]", cell or [])


LIVECODEBENCH = Format("livecodebench", _claims, _read, "code")
