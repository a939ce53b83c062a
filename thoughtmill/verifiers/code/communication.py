"""Tasks with a manager, as contests of IOI have them: it talks to one run of the program or several, and scores them.

Each lies in a sandbox of its own. A run has one pipe in and one out, so what the manager hears and says is told apart
by frames (who, how much, the text), which are taken apart here and in its own `fopen`.
"""

import os
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock

from thoughtmill import sandbox
from thoughtmill.sandbox import Ended, Job, Ran
from thoughtmill.verifiers.code.judge import Manager
from thoughtmill.verifiers.code.judges import framed, program_of
from thoughtmill.verifiers.code.managers import MANAGER, OTHERWISE
from thoughtmill.verifiers.code.reference import SCRIPT_MB, SCRIPT_SECONDS, Test, Tests
from thoughtmill.verifiers.code.runs import Found, ended_badly, untold
from thoughtmill.verifiers.contract import LIMIT, SAME, Check, differs, unclear

FRAME = struct.Struct("<BI")
RIGHT, WRONG = "exit status 42", "exit status 43"
"""As the head of a manager ends it, by the score that it printed."""


def managed(program: str, found: Found, manager: Manager, test: Test, tests: Tests) -> Check:
    """Whether the runs of a program come through one test together. Raises CheckerBroken."""
    language, judge = tests.language, manager.judge
    assert language is not None
    assert judge.language is not None
    scorer = program_of(judge, MANAGER)
    if isinstance(scorer, Check):
        return scorer
    numbers = range(manager.processes)
    names = tuple(name for i in numbers for name in (f"u{i}_to_m", f"m_to_u{i}"))
    words, memory = judge.language.words((*judge.language.command, *names), SCRIPT_MB), SCRIPT_MB + language.own_mb
    asks = Job(
        scorer, framed(test.given, "", str(test.wanted)), None, SCRIPT_SECONDS, memory, role="exec", command=words
    )
    users: list[Job] = []
    for i in numbers:
        told = (f"m_to_u{i}", f"u{i}_to_m") if manager.fifos else ()
        last = (str(i),) if manager.processes > 1 else ()
        command, memory = (
            language.words((*language.command, *told, *last), tests.memory_mb),
            tests.memory_mb + language.own_mb,
        )
        users.append(Job(program, "", None, tests.seconds, memory, role="exec", command=command))
    pools = [sandbox.pool_of(one.needed(one.tools)) for one in (judge.language, language)]
    asked, runs = sandbox.twice(lambda: _together(asks, pools[0], users, pools[1]), *pools)
    if asked.ended in (Ended.TIME, Ended.STALLED, Ended.STARVED, Ended.MEMORY):
        return unclear(f"{LIMIT}: the manager: {asked.ended}")
    if asked.ended is Ended.DIED and asked.why == f"exit status {OTHERWISE}":
        return unclear("the manager can't tell: it opens its pipes otherwise than by fopen")
    for ran in runs:
        if unknown := untold(ran, found.code, language):
            return unknown
        if why := ended_badly(ran, tests, found):
            return differs(why)
    if asked.ended is Ended.DIED and asked.why == WRONG:
        return differs("the manager gives less than all points")
    return SAME if asked.ended is Ended.DIED and asked.why == RIGHT else unclear(f"the manager can't tell: {asked.why}")


def _together(asks: Job, pool: sandbox.Sandboxes, users: list[Job], others: sandbox.Sandboxes) -> tuple[Ran, list[Ran]]:
    """One run of the manager with those of the program, and what they say carried between them. Raises SandboxDied."""
    (heard, say), (told, said), lock = os.pipe(), os.pipe(), Lock()
    down, up = [os.pipe() for _ in users], [os.pipe() for _ in users]
    with ThreadPoolExecutor(2 * len(users) + 1) as threads:
        main = threads.submit(pool.run_once, asks, (heard, said))
        runs = [threads.submit(others.run_once, job, (down[i][0], up[i][1])) for i, job in enumerate(users)]
        carried = [threads.submit(_up, i, up[i][0], say, lock) for i in range(len(users))]
        _down(told, [end for _, end in down])
        for one in carried:
            one.result()
        os.close(say)
        return main.result(), [one.result() for one in runs]


def _up(number: int, end: int, say: int, lock: Lock) -> None:
    """What a program says, as frames, an empty one where it ends; read to the end, also where nobody hears it."""
    more = b" "
    while more:
        more = os.read(end, 65_536)
        with lock, suppress(BrokenPipeError):
            _write(say, FRAME.pack(number, len(more)) + more)
    os.close(end)


def _down(told: int, ends: list[int]) -> None:
    """What the manager says, out of its frames, each to whom it is for, until it ends."""
    waiting, opened = bytearray(), set(range(len(ends)))
    while more := os.read(told, 65_536):
        waiting += more
        while len(waiting) >= FRAME.size:
            number, size = FRAME.unpack_from(waiting)
            if len(waiting) < FRAME.size + size:
                break
            if number in opened and size:
                with suppress(BrokenPipeError):
                    _write(ends[number], bytes(waiting[FRAME.size : FRAME.size + size]))
            elif number in opened:
                os.close(ends[number])
                opened.discard(number)
            del waiting[: FRAME.size + size]
    os.close(told)
    for number in opened:
        os.close(ends[number])


def _write(end: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(end, rest) :]
