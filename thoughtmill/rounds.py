"""Which questions get how many more traces: a pure function of what is committed.

A unit is one shard in one round. Units of a domain have a fixed plan order: round first, then shard. The plan of a
unit depends on the earlier verdicts of its own shard alone, and is frozen by a commit before it is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, Policy
from thoughtmill.errors import QuotaNotMet
from thoughtmill.filters.cascade import policy_id
from thoughtmill.records import PLAN
from thoughtmill.store import Commit, Store


@dataclass(frozen=True, slots=True)
class Unit:
    """One shard in one round, asked of one teacher, judged under one policy. Rounds count from 1."""

    part: str
    domain: str
    shard: str
    round: int
    teacher: str
    teacher_id: str
    policy_id: str

    @property
    def key(self) -> str:
        """The key of its plan and of its traces."""
        return f"{self.shard}.r{self.round}.{self.teacher_id}"

    @property
    def verdict_key(self) -> str:
        """The key of its verdicts."""
        return f"{self.key}.{self.policy_id}"


@dataclass(frozen=True, slots=True)
class UnitState:
    """What is known of a unit from the store.

    plan: traces a question; None while the round before is not judged. usable: row numbers of the traces that may
    become samples (kept, not the same text twice, at most `max_kept` a question over all rounds); None if not judged.
    correct: question → (kept, judged) over this and the earlier rounds of the shard.
    """

    unit: Unit
    plan: dict[str, int] | None
    usable: tuple[int, ...] | None
    correct: dict[str, tuple[int, int]]

    @property
    def traces(self) -> int:
        """Traces that the plan asks for."""
        return sum((self.plan or {}).values())


class Ledger:
    """Reads the state of units, each verdict file once: commits never change."""

    def __init__(self, store: Store, campaign: Campaign, questions: Commit) -> None:
        self.store, self.campaign, self.questions = store, campaign, questions
        self._verdicts: dict[str, list[tuple[str, str, bool]]] = {}

    def units(self, part: str, domain: str) -> Iterator[UnitState]:
        """The units of a domain in plan order. A unit that has nothing to ask is left out."""
        policy = self.campaign.policy_of(part)
        shards = [s["shard"] for s in self.questions.facts["shards"] if (s["part"], s["domain"]) == (part, domain)]
        history: dict[str, list[UnitState]] = {shard: [] for shard in shards}
        number, asked = 0, True
        while asked:  # `max_traces` bounds it: a plan asks every question at least once more
            number, asked = number + 1, False
            for shard in shards:
                state = self._state(self._unit(part, domain, shard, number), history[shard], policy)
                history[shard].append(state)
                asked = asked or bool(state.plan)
                if state.plan is None or state.plan:
                    yield state

    def _unit(self, part: str, domain: str, shard: str, number: int) -> Unit:
        teacher = self.campaign.teacher_of(part)
        judged_by = policy_id(self.campaign.policy_of(part), teacher.template, self.questions.key)
        name = self.campaign.parts[part].teacher
        return Unit(part, domain, shard, number, name, teacher.teacher_id(), judged_by)

    def _state(self, unit: Unit, before: list[UnitState], policy: Policy) -> UnitState:
        taken = [state for state in before if state.plan]
        if any(state.plan is None or (state.plan and state.usable is None) for state in before):
            return UnitState(unit, None, None, {})
        plan = self._frozen_plan(unit) or self._next_plan(unit, taken, policy)
        rows = self._rows(unit) if plan else None
        if rows is None:
            return UnitState(unit, plan, None, taken[-1].correct if taken else {})
        usable, correct = self._choose(rows, taken, policy.max_kept)
        return UnitState(unit, plan, usable, correct)

    def _frozen_plan(self, unit: Unit) -> dict[str, int] | None:
        frozen = self.store.find("rounds", unit.key)
        if frozen is None:
            return None
        table = self.store.read(frozen.file("plan.parquet"))
        return dict(zip(table["question_id"].to_pylist(), table["traces"].to_pylist(), strict=True))

    def _next_plan(self, unit: Unit, before: list[UnitState], policy: Policy) -> dict[str, int]:
        if unit.round == 1:
            table = self.store.read(self.questions.file(f"{unit.shard}.parquet"), columns=["question_id"])
            return dict.fromkeys(table["question_id"].to_pylist(), min(policy.first_round, policy.max_traces))
        used = self._samples(before)
        more: dict[str, int] = {}
        for question in before[0].plan or {}:
            asked = sum((state.plan or {}).get(question, 0) for state in before)
            if used.get(question, 0) < policy.max_kept and asked < policy.max_traces:
                more[question] = min(policy.first_round, policy.max_traces - asked)
        return more

    def _samples(self, before: list[UnitState]) -> dict[str, int]:
        used: dict[str, int] = {}
        for state in before:
            rows = self._rows(state.unit) or []
            for number in state.usable or ():
                used[rows[number][0]] = used.get(rows[number][0], 0) + 1
        return used

    def _choose(
        self, rows: list[tuple[str, str, bool]], before: list[UnitState], max_kept: int
    ) -> tuple[tuple[int, ...], dict[str, tuple[int, int]]]:
        used = self._samples(before)
        texts = {text for state in before for _, text, kept in self._rows(state.unit) or [] if kept}
        correct = dict(before[-1].correct) if before else {}
        usable: list[int] = []
        for number, (question, text, kept) in enumerate(rows):
            good, judged = correct.get(question, (0, 0))
            correct[question] = (good + kept, judged + 1)
            if kept and text not in texts and used.get(question, 0) < max_kept:
                usable.append(number)
                used[question] = used.get(question, 0) + 1
            if kept:
                texts.add(text)
        return tuple(usable), correct

    def _rows(self, unit: Unit) -> list[tuple[str, str, bool]] | None:
        """(question and its text's hash, kept) a trace; None if the unit is not judged."""
        if unit.verdict_key not in self._verdicts:
            commit = self.store.find("verdicts", unit.verdict_key)
            if commit is None:
                return None
            table = self.store.read(commit.file("verdicts.parquet"), ["question_id", "text_hash", "reason"])
            questions, hashes, reasons = (table[name].to_pylist() for name in table.column_names)
            self._verdicts[unit.verdict_key] = [
                (question, f"{question} {text}", reason is None)
                for question, text, reason in zip(questions, hashes, reasons, strict=True)
            ]
        return self._verdicts[unit.verdict_key]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a domain is: samples it has, traces judged, and the units to ask next."""

    part: str
    domain: str
    quota: int
    questions: int
    usable: int
    traces: int
    open: tuple[UnitState, ...]


def standing(ledger: Ledger, part: str, domain: str) -> Standing:
    """Walk the units in plan order until the quota is, or can be expected to be, filled.

    Units on the way that are not judged are `open`. What they will give is estimated by the rate of usable traces so
    far (one of two, before anything is known), so that nothing is asked that isn't likely to be needed.
    """
    quota = ledger.campaign.parts[part].domain_quotas()[domain]
    states: list[UnitState] = []
    usable = traces = 0
    expected = 0.0
    for state in ledger.units(part, domain):
        if usable + expected >= quota:
            break
        if state.usable is not None:
            usable += len(state.usable)
            traces += state.traces
        elif state.plan is not None:
            states.append(state)
            expected += state.traces * (usable + 1) / (traces + 2)
    questions = ledger.questions.counts[f"questions.{part}.{domain}"]
    return Standing(part, domain, quota, questions, usable, traces, tuple(states))


def next_units(ledger: Ledger, parts: list[str]) -> list[UnitState]:
    """The units to ask next, in plan order, domain by domain; empty when every quota is filled.

    Raises QuotaNotMet when a domain has nothing left to ask and is short.
    """
    standings = [standing(ledger, part, domain) for part in parts for domain in ledger.campaign.parts[part].domains]
    for domain in standings:
        if not domain.open and domain.usable < domain.quota:
            raise _short(ledger.campaign, domain)
    return [state for domain in standings for state in domain.open]


def _short(campaign: Campaign, domain: Standing) -> QuotaNotMet:
    policy = campaign.policy_of(domain.part)
    rate = domain.usable / max(domain.traces, 1)
    missing = domain.quota - domain.usable
    todo = "look at the rejected traces: nothing was kept; see `thoughtmill status`"
    if domain.usable:
        more = -(-missing * domain.questions // domain.usable)
        todo = (
            f"begin a new store with about {more:,} more questions like these, or raise policy.max_kept above "
            f"{policy.max_kept} or policy.max_traces above {policy.max_traces}, or lower the quota"
        )
    return QuotaNotMet(
        f"{domain.quota:,} samples in {domain.part}/{domain.domain}",
        f"{domain.usable:,} of {domain.traces:,} traces (yield {rate:.0%}), {missing:,} short, no question left to ask",
        todo,
    )


def freeze(store: Store, state: UnitState, questions: Commit) -> Commit:
    """Commit the plan of a unit before it is asked. Returns the plan that counts."""
    assert state.plan, "only a unit with a plan can be frozen"
    unit = state.unit
    found = store.find("rounds", unit.key)
    if found is not None:
        return found
    attempt = store.begin("rounds", unit.key)
    table = pa.table([list(state.plan), list(state.plan.values())], schema=PLAN)
    attempt.write_table("plan.parquet", table)
    facts: dict[str, Any] = {
        "part": unit.part,
        "domain": unit.domain,
        "shard": unit.shard,
        "round": unit.round,
        "teacher": unit.teacher,
        "teacher_id": unit.teacher_id,
        "questions_id": questions.key,
    }
    return attempt.commit(counts={"traces": state.traces}, parents=(questions.name,), facts=facts)
