"""Canaries: before an engine is given work, it is asked questions whose answers are known.

They are questions that its teacher has solved before, taken from the store's first rounds: chosen by their first trace,
the shortest of these, for an engine is to be kept busy with them for a minute or two; measured by the other traces, so
that a lucky first one does not raise what is expected. What the engine writes is judged as every trace is, and kept
nowhere.
"""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from thoughtmill.campaign import Campaign, Policy, Teacher
from thoughtmill.engine.client import Ask, Completion, Engine, Refused, Revive, ask_all, sampling_of
from thoughtmill.errors import EngineUnavailable
from thoughtmill.evaluation.statistics import Drawn, surprise
from thoughtmill.generation.run import messages
from thoughtmill.judging.judgement import judge_response
from thoughtmill.judging.verdict_index import VerdictIndex
from thoughtmill.questions.exclusions import excluded_now
from thoughtmill.questions.layers import Layers, layer_id, newest
from thoughtmill.store.store import Commit, Store

SHORTEST = 4
"""Canaries are taken once so many times as many questions are known to be solved: the shortest of them."""

LONGER, LEAST_TOKENS = 4, 256
"""An engine may write so many times as much as the longest first trace of these questions, and at least so much."""

CHANCE, FAR = 1e-3, 0.10
"""An engine fails if chance explains its answers less often than this, by a bound, and they are worse by so much."""

FEW_KNOWN, MANY = 0.4, 10**9
"""What is expected where a first round asks each question once: nothing tells how often it is solved again.

Then an engine fails that solves none."""


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """Questions (rows of QUESTIONS) that a teacher has solved, and how it must write to solve them again.

    expected: the share of `measured` further traces of such questions that were kept. max_tokens: of a canary.
    """

    teacher: Teacher
    policy: Policy
    questions: tuple[dict[str, Any], ...]
    max_tokens: int
    expected: float
    measured: int


@dataclass(frozen=True, slots=True)
class CanaryResult:
    """What became of the canaries. chance: at most so likely is it that a healthy engine does as badly."""

    engine: str
    asked: int
    kept: int
    expected: float
    chance: float

    @property
    def sick(self) -> bool:
        """Whether the engine should get no work."""
        return self.chance < CHANCE and self.expected - self.kept / self.asked >= FAR


def known_answers(store: Store, campaign: Campaign, teacher: str, most: int) -> KnownAnswers | None:
    """Questions with a verifier that a teacher has solved; None while there are too few. It looks at the store.

    They are those of the first part, in the campaign's order, that has enough. Raises StoreError.
    """
    layers, gone = Layers.up_to(store, newest(store)), excluded_now(store).questions
    teacher_id, index = campaign.teachers[teacher].teacher_id(), VerdictIndex(store, campaign, look=False)
    for part in (name for name, settings in campaign.parts.items() if settings.teacher == teacher):
        found: list[tuple[int, str, dict[str, Any]]] = []
        kept = measured = 0
        for traces in store.commits("traces", look=False):
            facts = traces.facts
            if (facts["part"], facts["round"], facts["teacher_id"]) != (part, 1, teacher_id):
                continue
            layer = layers.holding(facts["shard"])
            if (key := index.key_of(traces, layer_id(layer))) is None:
                continue
            solved, again = _solved(store, traces, store.get("verdicts", key))
            shard = store.read(layer.file(f"{facts['shard']}.parquet")).to_pylist()
            rows = {row["question_id"]: row for row in shard if row["verifier"] is not None}
            found += [(solved[name], name, rows[name]) for name in (solved.keys() & rows.keys()) - gone]
            kept, measured = kept + sum(again), measured + len(again)
            if len(found) >= SHORTEST * most:
                chosen = sorted(found, key=lambda one: one[:2])[:most]
                tokens = max(LEAST_TOKENS, LONGER * chosen[-1][0])
                asked, questions = campaign.teachers[teacher], tuple(row for *_, row in chosen)
                share = (kept / measured, measured) if measured else (FEW_KNOWN, MANY)
                return KnownAnswers(asked, campaign.policy_of(part), questions, min(asked.max_tokens, tokens), *share)
    return None


def _solved(store: Store, traces: Commit, verdicts: Commit) -> tuple[dict[str, int], list[bool]]:
    """The questions whose first trace was kept, with its tokens; of all their other traces whether they were."""
    table = store.read(verdicts.file("verdicts.parquet"), ["question_id", "index", "reason"])
    tokens = store.read(traces.file("traces.parquet"), ["completion_tokens"])["completion_tokens"]
    rows = table.append_column("tokens", tokens).to_pylist()  # verdicts stand in the order of the traces
    solved = {row["question_id"]: row["tokens"] or 0 for row in rows if row["index"] == 0 and row["reason"] is None}
    return solved, [row["reason"] is None for row in rows if row["index"] > 0 and row["question_id"] in solved]


async def canary(engine: Engine, known: KnownAnswers, revive: Revive | None = None) -> list[CanaryResult]:
    """Ask each URL of an engine every known question once and judge what it writes. Raises EngineError, CheckerBroken.

    An ask that the engine refuses counts as not kept. Of several URLs one that does not answer is not judged.
    """
    each = [replace(engine, url=address.url, also=()) for address in engine.addresses]
    found = await asyncio.gather(*(_asked(one, known, revive, alone=len(each) == 1) for one in each))
    return [one for one in found if one is not None]


async def _asked(engine: Engine, known: KnownAnswers, revive: Revive | None, *, alone: bool) -> CanaryResult | None:
    try:
        await engine.check()
    except EngineUnavailable:
        if alone:
            raise
        return None
    teacher, rows = known.teacher, {row["question_id"]: row for row in known.questions}
    asks = iter([Ask(name, 1, 0, messages(teacher, row)) for name, row in rows.items()])
    sampling = replace(sampling_of(teacher), max_tokens=known.max_tokens)
    kept = 0
    async with aclosing(ask_all(engine, asks, sampling, teacher.concurrency, teacher.stall_s, revive)) as results:
        async for result in results:
            kept += await asyncio.to_thread(_is_kept, result, rows[result.ask.question_id], known)
    return CanaryResult(engine.name, len(rows), kept, known.expected, _chance(len(rows), kept, known))


def without(engine: Engine, sick: list[CanaryResult]) -> Engine | None:
    """The engine without its URLs that are sick; None if none is left."""
    names = {one.engine for one in sick}
    urls = [address.url for address in engine.addresses if address.name not in names]
    return replace(engine, url=urls[0], also=tuple(urls[1:])) if urls else None


def _is_kept(result: Completion | Refused, question: dict[str, Any], known: KnownAnswers) -> bool:
    if isinstance(result, Refused):
        return False
    trace = {"text": result.text, "reasoning": result.reasoning, "finish_reason": result.finish_reason}
    return judge_response(question, trace, known.teacher.template, known.policy).kept


def _chance(asked: int, kept: int, known: KnownAnswers) -> float:
    """Of doing as badly, or worse, among all that was written to such questions; doing better is no fault."""
    if kept >= asked * known.expected:
        return 1.0
    every = asked + known.measured
    return surprise([Drawn(asked, every, (kept + known.expected * known.measured) / every)], kept)
