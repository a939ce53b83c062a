"""One generate run: which shards are open, what has come of each, what is saved, what is complete, how fast it goes."""

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, Teacher
from thoughtmill.engine.client import Ask, Completion, Refused
from thoughtmill.errors import EngineError
from thoughtmill.questions.exclusions import excluded_now
from thoughtmill.store.partial_shards import PartialShards, Row
from thoughtmill.store.schemas import ASIDE, TRACES
from thoughtmill.store.store import Commit, Store

EXCLUDED_SINCE = "excluded"
"""Why an ask of a frozen plan is set aside that nobody needs any more."""

RECENT_S = 60.0
"""What `tokens_per_s` and the ETA are measured over."""

AHEAD = 2
"""Shards that are read before their first ask is due."""


@dataclass(frozen=True, slots=True)
class GenerationProgress:
    """How far a run is. Traces set aside count as done. `eta_s` is None before anything is known."""

    done: int
    total: int
    tokens: int
    tokens_per_s: float
    in_flight: int
    shards_done: int
    shards: int
    eta_s: float | None


@dataclass(slots=True, eq=False)
class OpenShard:
    """A shard that is being asked: the place of each trace in it, and what has come."""

    unit: Commit
    places: dict[tuple[str, int], int]
    prompts: dict[str, tuple[tuple[str, str], ...]]
    parts: PartialShards
    begun: float
    unsaved: list[Row] = field(default_factory=list[Row])
    busy: Lock = field(default_factory=Lock)
    traces: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    aside: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])

    @property
    def complete(self) -> bool:
        """Whether every ask has its result."""
        return len(self.traces) + len(self.aside) == len(self.places)

    def put(self, row: Row) -> None:
        """A trace, or an ask that was set aside, in its place."""
        place = self.places[row["question_id"], row["index"]]
        assert place not in self.traces and place not in self.aside, "an ask has one result"  # noqa: PT018  # one fact
        if row["aside"] is None:
            self.traces[place] = row
        else:
            self.aside[place] = {**row, "reason": row["aside"]}


class GenerationRun:
    """One generate run: which shards are open, what has come, how fast."""

    def __init__(self, store: Store, campaign: Campaign, keys: list[str]) -> None:
        self.store, self.campaign = store, campaign
        self.excluded = excluded_now(store)
        with ThreadPoolExecutor(store.storage.at_once) as pool:
            units = list(pool.map(lambda key: store.get("rounds", key), dict.fromkeys(keys)))
        # What others have committed since is found when its turn comes.
        self.units = [unit for unit in units if store.journal.record(f"traces/{unit.key}") is None]
        self.total = sum(unit.counts["traces"] for unit in units)
        self.done = self.total - sum(unit.counts["traces"] for unit in self.units)
        self.shards, self.committed = len(units), [unit.key for unit in units if unit not in self.units]
        self.open: dict[tuple[str, int], OpenShard] = {}
        self.waiting: list[OpenShard] = []
        self.tokens = self.in_flight = 0
        self.recent = deque([(time.monotonic(), 0, self.done)])

    @cached_property
    def teacher(self) -> Teacher:
        """The one that all units share. Raises EngineError if they don't, or if the campaign has changed it."""
        names = {(unit.facts["teacher"], unit.facts["teacher_id"]) for unit in self.units}
        name, teacher_id = next(iter(names))
        found = self.campaign.teachers.get(name)
        if len(names) > 1 or found is None or found.teacher_id() != teacher_id:
            raise EngineError("units of one teacher of this campaign", f"{sorted(names)}", "plan them again")
        return found

    def asks(self) -> Iterator[Ask]:
        """All asks in plan order, but for those whose result was saved; shards are read in a thread, some ahead."""
        with ThreadPoolExecutor(1) as reader:
            ahead = deque(reader.submit(self._read, unit) for unit in self.units[:AHEAD])
            for number in range(len(self.units)):
                opened = ahead.popleft().result()
                ahead.extend(reader.submit(self._read, unit) for unit in self.units[number + AHEAD :][:1])
                if opened is None:
                    self.done += self.units[number].counts["traces"]
                    self.committed.append(self.units[number].key)
                    continue
                self.done += len(opened.traces) + len(opened.aside)
                for question, _ in opened.places:
                    self.open[question, opened.unit.facts["round"]] = opened
                self.waiting.append(opened)
                for (question, index), place in opened.places.items():
                    if place not in opened.traces and place not in opened.aside:
                        self.in_flight += 1
                        yield Ask(question, opened.unit.facts["round"], index, opened.prompts[question])

    def _read(self, unit: Commit) -> OpenShard | None:
        """A shard with what was saved of it, None if another run has committed it by now."""
        if self.store.find("traces", unit.key):
            return None
        facts = unit.facts
        plan = self.store.read(unit.file("plan.parquet")).to_pylist()
        shard = self.store.get("questions", facts["questions_id"]).file(f"{facts['shard']}.parquet")
        questions = {row["question_id"]: row for row in self.store.read(shard).to_pylist()}
        order = [(row["question_id"], index) for row in plan for index in range(row["traces"])]
        places = {name: place for place, name in enumerate(order)}
        prompts = {row["question_id"]: messages(self.teacher, questions[row["question_id"]]) for row in plan}
        opened = OpenShard(unit, places, prompts, PartialShards(self.store, unit.key), time.monotonic())
        for row in opened.parts.read().rows:
            if (row["question_id"], row["index"]) in places and row["round"] == facts["round"]:
                opened.put(row)
        for (question, index), place in places.items():
            if question in self.excluded.questions and place not in opened.traces and place not in opened.aside:
                name = {"question_id": question, "round": facts["round"], "index": index}
                opened.put(name | {"aside": EXCLUDED_SINCE, "detail": "since its plan was frozen"})
        return opened

    def take(self, result: Completion | Refused) -> OpenShard | None:
        """Count one result. Returns its shard if it was the last of it."""
        ask = result.ask
        opened = self.open[ask.question_id, ask.round]
        row = _row(result, opened.unit.facts["teacher_id"])
        opened.put(row)
        opened.unsaved.append(row)
        self.done += 1
        self.in_flight -= 1
        if isinstance(result, Completion):
            self.tokens += result.completion_tokens
        return opened if opened.complete else None

    def save(self) -> None:
        """Save what has come since the last time, shard by shard; commit what parts alone had completed."""
        for opened in list(self.waiting):
            if opened.complete:
                self.commit(opened)
            elif opened.unsaved:
                with opened.busy:
                    rows = list(opened.unsaved)
                    opened.parts.flush(rows)
                    del opened.unsaved[: len(rows)]

    def commit(self, opened: OpenShard) -> None:
        """Commit a complete shard, in plan order. If another run was first, its commit counts."""
        with opened.busy:
            if opened in self.waiting:
                self._commit(opened)

    def _commit(self, opened: OpenShard) -> None:
        traces = [opened.traces[place] for place in sorted(opened.traces)]
        aside = [opened.aside[place] for place in sorted(opened.aside)]
        counts = {
            "traces": len(traces),
            "prompt_tokens": sum(row["prompt_tokens"] for row in traces),
            "completion_tokens": sum(row["completion_tokens"] for row in traces),
            "set_aside": len(aside),
        }
        facts = {name: opened.unit.facts[name] for name in ("part", "domain", "shard", "round", "teacher_id")}
        facts["seconds"] = round(time.monotonic() - opened.begun, 1)
        with self.store.begin("traces", opened.unit.key) as attempt:
            attempt.write_table("traces.parquet", pa.Table.from_pylist(traces, schema=TRACES))
            if aside:
                attempt.write_table("aside.parquet", pa.Table.from_pylist(aside, schema=ASIDE))
            attempt.commit(counts=counts, parents=(opened.unit.name,), facts=facts)
        self.waiting.remove(opened)
        opened.unsaved.clear()
        opened.parts.clear()
        for question, _ in opened.places:
            self.open.pop((question, opened.unit.facts["round"]), None)
        self.committed.append(opened.unit.key)

    def progress(self) -> GenerationProgress:
        """Where the run is now; the rates are over the last minute."""
        now = time.monotonic()
        self.recent.append((now, self.tokens, self.done))
        while len(self.recent) > 2 and now - self.recent[1][0] > RECENT_S:
            self.recent.popleft()
        begun, tokens, done = self.recent[0]
        seconds = max(now - begun, 1e-6)
        rate, left = (self.done - done) / seconds, self.total - self.done
        eta = left / rate if rate else None
        speed = (self.tokens - tokens) / seconds
        return GenerationProgress(
            self.done, self.total, self.tokens, speed, self.in_flight, len(self.committed), self.shards, eta
        )


def messages(teacher: Teacher, question: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a teacher is sent: its system line, its few-shot turns for this source, the bare question."""
    turns: list[tuple[str, str]] = [("system", teacher.system)] if teacher.system else []
    for turn in teacher.turns(question["source"]):
        turns += [("user", turn.prompt), ("assistant", turn.response)]
    return (*turns, ("user", question["prompt"]))


def _row(result: Completion | Refused, teacher_id: str) -> Row:
    """A result as parts hold it. `aside` is why it was set aside, None for a trace."""
    ask = result.ask
    name = {"question_id": ask.question_id, "round": ask.round, "index": ask.index}
    if isinstance(result, Refused):
        return name | {"aside": result.reason, "detail": result.detail}
    return name | {
        "text": result.text,
        "reasoning": result.reasoning,
        "finish_reason": result.finish_reason,
        "prompt_tokens": result.prompt_tokens,
        "completion_tokens": result.completion_tokens,
        "teacher_id": teacher_id,
        "engine": result.engine,
        "created_at": datetime.now(UTC),
        "aside": None,
        "detail": None,
    }
