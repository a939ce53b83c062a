"""Shards and commits: the only module that writes a campaign's data.

A shard exists when its commit record exists. An attempt writes files under a name that no other attempt has, then
creates `commits/<stage>/<key>.json` so that only the first creator wins. Nothing is overwritten, renamed or listed but
the records. Local folders for now: temporary file, fsync, hard link, fsync of the folder.
"""

import hashlib
import json
import os
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import StoreError

FORMAT = 1
KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$")
STAGES = ("campaigns", "questions", "rounds", "traces", "verdicts", "releases", "attempts", "students", "comparisons")
"""Everything that is ever committed, in the order of the way of the data."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a shard: its path in the store, sha256, size in bytes, and rows (0 if it has none)."""

    name: str
    path: str
    sha256: str
    size: int
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Commit:
    """The record that makes a shard exist. `facts` is small JSON; `parents` are names of commits."""

    stage: str
    key: str
    files: tuple[File, ...]
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    parents: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    attempt: str = ""
    created_at: str = ""

    @property
    def rows(self) -> int:
        """Rows in all files together."""
        return sum(file.rows for file in self.files)

    @property
    def name(self) -> str:
        """`stage/key`: how other records refer to this one."""
        return f"{self.stage}/{self.key}"

    def file(self, name: str) -> File:
        """The file called `name`. Raises StoreError if the shard has none."""
        for file in self.files:
            if file.name == name:
                return file
        raise StoreError(f"{self.name} with a file {name}", f"{[f.name for f in self.files]}", "see docs/records.md")


class Store:
    """A campaign's data, in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at `url`, made and tried if it is new. Raises StoreError if it can't be one."""
        if "://" in url:
            raise StoreError("a folder", url, "name a folder of this machine; object stores are not supported yet")
        store = cls(Path(url).expanduser().resolve())
        try:
            store.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "a folder that can be written", f"{url}: {error.strerror}", "name another store"
            ) from error
        store._claim()
        return store

    @classmethod
    def existing(cls, url: str) -> Self:
        """The store at `url`. Raises StoreError if there is none: looking must not make one."""
        if not (Path(url).expanduser() / "store.json").is_file():
            raise StoreError("a store", f"{url}: no store.json in it", "name the folder that a campaign calls `store`")
        return cls(Path(url).expanduser().resolve())

    def _claim(self) -> None:
        """First use: the create is tried twice; a store where both succeed would lose and double shards."""
        if (self.root / "store.json").exists():
            return
        strangers = [entry for entry in self.root.iterdir() if entry.name not in ("commits", "tmp")]
        if strangers and not (self.root / "commits").is_dir():
            raise StoreError(
                "an empty folder, or a store", f"{self.root} holds {strangers[0].name}", "name another store"
            )
        made = json.dumps({"format": FORMAT, "store_id": uuid4().hex, "created_at": _now()}).encode()
        if self._create("store.json", made) and self._create("store.json", made):
            raise StoreError("a create that only the first caller wins", "both creates succeeded", "use another store")

    def begin(self, stage: str, key: str) -> "Attempt":
        """A new attempt at a shard; its files are invisible until it commits."""
        assert stage in STAGES, stage
        if not KEY.match(key):
            raise StoreError("a key of letters, digits, dot, dash and underscore", repr(key), "rename it")
        return Attempt(self, stage, key)

    def find(self, stage: str, key: str) -> Commit | None:
        """The commit of a shard, None if it is not committed."""
        try:
            text = (self.root / "commits" / stage / f"{key}.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return _parse(text, f"commits/{stage}/{key}.json")

    def get(self, stage: str, key: str) -> Commit:
        """The commit of a shard that must be there. Raises StoreError."""
        found = self.find(stage, key)
        if found is None:
            raise StoreError(f"{stage}/{key} committed", "no record of it", "run `thoughtmill check` on the store")
        return found

    def keys(self, stage: str) -> list[str]:
        """The keys committed in a stage, sorted."""
        folder = self.root / "commits" / stage
        return sorted(p.name.removesuffix(".json") for p in folder.iterdir()) if folder.is_dir() else []

    def commits(self, stage: str) -> Iterator[Commit]:
        """All commits of a stage, by key."""
        for key in self.keys(stage):
            yield self.get(stage, key)

    def location(self, file: File) -> Path:
        """Where a file lies, for libraries that want a path. Its hash is not checked: see `verify`."""
        return self.root / file.path

    def verify(self, file: File) -> None:
        """Read the whole file and compare size and sha256. Raises StoreError naming it, found and expected."""
        path = self.location(file)
        try:
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
            size = path.stat().st_size
        except OSError as error:
            raise StoreError(f"{file.path}", f"{error.strerror}", "restore it from a copy of the store") from error
        if found != file.sha256 or size != file.size:
            raise StoreError(
                f"{file.path} with {file.size} bytes, sha256 {file.sha256}",
                f"{size} bytes, sha256 {found}",
                "restore it from a copy of the store; nothing reads it as it is",
            )

    def read(self, file: File, columns: list[str] | None = None) -> pa.Table:
        """A Parquet file of a shard, its hash checked first. Raises StoreError."""
        self.verify(file)
        return pq.read_table(self.location(file), columns=columns, partitioning=None)  # pyright: ignore[reportArgumentType]  # none: a folder called a=b is no column

    def read_bytes(self, file: File) -> bytes:
        """A file of a shard, its hash checked first. Raises StoreError."""
        self.verify(file)
        return self.location(file).read_bytes()

    def _create(self, path: str, content: bytes) -> bool:
        """Create a file with its whole content, durably. False if it was there already."""
        target = self.root / path
        waiting = self.root / "tmp" / uuid4().hex
        for folder in (target.parent, waiting.parent):
            folder.mkdir(parents=True, exist_ok=True)
        with waiting.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(waiting, target)
        except FileExistsError:
            return False
        finally:
            waiting.unlink()
        _sync_folders(target.parent, self.root)
        return True


class Attempt:
    """One try at a shard: files written under a name of its own, then one exclusive create. Not thread-safe."""

    def __init__(self, store: Store, stage: str, key: str) -> None:
        self.store, self.stage, self.key = store, stage, key
        self.name = f"{uuid4().hex[:12]}-{threading.get_native_id()}"
        self.files: list[File] = []

    @property
    def folder(self) -> Path:
        """Where this attempt's files go."""
        return self.store.root / "shards" / self.stage / self.key / self.name

    def path(self, name: str) -> Path:
        """Where to write the file `name`; call `add` once it is whole."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def add(self, name: str, rows: int = 0) -> File:
        """Take a file that was written at `path(name)` into the shard: fsync and hash it."""
        path = self.path(name)
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        place = path.relative_to(self.store.root).as_posix()
        file = File(name, place, digest, path.stat().st_size, rows)
        self.files.append(file)
        return file

    def write_table(self, name: str, table: pa.Table) -> File:
        """Write one Parquet file with page checksums."""
        pq.write_table(table, self.path(name), compression="zstd", write_page_checksum=True)
        return self.add(name, table.num_rows)

    def write_bytes(self, name: str, content: bytes) -> File:
        """Write one small file."""
        self.path(name).write_bytes(content)
        return self.add(name)

    def commit(
        self,
        counts: Mapping[str, int] | None = None,
        parents: tuple[str, ...] = (),
        facts: Mapping[str, Any] | None = None,
    ) -> Commit:
        """Make the shard exist. Returns the commit that counts: ours, or the one that was first.

        Our own create may have succeeded though its answer was lost, so the record is read back either way.
        """
        mine = Commit(
            self.stage, self.key, tuple(self.files), dict(counts or {}), parents, dict(facts or {}), self.name, _now()
        )
        for folder in {self.store.location(file).parent for file in self.files}:
            _sync_folders(folder, self.store.root)
        record = json.dumps(asdict(mine), ensure_ascii=False, indent=1).encode()
        self.store._create(f"commits/{self.stage}/{self.key}.json", record)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # one file, one protocol
        counted = self.store.get(self.stage, self.key)
        if counted.attempt != self.name:
            self.discard()
        return counted

    def discard(self) -> None:
        """Remove this attempt's files; nobody else can have seen them."""
        shutil.rmtree(self.folder, ignore_errors=True)


def damage(store: Store) -> Iterator[str]:
    """Every record and every hash of a store, checked: one line for each fault. Changes nothing."""
    known = {f"{stage}/{key}" for stage in STAGES for key in store.keys(stage)}
    for stage in STAGES:
        for key in store.keys(stage):
            try:
                commit = store.get(stage, key)
            except StoreError as error:
                yield str(error)
                continue
            if commit.name != f"{stage}/{key}":
                yield f"commits/{stage}/{key}.json says that it is {commit.name}"
            for parent in commit.parents:
                if parent not in known:
                    yield f"{commit.name} was made from {parent}, which is not committed"
            for file in commit.files:
                try:
                    store.verify(file)
                except StoreError as error:
                    yield str(error)


def _parse(text: str, path: str) -> Commit:
    try:
        found = json.loads(text)
        files = tuple(File(**file) for file in found.pop("files"))
        record: dict[str, Any] = {**found, "files": files, "parents": tuple(found["parents"])}
        return Commit(**record)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"a commit record in {path}", f"{error!r}", "restore it from a copy of the store") from error


def _sync_folders(folder: Path, root: Path) -> None:
    """Make the entries of a folder durable, and those of the folders above it up to the store's own."""
    while True:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if folder in (root, folder.parent):
            return
        folder = folder.parent


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
