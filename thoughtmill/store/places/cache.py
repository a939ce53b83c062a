"""Copies, on this machine, of a store's files that lie elsewhere: what never changes is fetched once.

A copy is used only if its size and sha256 are those of the committed file: each time, as disks decay and other programs
write. All copies together stay below THOUGHTMILL_CACHE_BYTES, give or take a twentieth a process; the ones that were
not used for longest go first, but none of a store of which a living process was given a path. Several processes may
use one folder. A folder that can't be written, or is full, costs nothing but the copies. What is derived from a store's
files may be remembered beside them; whoever recalls it has to prove it.
"""

import atexit
import fcntl
import hashlib
import os
import re
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from thoughtmill.errors import ThoughtmillError
from thoughtmill.store.places.storage import reported
from thoughtmill.store.records.commits import File

MOST_BYTES = 10_000_000_000
"""What all copies may take if THOUGHTMILL_CACHE_BYTES doesn't say otherwise."""

IN_USE = ".in-use"
"""Beside a store's copies: locked by who was given the path of one. One for all, as a scan may open thousands."""

COPIES = re.compile(r"[0-9a-f]{32}")
"""Names of folders in the cache that hold copies: ids of stores. Nothing else in it is ever removed."""


_uncounted: dict[Path, int] = {}
"""Bytes that this process has written into a cache's folder since it counted all copies there."""
_COUNTING = threading.Lock()


def cache_folder() -> Path:
    """THOUGHTMILL_CACHE, or the user's own cache folder. All of it may be removed while nothing runs."""
    named = os.environ.get("THOUGHTMILL_CACHE")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else home / "thoughtmill"


def most_bytes() -> int:
    """THOUGHTMILL_CACHE_BYTES, or MOST_BYTES. Raises ThoughtmillError if it is no number of bytes."""
    told = os.environ.get("THOUGHTMILL_CACHE_BYTES", str(MOST_BYTES))
    if not re.fullmatch(r"\d{1,18}", told):  # of an environment variable
        raise ThoughtmillError("THOUGHTMILL_CACHE_BYTES to be a number of bytes, 0 for no copies", told, "mend it")
    return int(told)


class Cache:
    """The copies of one store's files. May be used by several threads."""

    def __init__(self, store_id: str, folder: Path | None = None, most: int | None = None) -> None:
        self.folder, self._store_id = folder, store_id
        self.most = most_bytes() if most is None else most
        self._lock = threading.Lock()
        self._in_use: BinaryIO | None = None

    def read(self, file: File) -> bytes | None:
        """The content of a file, if there is a whole copy of it."""
        copy = self._copy(file)
        try:
            content = copy.read_bytes()
            if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
                return None
            with suppress(OSError):
                os.utime(copy)  # it was used just now
        except OSError:
            return None
        return content

    def keep(self, file: File, content: bytes) -> None:
        """Keep a copy of a file that was read, unless that can't be done."""
        if file.size <= self.most:
            with suppress(OSError):
                self._write(self._copy(file), [content], file.size)

    def take(self, file: File, draft: Path) -> None:
        """Make the draft of a file that was written on this machine its copy, or remove it if that can't be done."""
        if file.size <= self.most:
            with suppress(OSError):
                self._place(self._copy(file), file.size, lambda waiting: shutil.move(draft, waiting))
        with suppress(OSError):
            draft.unlink(missing_ok=True)

    def path(self, file: File, fetch: Callable[[], Iterable[bytes]]) -> Path:
        """Where a whole copy lies, fetched if there is none. It stays while this process lives.

        Raises StoreError where no disk of this machine takes it, and what `fetch` raises.
        """
        with suppress(OSError):
            self._hold()
        copy = self._copy(file)
        if _is_whole(copy, file):
            return copy
        with suppress(OSError):
            self._write(copy, fetch(), file.size)
            return copy
        copy = _own_folder() / self._store_id / file.path
        with reported(copy):
            if not _is_whole(copy, file):
                self._write(copy, fetch(), file.size)
        return copy

    def remember(self, name: str, content: bytes) -> None:
        """Keep what was derived from the store's files under a name, in place of what is there, unless that fails."""

        def write(waiting: Path) -> None:
            with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(content)

        if len(content) <= self.most:
            with suppress(OSError):
                self._place(self._home() / name, len(content), write)

    def recall(self, name: str) -> bytes | None:
        """What was remembered last, if it is there and nobody but this user can have written it.

        Nothing says whether it is whole, or true: who asks has to see to that.
        """
        try:
            with os.fdopen(os.open(self._home() / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
                seen = os.fstat(stream.fileno())
                if seen.st_uid != os.geteuid() or seen.st_mode & 0o022 or not stat.S_ISREG(seen.st_mode):
                    return None
                os.utime(stream.fileno())  # it was used just now
                return stream.read()
        except OSError:
            return None

    def forget(self, paths: Iterable[str]) -> None:
        """Remove the copies of these files, if there are any. Raises StoreError where one can't be removed."""
        for path in paths:
            with reported(copy := self._home() / path):
                copy.unlink(missing_ok=True)

    def _home(self) -> Path:
        return (self.folder or cache_folder()) / self._store_id

    def _copy(self, file: File) -> Path:
        return self._home() / file.path

    def _hold(self) -> None:
        """Keep all from removing copies of this store, as long as this process lives."""
        with self._lock:
            if self._in_use is None:
                home = self._home()
                home.mkdir(parents=True, exist_ok=True)
                self._in_use = (home / IN_USE).open("ab")
                fcntl.flock(self._in_use, fcntl.LOCK_SH)

    def _write(self, copy: Path, blocks: Iterable[bytes], size: int) -> None:
        def write(waiting: Path) -> None:
            with waiting.open("xb") as stream:
                stream.writelines(blocks)

        self._place(copy, size, write)

    def _place(self, copy: Path, size: int, write: Callable[[Path], object]) -> None:
        """Make a copy so that it is there whole or not at all."""
        self._make_room(size)
        copy.parent.mkdir(parents=True, exist_ok=True)
        waiting = copy.parent / f".{uuid4().hex}"
        try:
            write(waiting)
            waiting.replace(copy)
        finally:
            with suppress(OSError):
                waiting.unlink(missing_ok=True)

    def _make_room(self, size: int) -> None:
        folder = self.folder or cache_folder()
        with _COUNTING:
            _uncounted[folder] = _uncounted.get(folder, self.most) + size  # at first nobody knows
            if _uncounted[folder] < self.most / 20:
                return
            _uncounted[folder] = size
        copies = sorted(_copies(folder), key=lambda copy: copy[0])
        too_much = sum(copy[1] for copy in copies) + size - self.most
        with ExitStack() as held:
            free: dict[Path, bool] = {}
            for _, taken, path, home in copies:
                if too_much <= 0:
                    return
                if home not in free:
                    free[home] = held.enter_context(_alone_with(home))
                if free[home] and _removed(path):
                    too_much -= taken


@contextmanager
def _alone_with(home: Path) -> Iterator[bool]:
    """Whether no living process was given a path of a copy in this folder; while it lasts, none is."""
    try:
        stream = (home / IN_USE).open("ab")
    except OSError:
        yield False
        return
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _is_whole(copy: Path, file: File) -> bool:
    try:
        with copy.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256 and stream.tell() == file.size
    except OSError:
        return False


def _copies(folder: Path) -> Iterator[tuple[float, int, Path, Path]]:
    """When each copy was last used, its size, its path, the folder of its store."""
    for home in folder.glob("*"):
        if COPIES.fullmatch(home.name):
            for above, _, names in os.walk(home):
                for name in names:
                    with suppress(OSError):
                        seen = os.lstat(f"{above}/{name}")
                        if name != IN_USE:
                            yield seen.st_mtime, seen.st_size, Path(above, name), home


def _removed(copy: Path) -> bool:
    """Remove a copy, and its folder if that is left empty."""
    try:
        copy.unlink()
    except OSError:
        return not copy.exists()
    with suppress(OSError):
        copy.parent.rmdir()
        copy.parent.parent.rmdir()
    return True


@cache
def _own_folder() -> Path:
    """A folder of this process, for copies that the cache can't take."""
    folder = Path(tempfile.mkdtemp(prefix="thoughtmill-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
