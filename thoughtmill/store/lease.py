"""Leases: one at a time does a piece of work on a store. They only save work: whose commit counts, its key decides.

A lease is a row of small files, `leases/<name>/<number>.json`, each created exclusively: its beats. Whoever creates
the next number holds the lease: its holder does so every few seconds, another one as soon as it is nobody's. That is
so when the newest beat says `released`, when an observer saw the same beat as the newest for EXPIRE_S of its own
clock (clocks of two machines are never compared), or when the holder ran on this machine and is proven dead: all
processes that held its lock file are gone. A holder that could not renew in time has lost it for good.

A lease whose name nobody else will ever want guards nothing: it says who works, and what it claimed is freed once it is
gone. So its holder beats less often, says in its beats how long it may be silent, and may be heard again after longer.
What such a holder saves, a part whose name begins with `attempt_of` its lease, is a beat: while it saves it makes none,
until some of that may be removed, with the commit of its shard. Then it makes one: so there is always something new.
"""

import fcntl
import hashlib
import itertools
import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic_core import from_json

from thoughtmill.errors import AlreadyRunning, StoreError
from thoughtmill.pace import paced
from thoughtmill.store.cache import cache_folder
from thoughtmill.store.storage import Storage

RENEW_S = 10.0
"""From beat to beat."""
EXPIRE_S = 30.0
"""A lease whose newest beat was seen unchanged for so long is nobody's, if that beat names no longer time."""
ALONE_RENEW_S, ALONE_EXPIRE_S = 35.0, 90.0
"""The same for a lease whose name nobody else wants. A bucket is saved to more often than it would be renewed."""
MOST_EXPIRE_S = 600.0
"""No beat makes anybody wait for longer."""
WAIT_S = 150.0
"""Who waits this long for a lease has a living rival, or is one of many who want it."""
LOOK_S = 1.0
"""From look to look of who waits."""
KEPT = 3
"""Beats that stay: a holder that hangs in the middle of a renewal must still find its number taken."""
RETRIES = 5
"""A beat that failed is tried again so many times before the next one would be due."""
TOGETHER = 10
"""So many older beats are removed at once: in a bucket that is one request."""

DEAD_KEPT_S = 86_400.0
"""So long the lock file of a dead holder proves that it is dead."""

BEAT = re.compile(r"leases/([^/]+)/(\d{9})\.json")
SAVED = re.compile(r"parts/traces/[^/]+/([0-9a-f]{12})-(\d{6})\.[^/]+")
NO_PART: tuple[int, datetime] = (-1, datetime.min.replace(tzinfo=UTC))
"""Where the number and the time of a part are asked for, and there is none."""
_ID = re.compile(r"[0-9a-f]{32}")
_clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lease, as its beats say. `id` is its alone; `units` are names of what it works on.

    expires_s: how long it may be silent, where what it saves is a beat; None: as long as any, and beats alone count.
    """

    id: str
    does: str
    units: tuple[str, ...]
    host: str
    boot: str
    released: bool = False
    expires_s: float | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """The newest beat of a lease, and since when, on the observer's clock, its holder was not heard.

    looked: the end of the look that found it. made: when, by the clock of the place where it lies; only to be shown.
    saved: the number of the newest part that its holder was seen to save, -1 for none. is_news: whether it was heard
    since the look before.
    """

    name: str
    number: int
    since: float
    looked: float
    made: datetime
    saved: int | None = None
    is_news: bool = False

    @property
    def path(self) -> str:
        """Where it lies."""
        return _path(self.name, self.number)

    @property
    def silent_s(self) -> float:
        """How long its holder was not heard up to that look: since then nobody has listened."""
        return self.looked - self.since


@dataclass(frozen=True, slots=True)
class Work:
    """What one look tells of a lease that somebody holds, or seems to.

    certain: it is held on this machine, where that can be proven. If not, it may be a dead one's: only who watches
    it for EXPIRE_S knows. last_seen: the time of its newest beat, or part, by the clock of the store's place.
    """

    lease: str
    host: str
    does: str
    units: int
    last_seen: datetime
    certain: bool


class Observer:
    """Watches the leases of a store; to be asked every `pause_s`. Not thread-safe."""

    def __init__(self, storage: Storage, expire_s: float | None = None) -> None:
        self._storage, self.expire_s = storage, paced(EXPIRE_S) if expire_s is None else expire_s
        self._seen: dict[str, Beat] = {}
        self._read: dict[str, Holder | None] = {}
        self._silent_s: dict[str, float] = {}
        self._looked = float("-inf")

    @property
    def pause_s(self) -> float:
        """From look to look, so that who vanished is found in time: three before the first is nobody's."""
        silent = (self._expires_s(beat) for beat in self._seen.values() if self._is_open(beat))
        return min(silent, default=paced(ALONE_EXPIRE_S)) / 3

    def look(self, name: str = "", *, after_s: float = 0.0) -> dict[str, Beat]:
        """The newest beat of every lease, or of that one. after_s: a look that is younger than this will do.

        Raises StoreError.
        """
        if _now() - self._looked < after_s:
            return self._seen
        before, newest = self._seen, self._newest(name)
        saved = {} if name else self._saved_last(self._silent(newest))
        now = _now()  # not sooner: the store may have been out of reach meanwhile, for the holders too
        gap, self._looked = now - self._looked, now
        self._seen = {
            lease: self._compared(before.get(lease), Beat(lease, number, now, now, made), saved.get(lease), gap)
            for lease, (number, made) in newest.items()
        }
        paths = {beat.path for beat in self._seen.values()}
        self._read = {path: holder for path, holder in self._read.items() if path in paths}
        return self._seen

    def _newest(self, name: str) -> dict[str, tuple[int, datetime]]:
        """Number and time of the newest beat of every lease, or of that one."""
        newest: dict[str, tuple[int, datetime]] = {}
        for listed in self._storage.listed(f"leases/{name}".rstrip("/")):
            if found := BEAT.fullmatch(listed.path):
                beat = int(found[2]), listed.modified
                newest[found[1]] = max(newest.get(found[1], beat), beat)
        return newest

    def _silent(self, newest: dict[str, tuple[int, datetime]]) -> list[str]:
        """Leases that have no new beat, were not known to be nobody's, and whose holder may have saved something."""
        same = [beat for name, beat in self._seen.items() if newest.get(name, (0,))[0] == beat.number]
        return [
            beat.name
            for beat in same
            if (holder := self.holder(beat)) and _may_save(holder) and beat.silent_s < self._expires_s(beat)
        ]

    def _saved_last(self, leases: list[str]) -> dict[str, tuple[int, datetime]]:
        """Number and time of the newest part that the holder of each lease saved. At most one listing."""
        newest = dict.fromkeys(map(attempt_of, leases), NO_PART)
        for listed in self._storage.listed("parts/traces") if leases else ():
            if (found := SAVED.fullmatch(listed.path)) and found[1] in newest:
                newest[found[1]] = max(newest[found[1]], (int(found[2]), listed.modified))
        return {lease: newest[attempt_of(lease)] for lease in leases}

    def _compared(self, before: Beat | None, seen: Beat, saved: tuple[int, datetime] | None, gap: float) -> Beat:
        """What was seen now: silent since that was seen first, unless we slept, or could not reach the store.

        Then perhaps its holder could not, either. saved: its newest part, None where nobody looked for it.
        """
        if before is None:
            return seen
        if before.number != seen.number:
            return replace(seen, saved=before.saved, is_news=True)
        if saved is not None and (before.saved is None or saved[0] > before.saved):
            return replace(seen, saved=saved[0], is_news=before.saved is not None)
        slept = gap > self._expires_s(before) / 2
        return replace(seen, since=seen.since if slept else before.since, saved=before.saved)

    def _is_open(self, beat: Beat) -> bool:
        """Whether nobody was heard of a lease, and it is not known to be nobody's."""
        holder = self._read.get(beat.path)
        released = holder is not None and holder.released
        return not (beat.is_news or released) and beat.silent_s < self._expires_s(beat)

    def _expires_s(self, beat: Beat) -> float:
        return max(self.expire_s, self._silent_s.get(beat.name, 0.0))

    def holder(self, beat: Beat) -> Holder | None:
        """Who made a beat; None if that can't be read. Raises StoreError."""
        if beat.path not in self._read:
            try:
                self._read[beat.path] = _holder(self._storage.read(beat.path))
            except FileNotFoundError:
                return None  # by now there are newer ones
            holder = self._read[beat.path]
            self._silent_s[beat.name] = min((holder and holder.expires_s) or 0.0, paced(MOST_EXPIRE_S))
        return self._read[beat.path]

    def is_free(self, beat: Beat) -> bool:
        """Whether a lease is nobody's, as far as was seen in the look that found its beat. Raises StoreError.

        One that guards nothing is kept for MOST_EXPIRE_S by a silent holder that is proven alive on this machine.
        """
        holder = self.holder(beat)
        if holder is None:
            return beat.silent_s >= self._expires_s(beat)
        if holder.released:
            return True
        is_held = _is_held_here(holder)
        most_s = paced(MOST_EXPIRE_S) if is_held and _may_save(holder) else self._expires_s(beat)
        return is_held is False or beat.silent_s >= most_s

    def is_gone(self, beat: Beat) -> bool:
        """Whether a holder vanished: one that gave its lease back may have a little to do yet. Raises StoreError."""
        if beat.is_news:
            return False
        holder = self.holder(beat)
        if holder is not None and holder.released:
            return beat.silent_s >= self._expires_s(beat)
        return self.is_free(beat)

    def living(self) -> dict[str, Holder]:
        """Who holds which lease: all that are not known to be nobody's. Raises StoreError."""
        self.look()
        return self._living()

    def _living(self) -> dict[str, Holder]:
        held = {name: beat for name, beat in self._seen.items() if not self.is_free(beat)}
        return {name: holder for name, beat in held.items() if (holder := self.holder(beat))}

    def seen_at_work(self) -> list[Work]:
        """What a single look tells of who works on the store, the certain ones first. Raises StoreError."""
        living = self.living()
        saved = self._saved_last([name for name, one in living.items() if _may_save(one)])
        seen = {name: max(self._seen[name].made, saved.get(name, NO_PART)[1]) for name in living}
        work = [
            Work(name, one.host, one.does, len(one.units), seen[name], _is_held_here(one) is True)
            for name, one in living.items()
        ]
        return sorted(work, key=lambda one: (not one.certain, one.lease))

    def at_work(self) -> dict[str, Holder]:
        """Who certainly works on the store: watches until each holder was heard or is gone. Raises StoreError."""
        heard: set[str] = set()
        self.look()
        while not (living := self._living()).keys() <= heard:
            time.sleep(min(LOOK_S, self.expire_s / 6))
            heard |= {name for name, beat in self.look().items() if beat.is_news}
        return living


class Voice:
    """The names of the parts that a run saves. Each is a beat of its lease, if that is one that nobody else wants."""

    def __init__(self, lease: str = "") -> None:
        self.attempt = attempt_of(lease) if lease else uuid4().hex[:12]
        self._numbers = itertools.count()
        self.heard_at = float("-inf")
        """When the newest of them was begun that was saved."""
        self.forgotten_at = float("-inf")

    def name(self) -> str:
        """That of the next part."""
        return f"{self.attempt}-{next(self._numbers):06}"

    @contextmanager
    def saving(self) -> Iterator[None]:
        """While a part is saved; if that fails nobody has heard us."""
        begun = _now()
        yield
        self.heard_at = max(self.heard_at, begun)

    def forget(self) -> None:
        """Some of them may be removed from now on, before anybody has seen them: the next beat has to be a real one."""
        self.forgotten_at = _now()


class Lease:
    """A lease that is held, and renewed by a thread. `units` may be set anew: the next beat tells it.

    voice: names what its holder saves. Of one that nobody else wants no beat is made while that is heard in time and
    stays: one is made, no sooner than the last is old, when some of that may be removed, and to tell the first units.
    """

    def __init__(
        self,
        storage: Storage,
        name: str,
        holder: Holder,
        number: int,
        times: tuple[float, float],
        *,
        alone: bool,
    ) -> None:
        self.name, self.units, self._alone = name, holder.units, alone
        self.voice, self._told = Voice(name), holder.units
        self._storage, self._holder, self._number = storage, holder, number
        self._removed = max(0, number - KEPT)  # all beats up to here
        self._renew_s, self._expire_s = times
        self._renewed, self._superseded = _now(), False
        self._ended, self._beating = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._keep, name=f"lease {name}", daemon=True)
        self._thread.start()

    @property
    def is_lost(self) -> bool:
        """Whether another one may hold it by now."""
        return self._superseded or (not self._alone and _now() - self._renewed > self._expire_s)

    def expect(self) -> None:
        """Raises AlreadyRunning if it is lost."""
        if self.is_lost:
            lost = f"no beat of ours within {self._expire_s:.0f} s, or another one's"
            raise AlreadyRunning(f"the lease {self.name} held to the end", lost, "start it again: it goes on or waits")

    def tell(self, units: tuple[str, ...]) -> None:
        """Name other units now, and not with the next beat. Raises StoreError."""
        if units != self.units:
            self.units = units
            self._beat()

    def release(self) -> bool:
        """Give it back, so that who waits need not. Whether that was told: if not, it expires."""
        self._ended.set()
        self._thread.join()
        try:
            self._beat(released=True)
        except StoreError:
            return False
        return True

    def _keep(self) -> None:
        pause_s = retry_s = self._renew_s / RETRIES
        while not self._ended.wait(pause_s) and not self._superseded:
            if self._due_in() <= 0:
                with suppress(StoreError):
                    self._beat()
            due_in = self._due_in()
            pause_s = min(due_in, retry_s) if due_in > 0 else retry_s

    def _due_in(self) -> float:
        """Seconds until we have to be heard again."""
        is_heard = self._alone and self.voice.forgotten_at < self._renewed and (self._told or not self.units)
        heard_at = max(self._renewed, self.voice.heard_at) if is_heard else self._renewed
        return heard_at + self._renew_s - _now()

    def _beat(self, *, released: bool = False) -> None:
        with self._beating:
            self._beat_alone(released=released)

    def _beat_alone(self, *, released: bool) -> None:
        begun = _now()
        if self.is_lost:
            self._superseded = True
            return
        next_one = replace(self._holder, units=self.units, released=released)
        if not _is_ours(self._storage, self.name, self._number + 1, next_one):
            self._superseded = True
            return
        self._number, self._renewed = self._number + 1, begun
        self._told = next_one.units
        older = range(self._removed + 1, self._number - KEPT + 1)
        if older and (released or len(older) >= TOGETHER):
            self._storage.delete_all([_path(self.name, one) for one in older])
            self._removed = older[-1]


@contextmanager
def held(
    storage: Storage,
    name: str,
    does: str,
    *,
    units: tuple[str, ...] = (),
    wait_s: float | None = None,
    tell: Callable[[str], None] | None = None,
    renew_s: float | None = None,
    expire_s: float | None = None,
    alone: bool = False,
) -> Iterator[Lease]:
    """Hold the lease `name`. Raises AlreadyRunning for who finds it held all the time for `wait_s`, and StoreError.

    does: how the sentence "another run …" ends. tell: is told once why it waits. alone: nobody else will ever want this
    name, so it is not lost while the store is out of reach, and may be silent for longer. Times are those of this file,
    paced.
    """
    renew_s = renew_s or paced(ALONE_RENEW_S if alone else RENEW_S)
    expire_s = expire_s or paced(ALONE_EXPIRE_S if alone else EXPIRE_S)
    wait_s = paced(WAIT_S) if wait_s is None else wait_s
    with _locked() as lock:
        silent_s = expire_s if alone else None
        holder = Holder(lock.name, does, units, socket.gethostname(), boot_id(), expires_s=silent_s)
        lock.is_proof = True
        try:
            number = _take(storage, name, holder, Observer(storage, expire_s), wait_s, tell)
        except AlreadyRunning:
            lock.is_proof = False
            raise
        lease = Lease(storage, name, holder, number, (renew_s, expire_s), alone=alone)
        try:
            yield lease
        finally:
            lock.is_proof = not lease.release()


def lock_handles() -> tuple[int, ...]:
    """The open lock files of this process's leases: a child that gets them too keeps those leases from being free."""
    return tuple(_HANDLES.values())


def _is_held_here(holder: Holder) -> bool | None:
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


def _take(
    storage: Storage, name: str, holder: Holder, observer: Observer, wait_s: float, tell: Callable[[str], None] | None
) -> int:
    """Make the next beat of a lease as soon as it is nobody's. Returns its number."""
    begun, told = _now(), False
    while True:
        newest = observer.look(name).get(name)
        if newest is None or observer.is_free(newest):
            number = newest.number + 1 if newest else 1
            if _is_ours(storage, name, number, holder):
                _remove_older(storage, name, number)
                return number
            continue
        rival = observer.holder(newest)
        who = f"one on {rival.host}" if rival else "another one"
        if _now() - begun > wait_s:
            raise AlreadyRunning(f"no other run that {holder.does}", f"{who} still does", "let it end; see the UI")
        if tell and not told:
            tell(f"{who} {holder.does}: waiting for it, {wait_s:.0f} s at most")
            told = True
        time.sleep(min(LOOK_S, wait_s / 4, observer.expire_s / 6))


def _is_ours(storage: Storage, name: str, number: int, holder: Holder) -> bool:
    """Make a beat. False if another one has made it."""
    path, content = _path(name, number), _written(holder)
    failed: StoreError | None = None
    try:
        if storage.create(path, content):
            return True
    except StoreError as error:
        failed = error
    with suppress(FileNotFoundError):
        made = _holder(storage.read(path))  # perhaps by us, though nobody told us so
        return made is not None and made.id == holder.id
    if failed:
        raise failed
    return False


def _remove_older(storage: Storage, name: str, number: int) -> None:
    for listed in storage.listed(f"leases/{name}"):
        found = BEAT.fullmatch(listed.path)
        if found and int(found[2]) <= number - KEPT:
            storage.delete(listed.path)


def _path(name: str, number: int) -> str:
    return f"leases/{name}/{number:09}.json"


def _may_save(holder: Holder) -> bool:
    """Whether what a holder saves is a beat of its lease, which guards nothing."""
    return holder.expires_s is not None and not holder.released


def attempt_of(lease: str) -> str:
    """How the names of the parts begin that the holder of a lease saves."""
    return hashlib.sha256(lease.encode()).hexdigest()[:12]


def _written(holder: Holder) -> bytes:
    told = {name: value for name, value in asdict(holder).items() if value is not None}
    return json.dumps({"format": 1, **told}, ensure_ascii=False).encode()


def _holder(content: bytes) -> Holder | None:
    """What a beat says, None if it is nothing that we know: then only time tells."""
    try:
        found: Any = from_json(content)
        told = {name: found[name] for name in ("id", "does", "host", "boot")}
        if found["format"] != 1 or not all(isinstance(text, str) for text in [*told.values(), *found["units"]]):
            return None
        silent_s = found.get("expires_s")
        is_time = isinstance(silent_s, int | float) and not isinstance(silent_s, bool) and 0 < silent_s < float("inf")
        released = found["released"] is True
        return Holder(**told, units=tuple(found["units"]), released=released, expires_s=silent_s if is_time else None)
    except (ValueError, TypeError, KeyError):
        return None


def _now() -> float:
    """Seconds, also those that the machine slept."""
    return time.clock_gettime(_clock)


_HANDLES: dict[str, int] = {}


@dataclass
class _Lock:
    """A name whose file is locked while its holder lives. is_proof: a beat may stay that only this file proves dead."""

    name: str
    is_proof: bool = False


@contextmanager
def _locked() -> Iterator[_Lock]:
    """A name whose file on this machine is locked as long as a process lives that has it open."""
    name = uuid4().hex
    lock = _Lock(name)
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
