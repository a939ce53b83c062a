"""A part that names the teacher it had before goes on from that teacher's rounds: nothing of them is asked again."""

from pathlib import Path
from typing import Any

import pytest

from tests.small_campaign import prepared, right, run_rounds, table, write_traces
from thoughtmill.campaign import Campaign, check
from thoughtmill.errors import CampaignError
from thoughtmill.generation.planner import Ledger, commit_plan, next_units
from thoughtmill.judging.explain import explain
from thoughtmill.judging.verdicts import judge_shard, unjudged
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.reporting.status import status
from thoughtmill.store.campaigns import changed_since_last, freeze
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import damage

MATH = ["reasoning"]


def weak(prompt: str, round_: int, index: int) -> str:
    """Right on every other sum only."""
    number = int(prompt.split()[2]) if "+" in prompt else 0
    return "<think>Hm.</think><answer>0</answer>" if number % 2 else right(prompt, round_, index)


def followed(tmp_path: Path, *, named: bool = True, **changes: Any) -> Campaign:
    """The campaign with another teacher, which writes in another form, in the place of `thinker`."""
    found = table(tmp_path, **changes)
    found["teachers"]["newer"] = {"model": "newer", "template": "r1", "max_tokens": 90, "concurrency": 8}
    found["parts"]["reasoning"] |= {"teacher": "newer", "quota": 9}
    if named:
        found["parts"]["reasoning"]["earlier_teachers"] = ["thinker"]
    return check(found, tmp_path)


def newer(prompt: str, round_: int, index: int) -> str:
    """The other form: what follows the thinking is the answer."""
    thought, answer = right(prompt, round_, index).removesuffix("</answer>").split("<answer>")
    return f"{thought}\nIt is {answer}."


def begun(tmp_path: Path) -> tuple[Store, Campaign, Commit]:
    """A store in which `thinker` has written and judged its first round of all shards; half of the sums are solved."""
    store, found, questions = prepared(tmp_path)
    for state in [state for state in Ledger(store, found, questions).units("reasoning", "math") if state.plan]:
        judge_shard(store, found, write_traces(store, state, questions, weak).key)
    return store, found, questions


def by_teacher(store: Store, release: Commit) -> dict[str, int]:
    counts: dict[str, int] = {}
    for samples in samples_of(store, release):
        for teacher in samples["teacher_id"].to_pylist():
            counts[teacher] = counts.get(teacher, 0) + 1
    return counts


def test_the_new_teacher_is_asked_from_the_next_round_on_and_only_what_is_not_solved(tmp_path: Path) -> None:
    store, old, questions = begun(tmp_path)
    now = followed(tmp_path)
    freeze(store, now)
    units = next_units(Ledger(store, now, questions), MATH)
    assert {(state.unit.round, state.unit.teacher) for state in units} == {(2, "newer")}
    asked = {question for state in units for question in state.plan or {}}
    solved = {
        row["question_id"]
        for commit in store.commits("verdicts")
        for row in store.read(commit.files[0]).to_pylist()
        if row["reason"] is None
    }
    assert asked
    assert not asked & solved
    before = set(store.keys("traces"))
    run_rounds(store, now, questions, lambda *ask: newer(*ask) if "+" in ask[0] else right(*ask))
    release = publish(Ledger(store, now, questions))
    thinker, other = (one.teacher_of("reasoning").teacher_id() for one in (old, now))
    writer = now.teacher_of("general").teacher_id()
    assert by_teacher(store, release) == {thinker: 6, other: 3, writer: 2}
    assert before <= set(store.keys("traces"))
    assert not list(damage(store))
    assert publish(Ledger(store, now, questions)).key == release.key, "the same again is the same release"
    assert status(store, now).domains[0].samples == "9"


def test_without_naming_it_the_new_teacher_starts_with_the_first_round(tmp_path: Path) -> None:
    store, _, questions = begun(tmp_path)
    units = next_units(Ledger(store, followed(tmp_path, named=False), questions), MATH)
    assert {(state.unit.round, state.unit.teacher) for state in units} == {(1, "newer")}


def test_a_round_that_the_earlier_teacher_was_asked_but_has_not_written_goes_to_the_new_one(tmp_path: Path) -> None:
    store, old, questions = begun(tmp_path)
    state = next(state for state in Ledger(store, old, questions).units("reasoning", "math") if state.plan)
    commit_plan(store, state, questions)
    now = followed(tmp_path)
    (again, *_) = next_units(Ledger(store, now, questions), MATH)
    assert (again.unit.shard, again.unit.round, again.unit.teacher) == (state.unit.shard, 2, "newer")
    assert again.plan == state.plan
    commit_plan(store, again, questions)
    late = write_traces(store, state, questions, right)
    assert next_units(Ledger(store, now, questions), MATH)[0].unit == again.unit, "what comes late changes no plan"
    assert late.key in unjudged(store, now)
    assert status(store, now).domains[0].open == 1


def test_each_teachers_traces_are_judged_and_explained_in_its_own_form(tmp_path: Path) -> None:
    store, old, _ = begun(tmp_path)
    now = followed(tmp_path, policy={"first_round": 2, "max_traces": 6, "max_kept": 1, "languages": ["en"]})
    waiting = unjudged(store, now)
    assert sorted(waiting) == store.keys("traces"), "the policy has changed: all are judged anew, no engine is asked"
    reasons = {row["reason"] for key in waiting for row in verdicts(store, now, key)}
    assert reasons == {None, "wrong_answer"}
    assert not unjudged(store, now)
    question = store.read(store.get("traces", waiting[0]).files[0])["question_id"][0].as_py()
    (told,) = explain(store, now, f"{question}-1-0")
    assert told.subject.template == old.teacher_of("reasoning").template


def verdicts(store: Store, found: Campaign, key: str) -> list[dict[str, Any]]:
    return store.read(judge_shard(store, found, key).files[0]).to_pylist()


def test_the_change_is_named_and_an_unknown_teacher_refused(tmp_path: Path) -> None:
    store, _, _ = prepared(tmp_path)
    told = [str(one) for one in changed_since_last(store, freeze(store, followed(tmp_path)).key)]
    assert any("parts.reasoning.earlier_teachers" in line and "written count" in line for line in told)
    found = table(tmp_path)
    found["parts"]["reasoning"]["earlier_teachers"] = ["nobody"]
    with pytest.raises(CampaignError, match="earlier_teachers must be of"):
        check(found, tmp_path)
