"""One sandbox seen from outside: start it, give it one job at a time, watch what it uses, end it."""

import json
import os
import select
import signal
import struct
import subprocess
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from thoughtmill.errors import CheckerBroken
from thoughtmill.sandbox import seccomp, walls
from thoughtmill.sandbox.jobs import Ended, Job, Ran

START_SECONDS, TRIES = 60.0, 5
STACKS = 1024 * 2**20
"""Address space over a job's memory: threads reserve stacks that they never fill."""

MAX_THREADS, MAX_RUNS = 128, 1_000
TICK_S = 0.01
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class SandboxDied(Exception):
    """A sandbox ended although nobody ended it."""


class Sandbox:
    """One sandbox, used by one thread at a time for one job after another."""

    def __init__(self) -> None:
        """Start it and wait until it is ready. Raises CheckerBroken if it can't be started."""
        outer, inner = seccomp.filters()
        outer_at, told = _pipe_with(outer), os.pipe()
        words = walls.command(outer_at, told[1], inner)
        try:
            self.program = _start(words, (outer_at, told[1]))
        finally:
            os.close(outer_at)
            os.close(told[1])
        self.waiting, self.runs, self.alive = bytearray(), 0, -1
        try:
            with os.fdopen(told[0], "rb") as ids:
                self.first = int(json.loads(ids.read())["child-pid"])
            self.alive = os.pidfd_open(self.first)
            kind, _ = self._frame(monotonic() + START_SECONDS)
            assert kind == b"R"
            assert self.program.stderr is not None
            self.program.stderr.close()  # said nothing, and has nothing more to say
        except (SandboxDied, TimeoutError, ValueError, OSError) as error:
            self.end()
            assert self.program.stderr is not None
            said = self.program.stderr.read().decode("utf-8", "replace").strip()[-300:]
            raise CheckerBroken("a sandbox to start", said or f"{error}", walls.TO_INSTALL) from error

    def run(self, job: Job) -> Ran:
        """Run one job. Raises SandboxDied. After anything but DONE, RAISED and DIED the sandbox is ended."""
        self.runs += 1
        self._order(job)
        begun = monotonic()
        found: dict[bytes, bytearray] = {b"O": bytearray(), b"N": bytearray()}
        used = 0.0
        while True:
            try:
                kind, content = self._frame(monotonic() + TICK_S)
            except TimeoutError:
                ended, used = self._limits(job, monotonic() - begun, used)
                if ended:
                    self.end()
                    return Ran(ended, used=used)
                continue
            if kind == b"E":
                return self._told(found, json.loads(content), used)
            found[kind] += content
            if len(found[kind]) > job.most + 2_000:
                self.end()
                return Ran(Ended.OUTPUT, used=used)

    @property
    def usable(self) -> bool:
        """Whether another job may be given to it."""
        return self.alive >= 0 and self.runs < MAX_RUNS and self.program.poll() is None

    def end(self) -> None:
        """Kill everything in it and wait until it is gone."""
        if self.alive >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.alive, signal.SIGKILL)
            select.select([self.alive], [], [], START_SECONDS)
            os.close(self.alive)
            self.alive = -1
        self.program.kill()
        self.program.wait()
        for pipe in (self.program.stdin, self.program.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _order(self, job: Job) -> None:
        order = {
            "code": job.code,
            "function": job.function,
            "memory": job.memory_mb * 2**20 + STACKS,
            "cpu": int(job.seconds) + 2,
            "threads": MAX_THREADS + 2,
        }
        head, given = json.dumps(order).encode(), job.given.encode("utf-8", "replace")
        assert self.program.stdin is not None
        try:
            self.program.stdin.write(struct.pack(">II", len(head), len(given)) + head + given)
            self.program.stdin.flush()
        except OSError as error:
            raise SandboxDied(str(error)) from error

    def _frame(self, until: float) -> tuple[bytes, bytes]:
        """The next frame. Raises TimeoutError, SandboxDied."""
        assert self.program.stdout is not None
        pipe = self.program.stdout.fileno()
        while True:
            if len(self.waiting) >= 5:
                size = struct.unpack_from(">I", self.waiting, 1)[0]
                if len(self.waiting) >= 5 + size:
                    kind, content = bytes(self.waiting[:1]), bytes(self.waiting[5 : 5 + size])
                    del self.waiting[: 5 + size]
                    return kind, content
            if not select.select([pipe], [], [], max(0.0, until - monotonic()))[0]:
                raise TimeoutError("not ready in time")
            more = os.read(pipe, 65_536)
            if not more:
                raise SandboxDied(f"exit {self.program.poll()}")
            self.waiting += more

    def _limits(self, job: Job, wall: float, used: float) -> tuple[Ended | None, float]:
        """Which limit is exceeded, if any, and the CPU seconds used so far. There is one process to look at."""
        with suppress(OSError, IndexError):  # it may be gone at any moment
            child = Path(f"/proc/{self.first}/task/{self.first}/children").read_text(encoding="ascii").split()[0]
            fields = (
                Path(f"/proc/{child}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            )
            used = (int(fields[11]) + int(fields[12])) / _TICKS
            if int(fields[21]) * _PAGE > job.memory_mb * 2**20:
                return Ended.MEMORY, used
            if int(fields[17]) > MAX_THREADS:
                return Ended.THREADS, used
            if used > job.seconds:
                return Ended.TIME, used
        return (Ended.STALLED if wall > 3 * job.seconds + 2 else None), used

    def _told(self, found: dict[bytes, bytearray], end: dict[str, Any], used: float) -> Ran:
        notes, output = bytes(found[b"N"]), bytes(found[b"O"])
        if notes[:1] != b"S":
            self.end()
            raise SandboxDied(f"the walls did not stand before the candidate came, status {end['status']}")
        if end["left"]:
            self.end()  # files of this candidate must not wait for the next one
        if end["files"]:
            return Ran(Ended.FILES, used=used)
        status = os.waitstatus_to_exitcode(end["status"])
        if status in (-signal.SIGXCPU, -signal.SIGKILL) and used > 1:
            return Ran(Ended.TIME, used=used)
        try:
            note = json.loads(notes[1:]) if len(notes) > 1 else None
        except (ValueError, RecursionError):
            note = {"error": "what it said of its result can't be read"}
        if isinstance(note, dict) and ("error" in note or "unreadable" in note):
            return Ran(Ended.RAISED, output, note, str(note.get("error", note.get("unreadable")))[:300], used)
        if status:
            why = f"exit status {status}" if status > 0 else f"signal {signal.Signals(-status).name}"
            return Ran(Ended.DIED, output, None, why, used)
        return Ran(Ended.DONE, output, note if isinstance(note, dict) else None, "", used)


def _pipe_with(content: bytes) -> int:
    """The reading end of a pipe that holds all of a short content."""
    read, write = os.pipe()
    os.write(write, content)
    os.close(write)
    return read


def _start(words: list[str], fds: tuple[int, int]) -> subprocess.Popen[bytes]:
    """Start a program; when the machine says "again" (a killed sandbox takes a moment to vanish), try again."""
    pause = 0.05
    for attempt in range(TRIES):
        try:
            return subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=fds, env={}
            )
        except BlockingIOError as error:
            if attempt == TRIES - 1:
                raise CheckerBroken("a sandbox to start", str(error), "is the limit of processes reached?") from error
            sleep(pause)
            pause *= 2
    raise AssertionError
