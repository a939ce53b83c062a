"""Traces and their questions → samples, by column: what a release writes, a shard at a time."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from thoughtmill import template
from thoughtmill.errors import StoreError
from thoughtmill.records import MESSAGES, SAMPLES

FROM_QUESTION = ("part", "domain", "source", "language", "verifier", "reference")


def samples(
    traces: pa.Table, questions: pa.Table, written_as: str, policy_id: str, rates: dict[str, tuple[int, int]]
) -> pa.Table:
    """SAMPLES of kept traces (TRACES), in their order.

    questions: QUESTIONS that hold those of the traces. written_as: the teacher's template. rates: question → (kept,
    judged). Raises StoreError if a trace has no question or does not map: then it should not have been kept.
    """
    ids = traces["question_id"].to_pylist()
    places = pc.call_function(
        "index_in", [traces["question_id"]], pc.SetLookupOptions(questions["question_id"].combine_chunks())
    )
    if places.null_count:
        raise StoreError("the question of every trace", f"{places.null_count} without", "run `thoughtmill check`")
    asked = questions.take(places)
    thoughts, answers, whole = _mapped(traces, written_as)
    columns: dict[str, Any] = {name: asked[name] for name in FROM_QUESTION} | {
        "id": [
            f"{q}-{r}-{i}" for q, r, i in zip(ids, *(traces[n].to_pylist() for n in ("round", "index")), strict=True)
        ],
        "prompt": _said("user", asked["prompt"].combine_chunks()),
        "completion": _said("assistant", pa.array(whole, pa.string())),
        "think": thoughts,
        "answer": answers,
        "teacher_id": traces["teacher_id"],
        "policy_id": [policy_id] * len(ids),
        "tokens": traces["completion_tokens"],
        "pass_rate": [rates[question][0] / rates[question][1] for question in ids],
    }
    return pa.table([columns[name] for name in SAMPLES.names], schema=SAMPLES)


def _mapped(traces: pa.Table, written_as: str) -> tuple[list[str], list[str], list[str]]:
    """Think, answer and completion of every trace."""
    thoughts: list[str] = []
    answers: list[str] = []
    whole: list[str] = []
    for text, reasoning in zip(traces["text"].to_pylist(), traces["reasoning"].to_pylist(), strict=True):
        parts = template.map_response(written_as, text, reasoning)
        if not isinstance(parts, template.Parts):
            raise StoreError("kept traces that are in form", f"one that is not: {parts}", "filter the store again")
        thoughts.append(parts.think)
        answers.append(parts.answer)
        whole.append(template.completion(parts))
    return thoughts, answers, whole


def _said(role: str, contents: pa.Array) -> pa.Array:
    """One message a row."""
    turns = pa.StructArray.from_arrays(
        [pa.array([role] * len(contents), pa.string()), contents], fields=list(MESSAGES.value_type)
    )
    return pa.ListArray.from_arrays(pa.array(range(len(contents) + 1), pa.int32()), turns)
