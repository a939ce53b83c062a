"""Traces that exist already → shards of a teacher, as if it had been asked: no engine, and all checks as for others.

Every shard of the part's questions gets a frozen plan and its traces in round 1; there is no second round. The file is
read once a layer of questions, row by row, and spread over one temporary file a shard, so memory stays flat. A row that
can't be used is counted and kept aside with its reason; one of another layer's question is passed over.
"""

import hashlib
import json
import math
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from thoughtmill.batches import batches
from thoughtmill.campaign import Campaign
from thoughtmill.engine import answer
from thoughtmill.engine.answer import Broken
from thoughtmill.errors import CampaignError
from thoughtmill.generation.planner import Unit
from thoughtmill.questions.brought import brought_by, trace_format
from thoughtmill.questions.layers import Layers, number_of
from thoughtmill.questions.looking import question_id
from thoughtmill.questions.readers import Row
from thoughtmill.questions.sources import read_rows
from thoughtmill.store.schemas import LABELS, PLAN, REFUSED, TRACES
from thoughtmill.store.store import Commit, Store
from thoughtmill.teacher import TraceFile

LABELS_FILE = "labels.parquet"
"""In an import: what the set says of its traces; only where it says anything."""

AT_ONCE = 2_000
"""Rows that are spread over the shards' files together."""

ENGINE = "imported"
"""What stands in the `engine` column of a trace that no engine of ours wrote."""


@dataclass(slots=True)
class _Spread:
    """What has been read so far: the next index of each question, and the rows that can't be used.

    shard_of: question → shard, of the layer that is imported; elsewhere: the questions of the other layers.
    """

    shard_of: dict[str, str]
    elsewhere: set[str]
    next_index: Counter[str] = field(default_factory=Counter[str])
    refused: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    labels: list[tuple[str, int, str, str]] = field(default_factory=list[tuple[str, int, str, str]])
    rows: int = 0


def import_traces(
    store: Store, campaign: Campaign, part: str, questions: Commit, on_rows: Callable[[int], None] | None = None
) -> list[str]:
    """Commit the traces that the part's teacher has brought. Returns the keys of their shards, in plan order.

    What is committed already stays. `on_rows` is told how many rows were read. Raises CampaignError if the file is not
    as it was when its import began, StoreError.
    """
    teacher = campaign.teacher_of(part)
    named, layers = teacher.traces, Layers.up_to(store, questions)
    assert named is not None, "only a teacher that has brought traces"
    path = campaign.path(named.path)
    digest = _sha256(path)
    for layer in layers.commits:
        key = import_key(part, teacher.teacher_id(), layer)
        done = store.find("imports", key)
        if done is None:
            imported = {"file": path.name, "sha256": digest}
            with tempfile.TemporaryDirectory(prefix="thoughtmill-import-") as folder:
                spread = _spread(store, layers, layer, part, path, named, Path(folder), on_rows)
                for unit in _units(campaign, part, layer):
                    _commit(store, layer, unit, Path(folder) / unit.shard, imported)
                done = _record(store, key, layer, spread, imported)
        if done.facts["sha256"] != digest:
            raise _changed(path, done.facts["sha256"], digest)
    units = [unit for layer in layers.commits for unit in _units(campaign, part, layer)]
    return [unit.key for unit in units if store.find("traces", unit.key)]


def import_key(part: str, teacher_id: str, layer: Commit) -> str:
    """The key of the import of a teacher's traces for the questions of a layer."""
    return f"{part}.{teacher_id}" + (f".{layer.key}" if number_of(layer) > 1 else "")


def _units(campaign: Campaign, part: str, layer: Commit) -> list[Unit]:
    """The units that a layer's import freezes and writes, in plan order."""
    name, teacher_id = campaign.parts[part].teacher, campaign.teacher_of(part).teacher_id()
    shards = (shard for shard in layer.facts["shards"] if shard["part"] == part)
    return [Unit(part, shard["domain"], shard["shard"], 1, name, teacher_id, "") for shard in shards]


def _spread(
    store: Store,
    layers: Layers,
    layer: Commit,
    part: str,
    path: Path,
    named: TraceFile,
    folder: Path,
    on_rows: Callable[[int], None] | None,
) -> _Spread:
    """Every usable row of the file that has a question of this layer, as a line in the file of the question's shard."""
    spread = _Spread({}, set())
    for shard in (shard for shard, found in layers.all_shards.items() if found["part"] == part):
        home = layers.holding(shard)
        ids = store.read(home.file(f"{shard}.parquet"), ["question_id"])["question_id"].to_pylist()
        spread.shard_of.update(dict.fromkeys(ids, shard)) if home == layer else spread.elsewhere.update(ids)
    if named.format is not None:
        named = named.model_copy(update={"format": trace_format(named.format, path)})
    for rows in batches(read_rows(path), AT_ONCE):
        lines: dict[str, list[str]] = {}
        for row in rows:
            spread.rows += 1
            for trace in _traces(row, named, spread):
                lines.setdefault(spread.shard_of[trace["question_id"]], []).append(json.dumps(trace) + "\n")
        for shard, written in lines.items():
            with (folder / shard).open("a", encoding="utf-8") as stream:
                stream.writelines(written)
        if on_rows:
            on_rows(spread.rows)
    return spread


def _traces(row: Row, named: TraceFile, spread: _Spread) -> Iterator[dict[str, Any]]:
    """The traces of a row: one by its columns, by its format as many as the set has, with what it says of them."""
    if named.format is None or row.fault:
        said = {name: row.values.get(column) for name, column in named.columns.items()}
        brought = [(said, ())]
    else:
        brought = brought_by(named.format, row.values)
        if not brought:
            spread.refused.append((named.path, row.number, "no_response", None, ""))
    for said, labels in brought:
        if (trace := _trace(row, said, named, spread)) is not None:
            spread.labels += [(trace["question_id"], trace["index"], name, value) for name, value in labels]
            yield trace


def _trace(row: Row, said: dict[str, Any], named: TraceFile, spread: _Spread) -> dict[str, Any] | None:
    """What a row brings as a trace, or None after it was refused, or if its question is of another layer."""
    try:
        found, question = _usable(row, said, spread)
    except Broken as broken:
        prompt = said.get("prompt")
        shown = prompt[:2_000].encode(errors="replace").decode() if isinstance(prompt, str) else ""
        spread.refused.append((named.path, row.number, broken.reason, None, shown))
        return None
    if question in spread.elsewhere:
        return None
    index = spread.next_index[question]
    spread.next_index[question] += 1
    return {
        "question_id": question,
        "round": 1,
        "index": index,
        "text": found.response,
        "reasoning": found.reasoning,
        "finish_reason": found.finish_reason,
        "completion_tokens": found.tokens,
    }


def _usable(row: Row, said: dict[str, Any], spread: _Spread) -> tuple[answer.Row, str]:
    """What a row says of its trace, and the id of its question. Raises Broken, with the reason."""
    if row.fault is not None:
        raise Broken("a row that can't be read", row.fault)
    if not (isinstance(prompt := said.get("prompt"), str) and prompt.strip()):
        raise Broken("a row without a prompt", "no_prompt")
    if not isinstance(said.get("response"), str):
        raise Broken("a row without a response", "no_response")
    found = answer.parse_row({**said, "tokens": _whole(said.get("tokens"))})
    if (question := question_id(found.prompt)) not in spread.shard_of and question not in spread.elsewhere:
        raise Broken("a row of another question", "no_such_question")
    return found, question


def _whole(tokens: object) -> object:
    """A number of tokens as files hold it: as a float, as NaN where there is none, as text in CSV."""
    if isinstance(tokens, str):
        tokens = tokens.strip()
        return int(tokens) if tokens.isascii() and tokens.isdigit() and len(tokens) < 20 else tokens or None
    if isinstance(tokens, float):
        return None if math.isnan(tokens) else int(tokens) if tokens.is_integer() else tokens
    return tokens


def _commit(store: Store, questions: Commit, unit: Unit, lines: Path, imported: dict[str, str]) -> None:
    """Freeze the plan of a unit, also an empty one, and commit its traces in the order of its questions."""
    traces: list[dict[str, Any]] = []
    if lines.exists():
        with lines.open(encoding="utf-8") as stream:
            traces = [json.loads(line) for line in stream]
    plan = Counter(trace["question_id"] for trace in traces)
    shard = store.read(questions.file(f"{unit.shard}.parquet"), ["question_id"])["question_id"].to_pylist()
    order = {question: place for place, question in enumerate(shard)}
    facts = {name: getattr(unit, name) for name in ("part", "domain", "shard", "round", "teacher", "teacher_id")}
    frozen = store.find("rounds", unit.key)
    if frozen is None:
        counts = [(question, plan[question]) for question in shard if plan[question]]
        columns = [[question for question, _ in counts], [count for _, count in counts]]
        with store.begin("rounds", unit.key) as attempt:
            attempt.write_table("plan.parquet", pa.table(columns, schema=PLAN))
            frozen = attempt.commit(
                counts={"traces": len(traces)},
                parents=(questions.name,),
                facts={**facts, "questions_id": questions.key, "imported": imported},
            )
    if (before := frozen.facts["imported"]["sha256"]) != imported["sha256"]:
        raise _changed(Path(imported["file"]), before, imported["sha256"])
    if not traces or store.find("traces", unit.key):
        return
    traces.sort(key=lambda trace: (order[trace["question_id"]], trace["index"]))
    now = datetime.now(UTC)
    fixed = {"prompt_tokens": None, "teacher_id": unit.teacher_id, "engine": ENGINE, "created_at": now}
    table = pa.Table.from_pylist([{**t, **fixed} for t in traces], schema=TRACES)
    counts = {
        "traces": len(traces),
        "prompt_tokens": 0,
        "completion_tokens": sum(trace["completion_tokens"] or 0 for trace in traces),
        "set_aside": 0,
    }
    del facts["teacher"]
    with store.begin("traces", unit.key) as attempt:
        attempt.write_table("traces.parquet", table)
        attempt.commit(counts=counts, parents=(frozen.name,), facts={**facts, "imported": imported, "seconds": 0.0})


def _record(store: Store, key: str, questions: Commit, spread: _Spread, imported: dict[str, str]) -> Commit:
    """The import is done: what came of its rows."""
    columns = [list(column) for column in zip(*spread.refused, strict=True)] or [[] for _ in REFUSED]
    reasons = Counter(row[2] for row in spread.refused)
    counts = {
        "rows": spread.rows,
        "traces": spread.next_index.total(),
        "refused": len(spread.refused),
        "questions": len(spread.next_index),
        **{f"refused.{reason}": n for reason, n in sorted(reasons.items())},
    }
    with store.begin("imports", key) as attempt:
        attempt.write_table("refused.parquet", pa.table(columns, schema=REFUSED))
        if spread.labels:  # what the set itself says of its traces, beside our own verdicts
            told = [list(column) for column in zip(*spread.labels, strict=True)]
            attempt.write_table(LABELS_FILE, pa.table(told, schema=LABELS))
        return attempt.commit(counts=counts, parents=(questions.name,), facts=imported)


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise CampaignError("a file of traces", f"none at {path}", "mend teachers.….traces.path")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _changed(path: Path, before: str, now: str) -> CampaignError:
    return CampaignError(
        f"{path.name} as it was when its import began, sha256 {before[:16]}…",
        f"sha256 {now[:16]}…",
        "give the new file another name in the campaign: it is another teacher's work",
    )
