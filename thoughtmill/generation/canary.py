"""Canaries: before an engine is given work, it is asked questions whose answers are known.

They are questions that its teacher has solved before, taken from the store's first rounds: chosen by their first trace,
measured by the others, so that a lucky first trace does not raise what is expected. What the engine writes is judged as
every trace is, and kept nowhere.
"""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from thoughtmill.campaign import Campaign, Policy, Teacher
from thoughtmill.engine.client import Ask, Completion, Engine, Refused, Sampling, ask_all
from thoughtmill.errors import StoreError
from thoughtmill.evaluation.statistics import Drawn, surprise
from thoughtmill.generation.run import messages
from thoughtmill.judging.judgement import judge_response
from thoughtmill.judging.verdict_index import VerdictIndex
from thoughtmill.questions.exclusions import excluded_now
from thoughtmill.questions.layers import Layers, layer_id, newest
from thoughtmill.store.store import Commit, Store

CANARIES = 40
"""Questions that tell half of the usual yield from all of it, for about a minute of an engine."""

CHANCE, FAR = 1e-4, 0.10
"""An engine fails if chance explains its answers less often than this, and they are worse by so much."""

MANY = 10**9
"""What an engine may write to a question: as good as endless."""


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """Questions (rows of QUESTIONS) that a teacher has solved, and how it must write to solve them again.

    expected: the share of further traces of such questions that were kept.
    """

    teacher: Teacher
    policy: Policy
    questions: tuple[dict[str, Any], ...]
    expected: float


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


def known_answers(store: Store, campaign: Campaign, part: str, most: int = CANARIES) -> KnownAnswers:
    """Questions of a part that have a verifier and that its teacher has solved; the same ones every time.

    Raises StoreError where the first rounds have none yet.
    """
    layers, gone = Layers.up_to(store, newest(store)), excluded_now(store)
    teacher_id, index = campaign.teacher_of(part).teacher_id(), VerdictIndex(store, campaign)
    found: list[dict[str, Any]] = []
    kept = measured = 0
    for traces in store.commits("traces", look=False):
        facts = traces.facts
        if (facts["part"], facts["round"], facts["teacher_id"]) != (part, 1, teacher_id) or len(found) >= most:
            continue
        layer = layers.holding(facts["shard"])
        if (key := index.key_of(traces, layer_id(layer))) is None:
            continue
        solved, again = _solved(store, store.get("verdicts", key), gone.questions)
        shard = store.read(layer.file(f"{facts['shard']}.parquet")).to_pylist()
        found += [row for row in shard if row["question_id"] in solved and row["verifier"] is not None]
        kept, measured = kept + sum(again), measured + len(again)
    if not found:
        expected = f"questions of {part} that {campaign.parts[part].teacher} has solved"
        raise StoreError(expected, "none is judged yet", "start without canaries")
    share = kept / measured if measured else FEW_KNOWN
    return KnownAnswers(campaign.teacher_of(part), campaign.policy_of(part), tuple(found[:most]), share)


FEW_KNOWN = 0.5
"""What is expected where a first round asks each question once: nothing tells how often it is solved again."""


def _solved(store: Store, verdicts: Commit, gone: frozenset[str]) -> tuple[set[str], list[bool]]:
    """The questions whose first trace was kept; and of all their other traces whether they were."""
    rows = store.read(verdicts.file("verdicts.parquet"), ["question_id", "index", "reason"]).to_pylist()
    solved = {row["question_id"] for row in rows if row["index"] == 0 and row["reason"] is None} - gone
    return solved, [row["reason"] is None for row in rows if row["index"] > 0 and row["question_id"] in solved]


async def canary(engine: Engine, known: KnownAnswers) -> CanaryResult:
    """Ask an engine every known question once and judge what it writes. Raises EngineError, CheckerBroken.

    An ask that the engine refuses counts as not kept.
    """
    teacher = known.teacher
    rows = {row["question_id"]: row for row in known.questions}
    asks = iter([Ask(name, 1, 0, messages(teacher, row)) for name, row in rows.items()])
    sampling = Sampling(teacher.temperature, teacher.top_p, teacher.max_tokens, teacher.stop)
    kept = 0
    async with aclosing(ask_all(engine, asks, sampling, teacher.concurrency, teacher.stall_s)) as results:
        async for result in results:
            kept += await asyncio.to_thread(_is_kept, result, rows[result.ask.question_id], known)
    return CanaryResult(engine.name, len(rows), kept, known.expected, _chance(len(rows), kept, known.expected))


def _is_kept(result: Completion | Refused, question: dict[str, Any], known: KnownAnswers) -> bool:
    if isinstance(result, Refused):
        return False
    trace = {"text": result.text, "reasoning": result.reasoning, "finish_reason": result.finish_reason}
    return judge_response(question, trace, known.teacher.template, known.policy).kept


def _chance(asked: int, kept: int, expected: float) -> float:
    """Of doing as badly, or worse; doing better is no fault."""
    return surprise([Drawn(asked, MANY, expected)], kept) if kept < asked * expected else 1.0
