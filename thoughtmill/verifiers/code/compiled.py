"""Programs in other languages than Python: compiled once a check, then run test by test, all of it in sandboxes."""

import base64
import json
import re
from dataclasses import replace

from thoughtmill import sandbox
from thoughtmill.errors import CheckerBroken
from thoughtmill.ids import content_id
from thoughtmill.sandbox import Ended, Job, Ran
from thoughtmill.verifiers.code.languages import Language
from thoughtmill.verifiers.code.languages.language import OWN, UNSAYABLE
from thoughtmill.verifiers.code.managers import STUBS
from thoughtmill.verifiers.code.reference import Test, Tests
from thoughtmill.verifiers.code.runs import Found, ended_badly, untold
from thoughtmill.verifiers.contract import LIMIT, SAME, Check, Outcome, differs, unclear

Files = tuple[tuple[str, str], ...]
_TOO_MUCH = "its compiler takes more than it may"
_IN_ANY = re.compile(rf"{_TOO_MUCH}|ld returned|\{{standard input\}}|out of memory|memory exhausted|signal terminated")
"""For what g++ says of a program that other dialects would not take either: its linker, its assembler, or a limit."""
COMPILE_SECONDS, COMPILE_MB, MAX_PROGRAM = 60.0, 1_024, 32 * 2**20
"""By the wall; each compiler has a third of it of CPU."""


def compiled(code: str, language: Language, tests: Tests) -> str | Check:
    """A program as the sandbox takes it, or why there is none. Raises CheckerBroken."""
    function = tests.function
    if function and re.search(language.uncallable, code):
        return unclear(f"missing: {UNSAYABLE}")
    if files := (*tests.grader, *(STUBS if tests.manager and tests.manager.fifos else ())):
        return built(with_header(code, files), language, files)
    source = language.called(code, function) if function and language.called else language.whole(code)
    return built(source, language)


def built(source: str, language: Language, files: Files = ()) -> str | Check:
    """What the compiler makes of a source in the first dialect that takes it, or why nothing.

    files: names and texts that lie beside it; those of the language are compiled with it. Raises CheckerBroken, also
    where the tools of the language are not here: what a half of them says of a program is no word about it.
    """
    if why := language.missing():
        raise CheckerBroken(f"the tools of {language.name}, to judge its programs", why, language.install)
    if not language.compile:
        return base64.b64encode(source.encode("utf-8", "replace")).decode()
    first = _built(source, language, files, language.dialects[0])
    if isinstance(first, str) or first.outcome is not Outcome.WRONG or _IN_ANY.search(first.why or ""):
        return first
    others = (_built(source, language, files, dialect) for dialect in language.dialects[1:])
    return next((one for one in others if isinstance(one, str)), first)


def _built(source: str, language: Language, files: Files, dialect: str) -> str | Check:
    words = language.words(language.compile, dialect=dialect)
    linked = [f"/tmp/{name}" for name, _ in files if name.endswith(language.linked)]  # noqa: S108  # in a sandbox
    command = (*words[:-1], *linked, words[-1])
    job = Job(source, "", None, COMPILE_SECONDS, COMPILE_MB, MAX_PROGRAM, "build", command, files)
    ran = sandbox.run(job, language.needed(language.compilers))
    if ran.ended is Ended.DONE and ran.output:
        return base64.b64encode(ran.output).decode()
    if ran.ended in (Ended.STALLED, Ended.STARVED):
        return unclear(f"{LIMIT}: it does not compile in {COMPILE_SECONDS:.0f} s")
    if ran.ended not in (Ended.DIED, Ended.RAISED):
        return differs(f"it does not compile: {_TOO_MUCH}: {ran.ended}")
    if OWN in ran.why:
        return unclear(OWN)
    if re.search(language.lacks, ran.why):
        return unclear(f"missing: it can't be compiled here: {ran.why}")
    return differs(f"it does not compile: {ran.why or ran.ended}")


def with_header(code: str, files: Files) -> str:
    """A program that is called by a grader, with what models forget, as the set itself adds it."""
    header = next((name for name, _ in files if name.endswith(".h") and name != "testlib.h"), None)
    includes = ["#include <bits/stdc++.h>", *([f'#include "{header}"'] if header and header not in code else [])]
    spread = [] if "using namespace std" in code or "std::" in code else ["using namespace std;"]
    return "\n".join([*includes, *spread, "#line 1", code])


def executed(program: str, language: Language, test: Test, tests: Tests) -> Ran:
    """The run of one test; of a function the result is noted, as of one in Python. Raises CheckerBroken."""
    memory = tests.memory_mb + language.own_mb
    given = test.given if tests.function is None else given_to(test.given)
    command = language.words(language.command, tests.memory_mb)
    ran = sandbox.run(
        Job(program, given, None, tests.seconds, memory, test.most, "exec", command), language.needed(language.tools)
    )
    if tests.function is None or ran.ended is not Ended.DONE:
        return ran
    try:
        return replace(ran, note={"value": json.loads(ran.output.decode("utf-8", "replace"))})
    except (ValueError, RecursionError):
        return ran


def given_to(given: str) -> str:
    """All arguments as one list: these languages have no names for them where they are called, only places."""
    args, named = json.loads(given)
    return json.dumps([*args, *named.values()])


def judged_behind(found: Found, tests: Tests, language: Language) -> Check:
    """Whether a program passes tests in its own language that are put behind it. Raises CheckerBroken.

    That all have passed is told by a word that stands in no file: it is read before the program begins, and printed
    behind the tests.
    """
    assert language.behind is not None, "a reference without is refused"
    name, word = f"tm{content_id([found.code, tests.script], 16)}", content_id([found.code, tests.script, "passed"], 16)
    program = built(language.behind(found.code, tests.script or "", name), language)
    if isinstance(program, Check):
        return program
    ran = executed(program, language, Test(word, "", 100_000), tests)
    if ran.ended is Ended.DIED and OWN.encode() in ran.output:
        return unclear(OWN)
    if check := untold(ran, found.code, language):
        return check
    if why := ended_badly(ran, tests, replace(found, fenced=True)):
        return differs(why)
    return SAME if ran.output.split()[-1:] == [word.encode()] else differs("it ended before the tests had passed")
