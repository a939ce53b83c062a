"""A copy is the same store: records last, hashes checked; it goes on where it ended, and overwrites nothing."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places import PLACES, everything
from tests.store.damages import put, small_store
from tests.store.storages import Ended, Failing, Lying
from tests.terminal import Terminal
from thoughtmill.errors import StoreError
from thoughtmill.store.records.faults import FaultKind
from thoughtmill.store.store import STAGES, Store
from thoughtmill.store.upkeep.check import Checked, check
from thoughtmill.store.upkeep.copy import copy, copy_store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def source(tmp_path: Path) -> Store:
    """A small real store."""
    return small_store(tmp_path / "source")


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where to."""
    return str(tmp_path / "target") if request.param == "folder" else request.getfixturevalue("bucket")


def kept(store: Store) -> dict[str, bytes]:
    """All that a copy has to have: records, what they name, parts, and whose it is."""
    named = {file.path for stage in STAGES for commit in store.commits(stage) for file in commit.files}
    return {
        path: content
        for path, content in everything(store).items()
        if path in named or path.startswith(("commits/", "parts/", "store.json"))
    }


def test_a_copy_opens_as_the_same_store_and_a_check_of_it_is_clean(source: Store, place: str, tmp_path: Path) -> None:
    told: list[Checked] = []
    copied = copy(source.url, place, told.append)
    assert (copied.faults, copied.forks, copied.parts) == ((), (), 1)
    target = Store.existing(place)
    assert target.store_id == source.store_id
    assert kept(target) == kept(source)
    assert list(check(place)) == []
    assert target.keys("traces") == source.keys("traces")
    assert target.journal.complete
    assert sorted(path for path in everything(target) if path.startswith(("new/", "copying", "tmp/"))) == []
    assert [one.files for one in told] == list(range(1, len(told) + 1))
    assert (told[-1].files, told[-1].size) == (told[-1].all_files, told[-1].all_size)
    back = copy(place, str(tmp_path / "back"))
    assert back.shards == copied.shards
    assert kept(Store.existing(str(tmp_path / "back"))) == kept(source)


def test_a_second_copy_brings_only_what_is_new(source: Store, place: str) -> None:
    first = copy(source.url, place)
    with source.begin("attempts", "train-x-3") as attempt:
        attempt.write_bytes("log.txt", b"new")
        attempt.commit()
    second = copy(source.url, place)
    assert (second.shards, second.parts, second.size) == (1, 0, 3)
    assert second.there == first.shards
    assert kept(Store.existing(place)) == kept(Store.existing(source.url))
    assert list(check(place)) == []


@pytest.mark.slow
def test_a_copy_may_end_at_any_change_and_goes_on_and_until_then_is_no_store(source: Store, tmp_path: Path) -> None:
    wanted = kept(source)
    for left in [*range(1, 20), *range(20, 900, 23)]:
        target = tmp_path / str(left)
        target.mkdir()
        try:
            copy_store(source, Failing(target, left, done=bool(left % 2)))
        except Ended:
            pass
        else:
            break
        half = everything(Store(Failing(target, 10**9, done=True), source.store_id))
        assert all(wanted[path] == content for path, content in half.items() if path in wanted)
        if "store.json" not in half and half.keys() - {"tmp"} and "copying.json" in half:
            for look in (Store.open, Store.existing):
                with pytest.raises(StoreError):
                    look(str(target))
            assert FaultKind.UNFINISHED_COPY in {one.kind for one in check(str(target))} or len(half) < 4
        copy(source.url, str(target))
        assert kept(Store.existing(str(target))) == wanted
        assert [one for one in check(str(target)) if one.kind is not FaultKind.STRAY] == []
        shutil.rmtree(target)
    else:
        pytest.fail("more changes than were tried")


@pytest.mark.slow
def test_killed_9_a_copy_goes_on_and_does_nothing_twice(source: Store, tmp_path: Path) -> None:
    for i in range(120):
        with source.begin("attempts", f"many-{i}") as attempt:
            attempt.write_bytes("log.txt", b"x" * 100_000)
            attempt.commit()
    chance, kills = random.Random(5), 0
    words = [sys.executable, "-m", "thoughtmill", "copy", source.url, str(tmp_path / "target")]
    for _ in range(12):
        running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        end = time.monotonic() + 60
        while not (tmp_path / "target" / "commits").exists() and running.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        running.send_signal(signal.SIGKILL)
        out = running.communicate()[0]
        if running.returncode == 0:
            break
        kills += 1
        there = set((tmp_path / "target" / "commits").rglob("*.json"))
        for path in there:
            assert path.read_bytes() == (source.root / path.relative_to(tmp_path / "target")).read_bytes(), out
    last = copy(source.url, str(tmp_path / "target"))
    assert kills
    assert last.shards + last.there == len([path for path in everything(source) if path.startswith("commits/")])
    assert kept(Store.existing(str(tmp_path / "target"))) == kept(Store.existing(source.url))
    assert list(check(str(tmp_path / "target"))) == []


def test_where_both_hold_another_record_under_one_key_that_is_named_and_both_stay(source: Store, place: str) -> None:
    copy(source.url, place)
    target = Store.existing(place)
    for store, fact in ((source, "here"), (target, "there")):
        with store.begin("attempts", "forked") as attempt:
            attempt.commit(facts={"made": fact})
    before = everything(target)
    copied = copy(source.url, place)
    assert copied.forks == ("attempts/forked",)
    after = everything(target)
    assert after["commits/attempts/forked.json"] == before["commits/attempts/forked.json"]
    assert source.get("attempts", "forked").facts == {"made": "here"}


def test_a_place_that_is_another_stores_or_not_empty_is_refused_and_left_as_it_is(
    source: Store, place: str, tmp_path: Path
) -> None:
    other = Store.open(place)
    before = everything(other)
    with pytest.raises(StoreError, match=other.store_id):
        copy(source.url, place)
    assert everything(other) == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.md").write_bytes(b"mine")
    for wrong in (str(tmp_path / "mine"), source.url, f"{source.url}/within"):
        with pytest.raises(StoreError):
            copy(source.url, wrong)
    assert [path.name for path in (tmp_path / "mine").rglob("*")] == ["thesis.md"]
    with pytest.raises(StoreError):
        copy(str(tmp_path / "mine"), str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_what_is_damaged_is_named_and_not_copied_and_all_else_is(
    source: Store, place: str, thoughtmill: Terminal
) -> None:
    traces = next(source.commits("traces"))
    put(source, traces.files[0].path, b"damaged")
    plan = source.get("rounds", traces.key)
    put(source, f"commits/{plan.name}.json", b"{}")
    shown = thoughtmill("copy", source.url, place)
    assert shown.returncode == 1
    assert traces.files[0].path in shown.stdout
    assert f"commits/{plan.name}.json" in shown.stdout
    there = everything(Store.existing(place))
    assert f"commits/{traces.name}.json" not in there
    assert not [path for path in there if path.startswith(f"shards/{traces.name}/")]
    assert {path.partition("commits/")[2] for path in everything(source) if path.startswith("commits/")} - {
        path.partition("commits/")[2] for path in there if path.startswith("commits/")
    } == {f"{traces.name}.json", f"{plan.name}.json"}


@pytest.mark.parametrize("raises", [True, False], ids=["an error", "there already"])
def test_a_place_that_says_that_its_creates_failed_holds_the_copy_all_the_same(
    source: Store, raises: bool, tmp_path: Path
) -> None:
    """A hard link over a network that was made, and whose answer was lost."""
    copy(source.url, str(tmp_path / "target"))
    with source.begin("attempts", "train-x-3") as attempt:
        attempt.commit()
    copied = copy_store(source, Lying(tmp_path / "target", raises=raises))
    assert (copied.shards, copied.forks) == (1, ())
    assert kept(Store.existing(str(tmp_path / "target"))) == kept(Store.existing(source.url))
