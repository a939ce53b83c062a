"""`thoughtmill sweep`: remove what no record names and nobody works on. What a record names is never touched."""

import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain

from thoughtmill.store.leases.beats import BEAT
from thoughtmill.store.leases.claims import PIECE
from thoughtmill.store.partial_shards import PART
from thoughtmill.store.places.storage import Listed
from thoughtmill.store.records.journal import ANNOUNCED
from thoughtmill.store.store import STAGES, Store
from thoughtmill.store.stored_checkpoints import FILE, LIST
from thoughtmill.store.upkeep.check import ATTEMPT, WAITING

DAY = timedelta(days=1)
FOLDERS = ("parts", "shards", "tmp", "new", "leases", "claims")
"""Where what can be removed lies."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed, in files: parts of committed shards, attempts' files, records on their way; `size` in bytes.

    Checkpoints of committed students count as parts, those that were never listed as files of attempts.
    """

    parts: int
    attempts: int
    waiting: int
    size: int

    @property
    def files(self) -> int:
        """All files together."""
        return self.parts + self.attempts + self.waiting


def sweep(store: Store, older: timedelta = DAY, *, dry_run: bool = False, wait_s: float = 0.0) -> Swept:
    """Remove parts of committed shards and files of attempts that never committed, unless younger than `older`.

    Parts of a shard that is not committed stay: they are work that was paid for. `older` must be longer than the
    longest silence of an attempt that is still running; a day is. With `dry_run` nothing is removed, only counted.
    wait_s: from the look at what lies there to the removal; whoever was about to commit some of it has done so within
    the place's `unsettled_s`, and it stays, or looks once more and misses it.
    Raises StoreError, before anything is removed, if a record can't be read: what it names would not be known.
    """
    begun = datetime.now(UTC) - older
    # First the files, then the records: whatever was committed meanwhile is named.
    listed = [*chain(*(store.storage.listed(folder) for folder in FOLDERS))]
    commits = {commit.name: commit for stage in STAGES for commit in store.commits(stage)}
    named = {file.path for commit in commits.values() for file in commit.files}
    parts = [file for file in listed if file.modified < begun and _is_done(file.path, commits.keys())]
    waiting = [file for file in listed if file.modified < begun and _is_waiting(file.path, set(commits))]
    counted = {f"shards/{c.name}/{c.attempt}" for c in commits.values()}
    counted |= {f"{found[1]}/{found[2]}" for file in listed if (found := LIST.fullmatch(file.path))}
    attempts = _ended([file for file in listed if not _is_done(file.path, commits.keys())], counted, begun)
    gone = [*parts, *waiting, *attempts]
    assert not named & {file.path for file in gone}, "what a record names stays"
    if not dry_run:
        awaited = attempts or any(ANNOUNCED.fullmatch(file.path) for file in waiting)
        time.sleep(wait_s if awaited else 0.0)
        with ThreadPoolExecutor(store.storage.at_once) as pool:
            list(pool.map(_removing(store), gone))
    return Swept(len(parts), len(attempts), len(waiting), sum(file.size for file in gone))


def _is_done(path: str, committed: AbstractSet[str]) -> bool:
    """Whether it was kept for a shard, or for a student, that is committed."""
    if part := PART.fullmatch(path):
        return f"traces/{part[1]}" in committed
    kept = LIST.fullmatch(path) or FILE.fullmatch(path)
    return kept is not None and f"students/{kept[1]}" in committed


def _is_waiting(path: str, committed: set[str]) -> bool:
    """Whether it is a record on its way, or announces one that never came, or a claim or beat of long ago."""
    announced = ANNOUNCED.fullmatch(path)
    return announced[1] not in committed if announced else any(kind.fullmatch(path) for kind in (WAITING, BEAT, PIECE))


def _ended(listed: list[Listed], committed: set[str], begun: datetime) -> list[Listed]:
    """The files of attempts of which none was written after `begun`."""
    attempts: dict[str, list[Listed]] = {}
    for file in listed:
        if found := ATTEMPT.fullmatch(file.path):
            attempts.setdefault(found[1], []).append(file)
        elif found := FILE.fullmatch(file.path):
            attempts.setdefault(f"{found[1]}/{found[2]}", []).append(file)
    old = (files for name, files in attempts.items() if name not in committed)
    return [file for files in old if all(one.modified < begun for one in files) for file in files]


def _removing(store: Store) -> Callable[[Listed], None]:
    def remove(file: Listed) -> None:
        if (announced := ANNOUNCED.fullmatch(file.path)) and store.find(*announced[1].split("/")) is not None:
            return  # the same: it is in the journal as soon as somebody looks
        if attempt := ATTEMPT.fullmatch(file.path):
            _, stage, key, name = attempt[1].split("/")
            counted = store.find(stage, key)
            if counted is not None and counted.attempt == name:
                return  # after a day of silence it was committed in this very second
        store.storage.delete(file.path)

    return remove
