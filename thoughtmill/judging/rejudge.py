"""Judge all traces of a store again under a new policy or better checks, and say what that changed.

No trace is touched and no engine is asked: verdicts are thin and made anew at will (docs/records.md).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from thoughtmill.campaign import Campaign
from thoughtmill.errors import StoreError
from thoughtmill.judging.verdicts import is_of, judge_shard
from thoughtmill.store.store import Commit, Store

KEPT = "kept"
Move = tuple[str, str]
"""What a trace was and what it is now: `kept`, or the reason why it was rejected."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a re-judging changed. `moves` counts every trace that was judged before, those that stayed too."""

    shards: int
    traces: int
    judged_before: int
    moves: Counter[Move] = field(default_factory=Counter[Move])

    def changed(self) -> list[tuple[Move, int]]:
        """The moves from one verdict to another, kept ones that were lost first, then those won back, then reasons."""
        order = {True: 0, False: 1}
        moved = [(move, n) for move, n in self.moves.items() if move[0] != move[1]]
        return sorted(moved, key=lambda m: (order[m[0][0] == KEPT], order[m[0][1] == KEPT], -m[1], m[0]))


def shards_to_judge(store: Store, campaign: Campaign) -> list[Commit]:
    """The trace shards that the campaign's teachers wrote for its parts. Raises StoreError if there are none."""
    found = [commit for commit in store.commits("traces") if is_of(campaign, commit)]
    if not found:
        raise StoreError(
            "traces of this campaign's teachers in the store",
            f"{len(store.keys('traces'))} trace shards, none of them theirs",
            "run `thoughtmill produce`; or name the campaign that made the traces",
        )
    return found


def rejudge(store: Store, campaign: Campaign, on_trace: Callable[[], None] = lambda: None) -> Changes:
    """Judge every trace shard of the campaign under its policy and today's checks; compare with the verdicts before.

    What is committed already under this policy is not judged again. Raises StoreError, CheckerBroken: the shards that
    were judged until then stay. Memory: one shard.
    """
    earlier = _newest_by_traces(store)
    shards = shards_to_judge(store, campaign)
    moves: Counter[Move] = Counter()
    traces = judged_before = 0
    for shard in shards:
        now = judge_shard(store, campaign, shard.key, on_trace)
        traces += now.counts["traces"]
        before = next((old for old in earlier.get(shard.key, []) if old.key != now.key), None)
        if before is not None:
            judged_before += before.counts["traces"]
            moves.update(zip(_reasons(store, before), _reasons(store, now), strict=True))
    return Changes(len(shards), traces, judged_before, moves)


def _newest_by_traces(store: Store) -> dict[str, list[Commit]]:
    """Trace shard → its verdicts under every policy, the newest first."""
    found: dict[str, list[Commit]] = {}
    for commit in sorted(store.commits("verdicts"), key=lambda c: c.created_at, reverse=True):
        found.setdefault(commit.key.rsplit(".", 1)[0], []).append(commit)
    return found


def _reasons(store: Store, verdicts: Commit) -> list[str]:
    return [
        reason or KEPT for reason in store.read(verdicts.file("verdicts.parquet"), ["reason"])["reason"].to_pylist()
    ]
