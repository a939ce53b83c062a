"""What a run in the sandbox says of a program: that it failed, or that nothing can be said."""

import re
from dataclasses import dataclass

from thoughtmill.sandbox import Ended, Ran
from thoughtmill.verifiers.code.languages import Language
from thoughtmill.verifiers.code.languages.language import CANT
from thoughtmill.verifiers.code.reference import Tests
from thoughtmill.verifiers.contract import LIMIT, Check, Outcome

_MISSING = re.compile(r"^ModuleNotFoundError: No module named '(\w+)")
"""For what a program raised: it may be right where that package is."""


@dataclass(frozen=True, slots=True)
class Found:
    """The program in an answer; `fenced`: whether it stood in a block of code."""

    code: str
    fenced: bool


def untold(ran: Ran, code: str, language: Language | None = None) -> Check | None:
    """The UNDECIDED check of a run that tells nothing: a busy machine, no such package, or nobody can call it."""
    if ran.ended is Ended.STARVED:
        return Check(Outcome.UNDECIDED, f"{LIMIT}: the machine is too busy to tell")
    if language is not None and ran.ended is Ended.DIED:
        if ran.output.startswith(CANT.encode()):
            return Check(Outcome.UNDECIDED, f"missing: {ran.output[len(CANT) :][:200].decode('utf-8', 'replace')}")
        if package := language.absent(code):
            return Check(Outcome.UNDECIDED, f"missing: the package {package} is not there to run it")
        return None
    missing = _MISSING.search((ran.note or {}).get("error") or "")
    if missing and re.search(rf"^(?:import\b.*\b|from +){missing[1]}\b", code, re.MULTILINE):
        return Check(Outcome.UNDECIDED, f"missing: the package {missing[1]} is not there to run it")
    return None


def ended_badly(ran: Ran, tests: Tests, found: Found) -> str | None:
    """Why a run did not come to a good end, None if it did."""
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
    return None if ran.ended is Ended.DONE else ran.why
