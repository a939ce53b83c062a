"""The cascade over tables: one verdict a trace, whatever the order; a broken checker is never a verdict."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thoughtmill.campaign import Policy
from thoughtmill.errors import CheckerBroken
from thoughtmill.ids import text_hash
from thoughtmill.judging.cascade import TOLERATED, judge, policy_id
from thoughtmill.store.schemas import QUESTIONS, TRACES, VERDICTS
from thoughtmill.verifiers import LIMIT, VERIFIERS, Check, Example, Outcome
from thoughtmill.verifiers.options import USUAL, Options

TEXTS = [
    ("<think>3 + 4 = 7.</think><answer>7</answer>", "stop"),
    ("<think>3 + 4 = 8.</think><answer>8</answer>", "stop"),
    ("<think>3 + 4 = 7.</think>7", "stop"),
    ("<think>3 +", "length"),
    ("", "stop"),
    ("<think>so so so</think><answer>about 7</answer>", "stop"),
    ("<think>Three and four, 所以 seven.</think><answer>7</answer>", "stop"),
]


def question(verifier: str | None = "math", reference: str | None = "7", name: str = "q") -> dict[str, Any]:
    return {
        "question_id": name,
        "part": "reasoning",
        "domain": "math",
        "source": "s",
        "language": "en",
        "prompt": "What is 3 + 4?",
        "verifier": verifier,
        "reference": reference,
    }


def trace(text: str, finish_reason: str = "stop", index: int = 0, name: str = "q") -> dict[str, Any]:
    return {
        "question_id": name,
        "round": 0,
        "index": index,
        "text": text,
        "reasoning": None,
        "finish_reason": finish_reason,
        "prompt_tokens": 5,
        "completion_tokens": 9,
        "teacher_id": "t",
        "engine": "e",
        "created_at": datetime.now(UTC),
    }


def judged(traces: list[dict[str, Any]], *questions: dict[str, Any], template: str = "think-answer") -> pa.Table:
    asked = pa.Table.from_pylist(list(questions) or [question()], schema=QUESTIONS)
    return judge(asked, pa.Table.from_pylist(traces, schema=TRACES), template, Policy())


def test_kept_and_rejected_add_up_to_generated_in_the_order_of_the_traces() -> None:
    traces = [trace(text, reason, i) for i, (text, reason) in enumerate(TEXTS)]
    table = judged(traces)
    assert table.schema == VERDICTS
    assert table["index"].to_pylist() == list(range(len(TEXTS)))
    assert table["reason"].to_pylist() == [
        None,
        "wrong_answer",
        "no_answer",
        "cut_off",
        "empty",
        "undecided",
        "language_mixed",
    ]
    assert table["outcome"].to_pylist() == ["correct", "wrong", None, None, None, "undecided", None]
    assert table["answer"].to_pylist()[:3] == ["7", "8", None]
    assert table["text_hash"].to_pylist() == [text_hash(text) for text, _ in TEXTS]
    assert all(ms >= 0 for ms in table["check_ms"].to_pylist())


@settings(max_examples=20)
@given(order=st.permutations(range(len(TEXTS))))
def test_the_order_of_the_traces_never_changes_a_verdict(order: list[int]) -> None:
    table = judged([trace(*TEXTS[i], index=i) for i in order])
    found = {row["index"]: (row["reason"], row["outcome"]) for row in table.to_pylist()}
    whole = judged([trace(text, reason, i) for i, (text, reason) in enumerate(TEXTS)]).to_pylist()
    assert found == {row["index"]: (row["reason"], row["outcome"]) for row in whole}


def test_an_empty_shard_has_no_verdicts() -> None:
    assert judged([]).schema == VERDICTS
    assert judged([]).num_rows == 0


def test_a_general_question_is_kept_without_an_outcome() -> None:
    row = judged([trace("A rose.")], question(None, None), template="direct").to_pylist()[0]
    assert (row["reason"], row["outcome"], row["answer"]) == (None, None, "A rose.")


class _Odd:
    """A verifier that breaks, or can't tell within its limits."""

    name, version, example = "odd", "1", Example("7", "7", "8")

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # see Verifier
        if reference == "break":
            raise ZeroDivisionError("in the checker")
        return Check(Outcome.UNDECIDED, f"{LIMIT}: time")

    def faults_of(self, reference: str) -> str | None:
        return None


@pytest.fixture
def odd() -> Iterator[None]:
    VERIFIERS["odd"] = _Odd()
    yield
    del VERIFIERS["odd"]


@pytest.mark.usefixtures("odd")
def test_a_broken_checker_is_an_error_that_names_the_answer() -> None:
    with pytest.raises(CheckerBroken, match="ZeroDivisionError: in the checker on the answer '7'"):
        judged([trace(TEXTS[0][0])], question("odd", "break"))


@pytest.mark.usefixtures("odd")
def test_few_checks_over_their_limits_are_undecided_many_are_an_error() -> None:
    few = [trace(TEXTS[0][0], index=i, name="odd") for i in range(TOLERATED)]
    table = judged(few, question("odd", "7", "odd"))
    assert set(table["reason"].to_pylist()) == {"undecided"}
    with pytest.raises(CheckerBroken, match="over their limits"):
        judged([*few, trace(TEXTS[0][0], index=9, name="odd")], question("odd", "7", "odd"))


def test_a_question_with_an_unknown_verifier_or_none_at_all_is_an_error() -> None:
    for bad in (question("no-such"), question("math", None), question(name="other")):
        with pytest.raises(CheckerBroken):
            judged([trace(TEXTS[0][0])], bad)


def test_the_policy_id_follows_what_a_verdict_depends_on_and_nothing_else() -> None:
    base = policy_id(Policy(), "r1", "abc")
    assert base == policy_id(Policy(max_traces=9, max_kept=9, first_round=9), "r1", "abc")
    others = {
        policy_id(Policy(max_think_chars=9), "r1", "abc"),
        policy_id(Policy(languages=("en",)), "r1", "abc"),
        policy_id(Policy(), "direct", "abc"),
        policy_id(Policy(), "r1", "abd"),
    }
    assert len(others) == 4
    assert base not in others


@pytest.mark.usefixtures("odd")
def test_the_policy_id_changes_with_the_version_of_a_verifier(monkeypatch: pytest.MonkeyPatch) -> None:
    base = policy_id(Policy(), "r1", "abc")
    monkeypatch.setattr(VERIFIERS["odd"], "version", "2")
    assert policy_id(Policy(), "r1", "abc") != base
