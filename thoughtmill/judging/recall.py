"""What verdicts say of the checks themselves, source by source: one that throws right answers away shows here first.

A checker that can't read a source's answers gives it a low yield, a large undecided share, or questions whose traces
all fall for one reason. Traces that agree with each other against the reference doubt the reference, or the checker.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from thoughtmill.filters.contract import Reason

PREFIX = "by_source."
"""Of the counts that a verdict record carries; then the source, the verifier and what is counted."""

NO_VERIFIER = "none"

_DRESS = re.compile(r"\s+|\\left|\\right|\\[,;! ]|[$*]")
"""Of an answer: blanks, and what TeX and Markdown add for the eye."""
LEAST, SHARE = 6, 0.75
"""Traces that have to agree against a reference, and of which share of those that gave an answer they are."""

AT_LEAST = 2
"""Traces of a question from which they can fall alike."""


@dataclass(frozen=True, slots=True)
class SourceYield:
    """Of one source and verifier: traces judged, kept and undecided; questions of a round with two traces or more.

    alike: those questions of which all traces fell for one reason; agreeing: of which all gave the same other answer.
    """

    source: str
    verifier: str
    traces: int
    kept: int
    undecided: int
    questions: int
    alike: int
    agreeing: int


COUNTED = tuple(SourceYield.__dataclass_fields__)[2:]


def is_disputed(votes: int, answered: int, least: int = LEAST, share: float = SHARE) -> bool:
    """Whether so many traces of a question that agree on one other answer, of all that gave one, doubt its reference.

    Simulated, where a reference in twenty is wrong: six of eight find 57 % of the wrong ones, and 99.5 % of those that
    they find are wrong. Samples of one teacher are not independent: in reality it will be less.
    """
    return votes >= max(least, share * answered)


def plain_answer(answer: str | None) -> str:
    """An answer by which those of other traces are compared: as it was written, without its dress; empty if none is."""
    return _DRESS.sub("", answer or "").rstrip(".").casefold()


def counts_by_source(questions: pa.Table, verdicts: pa.Table) -> dict[str, int]:
    """What the record of one shard's verdicts (VERDICTS) says of each source and verifier of its questions."""
    names = ("question_id", "source", "verifier")
    home = {
        question: f"{source}.{verifier or NO_VERIFIER}"
        for question, source, verifier in zip(*(questions[name].to_pylist() for name in names), strict=True)
    }
    traces: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    for question, *fell in zip(
        *(verdicts[name].to_pylist() for name in ("question_id", "reason", "answer")), strict=True
    ):
        traces[question].append((fell[0], fell[1]))
    found: Counter[str] = Counter()
    for question, those in traces.items():
        for name, count in _of_question(those).items():
            found[f"{PREFIX}{home[question]}.{name}"] += count
    return {name: count for name, count in sorted(found.items()) if count}


def _of_question(traces: list[tuple[str | None, str | None]]) -> dict[str, int]:
    """traces: reason (None: kept) and answer of each."""
    reasons = {reason for reason, _ in traces}
    answers = {plain_answer(answer) for _, answer in traces}
    several = len(traces) >= AT_LEAST
    alike = several and len(reasons) == 1 and None not in reasons
    return {
        "traces": len(traces),
        "kept": sum(reason is None for reason, _ in traces),
        "undecided": sum(reason == Reason.UNDECIDED for reason, _ in traces),
        "questions": int(several),
        "alike": int(alike),
        "agreeing": int(alike and reasons == {Reason.WRONG_ANSWER} and len(answers) == 1 and "" not in answers),
    }


def by_source(counts: Iterable[Mapping[str, int]]) -> list[SourceYield]:
    """The counts of verdict records together; the least yield first. Records of earlier versions say nothing."""
    total: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for record in counts:
        for name, count in record.items():
            if name.startswith(PREFIX):
                source, verifier, what = name.removeprefix(PREFIX).rsplit(".", 2)
                total[source, verifier][what] += count
    found = [SourceYield(*at, *(those[name] for name in COUNTED)) for at, those in total.items()]
    return sorted(found, key=lambda one: (one.kept / one.traces, one.source, one.verifier))
