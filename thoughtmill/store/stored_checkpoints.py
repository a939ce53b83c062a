"""Checkpoints of a training that is under way: kept in the store, so that it goes on from them on another machine.

A checkpoint's files lie below `parts/students/<student>/<attempt>-<step>/`, under a name that no other upload has. Its
list, `<attempt>-<step>.<sha256>.json`, is created last, like a record: what no list names does not exist. The list's
hash stands in its name, those of the files in the list. They are no commits: nothing but the training of the same
student reads them, and once the student is committed they are rubbish.
"""

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import BLOCK, Storage, reported
from thoughtmill.store.records.commits import inside
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.readings import read_whole, small_file

LIST = re.compile(r"parts/students/([^/]+)/([0-9a-f]{12}-(\d{8}))\.([0-9a-f]{64})\.json")
FILE = re.compile(r"parts/students/([^/]+)/([0-9a-f]{12}-\d{8})/.+")
"""Both begin with the student and the name of the upload."""
AGAIN = "nothing reads it, and the training goes on from an earlier one; `thoughtmill repair` sets its list aside"


class Ended(Exception):
    """Whoever wanted a checkpoint saved wants it no more."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A checkpoint in the store: the step it was made at, and where its list lies."""

    step: int
    path: str

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return self.path[: -len(f".{'0' * 64}.json")]


class StoredCheckpoints:
    """The checkpoints of one student in the store."""

    def __init__(self, store: Store, student: str) -> None:
        self.storage, self.prefix = store.storage, f"parts/students/{student}"

    def found(self) -> list[Stored]:
        """Those that are there, the newest first."""
        paths = (listed.path for listed in self.storage.listed(self.prefix))
        return sorted((Stored(int(name[3]), name[0]) for name in map(LIST.fullmatch, paths) if name), key=_newest_first)

    def save(self, step: int, folder: Path, still: Callable[[], None] = lambda: None) -> Stored:
        """Write a folder that does not change meanwhile as the checkpoint of a step; it lasts once this returns.

        still: is called between files, and ends it by what it raises. Then, and where it fails, nothing is to be seen.
        Raises StoreError.
        """
        name = f"{uuid4().hex[:12]}-{step:08}"
        begun: list[str] = []
        files: dict[str, list[Any]] = {}
        try:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                still()
                own = file.relative_to(folder).as_posix()
                begun.append(f"{self.prefix}/{name}/{own}")
                files[own] = _put(self.storage, begun[-1], file, name)
            self.storage.settle(begun)
            content = json.dumps(files, indent=1).encode()
            path = f"{self.prefix}/{name}.{hashlib.sha256(content).hexdigest()}.json"
            still()
        except BaseException:
            self.storage.drop(begun, name)
            raise
        self.storage.create(path, content)  # whatever it says, its files stay: the list may stand, or come to stand
        self.storage.drop([], name)
        return Stored(step, path)

    def keep_newest(self, most: int, damaged: Container[str] = ()) -> None:
        """Remove all but those of so many newest steps: a list before its files, so that what is listed is there.

        damaged: paths of lists that neither count nor are removed: `check` names them, and the commit ends them.
        """
        found = [stored for stored in self.found() if stored.path not in damaged]
        kept = sorted({stored.step for stored in found}, reverse=True)[:most]
        for old in (stored for stored in found if stored.step not in kept):
            self.storage.delete(old.path)
            self.storage.delete_all([listed.path for listed in self.storage.listed(old.folder)])

    def fetch(self, stored: Stored, into: Path) -> bool:
        """Write a checkpoint's files into a new folder; False if it is gone or is not what was saved.

        Raises StoreError where it can't be read.
        """
        files = _listed(self.storage, stored.path)
        if not isinstance(files, dict):
            return False
        for name, wanted in files.items():
            target = into / inside(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            digest, size = hashlib.sha256(), 0
            with reported(target), suppress(FileNotFoundError), target.open("wb") as stream:
                for block in self.storage.blocks(f"{stored.folder}/{name}"):
                    digest.update(block)
                    size += len(block)
                    stream.write(block)
            if [digest.hexdigest(), size] != wanted:
                return False
        return True

    def clear(self) -> None:
        """Remove all of them, once the student is committed. What stays is swept later."""
        with suppress(StoreError):
            paths = [listed.path for listed in self.storage.listed(self.prefix)]
            self.storage.delete_all(sorted(paths, key=lambda path: not LIST.fullmatch(path)))


def _newest_first(stored: Stored) -> tuple[int, str]:
    return -stored.step, stored.path


def _put(storage: Storage, path: str, file: Path, attempt: str) -> list[Any]:
    """Write a file of this machine to `path`, and return its sha256 and size; it is never twice on this machine."""
    there = storage.here(path) and storage.draft(path, attempt)
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        for block in _into(stream, there):
            digest.update(block)
            size += len(block)
    storage.keep(path, there or file)
    return [digest.hexdigest(), size]


def _into(stream: Any, target: Path | None) -> Iterator[bytes]:
    """The blocks of a stream, written to `target` if there is one."""
    if target is None:
        yield from iter(lambda: stream.read(BLOCK), b"")
        return
    with reported(target), target.open("wb") as copy:
        for block in iter(lambda: stream.read(BLOCK), b""):
            copy.write(block)
            yield block


def _listed(storage: Storage, path: str) -> dict[str, list[Any]] | Fault | None:
    """The files of a list, each with sha256 and size; None if there is no list."""
    try:
        content = small_file(storage, path, FaultKind.PART_DAMAGED)
    except FileNotFoundError:
        return None
    if isinstance(content, Fault):
        return content
    named, found = LIST.fullmatch(path), hashlib.sha256(content).hexdigest()
    if named is None or named[4] != found:
        return Fault(FaultKind.PART_DAMAGED, path, f"{path} with the sha256 in its name", f"sha256 {found}", AGAIN)
    return json.loads(content)


def broken_checkpoint(store: Store, path: str) -> Fault | None:
    """What is wrong with the checkpoint whose list lies at `path`; None if nothing is, or if it is gone."""
    files = _listed(store.storage, path)
    if not isinstance(files, dict):
        return files
    for name, (sha256, size) in files.items():
        own = f"{Stored(0, path).folder}/{name}"
        try:
            read = read_whole(store.storage, own, FaultKind.PART_DAMAGED)
        except FileNotFoundError:
            if _listed(store.storage, path) is None:
                return None  # it was removed just now, its list first
            return Fault(FaultKind.PART_DAMAGED, path, own, "no such file", AGAIN)
        if isinstance(read, Fault):
            return read
        if (read.sha256, read.size) != (sha256, size):
            expected = f"{own} with {size} bytes, sha256 {sha256}"
            return Fault(FaultKind.PART_DAMAGED, path, expected, f"{read.size} bytes, sha256 {read.sha256}", AGAIN)
    return None
