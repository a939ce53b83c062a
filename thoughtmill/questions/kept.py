"""The questions so far: their texts in a temporary file, in memory 50 bytes a question to find them by."""

import marshal
import os
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice, repeat
from typing import Any
from weakref import finalize

import numpy as np
import numpy.typing as npt

from thoughtmill.questions.chains import Chains
from thoughtmill.store.places.storage import reported

_NEWEST = 4_096
"""Questions that are kept in memory until there are so many."""
Row = tuple[Any, ...]
"""A row of QUESTIONS, `turns` as it stands there."""


def packed(row: Row) -> bytes:
    """A row as it is kept."""
    return marshal.dumps(row)


def unpacked(content: bytes) -> Row:
    """A row that was kept."""
    return marshal.loads(content)  # noqa: S302  # what `packed` made


class Kept:
    """Rows of QUESTIONS by their number, from 0, and by their id. They lie in the folder for temporary files."""

    def __init__(self) -> None:
        self._ids = Chains("Q")
        self._newest: dict[int, int] = {}
        self._starts = array("Q", [0])
        self._sources = array("I")
        self._names: dict[str, int] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # as long as this lives
        self._unwritten: list[bytes] = []
        finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self._sources)

    def add(self, row: Row) -> int:
        """Keep a question; its number. Raises StoreError if the disk is full."""
        return self.extend([int(row[0], 16)], [packed(row)], row[3])

    def extend(self, ids: list[int], contents: list[bytes], source: str) -> int:
        """Keep `packed` questions of one source, none of which is here; the first one's number. Raises StoreError."""
        first = len(self)
        self._newest.update(zip(ids, range(first, first + len(ids)), strict=True))
        self._unwritten += contents
        ends = accumulate(map(len, contents), initial=self._starts[-1])
        self._starts.extend(islice(ends, 1, None))
        self._sources.extend(repeat(self._names.setdefault(source, len(self._names)), len(ids)))
        if len(self._newest) >= _NEWEST:
            self._settle()
        return first

    def has(self, ids: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
        """Of each of these ids, whether its question is here."""
        self._settle()
        return self._ids.has(ids)

    def _settle(self) -> None:
        """From memory to the file, and from the dict to the chains."""
        if not self._newest:
            return
        self._ids.add(np.fromiter(self._newest, np.uint64, len(self._newest)))
        with reported(tempfile.gettempdir()):
            self._file.write(b"".join(self._unwritten))
            self._file.flush()
        self._newest.clear()
        self._unwritten.clear()

    def __getitem__(self, number: int) -> Row:
        """The question of a number."""
        if (new := number - len(self) + len(self._unwritten)) >= 0:
            return unpacked(self._unwritten[new])
        start, end = self._starts[number], self._starts[number + 1]
        return unpacked(os.pread(self._file.fileno(), end - start, start))

    def number(self, question_id: str) -> int | None:
        """The number of a question by its id, None if it is not here."""
        wanted = int(question_id, 16)
        new = self._newest.get(wanted)
        return new if new is not None else next(iter(self._ids.find(wanted, 1)), None)

    def count(self, source: str, first: int = 0) -> int:
        """How many questions, from this number on, are of a source."""
        return len(self._of(source, first))

    def interleaved(self, sources: Iterable[str], first: int = 0) -> npt.NDArray[np.intp]:
        """The numbers of the sources' questions, mixed evenly, each source in the order of its ids."""
        numbers = [of for source in sources if len(of := self._of(source, first))]
        if not numbers:
            return np.empty(0, np.intp)
        self._settle()
        ids = self._ids.tags
        ordered = [of[np.argsort(ids[of])] for of in numbers]
        places = np.concatenate([(np.arange(len(of)) + 0.5) / len(of) for of in ordered])
        every = np.concatenate(ordered)
        return every[np.lexsort((ids[every], places))]

    def rows(self, numbers: Iterable[int]) -> Iterator[Row]:
        """These rows."""
        return (self[number] for number in numbers)

    def _of(self, source: str, first: int) -> Any:
        found = np.flatnonzero(np.frombuffer(self._sources, np.uint32)[first:] == self._names.get(source, -1))
        return found + first
