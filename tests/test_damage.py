"""`check` finds every kind of damage, in a folder and in a bucket, names it, and changes nothing."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import PLACES, everything, overwrite
from thoughtmill.commits import sealed
from thoughtmill.damage import Checked, damage
from thoughtmill.errors import StoreError
from thoughtmill.parts import Parts
from thoughtmill.store import Commit, Store

ROWS = pa.table({"text": [f"row {i}" for i in range(500)]})
KEY = "math-00002"


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
    Parts(store, "math-00003").flush([{"question_id": "q", "round": 1, "index": 0, "text": "t"}])
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
    forged(store, commit, lambda found: found.update(more=1))
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
    return f"{commit.name} was made from {commit.parents[0]}"


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
    told = list(damage(store))
    assert len(told) == 1, told
    assert named in told[0]
    assert everything(store) == before


def test_several_damages_are_all_named(built: tuple[Store, Commit]) -> None:
    store, commit = built
    wanted = [HARMS[name](store, commit) for name in ("missing", "longer", "part_torn", "foreign among records")]
    told = list(damage(store))
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
    if not harm:  # all but store.json and the file of the attempt that never committed
        lie = everything(store)
        read = [path for path in lie if path != "store.json" and not path.startswith("shards/traces/math-00003")]
        assert (told[-1].files, told[-1].size) == (len(read), sum(len(lie[path]) for path in read))


def test_two_stores_that_were_mixed_are_told_apart(built: tuple[Store, Commit], tmp_path: Path) -> None:
    store, _ = built
    other = Store.open(str(tmp_path / "other"))
    with other.begin("traces", "elsewhere") as attempt:
        attempt.write_table("traces.parquet", ROWS)
        attempt.commit()
    for path, content in everything(other).items():
        if path != "store.json":
            overwrite(store, path, content)
    told = list(damage(store))
    assert len(told) == 1, told
    assert "commits/traces/elsewhere.json" in told[0]
    assert "two stores were mixed" in told[0]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0))
def test_a_flipped_bit_in_any_file_of_a_store_is_found(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Records, data, parts, `store.json`; only the files of an attempt that never committed concern nobody."""
    chance = random.Random(seed)
    store, _ = build(str(tmp_path_factory.mktemp("flip") / "store"))
    unnamed = next(listed.path for listed in store.storage.listed("shards/traces/math-00003"))
    path = chance.choice([path for path in everything(store) if path != unnamed])
    content = bytearray(store.storage.read(path))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    overwrite(store, path, bytes(content))
    try:
        told = "".join(damage(Store.existing(store.url)))
    except StoreError as error:
        told = str(error)
    assert path in told
