"""References of code questions: the tests as they stand in JSON, and what equals what. Nothing here runs anything."""

import ast
import json
import math
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from thoughtmill.sandbox import Job
from thoughtmill.verifiers.code.judge import Judge, Manager
from thoughtmill.verifiers.code.languages import LANGUAGES, Language, named
from thoughtmill.verifiers.references import json_object

MAX_TESTS, MAX_DEPTH, MAX_CHARS = 1_000, 150, 50_000_000
SCRIPT_SECONDS, SCRIPT_MB = 200.0, 1_024
"""For a script, which waits while the program that it asks computes."""
RELATIVE, NEAR_ZERO = 1e-6, 1e-9
_KEYS = {"language", "function", "tests", "script", "setup", "checker", "interactor", "solution", "solutions"} | {
    "seconds",
    "memory_mb",
    "grader",
    "manager",
}
_JUDGES = ("checker", "interactor")
MAX_PROCESSES = 8
"""That a manager talks to."""
_FILE = re.compile(r"(?!(?:source|program|said|given)\.)[\w-]{1,60}\.(?:h|hpp|cpp|cc)")
"""For names of files that a set brings along, to be compiled."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test: what the program is given, and what must come of it. `wanted` never leaves this process."""

    given: str
    wanted: Any
    most: int
    others: tuple[Any, ...] = ()
    """Other results that are right as well."""


@dataclass(frozen=True, slots=True)
class Tests:
    """All tests of a question. `function` is None where whole programs read standard input.

    language: None for Python. script: instead of `tests` assertions in Python, or code in `language` to be put behind
    a program. setup: code before the script and the program. solutions: programs of which one, at least, is right.
    checker: a program that says whether an output is right. interactor: one that talks to a program, and says so.
    grader: names and texts of files that are compiled together with a program, and call it. manager: a program that
    talks to several runs of it.
    """

    language: Language | None
    function: str | None
    tests: tuple[Test, ...]
    script: str | None
    setup: str
    checker: Judge | None
    interactor: Judge | None
    solutions: tuple[str, ...]
    seconds: float
    memory_mb: int
    grader: tuple[tuple[str, str], ...] = ()
    manager: Manager | None = None

    def job(self, code: str, test: Test) -> Job:
        """The run of one test: without what is expected of it."""
        return Job(code, test.given, self.function, self.seconds, self.memory_mb, test.most)

    def talk(self, code: str) -> tuple[Job, Job]:
        """The runs of the script and of a program that it asks, which is told nothing that is expected."""
        solution = self.solutions[0] if self.solutions else ""
        told = {"script": self.script, "setup": self.setup, "function": self.function, "solution": solution}
        asked = {"program": code, "setup": self.setup}
        return (
            Job(json.dumps(told), "", None, SCRIPT_SECONDS, SCRIPT_MB, role="ask"),
            Job(json.dumps(asked), "", None, self.seconds, self.memory_mb, role="serve"),
        )


@lru_cache(maxsize=64)
def read_tests(reference: str) -> Tests:
    """The tests of a reference. Raises ValueError saying what is wrong with it."""
    given = json_object(reference, MAX_CHARS, "a reference of code is a JSON object with `tests`")
    if strange := set(given) - _KEYS:
        raise ValueError(f"unknown keys {sorted(strange)}; known are {sorted(_KEYS)}")
    language = _language(given)
    function = given.get("function")
    if function is not None and not (isinstance(function, str) and function.isidentifier()):
        raise ValueError("`function` is not a name")
    script = given.get("script")
    if language and function is not None and (script is not None or language.called is None):
        raise ValueError(f"calls of a function in {language.name}: only whole programs, or tests put behind it")
    if language and script is not None and language.behind is None:
        raise ValueError(f"tests in {language.name}: only whole programs, or calls of a function")
    if language and isinstance(script, str) and (why := language.untested(script)):
        raise ValueError(f"tests that prove nothing: {why}")
    return Tests(
        language,
        function,
        _tests(given.get("tests"), function) if script is None else (),
        None if script is None else _code(script, "script", 5_000_000, language),
        _python(given.get("setup", ""), "setup", 200_000),
        _judge(given, "checker"),
        _judge(given, "interactor"),
        _solutions(given),
        seconds=_number(given, "seconds", 10.0, 0.1, 30.0),
        memory_mb=int(_number(given, "memory_mb", 512, 32, 16_384)),
        grader=_grader(given, language),
        manager=_manager(given, language),
    )


def _tests(tests: Any, function: str | None) -> tuple[Test, ...]:
    if not isinstance(tests, list) or not 0 < len(cast("list[Any]", tests)) <= MAX_TESTS:
        raise ValueError(f"`tests` is not a list of 1 to {MAX_TESTS:,} tests")
    if not _depth_below(tests, MAX_DEPTH):
        raise ValueError(f"tests nested more than {MAX_DEPTH} deep")
    return tuple(_test(number, test, function) for number, test in enumerate(cast("list[Any]", tests), 1))


def contradiction(tests: Tests) -> str | None:
    """Which test wants another result for the input of an earlier one, None if none does."""
    wanted: dict[str, str] = {}
    for number, test in enumerate(tests.tests, 1):
        now = json.dumps(test.wanted)
        if wanted.setdefault(test.given, now) != now:
            return f"test {number} contradicts an earlier one: the same input, another result"
    return None


def _language(given: dict[str, Any]) -> Language | None:
    """The language of the programs, None for Python. Raises ValueError for one that can't be run here."""
    told = str(given.get("language", "python"))
    name = named(told)
    if name is None:
        raise ValueError(f"the language {told!r}: only Python, {', '.join(LANGUAGES)} can be run")
    return None if name == "python" else LANGUAGES[name].of(told)


def _code(code: Any, name: str, most: int, language: Language | None) -> str:
    """Code in a language. Raises ValueError if it is none."""
    if language is None:
        return _python(code, name, most)
    if not isinstance(code, str) or not 0 < len(code) <= most:
        raise ValueError(f"`{name}` is not code of at most {most:,} characters")
    return code


def _grader(given: dict[str, Any], language: Language | None) -> tuple[tuple[str, str], ...]:
    """The files that are compiled together with a program. Raises ValueError."""
    if given.get("grader") is None:
        return ()
    if language is None or not language.linked or given.get("function") or given.get("script"):
        raise ValueError("a `grader` is for whole programs in C++")
    return _files(given["grader"], "grader")


def _files(found: Any, name: str) -> tuple[tuple[str, str], ...]:
    """A table of names and texts. Raises ValueError."""
    table = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    fits = all(_FILE.fullmatch(one) and isinstance(text, str) for one, text in table.items())
    if not 0 < len(table) <= 20 or not fits or sum(map(len, table.values())) > 2_000_000:
        raise ValueError(f"the files of `{name}` are no table of up to 20 sources and headers in C++ and their texts")
    return tuple(table.items())


def _judge(given: dict[str, Any], name: str) -> Judge | None:
    """A program that judges: Python as a text, or an object with `language` and `code`. Raises ValueError."""
    found = given.get(name)
    if found is None:
        return None
    if name == "interactor" and (given.get("function") or given.get("script")):
        raise ValueError("an interactor is for whole programs")
    if name == "interactor" and given.get("checker") is not None:
        raise ValueError(
            "an interactor beside a checker: of what it writes for that one nothing is read, it decides itself"
        )
    if not isinstance(found, dict):
        return Judge(_python(found, name, 200_000))
    told = cast("dict[str, Any]", found)
    if not {"language", "code"} <= told.keys() <= {"language", "code", "files", "style"}:
        raise ValueError(f"`{name}` is neither a program in Python nor an object with `language` and `code`")
    if told.get("style", "testlib") not in ("testlib", "cms") or (name == "interactor" and "style" in told):
        raise ValueError(f"`style` of a {name}: only testlib and, of a checker, cms")
    language = _language(told)
    if language is not None and language.name != "cpp":
        raise ValueError(f"a {name} in {language.name}: only Python and C++")
    files = _files(told["files"], name) if told.get("files") else ()
    return Judge(_code(told["code"], name, 1_000_000, language), language, files, cms=told.get("style") == "cms")


def _manager(given: dict[str, Any], language: Language | None) -> Manager | None:
    """A program that talks to several runs of one, with how many and by which pipes. Raises ValueError."""
    found = given.get("manager")
    if found is None:
        return None
    keys = {"code", "files", "processes", "fifos"}
    if not isinstance(found, dict) or not {"code"} <= (told := cast("dict[str, Any]", found)).keys() <= keys:
        raise ValueError(f"`manager` is an object with `code` and perhaps {sorted(keys - {'code'})}")
    judge = _judge({"manager": {"language": "cpp", **{k: told[k] for k in ("code", "files") if k in told}}}, "manager")
    if language is None or not language.linked or any(given.get(one) for one in ("function", "script", *_JUDGES)):
        raise ValueError("a `manager` is for whole programs in C++, without a checker or an interactor")
    assert judge is not None
    if told.get("fifos") not in (None, True, False):
        raise ValueError("`fifos` of a manager is true or false")
    return Manager(judge, int(_number(told, "processes", 1, 1, MAX_PROCESSES)), told.get("fifos") is not False)


def _python(code: Any, name: str, most: int) -> str:
    """Code of the set itself. Raises ValueError if it is none."""
    if not isinstance(code, str) or len(code) > most:
        raise ValueError(f"`{name}` is not code of at most {most:,} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"`{name}` is not Python: {error}") from error
    return code


def _solutions(given: dict[str, Any]) -> tuple[str, ...]:
    found = given.get("solutions", [] if given.get("solution") is None else [given["solution"]])
    programs = cast("list[Any]", found) if isinstance(found, list) else [None]
    if not all(isinstance(one, str) and one.strip() for one in programs):
        raise ValueError("`solution` is not a program, or `solutions` no list of them")
    return tuple(cast("list[str]", programs))


def _number(given: dict[str, Any], name: str, default: float, low: float, high: float) -> float:
    found = given.get(name, default)
    if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
        raise ValueError(f"`{name}` is not a number from {low} to {high}")
    return found


def _test(number: int, test: Any, function: str | None) -> Test:
    given = cast("dict[str, Any]", test) if isinstance(test, dict) else {}
    keys, result = set(given), "stdout" if function is None else "expected"
    accepted = given.get("accepted")
    if accepted is not None and isinstance(accepted, list) and accepted and result not in keys:
        given, keys = {**given, result: accepted[0]}, {*keys - {"accepted"}, result}
    others = tuple(cast("list[Any]", accepted)[1:]) if isinstance(accepted, list) else ()
    if function is None:
        if keys != {"stdin", "stdout"} or not all(
            isinstance(one, str) for one in (given["stdin"], given["stdout"], *others)
        ):
            raise ValueError(f"test {number} has not exactly the texts `stdin` and `stdout` (calls need `function`)")
        most = 4 * max(len(one) for one in (given["stdout"], *others)) + 65_536
        return Test(given["stdin"], given["stdout"], most, others)
    args, kwargs = (given.get("args", []), given.get("kwargs", {})) if keys else (None, None)
    if (
        not {"expected"} < keys <= {"args", "kwargs", "expected"}
        or not isinstance(args, list)
        or not isinstance(kwargs, dict)
    ):
        raise ValueError(f"test {number} has not `expected` and `args` as a list or `kwargs` as an object")
    most = 2 * max(len(json.dumps(one)) for one in (given["expected"], *others)) + 10_000
    return Test(json.dumps([args, kwargs]), given["expected"], most, others)


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


@dataclass(frozen=True, slots=True)
class Leave:
    """What a problem leaves open of its results: the case of letters, the order, an error of fractions."""

    any_case: bool = False
    any_order: bool = False
    error: float = RELATIVE


STRICT = Leave()
_ANY_CASE = re.compile(r"\b(?:any (?:case|register)\b|case[- ]insensitive)", re.IGNORECASE)
_ANY_ORDER = re.compile(
    r"\b(?:return|print|output|report|answer)\w*\b(?:(?!\b(?:given|sorted|inputs?|contains|dealt|listed)\b)[^.!?\n]){0,80}"
    r"\b(?:in any (?:arbitrary )?order|any order is)\b",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:relative|absolute)[^.]{0,20}\berror\b[^.]{0,80}?(?:10\s*\^?\s*\{?\s*[-−–]\s*(\d{1,2})|1e-(\d{1,2}))",
    re.IGNORECASE,
)
"""For questions: "in any case", "return the answer in any order", "absolute error does not exceed 10^{-4}"."""


def left_open(question: str) -> Leave:
    """What the text of a problem leaves open."""
    error = _ERROR.search(question)
    digits = int(error[1] or error[2]) if error else 6
    return Leave(
        bool(_ANY_CASE.search(question)), bool(_ANY_ORDER.search(question)), max(RELATIVE, 10.0 ** -max(2, digits))
    )


def same_result(found: Any, wanted: Any, leave: Leave = STRICT) -> bool:
    """Whether a function's result is right: the one that is wanted, or its items in any order where that is open."""
    if same_value(found, wanted):
        return True
    if not leave.any_order or not isinstance(found, list) or not isinstance(wanted, list):
        return False
    ours, theirs = (sorted(json.dumps(one) for one in cast("list[Any]", items)) for items in (wanted, found))
    return ours == theirs


def same_output(found: str, wanted: str, leave: Leave = STRICT) -> bool:
    """Word by word, whatever blanks and ends of lines stand between; a decimal fraction as a number.

    Where the wanted output is laid out (a line that is indented or has wide gaps), line by line.
    """
    if leave.any_case:
        found, wanted = found.casefold(), wanted.casefold()
    if not _LAID_OUT.search(wanted):
        theirs, ours = found.split(), wanted.split()
        if len(theirs) != len(ours):
            return False
        if all(_same_word(one, other, leave.error) for one, other in zip(theirs, ours, strict=True)):
            return True
        return leave.any_order and any(one(found) == one(wanted) for one in (_unordered, _counted))
    ours, theirs = _lines(wanted), _lines(found)
    return len(ours) == len(theirs) and all(map(_same_line, theirs, ours))


def _unordered(text: str) -> list[list[str]]:
    """The lines, or the words of the only line, in an order of their own."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return sorted(lines) if len(lines) > 1 else [sorted(line) for line in lines]


def _counted(text: str) -> list[list[str]]:
    """The lines, in which words behind their own number (there, or in the line before) have an order of their own."""
    lines, before = list[list[str]](), ""
    for words in (line.split() for line in text.splitlines() if line.strip()):
        if before == str(len(words)):
            lines.append(sorted(words))
        elif words[0] == str(len(words) - 1):
            lines.append([words[0], *sorted(words[1:])])
        else:
            lines.append(words)
        before = words[0] if len(words) == 1 else ""
    return lines


_LAID_OUT = re.compile(r"\n[ \t]+\S|\A[ \t]+\S[^\n]*\n|\S(?:  |\t)[ \t]*\S")
"""For the output of a program: a picture or a table, where blanks count."""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.replace("\r\n", "\n").rstrip().split("\n")]


def _same_line(found: str, wanted: str) -> bool:
    if found == wanted:
        return True
    theirs, ours = found.split(), wanted.split()
    return len(theirs) == len(ours) and any(map(_is_fraction, ours)) and all(map(_same_word, theirs, ours))


def _same_word(found: str, wanted: str, error: float = RELATIVE) -> bool:
    if found == wanted:
        return True
    if not _is_fraction(wanted) or not _is_number(found):
        return False
    one, other = float(found), float(wanted)
    return same_number(one, other) or (error > RELATIVE and abs(one - other) <= error * max(1.0, abs(other)))


def _is_number(word: str) -> bool:
    return len(word) < 400 and word.isascii() and set(word) <= set("0123456789+-.eE") and _reads(word)


def _is_fraction(word: str) -> bool:
    return ("." in word or "e" in word.lower()) and _is_number(word)


def _reads(word: str) -> bool:
    try:
        return math.isfinite(float(word))
    except ValueError:
        return False
