"""What is withdrawn is in no later release, whole sources also where a later layer adds to them."""

from pathlib import Path
from typing import Any

from tests.small_campaign import campaign, prepared, right, run_rounds, write_jsonl
from tests.terminal import Terminal
from thoughtmill.generation.planner import Ledger
from thoughtmill.questions.exclusions import excluded_now, undo
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.release.withdrawal import withdraw
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage


def two_sources(folder: Path, rows: int) -> list[dict[str, Any]]:
    """Sums from two places, and the lines to write."""
    write_jsonl(folder / "mine.jsonl", [{"prompt": f"What is {a} + 7?", "reference": str(a + 7)} for a in range(20)])
    theirs = [{"prompt": f"What is {a} + 5000?", "reference": str(a + 5000)} for a in range(rows)]
    write_jsonl(folder / "theirs.jsonl", theirs)
    columns = {"prompt": "prompt", "reference": "reference"}
    math = {"part": "reasoning", "domain": "math", "columns": columns, "verifier": "math"}
    names = ("mine.jsonl", "theirs.jsonl")
    return [
        *({**math, "path": name} for name in names),
        {"part": "general", "domain": "writing", "path": "writing.jsonl"},
    ]


def samples(store: Store, release: Commit) -> list[dict[str, Any]]:
    return [row for table in samples_of(store, release) for row in table.to_pylist()]


def test_a_withdrawn_source_is_in_no_later_release_also_where_a_layer_adds_to_it(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path, sources=two_sources(tmp_path, 8))
    run_rounds(store, found, questions, right)
    before = publish(Ledger(store, found, questions))
    held = sum(row["source"] == "theirs" for row in samples(store, before))
    assert held > 0
    made = withdraw(store, ["theirs"], "they asked", "Ann")
    assert (made.questions, made.released) == (8, {before.key: (held, held)})
    assert withdraw(store, ["theirs"], "again", "Ann").exclusion is None
    wider = campaign(tmp_path, sources=two_sources(tmp_path, 16))
    added = prepare(store, wider)
    assert added.counts["questions"] == 8
    run_rounds(store, wider, added, right)
    after = publish(Ledger(store, wider, added))
    assert after.key != before.key
    assert {row["source"] for row in samples(store, after)} == {"mine", "writing"}
    assert len(excluded_now(store).questions) == 16
    assert made.exclusion
    undo(store, made.exclusion.key, "Ann")
    assert not excluded_now(store).questions
    assert not list(damage(store))


def test_rows_are_withdrawn_by_their_numbers_and_what_gave_no_question_is_told(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, found, questions = prepared(tmp_path, sources=two_sources(tmp_path, 3))
    run_rounds(store, found, questions, right)
    before = publish(Ledger(store, found, questions))
    gone = next(row for row in samples(store, before) if row["source"] == "mine")
    url, words = str(store.root), ["--reason", "a mistake", "--by", "Ann"]
    shown = thoughtmill("withdraw", url, f"mine:{gone['row']}", *words)
    assert (shown.returncode, "1 questions withdrawn" in shown.stdout) == (0, True)
    assert f"release {before.key} holds 1 samples of 1 of these questions" in shown.stdout
    run_rounds(store, found, questions, right)
    after = samples(store, publish(Ledger(store, found, questions)))
    assert len(after) == 8
    assert gone["prompt"] not in [row["prompt"] for row in after]
    for wrong, told in (("mine:99", "none came from mine:99"), ("mine:3-2", "FIRST-LAST"), ("others", "'others'")):
        shown = thoughtmill("withdraw", url, wrong, *words)
        assert (shown.returncode, told in shown.stdout) == (1, True)
    assert thoughtmill("withdraw", url, f"mine:{gone['row']}", *words).stdout.startswith("all of these are excluded")


def test_all_questions_of_a_row_are_withdrawn_and_a_source_without_one_before_it_gives_some(tmp_path: Path) -> None:
    asked = [{"question": f"What is {a} + 100?", "answers": [{"text": str(a + 100)}]} for a in range(3)]
    write_jsonl(tmp_path / "article.jsonl", [{"paragraphs": [{"context": "Sums.", "qas": asked}]}])
    math = {"part": "reasoning", "domain": "math"}
    sources = [*two_sources(tmp_path, 2), {**math, "path": "article.jsonl", "format": "squad", "verifier": "text"}]
    write_jsonl(tmp_path / "theirs.jsonl", [{"prompt": "What is 1 + 7?", "reference": "8"}])
    store, found, _ = prepared(tmp_path, sources=sources)
    assert withdraw(store, ["article:1"], "they asked", "Ann").questions == 3
    assert len(excluded_now(store).questions) == 3
    made = withdraw(store, ["theirs"], "they asked", "Ann")
    assert (made.questions, made.exclusion is None) == (0, False)
    assert withdraw(store, ["theirs"], "again", "Ann").exclusion is None
    two_sources(tmp_path, 2)
    assert prepare(store, found).counts["questions"] == 2
    assert len(excluded_now(store).questions) == 5
    assert not list(damage(store))
