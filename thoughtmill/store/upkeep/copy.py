"""`thoughtmill copy`: a store from one place to another, shard by shard, hashes checked; goes on where it was ended.

A shard's files come first, its record last, and parents before what was made from them: whatever is there is whole.
Purges come before all: no file is missed that they replaced, and what an earlier copy has of those goes. The copy has
the same id. Until it is complete, `copying.json` stands where `store.json` will, so that nobody takes it for the store.
Nothing that is there is overwritten: where both places hold another record under one key, that is named.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from thoughtmill.errors import StoreError
from thoughtmill.store.partial_shards import PART, broken
from thoughtmill.store.places.storage import Storage
from thoughtmill.store.places.transfer import read_back, settled_create, transfer
from thoughtmill.store.records.commits import Commit, File, inside, now, read_fields, sealed
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.records.identity import COPYING, FORMAT, STORE_FILE, storage_at, store_id_of, try_creates
from thoughtmill.store.records.replaced import Replaced, is_purge
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import Checked, listing, name_of
from thoughtmill.store.upkeep.purge import finish_purges
from thoughtmill.store.upkeep.readings import file_fault, record_of


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did: shards and parts that were written, those that were there, and what could not be copied."""

    shards: int
    parts: int
    there: int
    size: int
    faults: tuple[Fault, ...]
    forks: tuple[str, ...]


def copy(source_url: str, target_url: str, on_file: Callable[[Checked], None] | None = None) -> Copied:
    """Copy the store at `source_url` to `target_url`; again later copies only what is new.

    `on_file` is told how far it is, from other threads. Raises StoreError: if the source is no whole store, if the
    target is another's or holds anything else, or if a place can't be read or written; then it may be started again.
    """
    return copy_store(Store.existing(source_url), storage_at(target_url), on_file)


def copy_store(source: Store, target: Storage, on_file: Callable[[Checked], None] | None = None) -> Copied:
    """As `copy`, of a store that is open."""
    if source.url == target.url or f"{target.url}/".startswith(f"{source.url}/"):
        raise StoreError("two places, none within the other", f"{source.url} and {target.url}", "name another place")
    return _Copy(source, _begun(target, source.store_id), on_file).run()


def _begun(target: Storage, store_id: str) -> Store:
    """The copy, new or gone on with. Raises StoreError if the place is another's."""
    there = store_id_of(target)
    if there is None:
        note = {"format": FORMAT, "store_id": store_id, "created_at": now()}
        stranger = next((one.path for one in target.listed("") if not one.path.startswith("tmp/")), None)
        if stranger is None:
            try_creates(target)
            there = _id_in(settled_create(target, COPYING, sealed(note)))
        else:
            there = _id_of_begun(target, stranger)
    if there != store_id:
        raise StoreError(
            f"the store {store_id}, or nothing", f"{target.url} is the store {there}", "name another place"
        )
    return Store(target, store_id)


def _id_of_begun(target: Storage, stranger: str) -> str:
    try:
        return _id_in(target.read(COPYING))
    except FileNotFoundError:
        raise StoreError("an empty place, or a copy", f"{target.url} holds {stranger}", "name another place") from None


def _id_in(content: bytes) -> str:
    return str(read_fields(content, COPYING).get("store_id"))


class _Copy:
    """One run of a copy."""

    def __init__(self, source: Store, target: Store, on_file: Callable[[Checked], None] | None) -> None:
        self.source, self.target, self.on_file = source, target, on_file
        self.faults: list[Fault] = []
        self.forks: list[str] = []
        self.shards = self.parts = self.there = self.size = 0
        self.files = self.read = self.all_files = self.all_size = 0
        self.replaced = Replaced()
        self.records: dict[str, bytes] = {}
        self.commits: dict[str, Commit] = {}
        self.lock = threading.Lock()

    def run(self) -> Copied:
        """All of it; `store.json` last."""
        listed, unlistable = listing(self.source.storage)
        if unlistable:
            raise unlistable[0].error()
        self._read_records()
        self.target.journal.look()
        purges = [commit for commit in self.commits.values() if is_purge(commit)]
        self.replaced = Replaced.by(purges)
        parts = [
            path for path in listed if (found := PART.fullmatch(path)) and f"traces/{found[1]}" not in self.commits
        ]
        self.all_files = sum(len(commit.files) for commit in self.commits.values()) + len(parts)
        self.all_size = sum(file.size for commit in self.commits.values() for file in commit.files)
        self.all_size += sum(listed[path].size for path in parts)
        with ThreadPoolExecutor(max(self.source.storage.at_once, self.target.storage.at_once)) as pool:
            for names in ([purge.name for purge in purges], *_in_parent_order(self.commits)):
                list(pool.map(self._shard, names))
            list(pool.map(self._part, parts))
        finish_purges(self.target)
        self.target.journal.fold(1, everything=True)
        settled_create(self.target.storage, STORE_FILE, self.source.storage.read(STORE_FILE))
        self.target.storage.delete(COPYING)
        return Copied(self.shards, self.parts, self.there, self.size, tuple(self.faults), tuple(sorted(self.forks)))

    def _read_records(self) -> None:
        """All records of the source, read from where they are true; those that are damaged are left out and named."""

        def read(name: str) -> tuple[Commit, bytes] | Fault | None:
            try:
                return record_of(self.source, name)
            except FileNotFoundError:
                return None

        names = sorted(name for one in self.source.storage.listed("commits") if (name := name_of(one.path)))
        with ThreadPoolExecutor(self.source.storage.at_once) as pool:
            for name, found in zip(names, pool.map(read, names), strict=True):
                if isinstance(found, Fault):
                    self.faults.append(found)
                elif found is not None:
                    self.commits[name], self.records[name] = found

    def _shard(self, name: str) -> None:
        """One shard: its files, then its record, unless that is there."""
        commit, record = self.commits[name], self.records[name]
        there = self._there(name)
        if there is None:
            for file in commit.files:
                if not self._file(commit, file):
                    return
            there_now = [file.path for file in commit.files if file.path not in self.replaced.gone]
            self.target.storage.settle(there_now)
            self.target.journal.announce(name)
            there = settled_create(self.target.storage, f"commits/{name}.json", record)
            with self.lock:
                self.shards += there == record
        else:
            with self.lock:
                self.there += there == record
            for file in commit.files:
                self._count(file.size, copied=False)
        if there != record:
            with self.lock:
                self.forks.append(name)

    def _there(self, name: str) -> bytes | None:
        """The record that the target has under this name."""
        known = self.target.journal.record(name)
        if known is not None:
            return known
        try:
            return self.target.storage.read(f"commits/{name}.json")
        except FileNotFoundError:
            return None

    def _file(self, commit: Commit, file: File) -> bool:
        """Copy a file unless it is there. False, and named, if it is damaged where it comes from."""
        source, target, wanted = self.source.storage, self.target.storage, (file.sha256, file.size)
        if file.path in self.replaced.gone:
            self._count(file.size, copied=False)
            return True
        copied = read_back(target, file.path) != wanted
        if copied:
            try:
                transfer(source, file.path, target, file.path, wanted)
            except (StoreError, FileNotFoundError):
                fault = file_fault(self.source, commit, file, self.replaced)
                if fault is None or fault.kind is FaultKind.UNREADABLE:
                    raise
                with self.lock:
                    self.faults.append(fault)
                return False
        self._count(file.size, copied=copied)
        return True

    def _part(self, path: str) -> None:
        """One partial shard of a unit that is under way: paid work, too."""
        fault = broken(self.source, path)
        try:
            inside(path)
            content = self.source.storage.read(path)
        except (ValueError, FileNotFoundError):
            return  # no name of ours, or its shard was committed meanwhile
        if fault is not None:
            with self.lock:
                self.faults.append(fault)
            return
        before = read_back(self.target.storage, path) is not None
        settled_create(self.target.storage, path, content)
        with self.lock:
            self.parts += not before
        self._count(len(content), copied=not before)

    def _count(self, size: int, *, copied: bool) -> None:
        with self.lock:
            self.files, self.read, self.size = self.files + 1, self.read + size, self.size + size * copied
            if self.on_file:
                self.on_file(Checked(self.files, self.read, self.all_files, self.all_size))


def _in_parent_order(commits: dict[str, Commit]) -> Iterator[list[str]]:
    """Names that may be copied side by side, parents before what was made from them."""
    order = TopologicalSorter({name: [p for p in commit.parents if p in commits] for name, commit in commits.items()})
    try:
        order.prepare()
    except CycleError as circle:
        found = " ← ".join(circle.args[1])[:500]
        raise StoreError("records that were made from earlier ones", found, "see `thoughtmill check`") from circle
    while order.is_active():
        names = order.get_ready()
        yield sorted(names)
        order.done(*names)
