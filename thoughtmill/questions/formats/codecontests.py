"""CodeContests: public, private and generated tests in tables, limits, and solutions in several languages."""

from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.cases import asked, limits, outputs, solutions
from thoughtmill.questions.formats.contract import Format, Reading, Values, has

PYTHON3 = (3, "PYTHON3")
TABLES = ("public_tests", "private_tests", "generated_tests")


def _claims(values: Values) -> bool:
    return has(values, "description", "public_tests", "private_tests")


def _read(values: Values) -> Reading:
    pairs = [pair for name in TABLES for pair in _pairs(loaded(values.get(name)))]
    reference = outputs(pairs)
    if reference is not None:
        size = values.get("memory_limit_bytes")
        megabytes = size / 2**20 if isinstance(size, int) else None
        reference |= limits(values.get("time_limit"), megabytes) | solutions(_python(loaded(values.get("solutions"))))
    return asked(values.get("description"), reference)


def _pairs(table: Any) -> list[tuple[Any, Any]]:
    if not isinstance(table, dict):
        return []
    given = cast("dict[str, Any]", table)
    return list(zip(given.get("input") or [], given.get("output") or [], strict=False))


def _python(table: Any) -> list[Any]:
    if not isinstance(table, dict):
        return []
    given = cast("dict[str, Any]", table)
    pairs = zip(given.get("language") or [], given.get("solution") or [], strict=False)
    return [program for language, program in pairs if language in PYTHON3]


CODECONTESTS = Format("codecontests", _claims, _read, "code")
