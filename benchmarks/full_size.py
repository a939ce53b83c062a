"""The store at full size: release, check and status on synthetic shards, each against a named baseline.

`--questions` get two traces each; three of four are kept. A release of `--samples` is then chosen and written by the
real code. Baselines, alternating in the same run: pyarrow alone copies the release's rows (read, decompress, compress,
write); sha256 alone reads every file of the store. Each measurement is a process of its own, so its peak memory is its
own. Texts are words drawn from a list, so they compress as prose does; about half of them hold a formula, because one
without `<` and `[` is read faster.

    python benchmarks/full_size.py --questions 800000 --samples 800000 --chars 2000
"""

import argparse
import hashlib
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from thoughtmill.campaign import Campaign, check  # noqa: E402  # found by the line above
from thoughtmill.generation.planner import Ledger  # noqa: E402  # as above
from thoughtmill.release.publish import publish  # noqa: E402  # as above
from thoughtmill.reporting.status import status  # noqa: E402  # as above
from thoughtmill.store.campaigns import freeze, thaw  # noqa: E402  # as above
from thoughtmill.store.schemas import HELD_OUT, PLAN, QUESTIONS, REFUSED, TRACES, VERDICTS  # noqa: E402  # as above
from thoughtmill.store.store import Commit, Store  # noqa: E402  # as above
from thoughtmill.store.upkeep.check import Checked, damage  # noqa: E402  # as above

SHARD = 500
WORDS = (  # noqa: SIM905  # as a list it is five times as long
    "so we have the value of and then is equal to because this gives that a number which can be divided by two three "
    "first second let us check again whether it holds for every case in turn sum product root angle triangle line"
).split()
FORMULA = "if a < b then \\[ x[1] \\le |a - b| \\]"


def campaign(folder: Path, samples: int) -> Campaign:
    """One part, one domain."""
    found: dict[str, Any] = {
        "name": "full-size",
        "store": str(folder / "store"),
        "parts": {"reasoning": {"quota": samples, "teacher": "synthetic", "domains": {"math": 1.0}}},
        "sources": [{"part": "reasoning", "domain": "math", "path": "none.jsonl"}],
        "teachers": {"synthetic": {"model": "synthetic", "template": "think-answer", "max_tokens": 1}},
        "policy": {"first_round": 2, "max_traces": 4, "max_kept": 2},
        "student": {"base": "none"},
        "evaluation": {"sources": [{"name": "exam", "path": "exam.jsonl", "verifier": "math"}]},
    }
    return check(found, folder)


def fill(folder: Path, questions: int, samples: int, chars: int) -> None:
    """Write a store as generating and filtering would leave it."""
    made = campaign(folder, samples)
    store = Store.open(made.store_url())
    freeze(store, made)
    names = [f"reasoning-math-{number:05d}" for number in range(-(-questions // SHARD))]
    ids = [[hashlib.sha256(f"{name} {i}".encode()).hexdigest()[:16] for i in range(SHARD)] for name in names]
    prepared = _questions(store, names, ids)
    blocks = _blocks(chars)
    states = Ledger(store, made, prepared).units("reasoning", "math")
    units = {state.unit.shard: state.unit for state in states if state.unit.round == 1}
    for number, (name, theirs) in enumerate(zip(names, ids, strict=True)):
        _shard(store, prepared, units[name], theirs, blocks, number)
        if number % 100 == 99:
            print(f"  {number + 1:,} of {len(names):,} shards filled", file=sys.stderr, flush=True)


def _questions(store: Store, names: list[str], ids: list[list[str]]) -> Commit:
    attempt = store.begin("questions", "synthetic")
    for name, theirs in zip(names, ids, strict=True):
        fixed = ["reasoning", "math", "synthetic", "en", "What is 3 + 4?", "math", "7", 1, None]
        table = pa.table([theirs, *([value] * SHARD for value in fixed)], schema=QUESTIONS)
        attempt.write_table(f"{name}.parquet", table)
    attempt.write_table("refused.parquet", REFUSED.empty_table())
    attempt.write_table("held-out.parquet", HELD_OUT.empty_table())
    total = len(names) * SHARD
    counts = {"rows": total, "questions": total, "questions.reasoning.math": total, "refused": 0, "held_out": 0}
    shards = [{"shard": name, "part": "reasoning", "domain": "math"} for name in names]
    return attempt.commit(counts=counts, facts={"shards": shards, "sources": {}, "evaluation": {}})


def _blocks(chars: int) -> list[str]:
    """Passages that traces are put together from."""
    draw = random.Random(7)
    found = [" ".join(draw.choice(WORDS) for _ in range(chars // 30))[: chars // 6] for _ in range(4_000)]
    return [f"{passage} {FORMULA}" if number % 9 == 0 else passage for number, passage in enumerate(found)]


def _shard(store: Store, prepared: Commit, unit: Any, ids: list[str], blocks: list[str], number: int) -> None:
    draw, now = random.Random(number), datetime.now(UTC)
    facts = {name: getattr(unit, name) for name in ("part", "domain", "shard", "round", "teacher_id")}
    attempt = store.begin("rounds", unit.key)
    attempt.write_table("plan.parquet", pa.table([ids, [2] * len(ids)], schema=PLAN))
    attempt.commit(
        counts={"traces": 2 * len(ids)},
        parents=(prepared.name,),
        facts={**facts, "teacher": unit.teacher, "questions_id": prepared.key},
    )
    rows = 2 * len(ids)
    texts = [f"<think>{' '.join(draw.choices(blocks, k=6))}</think><answer>{n}</answer>" for n in range(rows)]
    questions = [question for question in ids for _ in range(2)]
    fixed: dict[str, Any] = {
        "question_id": questions,
        "round": [1] * rows,
        "index": [0, 1] * len(ids),
        "text": texts,
        "reasoning": [None] * rows,
        "finish_reason": ["stop"] * rows,
        "prompt_tokens": [10] * rows,
        "completion_tokens": [len(text) // 4 for text in texts],
        "teacher_id": [unit.teacher_id] * rows,
        "engine": ["none"] * rows,
        "created_at": [now] * rows,
    }
    attempt = store.begin("traces", unit.key)
    attempt.write_table("traces.parquet", pa.table([fixed[name] for name in TRACES.names], schema=TRACES))
    counts = {"traces": rows, "prompt_tokens": 0, "completion_tokens": sum(fixed["completion_tokens"]), "set_aside": 0}
    attempt.commit(counts=counts, parents=(f"rounds/{unit.key}",), facts=facts)
    kept = [draw.random() < 0.75 for _ in range(rows)]
    judged: dict[str, Any] = {
        "question_id": questions,
        "round": fixed["round"],
        "index": fixed["index"],
        "outcome": ["correct" if good else "wrong" for good in kept],
        "reason": [None if good else "wrong_answer" for good in kept],
        "detail": [None if good else "another value" for good in kept],
        "answer": ["7"] * rows,
        "text_hash": [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts],
        "sketch": [draw.randbytes(128) if good else None for good in kept],
        "check_ms": [0.1] * rows,
    }
    attempt = store.begin("verdicts", unit.verdict_key)
    attempt.write_table("verdicts.parquet", pa.table([judged[name] for name in VERDICTS.names], schema=VERDICTS))
    counts = {
        "traces": rows,
        "kept": sum(kept),
        "rejected": rows - sum(kept),
        "rejected.wrong_answer": rows - sum(kept),
    }
    parents = (f"traces/{unit.key}", prepared.name)
    attempt.commit(counts=counts, parents=parents, facts={**facts, "policy_id": unit.policy_id})


def opened(folder: Path) -> tuple[Store, Campaign, Commit]:
    """The store that was filled."""
    store = Store.existing(str(folder / "store"))
    return store, thaw(store, store.keys("campaigns")[0]), next(store.commits("questions"))


def releasing(folder: Path) -> dict[str, Any]:
    """Choose and write the release; written before, it is written anew."""
    store, found, questions = opened(folder)
    for written in ("commits", "shards"):
        shutil.rmtree(folder / "store" / written / "releases", ignore_errors=True)
    release = publish(Ledger(store, found, questions))
    return {"rows": release.counts["samples"], "files": [(f.name, f.sha256) for f in release.files], "key": release.key}


def copying(folder: Path) -> dict[str, Any]:
    """pyarrow alone: the release's rows read and written again, a row group at a time."""
    store, _, _ = opened(folder)
    release = next(store.commits("releases"))
    rows = 0
    for file in release.files:
        if not file.name.startswith("data/"):
            continue
        source = pq.ParquetFile(store.root / file.path)
        target = folder / "copy.parquet"
        with pq.ParquetWriter(target, source.schema_arrow, compression="zstd", write_page_checksum=True) as writer:
            for group in range(source.num_row_groups):
                table = source.read_row_group(group)
                writer.write_table(table)
                rows += table.num_rows
        target.unlink()
    return {"rows": rows}


def checking(folder: Path) -> dict[str, Any]:
    """`thoughtmill check`."""
    store, _, _ = opened(folder)
    told: list[Checked] = []
    faults = list(damage(store, told.append))
    assert not faults, faults[:3]
    return {"bytes": told[-1].size, "files": told[-1].files}


def hashing(folder: Path) -> dict[str, Any]:
    """sha256 alone, one file after the other."""
    total = files = 0
    for path in sorted((folder / "store").rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                hashlib.file_digest(stream, "sha256")
            total, files = total + path.stat().st_size, files + 1
    return {"bytes": total, "files": files}


def standing(folder: Path) -> dict[str, Any]:
    """`thoughtmill status`."""
    store, found, _ = opened(folder)
    now = status(store, found)
    return {"traces": now.traces, "samples": now.samples}


MEASURED: dict[str, Callable[[Path], dict[str, Any]]] = {
    "release": releasing,
    "pyarrow copies its rows": copying,
    "check": checking,
    "sha256 alone": hashing,
    "status": standing,
}


def measure(name: str, folder: Path) -> dict[str, Any]:
    """One measurement in a process of its own: what it says, seconds, CPU seconds, peak memory in MB."""
    command = [sys.executable, __file__, "--measure", name, "--folder", str(folder)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told.splitlines()[-1])


def main() -> None:
    """Fill, measure in alternation, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--samples", type=int, default=20_000)
    parser.add_argument("--chars", type=int, default=2_000, help="of a trace, on average")
    parser.add_argument("--rounds", type=int, default=2, help="how often each pair is measured")
    parser.add_argument("--folder", type=Path, help="keep the store there, and use it again")
    parser.add_argument("--measure", choices=MEASURED, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        begun, worked = time.perf_counter(), time.process_time()
        told = MEASURED[given.measure](given.folder)
        spent = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - worked}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**told, **spent, "peak_mb": peak}))
        return
    folder = given.folder or Path(tempfile.mkdtemp(prefix="thoughtmill-full-size-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if not (folder / "store").exists():
            fill(folder, given.questions, given.samples, given.chars)
        report(folder, given.rounds)
    finally:
        if given.folder is None:
            shutil.rmtree(folder)


def report(folder: Path, rounds: int) -> None:
    """Each pair in alternation, the best of each, and the ratio."""
    for ours, baseline, unit in (
        ("release", "pyarrow copies its rows", "rows"),
        ("check", "sha256 alone", "bytes"),
    ):
        found: dict[str, list[dict[str, Any]]] = {ours: [], baseline: []}
        for _ in range(rounds):
            for name, results in found.items():
                results.append(measure(name, folder))
        speed = {name: max(r[unit] / r["seconds"] for r in results) for name, results in found.items()}
        cpu = {name: min(r["cpu"] for r in results) for name, results in found.items()}
        for name, results in found.items():
            scale, what = (1, "rows") if unit == "rows" else (2**20, "MB")
            print(
                f"{name:<26} {results[0][unit] / scale:>12,.0f} {what} in {min(r['seconds'] for r in results):>7.1f} s "
                f"{speed[name] / scale:>10,.0f} {what}/s   {cpu[name]:>6.1f} s of CPU   "
                f"peak memory {max(r['peak_mb'] for r in results):,.0f} MB"
            )
        print(f"{'ratio of speeds':<26} {speed[ours] / speed[baseline]:.2f}")
        print(f"{'ratio for the same CPU':<26} {cpu[baseline] / cpu[ours]:.2f}")
        if ours == "release":
            same = all(r["files"] == found[ours][0]["files"] for r in found[ours])
            print(f"written {len(found[ours])} times, every file the same: {same}")
    seen = [measure("status", folder) for _ in range(rounds)]
    print(
        f"{'status':<26} {seen[0]['traces']:>12,} traces in {min(r['seconds'] for r in seen):>5.1f} s, "
        f"peak memory {max(r['peak_mb'] for r in seen):,.0f} MB"
    )


if __name__ == "__main__":
    main()
