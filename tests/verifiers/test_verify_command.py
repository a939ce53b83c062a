"""A file of (question, reference, response) is judged row by row; so are single answers, from threads and asyncio."""

import asyncio
import gzip
import json
import os
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


@pytest.mark.parametrize("way", ["itself", "a link to it", "another name of it", "no folder", "a folder", "read-only"])
def test_what_is_judged_is_never_written_over_nor_is_a_place_that_cannot_be_written_a_traceback(
    way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    file.write_text(json.dumps(ROWS[0]) + "\n")
    match way:
        case "a link to it":
            out.symlink_to(file)
        case "another name of it":
            out.hardlink_to(file)
        case "no folder":
            out = tmp_path / "none" / "out.jsonl"
        case "a folder":
            out.mkdir()
        case "read-only":
            out = Path("/proc/version")  # nobody may write it, not even root
        case _:
            out = file
    assert main(["verify", str(file), "--out", str(out)]) == 1
    told = capsys.readouterr().out
    expected = "that is not read" if way in ("itself", "a link to it", "another name of it") else "that can be written"
    assert told.startswith(f"expected  a file {expected}"), told
    assert json.loads(file.read_text()) == ROWS[0]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_stood_where_verdicts_go_stays_until_all_are_written(tmp_path: Path) -> None:
    file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    out.write_text("of yesterday")
    file.write_text(json.dumps({"gold": "5"}) + "\n")
    assert main(["verify", str(file), "--out", str(out)]) == 1
    assert out.read_text() == "of yesterday"
    file.write_text(json.dumps(ROWS[0]) + "\n")
    (tmp_path / "link.jsonl").symlink_to(out)
    assert main(["verify", str(file), "--out", str(tmp_path / "link.jsonl")]) == 0
    assert (json.loads(out.read_text())["outcome"], (tmp_path / "link.jsonl").is_symlink()) == ("correct", True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.jsonl", "out.jsonl", "rows.jsonl"]


def test_verdicts_go_down_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS[0]) + "\n")
    reads, writes = os.pipe()
    assert main(["verify", str(tmp_path / "rows.jsonl"), "--out", f"/dev/fd/{writes}"]) == 0
    os.close(writes)
    with os.fdopen(reads) as stream:
        assert json.loads(stream.read())["outcome"] == "correct"


NOT_SQL = [{"reference": "SELECT 1", "response": "SELECT 1", "verifier": "sql"}] * 2
FAULTS = {
    "a reference that can't be used": (NOT_SQL, "2 rows not judged: the reference can't be used: ", "not JSON"),
    "no such verifier": ([{"reference": "5", "response": "5", "verifier": "mth"}], "'mth'; there are ", "math"),
    "one column of two": (
        [{"answer": "5", "response": "5"}],
        "a column 'reference'",
        "called: --reference-column NAME",
    ),
    "both columns": ([{"a": 5}], "a column 'reference' and a column 'response'", "called: --reference-column NAME, "),
    "no rows": ([], "is empty", "fill it, or leave it out"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_wrong_with_rows_is_said_with_its_reason(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, *wanted = FAULTS[case]
    file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["verify", str(file), "--out", str(out)]) == 1
    told = capsys.readouterr().out
    assert [words for words in wanted if words not in told] == [], told
    assert case != "one column of two" or "--response-column" not in told
    if out.exists():  # every row has the reason, too
        assert wanted[-1] in json.loads(out.read_text().splitlines()[0])["why"]


def test_a_folder_is_not_said_to_be_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path)]) == 1
    assert "a folder" in capsys.readouterr().out


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
