"""Rows that are put aside, refused or with something private: in a temporary file, so that millions fill no memory."""

import hashlib
import json
import marshal
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from weakref import finalize

import numpy as np

from thoughtmill.questions.chains import Chains
from thoughtmill.store.places.storage import reported

_NEWEST = 1_024
"""Rows that are kept in memory until there are so many."""
Row = tuple[Any, ...]


class Aside:
    """Rows in their order, counted by their source, which they begin with, and by one other column."""

    def __init__(self, column: int) -> None:
        """`column`: by which they are counted."""
        self.counts: Counter[tuple[str, str]] = Counter()
        self._column, self._newest = column, list[Row]()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # as long as this lives
        self._sizes = array("Q")
        finalize(self, self._file.close)

    def __len__(self) -> int:
        return self.counts.total()

    def append(self, row: Row) -> None:
        """Put a row aside. Raises StoreError if the disk is full."""
        self.counts[row[0], row[self._column]] += 1
        self._newest.append(row)
        if len(self._newest) == _NEWEST:
            content = marshal.dumps(self._newest)
            with reported(tempfile.gettempdir()):
                self._file.seek(0, 2)
                self._file.write(content)
                self._file.flush()
            self._sizes.append(len(content))
            self._newest.clear()

    def parts(self) -> Iterator[list[Row]]:
        """All rows, some at a time; none may be put aside meanwhile."""
        self._file.seek(0)
        for size in self._sizes:
            yield marshal.loads(self._file.read(size))  # noqa: S302  # what `append` made
        yield self._newest

    def taken(self) -> list[Row]:
        """All rows, which are here no longer."""
        found = [row for part in self.parts() for row in part]
        self._newest, self._sizes = [], array("Q")
        self._file.truncate(0)
        self.counts.clear()
        return found

    def by(self) -> Counter[str]:
        """How many there are of each kind, whatever their source."""
        found: Counter[str] = Counter()
        for (_, kind), number in self.counts.items():
            found[kind] += number
        return found


class Seen:
    """Rows of which only is known whether they were seen: 20 bytes each."""

    def __init__(self) -> None:
        self._hashes = Chains("Q")

    def add(self, rows: Iterable[Row]) -> None:
        """These were seen."""
        self._hashes.add(np.array([_hash(row) for row in rows], np.uint64))

    def __contains__(self, row: Row) -> bool:
        return len(self._hashes.tags) > 0 and bool(self._hashes.find(_hash(row), 1))


def _hash(row: Row) -> int:
    return int.from_bytes(hashlib.blake2b(json.dumps(row).encode(), digest_size=8).digest(), "little")
