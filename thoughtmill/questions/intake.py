"""One row of a source → a question, a question that is known already, or a refused row. Nothing is dropped silently."""

import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from thoughtmill.campaign import Campaign, EvaluationSource, Source
from thoughtmill.errors import CampaignError, CheckerBroken
from thoughtmill.questions.dedup import Earlier, Exam, Known, references_agree
from thoughtmill.questions.fingerprint import fingerprint
from thoughtmill.questions.sources import Row, read_rows, resolved
from thoughtmill.template import forbidden_in_prompt
from thoughtmill.verifiers import VERIFIERS, Outcome

MAX_PROMPT_CHARS = 200_000
"""No engine we know reads more; a longer prompt is a broken row."""


class RefusedFor(StrEnum):
    """Why a row of a source did not become a question."""

    UNREADABLE = "unreadable"
    """The row is not UTF-8 or not JSON."""
    NO_PROMPT = "no_prompt"
    """The prompt is missing, empty, or not text."""
    TOO_LONG = "too_long"
    """The prompt has more than 200,000 characters."""
    CONTROL_TOKEN = "control_token"
    """The prompt holds a model's control token or one of the four tags."""
    NO_REFERENCE = "no_reference"
    """The source has a verifier and the row has no reference."""
    BAD_REFERENCE = "bad_reference"
    """The reference does not pass its own verifier."""
    DUPLICATE = "duplicate"
    """The same prompt came before; `detail` names it."""
    DUPLICATE_DISAGREES = "duplicate_disagrees"
    """The same prompt came before with another reference: one of the two is wrong."""
    REFERENCE_CHANGED = "reference_changed"
    """A question of an earlier layer, from this source, has another reference now: the earlier one counts."""
    NEAR_DUPLICATE = "near_duplicate"
    """An earlier question has nearly the same words, the same numbers and the same reference; `detail` names it."""
    LEAK = "leak"
    """It is an evaluation question, is like one, quotes one or holds one; `detail` says which and how."""


Refused = tuple[str, int, str, str, str | None]
"""A row of REFUSED: source, row, reason, detail, the prompt's beginning."""


@dataclass(slots=True)
class Intake:
    """What has been read so far.

    seen: question → reference. known: question of an earlier layer → source. gone: sources of earlier layers that the
    campaign has no more; a source that holds their questions goes on from them.
    """

    questions: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict[str, list[tuple[Any, ...]]])
    refused: list[Refused] = field(default_factory=list[Refused])
    seen: dict[str, str | None] = field(default_factory=dict[str, str | None])
    known: dict[str, str] = field(default_factory=dict[str, str])
    gone: set[str] = field(default_factory=set[str])
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
        if refusal(row) in self.refused_before:
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


def cell(values: dict[str, Any], columns: dict[Any, str], name: str) -> Any:
    """What a row has in the column that plays this part, None if there is none."""
    return values.get(columns[name]) if name in columns else None


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
    for row in read_rows(resolved(source.path, campaign.path)):
        intake.rows += 1
        if intake.rows == before + 1 and not row.fault:
            columns_exist(source, row)
        if on_rows and intake.rows % 1000 == 0:
            on_rows(intake.rows)
        take(source, row, exam, intake)
    if intake.rows == before:
        raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")
    if on_rows:
        on_rows(intake.rows)


def verifier_exists(source: Source) -> None:
    """Raise CampaignError for a verifier that there is not."""
    if source.verifier is not None and source.verifier not in VERIFIERS:
        raise CampaignError(
            f"sources.{source.name}.verifier: one of {sorted(VERIFIERS)}", repr(source.verifier), "name one of them"
        )


def columns_exist(source: Source | EvaluationSource, row: Row) -> None:
    """Raise CampaignError if a source lacks a column that the campaign names."""
    for role, column in source.columns.items():
        if column not in row.values:
            raise CampaignError(
                f"source {source.name}: a column {column!r} ({role})",
                f"columns {sorted(map(str, row.values))}",
                "mend `columns` in the campaign",
            )


def take(source: Source, row: Row, exam: Exam, intake: Intake) -> None:
    """Take in one row: as a question, as one that is known, or as refused."""
    prompt = cell(row.values, source.columns, "prompt")
    reference = as_reference(cell(row.values, source.columns, "reference")) if source.verifier else None
    fault = fault_of_text(row, prompt, reference)
    key = question_id(prompt) if isinstance(prompt, str) and fault is None else ""
    is_known = fault is None and intake.is_known(key, source.name)
    if is_known and intake.seen[key] == reference:
        intake.known_rows += 1
        return
    fault = fault or _fault_of_reference(source, reference)
    found = Known(key, source.name, prompt, source.verifier, reference)
    if fault is None and is_known and _agree(found, intake.seen[key]):
        intake.known_rows += 1
        return
    fault = fault or _known_already(source, found, exam, intake)
    if fault is not None:
        shown = prompt[:500].encode("utf-8", "replace").decode() if isinstance(prompt, str) else None
        intake.refuse((source.name, row.number, fault[0].value, fault[1][:500], shown))
        return
    intake.seen[key] = reference
    language = cell(row.values, source.columns, "language") or source.language
    question = (key, source.part, source.domain, source.name, language, prompt, source.verifier, reference)
    intake.questions.setdefault(source.name, []).append(question)


def _known_already(source: Source, found: Known, exam: Exam, intake: Intake) -> tuple[RefusedFor, str] | None:
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
    about = fingerprint(found.prompt)
    if match := exam.find(found, about):
        return RefusedFor.LEAK, str(match)
    if match := intake.earlier.find_or_add(found, about):
        return RefusedFor.NEAR_DUPLICATE, str(match)
    return None


def _agree(found: Known, before: str | None) -> bool:
    return before is None or found.reference is None or same_reference(found, replace(found, reference=before))


def same_reference(one: Known, other: Known) -> bool:
    """Whether two references agree: the same text but for its dress, or the same to the verifier that both have."""
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


def _is_table(reference: str) -> bool:
    """A task's tests or entry: no answer, so nothing that a verifier could be asked about (`code` would run it)."""
    try:
        found = json.loads(reference)
    except ValueError:
        return False
    return isinstance(found, dict) and bool(found)  # `{}` is the empty set


def fault_of_text(row: Row, prompt: Any, reference: str | None) -> tuple[RefusedFor, str] | None:
    """What is wrong with a row before its reference is checked and others are compared with it; None if nothing."""
    if row.fault or not _encodes(prompt) or not _encodes(reference):
        return RefusedFor.UNREADABLE, row.fault or "not_utf8"
    if not isinstance(prompt, str) or not prompt.strip():
        return RefusedFor.NO_PROMPT, type(prompt).__name__
    if len(prompt) > MAX_PROMPT_CHARS:
        return RefusedFor.TOO_LONG, f"{len(prompt):,} characters"
    if token := forbidden_in_prompt(prompt):
        return RefusedFor.CONTROL_TOKEN, token
    return None


def _fault_of_reference(source: Source, reference: str | None) -> tuple[RefusedFor, str] | None:
    if source.verifier is None:
        return None
    if reference is None:
        return RefusedFor.NO_REFERENCE, ""
    if why := VERIFIERS[source.verifier].faults_of(reference):
        return RefusedFor.BAD_REFERENCE, why
    return None


def _encodes(text: Any) -> bool:
    """False for text with half a surrogate pair: JSON may hold one, UTF-8 can't."""
    try:
        return not isinstance(text, str) or bool(text.encode()) or not text
    except UnicodeEncodeError:
        return False


def as_reference(cell: Any) -> str | None:
    """A reference as the text that its verifier reads: text as it stands, all else as JSON; None if there is none."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    return cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)
