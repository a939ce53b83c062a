"""Lock files that prove on one machine whether the holder of a lease lives: all its processes have its file open."""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from thoughtmill.store.leases.beats import Holder
from thoughtmill.store.places.cache import cache_folder

DEAD_KEPT_S = 86_400.0
"""So long the lock file of a dead holder proves that it is dead."""
_ID = re.compile(r"[0-9a-f]{32}")


_HANDLES: dict[str, int] = {}


@dataclass
class LockName:
    """A name whose file is locked while its holder lives. is_proof: a beat may stay that only this file proves dead."""

    name: str
    is_proof: bool = False


@contextmanager
def locked_name() -> Iterator[LockName]:
    """A name whose file on this machine is locked as long as a process lives that has it open."""
    name = uuid4().hex
    lock = LockName(name)
    path = _lock_path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_dead(path.parent)
        handle = _new_lock(path)
    except OSError:
        yield lock  # then nobody can prove that we are dead: who wants the lease waits until it expires
        return
    _HANDLES[name] = handle
    try:
        yield lock
    finally:
        del _HANDLES[name]
        with suppress(OSError):
            if not lock.is_proof:
                path.unlink()
        os.close(handle)


def _new_lock(path: Path) -> int:
    """Make and lock a file; made again if it was found unlocked in between, and removed as a dead one's."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)


def _remove_dead(folder: Path) -> None:
    """Remove the lock files of who is proven dead, a day after that was first seen.

    Not at once: as long as the file is there, who wants the lease knows that it need not wait.
    """
    for path in folder.glob("*.lock"):
        with suppress(OSError), _opened(path) as handle:
            if _ID.fullmatch(path.stem) and handle is not None and _try_to_lock(handle):
                seen = os.fstat(handle)
                if seen.st_size == 0:
                    os.write(handle, b"dead")
                elif time.time() - seen.st_mtime > DEAD_KEPT_S:
                    path.unlink()


def _lock_path(name: str) -> Path:
    return cache_folder() / "leases" / f"{name}.lock"


def lock_handles() -> tuple[int, ...]:
    """The open lock files of this process's leases: a child that gets them too keeps those leases from being free."""
    return tuple(_HANDLES.values())


def is_held_here(holder: Holder) -> bool | None:
    """Whether a process of this machine has a holder's lock file open; None where that can't be told."""
    if not holder.boot or holder.boot != boot_id() or not _ID.fullmatch(holder.id):
        return None
    if holder.id in _HANDLES:
        return True
    with _opened(_lock_path(holder.id)) as handle:
        if handle is None:
            return None  # it had none, or another view of the disk
        locked = _try_to_lock(handle)
        return None if locked is None else not locked


@contextmanager
def _opened(path: Path) -> Iterator[int | None]:
    """A lock file, to ask whether it is locked; None if it can't be opened."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        yield None
        return
    try:
        yield handle
    finally:
        os.close(handle)


def _try_to_lock(handle: int) -> bool | None:
    """Lock a file until it is closed: False if another one has locked it, None where that can't be told."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def boot_id() -> str:
    """Which start of which machine this is; empty where that is not known."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
