"""What a simulated campaign came to, by the same measures for every way to work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.fleet_sim_work import Domain, Slice


@dataclass(frozen=True, slots=True)
class Outcome:
    """Times in seconds, work in slot-seconds.

    useful: spent on units of the release. bound: no fleet is faster: work ÷ slots, or the longest chain of rounds.
    traces: paid, inside the release and beyond. given_back: slot-time of engines after their last trace. filled: when
    each domain was.
    """

    seconds: float
    slots: int
    useful: float
    bound: float
    traces: int
    beyond: int
    given_back: float
    filled: dict[str, float]

    @property
    def fill(self) -> float:
        """Useful slot-time, of all slots until the release."""
        return self.useful / (self.slots * self.seconds)

    @property
    def held_fill(self) -> float:
        """The same, of the slot-time that was not given back."""
        return self.useful / (self.slots * self.seconds - self.given_back)

    @property
    def waste(self) -> float:
        """Traces paid beyond the release, of those in it."""
        return self.beyond / (self.traces - self.beyond)

    @property
    def over(self) -> float:
        """Time ÷ bound."""
        return self.seconds / self.bound


def outcome(
    seconds: float,
    domains: Sequence[Domain],
    speeds: dict[str, list[float]],
    slots: dict[str, int],
    verdict_s: float,
    unasked: Iterable[Slice],
    idle: dict[str, float],
    filled: dict[str, float],
) -> Outcome:
    """Count what was paid. unasked: the slice of each trace that was drawn, but never asked."""
    useful, traces, inside, work = 0.0, 0, 0, dict.fromkeys(speeds, 0.0)
    bound = 0.0
    for domain in domains:
        units, teacher = domain.released(), domain.work.teacher
        useful += sum(unit.busy for unit in units)
        work[teacher] += sum(unit.work for unit in units)
        traces += sum(unit.asked for unit in domain.units.values())
        inside += sum(unit.traces for unit in units)
        bound = max(bound, domain.chain_s(verdict_s, max(speeds[teacher])))
    traces -= sum(1 for _ in unasked)
    each = [work[name] * len(found) / (slots[name] * sum(found)) for name, found in speeds.items()]
    bound = max(bound, *each)
    return Outcome(seconds, sum(slots.values()), useful, bound, traces, traces - inside, sum(idle.values()), filled)
