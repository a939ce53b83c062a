"""Interactive problems: an interactor of the set and the program, each in a sandbox, hear what the other says."""

import json

from thoughtmill import sandbox
from thoughtmill.sandbox import Ended, Job
from thoughtmill.verifiers.code.judge import Judge
from thoughtmill.verifiers.code.judges import command_of, framed, program_of, told_by
from thoughtmill.verifiers.code.languages import Language
from thoughtmill.verifiers.code.reference import SCRIPT_MB, SCRIPT_SECONDS, Test, Tests
from thoughtmill.verifiers.code.runs import Found, ended_badly, untold
from thoughtmill.verifiers.contract import Check, Outcome, differs

_RUN = """
import json, os, sys
def main():
    with open("/tmp/given", encoding="utf-8") as file:
        program, *texts = json.load(file)
    os.unlink("/tmp/given")
    places = ["input.txt", "output.txt", "answer.txt"]
    for place, text in zip(places, texts):
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)
    sys.argv = ["interactor.py", *places]
    exec(compile(program, "interactor.py", "exec"), {"__name__": "__main__"})
main()
"""
"""Puts input and answer of a test into files, whose names an interactor in Python is given as testlib has it."""


def interacted(program: str, found: Found, interactor: Judge, test: Test, tests: Tests) -> Check:
    """Whether a program comes through one test. Raises CheckerBroken."""
    judge = _judging(interactor, test)
    if isinstance(judge, Check):
        return judge
    tools = _tools(interactor.language), _tools(tests.language)
    asked, ran = sandbox.converse(judge, _asked(program, tests), *tools)
    check = told_by(asked, "interactor")
    if check.outcome is Outcome.WRONG:
        return check
    if asked.ended is Ended.STARVED:
        return check
    if unknown := untold(ran, found.code, tests.language):
        return unknown
    why = ended_badly(ran, tests, found)
    return check if why is None else differs(why)


def _judging(interactor: Judge, test: Test) -> Job | Check:
    texts, language = (test.given, "", str(test.wanted)), interactor.language
    if language is None:
        return Job(_RUN, json.dumps([interactor.code, *texts]), None, SCRIPT_SECONDS, SCRIPT_MB)
    program = program_of(interactor)
    if isinstance(program, Check):
        return program
    command, memory = command_of(interactor, SCRIPT_MB), SCRIPT_MB + language.own_mb
    return Job(program, framed(*texts), None, SCRIPT_SECONDS, memory, role="exec", command=command)


def _asked(program: str, tests: Tests) -> Job:
    language = tests.language
    if language is None:
        return Job(program, "", None, tests.seconds, tests.memory_mb)
    command, memory = language.words(language.command, tests.memory_mb), tests.memory_mb + language.own_mb
    return Job(program, "", None, tests.seconds, memory, role="exec", command=command)


def _tools(language: Language | None) -> tuple[str, ...]:
    return language.needed(language.tools) if language else ()
