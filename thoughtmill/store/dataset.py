"""The committed files of one kind as one table, read lazily: a `pyarrow.dataset.Dataset`, for whatever reads that.

Before a scan, each file that its filter leaves is had on this machine and its hash is checked; then Arrow reads them by
itself. What attempts left, and what strangers put there, is in no record, so nothing here can open it.
"""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

from thoughtmill.errors import StoreError
from thoughtmill.store.records.commits import Commit, File
from thoughtmill.store.schemas import (
    ANSWERS,
    ASIDE,
    EXCLUDED,
    HELD_OUT,
    PLAN,
    QUESTIONS,
    REFUSED,
    SAMPLES,
    TRACES,
    VERDICTS,
)

if TYPE_CHECKING:  # the store brings this module
    from thoughtmill.store.store import Store


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows: the stages that commit them, the names of their files, their columns.

    `told` are columns more, which a shard's record tells and no file holds; `key` is always one.
    """

    stages: tuple[str, ...]
    files: re.Pattern[str]
    schema: pa.Schema
    told: tuple[str, ...] = ()

    @property
    def columns(self) -> pa.Schema:
        """The columns of its files, and those that the record tells."""
        return reduce(pa.Schema.append, (pa.field(name, pa.string()) for name in ("key", *self.told)), self.schema)


KINDS = {
    "questions": Kind(
        ("questions",), re.compile(r"(?!(?:refused|held-out|leaked|private)\.)[^/]+\.parquet"), QUESTIONS
    ),
    "held_out": Kind(("questions",), re.compile(r"held-out\.parquet"), HELD_OUT),
    "refused": Kind(("questions", "imports"), re.compile(r"refused\.parquet"), REFUSED),
    "plans": Kind(("rounds",), re.compile(r"plan\.parquet"), PLAN, ("part", "domain")),
    "traces": Kind(("traces",), re.compile(r"traces\.parquet"), TRACES, ("part", "domain")),
    "aside": Kind(("traces",), re.compile(r"aside\.parquet"), ASIDE, ("part", "domain")),
    "verdicts": Kind(
        ("verdicts",),
        re.compile(r"verdicts\.parquet"),
        VERDICTS,
        ("part", "domain", "teacher_id", "traces_key", "policy_id"),
    ),
    "excluded": Kind(
        ("questions", "exclusions"), re.compile(r"(?:leaked|excluded)\.parquet"), EXCLUDED, ("reason", "by")
    ),
    "samples": Kind(("releases",), re.compile(r"data/[^/]+\.parquet"), SAMPLES),
    "answers": Kind(("comparisons",), re.compile(r"answers\.parquet"), ANSWERS),
}
"""Every kind of rows that a store holds, in the order of the way of the data; docs/records.md has the columns."""


def dataset(store: "Store", kind: str, only: Mapping[str, str], *, look: bool = True) -> "CommittedDataset":
    """The committed files of a kind; `only` those of shards whose record tells these values. Raises StoreError."""
    if kind not in KINDS:
        raise StoreError(f"one of {', '.join(KINDS)}", repr(kind), "see docs/reading.md")
    about = KINDS[kind]
    if strangers := set(only) - {"key", *about.told}:
        raise StoreError(f"{kind} limited by {', '.join(('key', *about.told))}", ", ".join(strangers), "filter by it")
    shards = [
        (commit, told)
        for stage in about.stages
        for commit in store.commits(stage, look=look)
        if only.items() <= (told := _told(about, commit)).items()
    ]
    if only and not shards:
        wanted = ", ".join(f"{name} {value!r}" for name, value in only.items())
        raise StoreError(f"{kind} committed with {wanted}", "none", "`thoughtmill log` says what is committed")
    found = {
        file.path: (file, _is(told))
        for commit, told in shards
        for file in commit.files
        if about.files.fullmatch(file.name)
    }
    return CommittedDataset(store, about.columns, found)


def _told(about: Kind, commit: Commit) -> dict[str, str]:
    traces, _, policy = commit.key.rpartition(".")  # of verdicts: see docs/records.md
    known = {**commit.facts, "key": commit.key, "traces_key": traces, "policy_id": policy}
    return {name: known[name] for name in ("key", *about.told) if isinstance(known.get(name), str)}


def _is(told: Mapping[str, str]) -> ds.Expression:
    """That all rows have these values: pyarrow fills the columns with them, and skips files by them."""
    return reduce(and_, (ds.field(name) == value for name, value in told.items()))


# What flips after the hash was checked is found too.
FORM = ds.ParquetFileFormat(
    default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True)
)
HERE, NOWHERE = LocalFileSystem(), SubTreeFileSystem("/dev/null", LocalFileSystem())
"""Where files are read, and where no file can be: who goes around `scanner` reads nothing that was not checked."""

Files = Mapping[str, tuple[File, ds.Expression]]


class CommittedDataset(ds.FileSystemDataset):  # pyright: ignore[reportUntypedBaseClass]  # pyarrow ships no types
    """Committed files by their paths in the store, each with what its shard's record tells.

    The files are made ready before a scan and not while it runs: Python that Arrow's threads call can hang the program,
    as pyarrow's `Scanner.to_reader`, which DuckDB calls, keeps the lock of Python while it waits for them.
    """

    def __init__(self, store: "Store", schema: pa.Schema, files: Files, limit: ds.Expression | None = None) -> None:
        super().__init__([FORM.make_fragment(path, NOWHERE, told) for path, (_, told) in files.items()], schema, FORM)
        self._store, self._files, self._limit = store, files, limit
        self._checked: dict[str, Path] = {}
        self.fault: StoreError | None = None  # for who asked by way of DuckDB, which keeps only its text

    def filter(self, expression: ds.Expression) -> "CommittedDataset":
        """The rows of which it is true."""
        return CommittedDataset(self._store, self.schema, self._files, self._both(expression))

    def scanner(
        self,
        columns: Any = None,
        filter: ds.Expression | None = None,  # noqa: A002  # its name in pyarrow
        **options: Any,
    ) -> ds.Scanner:
        """A scan: all that reads a dataset makes one. Raises StoreError for a file that is not what was committed."""
        wanted = self._both(filter)
        paths = [fragment.path for fragment in self.get_fragments(wanted)]
        try:
            with ThreadPoolExecutor(self._store.storage.at_once) as pool:
                here = list(pool.map(self._here, paths))
        except StoreError as error:
            self.fault = error
            raise
        fragments = [
            FORM.make_fragment(str(at), HERE, self._files[path][1]) for path, at in zip(paths, here, strict=True)
        ]
        found = ds.FileSystemDataset(fragments, self.schema, FORM, HERE)
        return found.scanner(columns=columns, filter=wanted, **options)

    def _here(self, path: str) -> Path:
        found = self._checked.get(path)
        if found is None or not found.is_file():  # a copy in the cache may have gone
            found = self._checked[path] = self._store.local(self._files[path][0])
        return found

    def _both(self, expression: ds.Expression | None) -> ds.Expression | None:
        if self._limit is None or expression is None:
            return self._limit if expression is None else expression
        return self._limit & expression
