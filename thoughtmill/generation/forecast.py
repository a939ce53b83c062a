"""How many traces a domain will take: the planner's rule, walked by expectation, without a store.

Every question of a domain is taken to have a rate of its own at which its traces become usable. `rate` is their mean,
`spread` how far they lie apart: 0 if all questions are alike, near 1 if each is either always or never solved (the
correlation of two traces of one question, a beta-binomial law). Then, after s of n traces of a question were usable,
the next one is with the rate (rate·(1 − spread) + s·spread) / (1 − spread + n·spread).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from thoughtmill.campaign import Policy

SLACK = 1e-6
"""Sums of shares are never quite whole."""


@dataclass(frozen=True, slots=True)
class ForecastRound:
    """What one round is expected to ask and to give."""

    round: int
    traces: float
    usable: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a domain is expected to take until its quota is filled, or until no question is left to ask."""

    quota: int
    rounds: tuple[ForecastRound, ...]

    @property
    def traces(self) -> float:
        """Traces of all rounds."""
        return sum(one.traces for one in self.rounds)

    @property
    def usable(self) -> float:
        """Usable traces of all rounds; less than the quota if that can't be met."""
        return sum(one.usable for one in self.rounds)

    @property
    def met(self) -> bool:
        """Whether the quota is expected to be filled."""
        return self.usable >= self.quota - SLACK


def forecast(quota: int, shards: Sequence[int], policy: Policy, rate: float, spread: float) -> Forecast:
    """Walk rounds and shards in plan order as `planner.standing` does; stop when enough is expected.

    shards: questions in each. rate: from 0 to 1, of all traces. spread: from 0 to less than 1.
    """
    open_by = [1.0] + [0.0] * (policy.max_kept - 1)
    """Of each question: the share that has given so many and may give more."""
    rounds: list[ForecastRound] = []
    usable, asked = 0.0, 0
    while usable < quota - SLACK and (more := min(policy.first_round, policy.max_traces - asked)) > 0:
        traces_each, usable_each = more * sum(open_by), 0.0
        given = [*open_by, 0.0]
        for n in range(asked, asked + more):
            given, gained = _one_more(given, n, rate, spread)
            usable_each += gained
        open_by, asked = given[:-1], asked + more
        questions = 0
        for shard in shards:
            if usable + questions * usable_each >= quota - SLACK:
                break
            questions += shard
        rounds.append(ForecastRound(len(rounds) + 1, questions * traces_each, questions * usable_each))
        usable += questions * usable_each
        if not questions or usable_each <= 0:
            break
    return Forecast(quota, tuple(rounds))


def _one_more(given: list[float], n: int, rate: float, spread: float) -> tuple[list[float], float]:
    """One more trace of every question that was asked in this round, after n: who has given how many, and what came.

    The last place holds those that have given all they may: their traces are paid for and of no use.
    """
    after, gained = given.copy(), 0.0
    for s, share in enumerate(given[:-1]):
        kept = share * (rate * (1 - spread) + s * spread) / (1 - spread + n * spread)
        after[s] -= kept
        after[s + 1] += kept
        gained += kept
    return after, gained


def spread_of(kept_by: dict[int, int], questions: int, each: int) -> float | None:
    """The spread, measured: of `questions` that were asked `each` times, kept_by[k] gave k usable traces.

    None where it can't be told: one trace a question, or all alike. Never above 0.95.
    """
    if each < 2 or not questions:
        return None
    rate = sum(k * n for k, n in kept_by.items()) / (questions * each)
    if not 0 < rate < 1:
        return None
    both = sum(k * (k - 1) * n for k, n in kept_by.items()) / (questions * each * (each - 1))
    return min(max((both - rate * rate) / (rate * (1 - rate)), 0.0), 0.95)
