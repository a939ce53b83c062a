"""Finished traces of a shard that is not complete: kept, read as they were, never trusted if they were damaged."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places import PLACES, everything, overwrite
from thoughtmill.store.partial_shards import PART, PartialShards
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

KEY = "reasoning-math-00001.r1.0123456789abcdef"


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A new store."""
    found = str(tmp_path / "store") if request.param == "folder" else request.getfixturevalue("bucket")
    return Store.open(found)


def trace(question: str, index: int = 0, text: str | None = "<think>a</think>") -> dict[str, Any]:
    """A finished trace, or with `text` None an ask that was set aside."""
    name = {"question_id": question, "round": 1, "index": index}
    if text is None:
        nothing = dict.fromkeys(["text", "reasoning", "finish_reason", "prompt_tokens", "completion_tokens"])
        rest = {"teacher_id": None, "engine": None, "created_at": None, "aside": "too_long", "detail": "9 of 8 tokens"}
        return {**name, **nothing, **rest}
    return {
        **name,
        "text": text,
        "reasoning": None,
        "finish_reason": "stop",
        "prompt_tokens": 3,
        "completion_tokens": 4,
        "teacher_id": "t",
        "engine": "e",
        "created_at": datetime(2026, 1, 1, 12, tzinfo=UTC),
        "aside": None,
        "detail": None,
    }


def test_what_attempts_flushed_is_read_as_it_was_and_no_commit_comes_of_it(store: Store) -> None:
    rows = [trace("q1", 0, "Größe 大\x00"), trace("q1", 1), trace("q2", 0, None), trace("q3")]
    first, second = PartialShards(store, KEY), PartialShards(store, KEY)
    first.flush(rows[:2])
    second.flush(rows[2:3])
    first.flush([])
    first.flush(rows[3:])
    PartialShards(store, KEY + "0").flush([trace("of another shard")])
    found = PartialShards(Store.existing(store.url), KEY).read()
    assert sorted(found.rows, key=lambda row: (row["question_id"], row["index"])) == rows
    assert not found.broken
    assert store.keys("traces") == []
    assert not list(damage(store))


def test_of_two_parts_with_the_same_trace_the_first_name_counts_whoever_reads(store: Store) -> None:
    for text in ("one", "two", "three"):
        PartialShards(store, KEY).flush([trace("q", 0, text)])
    paths = sorted(path for path in everything(store) if PART.fullmatch(path))
    found = {PartialShards(store, KEY).read().rows[0]["text"] for _ in range(3)}
    assert len(found) == 1
    store.storage.delete(paths[-1])
    assert {row["text"] for row in PartialShards(store, KEY).read().rows} == found


def test_clearing_removes_the_parts_of_one_shard_only(store: Store) -> None:
    PartialShards(store, KEY).flush([trace("q")])
    other = PartialShards(store, KEY + "0")
    other.flush([trace("q")])
    PartialShards(store, KEY).clear()
    assert not PartialShards(store, KEY).read().rows
    assert other.read().rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_a_part_that_is_torn_or_flipped_is_left_alone(tmp_path: Path, where: float, bit: int, cut: bool) -> None:
    store = Store.open(str(tmp_path / "store"))
    PartialShards(store, KEY).clear()
    good, bad = PartialShards(store, KEY), PartialShards(store, KEY)
    good.flush([trace("good")])
    bad.flush([trace("bad")])
    path = next(path for path in everything(store) if bad.voice.attempt in path)
    content = bytearray(store.storage.read(path))
    place = int(where * len(content))
    if cut:
        del content[place:]
    else:
        content[place] ^= 1 << bit
    overwrite(store, path, bytes(content))
    found = PartialShards(store, KEY).read()
    assert [row["question_id"] for row in found.rows] == ["good"]
    assert found.broken == (path,)
    assert store.storage.read(path) == bytes(content), "what is broken is left for a person to look at"
    (told,) = damage(store)
    assert told.path == path


def test_a_part_with_the_right_name_that_is_no_parquet_is_left_alone(store: Store) -> None:
    good = PartialShards(store, KEY)
    good.flush([trace("good")])
    content = b"PAR1 and nothing else PAR1"
    path = f"{good.prefix}/{'0' * 12}-000000.{hashlib.sha256(content).hexdigest()}.parquet"
    store.storage.create(path, content)
    found = PartialShards(store, KEY).read()
    assert [row["question_id"] for row in found.rows] == ["good"]
    assert found.broken == (path,)
