"""Reading a store that may be damaged: what can't be read for now is told apart from what lies there and is wrong."""

import errno
import hashlib
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import LaterVersion, StoreError
from thoughtmill.store.places.storage import Storage
from thoughtmill.store.records.commits import RECORD_BYTES, RESTORE, Commit, File, record_path, unsealed
from thoughtmill.store.records.faults import Fault, FaultKind, again
from thoughtmill.store.records.replaced import Replaced
from thoughtmill.store.store import Store

NO_FILE = {errno.EINVAL, errno.EISDIR, errno.ELOOP, errno.ENXIO}
"""What a folder says of a pipe, a device, a folder or a circle of links that stands where a file should be."""

MEND = "look at the disk, the permissions or the bucket, then check again: nothing says yet that it is damaged"


def unreadable(path: str, error: StoreError, damaged: FaultKind) -> Fault:
    """What a storage's no means: damage if no file lies there, else that nobody can tell now."""
    cause = error.__cause__
    expected, found, _ = error.args
    if isinstance(cause, OSError) and cause.errno in NO_FILE:
        return Fault(damaged, path, f"{path} to be a file", found, RESTORE)
    return Fault(FaultKind.UNREADABLE, path, expected, found, MEND)


def is_gone(error: StoreError) -> bool:
    """Whether a storage's no means that there is no such file, as something else stands in its way."""
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in (errno.ENOTDIR, errno.ENAMETOOLONG)


def small_file(storage: Storage, path: str, damaged: FaultKind) -> bytes | Fault:
    """A record, or what is as small. Raises FileNotFoundError; every other no is a fault."""
    content = b""
    try:
        for block in storage.blocks(path):
            content += block
            if len(content) > RECORD_BYTES:
                found = f"more than {RECORD_BYTES:,} bytes"
                return Fault(damaged, path, f"{path} to be a small file", found, RESTORE)
    except StoreError as error:
        if is_gone(error):
            raise FileNotFoundError(path) from error
        return unreadable(path, error, damaged)
    return content


def record_of(store: Store, name: str) -> tuple[Commit, bytes] | Fault:
    """The commit that lies there now, whatever the journal knows, and its bytes. Raises FileNotFoundError."""
    path = record_path(*name.split("/", 1))
    content = small_file(store.storage, path, FaultKind.RECORD_DAMAGED)
    if isinstance(content, Fault):
        return content
    try:
        return store.commit_in(content, *name.split("/", 1)), content
    except LaterVersion as error:
        return Fault(FaultKind.LATER_VERSION, path, *error.args)
    except StoreError as error:
        kind = FaultKind.RECORD_FOREIGN if is_sealed(content, path) else FaultKind.RECORD_DAMAGED
        expected, found, todo = error.args
        return Fault(kind, path, expected, found, f"{todo}; or `thoughtmill repair`: {again(name)}")


def is_sealed(content: bytes, path: str) -> bool:
    """Whether the bytes are those of a record, of whatever store and key."""
    try:
        unsealed(content, path)
    except StoreError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read whole: its sha256, its size, and the end of it if it is Parquet."""

    sha256: str
    size: int
    tail: bytes


def read_whole(storage: Storage, path: str, damaged: FaultKind) -> Read | Fault:
    """Hash a file. Raises FileNotFoundError; every other no is a fault."""
    digest, size, before, last = hashlib.sha256(), 0, b"", b""
    try:
        for block in storage.blocks(path):
            digest.update(block)
            size += len(block)
            before, last = last, block  # a block is a megabyte or more: far longer than any footer of Parquet
    except StoreError as error:
        if is_gone(error):
            raise FileNotFoundError(path) from error
        return unreadable(path, error, damaged)
    return Read(digest.hexdigest(), size, before + last if path.endswith(".parquet") else b"")


def file_fault(store: Store, commit: Commit, file: File, replaced: Replaced) -> Fault | None:
    """What is wrong with a file of a shard: it is gone, it is another, it has other rows than its record says.

    replaced: by purges; such a file has to be gone, and whatever lies there yet may hold what was to be removed.
    """
    if (purge := replaced.gone.get(file.path)) is not None:
        return _not_purged(store.storage, file.path, purge)
    todo = f"{RESTORE}; or `thoughtmill repair` sets its shard aside: {again(commit.name)}"
    try:
        read = read_whole(store.storage, file.path, FaultKind.FILE_DAMAGED)
    except FileNotFoundError:
        return Fault(FaultKind.FILE_LOST, file.path, file.path, "no such file", todo)
    if isinstance(read, Fault):
        return read
    if (read.sha256, read.size) != (file.sha256, file.size):
        expected = f"{file.path} with {file.size} bytes, sha256 {file.sha256}"
        return Fault(FaultKind.FILE_DAMAGED, file.path, expected, f"{read.size} bytes, sha256 {read.sha256}", todo)
    if file.name.endswith(".parquet") and (rows := _rows(read.tail)) != file.rows:
        record = record_path(commit.stage, commit.key)
        expected = (
            f"{record} to say how many rows {file.name} has, {'none: it is no Parquet' if rows is None else rows}"
        )
        return Fault(FaultKind.COUNTS_WRONG, record, expected, f"{file.rows}", todo)
    return None


def _not_purged(storage: Storage, path: str, purge: str) -> Fault | None:
    try:
        next(iter(storage.blocks(path)), b"")
    except FileNotFoundError:
        return None
    except StoreError as error:
        return None if is_gone(error) else unreadable(path, error, FaultKind.PURGE_UNFINISHED)
    todo = "run the same `thoughtmill withdraw --purge` again, or `thoughtmill copy`: it goes on where it was ended"
    return Fault(FaultKind.PURGE_UNFINISHED, path, f"no such file, as {purge} replaced it", "it is there", todo)


def _rows(tail: bytes) -> int | None:
    """The rows that the footer of a Parquet file counts, None if there is none."""
    try:
        return pq.read_metadata(pa.BufferReader(tail)).num_rows
    except (pa.ArrowException, OSError):
        return None
