"""What a bucket is asked for: few requests a shard, as many with many machines as with one, and none of them twice."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from tests.places import everything, without_copies
from tests.s3_server import Way
from tests.scripted_engine import scripted_engine
from tests.small_campaign import prepared, right, table, write_traces
from tests.store.test_partial_shards import KEY, trace
from thoughtmill.campaign import Campaign
from thoughtmill.generation.generate import generate
from thoughtmill.generation.planner import Ledger, commit_plan, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.reporting.status import status
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.partial_shards import PartialShards
from thoughtmill.store.places.storage import Folder
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import check, damage

ROWS = pa.table({"text": [f"row {i}" for i in range(500)]})


def asked(way: Way) -> Counter[str]:
    """Requests by method since the last call."""
    found = Counter(seen.split()[0] for seen in way.seen)
    way.seen.clear()
    return found


def campaign(tmp_path: Path, bucket: str, shards: int) -> tuple[Store, Campaign, Commit]:
    """So many shards of two questions, all of which are needed."""
    parts = {"reasoning": {"quota": 2 * shards, "teacher": "thinker", "domains": {"math": 1.0}}}
    changes = {"store": bucket, "parts": parts, "work": {"shard_questions": 2}}
    changes |= {"sources": table(tmp_path)["sources"][:1], "policy": {"first_round": 1, "max_traces": 2, "max_kept": 1}}
    return prepared(tmp_path, sums=2 * shards, **changes)


def test_a_commit_asks_for_its_file_its_announcement_and_its_record(way: Way, bucket: str) -> None:
    store = Store.open(bucket)
    asked(way)
    with store.begin("traces", "k") as attempt:
        attempt.write_table("traces.parquet", ROWS)
        attempt.commit()
    assert asked(way) == {"PUT": 3}
    store.read(store.get("traces", "k").file("traces.parquet"))
    assert store.seen("traces", "k")
    assert not asked(way), "who made it knows it"
    assert not list(damage(store))


@pytest.mark.slow
@pytest.mark.parametrize("machines", [1, 8])
def test_a_shard_costs_no_more_requests_in_a_larger_campaign_nor_with_more_machines(
    way: Way, bucket: str, tmp_path: Path, machines: int
) -> None:
    """Saved parts come on top: one each 30 seconds."""
    cost: list[float] = []
    for shards in (8, 24):
        store, found, questions = campaign(tmp_path, f"{bucket}-{shards}", shards)
        asked(way)
        ledger = Ledger(store, found, questions)
        keys = [commit_plan(store, state, questions).key for state in next_units(ledger, ["reasoning"])]
        assert len(keys) == shards
        with scripted_engine(right) as server, ThreadPoolExecutor(machines) as pool:

            def run(
                some: list[str], store: Store = store, found: Campaign = found, server: object = server
            ) -> list[str]:
                at = store if machines == 1 else Store.existing(store.url)
                return asyncio.run(generate(at, found, some, server.engine))  # pyright: ignore[reportAttributeAccessIssue]

            runs = [keys[n : n + max(4, shards // machines)] for n in range(0, shards, max(4, shards // machines))]
            assert sorted(key for done in pool.map(run, runs) for key in done) == sorted(keys)
        for key in keys:
            judge_shard(store, found, key)
        store.journal.fold(1)
        assert next_units(ledger, ["reasoning"]) == []
        cost.append(asked(way).total() / shards)
        assert not list(damage(store))
    assert max(cost) <= 20
    assert cost[1] <= cost[0] + 0.1


def test_planning_again_reads_only_what_has_come_and_a_line_of_progress_asks_nothing(
    way: Way, bucket: str, tmp_path: Path
) -> None:
    store, found, questions = campaign(tmp_path, bucket, 6)
    for state in next_units(Ledger(store, found, questions), ["reasoning"])[:3]:
        judge_shard(store, found, write_traces(store, state, questions, right).key)
    store.journal.fold(1)
    without_copies()
    other = Store.existing(bucket)
    asked(way)
    ledger = Ledger(other, found, questions)
    first = next_units(ledger, ["reasoning"])
    assert len(first) == 3
    assert asked(way)["GET"] <= 2 + 2 + 3 + 3, (
        "two listings, two segments, verdicts, questions of what is to be planned"
    )
    exact = status(other, found, ledger)
    assert next_units(ledger, ["reasoning"]) == first
    assert asked(way)["GET"] <= 3, "at most the questions of the plans that are not frozen"
    judge_shard(store, found, write_traces(store, first[0], questions, right).key)
    other.journal.look()
    assert len(next_units(ledger, ["reasoning"])) == 2
    assert status(other, found, ledger).kept == exact.kept + 2
    asked(way)
    status(other, found, ledger)
    assert not asked(way)


def test_a_kept_ledger_notices_that_other_verdicts_count_now(tmp_path: Path) -> None:
    """They were judged anew meanwhile: what it plans is what a new one plans."""
    store, found, questions = prepared(tmp_path)
    ledger = Ledger(store, found, questions)
    for state in next_units(ledger, ["reasoning"]):
        judge_shard(store, found, write_traces(store, state, questions, right).key)
    before = [state.unit.verdict_key for state in ledger.units("reasoning", "math")]
    stricter = prepared(tmp_path, policy={"first_round": 2, "max_traces": 6, "max_kept": 1, "max_think_chars": 5})[1]
    ledger.campaign = stricter
    again = [state.unit for state in ledger.units("reasoning", "math")]
    assert [unit.verdict_key for unit in again] != before
    fresh = Ledger(store, stricter, questions)
    assert again == [state.unit for state in fresh.units("reasoning", "math")]


def test_what_goes_goes_in_one_request(way: Way, bucket: str) -> None:
    store = Store.open(bucket)
    for n in range(5):
        with store.begin("traces", f"k{n}") as attempt:
            attempt.commit()
    parts = PartialShards(store, KEY)
    assert not parts.read().rows
    for n in range(4):
        parts.flush([trace(f"q{n}")])
    asked(way)
    parts.clear()
    assert asked(way) == {"POST": 1}
    store.journal.fold(1)
    assert asked(way) == {"GET": 2, "PUT": 1, "POST": 1}
    assert not [path for path in everything(store) if path.startswith(("new/", "parts/"))]


def test_where_several_can_t_be_removed_at_once_they_are_removed_one_by_one(way: Way, bucket: str) -> None:
    """As at some that speak S3."""
    store = Store.open(bucket)
    for n in range(3):
        with store.begin("traces", f"k{n}") as attempt:
            attempt.commit()
    way.refuse, way.refusing, way.status = 1, "POST", 501
    store.journal.fold(1)
    assert way.refuse == 0
    assert not [path for path in everything(store) if path.startswith("new/")]


def test_looking_only_reads_so_credentials_that_may_not_write_suffice(way: Way, bucket: str, tmp_path: Path) -> None:
    store, found, questions = campaign(tmp_path, bucket, 2)
    judge_shard(
        store,
        found,
        write_traces(store, next_units(Ledger(store, found, questions), ["reasoning"])[0], questions, right).key,
    )
    without_copies()
    way.refuse, way.refusing = 1_000, "PUT"
    way.seen.clear()
    other = Store.existing(bucket)
    assert not list(check(bucket))
    assert status(other, found).kept == 2
    assert other.dataset("verdicts").count_rows() == 2
    assert not Observer(other.storage).seen_at_work()
    assert list(other.commits("traces"))
    assert {seen.split()[0] for seen in way.seen} <= {"GET", "HEAD"}


def test_a_folder_is_saved_to_more_often_than_a_bucket(way: Way, bucket: str, tmp_path: Path) -> None:
    assert Folder(tmp_path).save_every_s < Store.open(bucket).storage.save_every_s <= 30
