"""Intervals for shares and for differences of shares, all at 95 %."""

from math import sqrt

Z = 1.959964
"""The normal quantile of a two-sided 95 % interval."""

Interval = tuple[float, float]


def wilson(right: int, n: int) -> Interval:
    """The interval of a share. Source: E. B. Wilson, JASA 22 (1927); stays inside [0, 1] and holds for small n."""
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
