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

from thoughtmill.generation.planner_lease import PlannerLease
from thoughtmill.pace import paced
from thoughtmill.store.leases.claims import claim, claimed
from thoughtmill.store.leases.lease import Lease, Voice
from thoughtmill.store.store import Commit, Store

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
    voice: Voice
    """Names the parts that the run saves."""
    known: "Known"
    """What it knows of before anything is drawn."""

    @property
    def is_given_up(self) -> bool:
        """Whether nobody needs what is still in flight."""
        ...

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

    is_shared = is_given_up = False

    def __init__(self, store: Store, keys: Sequence[str]) -> None:
        self.voice = Voice()
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

    def __init__(self, store: Store, teacher_id: str, lease: Lease, idle_s: float = IDLE_S) -> None:
        self.store, self.teacher_id, self.lease, self.idle_s = store, teacher_id, lease.name, idle_s
        self.voice = lease.voice
        self._planner = PlannerLease(store)
        self._units: dict[str, Commit] = {}
        self._drawn: set[tuple[str, int]] = set()
        self._full: set[str] = set()  # units of which nothing was free when we last looked
        self._busy_at = time.monotonic()

    @property
    def wanted(self) -> list[str]:
        """The units of this teacher that are wanted, in order."""
        return [name for name in self._planner.names if name.endswith(f".{self.teacher_id}") and "/" not in name]

    def draw(self) -> list[Piece]:
        """The first free piece of the first wanted unit that has one, claimed."""
        if (piece := self._first_free()) is None and self._planner.look():
            self._full = set()
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
        ended = self._planner.has_ended and not set(self.wanted) - self._full
        return ended or time.monotonic() - self._busy_at > paced(self.idle_s)

    @property
    def is_given_up(self) -> bool:
        """Whether nobody needs what is still in flight: who planned has ended, and wants nothing."""
        return self._planner.has_ended and not self.wanted

    def _first_free(self) -> Piece | None:
        for key in self.wanted:
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
