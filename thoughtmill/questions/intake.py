"""One row of a source → a question, a question that is known already, or a refused row. Nothing is dropped silently."""

import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from thoughtmill.campaign import Campaign, Source
from thoughtmill.errors import CampaignError, CheckerBroken
from thoughtmill.questions.ahead import in_chunks, looked_ahead
from thoughtmill.questions.aside import Aside, Seen
from thoughtmill.questions.dedup import Earlier, Exam, Known, references_agree
from thoughtmill.questions.kept import Kept, Row, unpacked
from thoughtmill.questions.looking import Look, Looked, beginning
from thoughtmill.questions.reading import Question, Reader
from thoughtmill.questions.reference_options import require_options
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sketches import Sketch
from thoughtmill.questions.sources import packed, read_rows, resolved
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.options import options_in
from thoughtmill.verifiers.references import acceptable

Private = tuple[str, int, str, str, str]
"""A row of PRIVATE: source, row, question, kind, excerpt."""
Refused = tuple[str, int, str, str, str | None]
"""A row of REFUSED: source, row, reason, detail, the prompt's beginning."""


@dataclass(slots=True)
class Intake:
    """What has been read so far.

    kept: the questions, the first `recalled` of them those of earlier layers. gone: sources of earlier layers that the
    campaign has no more; a source that holds their questions goes on from them. purged: those of which no text is kept.
    """

    kept: Kept = field(default_factory=Kept)
    recalled: int = 0
    refused: Aside = field(default_factory=partial(Aside, 2))
    private: Aside = field(default_factory=partial(Aside, 3))
    gone: set[str] = field(default_factory=set[str])
    purged: set[str] = field(default_factory=set[str])
    refused_before: Seen = field(default_factory=Seen)
    rows: int = 0
    known_rows: int = 0
    again: int = 0
    earlier: Earlier = field(init=False)

    def __post_init__(self) -> None:
        self.earlier = Earlier(self.kept, same_reference)

    def keep(self, row: Row, sketch: Sketch | None) -> None:
        """A question: it keeps out the same one, and with a sketch what is like it."""
        number = self.kept.add(row)
        if sketch is not None:
            self.earlier.add(number, sketch)

    def keep_all(self, source: Source, looked: Looked, first: int, last: int) -> None:
        """Questions which share nothing with an earlier one or one another: those of these places."""
        ids = np.frombuffer(looked.ids, np.uint64)[first:last].tolist()
        number = self.kept.extend(ids, looked.contents[first:last], source.name)
        if looked.bands:
            self.earlier.add_all(number, Sketch(looked.bands, looked.low).part(first, last))

    def is_known(self, number: int | None, source: str) -> bool:
        """Whether a row of this source that has the question of this number is one of an earlier layer, read again."""
        if number is None or number >= self.recalled:
            return False
        before = self.kept[number][3]
        return before == source or before in self.gone

    def refuse(self, row: Refused) -> None:
        """Keep a row aside, unless an earlier layer did so."""
        was_purged = (*row[:3], "")
        if refusal(row) in self.refused_before or was_purged in self.refused_before:
            self.again += 1
        else:
            self.refused.append(row)


def refusal(row: Refused) -> tuple[Any, ...]:
    """What makes two refused rows the same one: all but how it was put."""
    source, number, reason, _, prompt = row
    return source, number, reason, prompt


def read_source(
    campaign: Campaign,
    source: Source,
    exam: Exam,
    intake: Intake,
    on_rows: Callable[[int], None] | None,
) -> None:
    """Take in all rows of a source. Raises CampaignError where the source is wrong as a whole."""
    before = intake.rows
    _, chunks = looked_at_all(campaign, source, exam)
    with closing(chunks):
        for looked in chunks:
            take_all(source, looked, exam, intake)
            if on_rows:
                on_rows(intake.rows)
    if intake.rows == before:
        raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")


def looked_at_all(campaign: Campaign, source: Source, exam: Exam) -> tuple[Reader, Generator[Looked]]:
    """Who reads a source, and what its rows are, chunk by chunk. Raises CampaignError where it is wrong as a whole."""
    verifier_exists(source)
    where = resolved(source.path, campaign.path)
    reader = Reader(source, read_rows(where))
    return reader, looked_ahead(Look(source, exam), reader, packed(where) or in_chunks(reader))


def verifier_exists(source: Source) -> None:
    """Raise CampaignError for a verifier that there is not, or that can't follow the source's options."""
    if source.verifier is not None and source.verifier not in VERIFIERS:
        raise CampaignError(
            f"sources.{source.name}.verifier: one of {sorted(VERIFIERS)}", repr(source.verifier), "name one of them"
        )
    require_options(f"sources.{source.name}", source.verifier, source.options)


def take_all(source: Source, looked: Looked, exam: Exam, intake: Intake) -> list[int]:
    """Take in rows: those that are like no other and have no fault together, the others one by one in their places.

    Returns the places of those that were refused, whether an earlier layer had refused them or not.
    """
    intake.rows += len(looked.numbers)
    ids = np.frombuffer(looked.ids, np.uint64)
    _, which, often = np.unique(ids, return_inverse=True, return_counts=True)
    is_odd = intake.kept.has(ids) | np.isin(ids, exam.ids) | (often[which] > 1)
    if looked.bands:
        is_odd |= ~intake.earlier.alone(Sketch(looked.bands, looked.low))
    for places in (looked.faults, looked.whys, looked.private, looked.leaks, looked.wordless):
        is_odd[[*places]] = True
    first, refused = 0, list[int]()
    for odd in np.flatnonzero(is_odd).tolist():
        if odd > first:
            intake.keep_all(source, looked, first, odd)
        if not _take(source, looked, odd, exam, intake):
            refused.append(odd)
        first = odd + 1
    if first < len(ids):
        intake.keep_all(source, looked, first, len(ids))
    return refused


def take(source: Source, number: int, asked: Question, exam: Exam, intake: Intake) -> None:
    """Take in one row: as a question, as one that is known, or as refused."""
    _take(source, Look(source, exam).at([(number, asked)]), 0, exam, intake)


def _take(source: Source, looked: Looked, at: int, exam: Exam, intake: Intake) -> bool:
    """Whether the row of this place is a question, new or known; else it was refused."""
    number = looked.numbers[at]
    if at in looked.faults:
        reason, detail, shown = looked.faults[at]
        intake.refuse((source.name, number, reason, beginning(detail), shown))
        return False
    row = unpacked(looked.contents[at])
    key, prompt, reference = row[0], row[5], row[7]
    same = intake.kept.number(key)
    is_known = intake.is_known(same, source.name)
    before = _reference_of(same, intake)
    found = Known(key, source.name, prompt, source.verifier, reference)
    if is_known and (before == reference or (at not in looked.whys and _agree(found, before))):
        intake.known_rows += 1
        return True
    private = looked.private.get(at, [])
    has_words = bool(looked.bands) and at not in looked.wordless
    sketch = Sketch(looked.bands, looked.low).part(at, at + 1) if has_words else None
    if at in looked.whys:
        fault = looked.whys[at]
    elif private and source.refuse_private:
        fault = RefusedFor.PRIVATE.value, ", ".join(f"{kind} {excerpt}" for kind, excerpt in private)
    else:
        fault = _known_already(found, same, exam, intake, looked.leaks.get(at), sketch)
    if fault is not None:
        shown = beginning(prompt) if not private and key not in intake.purged else None
        intake.refuse((source.name, number, fault[0], beginning(fault[1]), shown))
        return False
    for kind, excerpt in private:
        intake.private.append((source.name, number, key, kind, excerpt))
    intake.keep(row, sketch)
    return True


def _reference_of(number: int | None, intake: Intake) -> str | None:
    return None if number is None else intake.kept[number][7]


def _known_already(
    found: Known, same: int | None, exam: Exam, intake: Intake, leak: str | None, sketch: Sketch | None
) -> tuple[str, str] | None:
    """Whether it leaks an evaluation question or was there before. Generated questions are compared by their text only.

    The first one in the order of the layers, the sources and their rows stays; what was refused keeps out no other.
    """
    if match := exam.same(found.question_id):
        return RefusedFor.LEAK.value, str(match)
    if same is not None:
        before = _reference_of(same, intake)
        if _agree(found, before):
            return RefusedFor.DUPLICATE.value, found.question_id
        disagrees = f"{found.question_id}: {found.reference} here, {before} before"
        known = intake.is_known(same, found.source)
        return (RefusedFor.REFERENCE_CHANGED if known else RefusedFor.DUPLICATE_DISAGREES).value, disagrees
    if leak:
        return RefusedFor.LEAK.value, leak
    if sketch and (match := intake.earlier.find(found, sketch)):
        return RefusedFor.NEAR_DUPLICATE.value, str(match)
    return None


def _agree(found: Known, before: str | None) -> bool:
    return before is None or found.reference is None or same_reference(found, replace(found, reference=before))


def same_reference(one: Known, other: Known) -> bool:
    """Whether two references agree: the same text but for its dress, or the same to the verifier that both have.

    Options say how answers are compared, not what they are: where the two have other ones, they are left away.
    """
    one, other = _without_options(one, other)
    if references_agree(one, other):
        return True
    if one.reference is None or other.reference is None or one.verifier is None or one.verifier != other.verifier:
        return False
    if _is_table(one.reference) or _is_table(other.reference):
        return False
    try:
        return VERIFIERS[one.verifier].check(one.reference, other.reference).outcome is Outcome.CORRECT
    except CheckerBroken:
        return False  # the two stay two questions; what asks the verifier later says what is wrong with it


def _without_options(one: Known, other: Known) -> tuple[Known, Known]:
    references = [one.reference or "", other.reference or ""]
    if not any('"options"' in reference for reference in references):
        return one, other
    try:
        if options_in(references[0]) == options_in(references[1]):
            return one, other
        bare = [acceptable(said)[0] if said and options_in(said) else None for said in references]
    except (ValueError, TypeError):
        return one, other
    return replace(one, reference=bare[0] or one.reference), replace(other, reference=bare[1] or other.reference)


def _is_table(reference: str) -> bool:
    """A task's tests or entry: no answer, so nothing that a verifier could be asked about (`code` would run it)."""
    try:
        found = json.loads(reference)
    except ValueError:
        return False
    return isinstance(found, dict) and bool(found)  # `{}` is the empty set
