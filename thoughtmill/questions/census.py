"""How many questions a campaign's sources have, without a store: read row by row, in little memory.

The first rows of each source are taken in as `prepare` does it. Of the rest only the text, the exact duplicates and the
exact leaks are looked at; what else would be refused there is estimated from the rows that were looked at.
"""

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import numpy as np

from thoughtmill.campaign import Campaign, Source
from thoughtmill.errors import CampaignError
from thoughtmill.questions.dedup import Exam, Known
from thoughtmill.questions.held_out import read_held_out
from thoughtmill.questions.intake import (
    Intake,
    same_reference,
    take,
    verifier_exists,
)
from thoughtmill.questions.looking import fault_of_text, question_id
from thoughtmill.questions.reading import Question, Reader
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sources import read_rows, resolved

LOOK_AT, LOOK_AT_ALL = 20_000, 100_000
"""Rows that are taken in whole: of one source, and of all together."""


@dataclass(slots=True)
class SourceCount:
    """One source: its rows, how many of them were looked at whole, what they would come to.

    refused: by reason, as far as it was seen; lost: of those, what only a whole look sees. questions: those that are
    expected; exact if all rows were looked at. prompt_chars: the mean length of a prompt.
    """

    source: Source
    rows: int = 0
    looked_at: int = 0
    questions: int = 0
    refused: Counter[str] = field(default_factory=Counter[str])
    lost: int = 0
    prompt_chars: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether every row was looked at whole."""
        return self.looked_at == self.rows


@dataclass(slots=True)
class _Tally:
    """What is read so far: 8 bytes a question, and the rows that were taken in whole."""

    exam: Exam
    intake: Intake = field(default_factory=Intake)
    hashes: "array[int]" = field(default_factory=lambda: array("Q"))


def census(
    campaign: Campaign,
    on_rows: Callable[[int], None] | None = None,
    look_at: int = LOOK_AT,
) -> tuple[list[SourceCount], int]:
    """Count the questions of every source, and the held-out ones. Raises CampaignError where `prepare` would."""
    held_out = list(read_held_out(campaign))
    tally = _Tally(Exam((Known(**asdict(question)) for question in held_out), same_reference))
    most = min(look_at, max(1, LOOK_AT_ALL // len(campaign.sources)))
    counts: list[SourceCount] = []
    ends: list[int] = []
    for source in campaign.sources:
        counts.append(_read(campaign, source, tally, most, on_rows))
        ends.append(len(tally.hashes))
    for count, (start, end), first in zip(counts, _spans(ends), _first_ones(tally.hashes, ends), strict=True):
        _conclude(count, end - start, first)
    return counts, len(held_out)


def _read(
    campaign: Campaign, source: Source, tally: _Tally, most: int, on_rows: Callable[[int], None] | None
) -> SourceCount:
    verifier_exists(source)
    count, chars, read = SourceCount(source), 0, 0
    reader = Reader(source, read_rows(resolved(source.path, campaign.path)))
    for row in reader:
        count.rows += 1
        if on_rows and count.rows % 1000 == 0:
            on_rows(count.rows)
        if prompt := _look(source, reader.read(row), tally, count, whole=count.rows <= most):
            chars, read = chars + len(prompt), read + 1
    if not count.rows:
        raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")
    count.prompt_chars = chars / max(read, 1)
    return count


def _look(source: Source, asked: Question, tally: _Tally, count: SourceCount, *, whole: bool) -> str | None:
    """The prompt of a row that may become a question, remembered by its hash; None for one that is refused."""
    reason = _fault(source, asked, tally.exam)
    if whole:
        count.looked_at += 1
        take(source, count.rows, asked, tally.exam, tally.intake)
        tally.intake.private.taken()
        for refused in tally.intake.refused.taken():
            found = refused[2]
            count.lost += reason is None and found != RefusedFor.DUPLICATE
            reason = RefusedFor(found)
    if reason is not None:
        count.refused[reason.value] += 1
        return None
    tally.hashes.append(int(question_id(asked.prompt), 16))
    return asked.prompt


def _fault(source: Source, asked: Question, exam: Exam) -> RefusedFor | None:
    """Why a row is refused, as far as it can be said at once."""
    if fault := fault_of_text(asked):
        return fault[0]
    if source.verifier and asked.reference is None:
        return RefusedFor.NO_REFERENCE
    return RefusedFor.LEAK if exam.same(question_id(asked.prompt)) else None


def _spans(ends: list[int]) -> list[tuple[int, int]]:
    return list(zip([0, *ends], ends, strict=False))


def _first_ones(hashes: "array[int]", ends: list[int]) -> list[int]:
    """Of each source, how many of its hashes were in no source and no row before."""
    _, first = np.unique(np.frombuffer(hashes, np.uint64), return_index=True)
    places = np.sort(first)
    return [int(np.searchsorted(places, end) - np.searchsorted(places, start)) for start, end in _spans(ends)]


def _conclude(count: SourceCount, remembered: int, first: int) -> None:
    """What the rows come to: the rest loses the share that the rows which were looked at lost."""
    if remembered > first:
        count.refused[RefusedFor.DUPLICATE.value] += remembered - first
    rest = 1 - count.looked_at / count.rows
    count.questions = round(first * (1 - rest * count.lost / count.looked_at))
