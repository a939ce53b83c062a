"""The committed files of one kind as one table, read lazily: a `pyarrow.dataset.Dataset`, for whatever reads that.

A file is opened when a scan comes to it, and then its hash is checked first. What attempts left, and what strangers put
there, is in no record, so nothing here can open it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as ds
from pyarrow.fs import FileSystemHandler, PyFileSystem

from thoughtmill.errors import StoreError
from thoughtmill.store.commits import Commit, File
from thoughtmill.store.schemas import (
    ANSWERS,
    ASIDE,
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
    "questions": Kind(("questions",), re.compile(r"(?!(?:refused|held-out)\.)[^/]+\.parquet"), QUESTIONS),
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
    "samples": Kind(("releases",), re.compile(r"data/[^/]+\.parquet"), SAMPLES),
    "answers": Kind(("comparisons",), re.compile(r"answers\.parquet"), ANSWERS),
}
"""Every kind of rows that a store holds, in the order of the way of the data; docs/records.md has the columns."""


def dataset(store: "Store", kind: str, only: Mapping[str, str], *, look: bool = True) -> ds.FileSystemDataset:
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
    found = [(file, told) for commit, told in shards for file in commit.files if about.files.fullmatch(file.name)]
    files = PyFileSystem(_Committed({file.path: file for file, _ in found}, store.local))
    # What flips after the hash was checked is found too.
    options = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    form = ds.ParquetFileFormat(default_fragment_scan_options=options)
    fragments = [form.make_fragment(file.path, files, _is(told), file_size=file.size) for file, told in found]
    return ds.FileSystemDataset(fragments, about.columns, form, files)


def fault(of: ds.FileSystemDataset) -> StoreError | None:
    """Why a scan of a dataset failed, if that was one of its files: missing, damaged, or out of reach."""
    return of.filesystem.handler.fault


def _told(about: Kind, commit: Commit) -> dict[str, str]:
    traces, _, policy = commit.key.rpartition(".")  # of verdicts: see docs/records.md
    known = {**commit.facts, "key": commit.key, "traces_key": traces, "policy_id": policy}
    return {name: known[name] for name in ("key", *about.told) if isinstance(known.get(name), str)}


def _is(told: Mapping[str, str]) -> ds.Expression:
    """That all rows have these values: pyarrow fills the columns with them, and skips files by them."""
    return reduce(and_, (ds.field(name) == value for name, value in told.items()))


class _Committed(FileSystemHandler):  # pyright: ignore[reportUntypedBaseClass]  # pyarrow ships no types
    """The committed files, the hash of each checked when it is first opened; there is nothing else, and no writing."""

    def __init__(self, files: Mapping[str, File], local: Callable[[File], Path]) -> None:
        self._files, self._local = files, local
        self._checked: dict[str, Path] = {}
        self.fault: StoreError | None = None

    def get_type_name(self) -> str:
        return "thoughtmill"

    def normalize_path(self, path: str) -> str:
        return path

    def open_input_file(self, path: str) -> pa.NativeFile:
        """A file of this machine; what can't be had is no Parquet file, so that the scan fails.

        Raising here can hang the program: pyarrow's `Scanner.to_reader`, which DuckDB calls, holds the lock of Python
        while it waits for a thread that needs that lock to tell a Python error.
        """
        try:
            found = self._checked.get(path)
            if found is None or not found.is_file():  # a copy in the cache may have gone
                found = self._checked[path] = self._local(self._files[path])
            return pa.OSFile(str(found))
        except StoreError as error:
            self.fault = error
        except OSError as error:
            self.fault = StoreError(f"{path} read", error.strerror or str(error), "mend that, then ask again")
        return pa.BufferReader(b"not what was committed")

    open_input_stream = open_input_file

    def _refused(self, *_: object) -> None:
        raise OSError("only the dataset's own files can be opened, and only for reading")

    get_file_info = get_file_info_selector = create_dir = delete_dir = delete_dir_contents = _refused
    delete_root_dir_contents = delete_file = move = copy_file = open_output_stream = open_append_stream = _refused
