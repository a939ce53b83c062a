"""One row of a source → a question, a question that is known already, or a refused row. Nothing is dropped silently."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

from thoughtmill.campaign import Campaign, Source
from thoughtmill.errors import CampaignError, CheckerBroken
from thoughtmill.questions.ahead import Ahead, looked_ahead
from thoughtmill.questions.dedup import Earlier, Exam, Known, references_agree
from thoughtmill.questions.fingerprint import Fingerprint, fingerprint
from thoughtmill.questions.formats.contract import told
from thoughtmill.questions.private_data import Found, private_in
from thoughtmill.questions.reading import Question, Reader, encodes
from thoughtmill.questions.reference_options import require_options
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sources import read_rows, resolved
from thoughtmill.template import forbidden_in_prompt
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.options import options_in
from thoughtmill.verifiers.references import acceptable

LEAST_PRIVATE = 5
"""No secret and no personal data is shorter: a@b.de has six characters."""
MAX_PROMPT_CHARS = 200_000
"""No engine we know reads more; a longer prompt is a broken row."""


Private = tuple[str, int, str, str, str]
"""A row of PRIVATE: source, row, question, kind, excerpt."""
Refused = tuple[str, int, str, str, str | None]
"""A row of REFUSED: source, row, reason, detail, the prompt's beginning."""


@dataclass(slots=True)
class Intake:
    """What has been read so far.

    seen: question → reference. known: question of an earlier layer → source. gone: sources of earlier layers that the
    campaign has no more; a source that holds their questions goes on from them. purged: those of which no text is kept.
    """

    questions: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict[str, list[tuple[Any, ...]]])
    refused: list[Refused] = field(default_factory=list[Refused])
    private: list[Private] = field(default_factory=list[Private])
    seen: dict[str, str | None] = field(default_factory=dict[str, str | None])
    known: dict[str, str] = field(default_factory=dict[str, str])
    gone: set[str] = field(default_factory=set[str])
    purged: set[str] = field(default_factory=set[str])
    refused_before: set[tuple[Any, ...]] = field(default_factory=set[tuple[Any, ...]])
    rows: int = 0
    known_rows: int = 0
    again: int = 0
    earlier: Earlier = field(default_factory=lambda: Earlier(same_reference))

    def is_known(self, question: str, source: str) -> bool:
        """Whether a row of this source that has this question is one of an earlier layer, read again."""
        before = self.known.get(question)
        return before is not None and (before == source or before in self.gone)

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
    with closing(looked_ahead(source, asked, partial(_is_new, intake))) as rows:
        for number, question, ahead in rows:
            intake.rows += 1
            if on_rows and intake.rows % 1000 == 0:
                on_rows(intake.rows)
            take(source, number, question, exam, intake, ahead)
    if intake.rows == before:
        raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")
    if on_rows:
        on_rows(intake.rows)


def _is_new(intake: Intake, asked: Question) -> bool:
    """Whether a row is likely to become a question, so that looking at it ahead is worth it."""
    return fault_of_text(asked) is None and question_id(asked.prompt) not in intake.seen


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
    fault = fault_of_text(asked)
    key = question_id(prompt) if isinstance(prompt, str) and fault is None else ""
    is_known = fault is None and intake.is_known(key, source.name)
    if is_known and intake.seen[key] == reference:
        intake.known_rows += 1
        return
    fault = fault or fault_of_reference(source, reference, ahead)
    found = Known(key, source.name, prompt, source.verifier, reference)
    if fault is None and is_known and _agree(found, intake.seen[key]):
        intake.known_rows += 1
        return
    private: Sequence[Found] = ()
    if fault is None:
        private = ahead.private if ahead else list(private_of(prompt, reference))
        if private and source.refuse_private:
            fault = RefusedFor.PRIVATE, ", ".join(f"{one.kind} {one.excerpt}" for one in private)
    fault = fault or _known_already(source, found, exam, intake, ahead)
    if fault is not None:
        may_show = isinstance(prompt, str) and not private and key not in intake.purged
        shown = prompt[:500].encode("utf-8", "replace").decode() if may_show else None
        detail = fault[1][:500].encode("utf-8", "replace").decode()
        intake.refuse((source.name, number, fault[0].value, detail, shown))
        return
    intake.seen[key] = reference
    intake.private += [(source.name, number, key, one.kind, one.excerpt) for one in private]
    told = (asked.language, prompt, source.verifier, reference, number, _as_messages(asked.turns))
    question = (key, source.part, source.domain, source.name, *told)
    intake.questions.setdefault(source.name, []).append(question)


def private_of(prompt: str, reference: str | None) -> Iterator[Found]:
    """Secrets and personal data in a question and its reference."""
    yield from private_in(prompt)
    if reference and len(reference) > LEAST_PRIVATE:
        yield from private_in(reference)


def _as_messages(turns: tuple[tuple[str, str], ...]) -> list[dict[str, str]] | None:
    return [{"role": role, "content": text} for role, text in turns] or None


def _known_already(
    source: Source, found: Known, exam: Exam, intake: Intake, ahead: Ahead | None
) -> tuple[RefusedFor, str] | None:
    """Whether it leaks an evaluation question or was there before. Generated questions are compared by their text only.

    The first one in the order of the layers, the sources and their rows stays; what was refused keeps out no other.
    """
    if match := exam.same(found.question_id):
        return RefusedFor.LEAK, str(match)
    if found.question_id in intake.seen:
        before = intake.seen[found.question_id]
        if _agree(found, before):
            return RefusedFor.DUPLICATE, found.question_id
        disagrees = f"{found.question_id}: {found.reference} here, {before} before"
        known = intake.is_known(found.question_id, source.name)
        return RefusedFor.REFERENCE_CHANGED if known else RefusedFor.DUPLICATE_DISAGREES, disagrees
    if source.generated:
        return None
    about = Fingerprint(ahead.tokens) if ahead else fingerprint(found.prompt)
    if match := exam.find(found, about):
        return RefusedFor.LEAK, str(match)
    if match := intake.earlier.find_or_add(found, about):
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


def fault_of_reference(
    source: Source, reference: str | None, ahead: Ahead | None = None
) -> tuple[RefusedFor, str] | None:
    """What is wrong with a reference: its verifier can not use it; None if nothing."""
    if source.verifier is None:
        return None
    if reference is None:
        return RefusedFor.NO_REFERENCE, ""
    if why := ahead.why if ahead else faults_of(source.verifier, reference):
        return RefusedFor.BAD_REFERENCE, why
    return None


def faults_of(verifier: str, reference: str) -> str | None:
    """Why a verifier can't use a reference; short ones are likely to come again, and are remembered."""
    return (_faults_of_short if len(reference) <= SHORT_REFERENCE else _faults_of)(verifier, reference)


def _faults_of(verifier: str, reference: str) -> str | None:
    try:
        return VERIFIERS[verifier].faults_of(reference)
    except (CheckerBroken, MemoryError):  # of the machine, not of the row
        raise
    except Exception as error:  # noqa: BLE001  # nested too deep, a number beyond all limits: of no use to its verifier
        return told(error)


SHORT_REFERENCE = 64
"""Characters of one that is likely to come again: 12, B, \\frac{1}{2}."""
_faults_of_short = lru_cache(maxsize=65_536)(_faults_of)
