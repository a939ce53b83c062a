"""Programs in answers: run against the question's tests, in a sandbox; what is expected stays out here."""

import json
import re
import textwrap
from time import monotonic

from thoughtmill import sandbox
from thoughtmill.sandbox import Ran
from thoughtmill.verifiers.code.checkers import checked
from thoughtmill.verifiers.code.communication import managed
from thoughtmill.verifiers.code.compiled import compiled, executed, judged_behind
from thoughtmill.verifiers.code.interaction import interacted
from thoughtmill.verifiers.code.languages import Language
from thoughtmill.verifiers.code.reference import (
    STRICT,
    Leave,
    Test,
    Tests,
    contradiction,
    left_open,
    read_tests,
    same_output,
    same_result,
)
from thoughtmill.verifiers.code.runs import Found, ended_badly, untold
from thoughtmill.verifiers.code.scripts import judged_by_script
from thoughtmill.verifiers.contract import LIMIT, SAME, Check, Example, Outcome, differs
from thoughtmill.verifiers.options import USUAL, Options

MAX_CHARS, MAX_SECONDS = 200_000, 180.0
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([^\n`]*)\n(.*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_DISPUTABLE = re.compile(r"test \d+ of \d+: (?:printed|returned) |line \d+, assert ")
"""For why a program is wrong: traces that agree on it, whatever their programs look like, doubt that test."""
_PYTHON = {"python", "py", "python3", "python-3", "pycon"}


class Code:
    """The program passes every test of the question."""

    name = "code"
    version = "11"
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
        found = program_in(answer, tests.function, tests.language)
        if isinstance(found, str):
            return Check(Outcome.WRONG, found)
        check = _judge(found, tests, left_open(question))
        told = check.why if check.outcome is Outcome.WRONG and _DISPUTABLE.match(check.why or "") else found.code
        return Check(check.outcome, _clean(check.why), _clean((told or "")[:2_000]))

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used here: its tests, its solution, or a machine that can't run code."""
        try:
            tests = read_tests(reference)
        except ValueError as error:
            return _clean(str(error))
        judges = tests.checker, tests.interactor, tests.manager and tests.manager.judge
        needed = [one for one in (tests.language, *judges) if one is not None]
        if (
            why := contradiction(tests)
            or sandbox.missing()
            or next(filter(None, (one.missing() for one in needed)), None)
        ):
            return why
        why = None
        for program in tests.solutions:
            check = _judge(Found(program, fenced=True), tests)
            if check.outcome is Outcome.CORRECT:
                return None
            why = why or _clean(f"its own solution fails: {check.why}")
        return why


def program_in(answer: str, function: str | None, language: Language | None = None) -> Found | str:
    """The program in an answer, or why there is none.

    The last block marked as Python, or as the language that is asked for; of several, where a function is asked for,
    the last that defines it. Without marks, a block that stands alone or that defines the function. Without blocks, the
    whole text.
    """
    if len(answer) > MAX_CHARS:
        return f"{len(answer):,} characters are no answer"
    blocks = [(tag.strip().lower(), textwrap.dedent(code)) for _, tag, code in _FENCE.findall(answer)]
    if not blocks:
        return Found(answer.strip(), fenced=False) if answer.strip() else "no code"
    marks, name = (language.marks, language.name) if language else (_PYTHON, "Python")
    marked = [code for tag, code in blocks if tag and tag.split()[0] in marks]
    bare = [code for tag, code in blocks if not tag]
    defining = [code for code in marked or bare if function is not None and _defines(code, function, language)]
    if defining:
        return Found(defining[-1], fenced=True)
    if marked:
        return Found(marked[-1], fenced=True)
    if len(bare) == 1:
        return Found(bare[0], fenced=True)
    return f"several blocks of code, none marked as {name}" if bare else f"code in {blocks[-1][0][:20]}, not in {name}"


def _defines(code: str, function: str, language: Language | None) -> bool:
    name = re.escape(function)
    if language is not None:
        return bool(re.search(rf"\b{name}\b\s*[(<=:]", code))
    return bool(
        re.search(rf"^(?:(?:async[ ]+)?def[ ]+{name}\b|{name}[ ]*=|class[ ]+(?:Solution|{name})\b)", code, re.MULTILINE)
    )


def _judge(found: Found, tests: Tests, leave: Leave = STRICT) -> Check:
    """Test by test, each in a fresh process, until the first that fails; or all that a script asks."""
    language = tests.language
    if tests.script is not None:
        return judged_by_script(found, tests) if language is None else judged_behind(found, tests, language)
    program = found.code if language is None else compiled(found.code, language, tests)
    if isinstance(program, Check):
        return program
    begun = monotonic()
    for number, test in enumerate(tests.tests, 1):
        if monotonic() - begun > MAX_SECONDS:
            return Check(Outcome.UNDECIDED, f"{LIMIT}: {number - 1} of {len(tests.tests)} tests in {MAX_SECONDS:.0f} s")
        if tests.interactor is not None:
            check = interacted(program, found, tests.interactor, test, tests)
        elif tests.manager is not None:
            check = managed(program, found, tests.manager, test, tests)
        else:
            ran = executed(program, language, test, tests) if language else sandbox.run(tests.job(program, test))
            check = untold(ran, found.code, language) or _compared(ran, test, tests, found, leave)
        if check.outcome is not Outcome.CORRECT:
            return Check(check.outcome, f"test {number} of {len(tests.tests)}: {check.why}")
    return Check(Outcome.CORRECT)


def _compared(ran: Ran, test: Test, tests: Tests, found: Found, leave: Leave) -> Check:
    """Whether a test is passed."""
    if why := ended_badly(ran, tests, found):
        return differs(why)
    if tests.function is None:
        output = ran.output.decode("utf-8", "replace")
        if any(same_output(output, wanted, leave) for wanted in (test.wanted, *test.others)):
            return SAME
        if tests.checker is not None:
            return checked(tests.checker, test, output)
        return differs(f"printed {_short(output)}, expected {_short(test.wanted)}")
    if ran.note is None or set(ran.note) != {"value"}:
        return differs("it ended without a result")
    try:
        value = ran.note["value"]
        if any(same_result(value, wanted, leave) for wanted in (test.wanted, *test.others)):
            return SAME
        return differs(f"returned {_short(value)}, expected {_short(test.wanted)}")
    except RecursionError:
        return differs("a result nested too deep")


def _short(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError):  # what was forged may be longer or deeper than JSON
        return "something"
    return text if len(text) <= 80 else f"{text[:77]}…"


def _clean(text: str | None) -> str | None:
    """What can be written: half a surrogate pair can't."""
    return None if text is None else text.encode("utf-8", "replace").decode()[:2_000]
