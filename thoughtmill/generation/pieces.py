"""What a generate run asks next: pieces of frozen units, one after the other.

A list of units is asked whole. On a fleet many runs draw from what the planner wants: `produce` names the frozen units
that are wanted, in order, in its lease; each run claims pieces of them, the first that nobody has claimed, and so one
unit may be asked by several engines.
"""

import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from thoughtmill.store.claims import claim, claimed
from thoughtmill.store.lease import Observer
from thoughtmill.store.store import Commit, Store

PLANNER = "produce"
"""The lease whose holder names the units that are wanted."""

LOOK_S = 2.0
"""From look to look at what is wanted, while there is nothing to ask."""

IDLE_S = 120.0
"""A run that had nothing to ask for so long ends: its engine may be of use elsewhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some questions of a unit, which a run is to ask: every `of`-th part of its plan, the first is 0."""

    unit: Commit
    number: int = 0

    @property
    def of(self) -> int:
        """How many pieces the unit is cut into."""
        return pieces_of(self.unit)

    def share(self, questions: Sequence[str]) -> Sequence[str]:
        """Those of the plan's questions that belong to it."""
        size = -(-len(questions) // self.of)
        return questions[self.number * size : (self.number + 1) * size]


def pieces_of(unit: Commit) -> int:
    """How many pieces a frozen unit is cut into; one, if its plan says nothing of it."""
    pieces = unit.facts.get("pieces", 1)
    return pieces if isinstance(pieces, int) and pieces > 0 else 1


@dataclass(frozen=True, slots=True)
class Known:
    """Shards and asks that will be drawn, or were committed before: nothing, where only drawing tells."""

    shards: int = 0
    asks: int = 0
    shards_before: int = 0
    asks_before: int = 0


class Work(Protocol):
    """Where a run gets its pieces from. Called in one thread at a time."""

    is_shared: bool
    """Whether others may ask other pieces of the same unit."""
    known: "Known"
    """What it knows of before anything is drawn."""

    def draw(self) -> list[Piece]:
        """What to ask next, of one unit; nothing, if there is nothing just now. Raises StoreError."""
        ...

    def claim(self, key: str, piece: int) -> bool:
        """Claim a piece of a unit that is shared; the one behind the last is the commit. Raises StoreError."""
        ...

    def is_over(self, *, idle: bool) -> bool:
        """Whether nothing will come any more. idle: all that was drawn is answered."""
        ...


class Listed:
    """Units that are known beforehand, each asked whole by this run alone."""

    is_shared = False

    def __init__(self, store: Store, keys: Sequence[str]) -> None:
        with ThreadPoolExecutor(store.storage.at_once) as pool:
            self.units = list(pool.map(lambda key: store.get("rounds", key), dict.fromkeys(keys)))
        # What others have committed since is found when its turn comes.
        self._left = deque(unit for unit in self.units if store.journal.record(f"traces/{unit.key}") is None)
        asks, left = (sum(unit.counts["traces"] for unit in units) for units in (self.units, self._left))
        self.known = Known(len(self.units), asks, len(self.units) - len(self._left), asks - left)

    def draw(self) -> list[Piece]:
        """The next unit, whole."""
        if not self._left:
            return []
        unit = self._left.popleft()
        return [Piece(unit, number) for number in range(pieces_of(unit))]

    def claim(self, key: str, piece: int) -> bool:  # noqa: ARG002  # as Work says
        """Nobody else asks it."""
        return True

    def is_over(self, *, idle: bool) -> bool:  # noqa: ARG002  # as Work says
        """Whether all units were drawn."""
        return not self._left


class Shared:
    """The pieces of what is wanted of one teacher, claimed in the name of a lease.

    It ends when whoever wanted them has ended and wants nothing, or when there was nothing to ask for `idle_s`.
    """

    is_shared = True
    known = Known()

    def __init__(self, store: Store, teacher_id: str, lease: str, idle_s: float = IDLE_S) -> None:
        self.store, self.teacher_id, self.lease, self.idle_s = store, teacher_id, lease, idle_s
        self._observer = Observer(store.storage)
        self._wanted: list[str] = []
        self._units: dict[str, Commit] = {}
        self._drawn: set[tuple[str, int]] = set()
        self._full: set[str] = set()  # units of which nothing was free when we last looked
        self._looked = float("-inf")
        self._busy_at = time.monotonic()
        self._ended = False

    def draw(self) -> list[Piece]:
        """The first free piece of the first wanted unit that has one, claimed."""
        if (piece := self._first_free()) is None and time.monotonic() - self._looked >= LOOK_S:
            self._look()
            piece = self._first_free()
        if piece is None:
            return []
        self._busy_at = time.monotonic()
        return [piece]

    def claim(self, key: str, piece: int) -> bool:
        """Claim it in the name of the lease, once: what was freed meanwhile is for others."""
        if (key, piece) in self._drawn or not claim(self.store.storage, key, piece, self.lease):
            return False
        self._drawn.add((key, piece))
        return True

    def is_over(self, *, idle: bool) -> bool:
        """Whether nothing will be wanted any more, as far as can be known."""
        if not idle:
            self._busy_at = time.monotonic()
        ended = self._ended and not set(self._wanted) - self._full
        return ended or time.monotonic() - self._busy_at > self.idle_s

    def _look(self) -> None:
        """What is wanted now; all of it is looked at again."""
        beat = self._observer.look(PLANNER).get(PLANNER)
        holder = beat and self._observer.holder(beat)
        if beat is None or holder is None:
            self._ended = beat is None  # there is none, or it has just moved on
        else:
            self._wanted = [key for key in holder.units if key.endswith(f".{self.teacher_id}")]
            self._ended = holder.released
        self._full = set()
        self._looked = time.monotonic()

    def _first_free(self) -> Piece | None:
        for key in self._wanted:
            if key in self._full:
                continue
            if (piece := self._free_piece(key)) is not None:
                return piece
            self._full.add(key)
        return None

    def _free_piece(self, key: str) -> Piece | None:
        unit = self._units.get(key) or self._units.setdefault(key, self.store.get("rounds", key))
        pieces = pieces_of(unit)
        taken = claimed(self.store.storage, key).get(key) if pieces > 1 else None
        for number in range(pieces):
            if (taken is None or number not in taken.claimed) and self.claim(key, number):
                return Piece(unit, number)
        return None
