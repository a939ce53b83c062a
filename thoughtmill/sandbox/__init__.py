"""Run a program that nobody trusts, on this machine, in a sandbox; or say loudly that it can't be run.

Contained, each by a test: environment, network, files, processes, threads, memory, output, time, tracing and killing
of others, kernel keyrings; and no candidate finds or leaves anything for the next. Not contained: bugs of the kernel;
what can be learnt from timing. Not covered: programs that start others. Without bubblewrap nothing runs: CheckerBroken.
How it works, and what a container needs: docs/sandbox.md.
"""

import atexit
import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TypeVar

from thoughtmill.errors import CheckerBroken
from thoughtmill.sandbox import walls
from thoughtmill.sandbox.jobs import Ended, Job, Ran
from thoughtmill.sandbox.sandboxes import Sandbox, SandboxDied

T = TypeVar("T")

REMEMBERED_S = 60.0
"""For so long a failed start is believed, before another one is tried."""

_PROBE = """
import ctypes, json, os, struct
def refused(act):
    try:
        act()
    except OSError:
        return True
def connect():
    import socket
    socket.socket()
libc = ctypes.CDLL(None)
def capabilities():
    header, held = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0)), ctypes.create_string_buffer(24)
    return held.raw if libc.capget(header, held) == 0 else None
print(json.dumps({
    "a user of its own": os.getuid() == 65534,
    "an empty environment": not os.environ,
    "no files but its own":
        set(os.listdir("/")) <= set("dev etc lib lib64 python thoughtmill tmp usr".split()),
    "nothing to write but /tmp": refused(lambda: open("/x", "w")) and refused(lambda: open("/dev/x", "w")),
    "devices that stay as they are": refused(lambda: os.utime("/dev/null")) and refused(lambda: os.utime("/dev/zero")),
    "no processes": refused(os.fork) and refused(lambda: os.execv("/python/bin/python", ["python"])),
    "no network": refused(connect),
    "no capabilities": capabilities() == bytes(24),
    "no mounts": libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None) == -1,
    "filtered calls": libc.prctl(21, 0, 0, 0, 0) in (2, -1),
}))
"""
"""Tells wall by wall whether it stands."""


class Sandboxes:
    """The sandboxes of this program: started when they are needed, used again while they are clean. Thread-safe."""

    def __init__(self, tools: tuple[str, ...] = ()) -> None:
        self.tools = tools
        self.lock = threading.Lock()
        self.owner = 0
        self.idle: list[Sandbox] = []
        self.starter: ThreadPoolExecutor | None = None
        self.sound = False
        self.fault: CheckerBroken | None = None
        self.looked = 0.0

    def run(self, job: Job) -> Ran:
        """Run one job in a clean sandbox. Raises CheckerBroken if there can be none, or if two died on it."""
        return twice(lambda: self.run_once(job), self)

    def converse(self, tests: Job, program: Job, others: "Sandboxes") -> tuple[Ran, Ran]:
        """Run tests here and the program that they ask in a sandbox of others. Raises CheckerBroken."""
        with ThreadPoolExecutor(1) as thread:

            def both() -> tuple[Ran, Ran]:
                """Both runs, with pipes of their own."""
                (heard, asks), (answers, said) = os.pipe(), os.pipe()
                other = thread.submit(others.run_once, program, (heard, said))
                try:
                    return self.run_once(tests, (answers, asks)), other.result()
                finally:
                    other.exception()

            return twice(both, others, self)

    def run_once(self, job: Job, talk: tuple[int, int] | None = None) -> Ran:
        """One job, once; talk: as `Sandbox.run`, closed here in any case. Raises SandboxDied, CheckerBroken."""
        try:
            sandbox = self._take()
        except BaseException:  # an interrupt, too, must leave no pipe open; it goes on up
            for end in talk or ():
                os.close(end)
            raise
        try:
            ran = sandbox.run(job, talk)
        except BaseException:  # an interrupt leaves a sandbox with half a run, which nobody may use; it goes on up
            sandbox.end()
            raise
        self._give_back(sandbox)
        return ran

    def probe(self) -> None:
        """Once a program, really run something and see every wall stand. Raises CheckerBroken, with what to install."""
        starter = self._open()
        with self.lock:
            if self.sound:
                return
            if self.fault is not None and monotonic() - self.looked < REMEMBERED_S:
                raise CheckerBroken(*self.fault.args)
            try:
                self.idle.append(_probed(starter, self.tools))
            except CheckerBroken as fault:
                self.fault, self.looked = fault, monotonic()
                raise
            self.sound = True

    def end(self) -> None:
        """Kill the idle sandboxes; the next job starts others."""
        with self.lock:
            if self.owner == os.getpid():
                for sandbox in self.idle:
                    sandbox.end()
            self.idle, starter, self.starter = [], self.starter, None
        if starter is not None:
            starter.shutdown(wait=False)

    def _open(self) -> ThreadPoolExecutor:
        """The thread that starts sandboxes: they end with the thread that started them, so it must outlive them."""
        with self.lock:
            if self.starter is None or self.owner != os.getpid():  # after a fork the sandboxes are the parent's
                if self.owner == 0:
                    atexit.register(self.end)
                self.owner, self.idle = os.getpid(), []
                self.starter = ThreadPoolExecutor(1, thread_name_prefix="sandboxes")
            return self.starter

    def _take(self) -> Sandbox:
        starter = self._open()
        with self.lock:
            while self.idle:
                sandbox = self.idle.pop()
                if sandbox.usable:
                    return sandbox
                sandbox.end()
        return starter.submit(Sandbox, self.tools).result()

    def _give_back(self, sandbox: Sandbox) -> None:
        with self.lock:
            if sandbox.usable and self.owner == os.getpid():
                self.idle.append(sandbox)
                return
        sandbox.end()


def _probed(starter: ThreadPoolExecutor, tools: tuple[str, ...]) -> Sandbox:
    """A sandbox that was seen to hold. Raises CheckerBroken."""
    for file, told in ((f"task/{os.getpid()}/children", "the children of a process"), ("schedstat", "waits for a CPU")):
        if not Path(f"/proc/self/{file}").exists():
            raise CheckerBroken(
                f"a /proc that tells {told}, to watch sandboxes", f"no /proc/self/{file}", "mount /proc"
            )
    sandbox = starter.submit(Sandbox, tools).result()
    try:
        ran = sandbox.run(Job(_PROBE, ""))
        stands: dict[str, bool] = json.loads(ran.output)
    except (SandboxDied, ValueError) as error:
        sandbox.end()
        raise CheckerBroken("a sandbox that runs Python", f"{error}", walls.TO_INSTALL) from error
    if ran.ended is not Ended.DONE or not all(stands.values()):
        sandbox.end()
        fallen = [wall for wall, good in stands.items() if not good]
        raise CheckerBroken("every wall of the sandbox to stand", f"not so: {fallen or ran.why}", "see docs/sandbox.md")
    return sandbox


SANDBOXES = Sandboxes()
POOLS: dict[tuple[str, ...], Sandboxes] = {(): SANDBOXES}
"""Sandboxes by the programs of the system that are there beside Python: compilers, interpreters."""


def run(job: Job, tools: tuple[str, ...] = ()) -> Ran:
    """Run one job in a sandbox of this program, with these programs of the system; from any thread. CheckerBroken."""
    return pool_of(tools).run(job)


def converse(tests: Job, program: Job, tools: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> tuple[Ran, Ran]:
    """Run tests and the program that they ask, with these programs of the system and those. Raises CheckerBroken.

    Standard output of each is standard input of the other. `given` is a file for one that is given something.
    """
    return pool_of(tools).converse(tests, program, pool_of(others))


def twice(work: Callable[[], T], *pools: Sandboxes) -> T:
    """Work in sandboxes of these, once more if one of them died. Raises CheckerBroken."""
    for pool in pools:
        pool.probe()
    with suppress(SandboxDied):
        return work()
    try:
        return work()
    except SandboxDied as death:
        raise CheckerBroken(
            "a sandbox that lives as long as its job", f"two died: {death}", "is there enough memory?"
        ) from death


def pool_of(tools: tuple[str, ...]) -> Sandboxes:
    """The sandboxes that have these programs of the system."""
    return POOLS.get(tools) or POOLS.setdefault(tools, Sandboxes(tools))


def missing() -> str | None:
    """Why code can't be run here and what to install, in one line; None if it can. The first call takes a moment."""
    try:
        SANDBOXES.probe()
    except CheckerBroken as fault:
        expected, found, todo = fault.args
        return f"code can't be run here: expected {expected}, found {found}; {todo}"
    return None


__all__ = ["SANDBOXES", "Ended", "Job", "Ran", "Sandboxes", "converse", "missing", "pool_of", "run", "twice"]
