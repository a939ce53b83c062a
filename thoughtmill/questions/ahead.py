"""Rows are looked at ahead of their turn, on all cores: what of a row depends on no other row.

That is whether its verifier can use the reference, what is private, and the tokens that are compared. Processes do it,
started once a source has many rows; what they can't say is found out when it is the row's turn, in this process. So the
questions are the same ones in the same order, however many cores there are.
"""

import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from threading import Lock, local
from typing import IO, Any, Self, TypeVar

from thoughtmill.cores import usable_cores
from thoughtmill.questions.looking import Ahead, Asked, Look, Looked, each
from thoughtmill.questions.reading import Question

AFTER = 8
"""Chunks of a source from which processes are worth their start."""
CHUNK, CHUNK_CHARS = 256, 1 << 20
"""Rows that are looked at at once, and characters from which they are fewer."""
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "THOUGHTMILL_RUN", "SPT_NOENV")

T = TypeVar("T")


def looked_ahead(
    look: Look, rows: Iterable[tuple[T, Question]], wanted: Callable[[Question], bool]
) -> Generator[list[tuple[T, Question, Ahead | None]], None, None]:
    """The rows in their order, a chunk at a time, with what was found of those that are `wanted`."""
    waiting: deque[tuple[list[tuple[T, Question]], Future[list[Ahead | None]]]] = deque()
    with _Helpers(look) as helpers:
        for number, chunk in enumerate(_chunks(iter(rows))):
            asked = [one if wanted(one) else None for _, one in chunk]
            if number < AFTER or helpers.number < 2:
                yield _together(chunk, _answers(asked, look.at))
                continue
            waiting.append((chunk, helpers.look(asked)))
            if len(waiting) > 2 * helpers.number:
                first, found = waiting.popleft()
                yield _together(first, found.result())
        for first, found in waiting:
            yield _together(first, found.result())


def _together(chunk: list[tuple[T, Question]], found: list[Ahead | None]) -> list[tuple[T, Question, Ahead | None]]:
    return [(row, asked, ahead) for (row, asked), ahead in zip(chunk, found, strict=True)]


def _answers(asked: list[Question | None], look: Callable[[list[Asked]], Looked]) -> list[Ahead | None]:
    """What is found of those that are asked; None also for all if something is raised: it will be again, at its row."""
    rows = [(one.prompt, one.reference) for one in asked if one is not None]
    try:
        found = each(look(rows), len(rows))
        return [next(found) if one is not None else None for one in asked]
    except Exception:  # noqa: BLE001  # whatever it is, its row raises it once more
        return [None] * len(asked)


def send(stream: IO[bytes], value: Any) -> None:
    """Write a value of Python's own types to a process."""
    content = marshal.dumps(value)
    stream.write(len(content).to_bytes(8, "little") + content)
    stream.flush()


def received(stream: IO[bytes]) -> Any:
    """The value that a process of ours wrote. Raises EOFError at the end, or if that has died."""
    size = int.from_bytes(stream.read(8), "little")
    return marshal.loads(stream.read(size))  # noqa: S302  # no stranger's


def _chunks(rows: Iterator[tuple[T, Question]]) -> Iterator[list[tuple[T, Question]]]:
    """A few rows at a time, fewer where they are long."""
    few: list[tuple[T, Question]] = []
    size = 0
    for row, asked in rows:
        few.append((row, asked))
        size += len(asked.reference or "") + (len(asked.prompt) if isinstance(asked.prompt, str) else 0)
        if len(few) == CHUNK or size >= CHUNK_CHARS:
            yield few
            few, size = [], 0
    if few:
        yield few


class _Helpers:
    """Processes that look at rows of a source, one a core, each with a thread that waits for it."""

    def __init__(self, look: Look) -> None:
        self._by, self.number = look, usable_cores()
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="prepare")
        self._mine, self._lock = local(), Lock()
        self._programs: list[subprocess.Popen[bytes]] = []

    def look(self, asked: list[Question | None]) -> "Future[list[Ahead | None]]":
        """What will be found of these, None where nothing is asked or a process failed."""
        return self._threads.submit(_answers, asked, self._ask)

    def _ask(self, rows: list[Asked]) -> Looked:
        program = self._program()
        assert program.stdin
        assert program.stdout
        send(program.stdin, rows)
        return received(program.stdout)

    def _program(self) -> "subprocess.Popen[bytes]":
        """This thread's process."""
        if not hasattr(self._mine, "program"):
            environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
            package = str(Path(__file__).parents[2])
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
            command = [sys.executable, "-P", "-m", "thoughtmill.questions.ahead_worker"]
            self._mine.program = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
            with self._lock:
                self._programs.append(self._mine.program)
            by = self._by
            exam = [astuple(known) for known in by.exam.questions]
            assert self._mine.program.stdin
            send(self._mine.program.stdin, (by.source, by.verifier, by.generated, exam))
        return self._mine.program

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            programs = list(self._programs)
        for program in programs:
            program.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for program in self._programs:
            program.kill()
            program.wait()
            for pipe in (program.stdin, program.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
