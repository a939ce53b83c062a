"""Checkers that sets bring along: programs that say whether an output is right where several are. In the sandbox."""

import json
import re

from thoughtmill import sandbox
from thoughtmill.sandbox import Ended, Job
from thoughtmill.verifiers.code.judge import Judge
from thoughtmill.verifiers.code.judges import command_of, framed, program_of, told_by
from thoughtmill.verifiers.code.reference import Test
from thoughtmill.verifiers.contract import LIMIT, SAME, Check, differs, unclear

SECONDS, MEMORY_MB, MOST = 20.0, 1_024, 100_000
_RUN = """
import json, sys
def main():
    program, *texts = json.loads(sys.stdin.read())
    places = ["input.txt", "expected.txt", "output.txt"]
    for place, text in zip(places, texts):
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)
    sys.argv = ["checker.py", *places]
    names = {"__name__": "__main__"}
    exec(compile(program, "checker.py", "exec"), names)
    if "check" in names:
        print(float(names["check"](*texts)))
main()
"""
"""Puts input, expected output and the program's output into files, whose names the checker is given in this order.

One that defines `check(input, expected, output)` is called instead. It prints a number alone; 1 is right.
"""


def checked(checker: Judge, test: Test, output: str) -> Check:
    """What a checker says of an output. One that fails itself says nothing. Raises CheckerBroken."""
    if checker.language is not None:
        return _checked_by_exit(checker, test, output)
    given = json.dumps([checker.code, test.given, test.wanted, output])
    ran = sandbox.run(Job(_RUN, given, None, SECONDS, MEMORY_MB, MOST))
    said = ran.output.decode("utf-8", "replace").split()
    if ran.ended in (Ended.TIME, Ended.STALLED, Ended.STARVED, Ended.MEMORY):
        return unclear(f"{LIMIT}: the checker: {ran.ended}")
    if ran.ended is not Ended.DONE or len(said) != 1 or said[0] not in _SCORES:  # what it echoes the program wrote
        return unclear(f"the checker can't tell: {ran.why or said[-1:]}")
    return SAME if _SCORES[said[0]] else differs("the checker refuses the output")


_SCORE = re.compile(r"\d{1,4}(?:\.\d{1,30})?")
_SCORES = {"1": True, "1.0": True, "100": True, "True": True, "0": False, "0.0": False, "False": False}


def _checked_by_exit(checker: Judge, test: Test, output: str) -> Check:
    """As testlib has it: the names of input, output and answer; what it exits with is what it says."""
    program, language = program_of(checker), checker.language
    assert language is not None
    if isinstance(program, Check):
        return program
    given = framed(test.given, output, str(test.wanted))
    memory = MEMORY_MB + language.own_mb
    job = Job(program, given, None, SECONDS, memory, MOST, "exec", command_of(checker, MEMORY_MB))
    ran = sandbox.run(job, language.needed(language.tools))
    said = ran.output.decode("utf-8", "replace").strip()
    if ran.ended is Ended.DONE and said in _SCORES:  # one that prints its score and always exits with 0
        return SAME if _SCORES[said] else differs("the checker refuses the output")
    if checker.cms and ran.ended is Ended.DONE:
        score = said.partition("\n")[0].strip()
        if not _SCORE.fullmatch(score) or float(score) > 1:
            return unclear(f"the checker can't tell: it prints no score but {score[:60]!r}")
        return SAME if float(score) == 1 else differs(f"the checker gives {score} of 1")
    return told_by(ran, "checker")
