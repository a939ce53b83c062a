"""A release is exact, final and repeatable, and every reader reads it as it lies."""

import random
from pathlib import Path

import datasets
import duckdb
import pandas as pd
import pyarrow.dataset as ds
import pytest

from tests.small_campaign import prepared, right, run_rounds, write_traces
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.store.schemas import SAMPLES
from thoughtmill.store.upkeep.check import damage
from thoughtmill.template import ThinkAnswer, completion, strict_parts


def half(prompt: str, number: int, index: int) -> str:
    """Right in about half of the cases, always the same ones."""
    good = random.Random(f"{prompt}{number}{index}").random() < 0.5
    return right(prompt, number, index) if good or "+" not in prompt else right("1 + 999", number, index)


def test_a_release_holds_exactly_the_quotas(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, sums=30)
    run_rounds(store, found, questions, half)
    commit = publish(Ledger(store, found, questions))
    assert commit.rows == 8
    assert (commit.counts["samples.reasoning.math"], commit.counts["samples.general.writing"]) == (6, 2)
    assert not list(damage(store))


def test_every_sample_says_what_its_trace_said(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, half)
    commit = publish(Ledger(store, found, questions))
    for table in samples_of(store, commit):
        assert table.schema.equals(SAMPLES)
        for row in table.to_pylist():
            text = row["completion"][0]["content"]
            assert text == completion(ThinkAnswer(row["think"], row["answer"]))
            assert 0 < row["pass_rate"] <= 1
            if row["part"] == "reasoning":
                assert row["answer"] == row["reference"]
                assert isinstance(strict_parts(text), ThinkAnswer)


def test_written_again_it_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    digests: list[list[str]] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        store, found, questions = prepared(tmp_path / name)
        run_rounds(store, found, questions, half)
        commit = publish(Ledger(store, found, questions))
        assert publish(Ledger(store, found, questions)) == commit
        digests.append([commit.key, *(file.sha256 for file in commit.files)])
    assert digests[0] == digests[1]


def test_shards_that_happen_to_be_finished_beyond_the_prefix_change_nothing(tmp_path: Path) -> None:
    keys: list[str] = []
    for name, extra in (("plain", 0), ("more", 3)):
        (tmp_path / name).mkdir()
        store, found, questions = prepared(tmp_path / name, sums=40)
        run_rounds(store, found, questions, right)
        ledger = Ledger(store, found, questions)
        late = [state for state in ledger.units("reasoning", "math") if state.usable is None and state.plan]
        for state in late[-extra:] if extra else []:
            judge_shard(store, found, write_traces(store, state, questions, right).key)
        keys.append(publish(Ledger(store, found, questions)).key)
    assert keys[0] == keys[1]


def test_a_short_release_is_not_published(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    state = next_units(Ledger(store, found, questions), ["reasoning"])[0]
    judge_shard(store, found, write_traces(store, state, questions, right).key)
    with pytest.raises(QuotaNotMet, match="reasoning/math"):
        publish(Ledger(store, found, questions))
    assert not store.keys("releases")


def test_pyarrow_pandas_datasets_and_duckdb_read_it_as_it_lies(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    commit = publish(Ledger(store, found, questions))
    folder = (store.root / commit.file("README.md").path).parent
    assert sorted(path.name for path in folder.iterdir()) == ["README.md", "data"]
    assert ds.dataset(folder / "data").count_rows() == 8
    assert len(pd.read_parquet(folder / "data")) == 8
    loaded = datasets.load_dataset(str(folder), split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded.num_rows == 8
    found_rows = duckdb.sql(f"select count(*) from '{folder}/data/*.parquet'").fetchall()
    assert found_rows == [(8,)]


def test_the_card_names_the_counts_that_were_measured(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, half)
    commit = publish(Ledger(store, found, questions))
    card = store.read_bytes(commit.file("README.md")).decode()
    assert "8 samples" in card
    assert "| reasoning | math | 6 |" in card
    assert "wrong_answer" in card
