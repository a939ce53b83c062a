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

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from uuid import uuid4

from thoughtmill.errors import AlreadyRunning, StoreError
from thoughtmill.pace import paced
from thoughtmill.store.leases.beats import (
    ALONE_EXPIRE_S,
    ALONE_RENEW_S,
    BEAT,
    EXPIRE_S,
    LOOK_S,
    RENEW_S,
    Holder,
    attempt_of,
    beat_path,
    now,
    read_holder,
    written,
)
from thoughtmill.store.leases.lock_files import boot_id, locked_name
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.places.storage import Storage

WAIT_S = 150.0
"""Who waits this long for a lease has a living rival, or is one of many who want it."""
KEPT = 3
"""Beats that stay: a holder that hangs in the middle of a renewal must still find its number taken."""
RETRIES = 5
"""A beat that failed is tried again so many times before the next one would be due."""
TOGETHER = 10
"""So many older beats are removed at once: in a bucket that is one request."""


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
        begun = now()
        yield
        self.heard_at = max(self.heard_at, begun)

    def forget(self) -> None:
        """Some of them may be removed from now on, before anybody has seen them: the next beat has to be a real one."""
        self.forgotten_at = now()


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
        self._renewed, self._superseded = now(), False
        self._ended, self._beating = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._keep, name=f"lease {name}", daemon=True)
        self._thread.start()

    @property
    def is_lost(self) -> bool:
        """Whether another one may hold it by now."""
        return self._superseded or (not self._alone and now() - self._renewed > self._expire_s)

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
        return heard_at + self._renew_s - now()

    def _beat(self, *, released: bool = False) -> None:
        with self._beating:
            self._beat_alone(released=released)

    def _beat_alone(self, *, released: bool) -> None:
        begun = now()
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
            self._storage.delete_all([beat_path(self.name, one) for one in older])
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
    with locked_name() as lock:
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


def _take(
    storage: Storage, name: str, holder: Holder, observer: Observer, wait_s: float, tell: Callable[[str], None] | None
) -> int:
    """Make the next beat of a lease as soon as it is nobody's. Returns its number."""
    begun, told = now(), False
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
        if now() - begun > wait_s:
            raise AlreadyRunning(f"no other run that {holder.does}", f"{who} still does", "let it end; see the UI")
        if tell and not told:
            tell(f"{who} {holder.does}: waiting for it, {wait_s:.0f} s at most")
            told = True
        time.sleep(min(LOOK_S, wait_s / 4, observer.expire_s / 6))


def _is_ours(storage: Storage, name: str, number: int, holder: Holder) -> bool:
    """Make a beat. False if another one has made it."""
    path, content = beat_path(name, number), written(holder)
    failed: StoreError | None = None
    try:
        if storage.create(path, content):
            return True
    except StoreError as error:
        failed = error
    with suppress(FileNotFoundError):
        made = read_holder(storage.read(path))  # perhaps by us, though nobody told us so
        return made is not None and made.id == holder.id
    if failed:
        raise failed
    return False


def _remove_older(storage: Storage, name: str, number: int) -> None:
    for listed in storage.listed(f"leases/{name}"):
        found = BEAT.fullmatch(listed.path)
        if found and int(found[2]) <= number - KEPT:
            storage.delete(listed.path)
