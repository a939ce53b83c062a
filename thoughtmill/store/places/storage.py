"""Where a store's files lie: the thin line under its commit protocol. A folder of this machine here, `s3.py` is S3."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol
from uuid import uuid4

from thoughtmill.errors import StoreError

WAITING = "tmp"
"""Where records lie until they are whole, in a folder."""

BLOCK = 1 << 20
"""Bytes that are read at once while a file is hashed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that lies there: its path in the store, its size in bytes, when it was last written (UTC)."""

    path: str
    size: int
    modified: datetime


class Storage(Protocol):
    """What a store asks of the place it lies in. Paths are relative, with slashes; every failure is a StoreError.

    Only one thing has to be exact: of all who `create` a path, ever, one is told that it did.
    """

    url: str
    """How people name it; holds no secrets."""
    at_once: int
    """How many requests side by side pay."""
    save_every_s: float
    """How often work that is under way is saved: what is lost in that time is worth no more than the writes."""
    unsettled_s: float
    """Longest time from the last look at an attempt's files to the create of the record that names them."""

    def create(self, path: str, content: bytes) -> bool:
        """Write a small file, whole and lasting, unless one is there: then False."""
        ...

    def read(self, path: str) -> bytes:
        """A whole file. Raises FileNotFoundError."""
        ...

    def blocks(self, path: str) -> Iterator[bytes]:
        """A whole file, piece by piece. Raises FileNotFoundError."""
        ...

    def here(self, path: str) -> Path | None:
        """Where a file lies if that is on this machine."""
        ...

    def draft(self, path: str, attempt: str) -> Path:
        """Where to write, on this machine, the file that will lie at `path`."""
        ...

    def keep(self, path: str, draft: Path) -> None:
        """Take a draft that is whole, so that it lasts."""
        ...

    def settle(self, paths: list[str]) -> None:
        """Make sure that files that were kept are there, and are found after a power loss. Raises StoreError."""
        ...

    def drop(self, paths: list[str], attempt: str) -> None:
        """Remove an attempt's files and drafts. Never fails: what stays is swept later."""
        ...

    def listed(self, prefix: str) -> Iterator[Listed]:
        """All files under a prefix, which is a folder's name or nothing."""
        ...

    def delete(self, path: str) -> None:
        """Remove a file; one that is gone is no error."""
        ...

    def delete_all(self, paths: list[str]) -> None:
        """Remove files, in as few requests as can be; those that are gone are no error."""
        ...


class Folder:
    """A folder of this machine, or one that it has mounted."""

    save_every_s = 2.0
    unsettled_s = 1.0

    def __init__(self, root: Path) -> None:
        self.root, self.url = root, str(root)
        self.at_once = min(8, os.cpu_count() or 1)

    def create(self, path: str, content: bytes) -> bool:
        """As `Storage` says: temporary file, fsync, a hard link that only the first one gets, fsync of the folders."""
        target, waiting = self.root / path, self.root / WAITING / uuid4().hex
        with reported(self.root / path):
            _make(waiting.parent)
            try:
                with waiting.open("xb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                created = _link(waiting, target)
            finally:
                waiting.unlink(missing_ok=True)
            # Also for who lost: it will rely on a record that the winner may not have made durable yet.
            _sync_up(target.parent, self.root)
        return created

    def read(self, path: str) -> bytes:
        """As `Storage` says."""
        return b"".join(self.blocks(path))

    def blocks(self, path: str) -> Iterator[bytes]:
        """As `Storage` says."""
        with reported(self.root / path, "read"):
            if not stat.S_ISREG((self.root / path).stat().st_mode):  # reading from a pipe or a device may never end
                raise OSError(errno.EINVAL, "no regular file")
            with (self.root / path).open("rb") as stream:
                while block := stream.read(BLOCK):
                    yield block

    def here(self, path: str) -> Path | None:
        """As `Storage` says: always."""
        return self.root / path

    def draft(self, path: str, attempt: str) -> Path:  # noqa: ARG002  # as Storage says
        """As `Storage` says: where it will lie. Nobody looks there before a record names it."""
        with reported(self.root / path):
            _make((self.root / path).parent)
        return self.root / path

    def keep(self, path: str, draft: Path) -> None:  # noqa: ARG002  # as Storage says
        """As `Storage` says."""
        with reported(draft), draft.open("rb") as stream:
            os.fsync(stream.fileno())

    def settle(self, paths: list[str]) -> None:
        """As `Storage` says."""
        for folder in {(self.root / path).parent for path in paths}:
            with reported(folder):
                _sync_up(folder, self.root)
        for path in paths:
            if not (self.root / path).exists():
                todo = "start the run again: something removes from the store"
                raise StoreError(f"{self.root / path} to be there", "no such file", todo)

    def drop(self, paths: list[str], attempt: str) -> None:  # noqa: ARG002  # as Storage says
        """As `Storage` says."""
        for path in paths:
            with suppress(StoreError):
                self.delete(path)

    def listed(self, prefix: str) -> Iterator[Listed]:
        """As `Storage` says."""
        within = len(f"{self.root}/")
        with reported(self.root / prefix, "listed"):
            for folder, _, names in os.walk(f"{self.root}/{prefix}".rstrip("/"), onerror=_unless_gone):
                for name in sorted(names):
                    with suppress(FileNotFoundError):
                        seen = os.lstat(f"{folder}/{name}")
                        when = datetime.fromtimestamp(seen.st_mtime, UTC)
                        yield Listed(f"{folder}/{name}"[within:], seen.st_size, when)

    def delete(self, path: str) -> None:
        """As `Storage` says; folders that are left empty go too."""
        with reported(self.root / path):
            (self.root / path).unlink(missing_ok=True)
        for above in PurePosixPath(path).parents:
            if len(above.parts) < 3:
                return
            try:
                (self.root / above).rmdir()
            except OSError:
                return

    def delete_all(self, paths: list[str]) -> None:
        """As `Storage` says."""
        for path in paths:
            self.delete(path)


@contextmanager
def reported(path: Path | str, verb: str = "written") -> Iterator[None]:
    """Turn the machine's no into a StoreError that names the path. FileNotFoundError passes when reading."""
    try:
        yield
    except FileNotFoundError as error:
        if verb == "read":
            raise
        raise StoreError(f"{path} {verb}", f"{error}", "look at the folder: something removes from it") from error
    except OSError as error:
        raise StoreError(f"{path} {verb}", said(error), _todo(error)) from error


def said(error: OSError) -> str:
    """What the machine said, in its own words."""
    return error.strerror or str(error)


def _unless_gone(error: OSError) -> None:
    """A folder that can't be looked into is no empty one."""
    if not isinstance(error, FileNotFoundError):
        raise error


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
NO_LINKS = {errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS}


def _todo(error: OSError) -> str:
    goes_on = "then start the run again: what is committed stays"
    # pyarrow's errors carry the words, not always the number.
    if error.errno in FULL or any(os.strerror(number) in str(error) for number in FULL):
        return f"make room there, {goes_on}"
    if error.errno in CLOSED:
        return f"mend the permissions, {goes_on}"
    if error.errno in NO_LINKS:
        return "name a store on a file system with hard links"
    return f"mend that, {goes_on}"


def _make(folder: Path) -> None:
    """Make a folder and those above it, while others may remove them because they are empty."""
    for _ in range(20):
        with suppress(FileNotFoundError):
            folder.mkdir(parents=True, exist_ok=True)
            return
    folder.mkdir(parents=True, exist_ok=True)


def _link(waiting: Path, target: Path) -> bool:
    for _ in range(20):
        _make(target.parent)
        try:
            os.link(waiting, target)
        except FileExistsError:
            return False
        except FileNotFoundError:
            continue  # somebody removed the empty folder just now
        return True
    raise FileNotFoundError(errno.ENOENT, "its folder vanishes again and again", str(target))


def _sync_up(folder: Path, root: Path) -> None:
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
