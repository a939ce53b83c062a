"""What a store promises, in a folder and in a bucket: one winner a shard, nothing before its record, no damage read."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import PLACES, everything, overwrite, without_copies
from thoughtmill.errors import StoreError
from thoughtmill.store.places.s3 import Bucket
from thoughtmill.store.records.commits import sealed
from thoughtmill.store.records.identity import storage_at
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage

ROWS = pa.table({"text": [f"row {i}" for i in range(500)]})


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address where no store is yet."""
    return str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket")


@pytest.fixture
def store(url: str) -> Store:
    """A new store."""
    return Store.open(url)


def _commit(store: Store, key: str = "math-00001", parents: tuple[str, ...] = ()) -> Commit:
    attempt = store.begin("traces", key)
    attempt.write_table("traces.parquet", ROWS)
    return attempt.commit(counts={"traces": ROWS.num_rows}, parents=parents)


RACER = """
import sys
from thoughtmill.store.store import Store
store = Store.open(sys.argv[1])
attempt = store.begin("traces", "raced")
attempt.write_bytes("who.txt", sys.argv[2].encode())
print("ready", flush=True)
sys.stdin.readline()
counted = attempt.commit(counts={"racer": int(sys.argv[2])})
print(counted.attempt == attempt.name, counted.counts["racer"], flush=True)
"""


@pytest.mark.slow
def test_of_20_programs_that_race_for_a_shard_one_wins_and_all_agree_on_it(url: str) -> None:
    """Who comes first also makes the store: that is a race as well."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, url, str(i)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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
    store = Store.existing(url)
    assert len(won) == 1
    assert {int(winner) for _, winner in told} == set(won)
    assert store.read_bytes(store.get("traces", "raced").file("who.txt")) == str(won[0]).encode()
    assert len(list(store.storage.listed("shards/traces/raced"))) == 1, "a loser left its files"
    assert not list(damage(store))


def test_of_20_threads_that_race_for_a_shard_one_wins_and_all_agree_on_it(store: Store) -> None:
    def race(number: int) -> tuple[bool, Commit]:
        attempt = store.begin("traces", "raced")
        attempt.write_bytes("who.txt", str(number).encode())
        counted = attempt.commit(counts={"racer": number})
        return counted.attempt == attempt.name, counted

    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(race, range(20)))
    assert sum(mine for mine, _ in told) == 1
    assert len({str(counted) for _, counted in told}) == 1
    assert len(list(store.storage.listed("shards"))) == 1
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
    before = everything(store)
    again = _commit(store)
    assert again == first
    assert everything(store) == before


def test_an_attempt_that_fails_leaves_nothing(store: Store) -> None:
    before = everything(store)

    def fail() -> None:
        with store.begin("traces", "math-00001") as attempt:
            attempt.write_table("traces.parquet", ROWS)
            attempt.path("half.parquet").write_bytes(b"PAR1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert everything(store) == before


def test_a_commit_comes_back_as_it_was_written(store: Store) -> None:
    attempt = store.begin("releases", "r1")
    attempt.write_table("data.parquet", ROWS)
    attempt.write_bytes("notes/card.md", "Größe 大".encode())
    made = attempt.commit(counts={"samples": 500}, parents=("questions/q",), facts={"shares": {"math": 0.5, "x": [1]}})
    found = store.get("releases", "r1")
    assert found == made
    assert list(store.commits("releases")) == [made]
    assert (found.rows, found.counts, found.parents) == (500, {"samples": 500}, ("questions/q",))
    assert store.read(found.file("data.parquet")).equals(ROWS)
    assert store.read(found.file("data.parquet"), ["text"]).equals(ROWS)
    assert store.read_bytes(found.file("notes/card.md")).decode() == "Größe 大"
    with pytest.raises(StoreError, match=r"none\.parquet"):
        found.file("none.parquet")


def test_a_library_that_wants_a_path_gets_one_with_all_files_under_their_names(store: Store) -> None:
    with store.begin("releases", "r1") as attempt:
        attempt.write_bytes("data/deep/a.txt", b"a")
        attempt.write_bytes("README.md", b"b")
        commit = attempt.commit()
    for _ in range(2):
        folder = store.local_folder(commit)
        assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")} == {
            "data/deep/a.txt": b"a",
            "README.md": b"b",
        }
        assert store.local(commit.file("README.md")) == folder / "README.md"


def test_a_copy_in_the_cache_that_was_damaged_is_fetched_again(bucket: str) -> None:
    store = Store.open(bucket)
    file = _commit(store).file("traces.parquet")
    copy = store.local(file)
    copy.write_bytes(b"other")
    assert store.local(file).stat().st_size == file.size


def test_a_store_opened_again_is_the_same_store(url: str) -> None:
    first = Store.open(url)
    before = everything(first)
    again = Store.open(url)
    assert (again.store_id, again.url) == (first.store_id, first.url)
    assert Store.existing(first.url).store_id == first.store_id
    assert everything(again) == before
    assert sorted(before) == ["log/000000001.json", "store.json"], "what the first use tried is gone"


def test_of_20_who_open_a_new_store_at_once_all_get_the_same_one(url: str) -> None:
    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(lambda _: Store.open(url).store_id, range(20)))) == 1


def test_a_store_of_an_earlier_format_is_refused_and_the_message_says_what_to_do(store: Store) -> None:
    told = json.loads(store.storage.read("store.json"))
    overwrite(store, "store.json", json.dumps({"format": 1, "store_id": told["store_id"]}).encode())
    for look in (Store.open, Store.existing):
        with pytest.raises(StoreError, match="format 1") as caught:
            look(store.url)
        assert "begin a new store" in str(caught.value)


def test_a_place_with_other_files_is_refused_and_left_alone(store: Store) -> None:
    other = store.url + "-2"
    stranger = Store(storage_at(other), "")
    overwrite(stranger, "thesis.md", b"mine")
    with pytest.raises(StoreError, match=r"thesis\.md"):
        Store.open(other)
    assert everything(stranger) == {"thesis.md": b"mine"}


def test_looking_for_a_store_makes_none(url: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert not Store.is_at(url)
    with pytest.raises(StoreError, match="a store"):
        Store.existing(url)
    assert sorted(tmp_path.rglob("*")) == before
    assert not Store.is_at(url)


def test_a_store_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("mine")
    assert not Store.is_at(str(tmp_path / "store"))
    with pytest.raises(StoreError, match="a folder that can be written"):
        Store.open(str(tmp_path / "store"))
    assert (tmp_path / "store").read_text() == "mine"


@pytest.mark.parametrize("key", ["", "../up", "a/b", ".hidden", "a b", "x" * 300, "a\n"])
def test_a_key_that_could_leave_its_folder_is_refused(store: Store, key: str) -> None:
    for use in (store.begin, store.find, store.get):
        with pytest.raises(StoreError, match="key"):
            use("traces", key)


@pytest.mark.parametrize("store_id", ["../../home", "/home", "", "x" * 32, 7, None])
def test_a_store_id_that_could_lead_out_of_the_cache_is_refused(store: Store, store_id: object) -> None:
    overwrite(store, "store.json", sealed({"format": 2, "store_id": store_id, "created_at": "now"}))
    for look in (Store.open, Store.existing):
        with pytest.raises(StoreError, match=r"store\.json with a store_id"):
            look(store.url)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("bashrc", "../../../bashrc"),
        ("bashrc", "/bashrc"),
        ("bashrc", "bashrc"),
        ("../bashrc", "{own}/../bashrc"),
        ("/bashrc", "{own}//bashrc"),
        ("a/./bashrc", "{own}/a/./bashrc"),
        ("a\0", "{own}/a\0"),
        ("\ud800", "{own}/\ud800"),
        ("x" * 300, "{own}/" + "x" * 300),
        ("other", "{own}/bashrc"),
        ("traces.parquet", "shards/traces/other/0123456789ab-1/traces.parquet"),
    ],
)
def test_a_record_that_names_a_file_that_is_not_its_own_is_refused_and_nothing_is_written(
    bucket: str, tmp_path: Path, name: str, path: str
) -> None:
    store = Store.open(bucket)
    commit = _commit(store)
    record = f"commits/{commit.name}.json"
    found = json.loads(store.storage.read(record))
    del found["record_sha256"]
    own = f"shards/{commit.name}/{commit.attempt}"
    found["files"].append({**found["files"][0], "name": name, "path": path.format(own=own)})
    overwrite(store, record, sealed(found) if name.isprintable() else json.dumps(found).encode())
    for look in (store.find, store.get):
        with pytest.raises(StoreError, match=record):
            look("traces", commit.key)
    assert any(record in str(told) for told in damage(store))
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("attempt", ["..", "../../..", ""])
def test_an_attempt_that_could_leave_its_folder_is_refused(store: Store, attempt: str) -> None:
    commit = _commit(store)
    record = f"commits/{commit.name}.json"
    found = json.loads(store.storage.read(record).replace(commit.attempt.encode(), attempt.encode()))
    del found["record_sha256"]
    overwrite(store, record, sealed(found))
    with pytest.raises(StoreError, match=record):
        store.get("traces", commit.key)


@pytest.mark.parametrize("name", ["", "../up", "/up", "a//b", "a/../../up", "x" * 300, "a\nb"])
def test_a_file_name_that_could_leave_its_shard_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="the name of a file"):
        store.begin("traces", "math-00001").path(name)


def test_a_truncated_file_is_named_with_what_was_found_and_expected(store: Store) -> None:
    file = _commit(store).file("traces.parquet")
    overwrite(store, file.path, store.storage.read(file.path)[:-1])
    for reading in (store.read, store.read_bytes, store.verify, store.local):
        with pytest.raises(StoreError) as caught:
            reading(file)
        message = str(caught.value)
        named = (file.path, file.sha256, f"{file.size} bytes", f"{file.size - 1} bytes")
        assert all(part in message for part in named)
        assert "sha256" in message.splitlines()[1]


def test_a_file_that_is_gone_is_named(store: Store) -> None:
    file = _commit(store).file("traces.parquet")
    store.storage.delete(file.path)
    if isinstance(store.storage, Bucket):
        without_copies()
    for reading in (store.read, store.read_bytes, store.verify, store.local):
        with pytest.raises(StoreError, match=file.path):
            reading(file)


@settings(max_examples=30, deadline=None)
@given(where=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_anywhere_is_never_read(tmp_path_factory: pytest.TempPathFactory, where: float, bit: int) -> None:
    store = Store.open(str(tmp_path_factory.mktemp("flip") / "store"))
    commit = _commit(store)
    file = commit.file("traces.parquet")
    for path in (file.path, f"commits/{commit.name}.json"):
        whole = store.storage.read(path)
        content = bytearray(whole)
        content[int(where * len(content))] ^= 1 << bit
        overwrite(store, path, bytes(content))
        with pytest.raises(StoreError, match=path):
            store.read(store.get("traces", commit.key).file("traces.parquet"))
        assert path in "".join(map(str, damage(store)))
        overwrite(store, path, whole)
