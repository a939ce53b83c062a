"""A small campaign with real source files, and a teacher that writes to the store without an engine."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, check
from thoughtmill.generation.planner import Ledger, UnitState, commit_plan, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.questions.layers import Layers
from thoughtmill.questions.prepare import prepare
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.schemas import TRACES
from thoughtmill.store.store import Commit, Store

Teacher = Callable[[str, int, int], str]
"""(prompt, round, index) → the text of one trace."""


def table(tmp_path: Path, sums: int = 12, writing: int = 6, **changes: Any) -> dict[str, Any]:
    """The campaign as plain values, its source files written under `tmp_path`."""
    write_jsonl(tmp_path / "sums.jsonl", [{"problem": f"What is {a} + 4?", "answer": str(a + 4)} for a in range(sums)])
    write_jsonl(tmp_path / "writing.jsonl", [{"prompt": f"Write a line about the number {a}."} for a in range(writing)])
    write_jsonl(tmp_path / "exam.jsonl", [{"prompt": f"What is {a} + 90?", "reference": str(a + 90)} for a in range(4)])
    found: dict[str, Any] = {
        "name": "small",
        "store": "store",
        "parts": {
            "reasoning": {"quota": 6, "teacher": "thinker", "domains": {"math": 1.0}},
            "general": {
                "quota": 2,
                "teacher": "writer",
                "domains": {"writing": 1.0},
                "policy": {"first_round": 1, "max_traces": 1, "max_kept": 1},
            },
        },
        "sources": [
            {
                "part": "reasoning",
                "domain": "math",
                "path": "sums.jsonl",
                "columns": {"prompt": "problem", "reference": "answer"},
                "verifier": "math",
            },
            {"part": "general", "domain": "writing", "path": "writing.jsonl"},
        ],
        "teachers": {
            "thinker": {"model": "scripted", "template": "think-answer", "max_tokens": 80, "concurrency": 8},
            "writer": {"model": "scripted", "template": "direct", "max_tokens": 80, "concurrency": 8},
        },
        "policy": {"first_round": 2, "max_traces": 6, "max_kept": 1},
        "student": {"base": "tiny"},
        "evaluation": {"sources": [{"name": "exam", "path": "exam.jsonl", "verifier": "math"}]},
        "work": {"shard_questions": 4, "run_shards": 2},
    }
    return found | changes


def campaign(tmp_path: Path, **changes: Any) -> Campaign:
    """The campaign, checked."""
    return check(table(tmp_path, **changes), tmp_path)


def prepared(tmp_path: Path, **changes: Any) -> tuple[Store, Campaign, Commit]:
    """A store with the frozen campaign and its questions."""
    found = campaign(tmp_path, **changes)
    store = Store.open(found.store_url())
    freeze(store, found)
    return store, found, prepare(store, found)


def write_jsonl(path: Path, rows: list[dict[str, Any]]) -> None:
    """An ordinary source file."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def right(prompt: str, _round: int = 1, index: int = 0) -> str:
    """A right and readable answer, another text for every index."""
    numbers = [int(word) for word in prompt.rstrip("?.").split() if word.isdigit()]
    words = ["First", "Again", "Once more", "Also", "Next", "Then", "Now", "Lastly"]
    if "+" not in prompt:
        return f"{words[index % 8]}, a line about {numbers[0]} is written here."
    total = sum(numbers)
    thought = f"{words[index % 8]}, the sum of {numbers[0]} and {numbers[1]} is {total}."
    return f"<think>{thought}</think><answer>{total}</answer>"


def write_traces(store: Store, state: UnitState, questions: Commit, teacher: Teacher) -> Commit:
    """What a generate run would commit for this unit, had the teacher written it."""
    unit = state.unit
    frozen = commit_plan(store, state, questions)
    held_by = Layers.up_to(store, questions).holding(unit.shard)
    shard = store.read(held_by.file(f"{unit.shard}.parquet")).to_pylist()
    prompts = {row["question_id"]: row["prompt"] for row in shard}
    rows = [
        {
            "question_id": question,
            "round": unit.round,
            "index": index,
            "text": teacher(prompts[question], unit.round, index),
            "reasoning": None,
            "finish_reason": "stop",
            "prompt_tokens": 10,
            "completion_tokens": 20,
            "teacher_id": unit.teacher_id,
            "engine": "none",
            "created_at": datetime.now(UTC),
        }
        for question, count in (state.plan or {}).items()
        for index in range(count)
    ]
    attempt = store.begin("traces", frozen.key)
    attempt.write_table("traces.parquet", pa.Table.from_pylist(rows, schema=TRACES))
    facts = {name: frozen.facts[name] for name in ("part", "domain", "shard", "round", "teacher_id")}
    facts["seconds"] = 0.5
    counts = {"traces": len(rows), "prompt_tokens": 0, "completion_tokens": 20 * len(rows), "set_aside": 0}
    return attempt.commit(counts=counts, parents=(frozen.name,), facts=facts)


def run_rounds(store: Store, found: Campaign, questions: Commit, teacher: Teacher) -> int:
    """Rounds until every quota is filled. Returns how many units were asked."""
    asked = 0
    while states := next_units(Ledger(store, found, questions), list(found.parts)):
        for state in states:
            judge_shard(store, found, write_traces(store, state, questions, teacher).key)
            asked += 1
    return asked


def write_toml(tmp_path: Path, **changes: Any) -> Path:
    """The campaign as the file that a person would write."""
    path = tmp_path / "small.toml"
    path.write_text(toml(table(tmp_path, **changes)))
    return path


def toml(found: dict[str, Any]) -> str:
    """A campaign as the text of a TOML file."""
    return "\n".join(f"{key} = {_toml(value)}" for key, value in found.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)
