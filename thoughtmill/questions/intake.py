"""One row of a source → a question, a question that is known already, or a refused row. Nothing is dropped silently."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from thoughtmill.campaign import Campaign, Source
from thoughtmill.errors import CampaignError, CheckerBroken
from thoughtmill.questions.ahead import looked_ahead
from thoughtmill.questions.dedup import Earlier, Exam, Known, references_agree
from thoughtmill.questions.kept import Kept, Row
from thoughtmill.questions.looking import Ahead, Look, each
from thoughtmill.questions.private_data import Found
from thoughtmill.questions.reading import Question, Reader, encodes
from thoughtmill.questions.reference_options import require_options
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sketches import Sketch
from thoughtmill.questions.sources import read_rows, resolved
from thoughtmill.template import forbidden_in_prompt
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.options import options_in
from thoughtmill.verifiers.references import acceptable

MAX_PROMPT_CHARS = 200_000
"""No engine we know reads more; a longer prompt is a broken row."""


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
    refused: list[Refused] = field(default_factory=list[Refused])
    private: list[Private] = field(default_factory=list[Private])
    gone: set[str] = field(default_factory=set[str])
    purged: set[str] = field(default_factory=set[str])
    refused_before: set[tuple[Any, ...]] = field(default_factory=set[tuple[Any, ...]])
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


def question_id(prompt: str) -> str:
    """Hash of the normalised prompt: NFC, white space collapsed. The same question has the same id everywhere."""
    normal = " ".join(unicodedata.normalize("NFC", prompt).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:16]


def read_source(
    campaign: Campaign,
    source: Source,
    exam: Exam,
    intake: Intake,
    on_rows: Callable[[int], None] | None,
) -> None:
    """Take in all rows of a source. Raises CampaignError where the source is wrong as a whole."""
    verifier_exists(source)
    before = intake.rows
    reader = Reader(source, read_rows(resolved(source.path, campaign.path)))
    asked = ((row.number, reader.read(row)) for row in reader)
    look = _look_for(source, exam)
    with closing(looked_ahead(look, asked, partial(_is_new, intake))) as chunks:
        for chunk in chunks:
            intake.earlier.expect(ahead.sketch for _, _, ahead in chunk if ahead)
            for number, question, ahead in chunk:
                intake.rows += 1
                if on_rows and intake.rows % 1000 == 0:
                    on_rows(intake.rows)
                take(source, number, question, exam, intake, ahead)
    if intake.rows == before:
        raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")
    if on_rows:
        on_rows(intake.rows)


def _is_new(intake: Intake, asked: Question) -> bool:
    """Whether a row may become a question, so that looking at it ahead is worth it."""
    if fault_of_text(asked) is not None:
        return False
    number = intake.kept.number(question_id(asked.prompt)) if intake.recalled else None
    return number is None or number >= intake.recalled


def _look_for(source: Source, exam: Exam) -> Look:
    return Look(source.name, source.verifier, source.generated, exam)


def verifier_exists(source: Source) -> None:
    """Raise CampaignError for a verifier that there is not, or that can't follow the source's options."""
    if source.verifier is not None and source.verifier not in VERIFIERS:
        raise CampaignError(
            f"sources.{source.name}.verifier: one of {sorted(VERIFIERS)}", repr(source.verifier), "name one of them"
        )
    require_options(f"sources.{source.name}", source.verifier, source.options)


def take(source: Source, number: int, asked: Question, exam: Exam, intake: Intake, ahead: Ahead | None = None) -> None:
    """Take in one row: as a question, as one that is known, or as refused. `ahead`: what is known of it already."""
    prompt, reference = asked.prompt, asked.reference
    fault = None if ahead else fault_of_text(asked)
    key = question_id(prompt) if isinstance(prompt, str) and fault is None else ""
    same = intake.kept.number(key) if key else None
    is_known = intake.is_known(same, source.name)
    before = _reference_of(same, intake)
    if is_known and before == reference:
        intake.known_rows += 1
        return
    if fault is None and source.verifier is not None and reference is None:
        fault = RefusedFor.NO_REFERENCE, ""
    found = Known(key, source.name, prompt, source.verifier, reference)
    private: Sequence[Found] = ()
    if fault is None:
        ahead = ahead or next(each(_look_for(source, exam).at([(prompt, reference)]), 1))
        if ahead.why:
            fault = RefusedFor.BAD_REFERENCE, ahead.why
        elif is_known and _agree(found, before):
            intake.known_rows += 1
            return
        elif (private := ahead.private) and source.refuse_private:
            fault = RefusedFor.PRIVATE, ", ".join(f"{one.kind} {one.excerpt}" for one in private)
        else:
            fault = _known_already(found, same, exam, intake, ahead)
    if fault is not None:
        may_show = isinstance(prompt, str) and not private and key not in intake.purged
        shown = prompt[:500].encode("utf-8", "replace").decode() if may_show else None
        detail = fault[1][:500].encode("utf-8", "replace").decode()
        intake.refuse((source.name, number, fault[0].value, detail, shown))
        return
    assert ahead, "what has no fault was looked at"
    intake.private += [(source.name, number, key, one.kind, one.excerpt) for one in private]
    told = (asked.language, prompt, source.verifier, reference, number, _as_messages(asked.turns))
    intake.keep((key, source.part, source.domain, source.name, *told), ahead.sketch)


def _reference_of(number: int | None, intake: Intake) -> str | None:
    return None if number is None else intake.kept[number][7]


def _as_messages(turns: tuple[tuple[str, str], ...]) -> list[dict[str, str]] | None:
    return [{"role": role, "content": text} for role, text in turns] or None


def _known_already(
    found: Known, same: int | None, exam: Exam, intake: Intake, ahead: Ahead
) -> tuple[RefusedFor, str] | None:
    """Whether it leaks an evaluation question or was there before. Generated questions are compared by their text only.

    The first one in the order of the layers, the sources and their rows stays; what was refused keeps out no other.
    """
    if match := exam.same(found.question_id):
        return RefusedFor.LEAK, str(match)
    if same is not None:
        before = _reference_of(same, intake)
        if _agree(found, before):
            return RefusedFor.DUPLICATE, found.question_id
        disagrees = f"{found.question_id}: {found.reference} here, {before} before"
        known = intake.is_known(same, found.source)
        return RefusedFor.REFERENCE_CHANGED if known else RefusedFor.DUPLICATE_DISAGREES, disagrees
    if ahead.leak:
        return RefusedFor.LEAK, ahead.leak
    if ahead.sketch and (match := intake.earlier.find(found, ahead.sketch)):
        return RefusedFor.NEAR_DUPLICATE, str(match)
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


def fault_of_text(asked: Question) -> tuple[RefusedFor, str] | None:
    """What is wrong with a row before its reference is checked and others are compared with it; None if nothing."""
    prompt = asked.prompt
    if not encodes(prompt) or not encodes(asked.reference):
        return RefusedFor.UNREADABLE, "not_utf8"
    if asked.fault:
        return asked.fault
    if not isinstance(prompt, str) or not prompt.strip():
        return RefusedFor.NO_PROMPT, type(prompt).__name__
    if len(prompt) > MAX_PROMPT_CHARS:
        return RefusedFor.TOO_LONG, f"{len(prompt):,} characters"
    if token := forbidden_in_prompt(prompt):
        return RefusedFor.CONTROL_TOKEN, token
    return None
