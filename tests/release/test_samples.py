"""A shard's traces become samples by column: the same as one by one, and nothing that is out of form gets through."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.errors import StoreError
from thoughtmill.release.samples import samples
from thoughtmill.store.schemas import QUESTIONS, SAMPLES, TRACES
from thoughtmill.template import ThinkAnswer, completion, map_response

WORDS = st.text(st.sampled_from("a7< >[]|想😀\u200b\u00a0\n"), min_size=1).map(lambda text: f"x{text}y")
WRITTEN = st.tuples(WORDS, WORDS, st.booleans())
"""Think, answer, and whether the API split the thinking off."""

LAYOUTS = {"think-answer": "<think>{}</think>\n<answer>{}</answer>", "r1": "<think>{}</think>{}"}


def questions(number: int) -> pa.Table:
    """So many, with ids that count down, so that no trace stands where its question does."""
    rows = [
        {
            "question_id": f"q{i}",
            "part": "reasoning",
            "domain": "math",
            "source": f"s{i % 2}",
            "language": "en",
            "prompt": f"What is {i}?",
            "verifier": "math",
            "reference": str(i),
            "row": i + 7,
        }
        for i in reversed(range(number))
    ]
    return pa.Table.from_pylist(rows, schema=QUESTIONS)


def traces(texts: list[tuple[str, str | None]]) -> pa.Table:
    """One a question, in the second round, with these texts and reasonings."""
    rows: list[dict[str, Any]] = [
        {
            "question_id": f"q{i}",
            "round": 2,
            "index": i,
            "text": text,
            "reasoning": reasoning,
            "completion_tokens": i if i % 2 else None,
            "teacher_id": "teacher",
        }
        for i, (text, reasoning) in enumerate(texts)
    ]
    return pa.Table.from_pylist(rows, schema=TRACES)


@given(written=st.lists(WRITTEN, min_size=1, max_size=5), written_as=st.sampled_from(sorted(LAYOUTS)))
def test_every_row_is_what_its_own_trace_and_question_say(
    written: list[tuple[str, str, bool]], written_as: str
) -> None:
    texts: list[tuple[str, str | None]] = []
    for think, answer, split in written:
        whole = LAYOUTS[written_as].format(think, answer)
        texts.append((whole.split("</think>")[1], think) if split else (whole, None))
    expected = [map_response(written_as, *text) for text in texts]
    rates = {f"q{i}": (1, i + 1) for i in range(len(texts))}
    made = samples(traces(texts), questions(len(texts)), written_as, "policy", rates, {"s0": "MIT"})
    assert made.schema.equals(SAMPLES)
    for i, (row, parts) in enumerate(zip(made.to_pylist(), expected, strict=True)):
        assert isinstance(parts, ThinkAnswer)
        assert row == {
            "id": f"q{i}-2-{i}",
            "prompt": [{"role": "user", "content": f"What is {i}?"}],
            "completion": [{"role": "assistant", "content": completion(parts)}],
            "think": parts.think,
            "answer": parts.answer,
            "part": "reasoning",
            "domain": "math",
            "source": f"s{i % 2}",
            "language": "en",
            "verifier": "math",
            "reference": str(i),
            "teacher_id": "teacher",
            "policy_id": "policy",
            "tokens": i if i % 2 else None,
            "pass_rate": 1 / (i + 1),
            "row": i + 7,
            "licence": None if i % 2 else "MIT",
        }


@pytest.mark.parametrize(
    "text", ["<think>a</think>", "<think>a</think><answer>[INST]</answer>", "<think>a</think>b<answer>7</answer>"]
)
def test_a_trace_that_should_not_have_been_kept_stops_the_release(text: str) -> None:
    tidy = "<think>a</think><answer>7</answer>"
    with pytest.raises(StoreError, match="in form"):
        samples(traces([(tidy, None), (text, None)]), questions(2), "think-answer", "policy", {"q0": (1, 1)})


def test_a_trace_without_its_question_stops_the_release() -> None:
    tidy = ("<think>a</think><answer>7</answer>", None)
    with pytest.raises(StoreError, match="the question of every trace"):
        samples(traces([tidy, tidy]), questions(1), "think-answer", "policy", {"q0": (1, 1)})
