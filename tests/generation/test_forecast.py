"""What is foreseen of a domain: the planner's rule by expectation, held against real rounds over a real store."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_campaign import Teacher, prepared, right, write_traces
from thoughtmill.campaign import Policy
from thoughtmill.generation.forecast import forecast, spread_of
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.reporting.assumptions import measure

QUESTIONS = 240


def chance(*about: object) -> float:
    """A number from 0 to 1 that depends on nothing else."""
    return int(hashlib.sha256(repr(about).encode()).hexdigest()[:8], 16) / 2**32


def solves(rate: float, spread: float) -> Teacher:
    """A teacher that is right so often: of each question always as often, or of a share of them always or never."""

    def write(prompt: str, number: int, index: int) -> str:
        settled = chance("settled", prompt) < spread
        solved = chance("solved", prompt, *(() if settled else (number, index))) < rate
        text = right(prompt, number, 2 * (number - 1) + index)
        return text if solved else text.replace("<answer>", "<answer>1")

    return write


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "spread", "quota"), [(0.5, 0.0, 400), (0.3, 0.0, 280), (0.5, 0.5, 300)])
def test_a_forecast_is_what_real_rounds_then_take(rate: float, spread: float, quota: int, tmp_path: Path) -> None:
    policy = {"first_round": 2, "max_traces": 6, "max_kept": 2}
    parts = {"reasoning": {"quota": quota, "teacher": "thinker", "domains": {"math": 1.0}}}
    sources = [
        {"part": "reasoning", "domain": "math", "path": "sums.jsonl", "generated": True, "verifier": "math"}
        | {"columns": {"prompt": "problem", "reference": "answer"}}
    ]
    cut = {"shard_questions": 40}
    store, found, questions = prepared(tmp_path, sums=QUESTIONS, policy=policy, parts=parts, sources=sources, work=cut)
    # Two settled traces of a question are alike, others are not: that is the correlation `spread` of two traces.
    walked = forecast(quota, [40] * (QUESTIONS // 40), found.policy, rate, spread)
    while states := next_units(Ledger(store, found, questions), ["reasoning"]):  # anew with each shard's verdicts
        judge_shard(store, found, write_traces(store, states[0], questions, solves(rate, spread)).key)
    traces = sum(commit.counts["traces"] for commit in store.commits("traces"))
    rounds = max(commit.facts["round"] for commit in store.commits("traces"))
    assert walked.met
    assert len(walked.rounds) == rounds
    assert walked.traces == pytest.approx(traces, rel=0.12)
    told = measure(store, found)
    assert told.rates["reasoning", "math"].value == pytest.approx(rate, abs=0.09)
    assert told.spreads["reasoning", "math"].value == pytest.approx(spread, abs=0.17)
    assert told.there["reasoning", "math"].traces == traces


RATES, SPREADS = st.floats(0, 1), st.floats(0, 0.95)
POLICIES = st.builds(Policy, first_round=st.integers(1, 6), max_traces=st.integers(1, 12), max_kept=st.integers(1, 4))


@given(st.integers(1, 5_000), st.lists(st.integers(1, 50), max_size=30), POLICIES, RATES, SPREADS)
@settings(max_examples=150, deadline=None)
def test_nothing_is_foreseen_that_the_policy_forbids(
    quota: int, shards: list[int], policy: Policy, rate: float, spread: float
) -> None:
    walked = forecast(quota, shards, policy, rate, spread)
    most = min(policy.max_kept, policy.max_traces)
    assert walked.usable <= sum(shards) * most + 1e-6
    assert walked.usable <= walked.traces + 1e-6
    assert walked.traces <= sum(shards) * policy.max_traces + 1e-6
    assert len(walked.rounds) <= -(-policy.max_traces // policy.first_round)
    if walked.met:  # not a shard more than it takes
        assert walked.usable - quota < max(shards) * policy.max_kept + 1e-6


@given(st.integers(1, 300), POLICIES, SPREADS)
@settings(max_examples=60, deadline=None)
def test_a_better_teacher_gives_more_of_the_same_questions(questions: int, policy: Policy, spread: float) -> None:
    usable = [forecast(10**9, [questions], policy, rate / 10, spread).usable for rate in range(11)]
    assert all(less <= more + 1e-9 for less, more in pairwise(usable))
    assert usable[0] == 0
    assert usable[10] == pytest.approx(questions * min(policy.max_kept, policy.max_traces))


def test_questions_that_are_solved_always_or_never_lie_as_far_apart_as_they_can() -> None:
    assert spread_of({2: 50}, 100, 2) == pytest.approx(0.95)
    assert spread_of({0: 25, 1: 50, 2: 25}, 100, 2) == pytest.approx(0)
    assert spread_of({1: 60}, 100, 1) is None
    assert spread_of({2: 100}, 100, 2) is None
