"""Why a trace was kept or rejected: every check of the cascade asked again, one by one, beside what the store says."""

import re
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from thoughtmill.campaign import Campaign
from thoughtmill.errors import StoreError
from thoughtmill.filters import FILTERS, Reason, Rejection, Subject
from thoughtmill.judging import cascade
from thoughtmill.judging.verdict_index import VerdictIndex
from thoughtmill.questions.layers import layer_id
from thoughtmill.store.store import Store
from thoughtmill.verifiers import Check

TRACE = re.compile(r"^([0-9a-f]{8,64})-(\d+)-(\d+)$")


@dataclass(frozen=True, slots=True)
class Asked:
    """One filter and what it says. `reached`: whether the cascade comes to it, or stopped before."""

    name: str
    version: str
    rejection: Rejection | None
    reached: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """One verdict in the store."""

    policy_id: str
    created_at: str
    outcome: str | None
    reason: str | None
    detail: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of one trace. Nothing is asked again about one that broke its checker."""

    shard: str
    teacher_id: str
    subject: Subject
    asked: tuple[Asked, ...]
    check: Check | None
    recorded: tuple[Recorded, ...]


def explain(store: Store, campaign: Campaign, trace: str) -> list[Explanation]:
    """What every check says of the trace `question-round-index` (a sample's id), for every teacher that wrote one.

    Raises StoreError if there is no such trace, CheckerBroken.
    """
    named = TRACE.match(trace)
    if named is None:
        raise StoreError(
            "a trace as question-round-index", repr(trace), "take it from a sample's `id`, e.g. 0a1b2c3d4e5f6071-1-0"
        )
    question_id, round_, index = named[1], int(named[2]), int(named[3])
    shard, question = _question(store, question_id)
    found: list[Explanation] = []
    for key in store.keys("traces"):
        if not key.startswith(f"{shard}.r{round_}."):
            continue
        commit = store.get("traces", key)
        rows = store.read(commit.file("traces.parquet"))
        ours = (pc.field("question_id") == question_id) & (pc.field("index") == index)
        found += [_explained(store, campaign, key, question, row) for row in rows.filter(ours).to_pylist()]
    if not found:
        raise StoreError(
            f"a trace {trace}", f"none in the shard {shard}, round {round_}", "see `thoughtmill status` for the rounds"
        )
    return found


def _question(store: Store, question_id: str) -> tuple[str, dict[str, Any]]:
    for commit in store.commits("questions"):
        for shard in commit.facts["shards"]:
            table = store.read(commit.file(f"{shard['shard']}.parquet"))
            rows = table.filter(pc.field("question_id") == question_id).to_pylist()
            if rows:
                return shard["shard"], {**rows[0], "questions_id": layer_id(commit)}
    raise StoreError(f"a question {question_id}", "none of this id in the store", "is it the right store?")


def _explained(
    store: Store, campaign: Campaign, key: str, question: dict[str, Any], trace: dict[str, Any]
) -> Explanation:
    part = question["part"]
    template, policy = campaign.template_of(part, trace["teacher_id"]), campaign.policy_of(part)
    subject = cascade.subject_of(question, trace, template, policy)
    counts = VerdictIndex(store, campaign).policy_of(key, part, trace["teacher_id"], question["questions_id"])
    now = f"{key}.{counts}"
    recorded = tuple(
        _recorded(store, verdicts, trace, now) for verdicts in store.keys("verdicts") if verdicts.startswith(f"{key}.")
    )
    broken = any(verdict.current and verdict.reason == Reason.CHECKER_BROKEN for verdict in recorded)
    asked, checked = ((), None) if broken else ask(subject)  # it would break this program too
    shard = key.split(".", 1)[0]
    return Explanation(shard, trace["teacher_id"], subject, asked, checked, recorded)


def ask(subject: Subject) -> tuple[tuple[Asked, ...], Check | None]:
    """Every filter that can be asked, and the verifier: those after the form need a trace that is in form.

    Raises CheckerBroken.
    """
    asked: list[Asked] = []
    checked: Check | None = None
    reached = True
    for name, rule in FILTERS.items():
        if name not in ("cut_off", "form") and subject.parts is None:
            break
        rejection, found = cascade.asked(name, rule, subject)
        checked = found or checked
        asked.append(Asked(name, rule.version, rejection, reached))
        reached = reached and rejection is None
    return tuple(asked), checked


def _recorded(store: Store, key: str, trace: dict[str, Any], now: str) -> Recorded:
    commit = store.get("verdicts", key)
    rows = store.read(commit.file("verdicts.parquet"))
    ours = (pc.field("question_id") == trace["question_id"]) & (pc.field("index") == trace["index"])
    row = rows.filter(ours).to_pylist()[0]
    return Recorded(
        key.rsplit(".", 1)[-1], commit.created_at, row["outcome"], row["reason"], row["detail"], current=key == now
    )
