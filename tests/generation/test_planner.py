"""Rounds: planned from committed verdicts, frozen before they are asked, ended when the quotas are full."""

from pathlib import Path

import pytest

from tests.small_campaign import campaign, prepared, right, run_rounds, write_traces
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger, commit_plan, next_units, standing
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.release.publish import publish, samples_of


def wrong_at_first(prompt: str, number: int, index: int) -> str:
    """Every second sum is only solved in the second round."""
    if number == 1 and "+" in prompt and int(prompt.split()[2]) % 2:
        return "<think>I add one too many to it.</think><answer>999</answer>"
    return right(prompt, number, index)


def test_nothing_is_asked_once_every_quota_is_full(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    ledger = Ledger(store, found, questions)
    assert next_units(ledger, list(found.parts)) == []
    assert standing(ledger, "reasoning", "math").usable >= 6


def test_no_more_is_started_than_the_quota_is_likely_to_need(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, parts={**_parts(quota=2)})
    states = next_units(Ledger(store, found, questions), ["reasoning"])
    assert sum(state.traces for state in states) == 8, "one shard of four questions, two traces each"


def test_a_unit_whose_earlier_round_is_under_way_counts_so_that_nothing_behind_it_is_asked_in_its_place(
    tmp_path: Path,
) -> None:
    """Shard 0 is judged in its first round, and half of it is open again; shards 1 and 2 are under way."""
    store, found, questions = prepared(tmp_path, parts={**_parts(quota=9)})
    ledger = Ledger(store, found, questions)
    first = next_units(ledger, ["reasoning"])
    assert [state.unit.round for state in first] == [1, 1, 1]
    judge_shard(store, found, write_traces(store, first[0], questions, wrong_at_first).key)
    needed = standing(Ledger(store, found, questions), "reasoning", "math")
    assert [(state.unit.shard, state.unit.round) for state in needed.open] == [
        (first[1].unit.shard, 1),
        (first[2].unit.shard, 1),
        (first[0].unit.shard, 2),
    ]
    assert list(needed.before) == sorted(needed.before)
    assert needed.before[0] == needed.usable / 9


def test_a_later_round_asks_only_questions_that_still_need_traces(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, parts={**_parts(quota=12)})
    run_rounds(store, found, questions, wrong_at_first)
    again = [state for state in Ledger(store, found, questions).units("reasoning", "math") if state.unit.round == 2]
    assert again
    for state in again:
        shard = store.read(questions.file(f"{state.unit.shard}.parquet")).to_pylist()
        odd = {row["question_id"] for row in shard if int(row["prompt"].split()[2]) % 2}
        frozen = store.get("rounds", state.unit.key).file("plan.parquet")
        assert set(store.read(frozen)["question_id"].to_pylist()) == odd


def test_a_frozen_plan_stays_whatever_is_known_later(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    state = next_units(Ledger(store, found, questions), ["reasoning"])[0]
    first = commit_plan(store, state, questions)
    assert commit_plan(store, state, questions) == first
    frozen = next_units(Ledger(store, found, questions), ["reasoning"])[0]
    assert frozen.plan == state.plan


def test_a_restart_plans_the_same(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    state = next_units(Ledger(store, found, questions), ["reasoning"])[0]
    judge_shard(store, found, write_traces(store, state, questions, wrong_at_first).key)
    one, two = (next_units(Ledger(store, found, questions), ["reasoning"]) for _ in range(2))
    assert [(s.unit, s.plan) for s in one] == [(s.unit, s.plan) for s in two]


def test_no_question_is_asked_more_than_max_traces_times_and_the_shortage_is_explained(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)

    def never(prompt: str, number: int, index: int) -> str:
        return "<think>I do not know at all.</think><answer>999</answer>"

    with pytest.raises(QuotaNotMet, match="no question left to ask"):
        run_rounds(store, found, questions, never)
    asked: dict[str, int] = {}
    for commit in store.commits("rounds"):
        for row in store.read(commit.file("plan.parquet")).to_pylist():
            asked[row["question_id"]] = asked.get(row["question_id"], 0) + row["traces"]
    assert max(asked.values()) <= found.policy.max_traces


def test_the_same_text_twice_counts_once(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, policy={"first_round": 2, "max_traces": 2, "max_kept": 2})
    state = next_units(Ledger(store, found, questions), ["reasoning"])[0]
    judge_shard(store, found, write_traces(store, state, questions, lambda p, r, i: right(p, r, 0)).key)
    after = next(iter(Ledger(store, found, questions).units("reasoning", "math")))
    assert after.usable is not None
    assert len(after.usable) == 4, "four questions, each answered twice in the same words"


def _parts(quota: int) -> dict[str, object]:
    return {
        "reasoning": {"quota": quota, "teacher": "thinker", "domains": {"math": 1.0}},
        "general": {"quota": 2, "teacher": "writer", "domains": {"writing": 1.0}},
    }


def test_a_raised_max_kept_asks_questions_again_that_earlier_rounds_left_out(tmp_path: Path) -> None:
    policy = {"first_round": 1, "max_traces": 4, "max_kept": 1}
    store, found, questions = prepared(tmp_path, sums=4, policy=policy, parts={**_parts(quota=4)})
    run_rounds(store, found, questions, wrong_at_first)
    parts, more = {**_parts(quota=8)}, {**policy, "max_kept": 2}
    raised = campaign(tmp_path, sums=4, policy=more, parts=parts)
    run_rounds(store, raised, questions, lambda prompt, number, index: right(prompt, number, index + number))
    assert standing(Ledger(store, raised, questions), "reasoning", "math").usable == 8


def test_a_near_copy_counts_neither_in_rounds_nor_in_the_release_so_that_the_quota_comes_true(tmp_path: Path) -> None:
    policy = {"first_round": 2, "max_traces": 4, "max_kept": 2}
    store, found, questions = prepared(tmp_path, sums=6, policy=policy, parts={**_parts(quota=12)})

    def told(prompt: str, number: int, index: int) -> str:
        """Two tellings in all: the second trace of every round is the first one with a word changed."""
        total = sum(int(word) for word in prompt.rstrip("?").split() if word.isdigit())
        words = [f"{place}th place of telling {number}" for place in range(40)]
        words[20] = f"word {index}"
        return f"<think>I see {', then '.join(words)}.</think><answer>{total}</answer>"

    def teacher(prompt: str, number: int, index: int) -> str:
        return told(prompt, number, index) if "+" in prompt else right(prompt, number, index)

    run_rounds(store, found, questions, teacher)
    states = list(Ledger(store, found, questions).units("reasoning", "math"))
    assert {state.unit.round for state in states} == {1, 2}, "the near copies had to be made good"
    samples = [row for part in samples_of(store, publish(Ledger(store, found, questions))) for row in part.to_pylist()]
    ids = sorted(row["id"].split("-", 1)[1] for row in samples if row["part"] == "reasoning")
    assert ids == ["1-0"] * 6 + ["2-0"] * 6
