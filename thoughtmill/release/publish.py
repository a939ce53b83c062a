"""Choose exactly the quota and publish it: an immutable snapshot, the thing that training is triggered by.

Per domain a release takes the shortest complete prefix of the plan order (round, then shard) that fills the quota, so
which further shards happened to finish does not matter. It is named by the hash of what it holds, and written twice it
is the same, byte for byte.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from thoughtmill import template
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger, UnitState
from thoughtmill.ids import content_id
from thoughtmill.questions.layers import layer_id
from thoughtmill.release.card import dataset_card
from thoughtmill.release.purge import expect_unpurged
from thoughtmill.release.samples import FROM_TRACE, samples
from thoughtmill.store.schemas import SAMPLES, SAMPLES_WITHOUT_ROWS
from thoughtmill.store.store import Attempt, Commit, Store

VERSION = "1"
ROWS_A_FILE = 50_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that one unit gives to the release."""

    state: UnitState
    rows: Sequence[int]


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
    parents = tuple(dict.fromkeys(f"verdicts/{c.state.unit.verdict_key}" for c in chosen))
    facts = {
        "campaign": ledger.campaign.name,
        "campaign_id": ledger.campaign.campaign_id(),
        "layers": [layer.key for layer in ledger.layers.commits],
        "exclusions": [exclusion.key for exclusion in ledger.exclusions],
    }
    with ledger.store.begin("releases", release_id) as attempt:
        counts = _write(ledger, chosen, attempt, on_rows)
        card = dataset_card(ledger.campaign, release_id, counts, _funnel(ledger, parents))
        attempt.write_bytes("README.md", card.encode())
        return attempt.commit(counts=counts, parents=parents, facts=facts)


def release_id_of(ledger: Ledger, chosen: list[Chosen]) -> str:
    """The name of a release: hash over every sample's question, round, index and text, and over how it is shaped.

    Of the layers it names those that samples come from: one that was added later and gives none makes no other release.
    """
    digest = hashlib.sha256()
    given = list(dict.fromkeys(layer_id(ledger.layers.holding(choice.state.unit.shard)) for choice in chosen))
    layers = given[0] if len(given) == 1 else given
    shape = content_id([VERSION, template.VERSION, _schema_of(ledger, chosen).to_string(), ROWS_A_FILE, layers], 64)
    digest.update(shape.encode())
    for choice in chosen:
        unit = choice.state.unit
        digest.update(f"{unit.part}/{unit.domain}/{unit.teacher_id}/{unit.policy_id}".encode())
        verdicts = ledger.store.get("verdicts", unit.verdict_key).file("verdicts.parquet")
        table = ledger.store.read(verdicts, ["question_id", "round", "index", "text_hash"]).take(list(choice.rows))
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        digest.update("".join(map(repr, rows)).encode())
    return digest.hexdigest()[:16]


def _schema_of(ledger: Ledger, chosen: list[Chosen]) -> pa.Schema:
    """Samples of layers that don't know their rows are what they were: their release is the same one."""
    known = any(ledger.layers.with_rows(choice.state.unit.shard) for choice in chosen)
    return SAMPLES if known else SAMPLES_WITHOUT_ROWS


def _write(
    ledger: Ledger, chosen: list[Chosen], attempt: Attempt, on_rows: Callable[[int], None] | None
) -> dict[str, int]:
    counts: Counter[str] = Counter()
    last = {choice.state.unit.shard: choice.state.unit for choice in chosen}  # rounds come in their order
    schema = _schema_of(ledger, chosen)
    sources = ledger.layers.sources()
    licences = {name: table["licence"] for name, table in sources.items() if table.get("licence")}
    with _Files(attempt, schema) as files:
        for choice in chosen:
            unit = choice.state.unit
            rates = ledger.rates(last[unit.shard])
            table = _samples(ledger, choice, rates, licences if schema is SAMPLES else None)
            files.write(table)
            for name in ("samples", f"samples.{unit.part}", f"samples.{unit.part}.{unit.domain}"):
                counts[name] += table.num_rows
            counts["tokens"] += pc.call_function("sum", [table["tokens"]]).as_py() or 0
            for source in table["source"].value_counts().to_pylist():
                counts[f"source.{source['values']}"] += source["counts"]
            if on_rows:
                on_rows(counts["samples"])
    return dict(counts)


class _Files:
    """The release's Parquet files, ROWS_A_FILE each at most; written by a thread while the next rows are made."""

    def __init__(self, attempt: Attempt, schema: pa.Schema) -> None:
        self.attempt, self.schema = attempt, schema
        self.name, self.rows, self.writer = "", 0, None
        self.thread, self.writing = ThreadPoolExecutor(1, thread_name_prefix="release"), None

    def write(self, table: pa.Table) -> None:
        """Take these rows; at most one table is waiting."""
        self._wait()
        self.writing = self.thread.submit(self._write, table)

    def _wait(self) -> None:
        if self.writing is not None:
            self.writing.result()

    def _write(self, table: pa.Table) -> None:
        if self.writer is None or self.rows + table.num_rows > ROWS_A_FILE:
            self._close()
            self.name, self.rows = f"data/part-{len(self.attempt.files):05d}.parquet", 0
            path = self.attempt.path(self.name)
            self.writer = pq.ParquetWriter(path, self.schema, compression="zstd", write_page_checksum=True)
        self.writer.write_table(table)
        self.rows += table.num_rows

    def _close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.attempt.add(self.name, self.rows)
            self.writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        try:
            if fault is None:
                self._wait()
                self.thread.submit(self._close).result()
        finally:
            self.thread.shutdown(wait=True)
            if self.writer is not None:
                self.writer.close()


def _samples(
    ledger: Ledger, choice: Chosen, rates: dict[str, tuple[int, int]], licences: dict[str, str] | None
) -> pa.Table:
    unit, store = choice.state.unit, ledger.store
    traces = store.read(store.get("traces", unit.key).file("traces.parquet"), list(FROM_TRACE)).take(list(choice.rows))
    questions = store.read(ledger.layers.holding(unit.shard).file(f"{unit.shard}.parquet"))
    template = ledger.campaign.teachers[unit.teacher].template
    return samples(traces, questions, template, unit.policy_id, rates, licences)


def samples_from(ledger: Ledger, state: UnitState) -> pa.Table:
    """All samples that a judged unit could give, before a quota chooses: pass rates as of its own round, no licence."""
    assert state.usable is not None, "only a judged unit has some"
    return _samples(ledger, Chosen(state, state.usable), ledger.rates(state.unit), None)


def _funnel(ledger: Ledger, verdicts: tuple[str, ...]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for name in verdicts:
        counts.update(ledger.store.get(*name.split("/", 1)).counts)
    return dict(counts)


def samples_of(store: Store, release: Commit) -> Iterator[pa.Table]:
    """The samples of a release, a file at a time, hashes checked. Raises StoreError, of one that was purged as well."""
    expect_unpurged(store, release)
    for file in release.files:
        if file.name.startswith("data/"):
            yield store.read(file)
