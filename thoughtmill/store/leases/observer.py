"""Watching leases: whose newest beat, or newest part, was not followed by another one for too long is gone.

Clocks of two machines are never compared: silence is what one observer saw on its own clock.
"""

import time
from dataclasses import dataclass, replace
from datetime import datetime

from thoughtmill.pace import paced
from thoughtmill.store.leases.beats import (
    ALONE_EXPIRE_S,
    BEAT,
    EXPIRE_S,
    LOOK_S,
    MOST_EXPIRE_S,
    NO_PART,
    SAVED,
    Beat,
    Holder,
    attempt_of,
    now,
    read_holder,
)
from thoughtmill.store.leases.lock_files import is_held_here
from thoughtmill.store.places.storage import Storage


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
        if now() - self._looked < after_s:
            return self._seen
        before, newest = self._seen, self._newest(name)
        saved = {} if name else self._saved_last(self._silent(newest))
        at = now()  # not sooner: the store may have been out of reach meanwhile, for the holders too
        gap, self._looked = at - self._looked, at
        self._seen = {
            lease: self._compared(before.get(lease), Beat(lease, number, at, at, made), saved.get(lease), gap)
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
            if (holder := self.holder(beat)) and holder.may_save and beat.silent_s < self._expires_s(beat)
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
                self._read[beat.path] = read_holder(self._storage.read(beat.path))
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
        is_held = is_held_here(holder)
        most_s = paced(MOST_EXPIRE_S) if is_held and holder.may_save else self._expires_s(beat)
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
        saved = self._saved_last([name for name, one in living.items() if one.may_save])
        seen = {name: max(self._seen[name].made, saved.get(name, NO_PART)[1]) for name in living}
        work = [
            Work(name, one.host, one.does, len(one.units), seen[name], is_held_here(one) is True)
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
