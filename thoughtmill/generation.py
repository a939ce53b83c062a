"""Frozen plans → traces. One run works on a list of units and keeps every slot of its engine filled across them.

A unit's shard is opened when a slot is free, several are open at once, and each is committed as soon as its last trace
is there. Commits and progress happen in threads: the engine is asked on meanwhile.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, Teacher
from thoughtmill.engine import Ask, Engine, Refused, Reply, Revive, Sampling, ask_all
from thoughtmill.errors import EngineError
from thoughtmill.records import TRACES
from thoughtmill.store import Commit, Store

ASIDE = pa.schema(
    {
        "question_id": pa.string(),
        "round": pa.int32(),
        "index": pa.int32(),
        "reason": pa.string(),
        "detail": pa.string(),
    }
)
"""Asks that are set aside; see `wire.Refused` for the reasons."""

RECENT_S = 60.0
"""What `tokens_per_s` and the ETA are measured over."""

TELL_S = 1.0
"""Progress is told no more often than this."""


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


Tell = Callable[[GenerationProgress], None]


async def generate(
    store: Store,
    campaign: Campaign,
    keys: list[str],
    engine: Engine,
    progress: Tell | None = None,
    revive: Revive | None = None,
) -> list[str]:
    """Ask the frozen units `keys`, all of one teacher, and commit each as it completes. Returns the committed keys.

    A unit that is committed already is not asked. `progress` is called in a thread, about once a second; what it raises
    is logged, and stops nothing. Raises EngineError, EngineUnavailable, StoreError.
    """
    run = _Run(store, campaign, keys)
    telling = asyncio.create_task(_tell(run, progress)) if progress else None
    try:
        if run.units:
            teacher = run.teacher
            sampling = Sampling(teacher.temperature, teacher.top_p, teacher.max_tokens, teacher.stop)
            every = ask_all(engine, run.asks(), sampling, teacher.concurrency, teacher.stall_s, revive)
            async with aclosing(every) as results:
                async for result in results:
                    if (complete := run.take(result)) is not None:
                        await asyncio.to_thread(run.commit, complete)
    finally:
        if telling:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
    if progress:
        await _tell_once(run, progress)
    return [key for key in keys if store.find("traces", key)]


@dataclass(slots=True, eq=False)
class _Open:
    """A shard that is being asked: the place of each trace in it, and what has come."""

    unit: Commit
    places: dict[tuple[str, int], int]
    begun: float
    traces: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    aside: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])

    @property
    def complete(self) -> bool:
        return len(self.traces) + len(self.aside) == len(self.places)


class _Run:
    """One generate run: which shards are open, what has come, how fast."""

    def __init__(self, store: Store, campaign: Campaign, keys: list[str]) -> None:
        self.store, self.campaign = store, campaign
        units = [store.get("rounds", key) for key in dict.fromkeys(keys)]
        self.units = [unit for unit in units if store.find("traces", unit.key) is None]
        self.total = sum(unit.counts["traces"] for unit in units)
        self.done = self.total - sum(unit.counts["traces"] for unit in self.units)
        self.shards, self.shards_done = len(units), len(units) - len(self.units)
        self.open: dict[tuple[str, int], _Open] = {}
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
        """All asks in plan order; a shard is read when its first is drawn."""
        for unit in self.units:
            facts = unit.facts
            plan = self.store.read(unit.file("plan.parquet")).to_pylist()
            shard = self.store.get("questions", facts["questions_id"]).file(f"{facts['shard']}.parquet")
            questions = {row["question_id"]: row for row in self.store.read(shard).to_pylist()}
            order = [(row["question_id"], index) for row in plan for index in range(row["traces"])]
            opened = _Open(unit, {name: place for place, name in enumerate(order)}, time.monotonic())
            for row in plan:
                question = row["question_id"]
                said = messages(self.teacher, questions[question])
                self.open[question, facts["round"]] = opened
                for index in range(row["traces"]):
                    self.in_flight += 1
                    yield Ask(question, facts["round"], index, said)

    def take(self, result: Reply | Refused) -> _Open | None:
        """Count one result. Returns its shard if it was the last of it."""
        ask = result.ask
        opened = self.open[ask.question_id, ask.round]
        place = opened.places[ask.question_id, ask.index]
        assert place not in opened.traces, "an ask has one result"
        self.done += 1
        self.in_flight -= 1
        if isinstance(result, Reply):
            opened.traces[place] = _row(result, opened.unit.facts["teacher_id"])
            self.tokens += result.completion_tokens
        else:
            name = {"question_id": ask.question_id, "round": ask.round, "index": ask.index}
            opened.aside[place] = name | {"reason": result.reason, "detail": result.detail}
        if not opened.complete:
            return None
        for question, _ in opened.places:
            self.open.pop((question, ask.round), None)
        return opened

    def commit(self, opened: _Open) -> None:
        """Commit a complete shard, in plan order. If another run was first, its commit counts."""
        traces = [opened.traces[place] for place in sorted(opened.traces)]
        aside = [opened.aside[place] for place in sorted(opened.aside)]
        attempt = self.store.begin("traces", opened.unit.key)
        attempt.write_table("traces.parquet", pa.Table.from_pylist(traces, schema=TRACES))
        if aside:
            attempt.write_table("aside.parquet", pa.Table.from_pylist(aside, schema=ASIDE))
        counts = {
            "traces": len(traces),
            "prompt_tokens": sum(row["prompt_tokens"] for row in traces),
            "completion_tokens": sum(row["completion_tokens"] for row in traces),
            "set_aside": len(aside),
        }
        facts = {name: opened.unit.facts[name] for name in ("part", "domain", "shard", "round", "teacher_id")}
        facts["seconds"] = round(time.monotonic() - opened.begun, 1)
        attempt.commit(counts=counts, parents=(opened.unit.name,), facts=facts)
        self.shards_done += 1

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
            self.done, self.total, self.tokens, speed, self.in_flight, self.shards_done, self.shards, eta
        )


def messages(teacher: Teacher, question: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a teacher is sent: its system line, its few-shot turns for this source, the bare question."""
    turns: list[tuple[str, str]] = [("system", teacher.system)] if teacher.system else []
    for turn in teacher.turns(question["source"]):
        turns += [("user", turn.prompt), ("assistant", turn.response)]
    return (*turns, ("user", question["prompt"]))


def _row(reply: Reply, teacher_id: str) -> dict[str, Any]:
    return {
        "question_id": reply.ask.question_id,
        "round": reply.ask.round,
        "index": reply.ask.index,
        "text": reply.text,
        "reasoning": reply.reasoning,
        "finish_reason": reply.finish_reason,
        "prompt_tokens": reply.prompt_tokens,
        "completion_tokens": reply.completion_tokens,
        "teacher_id": teacher_id,
        "engine": reply.engine,
        "created_at": datetime.now(UTC),
    }


async def _tell(run: _Run, progress: Tell) -> None:
    while True:
        await asyncio.sleep(TELL_S)
        await _tell_once(run, progress)


async def _tell_once(run: _Run, progress: Tell) -> None:
    try:
        await asyncio.to_thread(progress, run.progress())
    except Exception:
        logging.getLogger(__name__).warning("progress could not be told; the run goes on", exc_info=True)
