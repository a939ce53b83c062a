"""The simulated fleet keeps the promises that its figures rest on."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.fleet_sim_needs import ESTIMATES, curve, needed
from benchmarks.fleet_sim_stream import Fleet, Rules
from benchmarks.fleet_sim_waves import waves
from benchmarks.fleet_sim_work import PLANNABLE, Domain, Work

WORKS = [
    Work("math", 3_000, 2_400, shard=60),
    Work("code", 900, 1_500, shard=60, rates=(1.0, 1.6)),
    Work("logic", 100, 260, shard=60, rates=(0.8, 2.0), hopeless=0.25),
]
ENGINES = {"thinker": [1.0, 1.0, 1.0, 0.6]}
SLOTS = 16
DEATHS = [(400.0, 1, 900.0), (2_000.0, 3, 2_000.0)]


def fleet(rules: Rules = Rules(), **kwargs: Any) -> Fleet:  # noqa: B008  # frozen
    return Fleet(WORKS, ENGINES, rules, slots=SLOTS, **kwargs)


@pytest.mark.parametrize("rules", [Rules(), Rules(slice_traces=200, threshold=100, share=False), Rules(quickens=True)])
def test_a_slot_is_never_used_twice(rules: Rules) -> None:
    ran = fleet(rules, record=True, deaths=DEATHS)
    ran.run()
    assert ran.jobs
    changes = sorted(change for engine, _, a, b in ran.jobs for change in ((b, engine, -1), (a, engine, 1)))
    busy: Counter[int] = Counter()
    for _, engine, change in changes:
        busy[engine] += change
        assert busy[engine] <= SLOTS


def test_every_trace_of_the_release_ends_once_though_engines_die() -> None:
    ran = fleet(record=True, deaths=DEATHS)
    found = ran.run()
    ended = Counter(number for _, number, _, _ in ran.jobs or ())
    for domain in ran.domains:
        for unit in domain.released():
            assert sum(ended[part.number] for part in unit.slices) == unit.traces
            assert all(part.left == 0 for part in unit.slices)
    assert {engine for engine, _, _, _ in ran.jobs or ()} == {0, 1, 2, 3, 4, 5}, "those that died were replaced"
    assert found.beyond >= 0


def test_the_release_is_the_same_whoever_asks_and_when() -> None:
    def release(ran: Fleet) -> list[tuple[int | None, float]]:
        ran.run()
        return [(d.last, sum(d.usable[unit.place] for unit in d.released())) for d in ran.domains]

    usual = release(fleet())
    assert release(fleet(deaths=DEATHS)) == usual
    assert release(fleet(Rules(slice_traces=10, estimate="known", spread=True))) == usual
    assert release(Fleet(WORKS, {"thinker": [0.5]}, Rules(), slots=64)) == usual
    assert all(place is not None for place, _ in usual)


def test_useful_slot_time_is_no_more_than_there_is_and_slices_beat_waves() -> None:
    ours, theirs = fleet().run(), waves(WORKS, ENGINES, slots=SLOTS)
    for found in (ours, theirs):
        assert 0 < found.fill <= found.held_fill <= 1
        assert found.seconds >= found.bound * 0.999
    assert ours.fill > theirs.fill
    assert ours.seconds < theirs.seconds
    assert ours.waste < 0.06, "a unit too many a domain, in a campaign of this size"


def test_teachers_on_engines_of_their_own_work_at_the_same_time() -> None:
    works = [WORKS[0], replace(WORKS[1], teacher="writer")]
    both = Fleet(works, {"thinker": [1.0], "writer": [1.0]}, Rules(), slots=SLOTS).run()
    alone = [Fleet([w], {w.teacher: [1.0]}, Rules(), slots=SLOTS).run().seconds for w in works]
    assert both.seconds == pytest.approx(max(alone), rel=0.02)
    assert both.given_back > 0


@pytest.mark.parametrize("estimate", [*ESTIMATES])
def test_what_is_expected_before_anything_is_judged_wants_no_unit_twice(estimate: str) -> None:
    domain = Domain(WORKS[0], 1)
    count, share = needed(domain, estimate, 1.0)
    assert 0 < count <= len(domain.state)
    assert (share[1:] >= share[:-1]).all()
    domain.judge(domain.freeze(0))
    with pytest.raises(AssertionError, match="frozen once"):
        domain.freeze(0)
    assert domain.state[domain.shards] == PLANNABLE


def test_the_curve_is_what_a_beta_distribution_of_pass_rates_gives() -> None:
    work = Work("math", 1, 1)
    first, second, *_ = curve(work, 0.6, 0.5714)  # Beta(1.5, 1): a share of 0.4286 is solved twice in the first round
    assert first == pytest.approx((2.0, 1.2), rel=0.01)
    assert second == pytest.approx((1.1428, 0.412), rel=0.01)
    assert curve(work, 0.6, None)[0] == pytest.approx((2.0, 1.2), rel=0.01)


def test_questions_that_do_not_suffice_are_told() -> None:
    with pytest.raises(ValueError, match="questions enough"):
        Fleet([replace(WORKS[0], quota=100_000)], ENGINES, Rules(), slots=SLOTS).run()
