"""Sources → questions: everything is counted, nothing leaks, nothing is dropped silently."""

import json
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.small_campaign import campaign, prepared, table, write_jsonl
from thoughtmill.campaign import check
from thoughtmill.errors import CampaignError, StoreError
from thoughtmill.questions.dedup import Known
from thoughtmill.questions.intake import same_reference
from thoughtmill.questions.looking import question_id
from thoughtmill.questions.prepare import prepare
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.store.store import Commit, Store

GOOD = {"problem": "What is 1 + 1?", "answer": "2"}
BAD: dict[RefusedFor, Any] = {
    RefusedFor.UNREADABLE: b"\xff\xfe broken\n",
    RefusedFor.NO_PROMPT: {"problem": "  ", "answer": "2"},
    RefusedFor.TOO_LONG: {"problem": "x" * 200_001, "answer": "2"},
    RefusedFor.CONTROL_TOKEN: {"problem": "What is <|im_end|>?", "answer": "2"},
    RefusedFor.NO_REFERENCE: {"problem": "What is 2 + 1?", "answer": None},
    RefusedFor.BAD_REFERENCE: {"problem": "What is 2 + 2?", "answer": "???"},
    RefusedFor.NO_ANSWER: {"problem": "Prove that 1 + 1 = 2.", "answer": "proof"},
    RefusedFor.DUPLICATE: {"problem": "What  is 1 + 1?\n", "answer": "2"},
    RefusedFor.DUPLICATE_DISAGREES: {"problem": "What is 1 + 1?", "answer": "3"},
    RefusedFor.NEAR_DUPLICATE: {"problem": "what is 1+1", "answer": "2"},
    RefusedFor.LEAK: {"problem": "What is 1 + 90?", "answer": "91"},
}


def refused(store: Store, commit: Commit) -> list[dict[str, Any]]:
    return store.read(commit.file("refused.parquet")).to_pylist()


def test_every_kind_of_bad_row_has_a_case_here() -> None:
    of_formats = {RefusedFor.UNCLEAR_KEY, RefusedFor.MULTI_TURN, RefusedFor.NO_TEXT, RefusedFor.OTHER_FORMAT}
    later = {RefusedFor.REFERENCE_CHANGED, RefusedFor.PRIVATE}
    assert set(BAD) == set(RefusedFor) - of_formats - later, (
        "those are in test_formats.py, test_layers.py and test_private_data.py"
    )


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_row_is_kept_aside_with_its_reason_and_the_rest_goes_on(reason: RefusedFor, tmp_path: Path) -> None:
    found = campaign(tmp_path)
    bad = BAD[reason] if isinstance(BAD[reason], bytes) else json.dumps(BAD[reason]).encode() + b"\n"
    last = {"problem": "What is 3 + 3?", "answer": "6"}
    (tmp_path / "sums.jsonl").write_bytes(json.dumps(GOOD).encode() + b"\n" + bad + json.dumps(last).encode() + b"\n")
    store = Store.open(found.store_url())
    commit = prepare(store, found)
    assert [row["reason"] for row in refused(store, commit)] == [reason]
    assert commit.counts["questions.reasoning.math"] == 2
    assert commit.counts["questions"] + commit.counts["refused"] == commit.counts["rows"]


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv", "datasets"])
def test_every_format_gives_the_same_questions(form: str, tmp_path: Path) -> None:
    rows = [{"problem": f"What is {a},5 + “{a}”?", "answer": str(a)} for a in range(5)]
    wanted = table(tmp_path)
    columns = pa.Table.from_pylist(rows)
    if form == "datasets":
        import datasets

        datasets.Dataset.from_list(rows).save_to_disk(str(tmp_path / "source"))
    elif form == "parquet":
        pq.write_table(columns, tmp_path / "source.parquet")
    elif form == "csv":
        columns.to_pandas().to_csv(tmp_path / "source.csv", index=False)
    else:
        write_jsonl(tmp_path / "source.jsonl", rows)
    wanted["sources"][0] |= {"path": "source" if form == "datasets" else f"source.{form}", "name": "same"}
    found = check(wanted, tmp_path)
    store = Store.open(found.store_url())
    commit = prepare(store, found)
    shards = [file for file in commit.files if file.name.startswith("reasoning")]
    questions = [row for file in shards for row in store.read(file).to_pylist()]
    assert {row["prompt"] for row in questions} == {row["problem"] for row in rows}
    assert {row["reference"] for row in questions} == {row["answer"] for row in rows}
    assert all(row["question_id"] == question_id(row["prompt"]) for row in questions)


def test_preparing_again_changes_nothing(tmp_path: Path) -> None:
    store, found, commit = prepared(tmp_path)
    assert prepare(store, found) == commit


def test_shards_hold_no_more_questions_than_asked_for(tmp_path: Path) -> None:
    _, found, commit = prepared(tmp_path)
    assert all(s["questions"] <= found.work.shard_questions for s in commit.facts["shards"])
    assert sum(s["questions"] for s in commit.facts["shards"]) == commit.counts["questions"]


def test_a_store_made_for_other_questions_is_refused_and_the_source_named(tmp_path: Path) -> None:
    store, found, first = prepared(tmp_path)
    write_jsonl(tmp_path / "sums.jsonl", [GOOD])
    write_jsonl(tmp_path / "writing.jsonl", [{"prompt": "Write a line about a tree."}])
    with pytest.raises(StoreError, match="'sums' differs"):
        prepare(store, found)
    assert store.keys("questions") == [first.key]


@pytest.mark.parametrize(
    ("path", "content", "says"),
    [
        ("gone.jsonl", None, "nothing at"),
        ("empty.jsonl", b"", "is empty"),
        ("blank.jsonl", b"\n\n", "has none"),
        ("other.jsonl", b'{"question": "What?"}\n', "a column 'problem'"),
        ("sums.xlsx", b"PK", ".ndjson, .tsv or .csv"),
        ("broken.parquet", b"PAR1 not really", "a Parquet file"),
    ],
)
def test_a_source_that_is_wrong_as_a_whole_stops_with_its_name(
    path: str, content: bytes | None, says: str, tmp_path: Path
) -> None:
    wanted = table(tmp_path)
    if content is not None:
        (tmp_path / path).write_bytes(content)
    wanted["sources"][0]["path"] = path
    found = check(wanted, tmp_path)
    store = Store.open(found.store_url())
    with pytest.raises(CampaignError, match=says):
        prepare(store, found)
    assert not store.keys("questions"), "nothing half-made may stay"


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """No file may grow larger: what a full disk says, of this process alone."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("answer", ["1", "???"], ids=["questions", "refused rows"])
def test_no_room_for_what_is_read_stops_with_a_sentence_and_with_room_it_is_prepared(
    answer: str, tmp_path: Path
) -> None:
    found = campaign(tmp_path)
    rows = [{"problem": f"What is {n} - {n}? " + "so " * 200, "answer": answer} for n in range(1_300)]
    write_jsonl(tmp_path / "sums.jsonl", [GOOD, *rows])
    store = Store.open(found.store_url())
    with no_file_beyond(1 << 16), pytest.raises(StoreError, match=tempfile.gettempdir()):
        prepare(store, found)
    assert not store.keys("questions")
    commit = prepare(store, found)
    assert commit.counts["questions"] + commit.counts["refused"] == commit.counts["rows"] == 1_307


def test_half_a_surrogate_pair_is_unreadable_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    (tmp_path / "sums.jsonl").write_text('{"problem": "x \\ud800", "answer": "1"}\n' + json.dumps(GOOD) + "\n")
    store = Store.open(found.store_url())
    commit = prepare(store, found)
    assert [row["reason"] for row in refused(store, commit)] == [RefusedFor.UNREADABLE]


def test_a_domain_of_which_every_row_is_refused_is_named_with_the_reasons(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    write_jsonl(tmp_path / "sums.jsonl", [{"problem": "What is 1 + 1?", "answer": "???"}])
    with pytest.raises(CampaignError, match=r"reasoning/math[\s\S]*1 bad_reference"):
        prepare(Store.open(found.store_url()), found)


def test_an_exam_whose_reference_no_verifier_can_use_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    write_jsonl(tmp_path / "exam.jsonl", [{"prompt": "What is 1 + 90?", "reference": "???"}])
    with pytest.raises(CampaignError, match="exam, row 1"):
        prepare(Store.open(found.store_url()), found)


TRAINS = {
    "problem": "Two trains leave Bonn at noon. One drives 80 km/h, the other 95 km/h. How far apart are they at 2 pm?"
}


def test_what_comes_twice_names_the_question_that_stays_and_everything_is_counted(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    first = {**TRAINS, "answer": "30"}
    moved = {"problem": "At noon two trains leave Bonn. " + TRAINS["problem"].split(". ", 1)[1], "answer": "$30$"}
    other_number = {"problem": TRAINS["problem"].replace("95", "90"), "answer": "20"}
    write_jsonl(
        tmp_path / "sums.jsonl", [first, moved, {**moved, "answer": "31"}, other_number, {**first, "answer": "7"}]
    )
    store = Store.open(found.store_url())
    commit = prepare(store, found)
    aside = refused(store, commit)
    assert [row["reason"] for row in aside] == [RefusedFor.NEAR_DUPLICATE, RefusedFor.DUPLICATE_DISAGREES]
    assert all(question_id(first["problem"]) in row["detail"] for row in aside)
    assert commit.counts["questions.reasoning.math"] == 3
    assert commit.counts["questions"] + commit.counts["refused"] == commit.counts["rows"]


@pytest.mark.parametrize("generated", [False, True])
def test_generated_questions_are_compared_by_their_text_only(generated: bool, tmp_path: Path) -> None:
    wanted = table(tmp_path)
    wanted["sources"][0]["generated"] = generated
    rows = [
        {**TRAINS, "answer": "30"},
        {"problem": TRAINS["problem"].replace("Bonn", "Kiel"), "answer": "30"},
        {"problem": "what is 1+90", "answer": "91"},
        {"problem": "What  is 1 + 90?", "answer": "91"},
    ]
    write_jsonl(tmp_path / "sums.jsonl", rows)
    found = check(wanted, tmp_path)
    store = Store.open(found.store_url())
    reasons = [row["reason"] for row in refused(store, prepare(store, found))]
    by_text = [RefusedFor.LEAK]
    assert reasons == (by_text if generated else [RefusedFor.NEAR_DUPLICATE, RefusedFor.LEAK, RefusedFor.LEAK])


def test_tests_of_code_are_compared_as_they_stand_and_never_run_against_each_other() -> None:
    # run as a program, either table prints nothing, which is what the other one's test expects
    one, other = (json.dumps({"language": "python", "tests": [{"stdin": given, "stdout": ""}]}) for given in ("1", "2"))
    known = [Known(name, "tasks", "Print nothing.", "code", text) for name, text in (("a", one), ("b", other))]
    assert same_reference(known[0], known[0])
    assert not same_reference(*known)
