"""Judge a shard in worker processes: on every core, and so that a worker that dies costs a second and no verdict.

A shard is cut into pieces; each piece goes to an idle worker. A worker that is killed, or that finishes no trace for
`SILENT_S`, is replaced and its piece judged once more by a fresh one; a piece that ends two workers is CheckerBroken,
never a verdict. Workers are started when they are needed, used by all shards of this program, and end with it. They get
no environment but what Python needs.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from thoughtmill.campaign import Policy
from thoughtmill.errors import CheckerBroken
from thoughtmill.judging.cascade import within_limits
from thoughtmill.judging.frames import FAILED, ORDER, TABLE, VERDICTS, as_table, from_table, receive, send
from thoughtmill.store.schemas import VERDICTS as VERDICT_ROWS

PIECE_TRACES, PIECE_BYTES = 64, 4_000_000
SILENT_S = 300.0
"""Longer than any single check may take, so a worker that is silent for this long hangs."""

_KEPT_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "THOUGHTMILL_RUN", "SPT_NOENV")


class WorkerDied(Exception):
    """A worker ended, or hung and was ended, before its verdicts came."""


class Worker:
    """One worker process."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        package = str(Path(__file__).parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
        command = [sys.executable, "-P", "-m", "thoughtmill.judging.worker"]
        self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)

    def judge(self, order: bytes, questions: pa.Table, traces: pa.Table, on_trace: Callable[[], None]) -> pa.Table:
        """The verdicts on one piece. Raises WorkerDied, CheckerBroken."""
        assert self.program.stdin is not None
        try:
            send(self.program.stdin, ORDER, order)
            for table in (questions, traces):
                send(self.program.stdin, TABLE, from_table(table))
        except OSError as error:
            raise WorkerDied(str(error)) from error
        while (frame := receive(self)) is not None:
            kind, content = frame
            if kind == VERDICTS:
                return as_table(content)
            if kind == FAILED:
                raise CheckerBroken(*json.loads(content))
            on_trace()
        raise WorkerDied(f"exit {self.program.wait()}")

    def read(self, size: int) -> bytes:
        """So many bytes of what it says, less at its end. Raises WorkerDied if it is silent for too long."""
        assert self.program.stdout is not None
        pipe, found = self.program.stdout.fileno(), b""
        while len(found) < size:
            readable, _, _ = select.select([pipe], [], [], SILENT_S)
            if not readable:
                raise WorkerDied(f"no trace done in {SILENT_S:.0f} s")
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
    """The workers of this program: as many as cores at most, started when they are needed. Thread-safe."""

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
                self.threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="judging")
            return self.threads

    def judge(self, order: bytes, questions: pa.Table, traces: pa.Table, on_trace: Callable[[], None]) -> pa.Table:
        """The verdicts on one piece, by an idle worker or a fresh one. Raises CheckerBroken."""
        for attempt in (1, 2):
            worker = self._take()
            try:
                found = worker.judge(order, questions, traces, on_trace)
            except WorkerDied as death:
                worker.end()
                if attempt == 2:
                    first = f"{traces['question_id'][0]}, round {traces['round'][0]}"
                    raise CheckerBroken(
                        "a worker that judges these traces",
                        f"two died on the {traces.num_rows} traces from question {first} on: {death}",
                        "is there enough memory? then filter again; else report these traces",
                    ) from death
            except BaseException:
                worker.end()
                raise
            else:
                with self.lock:
                    self.idle.append(worker)
                return found
        raise AssertionError

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


def judge_apart(
    questions: pa.Table,
    traces: pa.Table,
    template: str,
    policy: Policy,
    on_trace: Callable[[], None] = lambda: None,
) -> pa.Table:
    """One verdict a trace (VERDICTS), in the order of the traces: what `judge` says, made in worker processes.

    `on_trace` is called about once a trace, from other threads. Memory: a copy of the pieces under way.
    Raises CheckerBroken if a check failed by itself, a piece ended two workers, or too many exceeded their limits.
    """
    order = json.dumps({"template": template, "policy": policy.model_dump(mode="json")}).encode()

    def judged(piece: pa.Table) -> pa.Table:
        theirs = questions.filter(pc.field("question_id").isin(set(piece["question_id"].to_pylist())))
        return WORKERS.judge(order, theirs, piece, on_trace)

    found = list(WORKERS.open().map(judged, pieces(traces)))
    return within_limits(pa.concat_tables(found) if found else VERDICT_ROWS.empty_table())


def pieces(traces: pa.Table) -> Iterator[pa.Table]:
    """The traces in order, cut into pieces of at most PIECE_TRACES and, unless one alone is longer, PIECE_BYTES."""
    texts, thoughts = (pc.call_function("binary_length", [traces[name]]) for name in ("text", "reasoning"))
    sizes = [(text.as_py() or 0) + (thought.as_py() or 0) for text, thought in zip(texts, thoughts, strict=True)]
    begin = held = 0
    for row, size in enumerate(sizes):
        if row > begin and (row - begin == PIECE_TRACES or held + size > PIECE_BYTES):
            yield traces.slice(begin, row - begin)
            begin, held = row, 0
        held += size
    if begin < traces.num_rows:
        yield traces.slice(begin)
