"""What the units of a domain that are not judged yet will ask and give.

Shards of a domain are alike, rounds are not: a second round asks only what the first left open, and less of it is
right. So every round has rates of its own, from all its judged units; while little is known of it, half of what the
round before asked and half of its yield. Measured by benchmarks/fleet_sim.py: one rate for all rounds, with units
without a plan left out, made campaigns of four hours a third longer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from thoughtmill.generation.history import JudgedRound

FALLS = 0.5
"""What a round asks and what is usable of it, as shares of the round before, while nothing is known of it."""

WEIGHT, UNKNOWN = 0.2, 200.0
"""For how much of a shard's first round this counts, and for how many traces while none is judged."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """Sums over the judged units of a domain, a number a round: asked, usable, and asked in the round before.

    shards: of how many shards something is judged.
    """

    traces: tuple[int, ...] = ()
    usable: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    shards: int = 0

    @classmethod
    def of(cls, shards: Iterable[Sequence[JudgedRound]]) -> "Expectation":
        """From the judged rounds of every shard; one that asked nothing counts as well."""
        sums: list[list[int]] = []
        count = 0
        for rounds in shards:
            count += bool(rounds)
            for number, judged in enumerate(rounds):
                if number == len(sums):
                    sums.append([0, 0, 0])
                sums[number][0] += judged.traces
                sums[number][1] += len(judged.usable)
                sums[number][2] += rounds[number - 1].traces if number else 0
        traces, usable, before = zip(*sums, strict=True) if sums else ((), (), ())
        return cls(traces, usable, before, count)

    @property
    def weight(self) -> float:
        """Traces that what is usual counts for."""
        return max(1.0, WEIGHT * self.traces[0] / self.shards) if self.shards else UNKNOWN

    def rate(self, number: int) -> float:
        """The share of usable traces in a round, counted from 1."""
        traces, usable = _at(self.traces, number), _at(self.usable, number)
        if number == 1:
            return (usable + 1) / (traces + 2)
        return (usable + self.weight * FALLS * self.rate(number - 1)) / (traces + self.weight)

    def again(self, number: int) -> float:
        """How many traces a round asks for each one of the round before."""
        return (_at(self.traces, number) + self.weight * FALLS) / (_at(self.before, number) + self.weight)


def _at(sums: tuple[int, ...], number: int) -> int:
    return sums[number - 1] if number <= len(sums) else 0
