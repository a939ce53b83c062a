"""Finished traces of a shard that is not complete yet: kept in small files, so that whoever goes on asks only the rest.

A part is `parts/traces/<key>/<attempt>-<number>.<hash>.parquet`, created like a record: whole or not at all. Its hash
stands in its name; a part that doesn't match it is left alone and never trusted. Parts are no commits: nothing but the
next attempt at the same shard reads them, and once the shard is committed they are rubbish.
"""

import hashlib
import logging
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import StoreError
from thoughtmill.store.leases.lease import Voice
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.schemas import TRACES
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.readings import read_whole

PART = re.compile(r"parts/traces/([^/]+)/([0-9a-f]{12})-(\d{6})\.([0-9a-f]{64})\.parquet")

ROWS = pa.schema([*TRACES, pa.field("aside", pa.string()), pa.field("detail", pa.string())])
"""Traces, and asks that were set aside: those have a reason in `aside`, and no text."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What the parts of a shard hold: one row for each question, round and index; and the parts that were broken."""

    rows: tuple[Row, ...]
    broken: tuple[str, ...]


class PartialShards:
    """The parts of one trace shard: `read` what earlier attempts left, `flush` what this one has. Not thread-safe."""

    def __init__(self, store: Store, key: str, voice: Voice | None = None) -> None:
        self.store, self.key, self.voice = store, key, voice or Voice()
        self._there: list[str] | None = None  # parts that were found or made; None: nobody has looked

    @property
    def prefix(self) -> str:
        """The folder of all parts of this shard, whoever wrote them."""
        return f"parts/traces/{self.key}"

    def read(self) -> Found:
        """All rows of all parts. Where two parts hold the same trace, the first in the order of their names counts."""
        paths = sorted(listed.path for listed in self.store.storage.listed(self.prefix) if PART.fullmatch(listed.path))
        self._there = list(paths)
        rows: dict[tuple[str, int, int], Row] = {}
        bad: list[str] = []
        with ThreadPoolExecutor(self.store.storage.at_once) as pool:
            for path, table in zip(paths, pool.map(self._table, paths), strict=True):
                if table is None:
                    bad.append(path)
                    continue
                for row in table.to_pylist():
                    rows.setdefault((row["question_id"], row["round"], row["index"]), row)
        for path in bad:
            logging.getLogger(__name__).warning("%s is broken; what it held is asked again", path)
        return Found(tuple(rows.values()), tuple(bad))

    def _table(self, path: str) -> pa.Table | None:
        try:
            content = self.store.storage.read(path)
        except FileNotFoundError:
            return pa.Table.from_pylist([], schema=ROWS)  # the shard was committed just now
        if not _whole(path, content):
            return None
        try:
            table = pq.read_table(pa.BufferReader(content))
        except (pa.ArrowException, OSError):
            return None  # its name is right, and yet it is no Parquet
        return table if table.schema.equals(ROWS) else None

    def flush(self, rows: list[Row]) -> None:
        """Write rows as the next part: they last once this returns. Raises StoreError; then nothing was written."""
        if not rows:
            return
        stream = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_pylist(rows, schema=ROWS), stream, compression="zstd")
        content = stream.getvalue().to_pybytes()
        path = f"{self.prefix}/{self.voice.name()}.{hashlib.sha256(content).hexdigest()}.parquet"
        with self.voice.saving():
            self.store.storage.create(path, content)
        if self._there is not None:
            self._there.append(path)

    def clear(self, more: Sequence[str] = ()) -> None:
        """Remove the parts that were found or made, and more files, once the shard is committed.

        What stays is swept later.
        """
        with suppress(StoreError):
            there = self._there
            if there is None:
                there = [listed.path for listed in self.store.storage.listed(self.prefix)]
            self.store.storage.delete_all([*there, *more])


def _whole(path: str, content: bytes) -> bool:
    named = PART.fullmatch(path)
    return named is not None and named[4] == hashlib.sha256(content).hexdigest()


def broken(store: Store, path: str) -> Fault | None:
    """What is wrong with a part, None if nothing is."""
    try:
        read = read_whole(store.storage, path, FaultKind.PART_DAMAGED)
    except FileNotFoundError:
        return None  # its shard was committed just now
    if isinstance(read, Fault):
        return read
    named = PART.fullmatch(path)
    if named is not None and named[4] == read.sha256:
        return None
    todo = "nothing reads it, and what it held is asked again; `thoughtmill repair` sets it aside"
    return Fault(FaultKind.PART_DAMAGED, path, f"{path} with the sha256 in its name", f"sha256 {read.sha256}", todo)
