"""`check` finds every kind of damage, in a folder and in a bucket, names it, and changes nothing."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import PLACES, everything, overwrite
from tests.s3_server import delete_object, put_object
from tests.store.damages import NOTHING_WRONG, Damage, damages, of_another_store, put, small_store
from tests.store.storages import Refusing, Stale
from tests.terminal import Terminal
from thoughtmill.errors import StoreError
from thoughtmill.store.partial_shards import PartialShards
from thoughtmill.store.records.commits import sealed
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import Checked, check, damage

ROWS = pa.table({"text": [f"row {i}" for i in range(500)]})
KEY = "math-00002"
ROOT = Path(__file__).resolve().parents[2]


def build(url: str) -> tuple[Store, Commit]:
    """A store with two shards, the second made from the first, a part, and an attempt that never committed."""
    store = Store.open(url)
    with store.begin("rounds", KEY) as attempt:
        attempt.write_table("plan.parquet", ROWS)
        first = attempt.commit()
    with store.begin("traces", KEY) as attempt:
        attempt.write_table("traces.parquet", ROWS)
        attempt.write_bytes("more/notes.md", b"notes" * 9)
        second = attempt.commit(counts={"traces": 500}, parents=(first.name,), facts={"shares": {"math": 0.5}})
    store.begin("traces", "math-00003").write_table("traces.parquet", ROWS)
    PartialShards(store, "math-00003").flush([{"question_id": "q", "round": 1, "index": 0, "text": "t"}])
    return store, second


@pytest.fixture(params=PLACES)
def built(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Store, Commit]:
    """Such a store, new."""
    return build(str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket"))


def record(commit: Commit) -> str:
    """Where its record lies."""
    return f"commits/{commit.name}.json"


def edited(store: Store, commit: Commit, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a record by hand, neatly."""
    found = json.loads(store.storage.read(record(commit)))
    change(found)
    overwrite(store, record(commit), json.dumps(found, ensure_ascii=False, indent=1).encode())


def forged(store: Store, commit: Commit, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a record as somebody would who knows how its hash is made."""
    found = json.loads(store.storage.read(record(commit)))
    del found["record_sha256"]
    change(found)
    overwrite(store, record(commit), sealed(found))


def missing(store: Store, commit: Commit) -> str:
    store.storage.delete(commit.files[0].path)
    return commit.files[0].path


def truncated(store: Store, commit: Commit) -> str:
    overwrite(store, commit.files[0].path, store.storage.read(commit.files[0].path)[:-1])
    return commit.files[0].path


def emptied(store: Store, commit: Commit) -> str:
    overwrite(store, commit.files[1].path, b"")
    return commit.files[1].path


def longer(store: Store, commit: Commit) -> str:
    overwrite(store, commit.files[1].path, store.storage.read(commit.files[1].path) + b"\0")
    return commit.files[1].path


def swapped(store: Store, commit: Commit) -> str:
    other = store.get("rounds", KEY).files[0].path
    overwrite(store, commit.files[1].path, store.storage.read(other))
    return commit.files[1].path


def count_edited(store: Store, commit: Commit) -> str:
    edited(store, commit, lambda found: found["counts"].update(traces=501))
    return record(commit)


def hash_edited(store: Store, commit: Commit) -> str:
    edited(store, commit, lambda found: found["files"][0].update(sha256="0" * 64))
    return record(commit)


def hash_forged(store: Store, commit: Commit) -> str:
    forged(store, commit, lambda found: found["files"][0].update(sha256="0" * 64))
    return commit.files[0].path


def size_forged(store: Store, commit: Commit) -> str:
    forged(store, commit, lambda found: found["files"][0].update(size=1))
    return commit.files[0].path


def field_forged(store: Store, commit: Commit) -> str:
    forged(store, commit, lambda found: found.update(created_at=1))
    return record(commit)


def spaces_edited(store: Store, commit: Commit) -> str:
    overwrite(store, record(commit), store.storage.read(record(commit)) + b"\n")
    return record(commit)


def half_record(store: Store, commit: Commit) -> str:
    overwrite(store, record(commit), store.storage.read(record(commit))[:40])
    return record(commit)


def empty_record(store: Store, commit: Commit) -> str:
    overwrite(store, record(commit), b"")
    return record(commit)


def record_that_is_a_list(store: Store, commit: Commit) -> str:
    overwrite(store, record(commit), b"[1]")
    return record(commit)


def record_of_another_shard(store: Store, commit: Commit) -> str:
    overwrite(store, "commits/traces/copied.json", store.storage.read(record(commit)))
    return f"it says {commit.name}"


def record_of_another_store(store: Store, commit: Commit) -> str:
    forged(store, commit, lambda found: found.update(store_id="f" * 32))
    return f"{record(commit)} to belong to this store"


def parent_gone(store: Store, commit: Commit) -> str:
    store.storage.delete(f"commits/{commit.parents[0]}.json")
    return f"commits/{commit.parents[0]}.json"


def part_torn(store: Store, commit: Commit) -> str:
    (path,) = (listed.path for listed in store.storage.listed("parts"))
    overwrite(store, path, store.storage.read(path)[:-1])
    return path


def foreign(path: str) -> Callable[[Store, Commit], str]:
    def harm(store: Store, commit: Commit) -> str:
        found = path.format(attempt=f"shards/{commit.name}/{commit.attempt}")
        overwrite(store, found, b"mine")
        return f"{found} is no file of this store"

    return harm


STRANGERS = {
    "beside the store": "thesis.md",
    "among records": "commits/traces/notes.txt",
    "in no stage": "commits/nonsense/x.json",
    "in a committed shard": "{attempt}/extra.parquet",
    "in a shard, outside any attempt": "shards/traces/math-00002/extra.parquet",
    "among parts": "parts/traces/math-00003/notes.txt",
    "on its way": "tmp/notes.txt",
    "hidden": ".hidden",
}
HARMS: dict[str, Callable[[Store, Commit], str]] = {
    harm.__name__: harm
    for harm in (
        missing,
        truncated,
        emptied,
        longer,
        swapped,
        count_edited,
        hash_edited,
        hash_forged,
        size_forged,
        field_forged,
        spaces_edited,
        half_record,
        empty_record,
        record_that_is_a_list,
        record_of_another_shard,
        record_of_another_store,
        parent_gone,
        part_torn,
    )
} | {f"foreign {name}": foreign(path) for name, path in STRANGERS.items()}


def test_a_whole_store_with_parts_and_ended_attempts_has_no_damage(built: tuple[Store, Commit]) -> None:
    assert list(damage(built[0])) == []


@pytest.mark.parametrize("harm", HARMS)
def test_every_damage_is_named_once_and_nothing_is_changed(built: tuple[Store, Commit], harm: str) -> None:
    store, commit = built
    named = HARMS[harm](store, commit)
    before = everything(store)
    told = list(map(str, damage(store)))
    assert len(told) == 1, told
    assert named in told[0]
    assert everything(store) == before


def test_several_damages_are_all_named(built: tuple[Store, Commit]) -> None:
    store, commit = built
    wanted = [HARMS[name](store, commit) for name in ("missing", "longer", "part_torn", "foreign among records")]
    told = list(map(str, damage(store)))
    assert len(told) == len(wanted)
    assert all(any(named in one for one in told) for named in wanted)


@pytest.mark.parametrize("harm", ["", "missing", "half_record", "foreign beside the store"])
def test_a_check_tells_after_every_file_how_far_it_is(built: tuple[Store, Commit], harm: str) -> None:
    store, commit = built
    if harm:
        HARMS[harm](store, commit)
    told: list[Checked] = []
    faults = list(damage(store, told.append))
    assert bool(faults) == bool(harm)
    assert [one.files for one in told] == list(range(1, len(told) + 1))
    assert [one.size for one in told] == sorted(one.size for one in told)
    assert (told[-1].files, told[-1].size) == (told[-1].all_files, told[-1].all_size)
    if not harm:  # all but store.json, the journal and the file of the attempt that never committed
        lie = everything(store)
        read = [path for path in lie if not path.startswith(("store.json", "log/", "new/", "shards/traces/math-00003"))]
        assert (told[-1].files, told[-1].size) == (len(read), sum(len(lie[path]) for path in read))


def test_two_stores_that_were_mixed_are_told_apart(built: tuple[Store, Commit], tmp_path: Path) -> None:
    store, _ = built
    other = Store.open(str(tmp_path / "other"))
    with other.begin("traces", "elsewhere") as attempt:
        attempt.write_table("traces.parquet", ROWS)
        attempt.commit()
    for path, content in everything(other).items():
        if not path.startswith(("store.json", "log/")):
            overwrite(store, path, content)
    told = list(map(str, damage(store)))
    assert len(told) == 1, told
    assert "commits/traces/elsewhere.json" in told[0]
    assert "two stores were mixed" in told[0]


def with_field(content: bytes, text: str) -> bytes:
    """A record with one more field, written by hand."""
    return content.replace(b"{\n", b'{\n "x": ' + text.encode() + b",\n", 1)


NO_RECORDS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "no text": lambda content: b"\xff\xfe\x00",
    "utf-16": lambda content: content.decode().encode("utf-16"),
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "a list": lambda content: b"[1]",
    "a deep list": lambda content: b"[" * 100_000 + b"]" * 100_000,
    "a deep field": lambda content: with_field(content, "[" * 50_000 + "]" * 50_000),
    "a field nested 190 deep": lambda content: with_field(content, "[" * 190 + "]" * 190),
    "a lone surrogate": lambda content: with_field(content, '"\\ud800"'),
    "a surrogate in bytes": lambda content: with_field(content, '"?"').replace(b"?", b"\xed\xa0\x80"),
    "a long number": lambda content: with_field(content, "9" * 5_000),
    "the longest number": lambda content: with_field(content, "9" * 4_300),
    "an infinite number": lambda content: with_field(content, "1e999"),
    "no number": lambda content: with_field(content, "NaN"),
    "a field twice": lambda content: with_field(with_field(content, "1"), "2"),
    "a hash that is none": lambda content: content.replace(b'"record_sha256": "', b'"record_sha256": 1, "y": "'),
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_whatever_stands_where_a_record_should_is_named_refused_and_hides_nothing(name: str, tmp_path: Path) -> None:
    store, commit = build(str(tmp_path / "store"))
    other = store.get("rounds", KEY).files[0].path
    store.storage.delete(other)
    overwrite(store, record(commit), NO_RECORDS[name](store.storage.read(record(commit))))
    told = list(map(str, damage(store)))
    assert sum(record(commit) in one for one in told) == 1, told
    assert sum(other in one for one in told) == 1, told
    assert not any(char for one in told for char in one if not char.isprintable() and char != "\n")
    assert max(map(len, told)) < 2_000
    for look in (store.find, store.get):
        with pytest.raises(StoreError, match=record(commit)):
            look("traces", KEY)


@pytest.mark.parametrize("name", NO_RECORDS)
def test_whatever_stands_in_store_json_is_named_and_hides_nothing(name: str, tmp_path: Path) -> None:
    store, commit = build(str(tmp_path / "store"))
    store.storage.delete(commit.files[0].path)
    overwrite(store, "store.json", NO_RECORDS[name](store.storage.read("store.json")))
    told = list(map(str, check(store.url)))
    assert len(told) == 2, told
    assert "store.json" in told[0]
    assert commit.files[0].path in told[1]
    for look in (Store.open, Store.existing):
        with pytest.raises(StoreError, match=r"store\.json"):
            look(store.url)


OTHERS = (None, True, -1, 1.5, "x", "\0", [], [1], {}, {"x": 1}, 10**30, [[]], [{}])
FIELDS = ("stage", "key", "files", "counts", "parents", "facts", "attempt", "created_at", "store_id")


@pytest.mark.parametrize("field", [*FIELDS, "name", "path", "sha256", "size", "rows"])
def test_a_field_of_another_kind_is_named_whoever_sealed_it_and_hides_nothing(field: str, tmp_path: Path) -> None:
    """In `facts` any small JSON is right, and a time or a parent may be any text."""
    store, commit = build(str(tmp_path / "store"))
    other = store.get("rounds", KEY).files[0].path
    store.storage.delete(other)
    whole, named = store.storage.read(record(commit)), 0
    for value in OTHERS:

        def change(found: dict[str, Any], value: object = value) -> None:
            (found if field in FIELDS else found["files"][0])[field] = value

        forged(store, commit, change)
        told = list(map(str, damage(store)))
        assert any(other in one for one in told), told
        named += any(record(commit) in one or commit.files[0].path in one for one in told)
        overwrite(store, record(commit), whole)
    assert named >= {"facts": 8, "parents": 7, "counts": 10, "created_at": 11, "rows": 12}.get(field, len(OTHERS) - 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=60) | JSON.map(lambda found: json.dumps(found).encode()), where=st.integers(0, 2))
def test_a_check_of_a_store_with_anything_in_one_file_ends_and_names_it(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, where: int
) -> None:
    store, commit = build(str(tmp_path_factory.mktemp("any") / "store"))
    path = (record(commit), "store.json", next(listed.path for listed in store.storage.listed("parts")))[where]
    overwrite(store, path, content)
    assert any(path in str(one) for one in check(store.url))


def test_names_that_are_no_text_folders_and_pipes_are_named_and_printed(tmp_path: Path) -> None:
    store, commit = build(str(tmp_path / "store"))
    (store.root / os.fsdecode(b"shards/\xff\x1b[2J")).write_bytes(b"")
    (store.root / "commits/traces/x\n.json").write_bytes(b"")
    for path in (commit.files[0].path, record(store.get("rounds", KEY))):
        store.storage.delete(path)
        (store.root / path).mkdir(parents=True)
    (store.root / commit.files[1].path).unlink()
    os.mkfifo(store.root / commit.files[1].path)
    os.mkfifo(store.root / "commits/traces/pipe.json")
    words = [sys.executable, "-m", "thoughtmill", "check", store.url]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert ended.returncode == 1, ended.stderr
    wanted = (
        r"shards/\udcff\x1b[2J",
        r"traces/x\n.json",
        *(file.path for file in commit.files),
        "pipe.json",
        "rounds/math-00002.json",
    )
    assert [text for text in wanted if text not in ended.stdout] == [], ended.stdout
    assert "6 faults" in ended.stdout


def test_a_file_that_is_far_too_long_for_a_record_is_not_read(tmp_path: Path) -> None:
    store, commit = build(str(tmp_path / "store"))
    os.truncate(store.root / record(commit), 1 << 40)
    with pytest.raises(StoreError, match="more than"):
        Store.existing(store.url).get("traces", KEY)
    assert any(record(commit) in str(one) and "more than" in str(one) for one in damage(store))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0))
def test_a_flipped_bit_in_any_file_of_a_store_is_found(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Records, data, parts, `store.json`; only the files of an attempt that never committed concern nobody."""
    chance = random.Random(seed)
    store, _ = build(str(tmp_path_factory.mktemp("flip") / "store"))
    unnamed = next(listed.path for listed in store.storage.listed("shards/traces/math-00003"))
    path = chance.choice([path for path, content in everything(store).items() if content and path != unnamed])
    content = bytearray(store.storage.read(path))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    overwrite(store, path, bytes(content))
    try:
        told = "".join(map(str, damage(Store.existing(store.url))))
    except StoreError as error:
        told = str(error)
    assert path in told


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, list[Damage]]:
    """A small real store, and all damages to it; who damages it puts back what was there."""
    store = small_store(tmp_path_factory.mktemp("small") / "store")
    there = everything(store)
    return store, list(damages(there, of_another_store(there)))


def told_of(store: Store, one: Damage, there: dict[str, bytes]) -> list[Fault]:
    """What a check says of a damaged store; then the damage is undone."""
    try:
        for path, content in one.changes.items():
            put(store, path, content)
        return list(check(store.url))
    finally:
        for path in one.changes:
            put(store, path, there.get(path))


@pytest.mark.parametrize(
    "some", [slice(0, None, 20), pytest.param(slice(None), marks=pytest.mark.slow)], ids=["few", "all"]
)
def test_every_damage_that_harms_is_named_with_what_to_do_and_none_breaks_a_check(
    small: tuple[Store, list[Damage]], some: slice
) -> None:
    store, all_of_them = small
    there = everything(store)
    assert len(all_of_them) >= 500
    assert len({one.kind for one in all_of_them}) >= 20
    assert list(check(store.url)) == []
    faults: list[str] = []
    for one in all_of_them[some]:
        told = told_of(store, one, there)
        if bool(told) == (one.kind in NOTHING_WRONG):
            faults.append(f"{one.kind}: {list(one.changes)}: {told}")
        shown = json.loads(json.dumps([fault.shown() for fault in told]))
        assert all(fault.keys() == {"kind", "path", "expected", "found", "todo"} for fault in shown)
        assert all(text and text.isprintable() for fault in shown for text in fault.values()), shown
    assert faults == []
    assert list(check(store.url)) == []
    assert everything(store) == there


def test_the_command_gives_the_same_as_json_also_where_there_is_no_store(
    small: tuple[Store, list[Damage]], thoughtmill: Terminal, tmp_path: Path
) -> None:
    store, all_of_them = small
    there = everything(store)
    assert thoughtmill("check", store.url, "--json") == (0, "[]\n")
    for one in all_of_them[:8]:
        for path, content in one.changes.items():
            put(store, path, content)
        shown = thoughtmill("check", store.url, "--json")
        assert json.loads(shown.stdout) == [fault.shown() for fault in check(store.url)]
        assert shown.returncode == (0 if one.kind in NOTHING_WRONG else 1)
        for path in one.changes:
            put(store, path, there.get(path))
    shown = thoughtmill("check", str(tmp_path / "nothing"), "--json")
    assert [fault["kind"] for fault in json.loads(shown.stdout)] == ["store_unusable"]
    assert shown.returncode == 1


def test_records_that_are_not_in_the_journal_yet_are_counted_and_are_no_fault(
    store: Store, thoughtmill: Terminal
) -> None:
    for key in "ab":
        with store.begin("traces", key) as attempt:
            attempt.commit()
    shown = thoughtmill("check", store.url)
    assert (shown.returncode, "2 records are not in the journal" in shown.stdout) == (0, True)
    store.journal.fold(1)
    shown = thoughtmill("check", store.url)
    assert (shown.returncode, "not in the journal" in shown.stdout) == (0, False)


def test_a_store_json_of_another_store_is_the_one_fault_and_not_every_record(tmp_path: Path) -> None:
    store = small_store(tmp_path / "store")
    put(store, "store.json", Store.open(str(tmp_path / "other")).storage.read("store.json"))
    (told,) = check(store.url)
    assert (told.kind, told.path) == (FaultKind.STORE_REPLACED, "store.json")
    assert store.store_id in told.expected


@pytest.mark.parametrize("parents", [("traces/a",), ("verdicts/v",)], ids=["itself", "a circle"])
def test_records_that_were_made_from_each_other_are_named(store: Store, parents: tuple[str, ...]) -> None:
    with store.begin("traces", "a") as attempt:
        attempt.commit(parents=parents)
    with store.begin("verdicts", "v") as attempt:
        attempt.commit(parents=("traces/a",))
    (told,) = damage(store)
    assert (told.kind, told.path) == (FaultKind.PARENTS_FORGED, "commits/traces/a.json")


def test_one_lost_parent_is_one_fault_however_many_were_made_from_it(store: Store) -> None:
    for key in ("a", "b", "c"):
        with store.begin("rounds", key) as attempt:
            attempt.commit(parents=("questions/q",))
    (told,) = damage(store)
    assert (told.kind, told.path) == (FaultKind.RECORD_LOST, "commits/questions/q.json")
    assert "2 others" in told.expected


def test_counts_that_the_rows_of_the_files_contradict_are_named_whoever_sealed_them(store: Store) -> None:
    with store.begin("traces", "a") as attempt:
        attempt.write_table("traces.parquet", ROWS)
        traces = attempt.commit(counts={"traces": 499, "set_aside": 0})
    with store.begin("verdicts", "a.p") as attempt:
        attempt.write_table("verdicts.parquet", ROWS)
        attempt.commit(counts={"traces": 500, "kept": 1, "rejected": 498}, parents=(traces.name,))
    assert [(one.kind, one.path) for one in damage(store)] == [
        (FaultKind.COUNTS_WRONG, "commits/traces/a.json"),
        (FaultKind.COUNTS_WRONG, "commits/verdicts/a.p.json"),
    ]


def test_what_can_not_be_read_now_is_not_called_damaged(tmp_path: Path) -> None:
    store, commit = build(str(tmp_path / "store"))
    path = commit.files[0].path
    told = list(damage(Store(Refusing(tmp_path / "store", path), store.store_id)))
    assert [(one.kind, one.path) for one in told] == [(FaultKind.UNREADABLE, path)]


def test_what_a_stale_listing_does_not_show_is_not_called_lost(tmp_path: Path) -> None:
    """As of a network file system, that shows what came a moment ago late, and what went still."""
    store = small_store(tmp_path / "store")
    assert (
        list(damage(Store(Stale(tmp_path / "store", hide=("commits/traces/", "log/000000002")), store.store_id))) == []
    )


HOSTILE = (
    "../x",
    "a/../../x",
    "a//b",
    "/etc/x",
    "ctl\x01x",
    "commits/traces/../x.json",
    "store.json/x",
    "l" * 900,
    "%2e%2e%2fx",
)


def test_a_bucket_with_hostile_names_is_checked_as_far_as_it_can_be_and_writes_nothing(
    bucket: str, s3: str, tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, commit = build(bucket)
    overwrite(store, commit.files[1].path, b"damaged")
    before = set(tmp_path.rglob("*"))
    for name in HOSTILE:
        put_object(s3, f"{bucket}/{name}", b"evil")
        told = json.loads(thoughtmill("check", bucket, "--json").stdout)
        assert commit.files[1].path in [fault["path"] for fault in told], (name, told)
        assert any(fault["kind"] in ("unlistable", "stray") for fault in told), (name, told)
        for words in (("repair", bucket, "--yes-nothing-runs", "--dry-run"), ("copy", bucket, str(tmp_path / "copy"))):
            assert thoughtmill(*words).returncode == 1 or not any(fault["kind"] == "unlistable" for fault in told)
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        delete_object(s3, f"{bucket}/{name}")
    assert {path for path in tmp_path.rglob("*") if (tmp_path / "cache") not in (path, *path.parents)} == before


def test_every_kind_of_fault_has_its_row_in_the_page_for_the_person_on_call() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").split("## A damaged store")[1]
    rows = [row.split(" | ")[0] for row in page.splitlines() if row.startswith("| `")]
    assert sorted(kind for row in rows for kind in row.strip("| ").replace("`", "").split(", ")) == sorted(FaultKind)
