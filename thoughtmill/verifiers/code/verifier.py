"""Programs in answers: run against the question's tests, in a sandbox; what is expected stays out here."""

import json
import re
import textwrap
from dataclasses import dataclass
from time import monotonic

from thoughtmill import sandbox
from thoughtmill.sandbox import Ended, Ran
from thoughtmill.verifiers.code.reference import Test, Tests, read_tests, same_output, same_value
from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome
from thoughtmill.verifiers.options import USUAL, Options

MAX_CHARS, MAX_SECONDS = 200_000, 180.0
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([^\n`]*)\n(.*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_MISSING = re.compile(r"^ModuleNotFoundError: No module named '(\w+)")
"""For what a program raised: it may be right where that package is."""
_ANY_CASE = re.compile(r"\b(?:any (?:case|register)\b|case[- ]insensitive)", re.IGNORECASE)
"""For a question that leaves open how letters are printed: "You can output the answer in any case"."""
_PYTHON = {"python", "py", "python3", "python-3", "pycon"}


@dataclass(frozen=True, slots=True)
class Found:
    """The program in an answer; `fenced`: whether it stood in a block of code."""

    code: str
    fenced: bool


class Code:
    """The program passes every test of the question."""

    name = "code"
    version = "3"
    example = Example(
        reference=json.dumps(
            {
                "language": "python",
                "seconds": 2,
                "function": "double",
                "tests": [{"args": [2], "expected": 4}, {"args": [-1], "expected": -2}],
            }
        ),
        right="```python\ndef double(n):\n    return 2 * n\n```",
        wrong="```python\ndef double(n):\n    return n * n\n```",
    )

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Run the program in the answer; see Verifier. Raises CheckerBroken where nothing can be run."""
        try:
            tests = read_tests(reference)
        except ValueError as error:
            return Check(Outcome.UNDECIDED, _clean(f"the reference can't be read: {error}"))
        found = program_in(answer, tests.function)
        if isinstance(found, str):
            return Check(Outcome.WRONG, found)
        check = _judge(found, tests, any_case=bool(_ANY_CASE.search(question)))
        return Check(check.outcome, _clean(check.why), _clean(found.code[:2_000]))

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used here: its tests, its solution, or a machine that can't run code."""
        try:
            tests = read_tests(reference)
        except ValueError as error:
            return _clean(str(error))
        if why := sandbox.missing():
            return why
        if tests.solution is None:
            return None
        check = _judge(Found(tests.solution, fenced=True), tests)
        return None if check.outcome is Outcome.CORRECT else _clean(f"its own solution fails: {check.why}")


def program_in(answer: str, function: str | None) -> Found | str:
    """The program in an answer, or why there is none.

    The last block marked as Python; of several, where a function is asked for, the last that defines it. Without
    marks, a block that stands alone or that defines the function. Without blocks, the whole text.
    """
    if len(answer) > MAX_CHARS:
        return f"{len(answer):,} characters are no answer"
    blocks = [(tag.strip().lower(), textwrap.dedent(code)) for _, tag, code in _FENCE.findall(answer)]
    if not blocks:
        return Found(answer.strip(), fenced=False) if answer.strip() else "no code"
    marked = [code for tag, code in blocks if tag and tag.split()[0] in _PYTHON]
    bare = [code for tag, code in blocks if not tag]
    defining = [code for code in marked or bare if function is not None and _defines(code, function)]
    if defining:
        return Found(defining[-1], fenced=True)
    if marked:
        return Found(marked[-1], fenced=True)
    if len(bare) == 1:
        return Found(bare[0], fenced=True)
    return "several blocks of code, none marked as Python" if bare else f"code in {blocks[-1][0][:20]}, not in Python"


def _defines(code: str, function: str) -> bool:
    name = re.escape(function)
    return bool(
        re.search(rf"^(?:(?:async[ ]+)?def[ ]+{name}\b|{name}[ ]*=|class[ ]+(?:Solution|{name})\b)", code, re.MULTILINE)
    )


def _judge(found: Found, tests: Tests, *, any_case: bool = False) -> Check:
    """Test by test, each in a fresh copy of the interpreter, until the first that fails."""
    begun = monotonic()
    for number, test in enumerate(tests.tests, 1):
        if monotonic() - begun > MAX_SECONDS:
            return Check(Outcome.UNDECIDED, f"{LIMIT}: {number - 1} of {len(tests.tests)} tests in {MAX_SECONDS:.0f} s")
        ran = sandbox.run(tests.job(found.code, test))
        if ran.ended is Ended.STARVED:
            return Check(Outcome.UNDECIDED, f"{LIMIT}: the machine is too busy to tell")
        if package := _lacks(ran, found.code):
            return Check(Outcome.UNDECIDED, f"missing: the package {package} is not there to run it")
        if why := _failure(ran, test, tests, found, any_case=any_case):
            return Check(Outcome.WRONG, f"test {number} of {len(tests.tests)}: {why}")
    return Check(Outcome.CORRECT)


def _lacks(ran: Ran, code: str) -> str | None:
    """The package for want of which a program did not begin: one that it imports at its head, as programs do."""
    missing = _MISSING.search((ran.note or {}).get("error") or "")
    if missing and re.search(rf"^(?:import\b.*\b|from +){missing[1]}\b", code, re.MULTILINE):
        return missing[1]
    return None


def _failure(ran: Ran, test: Test, tests: Tests, found: Found, *, any_case: bool) -> str | None:
    """Why a test is not passed, None if it is."""
    limits = {
        Ended.TIME: f"more than {tests.seconds:g} s of CPU",
        Ended.STALLED: "it does not end",
        Ended.MEMORY: f"more than {tests.memory_mb} MB",
        Ended.OUTPUT: "far more output than is asked for",
        Ended.THREADS: "too many threads",
    }
    if ran.ended in limits:
        return limits[ran.ended]
    if ran.ended is Ended.RAISED and "unreadable" in (ran.note or {}) and not found.fenced:
        return "no block of code, and the text is not Python"
    if ran.ended is not Ended.DONE:
        return ran.why
    if tests.function is None:
        output = ran.output.decode("utf-8", "replace")
        same = same_output(output, test.wanted, any_case=any_case)
        return None if same else f"printed {_short(output)}, expected {_short(test.wanted)}"
    if ran.note is None or set(ran.note) != {"value"}:
        return "it ended without a result"
    try:
        value = ran.note["value"]
        return None if same_value(value, test.wanted) else f"returned {_short(value)}, expected {_short(test.wanted)}"
    except RecursionError:
        return "a result nested too deep"


def _short(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):  # what was forged may be longer or deeper than JSON
        return "something"
    return text if len(text) <= 80 else f"{text[:77]}…"


def _clean(text: str | None) -> str | None:
    """What can be written: half a surrogate pair can't."""
    return None if text is None else text.encode("utf-8", "replace").decode()[:2_000]
