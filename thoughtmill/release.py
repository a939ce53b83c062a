"""Choose exactly the quota and publish it: an immutable snapshot, the thing that training is triggered by.

Per domain a release takes the shortest complete prefix of the plan order (round, then shard) that fills the quota, so
which further shards happened to finish does not matter. It is named by the hash of what it holds, and written twice it
is the same, byte for byte.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill import template
from thoughtmill.card import dataset_card
from thoughtmill.errors import QuotaNotMet
from thoughtmill.ids import content_id
from thoughtmill.records import SAMPLES
from thoughtmill.rounds import Ledger, UnitState
from thoughtmill.store import Attempt, Commit, Store

VERSION = "1"
ROWS_A_FILE = 50_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that one unit gives to the release."""

    state: UnitState
    rows: tuple[int, ...]


def choose(ledger: Ledger) -> list[Chosen]:
    """Exactly the quota of every domain, in plan order. Raises QuotaNotMet if the complete prefix is too short."""
    chosen: list[Chosen] = []
    for part, settings in ledger.campaign.parts.items():
        for domain, quota in settings.domain_quotas().items():
            missing = quota
            for state in ledger.units(part, domain):
                if not missing:
                    break
                if state.usable is None:
                    break
                rows = state.usable[:missing]
                missing -= len(rows)
                if rows:
                    chosen.append(Chosen(state, rows))
            if missing:
                raise QuotaNotMet(
                    f"{quota:,} samples in {part}/{domain}",
                    f"{quota - missing:,} in the units that are judged",
                    "run `produce` again: it asks for the rest",
                )
    return chosen


def publish(ledger: Ledger, on_rows: Callable[[int], None] | None = None) -> Commit:
    """Write the release that the quotas ask for and commit it; the same choice again is the same release.

    Raises QuotaNotMet, StoreError. `on_rows` is told how many samples are written. Memory: one shard at a time.
    """
    chosen = choose(ledger)
    release_id = release_id_of(ledger, chosen)
    found = ledger.store.find("releases", release_id)
    if found is not None:
        return found
    attempt = ledger.store.begin("releases", release_id)
    counts = _write(ledger, chosen, attempt, on_rows)
    parents = tuple(dict.fromkeys(f"verdicts/{c.state.unit.verdict_key}" for c in chosen))
    facts = {"campaign": ledger.campaign.name, "campaign_id": ledger.campaign.campaign_id()}
    card = dataset_card(ledger.campaign, release_id, counts, _funnel(ledger, parents))
    attempt.write_bytes("README.md", card.encode())
    return attempt.commit(counts=counts, parents=parents, facts=facts)


def release_id_of(ledger: Ledger, chosen: list[Chosen]) -> str:
    """The name of a release: hash over every sample's question, round, index and text, and over how it is shaped."""
    digest = hashlib.sha256()
    shape = content_id([VERSION, template.VERSION, SAMPLES.to_string(), ROWS_A_FILE, ledger.questions.key], 64)
    digest.update(shape.encode())
    for choice in chosen:
        unit = choice.state.unit
        digest.update(f"{unit.part}/{unit.domain}/{unit.teacher_id}/{unit.policy_id}".encode())
        verdicts = ledger.store.get("verdicts", unit.verdict_key).file("verdicts.parquet")
        table = ledger.store.read(verdicts, ["question_id", "round", "index", "text_hash"]).take(list(choice.rows))
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            digest.update(repr(row).encode())
    return digest.hexdigest()[:16]


def _write(
    ledger: Ledger, chosen: list[Chosen], attempt: Attempt, on_rows: Callable[[int], None] | None
) -> dict[str, int]:
    counts: Counter[str] = Counter()
    rates = {(c.state.unit.shard, c.state.unit.round): c.state.correct for c in chosen}
    last = {shard: max(r for s, r in rates if s == shard) for shard, _ in rates}
    name, writer, in_file = "", None, 0
    for choice in chosen:
        unit = choice.state.unit
        table = _samples(ledger, choice, rates[unit.shard, last[unit.shard]])
        if writer is None or in_file + table.num_rows > ROWS_A_FILE:
            _close(attempt, name, writer, in_file)
            name, in_file = f"data/part-{len(attempt.files):05d}.parquet", 0
            writer = pq.ParquetWriter(attempt.path(name), SAMPLES, compression="zstd", write_page_checksum=True)
        writer.write_table(table)
        in_file += table.num_rows
        counts.update(
            {
                "samples": table.num_rows,
                f"samples.{unit.part}": table.num_rows,
                f"samples.{unit.part}.{unit.domain}": table.num_rows,
            }
        )
        counts["tokens"] += sum(table["tokens"].to_pylist())
        counts.update(f"source.{source}" for source in table["source"].to_pylist())
        if on_rows:
            on_rows(counts["samples"])
    _close(attempt, name, writer, in_file)
    return dict(counts)


def _close(attempt: Attempt, name: str, writer: pq.ParquetWriter | None, rows: int) -> None:
    if writer is not None:
        writer.close()
        attempt.add(name, rows)


def _samples(ledger: Ledger, choice: Chosen, rates: dict[str, tuple[int, int]]) -> pa.Table:
    unit, store = choice.state.unit, ledger.store
    rows = list(choice.rows)
    traces = store.read(store.get("traces", unit.key).file("traces.parquet")).take(rows).to_pylist()
    shard = store.read(ledger.questions.file(f"{unit.shard}.parquet")).to_pylist()
    questions = {question["question_id"]: question for question in shard}
    written_as = ledger.campaign.teacher_of(unit.part).template
    samples: list[dict[str, Any]] = []
    for trace in traces:
        question = questions[trace["question_id"]]
        parts = template.map_response(written_as, trace["text"], trace["reasoning"])
        assert isinstance(parts, template.Parts), f"{trace['question_id']} was kept and does not map"
        good, judged = rates[trace["question_id"]]
        samples.append(
            {
                **{name: question[name] for name in ("part", "domain", "source", "language", "verifier", "reference")},
                "id": f"{trace['question_id']}-{trace['round']}-{trace['index']}",
                "prompt": [{"role": "user", "content": question["prompt"]}],
                "completion": [{"role": "assistant", "content": template.completion(parts)}],
                "think": parts.think,
                "answer": parts.answer,
                "teacher_id": trace["teacher_id"],
                "policy_id": unit.policy_id,
                "tokens": trace["completion_tokens"],
                "pass_rate": good / judged,
            }
        )
    return pa.Table.from_pylist(samples, schema=SAMPLES)


def _funnel(ledger: Ledger, verdicts: tuple[str, ...]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for name in verdicts:
        counts.update(ledger.store.get(*name.split("/", 1)).counts)
    return dict(counts)


def samples_of(store: Store, release: Commit) -> Iterator[pa.Table]:
    """The samples of a release, a file at a time, hashes checked. Raises StoreError."""
    for file in release.files:
        if file.name.startswith("data/"):
            yield store.read(file)
