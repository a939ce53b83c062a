"""A campaign that has changed is compared with the one that was frozen: each difference is named, and what it does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tests.small_campaign import campaign, prepared, right, run_rounds, table, write_jsonl
from thoughtmill.campaign import check
from thoughtmill.errors import StoreError
from thoughtmill.evaluation.examine import comparison_key
from thoughtmill.generation.planner import Ledger
from thoughtmill.questions.prepare import prepare
from thoughtmill.recipe import Launch, Lora
from thoughtmill.release.publish import publish
from thoughtmill.store.campaign_differences import (
    ADDED,
    COMPARED,
    EXAM,
    JUDGED_ANEW,
    QUOTA,
    STUDENT,
    TEACHER,
    differences,
    effect,
)
from thoughtmill.store.campaigns import changed_since_last, freeze
from thoughtmill.student.train import student_id
from thoughtmill.teacher import Endpoint, TraceFile, Turn

CHANGES: list[tuple[str, dict[str, Any], str, str]] = [
    ("quota", {"parts": {"reasoning": {"quota": 7}}}, "parts.reasoning.quota", "another release"),
    ("max_kept", {"policy": {"max_kept": 2}}, "policy.max_kept", "the next ones follow"),
    ("languages", {"policy": {"languages": ["en"]}}, "policy.languages", "judged anew"),
    ("a part's policy", {"parts": {"general": {"policy": {"max_kept": 2}}}}, "parts.general.policy.max_kept", "next"),
    ("temperature", {"teachers": {"thinker": {"temperature": 0.1}}}, "teachers.thinker.temperature", "another teacher"),
    ("concurrency", {"teachers": {"thinker": {"concurrency": 9}}}, "teachers.thinker.concurrency", "no sample"),
    ("student", {"student": {"epochs": 5}}, "student.epochs", "another student"),
    ("run_shards", {"work": {"run_shards": 3}}, "work.run_shards", "no sample"),
    ("shard_questions", {"work": {"shard_questions": 5}}, "work.shard_questions", "not allowed"),
    ("evaluation", {"evaluation": {"max_tokens": 99}}, "evaluation.max_tokens", "compared anew"),
]


def merged(found: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    return {
        key: merged(found.get(key, {}), value) if isinstance(value, dict) else value
        for key, value in {**found, **change}.items()
    }


def changed(tmp_path: Path, change: dict[str, Any]) -> Any:
    base = table(tmp_path)
    return check({key: merged(base[key], change[key]) if key in change else base[key] for key in base}, tmp_path)


@pytest.mark.parametrize(("change", "key", "effect"), [case[1:] for case in CHANGES], ids=[c[0] for c in CHANGES])
def test_each_kind_of_change_is_named_with_what_it_does(
    tmp_path: Path, change: dict[str, Any], key: str, effect: str
) -> None:
    was, now = campaign(tmp_path).frozen(), changed(tmp_path, change).frozen()
    (found,) = differences(was, now)
    assert found.key == key
    assert effect in str(found)
    (back,) = differences(now, was)
    assert (back.was, back.now) == (found.now, found.was)
    assert not differences(was, was)


def test_a_table_that_came_or_went_is_one_line_that_names_it(tmp_path: Path) -> None:
    found = table(tmp_path)
    was = campaign(tmp_path).frozen()
    source = {"part": "general", "domain": "writing", "path": "more.jsonl", "licence": "MIT", "local_only": True}
    general, exam = found["parts"]["general"], {"name": "e", "path": "e.jsonl", "verifier": "math"}
    changes: dict[str, tuple[Any, str]] = {
        "sources.more": ({"sources": [*found["sources"], source]}, ADDED),
        "parts.more": (
            {"parts": {**found["parts"], "more": general}, "sources": [*found["sources"], {**source, "part": "more"}]},
            QUOTA,
        ),
        "teachers.more": ({"teachers": {**found["teachers"], "more": found["teachers"]["writer"]}}, TEACHER),
        "evaluation.sources.e": ({"evaluation": {"sources": [*found["evaluation"]["sources"], exam]}}, EXAM),
        "student.lora": ({"student": {"base": "tiny", "lora": {"rank": 4}}}, STUDENT),
        "evaluation": ({"evaluation": None}, EXAM),
        "student": ({"student": None, "evaluation": found["evaluation"]}, STUDENT),
    }
    for key, (change, does) in changes.items():
        now = check(found | change, tmp_path).frozen()
        for one, other in ((was, now), (now, was)):
            told = [each for each in differences(one, other) if each.key.startswith(key)]
            assert [(each.key, each.effect) for each in told] == [(key, does)]
    assert str(differences(was, check(found | changes["sources.more"][0], tmp_path).frozen())[0]) == (
        f"sources.more: nothing → 'path more.jsonl' ({ADDED})"
    )


def test_every_key_of_a_campaign_has_an_effect(tmp_path: Path) -> None:
    assert all(difference.effect for difference in differences({}, campaign(tmp_path).frozen()))


OTHER: dict[str, Any] = {
    "traces": TraceFile(path="t.jsonl"),
    "examples": (Turn(prompt="a", response="b"),),
    "top_k": 20,
    "min_p": 0.1,
    "presence_penalty": 1.0,
    "thinking_token_budget": 9,
    "endpoint": Endpoint(url="http://127.0.0.1:8000/v1"),
    "betas": (0.9, 0.95),
    "rope_theta": 500_000.0,
    "max_positions": 40_000,
    "temperature": 0.5,
    "lora": Lora(),
    "launch": Launch(processes=2),
}


def each_changed(model: BaseModel) -> Iterator[tuple[str, Any]]:
    """Each key of a table with the table in which it alone has another value."""
    for key in type(model).model_fields:
        match getattr(model, key):
            case bool(value):
                other: Any = not value
            case int(value) | float(value):
                other = value + 1
            case dict(value):
                other = {**value, "other": 1}
            case tuple():
                other = ("other",)
            case value:
                other = f"{value}x"
        yield key, model.model_copy(update={key: OTHER.get(key, other)})


def test_what_is_said_of_each_key_is_what_it_does_to_the_ids(tmp_path: Path) -> None:
    found = campaign(tmp_path)
    teacher, policy, student = found.teachers["thinker"], found.policy, found.trained()

    def compared(evaluation: Any) -> str:
        return comparison_key("s", found.model_copy(update={"evaluation": evaluation}))

    told = {
        f"teachers.t.{key}": (TEACHER, new.teacher_id() != teacher.teacher_id()) for key, new in each_changed(teacher)
    }
    told |= {f"policy.{key}": (JUDGED_ANEW, new.judging() != policy.judging()) for key, new in each_changed(policy)}
    told |= {
        f"student.{key}": (STUDENT, student_id("r", new) != student_id("r", student))
        for key, new in each_changed(student)
    }
    told |= {
        f"evaluation.{key}": (COMPARED, compared(new) != compared(found.examined()))
        for key, new in each_changed(found.examined())
        if key != "sources"
    }
    assert not {key for key, (what, changes) in told.items() if (effect(key) == what) != changes}
    longer = teacher.model_copy(update={"serve": {"max_model_len": 99}})
    assert longer.teacher_id() != teacher.teacher_id()
    assert effect("teachers.t.serve.max_model_len") == TEACHER


def test_what_is_said_to_be_allowed_is_and_what_is_not_is_refused(tmp_path: Path) -> None:
    store, found, _ = prepared(tmp_path)
    base = campaign(tmp_path).frozen()
    for _, change, _, _ in CHANGES:
        now = changed(tmp_path, change)
        if all(difference.allowed for difference in differences(base, now.frozen())):
            assert [prepare(store, now).key] == store.keys("questions")
        else:
            with pytest.raises(StoreError, match="shard_questions"):
                prepare(store, now)
    write_jsonl(tmp_path / "sums.jsonl", [{"problem": "What is 1 + 1?", "answer": "2"}])
    assert prepare(store, found).counts["questions"] == 1, "a layer"
    assert differences({"sources": [{"name": "a", "path": "b"}]}, {"sources": []})[0].effect == ADDED


def test_the_newest_campaign_is_compared_with_the_one_before(tmp_path: Path) -> None:
    store, found, _ = prepared(tmp_path)
    first = store.keys("campaigns")[0]
    assert changed_since_last(store, first) == []
    second = freeze(store, changed(tmp_path, {"policy": {"max_kept": 2}})).key
    assert [difference.key for difference in changed_since_last(store, second)] == ["policy.max_kept"]
    assert freeze(store, found).key == first
    (back,) = changed_since_last(store, first)
    assert (back.key, back.was, back.now) == ("policy.max_kept", 2, 1), "going back to an older campaign is named too"


def test_quotas_raised_half_way_go_on_from_what_is_committed(tmp_path: Path) -> None:
    store, found, questions = prepared(tmp_path)
    run_rounds(store, found, questions, right)
    small = publish(Ledger(store, found, questions))
    before = store.keys("traces")
    more = changed(tmp_path, {"parts": {"reasoning": {"quota": 9}}})
    freeze(store, more)
    run_rounds(store, more, questions, right)
    big = publish(Ledger(store, more, questions))
    assert (small.counts["samples.reasoning"], big.counts["samples.reasoning"]) == (6, 9)
    assert set(before) <= set(store.keys("traces"))
    assert sorted(store.keys("releases")) == sorted([small.key, big.key])
