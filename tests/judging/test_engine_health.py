"""An engine that is unlike the others of its teacher is found, no healthy one is; what it wrote is asked again."""

import json
import math
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_campaign import prepared, right, run_rounds
from tests.terminal import Terminal
from thoughtmill.campaign import Campaign
from thoughtmill.evaluation.statistics import Drawn, surprise
from thoughtmill.generation.planner import Ledger, UnitState, commit_plan, next_units
from thoughtmill.judging.engine_health import engines, leave_out
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.questions.layers import Layers
from thoughtmill.store.schemas import TRACES
from thoughtmill.store.store import Commit, Store

Written = tuple[str, str, int]
"""Text, finish reason, tokens."""
Writer = Callable[[str, str, random.Random], Written]
"""(engine, prompt, chance) → what that engine writes."""

SUMS = [
    {"part": "reasoning", "domain": "math", "path": "sums.jsonl", "generated": True, "verifier": "math"}
    | {"columns": {"prompt": "problem", "reference": "answer"}}
]


def healthy(_: str, prompt: str, chance: random.Random) -> Written:
    text = right(prompt, 1, chance.randrange(8))
    text = text if chance.random() < 0.7 else text.replace("<answer>", "<answer>1")
    return (text, "stop", chance.randrange(10, 40)) if chance.random() < 0.97 else (text[:20], "length", 80)


def but(sick: str, write: Callable[[str, random.Random], Written]) -> Writer:
    return lambda engine, prompt, chance: write(prompt, chance) if engine == sick else healthy(engine, prompt, chance)


def fleet(tmp_path: Path, names: list[str], write: Writer, *, sums: int = 300, seed: int = 1) -> tuple[Store, Campaign]:
    """A store whose first round was asked of several engines, a question of one of them."""
    tmp_path.mkdir(exist_ok=True)
    parts = {"reasoning": {"quota": sums * 8 // 10, "teacher": "thinker", "domains": {"math": 1.0}}}
    changes = {"policy": {"first_round": 2, "max_traces": 4, "max_kept": 1}, "work": {"shard_questions": 100}}
    store, found, questions = prepared(tmp_path, sums=sums, parts=parts, sources=SUMS, **changes)
    chance = random.Random(seed)
    for state in next_units(Ledger(store, found, questions), ["reasoning"]):
        judge_shard(store, found, ask(store, state, questions, names, write, chance).key)
    return store, found


def ask(
    store: Store, state: UnitState, questions: Commit, names: list[str], write: Writer, chance: random.Random
) -> Commit:
    unit, frozen = state.unit, commit_plan(store, state, questions)
    shard = Layers.up_to(store, questions).holding(unit.shard).file(f"{unit.shard}.parquet")
    prompts = {row["question_id"]: row["prompt"] for row in store.read(shard).to_pylist()}

    def rows() -> Iterator[dict[str, Any]]:
        for question, count in (state.plan or {}).items():
            engine = chance.choice(names)
            for index in range(count):
                text, finish, tokens = write(engine, prompts[question], chance)
                row: dict[str, Any] = {
                    "question_id": question,
                    "round": unit.round,
                    "index": index,
                    "text": text,
                    "reasoning": None,
                }
                row |= {"finish_reason": finish, "prompt_tokens": 10, "completion_tokens": tokens, "engine": engine}
                yield row | {"created_at": datetime.now(UTC)}

    table = pa.Table.from_pylist(list(rows()), schema=TRACES)
    facts = {name: frozen.facts[name] for name in ("part", "domain", "shard", "round", "teacher_id")}
    tokens = sum(table["completion_tokens"].to_pylist())
    counts = {"traces": len(table), "prompt_tokens": 0, "completion_tokens": tokens, "set_aside": 0}
    with store.begin("traces", frozen.key) as attempt:
        attempt.write_table("traces.parquet", table)
        return attempt.commit(counts=counts, parents=(frozen.name,), facts=facts)


FLEET = ["one:8000", "two:8000", "three:8000", "four:8000"]


def wrong(prompt: str, chance: random.Random) -> Written:
    return right(prompt, 1, chance.randrange(8)).replace("<answer>", "<answer>1"), "stop", chance.randrange(10, 40)


def cut_off(prompt: str, chance: random.Random) -> Written:
    return (right(prompt)[:20], "length", 80) if chance.random() < 0.5 else healthy("", prompt, chance)


def long(prompt: str, chance: random.Random) -> Written:
    text, _, _ = healthy("", prompt, chance)
    return text, "stop", 75


@pytest.mark.slow
@pytest.mark.parametrize(
    ("write", "measure"), [(wrong, "yield"), (cut_off, "cut_off"), (long, "length")], ids=["wrong", "cut_off", "long"]
)
def test_a_sick_engine_is_found_and_no_other(
    write: Callable[[str, random.Random], Written], measure: str, tmp_path: Path
) -> None:
    store, found = fleet(tmp_path, FLEET, but("two:8000", write))
    told = {health.engine: health for health in engines(store, found)}
    assert set(told) == set(FLEET)
    assert [engine for engine, health in told.items() if health.sick] == ["two:8000"]
    assert measure in {finding.measure for finding in told["two:8000"].findings}
    assert sum(health.traces for health in told.values()) == 600


@pytest.mark.slow
def test_of_healthy_engines_none_is_sick_and_of_two_the_worse_one_is(tmp_path: Path) -> None:
    store, found = fleet(tmp_path / "healthy", FLEET, healthy)
    assert not [health for health in engines(store, found) if health.sick]
    store, found = fleet(tmp_path / "two", FLEET[:2], but("one:8000", wrong))
    assert [health.engine for health in engines(store, found) if health.sick] == ["one:8000"]
    store, found = fleet(tmp_path / "longer", FLEET[:2], but("one:8000", long))
    assert not [health for health in engines(store, found) if health.sick], "of two nobody knows which is right"


def test_a_lone_engine_is_compared_with_nobody(tmp_path: Path) -> None:
    store, found = fleet(tmp_path, FLEET[:1], healthy, sums=40)
    (alone,) = engines(store, found)
    assert (alone.sick, alone.expected, alone.traces) == (False, {}, 80)


@pytest.mark.slow
def test_what_a_sick_engine_wrote_is_left_out_and_asked_again(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found = fleet(tmp_path, FLEET, but("two:8000", wrong))
    shown = thoughtmill("engines", str(store.root), "--json")
    assert shown.returncode == 1
    (sick,) = [one for one in json.loads(shown.stdout) if one["sick"]]
    assert sick["engine"] == "two:8000"
    assert thoughtmill("engines", str(store.root)).stdout.count("two:8000 is sick") == len(sick["findings"])
    made = thoughtmill("engines", str(store.root), "--exclude", "two:8000", "--by", "a person")
    assert (made.returncode, f"{sick['traces']:,} traces excluded" in made.stdout) == (0, True), made.stdout
    calm = thoughtmill("engines", str(store.root), "--json")
    assert calm.returncode == 0, "what is left out is not counted again"
    assert len(json.loads(calm.stdout)) == 3
    again = Store.existing(str(store.root))
    (questions,) = again.commits("questions")
    run_rounds(again, found, questions, right)
    asked = {
        row["question_id"]
        for traces in again.commits("traces")
        if traces.facts["round"] > 1
        for row in again.read(traces.file("traces.parquet"), ["question_id"]).to_pylist()
    }
    first = again.read(next(iter(again.commits("traces"))).file("traces.parquet")).to_pylist()
    mine = {row["question_id"] for row in first if row["engine"] == "two:8000"}
    assert mine <= asked, "every question that only the sick engine was asked is asked again"


def test_leaving_out_twice_is_once(tmp_path: Path) -> None:
    store, found = fleet(tmp_path, FLEET[:2], healthy, sums=20)
    health = engines(store, found)[0]
    assert leave_out(store, found, health, "a person")
    assert leave_out(store, found, health, "a person") is None


def test_the_table_says_of_what_its_shares_are_and_an_engine_that_is_not_there_is_three_lines(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, _ = fleet(tmp_path, FLEET[:2], healthy, sums=20)
    assert "length: tokens a trace, as a share of max_tokens" in thoughtmill("engines", str(store.root)).stdout
    shown = thoughtmill("engines", str(store.root), "--exclude", "nine:8000", "--by", "a person")
    assert (shown.returncode, "one:8000" in shown.stdout) == (1, True)
    assert thoughtmill("engines", str(store.root), "--exclude", "one:8000").returncode == 1


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_the_chance_that_is_told_is_never_less_than_the_exact_one(n: int, rest: int, right_: int, at: int) -> None:
    of, ones = n + rest, min(right_, n + rest)
    total = min(at, n, ones)
    expected = n * ones / of
    ways = [math.comb(ones, k) * math.comb(of - ones, n - k) for k in range(min(n, ones) + 1)]
    further = ways[total:] if total >= expected else ways[: total + 1]
    told = surprise([Drawn(n, of, ones / of)], total)
    assert sum(further) / math.comb(of, n) <= told * (1 + 1e-9) <= 1 + 1e-6
