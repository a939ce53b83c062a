"""What has to be asked and judged next, of each teacher and in order, until every quota is filled."""

from collections.abc import Collection
from dataclasses import dataclass

from thoughtmill.campaign import Work
from thoughtmill.generation.pieces import pieces_of
from thoughtmill.generation.planner import Ledger, UnitState, commit_plan, needed_units, pilot_units
from thoughtmill.store.leases.claims import MOST_PIECES
from thoughtmill.store.store import Commit, Store

JUDGING = "judging."

PIECE_TRACES = 128
"""Most traces of one piece, where several engines share the units of a teacher; a question is never cut.

Measured by benchmarks/fleet_sim.py: from 16 to 128 makes no difference, 256 loses 1 % of the slots.
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Keys of the units to ask, teacher by teacher, and of trace shards that wait for their verdicts.

    Every teacher whose quotas are not filled is there, if only with nothing to ask just now.
    """

    units: dict[str, tuple[str, ...]]
    unjudged: tuple[str, ...]
    is_filled: bool


def freeze_wanted(ledger: Ledger, parts: list[str], pilot: int = 0) -> Wanted:
    """Plan from the verdicts that the store is known to have, and freeze what is to be asked next.

    pilot: only so many questions of each domain, once; then nothing is wanted, though the quotas are not filled.
    No more units than the campaign's `work` allows are asked of a teacher at once: later plans know the yield better.
    Raises QuotaNotMet when all questions are used up and a quota is short.
    """
    store, work = ledger.store, ledger.campaign.work
    needed = pilot_units(ledger, parts, pilot) if pilot else needed_units(ledger, parts)
    states = [state for _, state in needed]
    answered = {state.unit.key for state in states if store.seen("traces", state.unit.key)}
    units: dict[str, tuple[str, ...]] = {}
    for teacher in dict.fromkeys(state.unit.teacher for state in states):
        asked = [one for one in needed if one[1].unit.teacher == teacher and one[1].unit.key not in answered]
        # All domains of a teacher move at the same pace: first whose quota is least filled up to there.
        first = sorted(asked, key=lambda one: one[0])[: work.runs * work.run_shards]
        frozen = (commit_plan(store, state, ledger.layers.last, _pieces(state, work)) for _, state in first)
        units[teacher] = tuple(plan.key for plan in frozen)
    unjudged = tuple(state.unit.key for state in states if state.unit.key in answered)
    return Wanted(units, unjudged, not states)


def claim_on(traces: str) -> str:
    """Under which name the judging of a trace shard is claimed."""
    return f"{JUDGING}{traces}"


def pieces_open(store: Store, key: str, unjudged: Collection[str] = ()) -> int:
    """How many pieces there are to claim of a unit, or of `claim_on` a trace shard; 0 if nothing is to be done on it.

    As far as the store is known. unjudged: the trace shards that wait for their verdicts.
    """
    if key.startswith(JUDGING):
        return int(key.removeprefix(JUDGING) in unjudged)
    unit: Commit | None = store.seen("rounds", key)
    return pieces_of(unit) if unit is not None and store.seen("traces", key) is None else 0


def _pieces(state: UnitState, work: Work) -> int:
    """Into how many pieces a unit is cut: one, where a single engine asks all."""
    questions = len(state.plan or {})
    at_once = max(1, PIECE_TRACES * questions // max(state.traces, 1))
    return 1 if work.runs == 1 else min(-(-questions // at_once), MOST_PIECES)
