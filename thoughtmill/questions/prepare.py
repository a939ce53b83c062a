"""Sources → questions: ids, duplicates, leaks, references that fail their own verifier. Nothing is dropped silently.

The questions of a campaign that a store does not have yet are committed all together, as a layer (`layers.py`). Every
row that does not become a question is kept aside in the same commit with its reason, unless the question is known.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, field
from typing import Any

import pyarrow as pa

from thoughtmill.campaign import Campaign, EvaluationSource, Source
from thoughtmill.errors import CampaignError, StoreError
from thoughtmill.ids import content_id
from thoughtmill.questions.dedup import VERSION as NEAR_VERSION
from thoughtmill.questions.dedup import Exam, Known, known_in
from thoughtmill.questions.held_out import HELD_OUT_FILE, HeldOut, added_to, held_out_of, read_held_out
from thoughtmill.questions.intake import Intake, read_source, refusal, same_reference
from thoughtmill.questions.kept import Row
from thoughtmill.questions.layers import (
    LEAKED,
    PRIVATE_COUNT,
    PRIVATE_FILE,
    Layers,
    latest,
    layer_id,
    layer_key,
    newest,
    number_of,
)
from thoughtmill.questions.looking import compared
from thoughtmill.questions.sources import content_hash, resolved
from thoughtmill.store.schemas import EXCLUDED, HELD_OUT, PRIVATE, QUESTIONS, REFUSED
from thoughtmill.store.store import Commit, Store

VERSION = "2"
AT_ONCE = 10_000
"""Refused rows of an earlier layer that are read at once."""
LEAK_FOUND_LATER = "leak_found_later"
"""Why a question of an earlier layer is left out: it leaks a held-out question that was added after it."""


@dataclass(slots=True)
class _New:
    """What a layer will hold: its key, what it is made from, what was read; and of which layers it knows."""

    key: str
    made_from: dict[str, Any]
    before: Layers | None = None
    intake: Intake = field(default_factory=Intake)
    held_out: list[HeldOut] = field(default_factory=list[HeldOut])
    leaked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def prepare(store: Store, campaign: Campaign, on_rows: Callable[[int], None] | None = None) -> Commit:
    """Read, check and commit all questions of a campaign that the store does not have. Returns its newest layer.

    A campaign that some layer was made from adds nothing. `on_rows` is told how many rows were read. Raises
    CampaignError where the campaign or a whole source is wrong, StoreError if the campaign has nothing in common with
    the store, or if another one has added a layer just now.
    """
    made_from = _made_from(campaign)
    last = latest(store)
    if last is None:
        new = _New(layer_key(1), made_from)
        new.held_out = list(read_held_out(campaign))
        _read(campaign, new, new.held_out, on_rows)
        return _first_to_commit(store, campaign, new)
    before = Layers.up_to(store, last)
    if _holds(before, made_from):
        return last
    return _add(store, campaign, _New(layer_key(number_of(last) + 1), made_from, before), on_rows)


def prepared(store: Store, campaign: Campaign) -> Commit:
    """The newest layer of a store that has all questions of this campaign. Raises StoreError if it does not."""
    last, made_from = newest(store), _made_from(campaign)
    before = Layers.up_to(store, last)
    if not _holds(before, made_from):
        found = _difference(before, made_from)
        raise StoreError("a campaign whose questions are in the store", found, "start it: `produce` adds them")
    return last


def _holds(layers: Layers, made_from: dict[str, Any]) -> bool:
    """Whether a layer was made from this. Raises StoreError for another cut, which no layer can have."""
    size = layers.commits[0].facts["shard_questions"]
    if made_from["shard_questions"] != size:
        found = f"shard_questions = {made_from['shard_questions']}"
        raise StoreError(f"`shard_questions` as this store was made with it, {size}", found, "put it back")
    return any(_same_but_for_version(layer.facts, made_from) for layer in layers.commits)


def _add(store: Store, campaign: Campaign, new: _New, on_rows: Callable[[int], None] | None) -> Commit:
    """Commit what the campaign adds. Raises StoreError if it has nothing in common with the store, or came second."""
    assert new.before, "the first layer adds to none"
    held_out = held_out_of(store, new.before)
    new.held_out = added_to(campaign, held_out)
    _recall(store, new)
    _read(campaign, new, [*held_out, *new.held_out], on_rows)
    if not new.intake.known_rows:
        raise StoreError(
            "a campaign that goes on from the questions of this store",
            f"none of its rows is one of them; {_difference(new.before, new.made_from)}",
            "use another store; or keep the store's sources in the campaign and add to them",
        )
    return _first_to_commit(store, campaign, new)


def _first_to_commit(store: Store, campaign: Campaign, new: _New) -> Commit:
    """Commit a layer. Raises StoreError if another one has its number by now."""
    made = _commit(store, campaign, new)
    if layer_id(made) != _id_of(new):
        raise StoreError(
            f"to add layer {number_of(made)} to the questions",
            f"another campaign did so first: {_difference(Layers((made,)), new.made_from)}",
            "start again: what it added is known then, and what it lacks is added after it",
        )
    return made


def _id_of(new: _New) -> str:
    """The name of a layer by all that its questions depend on."""
    if new.before is None:
        return content_id(new.made_from, 12)
    return content_id({**new.made_from, "previous": layer_id(new.before.last)}, 12)


def _made_from(campaign: Campaign) -> dict[str, Any]:
    """All that the questions depend on, files by their hash."""
    return {
        "version": [VERSION, NEAR_VERSION],
        "shard_questions": campaign.work.shard_questions,
        "sources": {s.name: {**s.model_dump(), "sha256": _hash(campaign, s)} for s in campaign.sources},
        "evaluation": {s.name: {**s.model_dump(), "sha256": _hash(campaign, s)} for s in campaign.exams},
    }


def _hash(campaign: Campaign, source: Source | EvaluationSource) -> str:
    return content_hash(resolved(source.path, campaign.path))


def _same_but_for_version(there: Mapping[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether an earlier version prepared the same files in the same way: its questions stay what they are."""
    return all(there.get(name) == value for name, value in wanted.items() if name != "version")


def _difference(layers: Layers, wanted: dict[str, Any]) -> str:
    """The first source that is not as the newest layer has it."""
    there = layers.last.facts
    for table in ("sources", "evaluation"):
        for name in {**there[table], **wanted[table]}:
            if there[table].get(name) != wanted[table].get(name):
                return f"{table} {name!r} differs from what was prepared"
    return "another version of the preparation"


def _recall(store: Store, new: _New) -> None:
    """What earlier layers hold is known, and keeps out what is like it; what leaks an added exam is found now."""
    assert new.before, "the first layer has none before it"
    exam = Exam((Known(**asdict(question)) for question in new.held_out), same_reference)
    sources, intake = new.before.sources(), new.intake
    intake.gone = {*sources} - {*new.made_from["sources"]}
    for layer in new.before.commits:
        for batch in store.read(layer.file("refused.parquet")).to_batches(AT_ONCE):
            intake.refused_before.add(refusal(tuple(row.values())) for row in batch.to_pylist())
        for shard in layer.facts["shards"]:
            rows = store.read(layer.file(f"{shard['shard']}.parquet")).to_pylist()
            _recall_shard([tuple(row.get(name) for name in QUESTIONS.names) for row in rows], exam, sources, new)
    intake.recalled = len(intake.kept)


def _recall_shard(rows: list[Row], exam: Exam, sources: dict[str, dict[str, Any]], new: _New) -> None:
    known, intake = [known_in(row) for row in rows], new.intake
    of = compared(known, exam)
    alone, wordless = intake.earlier.alone(of.sketch), {*of.wordless}
    for at, (row, question) in enumerate(zip(rows, known, strict=True)):
        if not question.prompt:  # its text was purged: no row that has it is compared with it, or shown
            intake.purged.add(question.question_id)
            intake.keep((*row[:7], None, *row[8:]), None)
            continue
        leak, found = exam.same(question.question_id), None
        if not sources[question.source]["generated"]:
            found = of.sketch.part(at, at + 1) if at not in wordless else None
            leak = leak or of.leaks.get(at)
        is_like = found and not alone[at] and intake.earlier.find(question, found)
        intake.keep(row, None if is_like else found)
        if leak:
            new.leaked.append((question.question_id, f"{LEAK_FOUND_LATER}: {leak}"))


def _read(campaign: Campaign, new: _New, held_out: list[HeldOut], on_rows: Callable[[int], None] | None) -> None:
    exam = Exam((Known(**asdict(question)) for question in held_out), same_reference)
    for source in campaign.sources:
        read_source(campaign, source, exam, new.intake, on_rows)
    for part, settings in campaign.parts.items():
        for domain in settings.domains:
            names = [s.name for s in campaign.sources if (s.part, s.domain) == (part, domain)]
            if any(new.intake.kept.count(name, new.intake.recalled) for name in names):
                continue
            if new.before is not None and new.before.shards(part, domain):
                continue
            reasons: Counter[str] = Counter()
            for (name, reason), number in new.intake.refused.counts.items():
                reasons[reason] += number * (name in names)
            found = ", ".join(f"{n:,} {reason}" for reason, n in reasons.most_common() if n)
            raise CampaignError(f"questions for {part}/{domain}", f"every row is refused: {found}", "mend the source")


def _shards(campaign: Campaign, new: _New) -> Iterator[tuple[dict[str, Any], list[Row]]]:
    """The new questions, cut; the numbers of a domain's shards go on from layer to layer."""
    size = campaign.work.shard_questions
    for part, settings in campaign.parts.items():
        for domain in settings.domains:
            names = [s.name for s in campaign.sources if (s.part, s.domain) == (part, domain)]
            ordered = new.intake.kept.interleaved(names, new.intake.recalled)
            first = len(new.before.shards(part, domain)) if new.before else 0
            for number, start in enumerate(range(0, len(ordered), size), first):
                rows = [*new.intake.kept.rows(ordered[start : start + size].tolist())]
                shard = f"{part}-{domain}-{number:05d}"
                yield {"shard": shard, "part": part, "domain": domain, "questions": len(rows)}, rows


def _commit(store: Store, campaign: Campaign, new: _New) -> Commit:
    intake, before = new.intake, new.before
    shards: list[dict[str, Any]] = []
    counts: Counter[str] = Counter(rows=intake.rows, refused=len(intake.refused), held_out=len(new.held_out))
    counts.update({f"refused.{reason}": n for reason, n in intake.refused.by().items()})
    facts: dict[str, Any] = {**new.made_from, "shards": shards, "with_rows": True}
    with store.begin("questions", new.key) as attempt:
        for shard, rows in _shards(campaign, new):
            attempt.write_table(f"{shard['shard']}.parquet", as_table(rows, QUESTIONS))
            shards.append(shard)
            counts["questions"] += len(rows)
            counts[f"questions.{shard['part']}.{shard['domain']}"] += len(rows)
        attempt.write_tables("refused.parquet", REFUSED, (as_table(part, REFUSED) for part in intake.refused.parts()))
        if intake.private:
            parts = (as_table(part, PRIVATE) for part in intake.private.parts())
            attempt.write_tables(PRIVATE_FILE, PRIVATE, parts)
            counts.update({f"{PRIVATE_COUNT}.{kind}": n for kind, n in intake.private.by().items()})
        attempt.write_table(HELD_OUT_FILE, as_table([astuple(question) for question in new.held_out], HELD_OUT))
        if before is None:
            return attempt.commit(counts=counts, facts=facts | {"layer": 1, "layer_id": _id_of(new)})
        attempt.write_table(LEAKED, as_table(new.leaked, EXCLUDED))
        counts["questions"] += 0  # a layer may bring held-out questions alone
        counts.update({"known": intake.known_rows, "refused_before": intake.again, LEAK_FOUND_LATER: len(new.leaked)})
        facts |= {
            "layer": number_of(before.last) + 1,
            "layer_id": _id_of(new),
            "previous": before.last.key,
            "gone": sorted(intake.gone),
            "frozen": store.keys("rounds"),
        }
        return attempt.commit(counts=counts, parents=(before.last.name,), facts=facts)


def as_table(rows: list[Any], schema: pa.Schema) -> pa.Table:
    """Rows in the order of a schema's columns, as an Arrow table."""
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in schema]
    return pa.table([pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
