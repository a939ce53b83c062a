"""A file of (question, reference, response) is judged row by row; so are single answers, from threads and asyncio."""

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from thoughtmill import Outcome, verify
from thoughtmill.cli import main

ROWS = [
    {"question": "What is 3 + 2?", "reference": "5", "response": "The answer is 5."},
    {"question": "What is 3 + 2?", "reference": "5", "response": "The answer is 6."},
    {"question": "What percent?", "reference": "5", "response": "\\boxed{5\\%}"},
    {"question": "What is 3 + 2?", "reference": "5", "response": "I don't know."},
]
OUTCOMES = ["correct", "wrong", "correct", "undecided"]


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_every_row_of_a_file_is_judged_with_its_reason(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / f"rows.{form}", tmp_path / "out.jsonl"
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), file)
    else:
        file.write_bytes(gzip.compress(lines) if form.endswith("gz") else lines)
    assert main(["verify", str(file), "--out", str(out)]) == 0
    found = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["outcome"] for row in found] == OUTCOMES
    assert found[3]["why"].startswith("no_answer")
    assert "4 rows judged" in capsys.readouterr().out


def test_a_row_that_cannot_be_judged_is_counted_and_a_missing_column_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"reference": "maybe 5", "response": "5"}) + "\n")
    assert main(["verify", str(file)]) == 1
    assert "1 rows not judged" in capsys.readouterr().out
    assert main(["verify", str(file), "--reference-column", "gold"]) == 1
    assert "gold" in capsys.readouterr().out
    file.write_text("no JSON\n")
    assert main(["verify", str(file)]) == 1


def test_a_row_without_a_text_to_judge_has_an_outcome_of_its_own_and_ends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    rows = [
        {"reference": "5", "response": None},
        {"reference": None, "response": "5"},
        {"response": "5"},
        {"reference": "5", "response": ["\\boxed{5}", "\\boxed{6}"]},
        {"reference": "5", "response": "5", "verifier": "maths"},
        {"reference": ["5", "five"], "response": "5"},
        {"reference": 5, "response": 5},
    ]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows[:3]) + "no JSON\n")
    with file.open("a") as more:
        more.write("".join(f"{json.dumps(row)}\n" for row in rows[3:]))
    assert main(["verify", str(file), "--out", str(out)]) == 1
    found = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["outcome"] for row in found] == [None] * 6 + ["correct"] * 2
    whys = ["no response", "no reference", "no reference", "not_json", "is a list", "no verifier"]
    assert [why for why, row in zip(whys, found, strict=False) if why not in row["why"]] == []
    assert "1 rows not judged: there is no response" in capsys.readouterr().out


def test_answers_are_verified_from_many_threads_and_inside_asyncio() -> None:
    pairs = [(f"\\boxed{{{n}}}", str(n + n % 2)) for n in range(40)] + [(r"\sin^2 x", r"1-\cos^2 x")] * 4
    wanted = [verify(*pair).outcome for pair in pairs]

    async def inside() -> list[Outcome]:
        here = verify("50", "50%", question="What percent?").outcome
        there = await asyncio.gather(*(asyncio.to_thread(verify, *pair) for pair in pairs))
        return [here, *(one.outcome for one in there)]

    with ThreadPoolExecutor(9) as pool:  # eight threads and an event loop at once
        looped = pool.submit(lambda: asyncio.run(inside()))
        threads = [pool.submit(verify, *pair) for pair in pairs]
        assert [one.result().outcome for one in threads] == wanted
        assert looped.result() == [Outcome.CORRECT, *wanted]
