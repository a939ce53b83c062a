"""Traces and their questions → samples, by column: what a release writes, a shard at a time."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from thoughtmill import template
from thoughtmill.errors import StoreError
from thoughtmill.store.schemas import MESSAGES, SAMPLES, SAMPLES_WITHOUT_ROWS

FROM_QUESTION = ("part", "domain", "source", "language", "verifier", "reference")
FROM_TRACE = ("question_id", "round", "index", "text", "reasoning", "completion_tokens", "teacher_id")
"""What is needed of the traces."""


def samples(
    traces: pa.Table,
    questions: pa.Table,
    written_as: str,
    policy_id: str,
    rates: dict[str, tuple[int, int]],
    licences: Mapping[str, str] | None = None,
) -> pa.Table:
    """SAMPLES of kept traces (FROM_TRACE), in their order.

    questions: QUESTIONS that hold those of the traces. written_as: the teacher's template. rates: question → (kept,
    judged). licences: by source; None where a release has neither these nor rows. Raises StoreError if a trace has no
    question or does not map: then it should not have been kept.
    """
    ids = traces["question_id"]
    places = pc.call_function("index_in", [ids], pc.SetLookupOptions(questions["question_id"].combine_chunks()))
    if places.null_count:
        raise StoreError("the question of every trace", f"{places.null_count} without", "run `thoughtmill check`")
    asked = questions.take(places)
    thoughts, answers = _mapped(traces, written_as)
    before, between, after = template.FRAME
    columns: dict[str, Any] = {name: asked[name] for name in FROM_QUESTION} | {
        "id": _joined(ids, "-", traces["round"].cast(pa.string()), "-", traces["index"].cast(pa.string())),
        "prompt": _asked(asked),
        "completion": _said("assistant", _joined(before, thoughts, between, answers, after)),
        "think": thoughts,
        "answer": answers,
        "teacher_id": traces["teacher_id"],
        "policy_id": pa.repeat(policy_id, len(ids)),
        "tokens": traces["completion_tokens"],
        "pass_rate": [rates[question][0] / rates[question][1] for question in ids.to_pylist()],
    }
    if licences is None:
        return pa.table([columns[name] for name in SAMPLES_WITHOUT_ROWS.names], schema=SAMPLES_WITHOUT_ROWS)
    columns["row"] = asked["row"] if "row" in asked.column_names else pa.nulls(len(ids), pa.int64())
    columns["licence"] = [licences.get(source) for source in asked["source"].to_pylist()]
    return pa.table([columns[name] for name in SAMPLES.names], schema=SAMPLES)


def _asked(questions: pa.Table) -> pa.Array:
    """The turns of each conversation, and of all else the question as the one turn."""
    alone = _said("user", questions["prompt"].combine_chunks())
    turns = questions["turns"].combine_chunks() if "turns" in questions.column_names else None
    return alone if turns is None or turns.null_count == len(turns) else pc.call_function("coalesce", [turns, alone])


def _mapped(traces: pa.Table, written_as: str) -> tuple[pa.Array, pa.Array]:
    """Think and answer of every trace."""
    thoughts: list[str] = []
    answers: list[str] = []
    for text, reasoning in zip(traces["text"].to_pylist(), traces["reasoning"].to_pylist(), strict=True):
        parts = template.map_response(written_as, text, reasoning)
        if not isinstance(parts, template.ThinkAnswer):
            raise StoreError("kept traces that are in form", f"one that is not: {parts}", "filter the store again")
        thoughts.append(parts.think)
        answers.append(parts.answer)
    return pa.array(thoughts, pa.string()), pa.array(answers, pa.string())


def _joined(*columns: Any) -> Any:
    """Columns and constants, joined row by row."""
    return pc.call_function("binary_join_element_wise", [*columns, ""])


def _said(role: str, contents: pa.Array) -> pa.Array:
    """One message a row."""
    turns = pa.StructArray.from_arrays([pa.repeat(role, len(contents)), contents], fields=list(MESSAGES.value_type))
    return pa.ListArray.from_arrays(pa.array(range(len(contents) + 1), pa.int32()), turns)
