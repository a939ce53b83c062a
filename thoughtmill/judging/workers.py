"""The worker processes that judge pieces of shards, on every core that this program may use.

A worker on which a piece breaks, that is killed, or that finishes no trace for `SILENT_S`, is ended. Workers are
started when they are needed, used by all shards of this program, and end with it. They get no environment but what
Python needs.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from thoughtmill.cores import usable_cores
from thoughtmill.errors import CheckerBroken
from thoughtmill.judging.frames import BROKE, FAILED, ORDER, TABLE, VERDICTS, as_table, from_table, receive, send

SILENT_S = 300.0
"""Longer than any single check may take, so a worker that is silent for this long hangs."""

_KEPT_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "THOUGHTMILL_RUN", "SPT_NOENV")


class PieceBroke(Exception):
    """A piece was not judged: a check raised `what`, or its worker ended or hung. `row`: at which trace, if known."""

    def __init__(self, row: int | None, what: str) -> None:
        super().__init__(row, what)
        self.row, self.what = row, what


class _Hung(Exception):
    """A worker is silent for too long."""


class Worker:
    """One worker process."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        package = str(Path(__file__).parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
        command = [sys.executable, "-P", "-m", "thoughtmill.judging.worker"]
        self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def judge(self, order: bytes, questions: pa.Table, traces: pa.Table, on_trace: Callable[[], None]) -> pa.Table:
        """The verdicts on one piece. Raises PieceBroke, CheckerBroken."""
        assert self.program.stdin is not None
        done = 0
        try:
            send(self.program.stdin, ORDER, order)
            for table in (questions, traces):
                send(self.program.stdin, TABLE, from_table(table))
            while (frame := receive(self)) is not None:
                kind, content = frame
                if kind == VERDICTS:
                    return as_table(content)
                if kind == FAILED:
                    raise CheckerBroken(*json.loads(content))
                if kind == BROKE:
                    raise PieceBroke(*json.loads(content))
                done += 1
                on_trace()
            what = f"its worker ended: exit {self.program.wait()}"
        except (OSError, _Hung) as error:
            what = f"its worker: {error}"
        raise PieceBroke(done if done < traces.num_rows else None, what)

    def read(self, size: int) -> bytes:
        """So many bytes of what it says, less at its end. Raises _Hung if it is silent for too long."""
        assert self.program.stdout is not None
        pipe, found = self.program.stdout.fileno(), b""
        while len(found) < size:
            readable, _, _ = select.select([pipe], [], [], SILENT_S)
            if not readable:
                raise _Hung(f"no trace done in {SILENT_S:.0f} s")
            more = os.read(pipe, size - len(found))
            if not more:
                break
            found += more
        return found

    def end(self) -> None:
        """Kill it and wait for it."""
        self.program.kill()
        self.program.wait()
        for pipe in (self.program.stdin, self.program.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class Workers:
    """The workers of this program: as many as usable cores at most, started when they are needed. Thread-safe."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner = 0
        self.idle: list[Worker] = []
        self.threads: ThreadPoolExecutor | None = None

    def open(self) -> ThreadPoolExecutor:
        """The threads that wait for workers, one a core."""
        with self.lock:
            if self.threads is None or self.owner != os.getpid():  # after a fork the workers are the parent's
                if self.owner == 0:
                    atexit.register(self.end)
                self.owner, self.idle = os.getpid(), []
                self.threads = ThreadPoolExecutor(usable_cores(), thread_name_prefix="judging")
            return self.threads

    def judge(
        self,
        order: bytes,
        questions: pa.Table,
        traces: pa.Table,
        on_trace: Callable[[], None],
        *,
        fresh: bool = False,
    ) -> pa.Table:
        """The verdicts on one piece, by an idle worker or a fresh one. Raises PieceBroke, CheckerBroken."""
        worker = Worker() if fresh else self._take()
        try:
            found = worker.judge(order, questions, traces, on_trace)
        except BaseException:
            worker.end()
            raise
        with self.lock:
            self.idle.append(worker)
        return found

    def _take(self) -> Worker:
        with self.lock:
            while self.idle:
                worker = self.idle.pop()
                if worker.program.poll() is None:
                    return worker
                worker.end()
        return Worker()

    def end(self) -> None:
        """Kill the workers; the next shard starts others."""
        with self.lock:
            if self.owner == os.getpid():
                for worker in self.idle:
                    worker.end()
            self.idle, threads, self.threads = [], self.threads, None
        if threads is not None:
            threads.shutdown(wait=False, cancel_futures=True)


WORKERS = Workers()
