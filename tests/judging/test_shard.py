"""Traces that break their checker, alone and twice, are set aside; many of them, or a missing program, are an error."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from tests.conftest import ROOT
from tests.judging import odd_verifier
from tests.judging.odd_verifier import WAYS
from tests.judging.test_cascade import question, trace
from tests.small_campaign import prepared, right, run_rounds, table
from tests.terminal import Terminal
from thoughtmill.campaign import Policy
from thoughtmill.errors import CheckerBroken
from thoughtmill.judging.cascade import TOLERATED
from thoughtmill.judging.explain import explain
from thoughtmill.judging.verdicts import judge_apart
from thoughtmill.judging.workers import WORKERS
from thoughtmill.reporting.status import status
from thoughtmill.store.schemas import QUESTIONS, TRACES, VERDICTS

GOOD = 70


@pytest.fixture(autouse=True)
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every Python that is started from here on knows the odd verifiers, as if they were rows of the table."""
    (tmp_path / "sitecustomize.py").write_text("from tests.judging import odd_verifier\nodd_verifier.install()\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))
    WORKERS.end()
    odd_verifier.install()
    yield
    odd_verifier.uninstall()
    WORKERS.end()


def judged(answers: list[str], verifier: str = "odd", reference: str = "7") -> pa.Table:
    texts = [f"<think>Three and four are {a}.</think><answer>{a}</answer>" for a in answers]
    traces = pa.Table.from_pylist([trace(text, index=i) for i, text in enumerate(texts)], schema=TRACES)
    asked = pa.Table.from_pylist([question(verifier, reference)], schema=QUESTIONS)
    return judge_apart(asked, traces, "think-answer", Policy())


@pytest.mark.slow
@pytest.mark.parametrize("ways", WAYS)
def test_traces_that_break_their_checker_are_set_aside_and_all_others_are_judged(ways: tuple[str, ...]) -> None:
    answers = ["seven"] * GOOD
    answers[30 : 30 + len(ways)] = ways
    table = judged(answers)
    assert table.schema == VERDICTS
    assert table["index"].to_pylist() == list(range(GOOD))
    rows = table.to_pylist()
    assert [row["reason"] is None for row in rows] == [answer == "seven" for answer in answers]
    for row in rows[30 : 30 + len(ways)]:
        assert (row["outcome"], row["reason"], row["sketch"]) == ("undecided", "checker_broken", None)
        assert row["text_hash"]
        assert 0 < len(row["detail"]) <= 510


def test_a_trace_that_broke_its_checker_once_is_judged_as_every_other(tmp_path: Path) -> None:
    table = judged(["7", f"once {tmp_path / 'first'}", "8"])
    assert table["reason"].to_pylist() == [None, None, "wrong_answer"]


@pytest.mark.slow
def test_more_than_are_tolerated_are_an_error_that_names_some() -> None:
    with pytest.raises(CheckerBroken, match=f"at most {TOLERATED} traces.*\n.*ZeroDivisionError"):
        judged(["7", *["raise"] * (TOLERATED + 1), "7"])


def test_a_program_that_is_missing_is_an_error_even_for_one_trace() -> None:
    with pytest.raises(CheckerBroken, match="apt-get install odd"):
        judged(["7"], "uninstalled", "missing")


@pytest.mark.slow
def test_a_text_that_is_not_utf_8_is_set_aside_and_its_shard_goes_on() -> None:
    good = trace("<think>Three and four are 7.</think><answer>7</answer>")
    rows = pa.Table.from_pylist([good | {"index": i} for i in range(9)], schema=TRACES)
    texts = [row.encode() for row in rows["text"].to_pylist()]
    texts[4] = b"<think>\xed\xa0\x80</think><answer>7</answer>"
    column = pa.array(texts, pa.binary()).cast(pa.string(), safe=False)
    traces = rows.set_column(rows.column_names.index("text"), "text", column)
    asked = pa.Table.from_pylist([question("odd", "7")], schema=QUESTIONS)
    table = judge_apart(asked, traces, "think-answer", Policy())
    assert table["reason"].to_pylist() == [None] * 4 + ["checker_broken"] + [None] * 4


@pytest.mark.slow
def test_a_trace_that_was_set_aside_is_counted_and_explained_without_breaking_who_asks(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    def teacher(prompt: str, round_: int, index: int) -> str:
        text = right(prompt, round_, index)
        return text.replace("<answer>4<", "<answer>kill<") if (round_, index) == (1, 0) else text

    sources = table(tmp_path)["sources"]
    sources[0]["verifier"] = "odd"
    store, found, questions = prepared(tmp_path, sources=sources)
    run_rounds(store, found, questions, teacher)
    verdicts = list(store.commits("verdicts"))
    assert all(commit.counts["kept"] + commit.counts["rejected"] == commit.counts["traces"] for commit in verdicts)
    assert sum(commit.counts.get("rejected.checker_broken", 0) for commit in verdicts) == 1
    assert status(store, found).rejected["checker_broken"] == 1
    rows = [row for commit in verdicts for row in store.read(commit.files[0]).to_pylist()]
    (row,) = (row for row in rows if row["reason"] == "checker_broken")
    name = f"{row['question_id']}-{row['round']}-{row['index']}"
    (told,) = explain(store, found, name)
    assert (told.asked, [verdict.reason for verdict in told.recorded]) == ((), ["checker_broken"])
    shown = thoughtmill("explain", str(store.root), name)
    assert shown.returncode == 0, shown.stdout
    assert "exit -9" in shown.stdout
