"""What would fill a quota that is short, and what each lever costs: from the verdicts of its domain, all read once.

Copies, wrong answers and what was kept beyond `max_kept` are told apart: they ask for different levers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import pyarrow as pa

from thoughtmill.campaign import Policy
from thoughtmill.generation.history import ShardHistory
from thoughtmill.judging.recall import by_source
from thoughtmill.questions.exclusions import Excluded
from thoughtmill.store.store import Commit

NO_LIMIT = 1_000_000
"""More traces than any question has."""

JudgedUnit = tuple[str, dict[str, int], pa.Table, Commit, Commit]
"""One judged round: its shard, its plan, its verdicts (COLUMNS of a history), the records of traces and verdicts."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One way to more samples. gives: how many, None if there is no end to it. tokens: written for each of them."""

    do: str
    gives: int | None
    tokens: float

    def __str__(self) -> str:
        """As it stands in a message."""
        price = f"about {self.tokens:,.0f} tokens for each" if self.tokens else "kept already, at no cost"
        return f"{self.do} ({'' if self.gives is None else f'gives about {self.gives:,}, '}{price})"


@dataclass(slots=True)
class Spent:
    """What became of the traces of a domain, and of its questions if nothing but their copies counted."""

    max_kept: int
    traces: int = 0
    tokens: int = 0
    kept: int = 0
    different: int = 0
    """Kept traces that are no copies."""
    usable: int = 0
    one_more: int = 0
    """Samples that one more of each question would give."""
    open: int = 0
    """Questions that have given too few, and may not be asked again."""
    last: Counter[str] = field(default_factory=Counter[str])
    """Of the last rounds of all shards: `traces`, `usable`."""
    rejected: Counter[str] = field(default_factory=Counter[str])
    by_source: list[Mapping[str, int]] = field(default_factory=list[Mapping[str, int]])


def spent(units: Iterable[JudgedUnit], policy: Policy, excluded: Excluded) -> Spent:
    """Read all judged units of a domain, shard by shard, each in the order of its rounds. Memory: one shard."""
    found = Spent(policy.max_kept)
    for _, of_shard in groupby(units, key=lambda unit: unit[0]):
        history = ShardHistory(NO_LIMIT, excluded)
        for _, plan, verdicts, traces, judged in of_shard:
            history.take(plan, verdicts)
            found.traces += verdicts.num_rows
            found.tokens += traces.counts.get("completion_tokens", 0)
            reasons = Counter(verdicts["reason"].to_pylist())
            found.kept += reasons.pop(None, 0)
            found.rejected.update(reasons)
            found.by_source.append(judged.counts)
        given, asked = history.given_and_asked()
        found.different += int(given.sum())
        found.usable += int(np.minimum(given, policy.max_kept).sum())
        found.one_more += int((given > policy.max_kept).sum())
        found.open += int(((given < policy.max_kept) & (asked >= policy.max_traces)).sum())
        last = history.rounds[-1]
        found.last.update(traces=last.traces, usable=len(last.usable))
    return found


def levers(found: Spent, policy: Policy, missing: int, questions: int) -> list[Lever]:
    """What can be done about so many missing samples, the cheapest first; nothing where nothing was kept."""
    if not found.usable:
        return []
    each = found.tokens / found.traces
    best = max(by_source(found.by_source), key=lambda one: one.kept / one.traces, default=None)
    more = -(-missing * questions // found.usable)
    like = f"like those of {best.source} (yield {best.kept / best.traces:.0%})" if best else "like these"
    ways = [Lever(f"add about {more:,} questions {like}", None, found.tokens / found.usable)]
    if found.one_more:
        ways.append(Lever(f"policy.max_kept = {policy.max_kept + 1}", found.one_more, 0))
    if found.open and found.last["usable"]:
        rate = found.last["usable"] / found.last["traces"]
        gives = round(found.open * policy.first_round * rate)
        ways.append(Lever(f"policy.max_traces = {policy.max_traces + policy.first_round}", gives, each / rate))
    return sorted((way for way in ways if way.gives != 0), key=lambda way: way.tokens)


def became(found: Spent) -> str:
    """What became of the traces that gave no sample, the most first."""
    counts = Counter({f"rejected for {reason}": count for reason, count in found.rejected.items()})
    counts["copies of kept ones"] = found.kept - found.different
    counts[f"kept beyond max_kept = {found.max_kept}"] = found.different - found.usable
    return ", ".join(f"{count:,} {what}" for what, count in counts.most_common() if count > 0)
