"""`thoughtmill check`: every record, every hash and every file of a store; each fault is named, nothing is changed."""

import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from thoughtmill.batches import batches
from thoughtmill.errors import StoreError
from thoughtmill.store.leases.beats import BEAT
from thoughtmill.store.leases.claims import PIECE
from thoughtmill.store.partial_shards import PART, broken
from thoughtmill.store.places.storage import BLOCK, Listed, Storage
from thoughtmill.store.records.commits import KEY, RECORD, RESTORE
from thoughtmill.store.records.faults import Fault, FaultKind, again
from thoughtmill.store.records.identity import COPYING, STORE_FILE
from thoughtmill.store.records.journal import ANNOUNCED, SEGMENT, Journal
from thoughtmill.store.records.relations import forged_parents, is_name, made_from, wrong_counts
from thoughtmill.store.records.replaced import Replaced, purge_lines
from thoughtmill.store.store import STAGES, Commit, Store
from thoughtmill.store.stored_checkpoints import FILE, LIST, broken_checkpoint
from thoughtmill.store.upkeep.chain import Chain, read_chain
from thoughtmill.store.upkeep.readings import file_fault, record_of
from thoughtmill.store.upkeep.whose import identified

ATTEMPT = re.compile(rf"(shards/(?:{'|'.join(STAGES)})/[^/]+/[0-9a-f]{{12}}-\d+)/.+")
T = TypeVar("T")
FEW = 16
WAITING = re.compile(r"tmp/(trial-)?[0-9a-f]{32}")
KNOWN = (PART, LIST, FILE, WAITING, SEGMENT, ANNOUNCED, BEAT, PIECE)
"""What a store has beside its records and their files."""
ASIDE = "aside/"
"""Where a repair puts what it takes out: nothing reads it."""

FOLDERS = (
    *(f"{folder}/{stage}" for folder in ("commits", "new", "shards") for stage in STAGES),
    "claims",
    "log",
    "parts",
    "tmp",
)
"""Where a store's files lie, folder by folder: for a place that can't be listed as a whole."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a check is: files and bytes that were read, of all that are to be read.

    Until the records are read, all counts what lies there: also files that no record names. unfolded: records that no
    segment of the journal holds yet, so that nobody would miss them; that is no fault. purged: whose text was removed.
    """

    files: int
    size: int
    all_files: int
    all_size: int
    unfolded: int = 0
    purged: tuple[str, ...] = ()


def check(url: str, on_file: Callable[[Checked], None] | None = None) -> Iterator[Fault]:
    """`damage` of the store at `url`, also if its `store.json` is gone, damaged or another store's.

    Then its records say whose it is. Raises StoreError if there is no store, or one of another format.
    """
    store, fault = identified(url)
    return _with(fault, damage(store, on_file))


def _with(first: Fault | None, others: Iterator[Fault]) -> Iterator[Fault]:
    if first is not None:
        yield first
    yield from others


def damage(store: Store, on_file: Callable[[Checked], None] | None = None) -> Iterator[Fault]:
    """Every record, every hash and every file of a store, checked: each fault once. Changes nothing.

    `on_file` is told how far it is after every file, in the caller's thread. What it can't find: a record of which the
    journal does not know, replaced by another whole one of this store, made by who knows how.
    """
    return Inspection(store, on_file).faults()


class Inspection:
    """One check of a store, and what it has seen of it. Changes nothing."""

    def __init__(self, store: Store, on_file: Callable[[Checked], None] | None = None) -> None:
        self.store, self.on_file = store, on_file
        self.listed: dict[str, Listed] = {}
        self.records: dict[str, str] = {}
        self.commits: dict[str, Commit] = {}
        self.hashes: dict[str, str] = {}
        self.chain = Chain(store.storage, store.store_id)
        self.replaced = Replaced()

    def faults(self) -> Iterator[Fault]:
        """Each fault, as it is found."""
        self.listed, unlistable = listing(self.store.storage)
        yield from unlistable
        self.records = {name: path for path in self.listed if (name := name_of(path))}
        self.chain = read_chain(self.store.storage, self.store.store_id, list(self.listed))
        count = _Count({path: one.size for path, one in self.listed.items()}, self.on_file)
        count.unfolded = len(self.records.keys() - set(self.chain.held()))
        with ThreadPoolExecutor(self.store.storage.at_once) as pool:
            yield from self._read_records(pool, count)
            yield from self._against_the_journal()
            yield from forged_parents(self.commits)
            yield from wrong_counts(self.commits)
            yield from self._read_files(pool, count)
        yield from self._strays()

    def _read_records(self, pool: ThreadPoolExecutor, count: "_Count") -> Iterator[Fault]:
        checks = [(path, partial(self._record, name)) for name, path in self.records.items()]
        yield from filter(None, _run(pool, count, checks))
        announced = {found[1] for path in self.listed if (found := ANNOUNCED.fullmatch(path)) and is_name(found[1])}
        for name in {*self.chain.held(), *announced, *filter(is_name, made_from(self.commits))} - self.records.keys():
            fault = self._record(name)
            if fault is None or fault.kind is not FaultKind.RECORD_LOST:
                self.records[name] = f"commits/{name}.json"  # it is there: the listing was stale, or not to be had
            if fault is not None and fault.kind is not FaultKind.RECORD_LOST:
                yield fault

    def _record(self, name: str) -> Fault | None:
        path = f"commits/{name}.json"
        try:
            found = record_of(self.store, name)
        except FileNotFoundError:
            todo = "look at the place: something removes from the store"
            return Fault(FaultKind.RECORD_LOST, path, f"{path}, which was there", "no such file", todo)
        if isinstance(found, Fault):
            return found
        self.commits[name], self.hashes[name] = found[0], hashlib.sha256(found[1]).hexdigest()
        return None

    def _against_the_journal(self) -> Iterator[Fault]:
        """Segments that are lost or edited; records that are lost or replaced; records that no reader would see."""
        if self.chain.fault is not None:
            yield self.chain.fault
        children = made_from(self.commits)
        lost = {*self.chain.held(), *filter(is_name, children)} - self.records.keys()
        for name in sorted(lost):
            yield self._lost(name, children.get(name, []))
        for name, (path, digest) in self.chain.proven.items():
            if self.hashes.get(name, digest) != digest:
                record = f"commits/{name}.json"
                found = f"another one, sha256 {self.hashes[name]}"
                todo = (
                    f"{RESTORE}; or `thoughtmill repair` takes the one whose files are whole, the journal's if both are"
                )
                yield Fault(
                    FaultKind.RECORD_REPLACED, record, f"the record that {path} holds, sha256 {digest}", found, todo
                )
        yield from self._unseen()

    def _lost(self, name: str, children: list[str]) -> Fault:
        held = self.chain.proven.get(name) or self.chain.beyond.get(name)
        told = [f"{held[0]} holds it"] if held else []
        if children:
            others = f" and {len(children) - 1:,} others" if len(children) > 1 else ""
            told.append(f"{children[0]}{others} was made from {name}")
        todo = f"`thoughtmill repair` says what goes with it: {again(name)}"
        if held:
            todo = f"`thoughtmill repair` restores it from the journal if its files are whole; else {again(name)}"
        path = f"commits/{name}.json"
        return Fault(FaultKind.RECORD_LOST, path, f"{path}: {', '.join(told)}", "no such file: it is lost", todo)

    def _unseen(self) -> Iterator[Fault]:
        """Records that are neither in the journal nor announced, although it is said to hold all."""
        if not self.chain.complete or self.chain.fault is not None:
            return
        known = self.chain.proven.keys()
        doubtful = [n for n in self.commits if n not in known and f"new/{n}" not in self.listed]
        if doubtful:
            fresh = Journal(self.store.storage, self.store.store_id)
            with suppress(StoreError):
                fresh.look()  # perhaps it was folded while we listed
            for name in (name for name in doubtful if fresh.record(name) is None):
                path, todo = (
                    f"commits/{name}.json",
                    "`thoughtmill migrate` writes it into the journal; so does a repair",
                )
                found = "it is neither announced nor in a segment: readers don't see it"
                yield Fault(FaultKind.RECORD_UNSEEN, path, f"{path} in the journal, or announced", found, todo)

    def _read_files(self, pool: ThreadPoolExecutor, count: "_Count") -> Iterator[Fault]:
        self.replaced = Replaced.by(self.commits.values())
        count.purged = tuple(purge_lines(self.commits.values()))
        parts = [path for path in self.listed if PART.fullmatch(path)]
        lists = [
            path for path in self.listed if (of := LIST.fullmatch(path)) and f"students/{of[1]}" not in self.commits
        ]
        checks = [
            (file.path, partial(file_fault, self.store, commit, file, self.replaced))
            for commit in self.commits.values()
            for file in commit.files
        ]
        checks += [(path, partial(broken, self.store, path)) for path in parts]
        checks += [(path, partial(broken_checkpoint, self.store, path)) for path in lists]
        count.expect([path for path in self.records.values() if path in self.listed] + [path for path, _ in checks])
        yield from filter(None, _run(pool, count, checks))

    def _strays(self) -> Iterator[Fault]:
        """Files that no record names and that are no attempt's, no part and no record on its way."""
        if COPYING in self.listed:
            todo = "run `thoughtmill copy` again with the same two: it goes on where it was"
            found = "a copy into this place that was not finished"
            yield Fault(FaultKind.UNFINISHED_COPY, COPYING, "a whole store", found, todo)
        named = {file.path for commit in self.commits.values() for file in commit.files} | {STORE_FILE, COPYING}
        committed = {f"shards/{commit.name}/{commit.attempt}" for commit in self.commits.values()}
        for path, listed in self.listed.items():
            if path in named or name_of(path) or any(k.fullmatch(path) for k in KNOWN):
                continue
            attempt = ATTEMPT.fullmatch(path)
            if (attempt is None or attempt[1] in committed) and not self._marks_a_folder(listed):
                todo = "move it elsewhere if it is yours; or `thoughtmill repair` sets it aside"
                found = f"{path} is no file of this store: no record names it"
                yield Fault(FaultKind.STRAY, path, "nothing there", found, todo)

    def _marks_a_folder(self, listed: Listed) -> bool:
        """Whether it is the empty object by which some tools for S3 show a folder."""
        return not listed.size and any(path.startswith(f"{listed.path}/") for path in self.listed)


def name_of(path: str) -> str | None:
    """`stage/key` of the record at a path, None if no record can lie there."""
    found = RECORD.fullmatch(path)
    return found[1] if found and KEY.fullmatch(found[1].partition("/")[2]) else None


def listing(storage: Storage) -> tuple[dict[str, Listed], list[Fault]]:
    """All files of a store but those that are set aside; folder by folder where it can't be listed as a whole."""
    found: dict[str, Listed] = {}
    try:
        found = {one.path: one for one in storage.listed("") if not one.path.startswith(ASIDE)}
    except StoreError as error:
        faults = [_unlistable("", error)]
    else:
        return found, []
    for folder in FOLDERS:
        try:
            found |= {one.path: one for one in storage.listed(folder)}
        except StoreError as error:
            faults.append(_unlistable(folder, error))
    return found, faults


def _unlistable(folder: str, error: StoreError) -> Fault:
    expected, found, todo = error.args
    return Fault(
        FaultKind.UNLISTABLE, folder or ".", expected, found, f"{todo}; what lies there and was not seen is not checked"
    )


class _Count:
    """Adds up what was read, and tells it."""

    def __init__(self, sizes: dict[str, int], on_file: Callable[[Checked], None] | None) -> None:
        self.sizes, self.on_file = sizes, on_file
        self.files = self.size = self.unfolded = 0
        self.purged: tuple[str, ...] = ()
        self.expect(list(sizes))

    def expect(self, paths: list[str]) -> None:
        """These are all that will be read; one that is missing has no bytes."""
        self.all_files, self.all_size = len(paths), sum(self.sizes.get(path, 0) for path in paths)

    def add(self, path: str) -> None:
        """One more was read."""
        self.files, self.size = self.files + 1, self.size + self.sizes.get(path, 0)
        if self.on_file:
            self.on_file(Checked(self.files, self.size, self.all_files, self.all_size, self.unfolded, self.purged))


def _run(pool: ThreadPoolExecutor, count: _Count, checks: list[tuple[str, Callable[[], T]]]) -> Iterator[T]:
    """What the check of each path gives, in their order."""

    def run(few: list[tuple[str, Callable[[], T]]]) -> list[T]:
        return [check() for _, check in few]

    # To hand one small file to a thread costs as much as to hash it.
    handed = list(batches(checks, FEW, lambda one: count.sizes.get(one[0], 0), BLOCK))
    for few, given in zip(handed, pool.map(run, handed), strict=True):
        for (path, _), one in zip(few, given, strict=True):
            count.add(path)
            yield one
