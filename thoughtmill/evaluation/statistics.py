"""Intervals for shares and for differences of shares, all at 95 %; how likely a sum of drawn values is at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

Z = 1.959964
"""The normal quantile of a two-sided 95 % interval."""

Interval = tuple[float, float]


def wilson(right: float, n: float) -> Interval:
    """The interval of a share. Source: E. B. Wilson, JASA 22 (1927); stays inside [0, 1] and holds for small n.

    right, n: counts, or fractions of them where what is counted hangs together.
    """
    if n == 0:
        return 0.0, 1.0
    share, z2 = right / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def paired_difference(gained: int, lost: int, n: int) -> tuple[float, Interval]:
    """The difference of two shares on the same n questions, and its interval.

    gained, lost: questions that only the second, only the first, got right. The interval is Wald's with half a question
    added to each of the four cells. Source: A. Agresti, Y. Min, Statistics in Medicine 24 (2005).
    """
    if n == 0:
        return 0.0, (-1.0, 1.0)
    b, c, m = gained + 0.5, lost + 0.5, n + 2
    half = Z * sqrt(b + c - (b - c) ** 2 / m) / m
    return (gained - lost) / n, (max(-1.0, (b - c) / m - half), min(1.0, (b - c) / m + half))


def verdict(interval: Interval) -> str:
    """What an interval of a difference allows to say."""
    low, high = interval
    return "better" if low > 0 else "worse" if high < 0 else "no clear difference"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Of `of` values from 0 to 1 with this mean, n were drawn, as far as anybody knows at random."""

    n: int
    of: int
    mean: float


def surprise(drawn: Sequence[Drawn], total: float) -> float:
    """At most how likely it is that values drawn so sum up to `total`, or lie further from what was expected.

    One side, no more than 1. It holds for any values, also few and rare ones, and never says less than the truth: no
    normal law is assumed. Source: W. Hoeffding, JASA 58 (1963), theorems 1 and 4 (drawing without putting back).
    """
    rest = [Drawn(one.of - one.n, one.of, one.mean) for one in drawn]
    everything = sum(one.of * one.mean for one in drawn)
    return min(_bound(drawn, total), _bound(rest, everything - total))


def _bound(drawn: Sequence[Drawn], total: float) -> float:
    """Chernoff's bound: the least, over t, of the mean of exp(t·sum) by exp(t·total)."""
    sign = 1 if total > sum(one.n * one.mean for one in drawn) else -1
    best = 0.0
    for step in range(1, 121):
        t = sign * 0.01 * 1.08**step  # to about 100: as steep as values from 0 to 1 ever ask for
        grown = sum(one.n * _grown(one.mean, t) for one in drawn)
        best = min(best, grown - t * total)
    return exp(best)


def _grown(mean: float, t: float) -> float:
    """log(1 − mean + mean·exp(t)), without overflow."""
    if t > 0:
        return t + log(mean + (1 - mean) * exp(-t)) if mean else 0.0
    return log(1 - mean + mean * exp(t)) if mean < 1 else t
