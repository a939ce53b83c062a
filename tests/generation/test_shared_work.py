"""Several runs draw from what one planner wants: all of it is asked once, whoever asks it, whoever ends."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.generation.test_generate import frozen, whole
from tests.scripted_engine import Act, Text, scripted_engine
from tests.small_campaign import right
from thoughtmill.campaign import Campaign
from thoughtmill.engine.client import Engine
from thoughtmill.generation.generate import ask_work
from thoughtmill.generation.pieces import Shared
from thoughtmill.generation.planner import Ledger, commit_plan, next_units
from thoughtmill.generation.planner_lease import PLANNER
from thoughtmill.generation.wanted import freeze_wanted, pieces_open
from thoughtmill.store.leases.claims import Orphans, claim, claimed, mark_done
from thoughtmill.store.leases.lease import held
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

FAST: dict[str, Any] = {"renew_s": 0.2, "expire_s": 1.0}


def in_pieces(tmp_path: Path, pieces: int, **changes: Any) -> tuple[Store, Campaign, list[str]]:
    """A small campaign with its first units frozen, each in pieces."""
    from tests.small_campaign import prepared

    store, campaign, questions = prepared(tmp_path, **changes)
    states = next_units(Ledger(store, campaign, questions), ["reasoning"])
    return store, campaign, [commit_plan(store, state, questions, pieces).key for state in states]


def asks(store: Store, campaign: Campaign, engine: Engine, name: str, stop: Event | None = None) -> list[str]:
    """One run, in the name of a lease of its own. Returns what it committed."""
    with held(store.storage, name, "asks", alone=True, **FAST) as lease:
        work = Shared(store, campaign.teachers["thinker"].teacher_id(), lease, idle_s=2.0)
        return asyncio.run(ask_work(store, campaign, "thinker", work, engine, stop=stop))


def total(store: Store, keys: list[str]) -> int:
    return sum(store.get("rounds", key).counts["traces"] for key in keys)


@pytest.mark.parametrize("pieces", [1, 3])
def test_three_runs_ask_everything_once_and_commit_each_shard_once(tmp_path: Path, pieces: int) -> None:
    store, campaign, keys = in_pieces(tmp_path, pieces)
    with scripted_engine(lambda p, n: Text(right(p, 1, n), delay_s=0.05)) as server, wanting(store, keys) as planner:
        with ThreadPoolExecutor(3) as pool:
            runs = [pool.submit(asks, Store.existing(store.url), campaign, server.engine, f"run-{n}") for n in range(3)]
            committed = [key for run in runs for key in run.result()]
        planner.tell(())
        assert server.seen.requests == total(store, keys)
    assert sorted(committed) == sorted(keys), "no run commits what another has committed"
    whole(store, keys)
    assert not claimed(store.storage)
    assert not list(damage(store))


def test_what_a_run_that_ended_had_claimed_is_freed_and_only_what_it_had_not_saved_is_asked(tmp_path: Path) -> None:
    store, campaign, keys = in_pieces(tmp_path, 2)
    stop = Event()

    def some_hang(prompt: str, before: int) -> Act | str:
        if len(server.seen.prompts) > 3:
            stop.set()
            return Text("never", delay_s=60)
        return right(prompt, 1, before)

    orphans = Orphans(store.storage, Observer(store.storage, expire_s=1.0))
    with wanting(store, keys):
        with scripted_engine(some_hang) as server:
            asks(store, campaign, server.engine, "first", stop)
        answered = server.seen.answered
        assert 0 < answered < total(store, keys)
        held_by_first = claimed(store.storage)
        assert held_by_first
        store.journal.look()
        assert orphans.free(lambda key: pieces_open(store, key))
        assert not any(unit.claimed - unit.done for unit in claimed(store.storage).values())
        with scripted_engine(right) as server:
            asks(store, campaign, server.engine, "second")
            assert server.seen.requests == total(store, keys) - answered
    whole(store, keys)


def test_what_a_living_run_has_claimed_stays_its_own(tmp_path: Path) -> None:
    store, campaign, keys = in_pieces(tmp_path, 2)
    orphans = Orphans(store.storage, Observer(store.storage, expire_s=1.0))
    with held(store.storage, "lives", "asks", **FAST) as lease, wanting(store, keys):
        work = Shared(store, campaign.teachers["thinker"].teacher_id(), lease)
        mine = [piece for piece in (work.draw(), work.draw()) if piece]
        for _ in range(6):
            assert not orphans.free(lambda key: pieces_open(store, key))
            Event().wait(0.3)
    assert sum(len(unit.claimed) for unit in claimed(store.storage).values()) == len(mine) == 2


def test_what_was_freed_and_is_claimed_again_before_the_next_look_is_its_new_holders(tmp_path: Path) -> None:
    store, _, keys = in_pieces(tmp_path, 1)
    orphans = Orphans(store.storage, Observer(store.storage, expire_s=1.0))
    assert claim(store.storage, keys[0], 0, "gone")
    assert orphans.free(lambda key: pieces_open(store, key)) == [keys[0]]
    with held(store.storage, "lives", "asks", **FAST):
        assert claim(store.storage, keys[0], 0, "lives")
        for _ in range(3):
            assert not orphans.free(lambda key: pieces_open(store, key))
    assert claimed(store.storage)[keys[0]].claimed == {0}


def test_a_run_makes_a_beat_when_the_parts_that_were_its_beats_go_with_their_shard(tmp_path: Path) -> None:
    store, campaign, keys = in_pieces(tmp_path, 1)
    over = Event()

    def beats() -> int:
        return len(list(store.storage.listed("leases/one")))

    def save() -> None:
        while not over.wait(0.05):
            with lease.voice.saving():
                pass

    with (
        held(store.storage, "one", "asks", alone=True, renew_s=4.0, expire_s=600.0) as lease,
        ThreadPoolExecutor(1) as pool,
    ):
        saving = pool.submit(save)
        with scripted_engine(right) as server, wanting(store, keys):
            work = Shared(store, campaign.teachers["thinker"].teacher_id(), lease, idle_s=2.0)
            assert asyncio.run(ask_work(store, campaign, "thinker", work, server.engine))
        until = time.monotonic() + 60
        while beats() == 1 and time.monotonic() < until:
            time.sleep(0.1)
        over.set()
        saving.result()
        assert beats() > 1


def test_all_pieces_done_and_nobody_left_to_commit_is_freed_and_committed_without_asking(tmp_path: Path) -> None:
    store, campaign, keys = in_pieces(tmp_path, 2)
    other, _, same = frozen(tmp_path, store="other")
    assert same == keys
    from thoughtmill.store.partial_shards import PartialShards

    with scripted_engine(right) as server:
        from tests.generation.test_generate import run, traces

        run(other, campaign, keys, server.engine)
    for key in keys:
        rows = [{**row, "aside": None, "detail": None} for row in traces(other, key).to_pylist()]
        PartialShards(store, key).flush(rows)
        for piece in range(2):
            assert claim(store.storage, key, piece, "gone")
            mark_done(store.storage, key, piece)
    store.journal.look()
    assert sorted(Orphans(store.storage, Observer(store.storage)).free(lambda key: pieces_open(store, key))) == keys
    with scripted_engine(right) as server, wanting(store, keys):
        asks(store, campaign, server.engine, "next")
        assert server.seen.requests == 0
    whole(store, keys)


def test_a_run_ends_when_nothing_is_wanted_any_more_or_when_it_waited_long(tmp_path: Path) -> None:
    store, campaign, keys = in_pieces(tmp_path, 1)
    with scripted_engine(right) as server:
        assert asks(store, campaign, server.engine, "nobody plans") == []
        with wanting(store, ()):
            assert asks(store, campaign, server.engine, "nothing is wanted") == []
        assert server.seen.requests == 0
    assert not claimed(store.storage)
    assert keys


def test_what_is_wanted_is_what_the_quotas_need_domain_beside_domain_and_no_more_than_work_allows(
    tmp_path: Path,
) -> None:
    from tests.small_campaign import prepared

    store, campaign, questions = prepared(tmp_path, work={"shard_questions": 4, "runs": 1, "run_shards": 2})
    wanted = freeze_wanted(Ledger(store, campaign, questions), list(campaign.parts))
    assert not wanted.is_filled
    assert not wanted.unjudged
    assert all(len(keys) <= 2 for keys in wanted.units.values())
    assert sorted(key for keys in wanted.units.values() for key in keys) == store.keys("rounds")
    assert freeze_wanted(Ledger(store, campaign, questions), list(campaign.parts)) == wanted


def wanting(store: Store, keys: list[str] | tuple[str, ...]) -> Any:
    """Hold the planner's lease, which names these units."""
    return held(store.storage, PLANNER, "plans", units=tuple(keys), **FAST)
