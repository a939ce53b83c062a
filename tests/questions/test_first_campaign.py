"""From files to a campaign: what `init` writes is read, and `prepare --dry-run` says what becomes of each row."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.small_campaign import write_jsonl
from thoughtmill.campaign import load
from thoughtmill.cli import main
from thoughtmill.questions.prepare import prepare
from thoughtmill.store.store import Store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "data.md"
SUMS = [{"question": f"Ann has {n} pens, buys {7 * n}. How many?", "answer": f"So\n#### {8 * n}"} for n in range(9)]
BAD = [{"question": "Why is the sky blue?", "answer": "Nobody knows."}, {"question": "", "answer": "#### 1"}]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_jsonl(tmp_path / "sums.jsonl", [*SUMS, *BAD, SUMS[0]])
    write_jsonl(tmp_path / "exam.jsonl", [{"question": "What is 5 + 1?", "answer": "It is\n#### 6"}])
    return tmp_path


def test_the_commands_of_the_page_lead_from_a_file_to_questions(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = re.findall(r"^\$ thoughtmill (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    *first, withdraw, purge = commands
    for command in first:
        assert main(shlex.split(command)) == 0
    told = capsys.readouterr().out
    assert "first.toml is written; next: thoughtmill prepare first.toml --dry-run" in told
    assert re.search(r"sums.*gsm8k.*math.*12.*9.*no_answer 1, no_prompt 1, duplicate 1", told)
    rows = [json.loads(line) for line in (folder / "rows.jsonl").read_text().splitlines()]
    assert [(row["row"], row["reason"]) for row in rows if row["reason"]] == [
        (10, "no_answer"),
        (11, "no_prompt"),
        (12, "duplicate"),
    ]
    campaign = load("first.toml")
    commit = prepare(Store.open(campaign.store_url()), campaign)
    assert (commit.counts["questions"], commit.counts["refused"]) == (9, 3), "as the dry run said"
    assert main(shlex.split(withdraw)) == 0
    assert "exclusion-00001: 4 questions withdrawn" in capsys.readouterr().out
    assert main(shlex.split(purge)) == 0
    assert "by Ann: 1 rows of questions (the author asked for it)" in capsys.readouterr().out


def test_a_first_campaign_without_an_exam_is_tried_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "sums.jsonl"]) == 0
    (folder / "exam.jsonl").unlink()
    for command in (["prepare", "sums.toml", "--dry-run"], ["plan", "sums.toml", "--pass-rate", "1"]):
        assert main(command) == 0, capsys.readouterr().out
    assert main(["init", "sums.jsonl", "--exam", "sums.jsonl", "--out", "gone.toml"]) == 0
    text = (folder / "gone.toml").read_text()
    (folder / "gone.toml").write_text(
        text.replace('path     = "sums.jsonl"\nformat   = "gsm8k"\nverifier', 'path = "no.jsonl"\nverifier')
    )
    assert main(["prepare", "gone.toml", "--dry-run"]) == 0
    assert "no leaks were looked for" in capsys.readouterr().out
    assert main(["init", "sums.jsonl"]) == 1, "it never writes over a file"
    assert "sums.toml is there" in capsys.readouterr().out


@pytest.mark.parametrize(
    "out", ["first.toml", "sums.jsonl", "exam.jsonl", "link.jsonl", "more/rows.jsonl", "x-new.csv"]
)
def test_what_a_campaign_is_read_from_is_never_written_over(
    out: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "more").mkdir()
    write_jsonl(
        folder / "more" / "a.jsonl", [{"question": "Tom reads 3 of 12 pages. How many remain?", "answer": "#### 9"}]
    )
    (folder / "x-1.csv").write_text("question,answer\nWhat is 2 + 2?,4\n")
    (folder / "link.jsonl").symlink_to(folder / "sums.jsonl")
    assert main(["init", "sums.jsonl", "more", "x-*.csv", "--exam", "exam.jsonl", "--out", "first.toml"]) == 0
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    capsys.readouterr()
    assert main(["prepare", "first.toml", "--dry-run", "--out", out]) == 1
    assert capsys.readouterr().out.startswith("expected  a file that is not read")
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
    assert main(["prepare", "first.toml", "--dry-run", "--out", "more.jsonl"]) == 0, "it is beside them"


def test_rows_that_hold_anything_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = [{"question": "[/INST] \x1b[2J?", "answer": "#### 1"}, {"question": "[bold]x[/]?", "answer": "#### 2"}]
    write_jsonl(folder / "sums.jsonl", [*SUMS[:3], *odd])
    (folder / "sums.jsonl").open("a").write('{"question": "\\ud800", "answer": "#### 1"}\n')
    assert main(["init", "sums.jsonl", "--exam", "exam.jsonl"]) == 0
    assert main(["prepare", "sums.toml", "--dry-run", "--out", "rows.jsonl"]) == 0
    told = capsys.readouterr().out
    assert "[/INST]" in told
    assert "\x1b" not in told


def test_a_file_without_questions_is_told_in_three_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sizes.csv").write_text("width,height\n1,2\n")
    assert main(["init", "sizes.csv"]) == 1
    assert re.search(r"expected .*sizes.csv.*\nfound .*none of width, height\nto do .*columns", capsys.readouterr().out)
    assert not (folder / "sizes.toml").exists()
    (folder / "alt.csv").write_bytes("question,answer\nWie groß?,1\n".encode("cp1252"))
    assert main(["init", "alt.csv"]) == 1
    assert re.search(r"expected .*alt.csv.*\nfound .*not_utf8\nto do .*UTF-8", capsys.readouterr().out)


def test_a_first_campaign_says_why_rows_are_refused_and_asks_for_no_more_than_they_give(folder: Path) -> None:
    names = ["name", "age", "height", "weight", "colour"]
    rows = [
        {"question": f"What is the {one} of all?", "query": f"SELECT {one} FROM a", "db_id": "pets"} for one in names
    ]
    write_jsonl(folder / "pets.jsonl", rows)
    write_jsonl(folder / "few.jsonl", [*SUMS[:2], *[SUMS[0]] * 5])
    wanted = [
        ("pets", 1, "no row can be used: why", "#   other_format: no statements that build its database pets: join")
    ]
    wanted += [("few", 1, "can use the references", "first 7 rows refused: 5 duplicate\n\n")]
    wanted += [("sums", 4, "can use the references", "#   no_answer: no answer is marked")]
    for name, quota, *said in wanted:
        assert main(["init", f"{name}.jsonl"]) == 0
        text = (folder / f"{name}.toml").read_text(encoding="utf-8")
        assert [words for words in said if words not in text] == [], text
        assert load(f"{name}.toml").parts["reasoning"].quota == quota


def test_columns_with_odd_names_are_named_once_for_the_files_and_the_exam(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file, numbers in (("fragen.csv", range(2, 8)), ("pruefung.csv", [9])):
        rows = [f"Anna kauft {n} Hefte zu je 2,50 Euro. Wie viel bezahlt sie?;{5 * n}" for n in numbers]
        (folder / file).write_text("\n".join(["Frage;Lösung (€)", *rows]), encoding="utf-8")
    assert main(["init", "fragen.csv"]) == 1
    assert "--columns prompt=NAME,reference=NAME" in capsys.readouterr().out
    words = ["init", "fragen.csv", "sums.jsonl", "--exam", "pruefung.csv", "--columns"]
    assert main([*words, "prompt=Frage,reference=Antwort"]) == 1, "one of them is not there"
    assert "no Antwort among Frage, Lösung (€)" in capsys.readouterr().out
    assert main(["init", "sums.jsonl", "--columns", "prompt=Frage"]) == 1, "no file has it"
    assert main([*words, "prompt=Frage,reference=Lösung (€)"]) == 0, capsys.readouterr().out
    found = load("fragen.toml")
    assert [(source.format, source.verifier) for source in found.sources] == [(None, "math"), ("gsm8k", "math")]
    assert found.sources[0].columns == found.exams[0].columns == {"prompt": "Frage", "reference": "Lösung (€)"}
    commit = prepare(Store.open(found.store_url()), found)
    assert (commit.counts["questions"], commit.counts["held_out"]) == (6 + 9, 1)


def test_a_file_from_a_german_spreadsheet_is_read_and_its_language_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"Anna kauft {n} Hefte zu je 2,50 Euro. Wie viel bezahlt sie?;{5 * n}" for n in range(2, 8)]
    (folder / "hefte.csv").write_text("\n".join(["question;answer", *rows]), encoding="utf-8-sig")
    assert main(["init", "hefte.csv"]) == 0
    campaign = load("hefte.toml")
    assert (campaign.sources[0].language, campaign.policy.languages) == ("de", ("de",))
    text = (folder / "hefte.toml").read_text()
    (folder / "hefte.toml").write_text(text.replace('languages   = ["de"]', 'languages = ["english"]'))
    capsys.readouterr()
    assert main(["prepare", "hefte.toml", "--dry-run", "--out", "rows.jsonl"]) == 0
    told = capsys.readouterr().out
    assert "hefte: its questions are in 'de'" in told
    assert "no language is called 'english'" in told
    assert {json.loads(line)["reference"] for line in (folder / "rows.jsonl").open()} >= {"10", "35"}


def test_queries_without_a_database_are_told_from_other_references(folder: Path) -> None:
    rows = [{"nl": f"Who has {n} pens?", "gold": f"SELECT name FROM pens WHERE number = {n}"} for n in range(9)]
    write_jsonl(folder / "queries.jsonl", rows)
    assert main(["init", "queries.jsonl", "sums.jsonl", "--columns", "prompt=nl,reference=gold"]) == 0
    queries, sums = (folder / "queries.toml").read_text().split("[[sources]]")[1:3]
    assert "The verifier `sql` runs them, but needs the statements that build their" in queries
    assert 'verifier = "text"' in queries
    assert "sql" not in sums
