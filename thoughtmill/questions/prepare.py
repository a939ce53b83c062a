"""Sources → questions: ids, duplicates, leaks, references that fail their own verifier. Nothing is dropped silently.

Questions of a campaign are committed once, all together; a store is made for its questions. Every row that does not
become a question is kept aside in the same commit with its reason.
"""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, field, replace
from enum import StrEnum
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, EvaluationSource, Source
from thoughtmill.errors import CampaignError, CheckerBroken, StoreError
from thoughtmill.ids import content_id
from thoughtmill.questions.dedup import VERSION as NEAR_VERSION
from thoughtmill.questions.dedup import Earlier, Exam, Known, references_agree
from thoughtmill.questions.fingerprint import fingerprint
from thoughtmill.questions.sources import Row, content_hash, read_rows, resolved
from thoughtmill.store.schemas import HELD_OUT, QUESTIONS, REFUSED
from thoughtmill.store.store import Commit, Store
from thoughtmill.template import forbidden_in_prompt
from thoughtmill.verifiers import VERIFIERS, Outcome

VERSION = "2"
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
    NEAR_DUPLICATE = "near_duplicate"
    """An earlier question has nearly the same words, the same numbers and the same reference; `detail` names it."""
    LEAK = "leak"
    """It is an evaluation question, is like one, quotes one or holds one; `detail` says which and how."""


@dataclass(slots=True)
class _Intake:
    """What has been read so far."""

    questions: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict[str, list[tuple[Any, ...]]])
    refused: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    seen: dict[str, str | None] = field(default_factory=dict[str, str | None])
    rows: int = 0
    earlier: Earlier = field(default_factory=lambda: Earlier(same_reference))


def question_id(prompt: str) -> str:
    """Hash of the normalised prompt: NFC, white space collapsed. The same question has the same id everywhere."""
    normal = " ".join(unicodedata.normalize("NFC", prompt).split())
    return hashlib.sha256(normal.encode()).hexdigest()[:16]


def prepare(store: Store, campaign: Campaign, on_rows: Callable[[int], None] | None = None) -> Commit:
    """Read, check and commit all questions of a campaign. `on_rows` is told how many rows were read.

    Raises CampaignError where the campaign or a whole source is wrong, StoreError if the store has other questions.
    """
    made_from = _made_from(campaign)
    key = content_id(made_from, 12)
    for other in store.commits("questions"):
        if other.key == key or _same_but_for_version(other.facts, made_from):
            return other
        raise StoreError(
            "the questions that this store was made for", _difference(other.facts, made_from), "use another store"
        )
    held_out = list(read_held_out(campaign))
    exam = Exam((Known(**asdict(question)) for question in held_out), same_reference)
    intake = _Intake()
    for source in campaign.sources:
        _read_source(campaign, source, exam, intake, on_rows)
    return _commit(store, campaign, key, made_from, intake, held_out)


def _made_from(campaign: Campaign) -> dict[str, Any]:
    """All that the questions depend on, files by their hash."""
    return {
        "version": [VERSION, NEAR_VERSION],
        "shard_questions": campaign.work.shard_questions,
        "sources": {s.name: {**s.model_dump(), "sha256": _hash(campaign, s)} for s in campaign.sources},
        "evaluation": {s.name: {**s.model_dump(), "sha256": _hash(campaign, s)} for s in campaign.evaluation.sources},
    }


def _hash(campaign: Campaign, source: Source | EvaluationSource) -> str:
    return content_hash(resolved(source.path, campaign.path))


def _same_but_for_version(there: Mapping[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether an earlier version prepared the same files in the same way: its questions stay what they are."""
    return all(there.get(name) == value for name, value in wanted.items() if name != "version")


def _difference(there: Any, wanted: dict[str, Any]) -> str:
    for table in ("sources", "evaluation"):
        for name in {**there[table], **wanted[table]}:
            if there[table].get(name) != wanted[table].get(name):
                return f"{table} {name!r} differs from what was prepared"
    return "other `shard_questions`, or another version of the preparation"


def _cell(values: dict[str, Any], columns: dict[Any, str], name: str) -> Any:
    return values.get(columns[name]) if name in columns else None


def _read_source(
    campaign: Campaign,
    source: Source,
    exam: Exam,
    intake: _Intake,
    on_rows: Callable[[int], None] | None,
) -> None:
    if source.verifier is not None and source.verifier not in VERIFIERS:
        raise CampaignError(
            f"sources.{source.name}.verifier: one of {sorted(VERIFIERS)}", repr(source.verifier), "name one of them"
        )
    before = intake.rows
    for row in read_rows(resolved(source.path, campaign.path)):
        intake.rows += 1
        if intake.rows == before + 1 and not row.fault:
            _columns_exist(source, row)
        if on_rows and intake.rows % 1000 == 0:
            on_rows(intake.rows)
        _take(source, row, exam, intake)
    if intake.rows == before:
        raise CampaignError("a source with rows", f"source {source.name} has none", "fill it, or take it out")
    if on_rows:
        on_rows(intake.rows)


def _columns_exist(source: Source | EvaluationSource, row: Row) -> None:
    for role, column in source.columns.items():
        if column not in row.values:
            raise CampaignError(
                f"source {source.name}: a column {column!r} ({role})",
                f"columns {sorted(map(str, row.values))}",
                "mend `columns` in the campaign",
            )


def _take(source: Source, row: Row, exam: Exam, intake: _Intake) -> None:
    prompt = _cell(row.values, source.columns, "prompt")
    reference = as_reference(_cell(row.values, source.columns, "reference")) if source.verifier else None
    fault = _fault(source, row, prompt, reference)
    key = question_id(prompt) if isinstance(prompt, str) and fault is None else ""
    if fault is None:
        fault = _known_already(source, Known(key, source.name, prompt, source.verifier, reference), exam, intake)
    if fault is not None:
        shown = prompt[:500].encode("utf-8", "replace").decode() if isinstance(prompt, str) else None
        intake.refused.append((source.name, row.number, fault[0].value, fault[1][:500], shown))
        return
    intake.seen[key] = reference
    language = _cell(row.values, source.columns, "language") or source.language
    question = (key, source.part, source.domain, source.name, language, prompt, source.verifier, reference)
    intake.questions.setdefault(source.name, []).append(question)


def _known_already(source: Source, found: Known, exam: Exam, intake: _Intake) -> tuple[RefusedFor, str] | None:
    """Whether it leaks an evaluation question or was there before. Generated questions are compared by their text only.

    The first one in the order of the sources and their rows stays; what was refused keeps out no other.
    """
    if match := exam.same(found.question_id):
        return RefusedFor.LEAK, str(match)
    if found.question_id in intake.seen:
        before = intake.seen[found.question_id]
        if before is None or found.reference is None or same_reference(found, replace(found, reference=before)):
            return RefusedFor.DUPLICATE, found.question_id
        return RefusedFor.DUPLICATE_DISAGREES, f"{found.question_id}: {found.reference} here, {before} before"
    if source.generated:
        return None
    about = fingerprint(found.prompt)
    if match := exam.find(found, about):
        return RefusedFor.LEAK, str(match)
    if match := intake.earlier.find_or_add(found, about):
        return RefusedFor.NEAR_DUPLICATE, str(match)
    return None


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


def _fault(source: Source, row: Row, prompt: Any, reference: str | None) -> tuple[RefusedFor, str] | None:
    if row.fault or not _encodes(prompt) or not _encodes(reference):
        return RefusedFor.UNREADABLE, row.fault or "not_utf8"
    if not isinstance(prompt, str) or not prompt.strip():
        return RefusedFor.NO_PROMPT, type(prompt).__name__
    if len(prompt) > MAX_PROMPT_CHARS:
        return RefusedFor.TOO_LONG, f"{len(prompt):,} characters"
    if token := forbidden_in_prompt(prompt):
        return RefusedFor.CONTROL_TOKEN, token
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


def _interleaved(lists: Iterable[list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    """Sources mixed evenly, each in the order of its ids: every shard is a fair sample of its domain."""
    placed: list[tuple[float, str, tuple[Any, ...]]] = []
    for questions in lists:
        for i, question in enumerate(sorted(questions)):
            placed.append(((i + 0.5) / len(questions), question[0], question))
    return [question for _, _, question in sorted(placed, key=lambda place: place[:2])]


def _shards(campaign: Campaign, intake: _Intake) -> Iterator[tuple[dict[str, Any], list[tuple[Any, ...]]]]:
    size = campaign.work.shard_questions
    for part, settings in campaign.parts.items():
        for domain in settings.domains:
            names = [s.name for s in campaign.sources if (s.part, s.domain) == (part, domain)]
            ordered = _interleaved(intake.questions.get(name, []) for name in names)
            for number, start in enumerate(range(0, len(ordered), size)):
                rows = ordered[start : start + size]
                shard = f"{part}-{domain}-{number:05d}"
                yield {"shard": shard, "part": part, "domain": domain, "questions": len(rows)}, rows


def _commit(
    store: Store,
    campaign: Campaign,
    key: str,
    made_from: dict[str, Any],
    intake: _Intake,
    held_out: list["HeldOut"],
) -> Commit:
    for part, settings in campaign.parts.items():
        for domain in settings.domains:
            names = [s.name for s in campaign.sources if (s.part, s.domain) == (part, domain)]
            if not any(intake.questions.get(name) for name in names):
                reasons = Counter(row[2] for row in intake.refused if row[0] in names)
                found = ", ".join(f"{n:,} {reason}" for reason, n in reasons.most_common())
                raise CampaignError(
                    f"questions for {part}/{domain}", f"every row is refused: {found}", "mend the source"
                )
    shards: list[dict[str, Any]] = []
    counts: Counter[str] = Counter(rows=intake.rows, refused=len(intake.refused), held_out=len(held_out))
    counts.update(f"refused.{row[2]}" for row in intake.refused)
    with store.begin("questions", key) as attempt:
        for shard, rows in _shards(campaign, intake):
            attempt.write_table(f"{shard['shard']}.parquet", as_table(rows, QUESTIONS))
            shards.append(shard)
            counts["questions"] += len(rows)
            counts[f"questions.{shard['part']}.{shard['domain']}"] += len(rows)
        attempt.write_table("refused.parquet", as_table(intake.refused, REFUSED))
        attempt.write_table("held-out.parquet", as_table([astuple(question) for question in held_out], HELD_OUT))
        return attempt.commit(counts=counts, facts={**made_from, "shards": shards})


def as_table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Rows in the order of a schema's columns, as an Arrow table."""
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in schema]
    return pa.table([pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One evaluation question; `source` is its family."""

    question_id: str
    source: str
    prompt: str
    verifier: str
    reference: str


def read_held_out(campaign: Campaign) -> Iterator[HeldOut]:
    """The evaluation questions. Unlike sources, every row must be whole: a hole in the exam would go unnoticed.

    Raises CampaignError naming the file and the row.
    """
    for source in campaign.evaluation.sources:
        if source.verifier not in VERIFIERS:
            raise CampaignError(f"evaluation {source.name}: one of {sorted(VERIFIERS)}", source.verifier, "name one")
        for row in read_rows(resolved(source.path, campaign.path)):
            if row.number == 1 and not row.fault:
                _columns_exist(source, row)
            prompt = _cell(row.values, source.columns, "prompt")
            reference = as_reference(_cell(row.values, source.columns, "reference"))
            if not isinstance(prompt, str) or not prompt.strip() or reference is None:
                raise CampaignError(
                    "evaluation questions with prompt and reference", f"{source.name}, row {row.number}", "mend it"
                )
            if why := VERIFIERS[source.verifier].faults_of(reference):
                raise CampaignError(
                    "references that their verifier can use", f"{source.name}, row {row.number}: {why}", "mend it"
                )
            yield HeldOut(question_id(prompt), source.name, prompt, source.verifier, reference)


def held_out_of(store: Store) -> list[HeldOut]:
    """The evaluation questions as they were committed with the questions: the same ones on every machine.

    Raises StoreError if nothing is prepared.
    """
    commit = next(store.commits("questions"), None)
    if commit is None:
        raise StoreError("a store with questions", f"none in {store.url}", "run `produce` first")
    return [HeldOut(**row) for row in store.read(commit.file("held-out.parquet")).to_pylist()]
