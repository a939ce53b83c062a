"""`thoughtmill check`: every record, every hash and every file of a store; each damage is named, nothing is changed."""

import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeVar

from thoughtmill.errors import StoreError
from thoughtmill.store.commits import RECORD, RESTORE, unsealed, whole
from thoughtmill.store.identity import CLAIM, STORE_ID, storage_at
from thoughtmill.store.journal import ANNOUNCED, SEGMENT, segment
from thoughtmill.store.lease import BEAT
from thoughtmill.store.partial_shards import PART, broken
from thoughtmill.store.storage import BLOCK, Storage
from thoughtmill.store.store import STAGES, Commit, File, Store

ATTEMPT = re.compile(rf"(shards/(?:{'|'.join(STAGES)})/[^/]+/[0-9a-f]{{12}}-\d+)/.+")
T = TypeVar("T")
FEW = 16
WAITING = re.compile(r"tmp/(trial-)?[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Checked:
    """How far a check is: files and bytes that were read, of all that are to be read.

    Until the records are read, all counts what lies there: also files that no record names.
    """

    files: int
    size: int
    all_files: int
    all_size: int


def check(url: str, on_file: Callable[[Checked], None] | None = None) -> Iterator[str]:
    """`damage` of the store at `url`, also if its `store.json` is gone or damaged: then its records say whose it is.

    Raises StoreError if there is no store, or one of another format.
    """
    try:
        store = Store.existing(url)
    except StoreError as error:
        storage = storage_at(url)
        if (store_id := _id_in_records(storage)) is None:
            raise
        return chain([_printable(str(error))], damage(Store(storage, store_id), on_file))
    return damage(store, on_file)


def _id_in_records(storage: Storage) -> str | None:
    """The id of a store, as the first of its records tells it that is whole."""
    for listed in storage.listed("commits"):
        with suppress(StoreError, FileNotFoundError):
            told = unsealed(whole(storage.blocks(listed.path), listed.path), listed.path).get("store_id")
            if STORE_ID.fullmatch(str(told)):
                return str(told)
    return None


def damage(store: Store, on_file: Callable[[Checked], None] | None = None) -> Iterator[str]:
    """Every record, every hash and every file of a store, checked: one text for each fault. Changes nothing.

    `on_file` is told how far it is after every file, in the caller's thread. What it can't find: a record that was
    replaced by another whole one of this store, made by who knows how.
    """
    yield from map(_printable, _damage(store, on_file))


def _printable(fault: str) -> str:
    """A fault as every terminal takes it: names of files may hold control characters, and bytes that are no text."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in fault)


def _damage(store: Store, on_file: Callable[[Checked], None] | None) -> Iterator[str]:
    sizes = {listed.path: listed.size for listed in store.storage.listed("")}
    records = {found[1]: path for path in sizes if (found := RECORD.fullmatch(path))}
    count = _Count(sizes, on_file)
    with ThreadPoolExecutor(store.storage.at_once) as pool:
        commits: list[Commit] = []
        hashes: dict[str, str] = {}
        for found in _run(pool, count, [(path, partial(_record, store, name)) for name, path in records.items()]):
            if isinstance(found, str):
                yield found
            else:
                commits.append(found[0])
                hashes[found[0].name] = found[1]
        yield from _against_the_journal(store, sorted(sizes), records, hashes)
        for commit in commits:
            for parent in commit.parents:
                if parent not in records:
                    yield f"{commit.name} was made from {parent}, which is not committed"
        parts = [path for path in sizes if PART.fullmatch(path)]
        checks = [(file.path, partial(_file, store, file)) for commit in commits for file in commit.files]
        checks += [(path, partial(broken, store, path)) for path in parts]
        count.expect([*records.values()] + [path for path, _ in checks])
        yield from filter(None, _run(pool, count, checks))
    yield from _foreign(list(sizes), commits, set(parts))


class _Count:
    """Adds up what was read, and tells it."""

    def __init__(self, sizes: dict[str, int], on_file: Callable[[Checked], None] | None) -> None:
        self.sizes, self.on_file = sizes, on_file
        self.files = self.size = 0
        self.expect(list(sizes))

    def expect(self, paths: list[str]) -> None:
        """These are all that will be read; one that is missing has no bytes."""
        self.all_files, self.all_size = len(paths), sum(self.sizes.get(path, 0) for path in paths)

    def add(self, path: str) -> None:
        """One more was read."""
        self.files, self.size = self.files + 1, self.size + self.sizes.get(path, 0)
        if self.on_file:
            self.on_file(Checked(self.files, self.size, self.all_files, self.all_size))


def _run(pool: ThreadPoolExecutor, count: _Count, checks: list[tuple[str, Callable[[], T]]]) -> Iterator[T]:
    """What the check of each path gives, in their order."""

    def run(few: list[tuple[str, Callable[[], T]]]) -> list[T]:
        return [check() for _, check in few]

    batches = list(_batches(checks, count.sizes))
    for few, given in zip(batches, pool.map(run, batches), strict=True):
        for (path, _), one in zip(few, given, strict=True):
            count.add(path)
            yield one


def _batches(checks: list[tuple[str, T]], sizes: dict[str, int]) -> Iterator[list[tuple[str, T]]]:
    """A few small files at a time: to hand one to a thread costs as much as to hash it."""
    few: list[tuple[str, T]] = []
    size = 0
    for path, check in checks:
        few.append((path, check))
        size += sizes.get(path, 0)
        if len(few) == FEW or size >= BLOCK:
            yield few
            few, size = [], 0
    if few:
        yield few


def _record(store: Store, name: str) -> tuple[Commit, str] | str:
    """The commit that lies there now, whatever the journal knows, and the hash of its record; or what is wrong."""
    path = f"commits/{name}.json"
    try:
        content = whole(store.storage.blocks(path), f"a commit record in {path}")
        return store.commit_in(content, *name.split("/")), hashlib.sha256(content).hexdigest()
    except StoreError as error:
        return str(error)
    except FileNotFoundError:
        return f"{path} was there, and is gone: something removes from the store"


def _against_the_journal(
    store: Store, there: list[str], records: dict[str, str], whole_ones: dict[str, str]
) -> Iterator[str]:
    """Segments that are lost or edited, and records that are lost or replaced since they were folded."""
    before = ""
    paths = [path for path in there if SEGMENT.fullmatch(path)]
    for number, path in enumerate(paths, 1):
        if path != f"log/{number:09}.json":
            yield f"log/{number:09}.json is missing: the journal ends before it. {RESTORE}"
            return
        try:
            content = store.storage.read(path)
            found = segment(content, path)
        except StoreError as error:
            yield str(error)
            return
        except FileNotFoundError:
            yield f"{path} was there, and is gone: something removes from the store"
            return
        if (found["previous"], found["store_id"]) != (before, store.store_id):
            yield f"{path} does not continue the segment before it: one of the two was replaced. {RESTORE}"
            return
        for name, record in found["records"].items():
            if name not in records:
                yield f"commits/{name}.json is lost: the journal holds it, its record is gone"
            elif name in whole_ones and whole_ones[name] != hashlib.sha256(record.encode()).hexdigest():
                yield f"commits/{name}.json is another record than the one that was committed, which the journal holds"
        before = hashlib.sha256(content).hexdigest()


def _file(store: Store, file: File) -> str | None:
    try:
        store.verify(file)
    except StoreError as error:
        return str(error)
    return None


def _foreign(there: list[str], commits: list[Commit], parts: set[str]) -> Iterator[str]:
    """Files that no record names and that are no attempt's, no part and no record on its way."""
    named = {file.path for commit in commits for file in commit.files} | {CLAIM} | parts
    committed = {f"shards/{commit.name}/{commit.attempt}" for commit in commits}
    for path in there:
        if path in named or any(kind.fullmatch(path) for kind in (RECORD, WAITING, SEGMENT, ANNOUNCED, BEAT)):
            continue
        attempt = ATTEMPT.fullmatch(path)
        if attempt is None or attempt[1] in committed:
            yield f"{path} is no file of this store: no record names it"
