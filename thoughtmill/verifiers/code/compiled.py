"""Programs in other languages than Python: compiled once a check, then run test by test, all of it in sandboxes."""

import base64
from dataclasses import replace

from thoughtmill import sandbox
from thoughtmill.ids import content_id
from thoughtmill.sandbox import Ended, Job, Ran
from thoughtmill.verifiers.code.languages import Language
from thoughtmill.verifiers.code.reference import Test, Tests
from thoughtmill.verifiers.code.runs import Found, ended_badly, untold
from thoughtmill.verifiers.contract import LIMIT, SAME, Check, differs, unclear

COMPILE_SECONDS, COMPILE_MB, MAX_PROGRAM = 60.0, 1_024, 32 * 2**20
"""By the wall; each compiler has a third of it of CPU."""


def compiled(code: str, language: Language) -> str | Check:
    """A program as the sandbox takes it, or why there is none. Raises CheckerBroken."""
    if not language.compile:
        return base64.b64encode(code.encode("utf-8", "replace")).decode()
    job = Job(code, "", None, COMPILE_SECONDS, COMPILE_MB, MAX_PROGRAM, "build", language.compile)
    ran = sandbox.run(job, language.compilers)
    if ran.ended is Ended.DONE and ran.output:
        return base64.b64encode(ran.output).decode()
    if ran.ended in (Ended.STALLED, Ended.STARVED):
        return unclear(f"{LIMIT}: it does not compile in {COMPILE_SECONDS:.0f} s")
    return differs(f"it does not compile: {ran.why or ran.ended}")


def executed(program: str, language: Language, test: Test, tests: Tests) -> Ran:
    """The run of one test. Raises CheckerBroken."""
    job = Job(program, test.given, None, tests.seconds, tests.memory_mb, test.most, "exec", language.command)
    return sandbox.run(job, language.tools)


def judged_behind(found: Found, tests: Tests, language: Language) -> Check:
    """Whether a program passes tests in its own language that are put behind it. Raises CheckerBroken.

    That all have passed is told by a word that the program does not know.
    """
    word = content_id([found.code, tests.script], 16)
    program = compiled(language.with_tests(found.code, tests.script or "", word), language)
    if isinstance(program, Check):
        return program
    ran = executed(program, language, Test("", "", 100_000), tests)
    if check := untold(ran, found.code):
        return check
    if why := ended_badly(ran, tests, replace(found, fenced=True)):
        return differs(why)
    return SAME if ran.output.split()[-1:] == [word.encode()] else differs("it ended before the tests had passed")
