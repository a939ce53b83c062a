"""Shards and commits: the only module that writes a campaign's data, in a folder or in an S3 bucket.

A shard exists when its commit record exists. An attempt writes files under a name that no other attempt has, then
creates `commits/<stage>/<key>.json` so that only the first creator wins. Nothing is overwritten or renamed; only
records and partial shards are ever listed. What a place has to do for that is in `storage.py`; the rest is the same.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import MissingFile, StoreError
from thoughtmill.store.places.cache import Cache
from thoughtmill.store.places.storage import BLOCK, Folder, Storage, reported
from thoughtmill.store.records.commits import (
    RESTORE,
    STAGES,
    Commit,
    File,
    file_path,
    inside,
    now,
    parsed,
    read_fields,
    record_of,
    record_path,
    unsealed,
    whole,
)
from thoughtmill.store.records.identity import first_use, storage_at, store_id_of
from thoughtmill.store.records.journal import Journal
from thoughtmill.store.records.replaced import Replaced, is_purge

if TYPE_CHECKING:  # loaded by who asks for one
    from thoughtmill.store.dataset import CommittedDataset

__all__ = ["STAGES", "Attempt", "Commit", "File", "Store", "record_path"]

T = TypeVar("T")


class Store:
    """A campaign's data: a folder, or an S3 bucket."""

    def __init__(self, storage: Storage, store_id: str) -> None:
        self.storage, self.store_id = storage, store_id
        self.journal = Journal(storage, store_id)
        self.cache = Cache(store_id)
        self.replaced = Replaced()
        self._commits: dict[str, Commit] = {}

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at `url`, made and tried if it is new. Raises StoreError if it can't be one."""
        storage = storage_at(url)
        if isinstance(storage, Folder):
            try:
                storage.root.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                found = f"{url}: {error.strerror}"
                raise StoreError("a folder that can be written", found, "name another store") from error
        if (store_id := store_id_of(storage)) is not None:
            return cls(storage, store_id)
        store = cls(storage, first_use(storage))
        store.journal.fold()  # nothing yet: from now on it knows all
        return store

    @classmethod
    def existing(cls, url: str) -> Self:
        """The store at `url`. Raises StoreError if there is none: looking must not make one."""
        storage = storage_at(url)
        store_id = store_id_of(storage)
        if store_id is None:
            found, todo = f"{storage.url}: no store.json in it", "name what a campaign calls `store`"
            raise StoreError("a store", found, todo)
        return cls(storage, store_id)

    @staticmethod
    def is_at(url: str) -> bool:
        """Whether there is a store at `url`. Raises StoreError if that can't be said, or if it is of another format."""
        return store_id_of(storage_at(url)) is not None

    @property
    def url(self) -> str:
        """Its address, to open it again; without secrets."""
        return self.storage.url

    @property
    def root(self) -> Path:
        """The folder of a store that is one. Raises StoreError for others: `local` works for all."""
        if not isinstance(self.storage, Folder):
            raise StoreError("a store in a folder", self.url, "name a folder")
        return self.storage.root

    def begin(self, stage: str, key: str) -> "Attempt":
        """A new attempt at a shard; its files are invisible until it commits."""
        record_path(stage, key)
        return Attempt(self, stage, key)

    def find(self, stage: str, key: str) -> Commit | None:
        """The commit of a shard, None if it is not committed. Raises StoreError if its record is not as it was made."""
        path, name = record_path(stage, key), f"{stage}/{key}"
        if (found := self._commits.get(name)) is not None:
            return found
        if (content := self.journal.record(name)) is None:
            try:
                content = whole(self.storage.blocks(path), f"a commit record in {path}")
            except FileNotFoundError:
                return None
        found = self.commit_in(content, stage, key, checked=self.journal.is_folded(name))
        self.journal.remember(name, content)
        self._commits[name] = found
        if is_purge(found):
            self.replaced.see(found)
            with suppress(StoreError):
                self.cache.forget([*self.replaced.gone])  # this machine need not keep it either
        return found

    def seen(self, stage: str, key: str) -> Commit | None:
        """As `find`, as of the last `keys` or `commits`: of what was not committed then, nothing is asked."""
        if self.journal.complete and self.journal.record(f"{stage}/{key}") is None:
            return None
        return self.find(stage, key)

    def record(self, stage: str, key: str) -> bytes | None:
        """The record of a shard as it lies there, as of the last look; None if it is not committed."""
        known = self.journal.record(f"{stage}/{key}")
        return known if known is not None or not self.seen(stage, key) else self.journal.record(f"{stage}/{key}")

    def commit_in(self, record: bytes, stage: str, key: str, *, checked: bool = False) -> Commit:
        """What the record of a shard says. Raises StoreError if it is not as it was made, or is another's.

        checked: its hash was compared already, as part of what holds it.
        """
        path = record_path(stage, key)
        found = (read_fields if checked else unsealed)(record, f"a commit record in {path}")
        found.pop("record_sha256", None)
        if found.pop("store_id", None) != self.store_id:
            raise StoreError(
                f"{path} to belong to this store, {self.store_id}",
                "it belongs to another one",
                "two stores were mixed: remove what doesn't belong here",
            )
        commit = parsed(found, path)
        if (commit.stage, commit.key) != (stage, key):
            raise StoreError(f"{path} to say that it is {stage}/{key}", f"it says {commit.name[:300]}", RESTORE)
        return commit

    def get(self, stage: str, key: str) -> Commit:
        """The commit of a shard that must be there. Raises StoreError."""
        found = self.find(stage, key)
        if found is None:
            raise StoreError(f"{stage}/{key} committed", "no record of it", "run `thoughtmill check` on the store")
        return found

    def keys(self, stage: str, *, look: bool = True) -> list[str]:
        """The keys committed in a stage, sorted; without `look`, as of the last look: nothing is asked for them."""
        if look:
            self.journal.look()
        if self.journal.complete:
            return self.journal.names(stage)
        names = (listed.path.rpartition("/")[2] for listed in self.storage.listed(f"commits/{stage}"))
        return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))

    def commits(self, stage: str, *, look: bool = True) -> Iterator[Commit]:
        """All commits of a stage, by key; without `look`, as of the last look."""
        keys = self.keys(stage, look=look)
        if isinstance(self.storage, Folder) or self.journal.complete:  # then nothing is asked
            yield from (self.get(stage, key) for key in keys)
            return
        with ThreadPoolExecutor(self.storage.at_once) as pool:
            yield from pool.map(lambda key: self.get(stage, key), keys)

    def local(self, file: File) -> Path:
        """A path on this machine for libraries that want one: the file itself, or a copy in the cache.

        Its hash is checked. Raises StoreError.
        """
        return self._as_it_is(file, self._local)

    def _local(self, file: File) -> Path:
        here = self.storage.here(file.path)
        if here is not None:
            self._verify(file)
            return here
        return self.cache.path(file, lambda: self._checked(file))

    def local_folder(self, commit: Commit) -> Path:
        """A folder of this machine with all files of a shard under their names, hashes checked. Raises StoreError."""
        assert commit.files, f"{commit.name} has no files"
        with ThreadPoolExecutor(self.storage.at_once) as pool:
            paths = list(pool.map(self._local, commit.files))
        return paths[0].parents[commit.files[0].name.count("/")]

    def verify(self, file: File) -> None:
        """Read the whole file and compare size and sha256. Raises StoreError naming it, found and expected."""
        self._as_it_is(file, self._verify)

    def _verify(self, file: File) -> None:
        for _ in self._checked(file):
            pass

    def _as_it_is(self, file: File, use: Callable[[File], T]) -> T:
        """Use a file, or what took its place when rows of it were purged. Who misses it looks whether that is why."""
        found = self.replaced.now(file)
        try:
            return use(found)
        except MissingFile:
            for _ in self.commits("exclusions"):
                pass  # each that is read is seen
            if (now := self.replaced.now(file)) == found:
                raise
            return use(now)

    def _checked(self, file: File) -> Iterator[bytes]:
        """The pieces of a file; raises StoreError after the last one if they are not what was committed."""
        digest, size = hashlib.sha256(), 0
        try:
            for block in self.storage.blocks(file.path):
                digest.update(block)
                size += len(block)
                yield block
        except FileNotFoundError as error:
            raise _missing(file) from error
        if digest.hexdigest() != file.sha256 or size != file.size:
            expected = f"{file.path} with {file.size} bytes, sha256 {file.sha256}"
            raise StoreError(expected, f"{size} bytes, sha256 {digest.hexdigest()}", RESTORE)

    def read(self, file: File, columns: list[str] | None = None) -> pa.Table:
        """A Parquet file of a shard, its hash checked first; of purged rows without their text. Raises StoreError."""
        return self._as_it_is(file, lambda found: self._read(found, columns))

    def _read(self, file: File, columns: list[str] | None) -> pa.Table:
        here = self.storage.here(file.path)
        if here is not None:
            self._verify(file)
        source: Any = here or pa.BufferReader(self._read_bytes(file))
        return pq.ParquetFile(source).read(columns, use_threads=file.size > BLOCK)

    def dataset(self, kind: str, **only: str) -> "CommittedDataset":
        """All committed rows of a kind (questions, traces, verdicts, samples, …: docs/reading.md), read lazily.

        only: limits them by `key`, or by what else the record of a shard tells. A scan checks the hash of each file
        that it opens first. Raises StoreError.
        """
        from thoughtmill.store.dataset import dataset

        return dataset(self, kind, only)

    def read_bytes(self, file: File) -> bytes:
        """A file of a shard, its hash checked first; of one that this machine has read, its copy. Raises StoreError."""
        return self._as_it_is(file, self._read_bytes)

    def _read_bytes(self, file: File) -> bytes:
        if self.storage.here(file.path) is not None:
            return b"".join(self._checked(file))
        content = self.cache.read(file)
        if content is None:
            content = b"".join(self._checked(file))
            self.cache.keep(file, content)
        return content


class Attempt:
    """One try at a shard: files written under a name of its own, then one exclusive create. Not thread-safe.

    As a context manager it leaves nothing behind if what is inside fails before the create, and turns what the machine
    says (disk full, not allowed) into a StoreError.
    """

    def __init__(self, store: Store, stage: str, key: str) -> None:
        self.store, self.stage, self.key = store, stage, key
        self.name = f"{uuid4().hex[:12]}-{threading.get_native_id()}"
        self.files: list[File] = []
        self._begun: set[str] = set()
        self._may_count = False  # from the create on, unless the record was seen to be another attempt's

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is not None:
            self.discard()
        if isinstance(error, OSError):
            with reported(f"{self.store.url}/{self._place('')}"):
                raise error

    def _place(self, name: str) -> str:
        return file_path(self.stage, self.key, self.name, name)

    def path(self, name: str) -> Path:
        """Where to write the file `name`, on this machine; call `add` once it is whole. Raises StoreError."""
        try:
            self._begun.add(inside(self._place(name)))
        except ValueError as error:
            raise StoreError("the name of a file in a shard", repr(name), "rename it") from error
        return self.store.storage.draft(self._place(name), self.name)

    def add(self, name: str, rows: int = 0) -> File:
        """Take a file that was written at `path(name)` into the shard: hash it, and make it last."""
        draft = self.path(name)
        digest, size = _digest(Folder(draft.parent).blocks(draft.name))
        self.store.storage.keep(self._place(name), draft)
        file = File(name, self._place(name), digest, size, rows)
        if self.store.storage.here(file.path) is None:
            self.store.cache.take(file, draft)  # who made it is likely to read it
        self.files.append(file)
        return file

    def write_table(self, name: str, table: pa.Table) -> File:
        """Write one Parquet file with page checksums."""
        with reported(path := self.path(name)):
            pq.write_table(table, path, compression="zstd", write_page_checksum=True)
        return self.add(name, table.num_rows)

    def write_tables(self, name: str, schema: pa.Schema, tables: Iterable[pa.Table]) -> File:
        """The same of several tables, one in memory at a time."""
        rows = 0
        with (
            reported(path := self.path(name)),
            pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer,
        ):
            for table in tables:
                writer.write_table(table)
                rows += table.num_rows
        return self.add(name, rows)

    def write_bytes(self, name: str, content: bytes) -> File:
        """Write one small file."""
        with reported(path := self.path(name)):
            path.write_bytes(content)
        return self.add(name)

    def commit(
        self,
        counts: Mapping[str, int] | None = None,
        parents: tuple[str, ...] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> Commit:
        """Make the shard exist. Returns the commit that counts: ours, or the one that was first.

        Raises StoreError if it isn't known whose it is. Then, and whatever else is raised, nothing is removed: the
        record may stand, or come to stand later, and it names our files.
        """
        made = Commit(
            self.stage, self.key, tuple(self.files), dict(counts or {}), parents, dict(facts or {}), self.name, now()
        )
        store, path = self.store, record_path(self.stage, self.key)
        store.storage.settle([file.path for file in self.files])
        record = record_of(made, store.store_id)
        mine = store.commit_in(whole([record], path), self.stage, self.key)  # as it will be read
        store.journal.announce(made.name)
        self._may_count = True
        counted = self._create(path, record, mine)
        self._may_count = counted.attempt == self.name
        if self._may_count:
            store.journal.remember(made.name, record)
        self.discard()
        return counted

    def _create(self, path: str, record: bytes, mine: Commit) -> Commit:
        """The commit that counts after our create. Raises StoreError where that can't be found out."""
        store, failed = self.store, None
        try:
            if store.storage.create(path, record):
                return mine
        except StoreError as error:
            failed = error
        # Our own create may have succeeded though its answer was lost.
        counted = store.find(self.stage, self.key)
        if counted is None:
            raise failed or StoreError(f"{path}, which was there", "no such file", "something removes from the store")
        if failed and counted.attempt == self.name:
            store.storage.settle([path])  # it stands, but what failed may be what makes it last
        return counted

    def discard(self) -> None:
        """Remove this attempt's drafts, and its files unless a record may name them; nobody else can have seen them."""
        self.store.storage.drop([] if self._may_count else sorted(self._begun), self.name)


def _digest(blocks: Iterable[bytes]) -> tuple[str, int]:
    """sha256 and size."""
    digest, size = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _missing(file: File) -> MissingFile:
    return MissingFile(file.path, "no such file", RESTORE)
