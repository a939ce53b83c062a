"""One file from one place to another, whole: written, read back, and compared before anybody relies on it."""

import hashlib
from pathlib import Path
from uuid import uuid4

from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import WAITING, Storage, reported


def transfer(
    source: Storage, path: str, target: Storage, to: str, wanted: tuple[str, int] | None = None
) -> tuple[str, int]:
    """Write the file at `path` as `to`: there whole or not at all, and lasting. Returns its sha256 and size.

    wanted: the sha256 and size that it must have; else nothing is written. What stands at `to` is replaced: only call
    it for a place that no record names. Raises FileNotFoundError, StoreError.
    """
    attempt, waiting = uuid4().hex[:12], f"{WAITING}/{uuid4().hex}"
    draft = target.draft(waiting, attempt)
    try:
        found = _write(source, path, draft)
        if wanted is not None and found != wanted:
            raise _differs(path, wanted, found)
        target.keep(to, draft)
        if (there := target.here(to)) is not None:
            with reported(there):
                there.parent.mkdir(parents=True, exist_ok=True)
                draft.replace(there)
        target.settle([to])
    finally:
        target.drop([waiting] if draft.exists() else [], attempt)
    if (back := read_back(target, to)) != found:
        raise _differs(f"{target.url}/{to}", found, back)
    return found


def _write(source: Storage, path: str, draft: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with reported(draft):
        stream = draft.open("wb")
    with stream:
        for block in source.blocks(path):
            digest.update(block)
            size += len(block)
            with reported(draft):
                stream.write(block)
    return digest.hexdigest(), size


def read_back(storage: Storage, path: str) -> tuple[str, int] | None:
    """The sha256 and size of what lies there, None if nothing does. Raises StoreError."""
    digest, size = hashlib.sha256(), 0
    try:
        for block in storage.blocks(path):
            digest.update(block)
            size += len(block)
    except FileNotFoundError:
        return None
    return digest.hexdigest(), size


def settled_create(storage: Storage, path: str, content: bytes) -> bytes:
    """Create a small file. Returns what stands there then: ours, or who was first. Raises StoreError if none is known.

    What the create says is not believed alone: it may have succeeded though its answer says otherwise.
    """
    failed: StoreError | None = None
    try:
        if storage.create(path, content):
            return content
    except StoreError as error:
        failed = error
    try:
        return storage.read(path)
    except FileNotFoundError:
        raise failed or StoreError(f"{path}, which was there", "no such file", "something removes from it") from None


def _differs(path: str, wanted: tuple[str, int], found: tuple[str, int] | None) -> StoreError:
    told = f"{found[1]} bytes, sha256 {found[0]}" if found else "nothing"
    return StoreError(
        f"{path} with {wanted[1]} bytes, sha256 {wanted[0]}", told, "run `thoughtmill check` on the store"
    )
