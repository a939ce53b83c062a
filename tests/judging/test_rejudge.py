"""Judging again touches no trace and says what changed; a trace can be explained."""

from pathlib import Path

import pytest

from tests.small_campaign import campaign, prepared, right, run_rounds, write_toml
from tests.terminal import Terminal
from thoughtmill.errors import StoreError
from thoughtmill.judging.explain import explain
from thoughtmill.judging.rejudge import KEPT, rejudge
from thoughtmill.store.campaigns import freeze


def half_in_form(prompt: str, number: int, index: int) -> str:
    return right(prompt, number, index) if index or "line" in prompt else "<think>so</think>"


STRICT = {"first_round": 2, "max_traces": 6, "max_kept": 1, "max_think_chars": 5}


def test_a_stricter_policy_rejects_what_was_kept_and_going_back_restores_it(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    traces = {path: path.read_bytes() for path in (store.root / "shards" / "traces").rglob("*.parquet")}
    kept = sum(commit.counts["kept"] for commit in store.commits("verdicts"))
    strict = campaign(tmp_path, policy=STRICT)
    freeze(store, strict)
    there = rejudge(store, strict)
    assert there.traces == there.judged_before == sum(there.moves.values())
    assert sum(n for (was, _), n in there.moves.items() if was == KEPT) == kept
    assert {now for (was, now), _ in there.changed() if was == KEPT} == {"think_too_long"}
    assert all(was in (KEPT, now) for (was, now), _ in there.changed())
    back = rejudge(store, found)
    assert {(now, was): n for (was, now), n in back.moves.items()} == dict(there.moves)
    assert {path: path.read_bytes() for path in traces} == traces


def test_the_same_policy_and_checks_judge_nothing_twice(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    before = store.keys("verdicts")
    judged: list[None] = []
    changes = rejudge(store, found, lambda: judged.append(None))
    assert not judged
    assert not changes.judged_before
    assert store.keys("verdicts") == before


def test_the_command_says_what_changed_and_refuses_other_questions(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    assert "nothing to compare with" in thoughtmill("filter", str(store.root)).stdout
    freeze(store, campaign(tmp_path, policy=STRICT))
    shown = thoughtmill("filter", str(store.root))
    assert shown.returncode == 0, shown.stdout
    assert "think_too_long" in shown.stdout
    assert "kept" in shown.stdout


def test_a_policy_that_is_tried_changes_nothing_that_others_show(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    before = store.keys("campaigns")
    shown = thoughtmill("filter", str(store.root), "--campaign", str(write_toml(tmp_path, policy=STRICT)))
    assert (shown.returncode, "think_too_long" in shown.stdout) == (0, True), shown.stdout
    assert store.keys("campaigns") == before
    out = tmp_path / "page.html"
    assert before[0] in thoughtmill("report", str(store.root), "--out", str(out)).stdout
    assert "8 of 8 samples" in out.read_text()
    thoughtmill("report", str(store.root), "--out", str(out), "--campaign", str(tmp_path / "small.toml"))
    assert "2 of 8 samples" in out.read_text(), "what the trial judged is there for who asks"


def test_a_trace_is_explained_check_by_check(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, half_in_form)
    commit = next(c for c in store.commits("traces") if c.facts["part"] == "reasoning")
    row = store.read(commit.files[0]).to_pylist()
    for trace in row[:2]:
        name = f"{trace['question_id']}-{trace['round']}-{trace['index']}"
        (told,) = explain(store, found, name)
        assert told.subject.text == trace["text"]
        first = next((asked.rejection for asked in told.asked if asked.rejection), None)
        assert [verdict.reason for verdict in told.recorded] == [first.reason.value if first else None]
        shown = thoughtmill("explain", str(store.root), name)
        assert shown.returncode == 0, shown.stdout
        assert (first.reason.value if first else "correct") in shown.stdout
    with pytest.raises(StoreError, match="sample's `id`"):
        explain(store, found, "seven")
    with pytest.raises(StoreError, match="right store"):
        explain(store, found, "0123456789abcdef-1-0")


@pytest.mark.parametrize(("answer", "code"), [("0.5", 0), ("so it is $\\frac12$.", 0), ("2", 1)])
def test_one_answer_can_be_tried(answer: str, code: int, thoughtmill: Terminal) -> None:
    shown = thoughtmill("try", "--verifier", "math", "--reference", r"\frac{1}{2}", "--answer", answer)
    assert shown.returncode == code, shown.stdout
    assert ("correct" if code == 0 else "wrong") in shown.stdout


def test_trying_with_a_reference_that_cant_be_used_says_so(thoughtmill: Terminal) -> None:
    shown = thoughtmill("try", "--verifier", "choice", "--reference", "maybe", "--answer", "B")
    assert shown.returncode == 1
    assert shown.stdout.startswith("expected")
