"""Which units a domain needs: what every unit has given or will give, in plan order, until the quota is reached."""

from functools import lru_cache
from itertools import pairwise
from math import exp, lgamma

import numpy as np

from benchmarks.fleet_sim_work import JUDGED, NO_PLAN, NOTHING, OPEN, PLANNABLE, Domain, Floats, Work

FALLS = 0.5
"""Both what is asked again and what is usable of it, of the round before, while nothing is known of a round."""

WEIGHT = 200.0
"""Traces that the forecast of a round counts for."""

BISECTIONS = 20


def needed(domain: Domain, estimate: str, margin: float) -> tuple[int, Floats]:
    """How many units of the plan order are needed as far as known, and the share of the quota before each of them.

    margin: standard deviations of what is expected that are asked on top.
    """
    value = ESTIMATES[estimate](domain)
    total, expected = np.cumsum(value), np.cumsum(np.where(domain.state < JUDGED, value, 0.0))
    enough = np.flatnonzero(total - margin * np.sqrt(expected) >= domain.work.quota)
    return (int(enough[0]) + 1 if len(enough) else len(value)), (total - value) / domain.work.quota


def one_rate(domain: Domain) -> Floats:
    """One rate of usable traces for all rounds; units without a plan give nothing."""
    judged = domain.state == JUDGED
    rate = (domain.usable.sum() + 1) / (domain.traces[judged].sum() + 2)
    waiting = (domain.state == PLANNABLE) | (domain.state == OPEN)
    return np.where(waiting, domain.traces * rate, domain.usable)


def by_round(domain: Domain) -> Floats:
    """A rate a round; a unit without a plan asks the share of its round before that is usual."""
    return _by_round(domain, [(FALLS, FALLS)] * domain.rounds)


def by_curve(domain: Domain) -> Floats:
    """The same; what is expected of a round that nothing is known of follows from the first, by `curve`."""
    first, judged = slice(domain.shards), domain.state[: domain.shards] == JUDGED
    asked = domain.traces[first][judged].sum()
    mean = (domain.usable[first].sum() + 1) / (asked + 2)
    again = None
    if domain.rounds > 1 and asked:
        again = round(float(domain.traces[domain.shards : 2 * domain.shards][judged].sum() / asked), 3)
    each = curve(domain.work, round(float(mean), 3), again)
    falls = [(b[0] / a[0], b[1] * a[0] / b[0] / a[1]) for a, b in pairwise(each)]
    return _by_round(domain, [(1.0, 1.0), *falls])


def _by_round(domain: Domain, falls: list[tuple[float, float]]) -> Floats:
    """falls: of each round, traces and rate of usable ones, as shares of the round before, while nothing is known."""
    count, value, before = domain.shards, domain.usable.copy(), np.zeros(0)
    rate, weight = 0.5, 2.0
    for number in range(domain.rounds):
        at = slice(number * count, (number + 1) * count)
        state, traces = domain.state[at], domain.traces[at]
        if number:
            known = state != NO_PLAN
            share = (traces[known].sum() + WEIGHT * falls[number][0]) / (before[known].sum() + WEIGHT)
            traces = np.where(known, traces, before * share)
            rate, weight = min(rate * falls[number][1], 1.0), WEIGHT
        judged = state == JUDGED
        rate = (domain.usable[at].sum() + weight * rate) / (traces[judged].sum() + weight)
        value[at] = np.where(state < JUDGED, traces * rate, value[at])
        before = traces
    return value


@lru_cache(maxsize=4096)
def curve(work: Work, mean: float, again: float | None) -> list[tuple[float, float]]:
    """Traces and usable samples a question in each round, if pass rates are from a Beta distribution of this mean.

    again: traces of second rounds of those of the first, which says how far pass rates are spread; None if unknown.
    """
    low, high = 0.1, 20.0
    wide, narrow = (_rounds(work, mean, strength) for strength in (low, high))
    if again is None or len(wide) < 2 or abs(wide[1][0] - narrow[1][0]) < 1e-6:
        return _rounds(work, mean, 1.0)
    for _ in range(BISECTIONS):
        middle = (low * high) ** 0.5
        first, second, *_ = _rounds(work, mean, middle)
        if (second[0] / first[0] > again) == (narrow[1][0] > wide[1][0]):
            high = middle
        else:
            low = middle
    return _rounds(work, mean, low)


def _rounds(work: Work, mean: float, strength: float) -> list[tuple[float, float]]:
    """Of Beta(mean x strength, (1 - mean) x strength): right ones of n traces are beta-binomial."""
    a, b = mean * strength, (1 - mean) * strength
    found: list[tuple[float, float]] = []
    asked, lacking, usable = 0, 1.0, 0.0
    while asked < work.max_traces:
        step = min(work.first_round, work.max_traces - asked)
        asked += step
        base = lgamma(asked + 1) + lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(a + b + asked)
        fewer = [
            exp(base - lgamma(n + 1) - lgamma(asked - n + 1) + lgamma(a + n) + lgamma(b + asked - n))
            for n in range(min(work.max_kept, asked + 1))
        ]
        most = min(work.max_kept, asked)
        now = most - sum((most - n) * chance for n, chance in enumerate(fewer) if n < most)
        found.append((step * lacking, max(now - usable, 1e-9)))
        usable, lacking = now, sum(fewer)
    return found


def known(domain: Domain) -> Floats:
    """The truth, as nobody can know it."""
    return np.where(domain.state == NOTHING, 0.0, _truth(domain.work, domain.seed[0]))


@lru_cache(maxsize=16)
def _truth(work: Work, seed: int) -> Floats:
    domain = Domain(work, seed)
    for place in range(len(domain.state)):
        if domain.state[place] == PLANNABLE:
            domain.judge(domain.freeze(place))
    return domain.usable


ESTIMATES = {"one rate": one_rate, "by round": by_round, "by curve": by_curve, "known": known}
"""Ways to say what a unit will give."""
