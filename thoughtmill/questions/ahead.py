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
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from threading import Lock, local
from typing import IO, Any, Self

from thoughtmill.batches import batches
from thoughtmill.cores import usable_cores
from thoughtmill.questions.looking import Look, Looked, fault_of_text
from thoughtmill.questions.readers import Pack
from thoughtmill.questions.reading import Question, Reader
from thoughtmill.questions.refusals import RefusedFor

AFTER = 16
"""Chunks of a source from which processes are worth their start."""
CHUNK, CHUNK_CHARS = 256, 1 << 20
"""Questions that are looked at at once, where they are read here, and characters from which they are fewer."""
_KEPT_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "THOUGHTMILL_RUN", "SPT_NOENV")

Questions = list[tuple[int, Question]]
Chunk = Pack | Questions
"""Rows as they lie in a file, or what they ask, each with its number."""


def looked_ahead(look: Look, reader: Reader, chunks: Iterable[Chunk]) -> Generator[Looked]:
    """What was found of the rows in their order, chunk by chunk. Raises CheckerBroken if the checker fails itself."""
    waiting: deque[tuple[Chunk, Future[Looked | None]]] = deque()

    def found() -> Looked:
        chunk, future = waiting.popleft()
        return future.result() or look.at(asked_in(chunk, reader))

    with _Helpers(look, reader) as helpers:
        for number, chunk in enumerate(chunks):
            if number < AFTER or helpers.number < 2:
                yield look.at(asked_in(chunk, reader))
                continue
            waiting.append((chunk, helpers.look(chunk)))
            if len(waiting) > 2 * helpers.number:
                yield found()
        while waiting:
            yield found()


def asked_in(chunk: Chunk, reader: Reader) -> Iterable[tuple[int, Question]]:
    """What the rows of a chunk ask, each with its number."""
    if isinstance(chunk, list):
        return chunk
    return ((row.number, reader.read(row)) for row in reader.parted(chunk.rows()))


def in_chunks(reader: Reader) -> Iterator[Questions]:
    """All that a reader reads, a few rows at a time, fewer where they are long."""
    return batches(((row.number, reader.read(row)) for row in reader), CHUNK, _chars, CHUNK_CHARS)


def _chars(numbered: tuple[int, Question]) -> int:
    asked = numbered[1]
    return len(asked.reference or "") + (len(asked.prompt) if isinstance(asked.prompt, str) else 0)


def sent(chunk: Chunk) -> Any:
    """A chunk in values of Python's own types."""
    return chunk.told() if isinstance(chunk, Pack) else [(number, _told(one)) for number, one in chunk]


def _told(one: Question) -> tuple[Any, ...]:
    fault = one.fault if isinstance(one.prompt, str) else fault_of_text(one)
    prompt = one.prompt if isinstance(one.prompt, str) else None
    return prompt, one.reference, one.language, fault and (fault[0].value, fault[1]), one.turns


def arrived(value: Any) -> Chunk:
    """The chunk that was sent."""
    if isinstance(value, tuple):
        return Pack(*value)
    return [
        (number, Question(prompt, reference, language, fault and (RefusedFor(fault[0]), fault[1]), turns))
        for number, (prompt, reference, language, fault, turns) in value
    ]


def send(stream: IO[bytes], value: Any) -> None:
    """Write a value of Python's own types to a process."""
    content = marshal.dumps(value)
    stream.write(len(content).to_bytes(8, "little") + content)
    stream.flush()


def received(stream: IO[bytes]) -> Any:
    """The value that a process of ours wrote. Raises EOFError at the end, or if that has died."""
    size = int.from_bytes(stream.read(8), "little")
    return marshal.loads(stream.read(size))  # noqa: S302  # no stranger's


class _Helpers:
    """Processes that look at rows of a source, one a core, each with a thread that waits for it."""

    def __init__(self, look: Look, reader: Reader) -> None:
        self._by, self._reader, self.number = look, reader, usable_cores()
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="prepare")
        self._mine, self._lock = local(), Lock()
        self._programs: list[subprocess.Popen[bytes]] = []

    def look(self, chunk: Chunk) -> "Future[Looked | None]":
        """What will be found of it; None where a process failed."""
        return self._threads.submit(self._ask, chunk)

    def _ask(self, chunk: Chunk) -> Looked | None:
        try:
            program = self._program()
            assert program.stdin
            assert program.stdout
            send(program.stdin, sent(chunk))
            found = received(program.stdout)
        except (OSError, EOFError, ValueError, MemoryError):  # it was killed: the next chunk has another one
            if (failed := vars(self._mine).pop("program", None)) is not None:
                with self._lock:
                    self._programs.remove(failed)
                _end(failed)
            return None
        return Looked(*found) if found else None

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
            format_ = self._reader.format.name if self._reader.format else None  # `auto` was told by the first rows
            source = by.source.model_copy(update={"format": format_})
            send(self._mine.program.stdin, (source.model_dump_json(), exam))
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
            _end(program)


def _end(program: "subprocess.Popen[bytes]") -> None:
    program.kill()
    program.wait()
    for pipe in (program.stdin, program.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
