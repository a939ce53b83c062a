"""Frozen plans → traces: asked across shards, committed shard by shard, each trace exactly once, over real HTTP."""

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.scripted_engine import Act, Status, Text, scripted_engine, slow_at_first
from tests.small_campaign import prepared, right, table
from thoughtmill.campaign import Campaign
from thoughtmill.engine.client import Engine
from thoughtmill.errors import EngineError, EngineUnavailable
from thoughtmill.generation.generate import GenerationProgress, generate
from thoughtmill.generation.planner import Ledger, commit_plan, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.store.schemas import TRACES
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage

TEN_LONG = {"reasoning": {"quota": 40, "teacher": "thinker", "domains": {"math": 1.0}}}


def frozen(
    tmp_path: Path, part: str = "reasoning", stall_s: float = 20, **changes: Any
) -> tuple[Store, Campaign, list[str]]:
    """A small campaign with the first units of a part frozen. Returns their keys."""
    teachers = table(tmp_path)["teachers"]
    teachers["thinker"] |= {"stall_s": stall_s} | changes.pop("thinker", {})
    store, campaign, questions = prepared(tmp_path, teachers=teachers, **changes)
    states = next_units(Ledger(store, campaign, questions), [part])
    return store, campaign, [commit_plan(store, state, questions).key for state in states]


def run(
    store: Store,
    campaign: Campaign,
    keys: list[str],
    engine: Engine,
    progress: Callable[[GenerationProgress], None] | None = None,
) -> list[str]:
    return asyncio.run(generate(store, campaign, keys, engine, progress))


def traces(store: Store, key: str) -> pa.Table:
    return store.read(store.get("traces", key).file("traces.parquet"))


def asked(store: Store, key: str) -> list[tuple[str, int, int]]:
    """What the plan of a unit asks for, in order."""
    commit = store.get("rounds", key)
    plan = store.read(commit.file("plan.parquet")).to_pylist()
    return [(row["question_id"], commit.facts["round"], i) for row in plan for i in range(row["traces"])]


def whole(store: Store, keys: list[str]) -> list[Commit]:
    """Every unit holds each planned trace exactly once, in plan order, and nothing else."""
    commits = [store.get("traces", key) for key in keys]
    for commit in commits:
        rows = traces(store, commit.key)
        assert rows.schema.equals(TRACES)
        found = [(row["question_id"], row["round"], row["index"]) for row in rows.to_pylist()]
        aside = commit.counts["set_aside"] and store.read(commit.file("aside.parquet")).to_pylist()
        missing = {(row["question_id"], row["round"], row["index"]) for row in aside or ()}
        assert found == [name for name in asked(store, commit.key) if name not in missing]
        assert commit.counts["traces"] == len(found) == len(set(found))
        assert len(found) + commit.counts["set_aside"] == store.get("rounds", commit.key).counts["traces"]
        assert commit.counts["completion_tokens"] == sum(rows["completion_tokens"].to_pylist())
        assert commit.parents == (f"rounds/{commit.key}",)
    assert not list(damage(store))
    return commits


def test_every_planned_trace_is_there_once_and_in_plan_order_whatever_order_it_came_in(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path, parts=table(tmp_path)["parts"] | TEN_LONG, sums=60, policy=FOUR)

    def answers(prompt: str, asked_before: int) -> Act:
        return Text(right(prompt, 1, asked_before), delay_s=len(prompt) * asked_before % 5 / 50)

    with scripted_engine(answers) as server:
        assert run(store, campaign, keys, server.engine) == keys
    commits = whole(store, keys)
    assert len(commits) > 2
    for commit in commits:
        assert set(commit.facts) == {"part", "domain", "shard", "round", "teacher_id", "seconds"}
        assert judge_shard(store, campaign, commit.key).counts["kept"] > 0


FOUR = {"first_round": 4, "max_traces": 8, "max_kept": 1}


def test_slots_are_filled_across_shards_and_a_slow_shard_holds_up_no_other(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path, parts=table(tmp_path)["parts"] | TEN_LONG, sums=60)
    first = asked(store, keys[0])[0][0]
    questions = store.get("questions", store.get("rounds", keys[0]).facts["questions_id"])
    prompts = {
        row["question_id"]: row["prompt"]
        for key in keys
        for row in store.read(questions.file(f"{store.get('rounds', key).facts['shard']}.parquet")).to_pylist()
    }

    def answers(prompt: str, asked_before: int) -> Act | str:
        return Text(right(prompt), delay_s=3) if prompt == prompts[first] else right(prompt, 1, asked_before)

    with scripted_engine(slow_at_first(8, answers)) as server:
        run(store, campaign, keys, server.engine)
        assert server.seen.most_in_flight == campaign.teachers["thinker"].concurrency
    created = {key: store.get("traces", key).created_at for key in keys}
    assert max(created, key=lambda key: created[key]) == keys[0], "the others did not wait for it"
    whole(store, keys)


def test_what_is_committed_already_is_not_asked_again(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path)
    told: list[GenerationProgress] = []
    with scripted_engine(right) as server:
        run(store, campaign, keys[:1], server.engine)
        before = server.seen.requests
        assert run(store, campaign, keys, server.engine, told.append) == keys
        assert server.seen.requests == sum(store.get("rounds", key).counts["traces"] for key in keys)
        assert before == store.get("rounds", keys[0]).counts["traces"]
        assert run(store, campaign, keys, server.engine) == keys
        assert server.seen.requests == sum(store.get("rounds", key).counts["traces"] for key in keys)
    last = told[-1]
    assert (last.done, last.shards_done, last.in_flight) == (last.total, last.shards, 0)
    assert last.total == server.seen.requests


def test_two_runs_on_the_same_units_at_once_leave_one_commit_each(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path)

    async def both(engine: Engine) -> list[list[str]]:
        return await asyncio.gather(*[generate(store, campaign, keys, engine) for _ in range(3)])

    with scripted_engine(lambda prompt, n: Text(right(prompt, 1, n), 0.01)) as server:
        assert asyncio.run(both(server.engine)) == [keys] * 3
    whole(store, keys)
    folders = list((store.root / "shards" / "traces").glob("*/*"))
    assert len(folders) == len(keys), "who lost removed what it wrote"


def test_a_question_that_is_refused_is_set_aside_and_its_shard_goes_on(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path)

    def answers(prompt: str, asked_before: int) -> Act | str:
        return Status(400, "maximum context length is 9") if "What is 3 " in prompt else right(prompt, 1, asked_before)

    with scripted_engine(answers) as server:
        run(store, campaign, keys, server.engine)
    commits = whole(store, keys)
    assert sum(commit.counts["set_aside"] for commit in commits) == campaign.policy_of("reasoning").first_round
    (marked,) = [commit for commit in commits if commit.counts["set_aside"]]
    aside = store.read(marked.file("aside.parquet")).to_pylist()
    assert {row["reason"] for row in aside} == {"too_long"}
    assert "maximum context length is 9" in aside[0]["detail"]
    judge_shard(store, campaign, marked.key)


def test_an_engine_that_stays_away_fails_the_run_but_not_what_is_committed(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path, stall_s=1)
    requests = 0

    def answers(prompt: str, asked_before: int) -> Act | str:
        nonlocal requests
        requests += 1
        return right(prompt, 1, asked_before) if requests <= 9 else Status(503)

    with scripted_engine(answers) as server:
        with pytest.raises(EngineUnavailable):
            run(store, campaign, keys, server.engine)
        done = store.keys("traces")
        whole(store, done)
        assert len(done) < len(keys)
    with scripted_engine(right) as server:
        assert run(store, campaign, keys, server.engine) == keys
    whole(store, keys)


def test_a_teacher_is_sent_its_system_line_the_examples_of_the_source_and_the_bare_question(tmp_path: Path) -> None:
    examples = [
        {"prompt": "What is 1 + 1?", "response": "<think>1 + 1 = 2.</think><answer>2</answer>", "source": "sums"},
        {"prompt": "A line, please.", "response": "Here.", "source": "writing"},
        {"prompt": "Hello?", "response": "Yes."},
    ]
    store, campaign, keys = frozen(tmp_path, thinker={"system": "Think first.", "examples": examples})
    with scripted_engine(right) as server:
        run(store, campaign, keys[:1], server.engine)
        body = server.seen.last_body
    assert [turn["role"] for turn in body["messages"]] == ["system", *["user", "assistant"] * 2, "user"]
    assert [turn["content"] for turn in body["messages"][:-1]] == [
        "Think first.",
        "What is 1 + 1?",
        "<think>1 + 1 = 2.</think><answer>2</answer>",
        "Hello?",
        "Yes.",
    ]
    assert body["messages"][-1]["content"].startswith("What is ")


def test_progress_is_told_in_a_thread_and_what_it_raises_stops_nothing(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path)
    threads = set()

    def tell(_: GenerationProgress) -> None:
        threads.add(threading.current_thread())
        raise OSError("the server that shows it is away")

    with scripted_engine(right) as server:
        assert run(store, campaign, keys, server.engine, tell) == keys
    assert threads
    assert threading.current_thread() not in threads


def test_a_teacher_that_is_no_longer_the_one_that_was_planned_is_refused(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path)
    hotter = campaign.teachers["thinker"].model_copy(update={"temperature": 1.5})
    changed = campaign.model_copy(update={"teachers": {**campaign.teachers, "thinker": hotter}})
    with scripted_engine(right) as server, pytest.raises(EngineError, match="plan them again"):
        run(store, changed, keys, server.engine)
    assert server.seen.requests == 0


KILLED = """
import asyncio, sys
from pathlib import Path
from thoughtmill.engine.client import Engine
from thoughtmill.store.campaigns import thaw
from thoughtmill.generation.generate import generate
from thoughtmill.store.store import Store
store = Store.existing(sys.argv[1])
campaign = thaw(store, store.keys("campaigns")[0])
asyncio.run(generate(store, campaign, sys.argv[3:], Engine(sys.argv[2], "scripted")))
"""


def test_a_run_killed_9_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path, parts=table(tmp_path)["parts"] | TEN_LONG, sums=60)
    words = [sys.executable, "-c", KILLED, str(store.root)]
    with scripted_engine(lambda prompt, n: Text(right(prompt, 1, n), delay_s=0.1)) as server:
        running = subprocess.Popen([*words, server.url, *keys])
        while not store.keys("traces"):
            assert running.poll() is None
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.wait()
        done = store.keys("traces")
        assert len(done) < len(keys)
        whole(store, done)
        before = {key: store.get("traces", key).attempt for key in done}
        assert run(store, campaign, keys, server.engine) == keys
    whole(store, keys)
    assert {key: store.get("traces", key).attempt for key in done} == before
