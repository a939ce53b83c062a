"""What is purged is nowhere, in the store, beside it, or on this machine; all else stays as it is."""

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.places import PLACES, everything
from tests.small_campaign import campaign, prepared, right, run_rounds, write_jsonl
from tests.store.storages import Ended, Failing, Meanwhile
from tests.terminal import Terminal
from thoughtmill.campaign import Campaign
from thoughtmill.errors import CommandError, StoreError
from thoughtmill.generation.planner import Ledger
from thoughtmill.judging.rejudge import rejudge
from thoughtmill.questions.exclusions import ExcludedFor, exclude, excluded_now, undo
from thoughtmill.questions.prepare import prepare
from thoughtmill.recipe import Student
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.release.purge import purge
from thoughtmill.reporting.lineage import lineage
from thoughtmill.store.leases.lease import held
from thoughtmill.store.partial_shards import PartialShards
from thoughtmill.store.places.s3 import Bucket
from thoughtmill.store.places.storage import Folder, Listed
from thoughtmill.store.records.faults import FaultKind
from thoughtmill.store.schemas import TRACES
from thoughtmill.store.store import Attempt, Commit, Store
from thoughtmill.store.upkeep.check import damage
from thoughtmill.store.upkeep.copy import copy
from thoughtmill.store.upkeep.repair import repair
from thoughtmill.student.encoding import RELEASE
from thoughtmill.student.train import train

GONE = re.compile(r"(?<![0-9a-f])700[12](?![0-9a-f])")
"""Numbers that only the withdrawn rows hold, and what was written to them; not as a piece of a hash or a time."""


def changes(folder: Path, *more: dict[str, str]) -> dict[str, Any]:
    """Two sources; a row of the second is refused, as it holds the text of one before."""
    write_jsonl(folder / "mine.jsonl", [{"prompt": f"What is {a} + 7?", "reference": str(a + 7)} for a in range(6)])
    theirs = [{"prompt": f"What is {a} + 7000?", "reference": str(a + 7000)} for a in (1, 2, 2)]
    write_jsonl(folder / "theirs.jsonl", [*theirs, {"prompt": "What is 7001 and 7002?", "reference": "?"}, *more])
    columns = {"prompt": "prompt", "reference": "reference"}
    math = {"part": "reasoning", "domain": "math", "columns": columns, "verifier": "math"}
    writing = {"part": "general", "domain": "writing", "path": "writing.jsonl"}
    return {"sources": [*({**math, "path": name} for name in ("mine.jsonl", "theirs.jsonl")), writing]}


def texts(content: bytes) -> str:
    """All that a file says."""
    is_table = content.startswith(b"PAR1") and content.endswith(b"PAR1")
    return str(pq.read_table(pa.BufferReader(content)).to_pydict()) if is_table else repr(content)


def holding(files: dict[str, bytes]) -> list[str]:
    return [path for path, content in files.items() if GONE.search(texts(content))]


def on_this_machine() -> dict[str, bytes]:
    home = Path(os.environ["THOUGHTMILL_CACHE"])
    return {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file() and path.stat().st_size}


def filled(folder: Path) -> tuple[Store, Campaign, Commit, Commit]:
    """A store that holds the text wherever one can: also in a part, in what was set aside, in a dead attempt."""
    store, found, questions = prepared(folder, **changes(folder), parts=parts())
    run_rounds(store, found, questions, right)
    release = publish(Ledger(store, found, questions))
    traces = [row for commit in store.commits("traces") for row in store.read(commit.files[0]).to_pylist()]
    PartialShards(store, "reasoning-math-00000.r9.0123").flush(
        [{**row, "aside": None, "detail": None} for row in traces]
    )
    (store.root / "parts/traces/x").mkdir()
    (store.root / f"parts/traces/x/{'a' * 12}-000000.{'b' * 64}.parquet").write_bytes(b"7001")
    dead = store.begin("traces", "reasoning-math-00001.r9.0123")
    dead.write_table("traces.parquet", pa.Table.from_pylist(traces, schema=TRACES))
    aside = store.root / "aside/then/0001/files/shards/traces/x.parquet"
    aside.parent.mkdir(parents=True)
    shutil.copy(dead.path("traces.parquet"), aside)
    theirs = ids(store, "theirs")
    exclude(store, {theirs[0]: "5 of 6 agree on '7009' against '7001'"}, ExcludedFor.DISPUTED, "Bo")
    return store, found, questions, release


def parts() -> dict[str, Any]:
    """Quotas that take a sample of each question that is left."""
    one = {"quota": 6, "teacher": "thinker", "domains": {"math": 1.0}}
    policy = {"first_round": 1, "max_traces": 1, "max_kept": 1}
    return {
        "reasoning": one,
        "general": {"quota": 2, "teacher": "writer", "domains": {"writing": 1.0}, "policy": policy},
    }


def ids(store: Store, source: str) -> list[str]:
    rows = store.dataset("questions").to_table(["question_id", "source"]).to_pylist()
    return [row["question_id"] for row in rows if row["source"] == source]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where such a store lies, with its campaign's files."""
    folder = tmp_path_factory.mktemp("purged")
    filled(folder)
    return folder


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path, base: Path) -> Store:
    """A copy of it, of which this machine has read all."""
    shutil.copytree(base, tmp_path / "here")
    found = Store.existing(str(tmp_path / "here" / "store"))
    if request.param == "bucket":
        url = request.getfixturevalue("bucket")
        copy(found.url, url)
        found = Store.existing(url)
    for kind in ("questions", "traces", "verdicts", "samples", "refused"):
        found.dataset(kind).to_table()
    return found


def test_the_text_is_nowhere_and_all_else_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    before = {
        kind: store.dataset(kind).to_table().to_pylist() for kind in ("questions", "traces", "verdicts", "samples")
    }
    theirs = set(ids(store, "theirs"))
    assert holding(everything(store))
    assert purge(store, ["theirs"], "the author asked", "Ann")
    assert not holding(everything(store) | on_this_machine())
    assert not list(damage(store))
    again = Store.existing(store.url)
    for kind, rows in before.items():
        for one, other in zip(rows, again.dataset(kind).to_table().to_pylist(), strict=True):
            if (one.get("question_id") or one["id"].partition("-")[0]) not in theirs:
                assert one == other
            else:
                kept = {name for name in one if one[name] == other[name]}
                assert {"question_id", "id", "source", "round", "index", "text_hash"} & one.keys() <= kept
    assert purge(again, ["theirs"], "again", "Ann") is None
    found = campaign(tmp_path / "here", **changes(tmp_path / "here"), parts=parts())
    release = publish(Ledger(again, found, again.get("questions", "layer-00001")))
    assert {row["source"] for table in samples_of(again, release) for row in table.to_pylist()} == {"mine", "writing"}
    assert not holding(everything(again))


def test_what_is_made_of_a_purged_store_knows_of_it(
    base: Path, tmp_path: Path, thoughtmill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_HOME", str(tmp_path))
    (rows := tmp_path / "work" / "encoded" / "rows").mkdir(parents=True)
    root = shutil.copytree(base, tmp_path / "here")
    store = Store.existing(str(root / "store"))
    (old,) = store.commits("releases")
    assert sum(table.num_rows for table in samples_of(store, old)) == 8
    copied = str(tmp_path / "copy")
    copy(store.url, copied)
    shown = thoughtmill("withdraw", store.url, "theirs:1-4", "--reason", "they asked", "--by", "Ann", "--purge")
    assert (shown.returncode, f"release {old.key} is purged" in shown.stdout) == (0, True)
    assert not rows.exists(), "encoded for trainings on this machine"
    assert holding(everything(Store.existing(copied)))
    for _ in range(2):
        assert not copy(store.url, copied).faults
        assert not holding(everything(Store.existing(copied)))
        assert not list(damage(Store.existing(copied)))
    for where in (store.url, copied, str(tmp_path / "new copy")):
        if where.endswith("new copy"):
            copy(copied, where)
        store = Store.existing(where)
        checked = thoughtmill("check", where)
        assert (checked.returncode, "exclusion-00002: text purged on" in checked.stdout) == (0, True), checked
        assert not list(repair(where, nothing_runs=True))
        assert "purged on" in next(step.about for step in lineage(store, old.key) if step.stage == "exclusions")
        with pytest.raises(StoreError, match=r"exclusion-00002 removed the text"):
            list(samples_of(store, old))
    with pytest.raises(CommandError, match="in force"):
        undo(store, "exclusion-00002", "Ann")
    undo(store, "exclusion-00001", "Bo")
    assert set(ids(store, "theirs")) <= excluded_now(store).questions


def test_sources_that_are_read_again_and_traces_that_are_judged_again_bring_no_text_back(
    base: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(base, tmp_path / "here")
    store = Store.existing(str(root / "store"))
    purge(store, ["theirs"], "they asked", "Ann")
    wider = changes(
        root, {"prompt": "What is 3 + 90?", "reference": "93"}, {"prompt": "What is 8 + 80?", "reference": "88"}
    )
    policy = {"first_round": 2, "max_traces": 6, "max_kept": 1, "max_think_chars": 500}
    found = campaign(root, **wider, parts=parts(), policy=policy)
    added = prepare(store, found)
    assert added.counts["questions"] == 1
    assert not holding(everything(store))
    judged = rejudge(store, found)
    assert (judged.traces, {move[0] for move, _ in judged.changed()}) == (judged.judged_before, {"kept"})
    run_rounds(store, found, added, right)
    publish(Ledger(store, found, added))
    assert (holding(everything(store)), list(damage(store))) == ([], [])


def state(store: Store) -> dict[str, Any]:
    """All that a store holds but for times and names of attempts."""
    records = {commit.name: (commit.counts, commit.facts) for commit in store.commits("exclusions")}
    files = [path for path in everything(store) if path.startswith(("shards/", "parts/", "aside/", "commits/", "tmp/"))]
    plain = sorted(
        "/".join(p for p in path.split("/") if "-" not in p or not p[0].isalnum() or len(p) < 14) for path in files
    )
    return {"records": records, "files": plain, "rows": store.dataset("samples").to_table().to_pylist()}


def test_a_purge_that_was_ended_at_any_change_is_ended_by_the_same_again(base: Path, tmp_path: Path) -> None:
    calm = Store.existing(str(shutil.copytree(base / "store", tmp_path / "calm")))
    counted = Failing(calm.root, 10**9, done=True)
    purge(Store(counted, calm.store_id), ["theirs"], "they asked", "Ann")
    wanted, steps, draw = state(calm), 10**9 - counted.left, random.Random(5)
    unfinished = 0
    for step in sorted(draw.sample(range(1, steps + 1), 9)):
        folder = shutil.copytree(base / "store", tmp_path / f"{step}")
        with pytest.raises(Ended):
            purge(
                Store(Failing(folder, step, done=draw.random() < 0.5), calm.store_id), ["theirs"], "they asked", "Ann"
            )
        store = Store.existing(str(folder))
        faults = list(damage(store))
        assert {fault.kind for fault in faults} <= {FaultKind.PURGE_UNFINISHED, FaultKind.PART_DAMAGED}
        unfinished += any(fault.kind is FaultKind.PURGE_UNFINISHED for fault in faults)
        purge(store, ["theirs"], "they asked", "Ann")
        assert state(store) == wanted
        assert (holding(everything(store)), list(damage(store))) == ([], [])
    assert unfinished


def late(other: Store) -> Callable[[], Commit]:
    """Commits one more shard, of all traces that there are now."""
    traces = [row for commit in other.commits("traces") for row in other.read(commit.files[0]).to_pylist()]

    def commit() -> Commit:
        attempt = other.begin("traces", "reasoning-math-00000.r8.0123")
        attempt.write_table("traces.parquet", pa.Table.from_pylist(traces, schema=TRACES))
        return attempt.commit()

    return commit


def test_what_is_committed_while_it_is_purged_is_purged_too(base: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(base / "store", tmp_path / "store")
    other = Store.existing(str(folder))
    purge(Store(Meanwhile(folder, "exclusions", late(other)), other.store_id), ["theirs"], "they asked", "Ann")
    again = Store.existing(str(folder))
    assert "reasoning-math-00000.r8.0123" in again.keys("traces")
    assert (holding(everything(again)), list(damage(again))) == ([], [])


class AtListing(Folder):
    """A folder in which something happens right before the n-th listing of what is announced, or of all files."""

    def __init__(self, root: Path, number: int, what: Callable[[], object]) -> None:
        super().__init__(root)
        self.listings, self.number, self.what = 0, number, what

    def listed(self, prefix: str) -> Iterator[Listed]:
        self.listings += prefix in ("new", "shards")
        if self.listings == self.number and prefix in ("new", "shards"):
            self.what()
        yield from super().listed(prefix)


def test_whenever_somebody_commits_while_it_is_purged_nothing_that_is_found_later_holds_the_text(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_PACE", "0.01")
    for number in (
        2,
        23,
        31,
        33,
        35,
    ):  # before it begins, between its passes, right after it has looked for the last time
        folder = shutil.copytree(base / "store", tmp_path / f"{number}")
        storage = AtListing(folder, number, late(Store.existing(str(folder))))
        purge(Store(storage, Store.existing(str(folder)).store_id), ["theirs"], "they asked", "Ann")
        again = Store.existing(str(folder))
        assert (holding(everything(again)), list(damage(again))) == ([], []), number
        assert storage.listings > number, "it came to that"


def test_who_writes_while_it_is_purged_commits_whole_or_not_at_all(base: Path, tmp_path: Path) -> None:
    store = Store.existing(str(shutil.copytree(base / "store", tmp_path / "store")))
    writing = store.begin("questions", "layer-00002")
    writing.write_bytes("refused.parquet", b"begun before")
    purge(Store.existing(store.url), ["theirs"], "they asked", "Ann")
    writing.write_bytes("held-out.parquet", b"written after")
    with pytest.raises(StoreError, match=r"refused\.parquet"):
        writing.commit()
    again = Store.existing(store.url)
    assert again.keys("questions") == ["layer-00001"]
    assert not list(damage(again))


class JustBefore(Bucket):
    """A bucket in which a file is written just before a sweep lists it, and committed as soon as it is removed."""

    def __init__(self, url: str, writing: Attempt) -> None:
        super().__init__(url)
        self.writing, self.failed = writing, list[StoreError]()

    def listed(self, prefix: str) -> Iterator[Listed]:
        if prefix == "shards" and not self.writing.files:
            self.writing.write_bytes("traces.parquet", b"PAR1 7001 PAR1")
        yield from super().listed(prefix)

    def delete(self, path: str) -> None:
        super().delete(path)
        if path in [file.path for file in self.writing.files]:
            try:
                self.writing.commit()
            except StoreError as error:
                self.failed.append(error)


def test_what_was_written_just_before_a_purge_sweeps_is_not_committed_without_its_file(
    base: Path, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_PACE", "0.05")
    copy(str(base / "store"), bucket)
    writing = Store.existing(bucket).begin("traces", "reasoning-math-00000.r8.0123")
    storage = JustBefore(bucket, writing)
    purge(Store(storage, writing.store.store_id), ["theirs"], "they asked", "Ann")
    assert writing.files
    assert "to be there" in str(storage.failed[0])
    again = Store.existing(bucket)
    assert (holding(everything(again)), list(damage(again))) == ([], [])


def test_another_machine_forgets_what_a_purge_wrote_and_a_later_one_replaced(
    base: Path, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy(str(base / "store"), bucket)
    purge(Store.existing(bucket), ["mine"], "they asked", "Ann")
    monkeypatch.setenv("THOUGHTMILL_CACHE", str(tmp_path / "elsewhere"))
    elsewhere = Store.existing(bucket)
    for kind in ("questions", "traces", "verdicts", "samples"):
        elsewhere.dataset(kind).to_table()
    assert holding(on_this_machine())
    monkeypatch.setenv("THOUGHTMILL_CACHE", str(tmp_path / "cache"))
    purge(Store.existing(bucket), ["theirs"], "they asked", "Ann")
    monkeypatch.setenv("THOUGHTMILL_CACHE", str(tmp_path / "elsewhere"))
    assert len(list(elsewhere.commits("exclusions"))) == 3
    assert not holding(on_this_machine())


def test_nothing_is_trained_on_a_release_that_was_purged(base: Path, tmp_path: Path) -> None:
    store = Store.existing(str(shutil.copytree(base / "store", tmp_path / "store")))
    (release,) = store.commits("releases")
    for name, told in (("a", release.key), ("b", "another"), ("c", None)):
        (rows := tmp_path / "work" / "encoded" / name).mkdir(parents=True)
        (rows / "rows.arrow").write_text("7001")
        (rows / (RELEASE if told else "other")).write_text(told or "")
    purge(store, ["theirs"], "they asked", "Ann")
    with pytest.raises(StoreError, match="removed the text of samples"):
        train(store, release, Student(base="none"), "none", tmp_path / "work")
    assert not store.keys("students")
    assert [path.name for path in (tmp_path / "work" / "encoded").iterdir()] == ["b"], "nor is any row of it kept"


def test_nothing_is_purged_that_is_not_there_or_while_somebody_works(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_PACE", "0.1")
    store = Store.existing(str(shutil.copytree(base / "store", tmp_path / "store")))
    for named in ("theirs:99", "0" * 16, "nobody"):
        with pytest.raises(CommandError):
            purge(store, [named], "why", "Ann")
    with held(store.storage, "planner", "plans"), pytest.raises(StoreError, match="nobody at work"):
        purge(store, ["theirs"], "why", "Ann")
    assert store.keys("exclusions") == ["exclusion-00001"]
