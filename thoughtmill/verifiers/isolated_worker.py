"""Ask a checker in a child that can be killed: limits of time and memory, from any thread, and no orphan.

A checker is a program that hands `prepare` and `answer` to `isolated_loop.serve`. The first question starts it: a stem
that loads its libraries once and then only forks. Each fork is a child that answers one caller's questions over a
socket of its own, one after the other, and stays warm until it exceeds a limit; then it is killed and a fresh fork,
which costs milliseconds, tries once more. At most one child a core. Stem and children get no environment but what
Python needs, and end with this program, even if that is killed: the stem sees its parent gone, and the kernel ends
children with the stem.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from thoughtmill.cores import usable_cores
from thoughtmill.errors import CheckerBroken

START_SECONDS, FORK_SECONDS = 120.0, 10.0
"""Until a stem has loaded its libraries; until a fork says that it is there."""
PATIENCE, GRACE_SECONDS = 4, 0.04
"""The limit is CPU time, so that a busy machine changes no verdict; by the wall it is so many times that, and a bit."""

_KEPT_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "THOUGHTMILL_RUN", "SPT_NOENV")
_CALM = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""The same order of sets in every child; no threads where a fork is to come."""


class LimitExceeded(Exception):
    """A check ran out of time or memory, or ended its checker, twice."""


class _Gone(Exception):
    """The stem or the child at the other end is not there."""


class _Child:
    """One forked checker and the socket to it."""

    def __init__(self, ours: socket.socket) -> None:
        self.socket, self.waiting = ours, b""
        ours.settimeout(FORK_SECONDS)
        try:
            hello, fds, _, _ = socket.recv_fds(ours, 1, 1)
        except OSError as error:
            raise _Gone from error
        if not hello or not fds:
            raise _Gone
        self.handle = fds[0]  # a pidfd: it never means another program, as a number may

    def ask(self, request: bytes, seconds: float) -> dict[str, Any]:
        """One question, one reply. Raises LimitExceeded."""
        begun = monotonic()
        end = begun + PATIENCE * seconds + GRACE_SECONDS
        try:
            self._wait_until(end)
            self.socket.sendall(b"%g %d\n" % (seconds, len(request)) + request)
            while b"\n" not in self.waiting:
                self._wait_until(end)
                more = self.socket.recv(65_536)
                if not more:
                    raise LimitExceeded("time" if monotonic() - begun > seconds - GRACE_SECONDS else "the checker died")
                self.waiting += more
        except TimeoutError as error:
            raise LimitExceeded("time") from error
        except OSError as error:
            raise LimitExceeded("the checker died") from error
        line, _, self.waiting = self.waiting.partition(b"\n")
        reply = json.loads(line)
        if "limit" in reply:
            raise LimitExceeded(reply["limit"])
        return reply

    def _wait_until(self, end: float) -> None:
        left = end - monotonic()
        if left <= 0:
            raise TimeoutError
        self.socket.settimeout(left)

    def end(self) -> None:
        """Kill it; its stem buries it."""
        with suppress(OSError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        self.forget()

    def forget(self) -> None:
        """Close our ends."""
        for close in (self.socket.close, lambda: os.close(self.handle)):
            with suppress(OSError):
                close()


class _Stem:
    """The program that has loaded the libraries and forks."""

    def __init__(self, program: Path, memory_mb: int) -> None:
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ} | _CALM
        package = str(Path(__file__).parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
        self.control, theirs = socket.socketpair()
        # -P: the folder of the program, with a math.py in it, is not where modules are looked for
        command = [sys.executable, "-P", str(program), str(theirs.fileno()), str(memory_mb)]
        with theirs, tempfile.TemporaryFile() as said:
            self.program = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=environment,
                pass_fds=[theirs.fileno()],
            )
            theirs.close()
            self.control.settimeout(START_SECONDS)
            try:
                ready = self.control.recv(1)
            except OSError:
                ready = b""
            if not ready:
                self.end()
                said.seek(0)
                told = said.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["it said nothing"]
                raise CheckerBroken(
                    f"the checker {program.stem} to start",
                    f"exit {self.program.returncode}: {told[0][:500]}",
                    f"mend what it says; to see all of it, run {' '.join(command[:3])}",
                )

    def fork(self) -> _Child:
        """A fresh child. Raises _Gone."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self.control.settimeout(FORK_SECONDS)
                socket.send_fds(self.control, [b"f"], [theirs.fileno()])
            return _Child(ours)
        except (_Gone, OSError) as error:
            ours.close()
            raise _Gone from error

    def end(self) -> None:
        """Kill it, and the kernel all its children; wait for it."""
        self.program.kill()
        self.program.wait()
        self.control.close()


class IsolatedWorker:
    """One kind of checker: its stem and children, started when they are needed. Thread-safe; survives a fork of ours.

    `seconds` of CPU, and PATIENCE times that by the wall, are the limits of the first try and of the second one, by a
    fresh child.
    """

    def __init__(self, program: Path, seconds: tuple[float, float], memory_mb: int) -> None:
        self.program, self.seconds, self.memory_mb = program, seconds, memory_mb
        self.registered = False
        self._as_new()

    def _as_new(self) -> None:
        self.lock = threading.Lock()
        self.places: threading.Semaphore | None = None
        self.stem: _Stem | None = None
        self.idle: list[_Child] = []

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """What `answer` of the program returns for `request`.

        Raises LimitExceeded if two tries exceed time or memory, CheckerBroken if the checker can't be started or fails.
        """
        asked = json.dumps(request).encode()
        with self._places():
            for number, seconds in enumerate(self.seconds):
                with self._child(fresh=number > 0) as child:
                    try:
                        reply = child.ask(asked, seconds)
                    except LimitExceeded:
                        if number + 1 < len(self.seconds):
                            child.end()
                            continue
                        raise
                if "broken" in reply:
                    raise CheckerBroken(
                        f"an answer of the checker {self.program.stem}",
                        reply["broken"],
                        "report this; no text may do it",
                    )
                return reply
        raise AssertionError("a try either returns or raises")

    def _places(self) -> threading.Semaphore:
        """As many as there are cores, which are counted by the first question: importing a module reads nothing."""
        with self.lock:
            if self.places is None:
                self.places = threading.Semaphore(usable_cores())
            return self.places

    @contextmanager
    def _child(self, *, fresh: bool) -> Generator[_Child]:
        """A child for one question; kept for the next one unless something is raised."""
        with self.lock:
            child = self.idle.pop() if self.idle and not fresh else self._fork()
            idle = self.idle  # of this program: after a fork it is another list
        try:
            yield child
        except BaseException:
            child.end()
            raise
        with self.lock:
            if self.idle is idle and child.socket.fileno() >= 0:
                idle.append(child)

    def _fork(self) -> _Child:
        """A fresh child, of a fresh stem if there is none that lives. Raises CheckerBroken."""
        for _ in range(3):
            if self.stem is None:
                self._register()
                self.stem = _Stem(self.program, self.memory_mb)
            with suppress(_Gone):
                return self.stem.fork()
            self._end()
        raise CheckerBroken(
            f"a child of the checker {self.program.stem}", "three stems forked none", "free memory and processes"
        )

    def _register(self) -> None:
        if not self.registered:
            self.registered = True
            atexit.register(self.end)
            os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        """In a fork of ours: what was started is the parent's; close our copies of its sockets."""
        if self.stem is not None:
            self.stem.control.close()
            self.stem.program.returncode = 0  # not ours to wait for
        for child in self.idle:
            child.forget()
        self._as_new()

    def end(self) -> None:
        """Kill the stem and its children if there are any; the next question starts others."""
        with self.lock:
            self._end()

    def _end(self) -> None:
        for child in self.idle:
            child.end()
        self.idle = []
        if self.stem is not None:
            self.stem.end()
            self.stem = None
