"""A store that an earlier version made is opened with nothing asked, judged, retrained or refused."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from tests.small_campaign import campaign, right, write_traces
from thoughtmill.campaign import Campaign, Source, Teacher, load
from thoughtmill.generation.imported_traces import import_traces
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.judging.cascade import FILTERS, policy_id, settings_id, versions
from thoughtmill.judging.rejudge import rejudge
from thoughtmill.judging.verdict_index import FIRST_CHECKS, VerdictIndex
from thoughtmill.judging.verdicts import judge_shard, unjudged
from thoughtmill.questions.layers import layer_id
from thoughtmill.questions.prepare import prepare
from thoughtmill.release.publish import publish, samples_of
from thoughtmill.reporting.status import status
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import STAGES, Commit, Store
from thoughtmill.store.upkeep.check import damage
from thoughtmill.strict import LATER
from thoughtmill.student.train import student_id, student_weights, train

FIXTURE = Path(__file__).parent / "fixtures" / "store-7c69906"


@pytest.fixture
def earlier(tmp_path: Path) -> tuple[Store, Campaign]:
    """A copy of the store and its campaign, made by 7c69906: fixtures/README.md."""
    copy = Path(shutil.copytree(FIXTURE, tmp_path / "earlier"))
    found = load(copy / "campaign.toml")
    return Store.open(found.store_url()), found


def keys(store: Store) -> dict[str, list[str]]:
    """All that is committed but campaigns: a folder that has moved is frozen anew."""
    return {stage: store.keys(stage) for stage in STAGES if stage != "campaigns"}


def test_the_whole_way_through_an_earlier_store_finds_everything_committed(
    earlier: tuple[Store, Campaign], tmp_path: Path
) -> None:
    store, found = earlier
    before = keys(store)
    freeze(store, found)
    questions = prepare(store, found)
    for part in found.imported_parts():
        import_traces(store, found, part, questions)
    assert unjudged(store, found) == []
    assert next_units(Ledger(store, found, questions), list(found.parts)) == []
    release = publish(Ledger(store, found, questions))
    student = train(store, release, found.trained(), "never read", tmp_path / "work")
    assert keys(store) == before
    assert [student.key] == before["students"]
    assert student.key == student_id(release.key, found.trained())
    assert student_weights(store, student.key).is_dir()
    assert sum(table.num_rows for table in samples_of(store, release)) == 8


def test_an_earlier_store_is_whole_and_its_status_is_full(earlier: tuple[Store, Campaign]) -> None:
    store, found = earlier
    assert list(damage(store)) == []
    now = status(store, found)
    judged = sum(commit.counts["traces"] for commit in store.commits("verdicts"))
    assert (now.samples, now.quota, now.traces) == (8, 8, judged)
    assert judged > 30
    assert not any(domain.open for domain in now.domains)


def test_judging_an_earlier_store_again_is_done_when_a_person_asks(earlier: tuple[Store, Campaign]) -> None:
    store, found = earlier
    freeze(store, found)
    questions = prepare(store, found)
    rejudge(store, found)
    today = {policy_id(found.policy_of(p), found.teacher_of(p).template, questions.key) for p in found.parts}
    judged = VerdictIndex(store, found)
    counting = {str(judged.key_of(traces, questions.key)).rpartition(".")[2] for traces in store.commits("traces")}
    assert counting == today, "what was judged again is what counts"


def older(store: Store, elsewhere: Store, verdicts: Commit, policy: str, settings: str) -> None:
    """Commit the same verdicts as another version of the checks would have."""
    traces = verdicts.key.rpartition(".")[0]
    facts = {**verdicts.facts, "policy_id": policy, "settings_id": settings}
    with store.begin("verdicts", f"{traces}.{policy}") as attempt:
        attempt.write_table("verdicts.parquet", elsewhere.read(verdicts.file("verdicts.parquet")))
        attempt.commit(counts=verdicts.counts, parents=verdicts.parents, facts=facts)


@pytest.mark.parametrize("same_settings", [True, False])
def test_verdicts_of_earlier_checks_count_only_under_the_same_settings(
    store: Store, tmp_path: Path, same_settings: bool
) -> None:
    found = campaign(tmp_path)
    freeze(store, found)
    questions = prepare(store, found)
    unit = next(iter(next_units(Ledger(store, found, questions), ["reasoning"])))
    traces = write_traces(store, unit, questions, right)
    other = Store.open(str(tmp_path / "other"))
    freeze(other, found)
    elsewhere = judge_shard(other, found, write_traces(other, unit, prepare(other, found), right).key)
    settings = settings_id(found.policy_of("reasoning"), "think-answer", layer_id(questions))
    older(store, other, elsewhere, "0123456789ab", settings if same_settings else "another")
    assert unjudged(store, found) == ([] if same_settings else [traces.key])
    judge_shard(store, found, traces.key)
    assert str(VerdictIndex(store, found).key_of(traces, layer_id(questions))) == elsewhere.key, "today's are preferred"


def test_the_first_checks_are_told_by_their_policy_id(earlier: tuple[Store, Campaign]) -> None:
    store, found = earlier
    (questions,) = store.keys("questions")
    ids = {policy_id(found.policy_of(p), found.teacher_of(p).template, questions, FIRST_CHECKS) for p in found.parts}
    assert ids == {key.rpartition(".")[2] for key in store.keys("verdicts")}
    assert set(FIRST_CHECKS) == set(versions())
    assert [name for name, _ in versions()["filters"]] == list(FILTERS)


class LaterTeacher(Teacher):
    """A teacher of a later version, with one key more."""

    later_key: int | None = Field(default=None, json_schema_extra=LATER)


class LaterSource(Source):
    """A source of a later version."""

    later_key: str = Field(default="usual", json_schema_extra=LATER)


TEACHER: dict[str, Any] = {"model": "m", "template": "r1", "max_tokens": 9}
SOURCE: dict[str, Any] = {"part": "p", "domain": "d", "path": "a.jsonl"}


@pytest.mark.parametrize(
    ("first", "later", "values", "named"),
    [
        (Teacher, LaterTeacher, TEACHER, Teacher.teacher_id),
        (Source, LaterSource, SOURCE, Source.model_dump),
    ],
)
def test_a_key_that_came_later_is_in_no_hash_while_it_has_its_default(
    first: type, later: type, values: dict[str, Any], named: Callable[[Any], Any]
) -> None:
    default = later.model_fields["later_key"].default
    assert named(later(**values)) == named(first(**values))
    assert later.teacher_id(later(**values)) == first.teacher_id(first(**values)) if first is Teacher else True
    assert later(**values, later_key=default).model_dump_json() == first(**values).model_dump_json()
    changed = later(**values, later_key=5 if default is None else "other")
    assert changed.model_dump() != first(**values).model_dump()
    assert type(changed)(**changed.model_dump()) == changed, "what is frozen is read back"
