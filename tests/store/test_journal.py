"""The journal: whoever opens the store knows every record, in a few reads; what was folded can't be lost unnoticed."""

import contextlib
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.conftest import ROOT
from tests.places import PLACES, everything, overwrite
from tests.s3_server import Way, environment, way_to
from tests.store.storages import Ended, Failing, Lying
from thoughtmill.cli import main
from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import Folder
from thoughtmill.store.records.commits import sealed
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage
from thoughtmill.store.upkeep.sweep import sweep

EARLIER = ROOT / "tests" / "store" / "fixtures" / "store-7c69906" / "store"


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket")


def commit(store: Store, key: str) -> str:
    """Commit a shard without files. Returns its attempt."""
    with store.begin("traces", key) as attempt:
        return attempt.commit(counts={"traces": 1}).attempt


def segments(store: Store) -> list[str]:
    return sorted(path for path in everything(store) if path.startswith("log/"))


def test_every_record_is_known_to_who_opens_the_store_folded_or_not(url: str) -> None:
    store = Store.open(url)
    attempts = {f"k{i}": commit(store, f"k{i}") for i in range(5)}
    assert {one.key: one.attempt for one in Store.existing(url).commits("traces")} == attempts
    assert store.journal.fold(1) == 5
    attempts["k5"] = commit(store, "k5")
    again = Store.existing(url)
    assert {one.key: one.attempt for one in again.commits("traces")} == attempts
    assert again.seen("traces", "k6") is None
    assert again.seen("traces", "k5") == again.find("traces", "k5")
    assert not list(damage(again))


def test_few_records_wait_for_others_and_what_is_folded_is_announced_no_more(url: str) -> None:
    store = Store.open(url)
    commit(store, "a")
    assert store.journal.fold() == 0
    assert "new/traces/a" in everything(store)
    assert store.journal.fold(1) == 1
    assert not [path for path in everything(store) if path.startswith("new/")]
    assert store.journal.fold(1) == 0
    assert len(segments(store)) == 2


def test_many_who_fold_at_once_write_each_record_once(url: str) -> None:
    store = Store.open(url)
    keys = [f"k{i}" for i in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: commit(Store.existing(url), key), keys))
        list(pool.map(lambda _: Store.existing(url).journal.fold(1), range(8)))
    held = [name for path in segments(store) for name in json.loads(store.storage.read(path))["records"]]
    assert sorted(held) == sorted(f"traces/{key}" for key in keys)
    assert not list(damage(Store.existing(url)))


def lost(store: Store) -> None:
    store.storage.delete("commits/traces/b.json")


def replaced(store: Store) -> None:
    """By another whole record of this store, made by who knows how."""
    found = json.loads(store.storage.read("commits/traces/b.json"))
    del found["record_sha256"]
    overwrite(store, "commits/traces/b.json", sealed({**found, "counts": {"traces": 9}}))


def segment_lost(store: Store) -> None:
    store.storage.delete("log/000000002.json")


def segment_edited(store: Store) -> None:
    content = store.storage.read("log/000000002.json")
    overwrite(store, "log/000000002.json", content.replace(b'"complete": true', b'"complete": false'))


def segment_replaced(store: Store) -> None:
    found = json.loads(store.storage.read("log/000000002.json"))
    del found["record_sha256"]
    overwrite(store, "log/000000002.json", sealed({**found, "records": {}}))


def segments_reordered(store: Store) -> None:
    two, three = (store.storage.read(f"log/00000000{number}.json") for number in (2, 3))
    overwrite(store, "log/000000002.json", three)
    overwrite(store, "log/000000003.json", two)


HARMS: dict[str, tuple[Callable[[Store], None], str]] = {
    "a record lost": (lost, "commits/traces/b.json"),
    "a record replaced": (replaced, "commits/traces/b.json"),
    "a segment lost": (segment_lost, "log/000000002.json"),
    "a segment edited": (segment_edited, "log/000000002.json"),
    "a segment replaced": (segment_replaced, "log/000000003.json"),
    "segments reordered": (segments_reordered, "log/000000002.json"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_was_folded_is_not_lost_or_changed_unnoticed_and_the_store_still_knows_it(url: str, harm: str) -> None:
    store = Store.open(url)
    for key in "abc":
        commit(store, key)
        store.journal.fold(1)
    do, named = HARMS[harm]
    do(store)
    (told,) = damage(Store.existing(url))
    assert named in str(told)
    again = Store.existing(url)
    assert again.keys("traces") == ["a", "b", "c"]
    assert [one.counts["traces"] for one in again.commits("traces")] == [1, 1, 1]
    before = everything(again)
    if "segment" in harm:
        assert again.journal.fold(1) == 0, "a broken chain is not continued"
        assert everything(again) == before


def test_a_store_of_an_earlier_version_is_read_as_it_is_and_folded_once(tmp_path: Path) -> None:
    shutil.copytree(EARLIER, tmp_path / "store")
    store = Store.existing(str(tmp_path / "store"))
    records = {path[8:-5] for path in everything(store) if path.startswith("commits/")}

    def known(of: Store) -> set[str]:
        return {f"{stage}/{key}" for stage in {name.split("/")[0] for name in records} for key in of.keys(stage)}

    assert known(store) == records
    assert store.journal.fold() == len(records)
    again = Store.existing(str(tmp_path / "store"))
    assert known(again) == records
    assert again.journal.complete
    assert not list(damage(again))


def test_a_migration_may_end_at_any_moment_and_is_said_to_be_done_once_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for left in range(1, 9):
        root = shutil.copytree(EARLIER, tmp_path / str(left))
        before = everything(store := Store.existing(str(root)))
        with contextlib.suppress(Ended):
            Store(Failing(root, left, done=bool(left % 2)), store.store_id).journal.fold(1, everything=True)
        assert main(["migrate", str(root)]) == 0
        assert "which now holds all" in capsys.readouterr().out
        assert {path: content for path, content in everything(store).items() if path in before} == before
        assert Store.existing(str(root)).keys("traces") == store.keys("traces")
        assert not list(damage(store))


def test_a_migration_that_ended_between_two_segments_hides_nothing(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    for key in "abc":  # more than a segment holds
        with store.begin("traces", key) as attempt:
            attempt.commit(facts={"text": "x" * 5_000_000})
    for folder in ("log", "new"):
        shutil.rmtree(store.root / folder)  # as a version before the journal left it
    with contextlib.suppress(Ended):
        Store(Failing(store.root, 1, done=True), store.store_id).journal.fold(1)
    assert len(segments(store)) == 1
    assert Store.existing(store.url).keys("traces") == ["a", "b", "c"]
    assert Store.existing(store.url).journal.fold(1) == 2
    again = Store.existing(store.url)
    assert (again.keys("traces"), again.journal.complete) == (["a", "b", "c"], True)


def test_what_was_announced_and_never_came_is_swept_after_a_day(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    commit(store, "came")
    store.journal.announce("traces/never")
    assert sweep(store).files == 0
    assert sweep(store, timedelta(0)).waiting == 1
    assert [path for path in everything(store) if path.startswith("new/")] == ["new/traces/came"]


def test_a_record_that_nobody_announced_is_found_by_who_folds_everything(tmp_path: Path) -> None:
    """One that an earlier version committed beside us, or that was brought back by hand."""
    store = Store.open(str(tmp_path / "store"))
    commit(store, "silent")
    store.storage.delete("new/traces/silent")
    other = Store.existing(store.url)
    assert other.keys("traces") == []
    assert other.journal.fold(1, everything=True) == 1
    assert Store.existing(store.url).keys("traces") == ["silent"]


@pytest.mark.parametrize("done", [True, False], ids=["after", "before"])
def test_wherever_a_commit_or_a_fold_ends_the_store_is_whole_and_gone_on_with(tmp_path: Path, done: bool) -> None:
    for left in range(1, 60):
        root = tmp_path / f"{done}{left}"
        store = Store.open(str(root))
        commit(store, "first")
        ended = Store(Failing(root, left, done=done), store.store_id)
        try:
            for key in ("second", "third"):
                commit(ended, key)
            ended.journal.fold(1)
        except Ended:
            pass
        else:
            break
        again = Store.existing(str(root))
        there = [path for path in everything(again) if path.startswith("commits/")]
        assert [f"commits/traces/{key}.json" for key in again.keys("traces")] == there
        again.journal.fold(1)
        assert [f"commits/traces/{key}.json" for key in Store.existing(str(root)).keys("traces")] == there
        assert not list(damage(again))
    else:
        pytest.fail("more calls than were tried")


class Clients(RuleBasedStateMachine):
    """Three machines on one store, and a plain set of what is committed: they agree at every moment."""

    @initialize(target=None)
    def opened(self) -> None:
        import tempfile

        self.folder = tempfile.mkdtemp(prefix="thoughtmill-journal-")
        first = Store.open(f"{self.folder}/store")
        self.stores = [first, *(Store.existing(first.url) for _ in range(2))]
        self.committed: dict[str, str] = {}

    @rule(who=st.integers(0, 2), key=st.sampled_from("abcdefgh"))
    def commits(self, who: int, key: str) -> None:
        with self.stores[who].begin("traces", key) as attempt:
            counted = attempt.commit()
        assert counted.attempt == self.committed.setdefault(key, counted.attempt)

    @rule(who=st.integers(0, 2), least=st.integers(1, 4))
    def folds(self, who: int, least: int) -> None:
        self.stores[who].journal.fold(least)

    @rule(who=st.integers(0, 2))
    def opens_again(self, who: int) -> None:
        self.stores[who] = Store.existing(self.stores[who].url)

    @rule(who=st.integers(0, 2), key=st.sampled_from("abcdefgh"))
    def is_announced_and_never_comes(self, who: int, key: str) -> None:
        self.stores[who].journal.announce(f"traces/{key}")

    @rule(who=st.integers(0, 2), key=st.sampled_from("abcdefgh"), left=st.integers(1, 12), done=st.booleans())
    def is_killed_in_a_commit_or_a_fold(self, who: int, key: str, left: int, done: bool) -> None:
        self.through(who, key, Failing(Path(self.stores[who].url), left, done=done))

    @rule(who=st.integers(0, 2), key=st.sampled_from("abcdefgh"), raises=st.booleans())
    def gets_no_right_answer(self, who: int, key: str, raises: bool) -> None:
        self.through(who, key, Lying(Path(self.stores[who].url), raises=raises))

    def through(self, who: int, key: str, place: Folder) -> None:
        """Commit and fold by way of a faulty place: whatever came of it, the record that stands there counts."""
        with contextlib.suppress(Ended, StoreError):
            faulty = Store(place, self.stores[who].store_id)
            commit(faulty, key)
            faulty.journal.fold(1)
        record = Path(self.stores[who].url, f"commits/traces/{key}.json")
        if record.exists():
            attempt = json.loads(record.read_bytes())["attempt"]
            assert attempt == self.committed.setdefault(key, attempt)
        else:
            assert key not in self.committed

    @invariant()
    def they_agree(self) -> None:
        for store in getattr(self, "stores", ()):
            assert {one.key: one.attempt for one in store.commits("traces")} == self.committed

    def teardown(self) -> None:
        if hasattr(self, "stores"):
            assert not list(damage(self.stores[0]))
            shutil.rmtree(self.folder)


TestClients = pytest.mark.slow(Clients.TestCase)
TestClients.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_what_a_look_costs_does_not_grow_with_the_store(s3: str, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(shards: int) -> int:
        url = f"{bucket}-{shards}"
        with way_to(s3) as way:
            for name, value in environment(way.url).items():
                monkeypatch.setenv(name, value)
            store = Store.open(url)
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda i: commit(store, f"k{i}"), range(shards)))
            store.journal.fold(1)
            return opened(url, way, shards)

    def opened(url: str, way: Way, shards: int) -> int:
        way.seen.clear()
        again = Store.existing(url)
        assert len(list(again.commits("traces"))) == shards
        return len(way.seen)

    assert asked(20) == asked(100)


def test_a_segment_of_a_later_version_is_refused_and_the_records_are_read(tmp_path: Path) -> None:
    store = Store.open(str(tmp_path / "store"))
    commit(store, "a")
    store.journal.fold(1)
    found = json.loads(store.storage.read("log/000000002.json"))
    del found["record_sha256"]
    overwrite(store, "log/000000002.json", sealed({**found, "format": 2}))
    assert Store.existing(store.url).keys("traces") == ["a"]
    with pytest.raises(StoreError, match="log/000000002"):
        raise StoreError("".join(map(str, damage(Store.existing(store.url)))), "", "")
