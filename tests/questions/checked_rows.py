"""Rows of sets whose answers are checked by form or by measure, made by hand: format, verifier, row, prompt, reference."""

# ruff: noqa: E501  # a row of a table is a line

import json
from typing import Any

ASKED = "Which city is it, and since when? Give name and year as JSON."
SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["name"],
}
TEXT = json.dumps(SCHEMA)
SHOWN = f"Which city?\n\nAnswer with JSON that follows this schema:\n\n```json\n{TEXT}\n```"

BEDS = "CREATE TABLE beds (state VARCHAR(50), beds INT); INSERT INTO beds VALUES ('Ohio', 3), ('Utah', 4);"
LONG = (
    "BEGIN TRANSACTION;\nCREATE TABLE beds (state TEXT,\n beds INT);\n"
    + "INSERT INTO beds VALUES('Ohio',3);\n" * 200
    + "COMMIT;"
)
MOST, MANY = "SELECT state FROM beds ORDER BY beds DESC LIMIT 1", "Which state has most beds?"
QUERY = "Answer with one query for SQLite, in a block marked `sql`."

CHECKED_ROWS: list[tuple[str, str, dict[str, Any], str, Any]] = [
    # NeMo-Gym's structured outputs, json-mode-eval, a request as OpenAI's API takes it
    ("json-schema", "json_schema", {"responses_create_params": {"input": [{"role": "user", "content": ASKED}]}, "schema_str": TEXT, "schema_type": "json", "schema_fields_count": "2"}, ASKED, TEXT),
    ("json-schema", "json_schema", {"prompt": [{"role": "system", "content": f"Answer in JSON: {TEXT}"}, {"role": "user", "content": ASKED}], "completion": '{"name": "Rome"}', "schema": TEXT},
     f"Answer in JSON: {TEXT}\n\n{ASKED}", TEXT),
    ("json-schema", "json_schema", {"question": "Which city?", "response_format": {"type": "json_schema", "json_schema": {"name": "city", "strict": True, "schema": SCHEMA}}}, SHOWN, TEXT),
    ("scibench", "science", {"problem_text": "How fast?", "answer_latex": " 3.1", "answer_number": "3.1", "unit": " $10^8 \\mathrm{~m} / \\mathrm{s}$", "source": "fund"}, "How fast?", r"3.1 \times 10^8 \mathrm{~m} / \mathrm{s}"),
    ("scibench", "science", {"problem_text": "How large is it?", "answer_number": " -0.97", "unit": " ", "source": "fund"}, "How large is it?", "-0.97"),
    ("zebralogic-grid", "logic", {"id": "lgp-test-2x2-1", "size": "2*2", "puzzle": "Two houses.", "solution": {"header": ["House", "Name", "Pet"], "rows": [["1", "Ann", "cat"], ["2", "Bo", "dog"]]}},
     'Two houses.\n\nAnswer with one JSON object with the keys "House 1" to "House 2", each an object with the keys "Name", "Pet".', None),
    # UGPhysics
    ("olympiadbench", "science", {"index": 1, "domain": "Optics", "problem": "How far?", "solution": "So it is.", "answers": r"\boxed{4.8}", "unit": "m", "answer_type": "NV", "is_multiple_answer": False}, "How far?", "4.8 m"),
    # Gretel's synthetic text-to-SQL; BIRD and Spider, with their databases joined
    ("sql", "sql", {"id": 1, "domain": "health", "sql_complexity": "basic SQL", "sql_task_type": "analytics and reporting", "sql_prompt": MANY, "sql_context": BEDS, "sql": f"{MOST};", "sql_explanation": "It sorts."},
     f"{MANY}\n\nThe database:\n\n```sql\n{BEDS}\n```\n\n{QUERY}", json.dumps({"sql": f"{MOST};", "database": BEDS})),
    ("sql", "sql", {"question_id": 0, "db_id": "beds", "question": MANY, "evidence": "Most is the highest number.", "SQL": MOST, "difficulty": "simple", "database": LONG},
     f"{MANY}\n\nMost is the highest number.\n\nThe database:\n\n```sql\nCREATE TABLE beds (state TEXT,\n beds INT);\n```\n\n{QUERY}", json.dumps({"sql": MOST, "database": LONG})),
    ("sql", "sql", {"db_id": "beds", "question": MANY, "query": MOST, "query_toks": ["SELECT"], "database": [BEDS, BEDS.replace("3", "5")]},
     f"{MANY}\n\nThe database:\n\n```sql\n{BEDS}\n```\n\n{QUERY}", json.dumps({"sql": MOST, "database": [BEDS, BEDS.replace("3", "5")]})),
]  # fmt: skip
