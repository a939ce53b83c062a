"""What whoever plans a store wants to have done now: its lease names it, in order; anybody may read that."""

import time
from collections.abc import Iterable

from thoughtmill.pace import paced
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.store import Store

PLANNER = "produce"
"""The lease whose holder plans."""

VERDICTS = "verdicts/"
"""Begins the names of trace shards that wait for their verdicts; other names are keys of units to ask."""


def names_of(units: Iterable[str], unjudged: Iterable[str]) -> tuple[str, ...]:
    """What a planner names: units to ask and trace shards to judge, each in order."""
    return (*units, *(f"{VERDICTS}{key}" for key in unjudged))


def waiting_for_verdicts(names: Iterable[str]) -> list[str]:
    """The keys of the trace shards among what a planner names."""
    return [name.removeprefix(VERDICTS) for name in names if name.startswith(VERDICTS)]


class PlannerLease:
    """Reads what is wanted, not more often than every few seconds. Not thread-safe."""

    def __init__(self, store: Store) -> None:
        self._observer = Observer(store.storage)
        self._look_s = min(10.0, store.storage.save_every_s / 3)
        self._looked = float("-inf")
        self.names: tuple[str, ...] = ()
        self.has_ended = False
        """Whether who planned has given its lease back, or nobody ever held it."""

    def look(self) -> bool:
        """Look, if the last look is old. Whether it was. Raises StoreError."""
        if time.monotonic() - self._looked < paced(self._look_s):
            return False
        self._looked = time.monotonic()
        beat = self._observer.look(PLANNER).get(PLANNER)
        holder = beat and self._observer.holder(beat)
        if holder is not None:
            self.names, self.has_ended = holder.units, holder.released
        elif beat is None:
            self.has_ended = True
        return True
