"""Tests that are a script of assertions: run in a sandbox of their own, from where they ask the program in its."""

from thoughtmill import sandbox
from thoughtmill.sandbox import Ended
from thoughtmill.verifiers.code.reference import Tests
from thoughtmill.verifiers.code.runs import Found, ended_badly, untold
from thoughtmill.verifiers.contract import LIMIT, Check, Outcome


def judged_by_script(found: Found, tests: Tests) -> Check:
    """Whether a program passes all that a script asserts. Raises CheckerBroken."""
    script, program = sandbox.converse(*tests.talk(found.code))
    note = script.note or {}
    if script.ended is Ended.DONE and isinstance(note.get("value"), int) and note["value"] > 0:
        return Check(Outcome.CORRECT)
    if check := untold(program, found.code):
        return check
    why = ended_badly(program, tests, found)
    if note.get("kind") == "failed":
        return Check(Outcome.WRONG, str(note["error"]))
    waited = note.get("waited")
    if program.ended is Ended.STALLED and not (isinstance(waited, int | float) and waited >= tests.seconds):
        return Check(Outcome.UNDECIDED, f"{LIMIT}: the tests themselves: the program waited for them")
    if why is not None:
        return Check(Outcome.WRONG, why)
    if note.get("kind") == "gone":
        return Check(Outcome.WRONG, "it ended before all was asked")
    if script.ended in (Ended.TIME, Ended.STALLED, Ended.STARVED, Ended.MEMORY):
        return Check(Outcome.UNDECIDED, f"{LIMIT}: the tests themselves: {script.ended}")
    return Check(Outcome.UNDECIDED, f"the tests can't be run: {note.get('error') or script.why or script.ended}")
