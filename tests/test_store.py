"""What a store promises: one winner a shard, nothing seen before its record, every damage named."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoughtmill.errors import StoreError
from thoughtmill.store import Commit, Store, damage

ROWS = pa.table({"text": [f"row {i}" for i in range(500)]})


def _commit(store: Store, key: str = "math-00001", parents: tuple[str, ...] = ()) -> Commit:
    attempt = store.begin("traces", key)
    attempt.write_table("traces.parquet", ROWS)
    return attempt.commit(counts={"traces": ROWS.num_rows}, parents=parents)


RACER = """
import sys, time
from pathlib import Path
from thoughtmill.store import Store
store = Store.open(sys.argv[1])
attempt = store.begin("traces", "raced")
attempt.write_bytes("who.txt", sys.argv[2].encode())
print("ready", flush=True)
sys.stdin.readline()
counted = attempt.commit(counts={"racer": int(sys.argv[2])})
print(counted.attempt == attempt.name, counted.counts["racer"], flush=True)
"""


@pytest.mark.slow
def test_of_20_programs_that_race_for_a_shard_one_wins_and_all_agree_on_it(tmp_path: Path) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(tmp_path / "store"), str(i)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for i in range(20)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    told = [racer.communicate()[0].split() for racer in racers]
    won = [int(winner) for mine, winner in told if mine == "True"]
    store = Store.existing(str(tmp_path / "store"))
    assert len(won) == 1
    assert {int(winner) for _, winner in told} == set(won)
    assert store.read_bytes(store.get("traces", "raced").file("who.txt")) == str(won[0]).encode()
    assert len(list((store.root / "shards" / "traces" / "raced").iterdir())) == 1, "a loser left its files"
    assert not list(damage(store))


def test_what_is_not_committed_is_not_there(store: Store) -> None:
    attempt = store.begin("traces", "math-00001")
    attempt.write_table("traces.parquet", ROWS)
    assert store.find("traces", "math-00001") is None
    assert store.keys("traces") == []
    with pytest.raises(StoreError, match="traces/math-00001"):
        store.get("traces", "math-00001")
    assert not list(damage(store))


def test_a_second_commit_of_a_shard_changes_nothing_and_leaves_nothing(store: Store) -> None:
    first = _commit(store)
    again = _commit(store)
    assert again == first
    assert len(list((store.root / "shards" / "traces" / "math-00001").iterdir())) == 1


def test_a_commit_comes_back_as_it_was_written(store: Store) -> None:
    attempt = store.begin("releases", "r1")
    attempt.write_table("data.parquet", ROWS)
    attempt.write_bytes("notes/card.md", "Größe 大".encode())
    made = attempt.commit(counts={"samples": 500}, parents=("questions/q",), facts={"shares": {"math": 0.5}})
    found = store.get("releases", "r1")
    assert found == made
    assert (found.rows, found.counts, found.parents) == (500, {"samples": 500}, ("questions/q",))
    assert store.read(found.file("data.parquet")).equals(ROWS)
    assert store.read_bytes(found.file("notes/card.md")).decode() == "Größe 大"
    with pytest.raises(StoreError, match=r"none\.parquet"):
        found.file("none.parquet")


def test_a_store_opened_again_is_the_same_store(tmp_path: Path) -> None:
    first = Store.open(str(tmp_path / "store"))
    made = (first.root / "store.json").read_text()
    assert (Store.open(str(tmp_path / "store")).root / "store.json").read_text() == made


def test_a_store_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("mine")
    with pytest.raises(StoreError, match="a folder that can be written"):
        Store.open(str(tmp_path / "store"))
    assert (tmp_path / "store").read_text() == "mine"


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("mine")
    with pytest.raises(StoreError, match=r"thesis\.md"):
        Store.open(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.md"]


def test_looking_for_a_store_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="a store"):
        Store.existing(str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("key", ["", "../up", "a/b", ".hidden", "a b", "x" * 300])
def test_a_key_that_could_leave_its_folder_is_refused(store: Store, key: str) -> None:
    with pytest.raises(StoreError, match="key"):
        store.begin("traces", key)


def test_a_truncated_file_is_named_with_what_was_found_and_expected(store: Store) -> None:
    file = _commit(store).file("traces.parquet")
    os.truncate(store.location(file), file.size - 1)
    with pytest.raises(StoreError) as caught:
        store.read(file)
    message = str(caught.value)
    assert all(part in message for part in (file.path, file.sha256, f"{file.size} bytes", f"{file.size - 1} bytes"))
    assert "sha256" in message.splitlines()[1]


@settings(max_examples=30, deadline=None)
@given(where=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_anywhere_is_never_read(tmp_path_factory: pytest.TempPathFactory, where: float, bit: int) -> None:
    store = Store.open(str(tmp_path_factory.mktemp("flip") / "store"))
    file = _commit(store).file("traces.parquet")
    content = bytearray(store.location(file).read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    store.location(file).write_bytes(content)
    with pytest.raises(StoreError, match=file.path):
        store.read(file)
    assert file.path in "".join(damage(store))


def test_check_says_nothing_of_a_whole_store(store: Store) -> None:
    first = _commit(store)
    _commit(store, "math-00002", parents=(first.name,))
    assert list(damage(store)) == []


def _missing(store: Store, commit: Commit) -> str:
    store.location(commit.files[0]).unlink()
    return commit.files[0].path


def _truncated(store: Store, commit: Commit) -> str:
    os.truncate(store.location(commit.files[0]), 10)
    return commit.files[0].path


def _hash_edited(store: Store, commit: Commit) -> str:
    _edit(store, commit, lambda record: record["files"][0].update(sha256="0" * 64))
    return commit.files[0].path


def _size_edited(store: Store, commit: Commit) -> str:
    _edit(store, commit, lambda record: record["files"][0].update(size=1))
    return commit.files[0].path


def _half_record(store: Store, commit: Commit) -> str:
    path = store.root / "commits" / f"{commit.name}.json"
    path.write_text(path.read_text()[:40])
    return f"commits/{commit.name}.json"


def _record_of_another(store: Store, commit: Commit) -> str:
    _edit(store, commit, lambda record: record.update(key="other"))
    return "traces/other"


def _parent_gone(store: Store, commit: Commit) -> str:
    (store.root / "commits" / f"{commit.parents[0]}.json").unlink()
    return f"made from {commit.parents[0]}"


def _edit(store: Store, commit: Commit, change: Callable[[dict[str, Any]], None]) -> None:
    path = store.root / "commits" / f"{commit.name}.json"
    record = json.loads(path.read_text())
    change(record)
    path.write_text(json.dumps(record))


DAMAGE = (_missing, _truncated, _hash_edited, _size_edited, _half_record, _record_of_another, _parent_gone)


@pytest.mark.parametrize("harm", DAMAGE, ids=lambda harm: harm.__name__.strip("_"))
def test_check_names_every_damage_and_changes_nothing(store: Store, harm: Callable[[Store, Commit], str]) -> None:
    first = _commit(store)
    second = _commit(store, "math-00002", parents=(first.name,))
    named = harm(store, second)
    before = {path: path.read_bytes() for path in store.root.rglob("*") if path.is_file()}
    told = list(damage(store))
    assert len(told) == 1, told
    assert named in told[0]
    assert {path: path.read_bytes() for path in store.root.rglob("*") if path.is_file()} == before


def test_a_place_that_may_not_be_written_is_refused() -> None:
    with pytest.raises(StoreError, match="can be written"):
        Store.open("/proc/store")  # not even root may
