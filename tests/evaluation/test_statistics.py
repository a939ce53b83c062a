"""Intervals: published values, and what must hold of any of them."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.evaluation.statistics import paired_difference, verdict, wilson


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (15, 148, 0.0624, 0.1605),
        (81, 263, 0.2553, 0.3662),
        (0, 100, 0.0, 0.0370),
    ],
)
def test_wilson_gives_the_published_values(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


counts = st.integers(0, 60)


@given(counts, counts)
def test_the_interval_of_a_share_holds_it_and_never_leaves_0_to_1(right: int, wrong: int) -> None:
    low, high = wilson(right, right + wrong)
    share = right / (right + wrong) if right + wrong else 0.5
    assert -1e-12 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(counts, counts, counts)
def test_a_paired_difference_turns_with_the_order_and_lies_in_its_interval(gained: int, lost: int, same: int) -> None:
    n = gained + lost + same
    difference, (low, high) = paired_difference(gained, lost, n)
    turned, (turned_low, turned_high) = paired_difference(lost, gained, n)
    assert (turned, turned_low, turned_high) == pytest.approx((-difference, -high, -low))
    assert -1 <= low <= high <= 1
    if same >= 1 and gained + lost >= 1:
        assert low <= difference <= high


def test_two_models_that_are_the_same_are_told_apart_at_most_once_in_twenty() -> None:
    n, differ = 120, 40  # forty questions fall one way or the other by chance
    wrong = sum(
        comb(differ, gained) / 2**differ
        for gained in range(differ + 1)
        if verdict(paired_difference(gained, differ - gained, n)[1]) != "no clear difference"
    )
    assert wrong < 0.055


def test_the_words_follow_the_interval() -> None:
    found = [verdict(interval) for interval in ((0.01, 0.2), (-0.2, 0.2), (-0.2, -0.01), (0.0, 0.3))]
    assert found == ["better", "no clear difference", "worse", "no clear difference"]
