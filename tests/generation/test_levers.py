"""A quota that is short names what became of the traces, and what each lever gives and costs."""

from pathlib import Path

import pytest

from tests.small_campaign import prepared, right, run_rounds
from thoughtmill.errors import QuotaNotMet


def mixed(prompt: str, round_: int, index: int) -> str:
    """Of eight sums: two never solved, two solved once in a round, one always in the same words, three as one likes."""
    if "+" not in prompt:
        return right(prompt)
    number = int(prompt.split()[2])
    if number < 2 or (number < 4 and index):
        return f"<think>A guess, number {round_} {index}.</think><answer>{1000 + 10 * round_ + index}</answer>"
    return right(prompt, round_, 0 if number == 4 else index + 2 * (round_ - 1))


def test_what_is_short_names_what_was_lost_and_the_levers_the_cheapest_first(tmp_path: Path) -> None:
    parts = {"reasoning": {"quota": 16, "teacher": "thinker", "domains": {"math": 1.0}}}
    parts["general"] = {"quota": 2, "teacher": "writer", "domains": {"writing": 1.0}}
    policy = {"first_round": 2, "max_traces": 4, "max_kept": 2}
    store, found, questions = prepared(tmp_path, sums=8, parts=parts, policy=policy)
    with pytest.raises(QuotaNotMet) as short:
        run_rounds(store, found, questions, mixed)
    _, came, todo = short.value.args
    # Round 1: 8 × 2 traces; round 2: 2 × 2 of the unsolved, 2 × 2 of the half solved, 2 of the copied one.
    assert came.startswith("11 of 26 traces (yield 42%), 5 short")
    assert "12 rejected for wrong_answer" in came
    assert "3 copies of kept ones" in came
    levers = [lever.split(" (")[0] for lever in todo.split(": ")[1].split("; ")]
    assert levers[:2] == ["add about 4 questions like those of sums", "policy.max_traces = 6"]
    assert "(yield 54%), about 47 tokens for each" in todo.replace(" (about", ", about")
    (one := tmp_path / "one").mkdir()
    more = policy | {"max_kept": 1, "max_traces": 2}
    store, found, questions = prepared(one, sums=8, parts=parts, policy=more)
    with pytest.raises(QuotaNotMet, match=r"first: policy\.max_kept = 2 \(gives about 3, kept already, at no cost\)"):
        run_rounds(store, found, questions, mixed)
