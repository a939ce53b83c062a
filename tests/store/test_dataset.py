"""Datasets: exactly what is committed, opened when it is read, its hash checked; damage is named and hangs nothing."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.conftest import ROOT
from tests.places import PLACES, everything, overwrite, without_copies
from tests.s3_server import environment, way_to
from thoughtmill.errors import StoreError
from thoughtmill.store.dataset import KINDS
from thoughtmill.store.schemas import SAMPLES, TRACES
from thoughtmill.store.store import Commit, Store

EARLIER = ROOT / "tests" / "store" / "fixtures" / "store-7c69906" / "store"


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    url = str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket")
    return Store.open(url)


@pytest.fixture
def earlier(tmp_path: Path) -> Store:
    return Store.existing(str(shutil.copytree(EARLIER, tmp_path / "earlier")))


def traces(text: str, count: int = 3) -> pa.Table:
    rows = [{"question_id": f"q{i}", "round": 1, "index": 0, "text": text} for i in range(count)]
    return pa.Table.from_pylist(rows, schema=TRACES)


def commit(store: Store, key: str, text: str, **facts: str) -> Commit:
    with store.begin("traces", key) as attempt:
        attempt.write_table("traces.parquet", traces(text))
        return attempt.commit(counts={"traces": 3}, facts=facts)


def bytes_of(table: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(table, out)
    return out.getvalue().to_pybytes()


def texts(table: pa.Table) -> list[str]:
    return sorted(set(table["text"].to_pylist()))


def test_each_kind_is_the_rows_of_its_files_and_what_their_records_tell(earlier: Store) -> None:
    rows = dict[str, int]()
    for kind, about in KINDS.items():
        found = earlier.dataset(kind).to_table()
        commits = [commit for stage in about.stages for commit in earlier.commits(stage)]
        files = [(commit, file) for commit in commits for file in commit.files if about.files.fullmatch(file.name)]
        read = [earlier.read(file) for _, file in files]
        whole = pa.concat_tables([about.schema.empty_table(), *read], promote_options="default")
        assert found.select(about.schema.names).equals(whole), "columns that came later are null"
        assert found["key"].to_pylist() == [commit.key for commit, file in files for _ in range(file.rows)]
        rows[kind] = found.num_rows
    assert rows == {
        "questions": 18,
        "held_out": 4,
        "refused": 0,
        "plans": 23,
        "traces": 40,
        "aside": 0,
        "verdicts": 40,
        "excluded": 0,
        "samples": 8,
        "answers": 0,
    }


def test_verdicts_name_their_traces_and_their_policy(earlier: Store) -> None:
    verdicts, traces = earlier.dataset("verdicts").to_table(), earlier.dataset("traces").to_table()
    same = ["question_id", "round", "index"]
    joined = verdicts.join(traces, ["traces_key", *same], ["key", *same], right_suffix="_of_trace", join_type="inner")
    assert joined.num_rows == verdicts.num_rows == 40
    assert joined["part"].to_pylist() == joined["part_of_trace"].to_pylist()
    assert set(verdicts["policy_id"].to_pylist()) == {key.rpartition(".")[2] for key in earlier.keys("verdicts")}


def test_a_dataset_is_limited_by_what_records_tell(earlier: Store) -> None:
    (release,) = earlier.keys("releases")
    assert earlier.dataset("samples", key=release).count_rows() == 8
    counts = [earlier.dataset("verdicts", policy_id=policy).count_rows() for policy in ("3953f4f54757", "8b6d9a9cb3d5")]
    assert counts == [34, 6]
    for asked in (
        lambda: earlier.dataset("nonsense"),
        lambda: earlier.dataset("samples", key="nonsense"),
        lambda: earlier.dataset("verdicts", policy_id="nonsense"),
        lambda: earlier.dataset("traces", text="nonsense"),
    ):
        with pytest.raises(StoreError, match=r"(?s)^expected .*nonsense|text"):
            asked()


def test_what_attempts_left_and_strangers_planted_is_never_read(store: Store) -> None:
    counted = commit(store, "a", "committed")
    commit(store, "b", "committed")
    left = store.begin("traces", "a")
    left.write_table("traces.parquet", traces("left by an attempt"))
    never = store.begin("traces", "c")
    never.write_table("traces.parquet", traces("of a shard that never committed"))
    planted = bytes_of(traces("planted"))
    beside = counted.files[0].path.removesuffix("traces.parquet")
    for path in (f"{beside}more.parquet", f"{beside}data/traces.parquet", "shards/traces/d/e/traces.parquet"):
        overwrite(store, path, planted)
    overwrite(store, "parts/traces/a/x-1.parquet", planted)
    found = Store.existing(store.url).dataset("traces").to_table()
    assert (found.num_rows, texts(found)) == (6, ["committed"])


NAMES = [
    "a b",
    "100%",
    "%2e%2e",
    "x?y=1#z",
    "'; drop table traces; --",
    'quote"',
    "ünï",
    "*",
    "[a]",
    "c:d",
    "=",
    "key=a",
]


def test_a_name_is_a_name_whatever_stands_in_it(store: Store) -> None:
    with store.begin("releases", "r") as attempt:
        for name in NAMES:
            attempt.write_table(f"data/{name}.parquet", SAMPLES.empty_table())
        attempt.write_table("data/part-00000.parquet", one_sample())
        attempt.commit()
    found = Store.existing(store.url).dataset("samples")
    assert len(found.files) == len(NAMES) + 1
    assert found.to_table().num_rows == 1
    for number, name in enumerate(NAMES):
        commit(store, f"k{number}", name, part=name, domain="d")
    traces = Store.existing(store.url).dataset("traces")
    for name in NAMES:
        assert texts(traces.to_table(filter=pc.field("part") == name)) == [name]


def one_sample() -> pa.Table:
    return pa.Table.from_pylist([{"id": "q-1-0"}], schema=SAMPLES)


def flipped(store: Store, path: str) -> None:
    content = bytearray(store.storage.read(path))
    content[len(content) // 2] ^= 1
    overwrite(store, path, bytes(content))


def replaced(store: Store, path: str) -> None:
    overwrite(store, path, bytes_of(traces("another's rows")))


def lost(store: Store, path: str) -> None:
    store.storage.delete(path)
    without_copies()


@pytest.mark.parametrize("harm", [flipped, replaced, lost])
def test_a_damaged_file_is_named_and_the_others_are_read(store: Store, harm: Callable[[Store, str], None]) -> None:
    commit(store, "a", "whole")
    path = commit(store, "b", "was whole").files[0].path
    harm(store, path)
    found = Store.existing(store.url).dataset("traces")
    assert texts(found.to_table(filter=pc.field("key") == "a")) == ["whole"]
    with pytest.raises(StoreError, match=path):
        found.to_table()


def test_a_file_that_was_mended_is_read_again(store: Store) -> None:
    path = commit(store, "a", "whole").files[0].path
    content = store.storage.read(path)
    flipped(store, path)
    found = store.dataset("traces")
    with pytest.raises(StoreError):
        found.to_table()
    overwrite(store, path, content)
    assert texts(found.to_table()) == ["whole"]


MANY = """
import sys, duckdb
from thoughtmill.store.store import Store
found, told = 0, 0
with duckdb.connect() as connection:
    for _ in range(60):
        connection.register("traces", Store.existing(sys.argv[1]).dataset("traces"))
        try:
            found += connection.sql("select count(*), max(text) from traces").fetchall()[0][0]
        except duckdb.Error as error:
            told += "sha256" in str(error)
print(found, told)
"""


@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False])
def test_no_scan_of_many_by_duckdb_hangs(whole: bool, tmp_path: Path) -> None:
    """A file system in Python did, once in about twenty scans, and so did an error that Arrow's threads met in it."""
    store = Store.open(str(tmp_path / "store"))
    made = [commit(store, f"k{number}", "whole") for number in range(12)]
    if not whole:
        flipped(store, made[5].files[0].path)
    words = [sys.executable, "-c", MANY, store.url]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    assert (done.stdout, done.stderr) == (f"{60 * 36 if whole else 0} {0 if whole else 60}\n", "")


def test_who_goes_around_a_scan_reads_nothing_unchecked(earlier: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(earlier.root)
    found = earlier.dataset("verdicts")
    for asked in (lambda: next(iter(found.get_fragments())).to_table(), lambda: found.join(found, "key").num_rows):
        with pytest.raises(OSError, match="/dev/null/"):
            asked()
    assert found.filter(pc.field("round") == 2).filter(pc.field("part") == "reasoning").count_rows() == 10
    assert (found.head(3).num_rows, found.take([0, 39]).num_rows, sum(len(b) for b in found.to_batches())) == (3, 2, 40)


def test_files_are_fetched_when_a_scan_comes_to_them_and_once(
    s3: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with way_to(s3) as way:
        for name, value in environment(way.url).items():
            monkeypatch.setenv(name, value)
        store = Store.open(bucket)
        for key in "abc":
            commit(store, key, key, part=f"part-{key}", domain="one")
        without_copies()
        way.seen.clear()
        found = Store.existing(bucket).dataset("traces")
        assert not [line for line in way.seen if "/shards/" in line]
        assert texts(found.filter(pc.field("part") == "part-b").to_table()) == ["b"]
        assert [line.split("/")[6] for line in way.seen if "/shards/" in line] == ["b"]
        assert found.count_rows() == found.to_table().num_rows == 9
        assert sorted(line.split("/")[6] for line in way.seen if "/shards/" in line) == ["a", "b", "c"]


def test_nothing_else_is_opened_and_nothing_is_written_by_way_of_a_dataset(store: Store, tmp_path: Path) -> None:
    commit(store, "a", "whole")
    (tmp_path / "secret").write_text("secret")
    before = everything(store)
    files = store.dataset("traces").filesystem
    for asked in (
        lambda: files.open_input_file(str(tmp_path / "secret")),
        lambda: files.open_input_file("commits/traces/a.json"),
        lambda: files.open_output_stream("shards/traces/a/new.parquet"),
        lambda: files.delete_file(next(path for path in before if path.startswith("shards/"))),
    ):
        with pytest.raises((OSError, KeyError)):
            asked()
    assert everything(store) == before
