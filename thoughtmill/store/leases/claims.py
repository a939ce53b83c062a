"""Claims: which run asks which piece of a unit. They only save work, like leases: whose commit counts, its key decides.

A unit is cut into pieces. Who creates `claims/<unit>/<piece>` first, in the name of its lease, asks that piece; when
all that was asked is saved in parts it adds `claims/<unit>/<piece>.done`, and who finds that all pieces are done
claims the one behind the last, which is to commit the shard.
What a lease claimed that is nobody's any more is freed by the planner, which looks at leases anyway: then it is
claimed, and what was not saved of it is asked, by others.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.places.storage import Storage

PIECE = re.compile(r"claims/([^/]+)/(\d{4})(\.done)?")
MOST_PIECES = 9_999
"""Of a unit: four digits number them, and the commit behind the last."""


@dataclass(slots=True)
class Claimed:
    """Which pieces of a unit are claimed, and which of them are done. Numbers count from 0."""

    claimed: set[int] = field(default_factory=set[int])
    done: set[int] = field(default_factory=set[int])


def claimed(storage: Storage, key: str = "") -> dict[str, Claimed]:
    """The claims on every unit, or on that one. One listing. Raises StoreError."""
    found: dict[str, Claimed] = {}
    for listed in storage.listed(f"claims/{key}".rstrip("/")):
        if (name := PIECE.fullmatch(listed.path)) is not None:
            unit = found.setdefault(name[1], Claimed())
            (unit.done if name[3] else unit.claimed).add(int(name[2]))
    return found


def claim(storage: Storage, key: str, piece: int, lease: str) -> bool:
    """Claim a piece for the holder of a lease. False if somebody else has. Raises StoreError."""
    path = _path(key, piece)
    if storage.create(path, lease.encode()):
        return True
    try:
        return storage.read(path) == lease.encode()  # perhaps by us, though nobody told us so
    except FileNotFoundError:
        return False  # it was freed, or the unit is committed, just now


def mark_done(storage: Storage, key: str, piece: int) -> None:
    """Say that all of a piece is saved. Raises StoreError."""
    storage.create(f"{_path(key, piece)}.done", b"")


def paths(key: str, pieces: int) -> list[str]:
    """All claims that there may be on a unit: rubbish once it is committed. What stays, the planner removes."""
    claims = [_path(key, piece) for piece in range(pieces + (pieces > 1))]
    return ([f"{path}.done" for path in claims] if pieces > 1 else []) + claims


class Orphans:
    """Finds and frees the pieces that nobody asks any more. For the one planner of a store; not thread-safe."""

    def __init__(self, storage: Storage, observer: Observer) -> None:
        self._storage, self._observer = storage, observer
        self._claimers: dict[str, str] = {}  # path → lease
        self._heard: dict[str, float] = {}

    def free(self, pieces_of: Callable[[str], int]) -> list[str]:
        """Free what is claimed by leases that are nobody's; returns the units that were touched.

        pieces_of: how many pieces a unit has; 0 if it is committed, then all claims on it are removed. A piece that is
        done is freed only if all of its unit are, and who was to commit it is gone. Raises StoreError.
        """
        found = claimed(self._storage)
        pieces = {key: pieces_of(key) for key in found}
        alive = self._alive({key: unit for key, unit in found.items() if pieces[key]})
        over: list[str] = []
        touched: list[str] = []
        for key, unit in found.items():
            dead = {piece for piece in unit.claimed if self._claimers.get(_path(key, piece), "") not in alive}
            if not pieces[key]:
                freed = unit.claimed | unit.done
            elif len(unit.done) >= pieces[key]:
                committing = unit.claimed - dead if pieces[key] not in unit.claimed else {pieces[key]} - dead
                freed = set() if committing else unit.claimed
            else:
                freed = dead - unit.done
            if freed:
                touched.append(key)
                over += [path for piece in freed for path in (f"{_path(key, piece)}.done", _path(key, piece))]
        _remove(self._storage, over)
        for path in over:  # another may claim it before the next look: then it is no more whose it was
            self._claimers.pop(path, None)
        return touched

    def _alive(self, found: dict[str, Claimed]) -> set[str]:
        """The leases that are not known to be nobody's; reads the name of each claimer once."""
        paths = {_path(key, piece) for key, unit in found.items() for piece in unit.claimed}
        beats = self._observer.look()  # after the claims: a lease is older than what it claims
        self._claimers = {path: lease for path, lease in self._claimers.items() if path in paths}
        for path in sorted(paths - self._claimers.keys()):
            try:
                self._claimers[path] = self._storage.read(path).decode(errors="replace")
            except FileNotFoundError:
                continue
        claimers = {name: beat for name, beat in beats.items() if name in self._claimers.values()}
        moved = {name for name, beat in claimers.items() if self._heard.get(name, beat.since) < beat.since}
        self._heard = {name: beat.since for name, beat in claimers.items()}
        still = (name for name in claimers.keys() - moved if not self._observer.is_free(claimers[name]))
        return moved | set(still)


def _path(key: str, piece: int) -> str:
    return f"claims/{key}/{piece:04}"


def _remove(storage: Storage, paths: Iterable[str]) -> None:
    if found := sorted(paths, reverse=True):  # `.done` goes before its claim: what is claimed and done is never open
        storage.delete_all(found)
