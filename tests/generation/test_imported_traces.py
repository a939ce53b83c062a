"""Traces from elsewhere become a teacher's shards: judged, released and counted like all others, and never asked."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.small_campaign import campaign, prepared, right, table, write_jsonl
from thoughtmill.campaign import Campaign, check
from thoughtmill.errors import CampaignError, QuotaNotMet
from thoughtmill.generation.imported_traces import ENGINE, import_traces
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.questions.looking import question_id
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage

PROMPTS = [f"What is {a} + 4?" for a in range(12)]
LINES = [f"Write a line about the number {a}." for a in range(6)]


def traces(copies: int = 3) -> list[dict[str, Any]]:
    return [
        {
            "problem": prompt,
            "generation": right(prompt, 1, index) if index != 1 else "<think>hm</think><answer>0</answer>",
        }
        for index in range(copies)
        for prompt in reversed(PROMPTS)
    ]


def brought(tmp_path: Path, rows: list[dict[str, Any]], **named: Any) -> tuple[Store, Campaign, Commit]:
    """A store whose two teachers have brought their traces."""
    write_jsonl(tmp_path / "traces.jsonl", rows)
    pq.write_table(
        pa.table({"prompt": LINES, "response": [right(line) for line in LINES], "n": [7] * len(LINES)}),
        tmp_path / "lines.parquet",
    )
    columns = {"prompt": "problem", "response": "generation", **named}
    teachers = {
        "thinker": {"model": "r1", "template": "think-answer", "traces": {"path": "traces.jsonl", "columns": columns}},
        "writer": {
            "model": "v3",
            "template": "direct",
            "traces": {"path": "lines.parquet", "columns": {"prompt": "prompt", "response": "response", "tokens": "n"}},
        },
    }
    return prepared(tmp_path, teachers=teachers)


def brought_in(store: Store, found: Campaign, questions: Commit) -> None:
    for part in found.imported_parts():
        for key in import_traces(store, found, part, questions):
            judge_shard(store, found, key)


def test_imported_traces_fill_a_release_and_no_engine_is_asked(tmp_path: Path) -> None:
    store, found, questions = brought(tmp_path, traces())
    brought_in(store, found, questions)
    assert next_units(Ledger(store, found, questions), list(found.parts)) == []
    release = publish(Ledger(store, found, questions))
    samples = pa.concat_tables(samples_of(store, release))
    assert samples.num_rows == 8
    assert {row["part"]: row["tokens"] for row in samples.to_pylist()} == {"reasoning": None, "general": 7}
    commits = list(store.commits("traces"))
    assert all(commit.facts["imported"]["file"] in ("traces.jsonl", "lines.parquet") for commit in commits)
    rows = [row for commit in commits for row in store.read(commit.file("traces.parquet")).to_pylist()]
    assert len(rows) == 36 + 6
    assert {row["engine"] for row in rows} == {ENGINE}
    assert len({(row["question_id"], row["round"], row["index"]) for row in rows}) == len(rows)
    assert not list(damage(store))


def test_every_row_is_a_trace_or_is_kept_aside_with_its_reason(tmp_path: Path) -> None:
    bad = [
        {"problem": "What is the moon?", "generation": "x"},
        {"problem": PROMPTS[0]},
        {"problem": PROMPTS[0], "generation": 7},
        {"problem": "  ", "generation": "x"},
        {"generation": "x"},
    ]
    store, found, questions = brought(tmp_path, traces() + bad)
    with (tmp_path / "traces.jsonl").open("ab") as stream:
        stream.write(b"no json\n" + b'{"problem": "\xff"}\n')
    brought_in(store, found, questions)
    record = next(c for c in store.commits("imports") if c.key.startswith("reasoning"))
    reasons = [row["reason"] for row in store.read(record.file("refused.parquet")).to_pylist()]
    assert reasons == ["no_such_question", *["no_response"] * 2, *["no_prompt"] * 2, "not_json", "not_utf8"]
    assert record.counts["rows"] == record.counts["traces"] + record.counts["refused"] == 36 + 7
    assert record.counts["traces"] == sum(
        c.counts["traces"] for c in store.commits("traces") if c.facts["part"] == "reasoning"
    )


def test_a_second_import_does_nothing_and_a_changed_file_is_refused(tmp_path: Path) -> None:
    store, found, questions = brought(tmp_path, traces())
    brought_in(store, found, questions)
    before = {stage: store.keys(stage) for stage in ("imports", "rounds", "traces", "verdicts")}
    brought_in(store, found, questions)
    assert {stage: store.keys(stage) for stage in before} == before
    write_jsonl(tmp_path / "traces.jsonl", traces()[1:])
    with pytest.raises(CampaignError, match="another teacher"):
        import_traces(store, found, "reasoning", questions)


def test_an_import_that_was_cut_short_goes_on_where_it_was(tmp_path: Path) -> None:
    store, found, questions = brought(tmp_path, traces())
    brought_in(store, found, questions)
    whole = {key: store.get("traces", key).counts for key in store.keys("traces")}
    release = publish(Ledger(store, found, questions)).key
    for stage in ("imports", "traces", "verdicts"):
        folder = store.root / "commits" / stage
        for record in sorted(folder.iterdir())[0 if stage == "imports" else 1 :]:
            record.unlink()
    brought_in(store, found, questions)
    assert {key: store.get("traces", key).counts for key in store.keys("traces")} == whole
    assert publish(Ledger(store, found, questions)).key == release


def test_too_few_traces_say_what_is_missing(tmp_path: Path) -> None:
    store, found, questions = brought(tmp_path, traces()[:2])
    brought_in(store, found, questions)
    with pytest.raises(QuotaNotMet, match="2 of 2 traces"):
        next_units(Ledger(store, found, questions), ["reasoning"])


def test_a_teacher_is_asked_or_has_brought_traces(tmp_path: Path) -> None:
    base = table(tmp_path)
    del base["teachers"]["thinker"]["max_tokens"]
    with pytest.raises(CampaignError, match="max_tokens of at least 1"):
        check(base, tmp_path)
    base["teachers"]["thinker"]["traces"] = {"path": "t.jsonl", "columns": {"prompt": "p"}}
    with pytest.raises(CampaignError, match="response"):
        check(base, tmp_path)
    assert json.dumps(campaign(tmp_path).teachers["thinker"].teacher_id())


def test_a_row_that_no_store_can_hold_is_kept_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = {"problem": PROMPTS[0], "generation": right(PROMPTS[0], 1, 0)}
    bad = {
        "not_utf8": [
            {**good, "problem": "bad \ud83d prompt"},
            {**good, "generation": "bad \ud83d end"},
            {**good, "thought": "bad \udc00"},
            {**good, "end": "\ud83d"},
        ],
        "bad_tokens": [
            {**good, "n": n} for n in (1e300, float("inf"), -float("inf"), 2**31, -1, 2.5, True, "many", [7])
        ],
        "bad_reasoning": [{**good, "thought": thought} for thought in (["a", "b"], 5, {"a": 1})],
        "bad_finish_reason": [{**good, "end": ["stop"]}],
        "too_long": [{**good, "end": "stop" * 1_000}],
    }
    fine = [{**good, "n": n} for n in (7, 7.0, None, float("nan"), "7", "")]
    store, found, questions = brought(tmp_path, [], reasoning="thought", finish_reason="end", tokens="n")
    rows = [row for some in bad.values() for row in some] + fine
    (tmp_path / "traces.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    brought_in(store, found, questions)
    record = next(c for c in store.commits("imports") if c.key.startswith("reasoning"))
    reasons = [row["reason"] for row in store.read(record.file("refused.parquet")).to_pylist()]
    assert reasons == [reason for reason, rows in bad.items() for _ in rows]
    traces = [c for c in store.commits("traces") if c.facts["part"] == "reasoning"]
    tokens = [row["completion_tokens"] for c in traces for row in store.read(c.file("traces.parquet")).to_pylist()]
    assert tokens == [7, 7, None, None, 7, None]


def test_a_text_of_a_parquet_file_that_is_no_utf8_is_kept_aside_alone(tmp_path: Path) -> None:
    store, found, questions = brought(tmp_path, traces())
    texts = pa.array([right(line).encode() for line in LINES[1:]] + [b"\xff\xfe"], pa.binary()).view(pa.string())
    columns = {"prompt": pa.array(LINES), "response": texts, "n": pa.array([7] * len(LINES))}
    pq.write_table(pa.table(columns), tmp_path / "lines.parquet")
    brought_in(store, found, questions)
    record = next(c for c in store.commits("imports") if c.key.startswith("general"))
    assert (record.counts["traces"], record.counts["refused.not_utf8"]) == (len(LINES) - 1, 1)


@pytest.mark.parametrize("format_", ["openr1", "auto"])
def test_the_responses_of_a_public_set_come_in_with_what_the_set_says_of_them(format_: str, tmp_path: Path) -> None:
    wanted = table(tmp_path)
    rows = [
        {
            "problem": f"What is {a} + 4?",
            "solution": "…",
            "answer": str(a + 4),
            "generations": [
                f"<think>It is {a} and 4.</think><answer>{a + 4}</answer>",
                "<think>No.</think><answer>0</answer>",
            ],
            "correctness_math_verify": [True, False],
            "correctness_llama": None,
        }
        for a in range(12)
    ]
    write_jsonl(tmp_path / "set.jsonl", [*rows, {**rows[0], "generations": []}])
    wanted["sources"][0] |= {"path": "set.jsonl", "columns": {}, "format": format_}
    thinker = {"model": "r1", "template": "think-answer", "traces": {"path": "set.jsonl", "format": format_}}
    wanted["teachers"]["thinker"] = thinker
    found = check(wanted, tmp_path)
    store = Store.open(found.store_url())
    questions = prepare(store, found)
    import_traces(store, found, "reasoning", questions)
    (record,) = [store.get("imports", key) for key in store.keys("imports")]
    assert (record.counts["rows"], record.counts["traces"], record.counts["refused.no_response"]) == (13, 24, 1)
    labels = store.read(record.file("labels.parquet")).to_pylist()
    assert {(row["index"], row["label"], row["value"]) for row in labels} == {
        (0, "correctness_math_verify", "True"),
        (1, "correctness_math_verify", "False"),
    }
    ours = {row["question_id"] for row in labels}
    assert ours == {question_id(str(row["problem"])) for row in rows}


def test_a_set_without_responses_brings_none_and_says_so(tmp_path: Path) -> None:
    wanted = table(tmp_path)
    wanted["teachers"]["thinker"] = {
        "model": "r1",
        "template": "think-answer",
        "traces": {"path": "sums.jsonl", "format": "auto"},
    }
    found = check(wanted, tmp_path)
    store = Store.open(found.store_url())
    questions = prepare(store, found)
    with pytest.raises(CampaignError, match=r"a format with responses, openr1[\s\S]*found     qa"):
        import_traces(store, found, "reasoning", questions)
