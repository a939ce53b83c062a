"""A generate run that ends in the middle, however: what was finished and saved is never asked again."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.generation.test_generate import FOUR, KILLED, TEN_LONG, asked, frozen, run, traces, whole
from tests.places import PLACES, everything, overwrite
from tests.s3_server import environment, way_to
from tests.scripted_engine import Act, Status, Text, scripted_engine
from tests.small_campaign import right, table
from thoughtmill.errors import EngineUnavailable, StoreError
from thoughtmill.store.partial_shards import PART, PartialShards
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage


@pytest.fixture(params=PLACES)
def where(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What a campaign says of its store: nothing, so a folder beside it, or a bucket."""
    return {} if request.param == "folder" else {"store": request.getfixturevalue("bucket")}


def saved(store: Store, keys: list[str]) -> list[dict[str, Any]]:
    """All rows that lie in parts."""
    return [row for key in keys for row in PartialShards(store, key).read().rows]


def total(store: Store, keys: list[str]) -> int:
    """How many traces are planned."""
    return sum(len(asked(store, key)) for key in keys)


@pytest.mark.parametrize("where", ["folder", pytest.param("bucket", marks=pytest.mark.slow)], indirect=True)
def test_after_a_kill_9_only_what_was_not_saved_is_asked_again(tmp_path: Path, where: dict[str, Any]) -> None:
    store, campaign, keys = frozen(tmp_path, **where)

    def some_hang(prompt: str, asked_before: int) -> Act | str:
        if "What is 3 " in prompt:
            return Status(400, "maximum context length is 9")
        return right(prompt, 1, asked_before) if asked_before == 0 else Text("never", delay_s=120)

    with scripted_engine(some_hang) as server:
        words = [sys.executable, "-c", KILLED, store.url, server.url, *keys]
        running = subprocess.Popen(words, env=dict(os.environ))
        while len(saved(store, keys)) < 5:
            assert running.poll() is None
            time.sleep(0.1)
        running.send_signal(signal.SIGKILL)
        running.wait()
    kept = saved(store, keys)
    assert {row["aside"] for row in kept} == {None, "too_long"}
    assert not store.keys("traces")
    assert not list(damage(store))
    with scripted_engine(lambda prompt, n: right(prompt, 2, n)) as server:
        assert run(store, campaign, keys, server.engine) == keys
        assert server.seen.requests == total(store, keys) - len(kept)
    commits = whole(store, keys)
    found = {(row["question_id"], row["index"]): row for key in keys for row in traces(store, key).to_pylist()}
    for row in kept:
        if row["aside"] is None:
            name = row["question_id"], row["index"]
            assert found[name] == {column: row[column] for column in found[name]}, "a saved trace stays as it came"
    assert sum(commit.counts["set_aside"] for commit in commits) == sum(row["aside"] is not None for row in kept)
    assert not [path for path in everything(store) if PART.fullmatch(path)], "a committed shard has no parts"


def test_an_engine_that_stays_away_costs_nothing_that_was_finished(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path, stall_s=1)
    lock, answered = threading.Lock(), 0

    def answers(prompt: str, asked_before: int) -> Act | str:
        nonlocal answered
        with lock:
            answered += 1
            return right(prompt, 1, asked_before) if answered <= 9 else Status(503)

    with scripted_engine(answers) as server, pytest.raises(EngineUnavailable):
        run(store, campaign, keys, server.engine)
    committed = sum(store.get("traces", key).counts["traces"] for key in store.keys("traces"))
    assert len(saved(store, keys)) + committed == 9
    with scripted_engine(right) as server:
        assert run(store, campaign, keys, server.engine) == keys
        assert server.seen.requests == total(store, keys) - 9
    whole(store, keys)


def test_a_shard_whose_parts_hold_everything_is_committed_without_asking(tmp_path: Path) -> None:
    store, campaign, keys = frozen(tmp_path)
    with scripted_engine(right) as server:
        run(store, campaign, keys, server.engine)
    other, _, same = frozen(tmp_path, store="other")
    assert same == keys
    for key in keys:
        rows = [{**row, "aside": None, "detail": None} for row in traces(store, key).to_pylist()]
        PartialShards(other, key).flush(rows[1:])
        PartialShards(other, key).flush(rows[:2])
    with scripted_engine(right) as server:
        assert run(other, campaign, keys, server.engine) == keys
        assert server.seen.requests == 0
    whole(other, keys)
    assert all(traces(other, key).equals(traces(store, key)) for key in keys)


def test_a_damaged_part_is_not_trusted_what_it_held_is_asked_again(tmp_path: Path, where: dict[str, Any]) -> None:
    store, campaign, keys = frozen(tmp_path, **where)
    question, number, index = asked(store, keys[0])[0]
    wrong = {"question_id": question, "round": number, "index": index, "text": "never written by a teacher"}
    counted = {"prompt_tokens": 1, "completion_tokens": 1}
    PartialShards(store, keys[0]).flush([{**wrong, **counted}])
    (path,) = [path for path in everything(store) if PART.fullmatch(path)]
    overwrite(store, path, store.storage.read(path)[:-9])
    with scripted_engine(right) as server:
        run(store, campaign, keys, server.engine)
        assert server.seen.requests == total(store, keys)
    assert "never written by a teacher" not in traces(store, keys[0])["text"].to_pylist()
    whole(store, keys)


@pytest.mark.slow
def test_a_store_that_takes_no_parts_ends_the_run_and_a_mended_one_goes_on(
    tmp_path: Path, bucket: str, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be kept need not be asked: the engine is not kept busy for nothing."""
    with way_to(s3) as way:
        for name, value in environment(way.url).items():
            monkeypatch.setenv(name, value)
        store, campaign, keys = frozen(tmp_path, store=bucket)

        def slow(prompt: str, asked_before: int) -> Act:
            return Text(right(prompt, 1, asked_before), delay_s=0.0 if asked_before == 0 else 60)

        way.refuse, way.only = 1000, "/parts/"
        store.storage.save_every_s = 1.0
        with scripted_engine(slow) as server:
            with pytest.raises(StoreError, match="parts/traces") as caught:
                run(store, campaign, keys, server.engine)
            assert "HTTP 403" in str(caught.value)
        way.refuse = 0
        with scripted_engine(right) as server:
            assert run(store, campaign, keys, server.engine) == keys
        whole(store, keys)


@pytest.mark.slow
def test_slots_are_refilled_while_the_store_takes_its_time(
    tmp_path: Path, bucket: str, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part waits at the store, and with it the commit of its shard: the engine is asked on all the while."""
    with way_to(s3) as way, scripted_engine(lambda prompt, n: Text(right(prompt, 1, n), delay_s=0.5)) as server:
        for name, value in environment(way.url).items():
            monkeypatch.setenv(name, value)
        parts = table(tmp_path)["parts"] | TEN_LONG
        store, campaign, keys = frozen(tmp_path, store=bucket, parts=parts, sums=60, policy=FOUR)
        way.hold, way.only = True, "/parts/"
        store.storage.save_every_s = 1.0  # not long before all is done, as in a bucket
        running = threading.Thread(target=run, args=(store, campaign, keys, server.engine))
        running.start()
        assert way.held.wait(150)
        before = server.seen.requests
        wanted = min(before + 24, total(store, keys))
        assert wanted > before + 8, "more than are in flight anyway"
        until = time.monotonic() + 20
        while server.seen.requests < wanted and time.monotonic() < until:
            time.sleep(0.05)
        reached = server.seen.requests
        way.release.set()
        running.join()
        assert reached >= wanted
    whole(store, keys)
