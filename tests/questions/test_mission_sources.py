"""The sources of the big campaign load from rows of the sets that it names; code and instructions go the whole way."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.questions.code_rows import DOUBLE
from tests.questions.test_formats import READ
from tests.small_campaign import prepared, run_rounds, write_jsonl
from thoughtmill.campaign import Source, load
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger
from thoughtmill.judging.disputed import disputes
from thoughtmill.questions.reading import Reader
from thoughtmill.questions.sources import read_rows
from thoughtmill.release.publish import publish, samples_of

MISSION = Path(__file__).resolve().parents[2] / "campaigns" / "r1-to-qwen-800k.toml"
SOURCES = load(MISSION).sources


@pytest.mark.parametrize("source", SOURCES, ids=[Path(source.path).stem for source in SOURCES])
def test_a_source_of_the_mission_reads_rows_of_the_set_that_it_names(source: Source, tmp_path: Path) -> None:
    rows = [
        row for name, verifier, row, *_ in READ if name == source.format and verifier in (source.verifier, "", "text")
    ]
    assert rows, source.format
    file = tmp_path / Path(source.path).name
    for row in rows:
        if file.suffix == ".parquet":
            pq.write_table(pa.Table.from_pylist([row]), file)
        else:
            write_jsonl(file, [row])
        reader = Reader(source, iter(read_rows(file)))
        asked = [reader.read(one) for one in reader]
        assert [question.fault for question in asked] == [None]
        assert (asked[0].reference is not None) == bool(source.verifier)


def answer(prompt: str, _round: int, index: int) -> str:
    """Right at the second try."""
    said = ["First I look at it.", "Now I look at it again.", "Once more I look at it.", "At last I look."][index % 4]
    if "double" in prompt:
        factor = 2 if index else 3
        return f"<think>{said}</think><answer>\n```python\ndef double(a):\n    return {factor} * a\n```\n</answer>"
    if "comma" in prompt:
        return f"<think>{said}</think><answer>Rain{'' if index else ','} and sun.</answer>"
    return f"<think>{said}</think><answer>A line.</answer>"


@pytest.mark.needs("bwrap")
def test_a_set_of_programs_and_one_of_instructions_go_the_whole_way(tmp_path: Path) -> None:
    scripts = ["assert double((2,)) == (2, 2)", "for n in range(3):\n    assert double(n) == 2 * n"]
    programs = [{"text": f"{DOUBLE} Case {n}.", "test": script} for n, script in enumerate(scripts)]
    broken = {"text": f"{DOUBLE} Again.", "code": "def double(a): return a", "test_list": ["assert double(1) == 2"]}
    of_ifbench = {"min_words": 2, "max_words": 4}
    told: dict[str, Any] = {"instruction_id_list": ["punctuation:no_comma", "count:word_count_range"]}
    told |= {"kwargs": [{}, of_ifbench]}
    write_jsonl(tmp_path / "programs.jsonl", [*programs, broken])
    write_jsonl(tmp_path / "told.jsonl", [{"prompt": f"No comma, please: {n}.", **told} for n in range(2)])
    of_code, of_form = ({"part": "reasoning", "format": "auto", "generated": True} for _ in range(2))
    of_code |= {"domain": "code", "path": "programs.jsonl", "verifier": "code"}
    of_form |= {"domain": "form", "path": "told.jsonl", "verifier": "instructions"}
    parts = {"reasoning": {"quota": 4, "teacher": "thinker", "domains": {"code": 0.5, "form": 0.5}}}
    teachers = {"thinker": {"model": "scripted", "template": "think-answer", "max_tokens": 80, "concurrency": 8}}
    store, found, questions = prepared(tmp_path, sources=[of_code, of_form], parts=parts, teachers=teachers)
    refused = store.read(questions.file("refused.parquet")).to_pylist()
    assert [(row["reason"], "its own solution fails" in row["detail"]) for row in refused] == [("bad_reference", True)]
    run_rounds(store, found, questions, answer)
    commit = publish(Ledger(store, found, questions))
    samples = [row for rows in samples_of(store, commit) for row in rows.to_pylist()]
    assert sorted(row["verifier"] for row in samples) == ["code", "code", "instructions", "instructions"]
    assert all("2 * a" in row["answer"] or "," not in row["answer"] for row in samples)


@pytest.mark.needs("bwrap")
def test_traces_that_agree_with_each_other_against_the_same_test_make_a_dispute(tmp_path: Path) -> None:
    disputed = {"text": f"{DOUBLE} Wrongly.", "test_list": ["assert double(1) == 2", "assert double(2) == 5"]}
    write_jsonl(tmp_path / "programs.jsonl", [disputed])
    source = {"part": "reasoning", "domain": "code", "path": "programs.jsonl", "format": "auto", "verifier": "code"}
    parts = {"reasoning": {"quota": 1, "teacher": "thinker", "domains": {"code": 1.0}}}
    teachers = {"thinker": {"model": "scripted", "template": "think-answer", "max_tokens": 80, "concurrency": 8}}
    policy = {"first_round": 8, "max_traces": 8, "max_kept": 1}
    store, found, questions = prepared(tmp_path, sources=[source], parts=parts, teachers=teachers, policy=policy)

    def alike(_prompt: str, _round: int, index: int) -> str:
        code = f"def double(a{index}):\n    return 2 * a{index}"
        return f"<think>The try of number {index}.</think><answer>\n```python\n{code}\n```\n</answer>"

    with pytest.raises(QuotaNotMet):
        run_rounds(store, found, questions, alike)
    (dispute,) = disputes(store, found)
    assert (dispute.votes, dispute.answered) == (8, 8)
    assert dispute.answer == "test 2 of 2: returned 4, expected 5"
