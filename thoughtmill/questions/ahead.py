"""Rows are looked at ahead of their turn, on all cores: what of a row depends on no other row.

That is whether its verifier can use the reference, what is private, and the tokens that are compared. Processes do it,
started once a source has many rows; what they can't say is found out when it is the row's turn, in this process. So the
questions are the same ones in the same order, however many cores there are.
"""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Lock, local
from typing import Any, Self, TypeVar

from thoughtmill.campaign import Source
from thoughtmill.cores import usable_cores
from thoughtmill.questions.private_data import Found
from thoughtmill.questions.reading import Question

AFTER = 2_048
"""Rows of a source from which processes are worth their start."""
CHUNK, CHUNK_CHARS = 256, 1 << 20
"""Rows that a process is given at once, and characters from which they are fewer."""
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "THOUGHTMILL_RUN", "SPT_NOENV")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was found of one row: what is wrong with its reference, what is private in it, its tokens."""

    why: str | None
    private: tuple[Found, ...]
    tokens: tuple[str, ...]


def looked_ahead(
    source: Source, rows: Iterable[tuple[T, Question]], wanted: Callable[[Question], bool]
) -> Generator[tuple[T, Question, Ahead | None], None, None]:
    """The rows in their order, with what was found of those that are `wanted`; None where it is still to be found."""
    rest = iter(rows)
    yield from ((row, asked, None) for row, asked in islice(rest, AFTER))
    chunks = _chunks(rest)
    chunk = next(chunks, [])
    if not chunk or usable_cores() < 2:
        yield from ((row, asked, None) for many in (chunk, *chunks) for row, asked in many)
        return
    with _Helpers(source) as helpers:
        waiting: deque[tuple[list[tuple[T, Question]], Future[list[Ahead | None]]]] = deque()
        while chunk or waiting:
            if chunk:
                waiting.append((chunk, helpers.look([asked if wanted(asked) else None for _, asked in chunk])))
            if not chunk or len(waiting) > 2 * helpers.number:
                looked, found = waiting.popleft()
                yield from ((row, asked, ahead) for (row, asked), ahead in zip(looked, found.result(), strict=True))
            chunk = next(chunks, []) if chunk else []


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

    def __init__(self, source: Source) -> None:
        self.source, self.number = source, usable_cores()
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="prepare")
        self._mine, self._lock = local(), Lock()
        self._programs: list[subprocess.Popen[bytes]] = []

    def look(self, chunk: list[Question | None]) -> "Future[list[Ahead | None]]":
        """What will be found of these, None where nothing is asked or a process failed."""
        return self._threads.submit(self._look, chunk)

    def _look(self, chunk: list[Question | None]) -> list[Ahead | None]:
        asked = [one for one in chunk if one is not None]
        order = {
            "verifier": self.source.verifier,
            "generated": self.source.generated,
            "rows": [[one.prompt, one.reference] for one in asked],
        }
        try:
            program = self._program()
            assert program.stdin
            assert program.stdout
            program.stdin.write(json.dumps(order).encode() + b"\n")
            program.stdin.flush()
            said: list[Any] | None = json.loads(program.stdout.readline())
        except (OSError, ValueError):
            said = None
        if said is None:
            return [None] * len(chunk)
        found = iter([Ahead(why, tuple(Found(*one) for one in private), tuple(words)) for why, private, words in said])
        return [next(found) if one is not None else None for one in chunk]

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
