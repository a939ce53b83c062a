"""Ask an algebra system whether two expressions are equal, in a process that can be killed.

One worker for this process, started at the first question and used again; a check may take one second and 300 MB over
what the worker needs for itself. A worker that exceeds either is killed and a fresh one tries once more, alone. Works
from any thread. A small process of our own rather than a pool: it starts no threads here, imports nobody's `__main__`,
inherits no environment, and ends with this program even if that is killed.
"""

import atexit
import json
import os
import re
import select
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from thoughtmill.errors import CheckerBroken
from thoughtmill.verifiers.contract import LIMIT, Check, Outcome

SECONDS, MEMORY_MB, START_SECONDS = 1.0, 300, 120.0
MAX_CHARS, MAX_DEPTH, MAX_TOWER = 600, 24, 2
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV", "THOUGHTMILL_RUN")
_PROGRAM = Path(__file__).with_name("symbolic_worker.py")
_MATHS = re.compile(r"(?:[\s\d.,+\-*/^_(){}\[\]|!=<>&%']|\\\\|\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z]{1,2}(?![A-Za-z]))*")
_FORBIDDEN = re.compile(r"\\(?:input|include|write|def|let|csname|text|begin|end)")


class LimitExceeded(Exception):
    """The worker ran out of time or memory."""


class _Worker:
    """One worker process and its pipes."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        command = [sys.executable, "-P", str(_PROGRAM), str(MEMORY_MB), str(SECONDS)]
        self.program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self.waiting = b""
        try:
            ready = self._line(START_SECONDS)
        except LimitExceeded as error:
            self.end()
            raise CheckerBroken(
                "the algebra worker to start",
                f"exit {self.program.returncode}",
                f"run {' '.join(command)} and read why",
            ) from error
        assert ready == {"ready": True}

    def ask(self, answer: str, reference: str) -> dict[str, Any]:
        """One question, one reply. Raises LimitExceeded."""
        assert self.program.stdin is not None
        try:
            self.program.stdin.write(json.dumps({"answer": answer, "reference": reference}).encode() + b"\n")
            self.program.stdin.flush()
        except OSError as error:
            raise LimitExceeded("gone") from error
        reply = self._line(SECONDS)
        if "limit" in reply:
            raise LimitExceeded(reply["limit"])
        return reply

    def _line(self, seconds: float) -> dict[str, Any]:
        assert self.program.stdout is not None
        end = monotonic() + seconds
        while b"\n" not in self.waiting:
            readable, _, _ = select.select([self.program.stdout], [], [], max(0.0, end - monotonic()))
            if not readable:
                raise LimitExceeded("time")
            more = os.read(self.program.stdout.fileno(), 65_536)
            if not more:
                raise LimitExceeded("the worker died")
            self.waiting += more
        line, _, self.waiting = self.waiting.partition(b"\n")
        return json.loads(line)

    def end(self) -> None:
        """Kill it and wait for it."""
        self.program.kill()
        self.program.wait()
        for pipe in (self.program.stdin, self.program.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class Algebra:
    """The one worker of this process, started when it is first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.worker: _Worker | None = None
        self.owner = 0

    def ask(self, answer: str, reference: str) -> dict[str, Any]:
        """The worker's reply; a worker over its limits is killed, and a fresh one tries once more. Thread-safe.

        Raises LimitExceeded if that one exceeds them too, CheckerBroken if none can be started.
        """
        with self.lock:
            try:
                return self._running().ask(answer, reference)
            except LimitExceeded:
                self.end()
            try:
                return self._running().ask(answer, reference)
            except LimitExceeded:
                self.end()
                raise

    def _running(self) -> _Worker:
        if self.owner != os.getpid():  # after a fork the worker is the parent's
            if self.owner == 0:
                atexit.register(self.end)
            self.worker, self.owner = None, os.getpid()
        if self.worker is None or self.worker.program.poll() is not None:
            self.worker = _Worker()
        return self.worker

    def end(self) -> None:
        """Kill the worker if there is one; the next question starts another."""
        if self.worker is not None and self.owner == os.getpid():
            self.worker.end()
        self.worker = None


ALGEBRA = Algebra()


def equal(answer: str, reference: str) -> Check:
    """Whether two undressed expressions are equal. Raises CheckerBroken if no worker can be started."""
    if why := not_for_algebra(reference):
        return Check(Outcome.UNDECIDED, why)
    if why := not_for_algebra(answer):
        return Check(Outcome.UNDECIDED if why.startswith("too") else Outcome.WRONG, why)
    try:
        reply = ALGEBRA.ask(answer, reference)
    except LimitExceeded as limit:
        return Check(Outcome.UNDECIDED, f"{LIMIT}: {limit}")
    if reply["same"] is None:
        return Check(Outcome.UNDECIDED, f"the algebra system can't tell: {reply['why']}")
    return Check(Outcome.CORRECT) if reply["same"] else Check(Outcome.WRONG, reply["why"])


def not_for_algebra(text: str) -> str | None:
    """Why an expression isn't even shown to the algebra system, None if it may be."""
    if len(text) > MAX_CHARS:
        return "too long for algebra"
    if not _MATHS.fullmatch(text) or _FORBIDDEN.search(text):
        return "not mathematics"
    depth = 0
    for c in text:
        depth += c in "({["
        depth -= c in ")}]"
        if depth > MAX_DEPTH:
            return "too deep for algebra"
    tower = max((len(run.group()) for run in re.finditer(r"(?:\^[^\^+\-=,\s]*)+", text)), default=0)
    if text.count("^") > MAX_TOWER and re.search(r"\^[{(]?[^+\-*/=,{}()]*\^[{(]?[^+\-*/=,{}()]*\^", text):
        return "too high a tower of powers"
    return "too long an exponent" if tower > MAX_CHARS // 2 else None
