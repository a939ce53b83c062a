"""Which questions get how many more traces: a pure function of what is committed.

A unit is one shard in one round. Units of a domain have a fixed plan order: round first, then shard, the shards of a
later layer last; but what was frozen when a layer was added comes before it. The plan of a unit depends on the earlier
verdicts of its own shard alone, and is frozen by a commit before it is asked.
"""

import hashlib
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from math import sqrt
from threading import RLock
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, Policy
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.expectation import Expectation
from thoughtmill.generation.history import COLUMNS, ShardHistory
from thoughtmill.generation.levers import JudgedUnit, became, levers, spent
from thoughtmill.generation.snapshots import HistorySnapshots
from thoughtmill.judging.verdict_index import VerdictIndex
from thoughtmill.questions.exclusions import excluded_by, in_force
from thoughtmill.questions.layers import Layers, layer_id
from thoughtmill.store.schemas import PLAN
from thoughtmill.store.store import Commit, Store


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


def round_in(key: str) -> tuple[str, int]:
    """Shard and round in the key of a unit, as `Unit.key` writes it."""
    shard, number, _ = key.rsplit(".", 2)
    return shard, int(number.removeprefix("r"))


@dataclass(frozen=True, slots=True)
class UnitState:
    """What is known of a unit from the store.

    plan: traces a question, of a unit that is not judged; None while the round before is not. traces: how many the plan
    asks for. usable: row numbers of the traces that may become samples (kept, no copy or near copy of an earlier one,
    at most `max_kept` a question over all rounds); None if not judged.
    """

    unit: Unit
    plan: dict[str, int] | None
    traces: int
    usable: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the store holds of a unit: its plan, or that of a first round; the verdicts on it. None: not there.

    records: the hash of the records of both, empty where there are not both.
    """

    plan: dict[str, int] | None
    verdicts: pa.Table | None
    records: str = ""


NOTHING = _Read(None, None)


class Ledger:
    """Reads the state of units, each verdict file once on a machine: commits never change; a few bytes a question.

    Knows what its store knew when it was made, and what the store has learnt since by looking or committing.

    questions: the layer up to which it looks; what was added later does not exist for it. exclusions: those that it
    respects, all that are in force by default.
    """

    def __init__(
        self, store: Store, campaign: Campaign, questions: Commit, exclusions: Sequence[Commit] | None = None
    ) -> None:
        self.store, self.campaign, self.layers = store, campaign, Layers.up_to(store, questions)
        self._histories: dict[str, ShardHistory] = {}
        self._judged = VerdictIndex(store, campaign)  # it looks
        self._teacher_ids = {name: teacher.teacher_id() for name, teacher in campaign.teachers.items()}
        self.exclusions = tuple(in_force(store, look=False) if exclusions is None else exclusions)
        self.excluded = excluded_by(store, self.layers, self.exclusions)
        self._snapshots = HistorySnapshots(store.cache, self.excluded)
        self._grown: set[str] = set()  # shards whose histories have no snapshot yet
        self.lock = RLock()
        """Of `standing`: a ledger may serve several threads, one at a time."""

    def units(self, part: str, domain: str) -> Generator[UnitState]:
        """The units of a domain in plan order. A unit that has nothing to ask is left out."""
        self._judged = VerdictIndex(self.store, self.campaign, look=False)
        self._forget_what_was_judged_anew(part, domain)
        try:
            yield from self._in_order(part, domain)
        finally:
            while self._grown:
                self._snapshots.keep(self._histories[self._grown.pop()])

    def judged_units(self, part: str, domain: str) -> Iterator[JudgedUnit]:
        """All that is judged of a domain, read anew: shard by shard, each in the order of its rounds."""
        units = [state.unit for state in self.units(part, domain) if state.usable is not None]
        for unit in sorted(units, key=lambda unit: (unit.shard, unit.round)):
            read, traces = self._read(unit), self.store.seen("traces", unit.key)
            judged = self.store.seen("verdicts", unit.verdict_key)
            if read.plan and read.verdicts is not None and traces and judged:
                yield unit.shard, read.plan, read.verdicts, traces, judged

    def _in_order(self, part: str, domain: str) -> Iterator[UnitState]:
        placed: set[str] = set()
        for frozen in self.layers.frozen():
            for state in self._frozen_before(part, domain, frozen - placed):
                placed.add(state.unit.key)
                if state.plan is None or state.traces:
                    yield state
        number, asked = 0, True
        while asked:  # `max_traces` bounds it: a plan asks every question at least once more
            number, asked = number + 1, False
            for state in self._round(part, domain, self.layers.shards(part, domain), number):
                asked = asked or state.traces > 0
                if state.unit.key not in placed and (state.plan is None or state.traces):
                    yield state

    def _frozen_before(self, part: str, domain: str, frozen: frozenset[str]) -> Iterator[UnitState]:
        """The units that were frozen when a layer was added: round, then shard."""
        last: dict[str, int] = {}  # shard → the last of its rounds
        for key in frozen:
            shard, number = round_in(key)
            last[shard] = max(last.get(shard, 0), number)
        shards = [shard for shard in self.layers.shards(part, domain) if shard in last]
        for number in range(1, 1 + max((last[shard] for shard in shards), default=0)):
            open_ones = [shard for shard in shards if number <= last[shard]]
            yield from (state for state in self._round(part, domain, open_ones, number) if state.unit.key in frozen)

    def _round(self, part: str, domain: str, shards: list[str], number: int) -> Iterator[UnitState]:
        """The units of these shards in one round."""
        policy = self.campaign.policy_of(part)
        units = (self._unit(part, domain, shard, number) for shard in shards)
        for unit, history, read in self._ahead((unit, self._history(unit, policy.max_kept)) for unit in units):
            yield self._state(unit, history, policy, read)

    def _history(self, unit: Unit, max_kept: int) -> ShardHistory:
        if (history := self._histories.get(unit.shard)) is None:
            history = self._histories[unit.shard] = ShardHistory(max_kept, self.excluded)
            at = unit.part, unit.domain, unit.shard
            self._snapshots.restore(history, lambda number: self._made_from(self._unit(*at, number)))
        return history

    def _made_from(self, unit: Unit) -> tuple[str, str]:
        plan, verdicts = self.store.record("rounds", unit.key), self.store.record("verdicts", unit.verdict_key)
        if plan is None or verdicts is None:
            return unit.verdict_key, ""
        return unit.verdict_key, hashlib.sha256(hashlib.sha256(plan).digest() + verdicts).hexdigest()

    def _forget_what_was_judged_anew(self, part: str, domain: str) -> None:
        for shard in self.layers.shards(part, domain):
            history = self._histories.get(shard)
            for number in range(1, len(history.rounds) + 1 if history else 0):
                if history and history.is_other(number, self._unit(part, domain, shard, number).verdict_key):
                    history.forget()
                    break

    def _ahead(self, units: Iterable[tuple[Unit, ShardHistory]]) -> Iterator[tuple[Unit, ShardHistory, _Read]]:
        """Units of one round with what has to be read of them, read side by side, some ahead of who asks."""
        reading: deque[tuple[Unit, ShardHistory, Future[_Read] | None]] = deque()
        pool = ThreadPoolExecutor(self.store.storage.at_once)
        try:
            for unit, history in units:
                is_next = unit.round == len(history.rounds) + 1
                reading.append((unit, history, pool.submit(self._read, unit) if is_next else None))
                if len(reading) > 2 * self.store.storage.at_once:
                    yield _ended(*reading.popleft())
            while reading:
                yield _ended(*reading.popleft())
        finally:
            pool.shutdown(cancel_futures=True)

    def expectation(self, part: str, domain: str) -> Expectation:
        """What is expected of units that are not judged, from those whose verdicts were read."""
        known = (self._histories.get(shard) for shard in self.layers.shards(part, domain))
        return Expectation.of(history.rounds for history in known if history is not None)

    def rates(self, unit: Unit) -> dict[str, tuple[int, int]]:
        """Question → (kept, judged), over this round of its shard and the earlier ones."""
        verdicts: list[pa.Table] = []
        for number in range(1, unit.round + 1):
            asked = self._unit(unit.part, unit.domain, unit.shard, number)
            commit = self.store.seen("verdicts", asked.verdict_key)
            if commit is not None:
                verdicts.append(self.store.read(commit.file("verdicts.parquet"), ["question_id", "reason"]))
        found = pa.concat_tables(verdicts).group_by("question_id").aggregate([("reason", "count"), ([], "count_all")])
        questions, rejected, judged = (found[name].to_pylist() for name in ("question_id", "reason_count", "count_all"))
        return {q: (n - bad, n) for q, bad, n in zip(questions, rejected, judged, strict=True)}

    def _unit(self, part: str, domain: str, shard: str, number: int) -> Unit:
        found = self.campaign.parts[part]
        units = [self._asked_of(name, part, domain, shard, number) for name in (found.teacher, *found.earlier_teachers)]
        if len(units) == 1 or self.store.seen("rounds", units[0].key):
            return units[0]
        # A plan that an earlier teacher has not finished is given up: what counts may not change any more.
        written = (unit for unit in units[1:] if self.store.seen("traces", unit.key))
        return next(written, units[0])

    def _asked_of(self, name: str, part: str, domain: str, shard: str, number: int) -> Unit:
        about = (part, domain, shard, number, name, self._teacher_ids[name])
        layer = layer_id(self.layers.holding(shard))
        return Unit(*about, self._judged.policy_of(Unit(*about, "").key, part, about[-1], layer))

    def _state(self, unit: Unit, history: ShardHistory, policy: Policy, read: _Read) -> UnitState:
        if unit.round <= len(history.rounds):
            judged = history.rounds[unit.round - 1]
            return UnitState(unit, {}, judged.traces, judged.usable)
        if unit.round > len(history.rounds) + 1:
            return UnitState(unit, None, 0, None)
        plan = self._next_plan(unit, history, policy) if read.plan is None else read.plan
        if plan == {}:
            history.skip()
        elif plan is None or read.verdicts is None:
            return UnitState(unit, plan, sum((plan or {}).values()), None)
        else:
            history.take(plan, read.verdicts, unit.verdict_key, read.records)
            self._grown.add(unit.shard)
        return self._state(unit, history, policy, NOTHING)

    def _read(self, unit: Unit) -> _Read:
        frozen = self.store.seen("rounds", unit.key)
        judged = self.store.seen("verdicts", unit.verdict_key)
        columns: list[str] = [*COLUMNS]
        verdicts = judged and self.store.read(judged.file("verdicts.parquet"), columns)
        if frozen is None:
            return _Read(self._first_plan(unit) if unit.round == 1 else None, verdicts)
        if verdicts is not None and verdicts.num_rows == frozen.counts["traces"]:
            # Nothing was set aside: the verdicts, a row a trace in the plan's order, say what was asked.
            counted = verdicts["question_id"].value_counts()
            questions, traces = counted.field("values"), counted.field("counts")
        else:
            table = self.store.read(frozen.file("plan.parquet"))
            questions, traces = table["question_id"], table["traces"]
        plan = dict(zip(questions.to_pylist(), traces.to_pylist(), strict=True))
        return _Read(plan, verdicts, self._made_from(unit)[1])

    def _first_plan(self, unit: Unit) -> dict[str, int] | None:
        if self.campaign.teachers[unit.teacher].traces is not None:
            return None  # all that it brought is frozen as round 1 when it is imported
        policy = self.campaign.policy_of(unit.part)
        layer = self.layers.holding(unit.shard)
        table = self.store.read(layer.file(f"{unit.shard}.parquet"), columns=["question_id"])
        asked = [question for question in table["question_id"].to_pylist() if question not in self.excluded.questions]
        return dict.fromkeys(asked, min(policy.first_round, policy.max_traces))

    def _next_plan(self, unit: Unit, history: ShardHistory, policy: Policy) -> dict[str, int] | None:
        if unit.round == 1:
            return None
        return {} if self.campaign.teachers[unit.teacher].traces is not None else history.more(policy)


def _ended(unit: Unit, history: ShardHistory, reading: "Future[_Read] | None") -> tuple[Unit, ShardHistory, _Read]:
    return unit, history, NOTHING if reading is None else reading.result()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a domain is: samples it has, traces judged, and the units to ask next.

    before: of each open unit, which share of the quota all units before it have given or are expected to give.
    """

    part: str
    domain: str
    quota: int
    questions: int
    usable: int
    traces: int
    open: tuple[UnitState, ...]
    before: tuple[float, ...]


def standing(ledger: Ledger, part: str, domain: str) -> Standing:
    """Walk the units in plan order until the quota is, or can be expected to be, filled.

    Units on the way that are not judged are `open`, unless the round before them is not judged either: then they only
    count for what they are expected to give, so that nothing behind them is asked in their place. What is expected is
    filled to one standard deviation more than the quota: a unit that comes late would cost a whole step.
    """
    with ledger.lock:
        expected = ledger.expectation(part, domain)
        found = _walk(ledger, part, domain, expected)
        if (learnt := ledger.expectation(part, domain)) != expected:  # the first walk has read what is judged
            found = _walk(ledger, part, domain, learnt)
        return found


def _walk(ledger: Ledger, part: str, domain: str, expectation: Expectation) -> Standing:
    quota = ledger.campaign.parts[part].domain_quotas()[domain]
    states: list[UnitState] = []
    before: list[float] = []
    usable = traces = 0
    expected = 0.0
    asked: dict[str, float] = {}  # shard → traces of the round that was last walked over
    with closing(ledger.units(part, domain)) as units:
        for state in units:
            if usable + expected - sqrt(expected) >= quota:
                break
            unit = state.unit
            if state.usable is not None:
                usable += len(state.usable)
                traces += state.traces
                asked[unit.shard] = state.traces
                continue
            if state.plan is not None:
                states.append(state)
                before.append((usable + expected) / quota)
                asked[unit.shard] = state.traces
            else:
                asked[unit.shard] = asked.get(unit.shard, 0.0) * expectation.again(unit.round)
            expected += asked[unit.shard] * expectation.rate(unit.round)
    questions = ledger.layers.counts[f"questions.{part}.{domain}"]
    return Standing(part, domain, quota, questions, usable, traces, tuple(states), tuple(before))


def needed_units(ledger: Ledger, parts: list[str]) -> list[tuple[float, UnitState]]:
    """The units to ask next, in plan order, domain by domain, each with the share of its quota before it.

    Empty when every quota is filled. Raises QuotaNotMet when a domain has nothing left to ask and is short.
    """
    standings = [standing(ledger, part, domain) for part in parts for domain in ledger.campaign.parts[part].domains]
    for domain in standings:
        if not domain.open and domain.usable < domain.quota:
            raise _short(ledger, domain)
    return [unit for domain in standings for unit in zip(domain.before, domain.open, strict=True)]


def pilot_units(ledger: Ledger, parts: list[str], questions: int) -> list[tuple[float, UnitState]]:
    """The first rounds of the first shards of each domain that hold at least so many questions, if not judged yet."""
    found: list[tuple[float, UnitState]] = []
    for part in parts:
        first = ledger.campaign.policy_of(part).first_round
        for domain in ledger.campaign.parts[part].domains:
            asked = 0
            with ledger.lock, closing(ledger.units(part, domain)) as units:
                for state in units:
                    if asked >= questions or state.unit.round > 1:
                        break
                    if state.usable is None:
                        found.append((asked / questions, state))
                    asked += -(-state.traces // first)
    return found


def next_units(ledger: Ledger, parts: list[str]) -> list[UnitState]:
    """The units to ask next, as `needed_units` finds them."""
    return [state for _, state in needed_units(ledger, parts)]


def _short(ledger: Ledger, domain: Standing) -> QuotaNotMet:
    policy, missing = ledger.campaign.policy_of(domain.part), domain.quota - domain.usable
    found = spent(ledger.judged_units(domain.part, domain.domain), policy, ledger.excluded)
    ways = levers(found, policy, missing, domain.questions)
    todo = "look at the rejected traces: nothing was kept; see `thoughtmill status`"
    if ways:
        todo = f"the cheapest first: {'; '.join(map(str, ways))}; or lower the quota. Then start it again"
    came = f"{domain.usable:,} of {domain.traces:,} traces (yield {domain.usable / max(domain.traces, 1):.0%})"
    return QuotaNotMet(
        f"{domain.quota:,} samples in {domain.part}/{domain.domain}",
        f"{came}, {missing:,} short, no question left to ask; the others: {became(found) or 'none'}",
        todo,
    )


def commit_plan(store: Store, state: UnitState, questions: Commit, pieces: int = 1) -> Commit:
    """Commit the plan of a unit before it is asked. Returns the plan that counts.

    questions: the layer that holds its shard, or a later one. pieces: in how many it is asked, perhaps by several runs.
    """
    assert state.plan, "only a unit with a plan can be frozen"
    unit = state.unit
    found = store.seen("rounds", unit.key)  # if it is committed since, its create says so
    if found is not None:
        return found
    layer = Layers.up_to(store, questions).holding(unit.shard)
    table = pa.table([list(state.plan), list(state.plan.values())], schema=PLAN)
    facts: dict[str, Any] = {
        "part": unit.part,
        "domain": unit.domain,
        "shard": unit.shard,
        "round": unit.round,
        "teacher": unit.teacher,
        "teacher_id": unit.teacher_id,
        "questions_id": layer.key,
    }
    if pieces > 1:
        facts["pieces"] = pieces
    with store.begin("rounds", unit.key) as attempt:
        attempt.write_table("plan.parquet", table)
        return attempt.commit(counts={"traces": state.traces}, parents=(layer.name,), facts=facts)
