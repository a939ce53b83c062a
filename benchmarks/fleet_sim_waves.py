"""The baseline: waves. A plan hands every run its shards, waits for all runs, filters, and plans again."""

from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace

from benchmarks.fleet_sim_outcome import Outcome, outcome
from benchmarks.fleet_sim_work import JUDGED, PLANNABLE, TOKENS_PER_S, Domain, Unit, Work

RUN_SHARDS = 16
"""Shards of a generate run."""

START_S = 12.0
"""Until a run's engine is asked, and again until a plan is made."""


def waves(
    works: Sequence[Work],
    speeds: dict[str, list[float]],
    *,
    slots: int = 256,
    seed: int = 1,
    judged_per_s: float = 2_000.0,
    verdict_s: float = 30.0,
) -> Outcome:
    """One teacher after the other, each until its domains are filled. Raises ValueError if the questions don't do."""
    domains = [Domain(work, seed) for work in works]
    now, filled = 0.0, dict[str, float]()
    for teacher, engines in speeds.items():
        own = [domain for domain in domains if domain.work.teacher == teacher]
        while any(domain.last is None for domain in own):
            units = _planned(own, len(engines) * RUN_SHARDS)
            if not units:
                raise ValueError("a campaign needs questions enough for its quotas")
            runs = [units[at : at + RUN_SHARDS] for at in range(0, len(units), RUN_SHARDS)]
            fastest = sorted(engines, reverse=True)
            judged = 0.0
            for speed, run in zip(fastest, runs, strict=False):
                ends = START_S + _run_s(run, speed, slots)
                judged = max(judged, ends) + sum(unit.traces for unit in run) / judged_per_s
            for unit in units:
                unit.domain.judge(unit)
            now += judged + START_S
            filled |= {d.work.name: now for d in own if d.last is not None and d.work.name not in filled}
    every = {teacher: slots * len(found) for teacher, found in speeds.items()}
    return outcome(now, domains, speeds, every, verdict_s, (), dict.fromkeys(speeds, 0.0), filled)


def _planned(domains: list[Domain], most: int) -> list[Unit]:
    """The next wave, domain by domain in plan order, as far as it is expected to be needed at one rate for all."""
    units: list[Unit] = []
    for domain in domains:
        judged = domain.state == JUDGED
        rate = (domain.usable.sum() + 1) / (domain.traces[judged].sum() + 2)
        expected = 0.0
        for place in range(len(domain.state)):
            expected += float(domain.usable[place])
            if expected >= domain.work.quota or len(units) == most:
                break
            if domain.state[place] == PLANNABLE:
                units.append(domain.freeze(place))
                expected += units[-1].traces * float(rate)
    for unit in units:
        unit.asked = unit.traces
    return units


def _run_s(run: list[Unit], speed: float, slots: int) -> float:
    """How long an engine takes for the traces of these units, in order."""
    tokens = [(length, unit) for unit in run for found in unit.tokens for length in found.tolist()]
    for length, unit in tokens:
        unit.busy += length / (TOKENS_PER_S * speed)
    ends = [0.0] * slots
    heapify(ends)
    for length, _ in tokens:
        heapreplace(ends, ends[0] + length / (TOKENS_PER_S * speed))
    while len(ends) > 1:
        heappop(ends)
    return ends[0]
