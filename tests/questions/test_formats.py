"""Public sets as they lie on disk: one format claims a row of each, and reads its question and its answer.

The rows are made by hand in the shape of the sets; none is copied.
"""

# ruff: noqa: E501  # a row of a table is a line

import bz2
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.questions.checked_rows import CHECKED_ROWS
from tests.questions.code_rows import CODE_ROWS
from tests.s3_server import environment, s3_server
from tests.small_campaign import campaign, table, write_jsonl
from thoughtmill.campaign import Source, check
from thoughtmill.errors import CampaignError
from thoughtmill.questions.first_look import looked_at
from thoughtmill.questions.formats import FORMATS, claiming
from thoughtmill.questions.prepare import prepare
from thoughtmill.questions.readers import Row
from thoughtmill.questions.reading import Question, Reader
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sources import content_hash, read_rows, resolved
from thoughtmill.store.store import Store

Q = "How many pens are there?"
OPTIONS = ["two", "three", "four", "five"]
LETTERED = f"{Q}\n\nA. two\nB. three\nC. four\nD. five"
USER = {"role": "user", "content": Q}
KNIGHTS = {"quiz": "Who is who?", "names": ["Ann", "Bo"], "solution": [True, False], "statements": "(('lying', 1),)"}
WHO = "Ann is a knight, and Bo is a knave."
STDIN = '{"tests": [{"stdin": "1\\n", "stdout": "2\\n"}]}'
GRID = [[1, 2], [3, 4]]

READ: list[tuple[str, str, dict[str, Any], str, Any]] = [
    ("gsm8k", "math", {"question": Q, "answer": "2+2=<<2+2=4>>4 pens.\n#### 4"}, Q, "4"),
    ("gsm8k", "math", {"question": Q, "ground_truth": "2+2=4 pens\nso\nA: 4", "6b": {}}, Q, "4"),
    ("math", "math", {"problem": Q, "solution": r"So $\boxed{\frac{1}{2}}$.", "level": "5", "type": "x"}, Q, r"\frac{1}{2}"),
    ("math", "math", {"problem": Q, "solution": "Long.", "answer": " 4\n", "subject": "x"}, Q, "4"),
    ("math", "math", {"problem": Q, "solution": "Long.", "answer": ["9", "9.0"]}, Q, '["9", "9.0"]'),
    ("numina", "math", {"problem": Q, "solution": r"\boxed{4}", "source": "olympiads", "messages": [USER]}, Q, "4"),
    ("numina", "math", {"problem": Q, "solution": "", "answer": "4", "problem_type": "Algebra"}, Q, "4"),
    ("openr1", "math", {"problem": Q, "answer": "4", "generations": ["<think>a</think>4"], "messages": [USER]}, Q, "4"),
    ("dapo", "math", {"prompt": [USER], "reward_model": {"ground_truth": "4", "style": "rule"}, "ability": "m"}, Q, "4"),
    ("dapo", "math", {"prompt": [{"role": "user", "content": f"Solve the following math problem step by step. The last line "
      f"of your response should be of the form Answer: $Answer.\n\n{Q}\n\nRemember to put your answer on its own line "
      'after "Answer:".'}], "reward_model": {"ground_truth": "4"}}, Q, "4"),
    ("dapo", "math", {"prompt": [{"role": "user", "content": Q + "\nPlease reason step by step, and put your final answer "
      r"within \boxed{}.<| Assistant |>"}], "reward_model": {"ground_truth": "4"}, "extra_info": {"question": Q}}, Q, "4"),
    ("big-math", "math", {"problem": Q, "answer": "4", "domain": ["x"], "llama8b_solve_rate": 0.5}, Q, "4"),
    ("big-math", "math", {"prompt": Q, "solution": "4", "llama8b_solve_rate": 0.5}, Q, "4"),
    ("deepmath", "math", {"question": Q, "final_answer": "4", "r1_solution_1": "4!", "topic": "x"}, Q, "4"),
    ("olympiadbench", "math", {"question": Q, "final_answer": ["$3$", "$5$"], "is_multiple_answer": True, "unit": None,
      "context": "There are bags."}, f"There are bags.\n\n{Q}", "$3$, $5$"),
    ("olympiadbench", "math", {"problem": Q, "answer": ["4"], "is_multiple_answer": False, "unit": "m"}, Q, "4 m"),
    ("olympiadbench", "math", {"question": Q, "final_answer": ["2.5"], "is_multiple_answer": False, "unit": "m", "error": "1e-1"}, Q,
      '{"answer": "2.5 m", "options": {"absolute": 0.1}}'),
    ("olympiadbench", "math", {"question": Q, "final_answer": ["2.5", "3"], "is_multiple_answer": True, "error": "0.1,0.02"}, Q,
      '{"answer": "2.5, 3", "options": {"absolute": 0.02}}'),
    ("olympiadbench", "math", {"question": Q, "final_answer": ["2.5", "3"], "is_multiple_answer": True, "error": "0.1,"}, Q, "2.5, 3"),
    ("word-problem", "math", {"Body": "Ann has two pens", "Question": Q, "Answer": 4.0}, f"Ann has two pens. {Q}", "4"),
    ("word-problem", "math", {"body": "Ann has pens.", "question": Q, "answer": "4 (pens)"}, f"Ann has pens. {Q}", "4 pens"),
    ("roll", "math", {"prompt": "Solve it.", "messages": json.dumps([USER]), "ground_truth": "4", "case_type": ""}, Q, "4"),
    ("nemo-gym", "math", {"responses_create_params": {"input": [USER]}, "question": Q, "expected_answer": "4"}, Q, "4"),
    ("nemo-gym", "math", {"responses_create_params": {"input": [USER]}, "expected_output": GRID}, Q,
     '{"answer": "[[1, 2], [3, 4]]"}'),
    ("nemo-gym", "choice", {"responses_create_params": {"input": [{"role": "user", "content": LETTERED}]},
      "options": [{"A": "two"}, {"B": "three"}], "expected_answer": "B"}, LETTERED, "B"),
    ("mmlu", "choice", {"question": Q, "choices": OPTIONS, "answer": 2, "subject": "x"}, LETTERED, "C"),
    ("mmlu", "choice", {"question": Q, "A": "two", "B": "three", "C": "four", "D": "five", "answer": "C"}, LETTERED, "C"),
    ("gpqa", "choice", {"Question": Q, "Correct Answer": "four", "Incorrect Answer 1": "two",
      "Incorrect Answer 2": "three", "Incorrect Answer 3": "five"}, "", None),
    ("sciq", "choice", {"question": Q, "correct_answer": "four", "distractor1": "two", "distractor2": "three",
      "distractor3": "five", "support": ""}, "", None),
    ("arc", "choice", {"question": Q, "choices": {"text": OPTIONS, "label": ["1", "2", "3", "4"]}, "answerKey": "3"},
     LETTERED, "C"),
    ("arc", "choice", {"question_stem": Q, "choices": {"text": OPTIONS, "label": [*"ABCD"]}, "answerKey": "C"}, LETTERED, "C"),
    ("triviaqa", "text", {"question": Q, "answer": {"value": "Four", "aliases": ["four", "4"]}}, Q, '["Four", "four", "4"]'),
    ("squad", "text", {"context": "Four pens.", "question": Q, "answers": {"text": ["Four", "four pens"], "answer_start": [0]}},
     f"Four pens.\n\n{Q}", '["Four", "four pens"]'),
    ("squad", "text", {"title": "t", "paragraphs": [{"context": "Four pens.", "qas": [
      {"question": Q, "id": "1", "answers": [{"text": "Four", "answer_start": 0}]}]}]}, f"Four pens.\n\n{Q}", "Four"),
    ("zebralogic", "choice", {"puzzle": "Four houses.", "question": Q, "choices": OPTIONS, "answer": "four"},
     f"Four houses.\n\n{LETTERED}", "C"),
    ("knights", "text", KNIGHTS, "", WHO),
    ("reasoning-gym", "text", {"question": Q, "answer": "4", "metadata": {"source_dataset": "chain_sum"}}, Q, "4"),
    ("programs", "code", {"problem": Q, "tests": [{"input": "1\n", "output": "2\n"}]}, Q, STDIN),
    ("programs", "code", {"problem": Q, "tests": {"inputs": ["1\n"], "outputs": ["2\n"]}, "solutions": []}, Q, STDIN),
    ("programs", "code", {"question": Q, "input_output": '{"inputs": ["1\\n"], "outputs": ["2\\n"]}'}, Q, STDIN),
    ("programs", "code", {"text": Q, "code": "…", "test_list": ["assert add([1], 2) == 3"]}, f"{Q}\n\nYour program should pass: assert add([1], 2) == 3",
     '{"function": "add", "tests": [{"args": [[1], 2], "expected": 3}]}'),
    ("programs", "code", {"prompt": "def add(a, b):", "entry_point": "add", "canonical_solution": "…",
      "test": "METADATA = {}\n\ndef check(candidate):\n    assert candidate([1], 1 + 1) == 3\n    assert abs(candidate(1, 2) - 3.0) < 1e-6"},
     "def add(a, b):", '{"function": "add", "tests": [{"args": [[1], 2], "expected": 3}, {"args": [1, 2], "expected": 3.0}]}'),
    ("programs", "code", {"question": "class Solution: def add", "tests": {"functional":
      "def check(candidate):\n    assert candidate(a = [1], b = 2) == 3\n\ncheck(Solution().add)"}},
     "class Solution: def add", '{"function": "add", "tests": [{"args": [], "expected": 3, "kwargs": {"a": [1], "b": 2}}]}'),
    ("programs", "code", {"question": "class Solution: def add", "tests":
      "my_solution = Solution()\ntest_input = {\"a\": [1], \"b\": 2}\nassert my_solution.add(**test_input) == 3"},
     "class Solution: def add", '{"function": "add", "tests": [{"args": [], "expected": 3, "kwargs": {"a": [1], "b": 2}}]}'),
    ("messages", "", {"messages": [USER, {"role": "assistant", "content": "Four."}]}, Q, None),
    ("messages", "math", {"messages": [USER, {"role": "assistant", "content": ""}], "answer": "4"}, Q, "4"),
    ("messages", "math", {"prompt": [{"from": "user", "value": Q}], "final_answer": "4"}, Q, "4"),
    ("messages", "", {"messages": [{"role": "system", "content": "You are a pirate."}, USER]}, f"You are a pirate.\n\n{Q}", None),
    ("sharegpt", "", {"conversations": [{"from": "human", "value": Q}, {"from": "gpt", "value": "Four."}]}, Q, None),
    ("openthoughts", "math", {"problem": Q, "deepseek_reasoning": "two and two", "deepseek_solution": "4",
      "ground_truth_solution": r"\boxed{4}"}, Q, "4"),
    ("alpaca", "", {"instruction": "Sum up.", "input": "A text.", "output": "A."}, "Sum up.\n\nA text.", None),
    ("mt-bench", "", {"question_id": 1, "turns": [Q]}, Q, None),
    ("choice", "choice", {"passage": "Pens.", "question": Q, "options": [f"({x}){o}" for x, o in zip("ABCD", OPTIONS, strict=True)],
      "label": "C", "answer": None}, f"Pens.\n\n{LETTERED}", "C"),
    ("choice", "choice", {"question": Q, "options": OPTIONS, "label": ["A", "C"]}, LETTERED, "AC"),
    ("choice", "choice", {"question": Q, "options": "A) two B) three C) four D) five", "Answer": "C"}, LETTERED, "C"),
    ("choice", "choice", {"problem": Q, "options": "a ) two , b ) three , c ) four , d ) five", "correct": "c"}, LETTERED, "C"),
    ("choice", "choice", {"question": Q, "options": dict(zip("ABCD", OPTIONS, strict=True)), "answer_idx": "C"}, LETTERED, "C"),
    ("choice", "choice", {"question": Q, "opa": "two", "opb": "three", "opc": "four", "opd": "five", "cop": 2}, LETTERED, "C"),
    ("choice", "choice", {"sentence": Q, "option1": "two", "option2": "four", "answer": "2"}, f"{Q}\n\nA. two\nB. four", "B"),
    ("choice", "choice", {"question": Q, "options": OPTIONS, "answer": "four", "id": 3}, LETTERED, "C"),
    ("choice", "choice", {"problem_id": "C1", "problem_text": Q, "choices": OPTIONS, "answer": ["c"]}, LETTERED, "C"),
    ("choice", "choice", {"question_text": Q, "choices": OPTIONS, "choice_labels": [*"ABCD"], "correct_label": "C"}, LETTERED, "C"),
    ("choice", "choice", {"q_text": Q, "q_op1": "two", "q_op2": "three", "q_op3": "four", "q_op4": "five", "q_ans": "four"}, LETTERED, "C"),
    ("choice", "choice", {"question": Q, "answers": [
        {"text": o, "correct": o == "four", "choice": x} for x, o in zip("ABCD", OPTIONS, strict=True)]}, LETTERED, "C"),
    ("qa", "choice", {"input": [{"role": "system", "content": "Answer A or B."}, {"role": "user", "content": LETTERED}], "ideal": "C"},
     f"Answer A or B.\n\n{LETTERED}", "C"),
    ("qa", "math", {"sQuestion": Q, "lSolutions": [4.0], "lEquations": ["x=2+2"]}, Q, "4"),
    ("qa", "math", {"question": Q, "table": "a | 4", "answer": "4"}, f"a | 4\n\n{Q}", "4"),
    ("prompts", "", {"number": "C2", "question": Q, "choices": OPTIONS}, LETTERED, None),
    ("qa", "text", {"input": Q, "target_scores": {"Yes": 0, "No": 1}, "target": "No. There is none."}, Q, "No"),
    ("qa", "choice", {"input": f"{Q}\nOptions:\n(A) 2\n(B) 4", "target": "(B)"}, f"{Q}\nOptions:\n(A) 2\n(B) 4", "(B)"),
    # PHYBench
    ("qa", "math", {"id": 1, "tag": "MECHANICS", "content": Q, "solution": "By energy it follows.", "answer": "$$T = 2mg$$"}, Q, "$$T = 2mg$$"),
    ("qa", "math", {"query": Q, "gt": 142.0}, Q, "142"),
    ("qa", "math", {"question": Q, "answer": "-2", "choice_answer": "A"}, Q, "A"),
    ("qa", "math", {"input": Q, "target": 4}, Q, "4"),
    ("qa", "text", {"question": Q, "answers": ["Four", "4 pens"]}, Q, '["Four", "4 pens"]'),
    ("prompts", "", {"prompt": Q, "label": "safe", "note": "x"}, Q, None),
    ("openmath", "math", {"problem": Q, "expected_answer": "4", "problem_type": "x", "generated_solution": "4!"}, Q, "4"),
    ("s1k", "math", {"question": Q, "solution": "4", "cot_type": "math", "attempt": "4!", "thinking_trajectories": ["Hm."]}, Q, "4"),
    ("s1k", "math", {"question": Q, "solution": r"It is \boxed{4}.", "cot_type": "math", "deepseek_attempt": "4!"}, Q, "4"),
    ("orz", "math", {"conversations": [{"from": "human", "value": Q}, {"from": "assistant", "ground_truth": {"value": "4"}}]}, Q, "4"),
    ("synthetic", "math", {"prompt": Q, "task_type": "verifiable_math", "verification_info": '{"ground_truth": "4"}'}, Q, "4"),
    ("nemotron", "", {"input": [{"role": "system", "content": "detailed thinking on"}, USER], "output": "4", "generator": "x",
      "reasoning": "on"}, Q, None),
    ("dolly", "", {"instruction": Q, "context": "Pens lie here.", "response": "4", "category": "qa"}, f"Pens lie here.\n\n{Q}", None),
    ("openorca", "", {"system_prompt": "Be kind.", "question": Q, "response": "4"}, f"Be kind.\n\n{Q}", None),
    ("ultrachat", "", {"id": "0", "data": ["Hello?", "Hello!", Q, "4"]}, f"user: Hello?\n\nassistant: Hello!\n\nuser: {Q}", None),
    *CODE_ROWS,
    *CHECKED_ROWS,
]  # fmt: skip


def read(row: dict[str, Any], verifier: str, format_: str = "auto", **more: Any) -> tuple[str, Question]:
    """The format that is found, and what it reads of the first question of a row."""
    source = Source(part="p", domain="d", path="x.jsonl", format=format_, verifier=verifier or None, **more)
    reader = Reader(source, iter([Row(1, row)]))
    assert reader.format
    return reader.format.name, reader.read(next(iter(reader)))


@pytest.mark.parametrize(("name", "verifier", "row", "prompt", "reference"), READ)
def test_one_format_claims_a_row_and_reads_its_question_and_answer(
    name: str, verifier: str, row: dict[str, Any], prompt: str, reference: str | None
) -> None:
    assert claiming([row]) == [name]
    found, asked = read(row, verifier)
    assert (found, asked.fault) == (name, None)
    assert asked.prompt == prompt or not prompt
    assert asked.reference == reference or not prompt or reference is None
    json.dumps(asked.reference)


def test_every_format_is_read_here() -> None:
    assert {name for name, *_ in READ} == set(FORMATS)


def test_the_right_one_of_options_that_are_drawn_is_where_the_letter_says() -> None:
    for row in (row for name, _, row, *_ in READ if name in ("gpqa", "sciq")):
        asked = read(row, "choice")[1]
        assert f"\n{asked.reference}. four" in asked.prompt
        assert read(row, "choice")[1] == asked, "the same whenever it is read"


REFUSED: list[tuple[RefusedFor, str, dict[str, Any]]] = [
    (RefusedFor.NO_ANSWER, "numina", {"problem": Q, "solution": "…", "answer": "notfound", "problem_type": "x"}),
    (RefusedFor.NO_ANSWER, "numina", {"problem": Q, "solution": "QED", "source": "x", "messages": []}),
    (RefusedFor.NO_ANSWER, "qa", {"question": Q, "answer": "proof"}),
    (RefusedFor.NO_ANSWER, "squad", {"context": "c", "question": Q, "answers": {"text": [], "answer_start": []}}),
    (RefusedFor.UNCLEAR_KEY, "mmlu", {"question": Q, "choices": OPTIONS, "answer": 4}),
    (RefusedFor.UNCLEAR_KEY, "choice", {"question": Q, "options": OPTIONS, "answer": "six"}),
    (RefusedFor.UNCLEAR_KEY, "qa", {"question": Q, "answer": ["3", "5"]}),
    (RefusedFor.MULTI_TURN, "messages", {"messages": [USER, USER]}),
    (RefusedFor.MULTI_TURN, "qa", {"question": [USER, {"role": "assistant", "content": "4"}, USER], "answer": "4"}),
    (RefusedFor.MULTI_TURN, "sharegpt", {"conversations": [{"from": "human", "value": Q}, {"from": "function_call"}]}),
    (RefusedFor.MULTI_TURN, "mt-bench", {"turns": [Q, "And now?"]}),
    (RefusedFor.NO_TEXT, "qa", {"question": Q, "answer": "4", "image": {"bytes": "x"}}),
    (RefusedFor.NO_TEXT, "qa", {"question": f"{Q} ![](pens.png)", "answer": "4"}),
    (RefusedFor.OTHER_FORMAT, "zebralogic", {"puzzle": Q, "solution": {"header": ["House"], "rows": [["1"]]}}),
    (RefusedFor.UNCLEAR_KEY, "olympiadbench", {"problem": Q, "answers": r"\boxed{5}, \boxed{6}", "unit": "m/s", "is_multiple_answer": True}),
    (RefusedFor.UNCLEAR_KEY, "olympiadbench", {"problem": Q, "answers": r"\boxed{5, 6}", "unit": "m/s, J", "is_multiple_answer": True}),
    (RefusedFor.UNCLEAR_KEY, "json-schema", {"prompt": Q, "schema": {"type": "object"}, "answer": {"name": "Bob"}}),
    (RefusedFor.OTHER_FORMAT, "synthetic", {"prompt": Q, "task_type": "reverse_text", "verification_info": '{"ground_truth": "olleh"}'}),
    (RefusedFor.OTHER_FORMAT, "programs", {"prompt": Q, "test": "assert f(1) =="}),
    (RefusedFor.OTHER_FORMAT, "programs", {"prompt": Q, "tests": {"inputs": ["1"], "outputs": []}}),
    (RefusedFor.OTHER_FORMAT, "codeforces", {"description": Q, "official_tests": [], "interaction_format": "Ask."}),
    (RefusedFor.OTHER_FORMAT, "livecodebench", {"question_content": Q, "public_test_cases": "[]", "private_test_cases": "x"}),
    (RefusedFor.OTHER_FORMAT, "ioi", {"problem": Q, "grader_files": [["graders/a.h", "x"]], "test_names": [], "task_type": "OutputOnly"}),
    (RefusedFor.OTHER_FORMAT, "sql", {"db_id": "pens", "question": Q, "query": "SELECT count(*) FROM pens"}),
    (RefusedFor.OTHER_FORMAT, "sql", {"sql_prompt": Q, "sql": "SELECT 1", "sql_context": "CREATE TABLE t (x INT)", "sql_dialect": "postgresql"}),
    (RefusedFor.OTHER_FORMAT, "squad", {"context": "c", "question": Q, "answers": 3}),
    (RefusedFor.NO_REFERENCE, "mmlu", {"question": Q, "choices": OPTIONS, "answer": None}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "name", "row"), REFUSED)
def test_a_row_without_one_clear_answer_is_refused_and_says_why(
    reason: RefusedFor, name: str, row: dict[str, Any]
) -> None:
    asked = read(row, FORMATS[name].verifier or "", name)[1]
    assert asked.fault, asked
    assert asked.fault[0] is reason


def test_a_list_of_references_means_what_the_campaign_says() -> None:
    row = {"question": Q, "answer": ["3", "5"]}
    assert read(row, "math", lists="parts")[1].reference == "3, 5"
    assert read(row, "math", lists="alternatives")[1].reference == '["3", "5"]'


def test_columns_that_the_user_names_win_and_may_lie_in_others() -> None:
    row = {"problem": "no", "solution": r"\boxed{1}", "deep": {"asked": [{"text": Q}]}, "right": 4}
    asked = read(row, "math", "math", columns={"prompt": "deep.asked.0.text"})[1]
    assert (asked.prompt, asked.reference) == (Q, "1")
    assert read(row, "math", "math", columns={"reference": "right"})[1].reference == "4"


@pytest.mark.parametrize(
    ("row", "format_", "says"),
    [
        ({"size": 3}, "auto", "none claims size"),
        ({"size": 3, "data": ["red", "green"]}, "auto", "none claims data"),
        (
            {"problem": Q, "answer": "4", "generations": [], "llama8b_solve_rate": 1},
            "auto",
            "openr1 and big-math claim",
        ),
        ({"question": Q}, "gsm9k", "one of gsm8k"),
    ],
)
def test_a_format_that_can_not_be_told_is_an_error_with_the_candidates(row: Any, format_: str, says: str) -> None:
    with pytest.raises(CampaignError, match=says):
        read(row, "math", format_)


def test_a_format_with_answers_asks_for_a_verifier() -> None:
    with pytest.raises(CampaignError, match='verifier = "math"'):
        read({"question": Q, "answer": "#### 4"}, "", "gsm8k")


ROWS = [{"question": f"What is {n} + 5?", "answer": f"It is\n#### {n + 5}"} for n in range(3)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS)
COLUMNS = {name: [row[name] for row in ROWS] for name in ROWS[0]}


def _parquet(path: Path) -> bytes:
    pq.write_table(pa.Table.from_pylist(ROWS), path)
    return path.read_bytes()


FILES: dict[str, str | None] = {
    "lines.jsonl": LINES,
    "lines.json": LINES,
    "list.json": json.dumps(ROWS),
    "pretty.json": json.dumps(ROWS, indent=1),
    "columns.json": json.dumps(COLUMNS),
    "pandas.json": json.dumps({name: dict(enumerate(cells)) for name, cells in COLUMNS.items()}),
    "ids.json": json.dumps({f"id{n}": row for n, row in enumerate(ROWS)}),
    "inside.json": json.dumps({"version": 1, "data": ROWS}, indent=2),
    "cells.csv": "question,answer\n" + "".join('{question},"{answer}"\n'.format(**row) for row in ROWS),
    "cells.tsv": "question\tanswer\n" + "".join('{question}\t"{answer}"\n'.format(**row) for row in ROWS),
    "table.parquet": None,
}


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_the_same_rows_packed_or_not(name: str, packed: str, tmp_path: Path) -> None:
    text = FILES[name]
    raw = _parquet(tmp_path / "raw") if text is None else text.encode()
    with pa.output_stream(
        str(tmp_path / (name + packed)), compression={".gz": "gzip", ".zst": "zstd"}.get(packed)
    ) as file:
        file.write(raw)
    rows = list(read_rows(tmp_path / (name + packed)))
    assert [row.values for row in rows] == ROWS
    assert [row.number for row in rows] == [1, 2, 3]


def test_a_csv_file_without_a_line_of_names_loses_no_row(tmp_path: Path) -> None:
    (tmp_path / "mmlu.csv").write_text(f'"{Q}",two,three,four,five,C\n"{Q} Or not?",1,2,3,4,A\n')
    assert [row.values["answer"] for row in read_rows(tmp_path / "mmlu.csv")] == ["C", "A"]
    assert looked_at(tmp_path / "mmlu.csv").format == "mmlu"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut.jsonl.gz", gzip.compress(LINES.encode() * 50, mtime=0)[:60], "a whole file"),
        ("cut.json", LINES.encode()[:30], "JSON, or JSON lines"),
        ("two.json", json.dumps({"train": ROWS, "test": ROWS}).encode(), "train, test"),
        ("rows.jsonl.bz2", bz2.compress(LINES.encode()), "convert the source"),
    ],
)
def test_a_file_that_is_broken_or_not_clear_is_an_error_and_no_row_is_made_up(
    name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CampaignError, match=says):
        list(read_rows(tmp_path / name))


def test_a_folder_or_a_glob_is_one_source_numbered_through_but_never_several_splits(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    for name in ("train-0", "train-1", "test-0"):
        (tmp_path / "set" / f"{name}.jsonl").write_text(LINES)
    (tmp_path / "set" / "README.md").write_text("# A set")
    with pytest.raises(CampaignError, match="files of test, train"):
        read_rows(tmp_path / "set")
    found = resolved("set/train-*.jsonl", lambda path: tmp_path / path)
    assert [row.number for row in read_rows(found)] == [1, 2, 3, 4, 5, 6]
    (tmp_path / "set" / "test-0.jsonl").unlink()
    assert len(list(read_rows(tmp_path / "set"))) == 6
    with pytest.raises(CampaignError, match=r"nothing matches set/\*\.csv"):
        resolved("set/*.csv", lambda path: tmp_path / path)


@pytest.mark.slow  # a server is started for it
def test_a_source_in_a_bucket_is_a_file_a_folder_or_a_glob_and_is_copied_once_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THOUGHTMILL_CACHE", str(tmp_path / "cache"))
    with s3_server() as url:
        for name, value in environment(url).items():
            monkeypatch.setenv(name, value)
        client = bucket_of(url)
        for name in ("set/train-0.jsonl", "set/train-1.jsonl", "set/other.csv"):
            client.put_object(Bucket="sets", Key=name, Body=LINES.encode())
        for path, rows in (("set/train-0.jsonl", 3), ("set/train-*.jsonl", 6)):
            assert len(list(read_rows(resolved(f"s3://sets/{path}", Path)))) == rows
        before = content_hash(resolved("s3://sets/set/train-0.jsonl", Path))
        client.put_object(Bucket="sets", Key="set/train-0.jsonl", Body=LINES.encode() * 2)
        assert len(list(read_rows(resolved("s3://sets/set/train-0.jsonl", Path)))) == 6
        assert content_hash(resolved("s3://sets/set/train-0.jsonl", Path)) != before
        with pytest.raises(CampaignError, match="nothing at s3://sets/gone"):
            resolved("s3://sets/gone", Path)


def bucket_of(url: str) -> Any:
    keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "us-east-1"}
    client: Any = boto3.client("s3", endpoint_url=url, **keys)
    client.create_bucket(Bucket="sets")
    return client


def test_a_public_set_becomes_questions_and_every_row_is_counted(tmp_path: Path) -> None:
    wanted = table(tmp_path)
    bad = [{"question": "What is the moon?", "answer": "It is far."}, {"question": " ", "answer": "#### 1"}]
    write_jsonl(tmp_path / "gsm.jsonl", [*ROWS, *bad])
    wanted["sources"][0] = {
        "part": "reasoning",
        "domain": "math",
        "path": "gsm.jsonl",
        "format": "auto",
        "verifier": "math",
    }
    found = check(wanted, tmp_path)
    store = Store.open(found.store_url())
    commit = prepare(store, found)
    assert commit.counts["questions.reasoning.math"] == len(ROWS)
    aside = store.read(commit.file("refused.parquet")).to_pylist()
    assert [(row["row"], row["reason"]) for row in aside] == [(4, "no_answer"), (5, "no_prompt")]


def test_a_campaign_without_a_format_is_dumped_and_named_as_before(tmp_path: Path) -> None:
    source = campaign(tmp_path).sources[0]
    assert not {"format", "lists"} & set(source.model_dump())


SNAPSHOT = """---
configs:
- config_name: main
  data_files:
  - split: train
    path: main/train-*.jsonl
  - split: test
    path: main/test-*.jsonl
---
"""


def test_a_split_of_a_set_laid_out_as_on_a_hub_is_read_and_its_content_is_in_the_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    (tmp_path / "set" / "main").mkdir(parents=True)
    (tmp_path / "set" / "README.md").write_text(SNAPSHOT)
    (tmp_path / "set" / "main" / "train-0.jsonl").write_text(LINES)
    (tmp_path / "set" / "main" / "test-0.jsonl").write_text(LINES)
    found = resolved(f"hub:{tmp_path}/set?config=main&split=train", Path)
    assert [row.values for row in read_rows(found)] == ROWS
    with pytest.raises(CampaignError, match="split gone"):
        list(read_rows(resolved(f"hub:{tmp_path}/set?config=main&split=gone", Path)))


@pytest.mark.parametrize(
    "path", ["hub:gsm8k?split=train", "hub:openai/gsm8k", "hub:openai/gsm8k?split=train&data_dir=x"]
)
def test_a_path_on_a_hub_that_does_not_say_all_is_refused(path: str) -> None:
    with pytest.raises(CampaignError, match="hub:OWNER/NAME"):
        resolved(path, Path)


ODD = (
    None,
    7,
    0.5,
    True,
    b"\xff",
    "",
    "x",
    [],
    [None],
    [[7]],
    {},
    {"a": None},
    [{"a": [b"x"]}],
    datetime(2024, 1, 2, tzinfo=UTC),
)


@pytest.mark.parametrize("name", FORMATS)
def test_no_cell_stops_a_format_and_every_row_is_counted(name: str) -> None:
    """Each column of its rows with each odd value; and rows that have one in all of them."""
    good = [row for one, _, row, *_ in READ if one == name]
    odd = [row | {column: value} for row in good for column in row for value in ODD]
    odd += [dict.fromkeys(row, value) for row in good for value in ODD]
    for row in odd:
        claiming([row])
    source = Source(part="p", domain="d", path="x.jsonl", format=name, verifier="math")
    reader = Reader(source, iter([Row(number, row) for number, row in enumerate(odd, start=1)]))
    rows = list(reader)
    assert {row.number for row in rows} == set(range(1, len(odd) + 1))
    for row in rows:
        reader.read(row)


def test_an_article_without_questions_is_refused_with_its_reason() -> None:
    for listed, reason in (([], RefusedFor.NO_PROMPT), (7, RefusedFor.UNREADABLE), ([7], RefusedFor.UNREADABLE)):
        assert "squad" not in claiming([{"paragraphs": listed}])
        _, asked = read({"paragraphs": listed}, "text", "squad")
        assert asked.fault
        assert asked.fault[0] is reason
