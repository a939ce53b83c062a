"""References of code questions: the tests as they stand in JSON, and what equals what. Nothing here runs anything."""

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from thoughtmill.sandbox import Job

LANGUAGES = ("python", "python3", "py")
MAX_TESTS, MAX_DEPTH, MAX_CHARS = 1_000, 150, 50_000_000
RELATIVE, NEAR_ZERO = 1e-6, 1e-9
_KEYS = {"language", "function", "tests", "solution", "seconds", "memory_mb"}


@dataclass(frozen=True, slots=True)
class Test:
    """One test: what the program is given, and what must come of it. `wanted` never leaves this process."""

    given: str
    wanted: Any
    most: int


@dataclass(frozen=True, slots=True)
class Tests:
    """All tests of a question. `function` is None where whole programs read standard input."""

    function: str | None
    tests: tuple[Test, ...]
    solution: str | None
    seconds: float
    memory_mb: int

    def job(self, code: str, test: Test) -> Job:
        """The run of one test: without what is expected of it."""
        return Job(code, test.given, self.function, self.seconds, self.memory_mb, test.most)


@lru_cache(maxsize=64)
def read_tests(reference: str) -> Tests:
    """The tests of a reference. Raises ValueError saying what is wrong with it."""
    if len(reference) > MAX_CHARS:
        raise ValueError(f"a reference of {len(reference):,} characters")
    try:
        found: Any = json.loads(reference)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {str(error)[:200]}") from error
    if not isinstance(found, dict):
        raise ValueError("a reference of code is a JSON object with `tests`")  # noqa: TRY004  # what a person wrote, not a type of ours
    given = cast("dict[str, Any]", found)
    if strange := set(given) - _KEYS:
        raise ValueError(f"unknown keys {sorted(strange)}; known are {sorted(_KEYS)}")
    language = str(given.get("language", "python"))
    if language.lower() not in LANGUAGES:
        raise ValueError(f"the language {language!r}: only Python can be run")
    function, solution = given.get("function"), given.get("solution")
    if function is not None and not (isinstance(function, str) and function.isidentifier()):
        raise ValueError("`function` is not a name")
    if solution is not None and not (isinstance(solution, str) and solution.strip()):
        raise ValueError("`solution` is not a program")
    tests = given.get("tests")
    if not isinstance(tests, list) or not 0 < len(cast("list[Any]", tests)) <= MAX_TESTS:
        raise ValueError(f"`tests` is not a list of 1 to {MAX_TESTS:,} tests")
    if not _depth_below(tests, MAX_DEPTH):
        raise ValueError(f"tests nested more than {MAX_DEPTH} deep")
    return Tests(
        function,
        tuple(_test(number, test, function) for number, test in enumerate(cast("list[Any]", tests), 1)),
        solution,
        seconds=_number(given, "seconds", 10.0, 0.1, 30.0),
        memory_mb=int(_number(given, "memory_mb", 512, 32, 16_384)),
    )


def _number(given: dict[str, Any], name: str, default: float, low: float, high: float) -> float:
    found = given.get(name, default)
    if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
        raise ValueError(f"`{name}` is not a number from {low} to {high}")
    return found


def _test(number: int, test: Any, function: str | None) -> Test:
    keys = set(cast("dict[str, Any]", test)) if isinstance(test, dict) else set[str]()
    if function is None:
        if keys != {"stdin", "stdout"} or not all(isinstance(test[name], str) for name in keys):
            raise ValueError(f"test {number} has not exactly the texts `stdin` and `stdout` (calls need `function`)")
        return Test(test["stdin"], test["stdout"], 4 * len(test["stdout"]) + 65_536)
    args, kwargs = (test.get("args", []), test.get("kwargs", {})) if keys else (None, None)
    if (
        not {"expected"} < keys <= {"args", "kwargs", "expected"}
        or not isinstance(args, list)
        or not isinstance(kwargs, dict)
    ):
        raise ValueError(f"test {number} has not `expected` and `args` as a list or `kwargs` as an object")
    return Test(json.dumps([args, kwargs]), test["expected"], 2 * len(json.dumps(test["expected"])) + 10_000)


def _depth_below(value: Any, limit: int) -> bool:
    level: list[Any] = [value]
    for _ in range(limit):
        level = [
            one
            for inside in level
            for one in (
                cast("dict[str, Any]", inside).values()
                if isinstance(inside, dict)
                else cast("list[Any]", inside)
                if isinstance(inside, list)
                else ()
            )
        ]
        if not level:
            return True
    return False


def same_value(found: Any, wanted: Any) -> bool:
    """Whether a result, read from JSON, is the one that is wanted; conventions in docs/verifiers.md."""
    if isinstance(wanted, dict):
        theirs, ours = cast("dict[str, Any]", found), cast("dict[str, Any]", wanted)
        return (
            isinstance(found, dict)
            and theirs.keys() == ours.keys()
            and all(same_value(theirs[k], ours[k]) for k in ours)
        )
    if isinstance(wanted, list):
        if not isinstance(found, list):
            return False
        pair = cast("list[Any]", found), cast("list[Any]", wanted)
        return len(pair[0]) == len(pair[1]) and all(map(same_value, *pair))
    if isinstance(wanted, str) or wanted is None or isinstance(wanted, bool):
        return type(found) is type(wanted) and found == wanted
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return same_number(found, wanted)


def same_number(found: float, wanted: float) -> bool:
    """An integer exactly; a float within 1e-6 of its size, or within 1e-9 of an exact zero; NaN is NaN."""
    if isinstance(wanted, int) or not math.isfinite(wanted):
        return found == wanted or (found != found and wanted != wanted)  # noqa: PLR0124  # only NaN differs from itself
    try:
        return abs(found - wanted) <= (RELATIVE * abs(wanted) if wanted else NEAR_ZERO)
    except OverflowError:  # an integer beyond all floats
        return False


def same_output(found: str, wanted: str, *, any_case: bool = False) -> bool:
    """Word by word, whatever blanks and ends of lines stand between; a decimal fraction as a number.

    Where the wanted output is laid out (a line that is indented or has wide gaps), line by line. any_case: YES is Yes.
    """
    if any_case:
        found, wanted = found.casefold(), wanted.casefold()
    if not _LAID_OUT.search(wanted):
        theirs, ours = found.split(), wanted.split()
        return len(theirs) == len(ours) and all(map(_same_word, theirs, ours))
    ours, theirs = _lines(wanted), _lines(found)
    return len(ours) == len(theirs) and all(map(_same_line, theirs, ours))


_LAID_OUT = re.compile(r"\n[ \t]+\S|\A[ \t]+\S[^\n]*\n|\S(?:  |\t)[ \t]*\S")
"""For the output of a program: a picture or a table, where blanks count."""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\r\n", "\n").rstrip().split("\n")]


def _same_line(found: str, wanted: str) -> bool:
    if found == wanted:
        return True
    theirs, ours = found.split(), wanted.split()
    return len(theirs) == len(ours) and any(map(_is_fraction, ours)) and all(map(_same_word, theirs, ours))


def _same_word(found: str, wanted: str) -> bool:
    if found == wanted:
        return True
    return _is_fraction(wanted) and _is_number(found) and same_number(float(found), float(wanted))


def _is_number(word: str) -> bool:
    return len(word) < 400 and word.isascii() and set(word) <= set("0123456789+-.eE") and _reads(word)


def _is_fraction(word: str) -> bool:
    return ("." in word or "e" in word.lower()) and _is_number(word)


def _reads(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False
