"""One sandbox seen from outside: start it, give it one job at a time, watch what it uses, end it."""

import json
import os
import select
import signal
import socket
import struct
import subprocess
from contextlib import suppress
from time import monotonic, sleep

from thoughtmill.errors import CheckerBroken
from thoughtmill.sandbox import seccomp, walls
from thoughtmill.sandbox.jobs import Ended, Job, Ran
from thoughtmill.sandbox.watch import MAX_THREADS, Watch

START_SECONDS, TRIES = 60.0, 5
STACKS = 1024 * 2**20
"""Address space over a job's memory: threads reserve stacks that they never fill."""

MAX_RUNS = 1_000
TICK_S = 0.01
END = struct.Struct("=i4xqqqq")
"""What the kernel tells of the end of a process: its status, user and system time in seconds and microseconds."""


class SandboxDied(Exception):
    """A sandbox ended although nobody ended it."""


class Sandbox:
    """One sandbox, used by one thread at a time for one job after another."""

    def __init__(self, tools: tuple[str, ...] = ()) -> None:
        """Start it and wait until it is ready; `tools`: programs that compile. Raises CheckerBroken if it can't be."""
        outer, *inner = seccomp.filters()
        outer_at, told, mapped = _pipe_with(outer), os.pipe(), os.pipe()
        self.orders, orders_end = socket.socketpair()
        self.orders.settimeout(START_SECONDS)
        as_root = os.geteuid() == 0
        words = walls.command(outer_at, told[1], inner, mapped[0] if as_root else None, tools)
        try:
            self.program = _start(words, orders_end.fileno(), (outer_at, told[1], mapped[0]))
        except BaseException:  # an interrupt, too, must leave no socket open; it goes on up
            self.orders.close()
            raise
        finally:
            orders_end.close()
            for end in (outer_at, told[1], mapped[0]):
                os.close(end)
        self.waiting, self.runs, self.alive = bytearray(), 0, -1
        try:
            with os.fdopen(told[0], "rb") as ids, os.fdopen(mapped[1], "wb"):
                self.first = int(json.loads(ids.read())["child-pid"])
                self.alive = os.pidfd_open(self.first)
                if as_root:
                    walls.map_users(self.first)
            self._expected(b"R")
            assert self.program.stderr is not None
            self.program.stderr.close()  # said nothing, and has nothing more to say
        except CheckerBroken:
            self.end()
            raise
        except (SandboxDied, TimeoutError, ValueError, OSError) as error:
            self.end()
            assert self.program.stderr is not None
            said = self.program.stderr.read().decode("utf-8", "replace").strip()[-300:]
            raise CheckerBroken("a sandbox to start", said or f"{error}", walls.TO_INSTALL) from error

    def run(self, job: Job, talk: tuple[int, int] | None = None) -> Ran:
        """Run one job. Raises SandboxDied. After anything but DONE, RAISED and DIED the sandbox is ended.

        talk: ends of pipes from which it reads and to which it writes; they are closed here once they are handed over.
        """
        self.runs += 1
        output, output_end = os.pipe()
        notes, notes_end = os.pipe()
        try:
            try:
                self._order(job, [talk[1], notes_end, talk[0]] if talk else [output_end, notes_end])
            finally:
                for end in (output_end, notes_end, *(talk or ())):
                    os.close(end)
            return self._follow(job, output, notes)
        finally:
            os.close(output)
            os.close(notes)

    def _follow(self, job: Job, output: int, notes: int) -> Ran:
        """Read what the candidate says and look at what it uses, until it has come to its end. Raises SandboxDied."""
        assert self.program.stdout is not None
        said, poll = {output: bytearray(), notes: bytearray()}, select.poll()
        poll.register(self.program.stdout, select.POLLIN)
        for pipe in said:
            os.set_blocking(pipe, False)
            poll.register(pipe, select.POLLIN)
        watch, end = Watch(self.first, job), None
        look = monotonic() + TICK_S
        while end is None:
            if monotonic() >= look:  # on this clock alone: nothing that is said puts it off
                if ended := watch.look():
                    self.end()
                    return Ran(ended, used=watch.used)
                look = monotonic() + TICK_S
            for pipe, _ in poll.poll(max(0.0, look - monotonic()) * 1000):
                if pipe not in said:
                    end = self._end_of_run()
                elif not _read(pipe, said[pipe]):
                    poll.unregister(pipe)
            for pipe in said if end is not None else ():  # whoever wrote is gone: what lies there is the rest
                while _read(pipe, said[pipe]):
                    pass
            if max(map(len, said.values())) > job.most + 2_000:
                self.end()
                return Ran(Ended.OUTPUT, used=watch.used)
        return _told(job, bytes(said[output]), bytes(said[notes]), *end)

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
        self.orders.close()
        if self.program.stdout is not None:
            self.program.stdout.close()

    def _order(self, job: Job, ends: list[int]) -> None:
        order = {
            "code": job.code,
            "function": job.function,
            "role": job.role,
            "command": job.command,
            "files": job.files,
            "memory": job.memory_mb * 2**20 + STACKS,
            "cpu": int(job.seconds) + 2 if job.role != "build" else int(job.seconds) // 3,  # of each compiler
            "threads": MAX_THREADS + 2,
        }
        head, given = json.dumps(order).encode(), job.given.encode("utf-8", "replace")
        content = struct.pack(">II", len(head), len(given)) + head + given
        try:
            self.orders.sendall(content[socket.send_fds(self.orders, [content], ends) :])
        except OSError as error:
            raise SandboxDied(str(error)) from error

    def _end_of_run(self) -> tuple[int, float]:
        """Status and CPU seconds of the run that has ended. Raises SandboxDied."""
        status, user_s, user_us, system_s, system_us = END.unpack(self._expected(b"E"))
        return status, user_s + system_s + (user_us + system_us) / 1e6

    def _expected(self, kind: bytes) -> bytes:
        """The content of the next frame. Raises SandboxDied if that says why there can be none of this kind."""
        found, content = self._frame(monotonic() + START_SECONDS)
        if found != kind:
            raise SandboxDied(content.decode("utf-8", "replace"))
        return content

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


def _told(job: Job, output: bytes, notes: bytes, status: int, used: float) -> Ran:
    """What came of a run that has come to its end, by whatever way. Raises SandboxDied if it never began."""
    status = os.waitstatus_to_exitcode(status)
    if notes[:1] != b"S":
        raise SandboxDied(f"the walls did not stand before the candidate came, status {status}")
    if used > job.seconds:
        return Ran(Ended.TIME, used=used)
    try:
        note = json.loads(notes[1:]) if len(notes) > 1 else None
    except (ValueError, RecursionError):
        note = {"error": "what it said of its result can't be read"}
    if isinstance(note, dict) and ("error" in note or "unreadable" in note):
        why = str(note.get("error", note.get("unreadable")))[:300]
        return Ran(Ended.RAISED, output, {**note, "error": why}, why, used)  # whatever a candidate forged, it is text
    if status:
        why = f"exit status {status}" if status > 0 else f"signal {-status}"
        return Ran(Ended.DIED, output, None, why, used)
    return Ran(Ended.DONE, output, note if isinstance(note, dict) else None, "", used)


def _pipe_with(content: bytes) -> int:
    """The reading end of a pipe that holds all of a short content."""
    read, write = os.pipe()
    os.write(write, content)
    os.close(write)
    return read


def _read(pipe: int, said: bytearray) -> bool:
    """Read some of what lies in a pipe. False if there is nothing, or never will be."""
    try:
        content = os.read(pipe, 65_536)
    except BlockingIOError:
        return False
    said += content
    return bool(content)


def _start(words: list[str], orders: int, fds: tuple[int, ...]) -> subprocess.Popen[bytes]:
    """Start a program; when the machine says "again" (a killed sandbox takes a moment to vanish), try again."""
    pause = 0.05
    for attempt in range(TRIES):
        try:
            return subprocess.Popen(
                words, stdin=orders, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=fds, env={}
            )
        except BlockingIOError as error:
            if attempt == TRIES - 1:
                raise CheckerBroken("a sandbox to start", str(error), "is the limit of processes reached?") from error
            sleep(pause)
            pause *= 2
    raise AssertionError
