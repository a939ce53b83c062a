"""One generate run: which shards are open, what has come of each, what is saved, what is complete, how fast it goes."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, Teacher
from thoughtmill.engine.client import Ask, Completion, Load, Refused
from thoughtmill.errors import EngineError, StoreError
from thoughtmill.generation.pieces import Piece, Work, pieces_of
from thoughtmill.questions.exclusions import excluded_now
from thoughtmill.store.leases.claims import claimed, mark_done, paths
from thoughtmill.store.partial_shards import PartialShards, Row
from thoughtmill.store.schemas import ASIDE, TRACES
from thoughtmill.store.store import Commit, Store

EXCLUDED_SINCE = "excluded"
"""Why an ask of a frozen plan is set aside that nobody needs any more."""

RECENT_S = 60.0
"""What `tokens_per_s` and the ETA are measured over."""


@dataclass(frozen=True, slots=True)
class GenerationProgress:
    """How far a run is with what it knows of, and how full its engine. Traces set aside count as done.

    shards: that it knows of; shards_done: those of them that are committed; units: keys of those that it asks now.
    eta_s: None before anything is known.
    """

    done: int
    total: int
    tokens: int
    tokens_per_s: float
    in_flight: int
    shards_done: int
    shards: int
    eta_s: float | None
    load: Load
    units: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class OpenShard:
    """A shard that is being asked: the place of each trace in it, what has come, and which pieces are ours.

    missing: places of our pieces that have no result yet.
    """

    unit: Commit
    places: dict[tuple[str, int], int]
    prompts: dict[str, tuple[tuple[str, str], ...]]
    parts: PartialShards
    begun: float
    pieces: list[Piece] = field(default_factory=list[Piece])
    missing: set[int] = field(default_factory=set[int])
    unsaved: list[Row] = field(default_factory=list[Row])
    busy: Lock = field(default_factory=Lock)
    traces: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    aside: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])

    @property
    def complete(self) -> bool:
        """Whether every ask has its result."""
        return len(self.traces) + len(self.aside) == len(self.places)

    @property
    def ours_done(self) -> bool:
        """Whether every ask of our pieces has its result."""
        return not self.missing

    def put(self, row: Row) -> None:
        """A trace, or an ask that was set aside, in its place."""
        place = self.places[row["question_id"], row["index"]]
        assert place not in self.traces and place not in self.aside, "an ask has one result"  # noqa: PT018  # one fact
        self.missing.discard(place)
        if row["aside"] is None:
            self.traces[place] = row
        else:
            self.aside[place] = {**row, "reason": row["aside"]}

    def take_parts(self) -> None:
        """Whatever has been saved of it by others, or before. Raises StoreError."""
        for row in self.parts.read().rows:
            place = self.places.get((row["question_id"], row["index"]))
            known = place is None or place in self.traces or place in self.aside
            if not known and row["round"] == self.unit.facts["round"]:
                self.put(row)


class GenerationRun:
    """One generate run: which shards are open, what has come, how fast. Asks are drawn in one thread, ahead of need."""

    def __init__(self, store: Store, campaign: Campaign, work: Work) -> None:
        self.store, self.campaign, self.work = store, campaign, work
        self.excluded = excluded_now(store)
        self.drawn = self.shards = 0
        self._found = self._answered = 0  # counted in two threads
        self.committed: list[str] = []
        self.open: dict[tuple[str, int], OpenShard] = {}
        self.waiting: list[OpenShard] = []
        self.ready: deque[Ask] = deque()
        self.is_over = False
        self.tokens = self.in_flight = self.begun = 0
        self.load = Load()
        self.recent = deque([(time.monotonic(), 0, 0)])

    @property
    def done(self) -> int:
        """Asks that have their result."""
        return self.work.known.asks_before + self._found + self._answered

    @property
    def total(self) -> int:
        """All asks that are known of."""
        return max(self.work.known.asks, self.drawn)

    def teacher(self, unit: Commit) -> Teacher:
        """Who is asked a unit. Raises EngineError if the campaign has changed or lost it."""
        name, teacher_id = unit.facts["teacher"], unit.facts["teacher_id"]
        found = self.campaign.teachers.get(name)
        if found is None or found.teacher_id() != teacher_id:
            raise EngineError("units of one teacher of this campaign", f"{name} {teacher_id}", "plan them again")
        return found

    def asks(self) -> Iterator[Ask | None]:
        """What to ask, as it is drawn; None while there is nothing just now."""
        while self.ready or not self.is_over:
            if self.ready:
                self.in_flight += 1
                self.begun += 1
                yield self.ready.popleft()
            else:
                yield None

    def draw(self) -> bool:
        """Open the next piece, if there is one; its asks are ready then. Raises StoreError, EngineError."""
        pieces = self.work.draw()
        if not pieces:
            self.is_over = self.work.is_over(idle=not (self.in_flight or self.ready))
            return False
        unit = pieces[0].unit
        opened = next((one for one in list(self.waiting) if one.unit.key == unit.key), None)
        if opened is not None and not self._added(opened, pieces):
            opened = None  # it was finished just now
        if opened is None and (opened := self._opened(unit)) is not None:
            self.waiting.append(opened)
            self._added(opened, pieces)
        if opened is not None and opened.ours_done:
            self.finish(opened)  # it was saved by an earlier attempt
        return True

    def _added(self, opened: OpenShard, pieces: list[Piece]) -> bool:
        """Ask more pieces of a shard, unless it was finished."""
        with opened.busy:
            if opened not in self.waiting:
                return False
            self._add(opened, pieces)
            return True

    def _opened(self, unit: Commit) -> OpenShard | None:
        """A shard with what was saved of it, None if another run has committed it by now."""
        if self.store.find("traces", unit.key):
            if self.work.is_shared:
                with suppress(StoreError):  # it was claimed a moment too late; what stays, the planner removes
                    self.store.storage.delete_all(paths(unit.key, pieces_of(unit)))
            else:
                self.committed.append(unit.key)
                self._found += unit.counts["traces"]
            return None
        facts = unit.facts
        plan = self.store.read(unit.file("plan.parquet")).to_pylist()
        shard = self.store.get("questions", facts["questions_id"]).file(f"{facts['shard']}.parquet")
        questions = {row["question_id"]: row for row in self.store.read(shard).to_pylist()}
        order = [(row["question_id"], index) for row in plan for index in range(row["traces"])]
        places = {name: place for place, name in enumerate(order)}
        teacher = self.teacher(unit)
        prompts = {row["question_id"]: messages(teacher, questions[row["question_id"]]) for row in plan}
        opened = OpenShard(
            unit, places, prompts, PartialShards(self.store, unit.key, self.work.voice), time.monotonic()
        )
        opened.take_parts()
        self.shards += 1
        return opened

    def _add(self, opened: OpenShard, pieces: list[Piece]) -> None:
        """The asks of more pieces of a shard."""
        round_, questions = opened.unit.facts["round"], list(opened.prompts)
        asked = {question for piece in pieces for question in piece.share(questions)}
        opened.pieces += pieces
        asks: list[Ask] = []
        for (question, index), place in opened.places.items():
            if question not in asked:
                continue
            self.drawn += 1
            if place in opened.traces or place in opened.aside:
                self._found += 1
            elif question in self.excluded.questions:
                name = {"question_id": question, "round": round_, "index": index}
                opened.put(name | {"aside": EXCLUDED_SINCE, "detail": "since its plan was frozen"})
                self._found += 1
            else:
                opened.missing.add(place)
                asks.append(Ask(question, round_, index, opened.prompts[question]))
        for ask in asks:
            self.open[ask.question_id, ask.round] = opened
        self.ready.extend(asks)

    def take(self, result: Completion | Refused) -> OpenShard | None:
        """Count one result. Returns its shard if it was the last of ours."""
        ask = result.ask
        opened = self.open[ask.question_id, ask.round]
        row = _row(result, opened.unit.facts["teacher_id"])
        opened.put(row)
        opened.unsaved.append(row)
        self._answered += 1
        self.in_flight -= 1
        if isinstance(result, Completion):
            self.tokens += result.completion_tokens
        return opened if opened.ours_done else None

    def save(self) -> None:
        """Save what has come since the last time, shard by shard; finish those of which all of ours is done."""
        for opened in list(self.waiting):
            if opened.ours_done:
                self.finish(opened)
            elif opened.unsaved:
                with opened.busy:
                    self._flush(opened)

    def finish(self, opened: OpenShard) -> None:
        """All our pieces of a shard are done: commit it, if those of the others are as well.

        If another run was first, its commit counts.
        """
        with opened.busy:
            if opened not in self.waiting or not opened.ours_done or not opened.pieces:
                return
            if not opened.complete and not self._all_are_done(opened):
                self._close(opened)
                return
            if not opened.complete:
                opened.take_parts()
            if opened.complete:
                self._commit(opened)
            else:
                self._close(opened)  # a part was lost: whoever looks after claims frees what is missing

    def _all_are_done(self, opened: OpenShard) -> bool:
        """Save ours and say so; whether all other pieces are saved too, and it is for us to commit them."""
        self._flush(opened)
        key, storage, pieces = opened.unit.key, self.store.storage, pieces_of(opened.unit)
        for piece in opened.pieces:
            mark_done(storage, key, piece.number)
        found = claimed(storage, key).get(key)
        return found is not None and len(found.done) == pieces and self.work.claim(key, pieces)

    def _flush(self, opened: OpenShard) -> None:
        rows = list(opened.unsaved)
        opened.parts.flush(rows)
        del opened.unsaved[: len(rows)]

    def _close(self, opened: OpenShard) -> None:
        """Keep nothing of a shard that is committed, or that others go on with: they remove its parts, ours too."""
        self.waiting.remove(opened)
        self.work.voice.forget()
        for question, _ in opened.places:
            if self.open.get((question, opened.unit.facts["round"])) is opened:
                del self.open[question, opened.unit.facts["round"]]

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
        self._close(opened)
        opened.unsaved.clear()
        opened.parts.clear(paths(opened.unit.key, pieces_of(opened.unit)) if self.work.is_shared else ())
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
        known, committed = self.work.known, self.work.known.shards_before + len(self.committed)
        shards = max(known.shards, self.shards)
        units = tuple(opened.unit.key for opened in list(self.waiting))
        return GenerationProgress(
            self.done, self.total, self.tokens, speed, self.in_flight, committed, shards, eta, self.load, units
        )


def messages(teacher: Teacher, question: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a teacher is sent: its system line, its few-shot turns for this source, the bare question or its turns."""
    turns: list[tuple[str, str]] = [("system", teacher.system)] if teacher.system else []
    for turn in teacher.turns(question["source"]):
        turns += [("user", turn.prompt), ("assistant", turn.response)]
    asked = question.get("turns") or [{"role": "user", "content": question["prompt"]}]
    return (*turns, *((turn["role"], turn["content"]) for turn in asked))


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
