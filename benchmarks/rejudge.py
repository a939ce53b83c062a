"""Judging a store again at R1's lengths: memory over many shards, and what a core more costs a trace.

Memory: shards of 500 questions with two traces each (lognormal, sigma 0.8, a mean of 7,000 tokens or 26,000 characters,
cut at five means) lie in a store; a process judges them as the flow `filter` does, one more at once than there are
cores. What it and its worker processes hold is looked at when a shard has ended: proportional set size, so that shared
pages count once. Texts are of `benchmarks/filters.py`; some shards' worth are made, and committed again and again.

Cores: as many processes as cores, each pinned to one, judge the same traces; alternating with one alone. Compared are
seconds of CPU a trace, of a process and all that it has started, so that other work on the machine matters little.

    python benchmarks/rejudge.py --shards 24
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.filters import made  # noqa: E402  # found by the line above
from thoughtmill.campaign import Campaign, Policy, check  # noqa: E402  # as above
from thoughtmill.cores import usable_cores  # noqa: E402  # as above
from thoughtmill.generation.planner import Ledger  # noqa: E402  # as above
from thoughtmill.judging.shard import judge_apart  # noqa: E402  # as above
from thoughtmill.judging.verdicts import judge_shard  # noqa: E402  # as above
from thoughtmill.store.campaigns import freeze, thaw  # noqa: E402  # as above
from thoughtmill.store.schemas import HELD_OUT, PLAN, REFUSED  # noqa: E402  # as above
from thoughtmill.store.store import Commit, Store  # noqa: E402  # as above

QUESTIONS, CHARS, DISTINCT = 500, 26_000, 3
FACTS = ("part", "domain", "shard", "round", "teacher_id")


def main() -> None:
    """Measure memory, then cores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=6, help="of one alone against one a core")
    parser.add_argument("--traces", type=int, default=150, help="that each of these judges")
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--core", type=int, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.judge:
        judge_all(told.judge)
    elif told.core is not None:
        judge_on(told.core, told.traces)
    else:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), told.shards)
            again(["--judge", folder]).wait()
        compare(told.rounds, told.traces)


def again(words: list[str]) -> "subprocess.Popen[str]":
    """This program, told something else."""
    command = [sys.executable, __file__, *words]
    return subprocess.Popen(
        command, text=True, stdin=subprocess.PIPE, stdout=None if "--judge" in words else subprocess.PIPE
    )


def fill(folder: Path, shards: int) -> None:
    """A store as generating leaves it."""
    found = campaign(folder)
    store = Store.open(found.store_url())
    freeze(store, found)
    sets = [two_a_question(*made(2 * QUESTIONS, CHARS, "math", seed)[:2]) for seed in range(DISTINCT)]
    names = [f"reasoning-math-{number:05d}" for number in range(shards)]
    tables = {name: renamed(name, *sets[number % DISTINCT]) for number, name in enumerate(names)}
    attempt = store.begin("questions", "made")
    for name, (asked, _) in tables.items():
        attempt.write_table(f"{name}.parquet", asked)
    attempt.write_table("refused.parquet", REFUSED.empty_table())
    attempt.write_table("held-out.parquet", HELD_OUT.empty_table())
    rows = shards * QUESTIONS
    counts = {"rows": rows, "questions": rows, "questions.reasoning.math": rows, "refused": 0, "held_out": 0}
    shown = [{"shard": name, "part": "reasoning", "domain": "math"} for name in names]
    prepared = attempt.commit(counts=counts, facts={"shards": shown, "sources": {}, "evaluation": {}})
    states = [state for state in Ledger(store, found, prepared).units("reasoning", "math") if state.unit.round == 1]
    for state in states:
        commit(store, prepared, state.unit, tables[state.unit.shard][1])


def campaign(folder: Path) -> Campaign:
    """One part, one domain."""
    found: dict[str, Any] = {
        "name": "rejudge",
        "store": str(folder / "store"),
        "parts": {"reasoning": {"quota": 1, "teacher": "made", "domains": {"math": 1.0}}},
        "sources": [{"part": "reasoning", "domain": "math", "path": "none.jsonl"}],
        "teachers": {"made": {"model": "made", "template": "think-answer", "max_tokens": 1}},
        "policy": {"first_round": 2, "max_traces": 4, "max_kept": 2},
        "student": {"base": "none"},
        "evaluation": {"sources": [{"name": "exam", "path": "exam.jsonl", "verifier": "math"}]},
    }
    return check(found, folder)


def two_a_question(asked: pa.Table, given: pa.Table) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Of questions with four traces each, twice as many with two."""
    halves = [row | {"question_id": f"{row['question_id']}-{half}"} for row in asked.to_pylist() for half in (0, 1)]
    rows = [
        row | {"question_id": f"{row['question_id']}-{row['index'] // 2}", "index": row["index"] % 2}
        for row in given.to_pylist()
    ]
    return halves, rows


def renamed(shard: str, asked: list[dict[str, Any]], given: list[dict[str, Any]]) -> tuple[pa.Table, pa.Table]:
    """The same rows as a shard's own."""
    from thoughtmill.store.schemas import QUESTIONS as ASKED
    from thoughtmill.store.schemas import TRACES

    def own(row: dict[str, Any]) -> str:
        return sha256(f"{shard} {row['question_id']}".encode()).hexdigest()[:16]

    questions = [row | {"question_id": own(row), "part": "reasoning"} for row in asked]
    traces = [row | {"question_id": own(row), "round": 1} for row in given]
    return pa.Table.from_pylist(questions, schema=ASKED), pa.Table.from_pylist(traces, schema=TRACES)


def commit(store: Store, prepared: Commit, unit: Any, traces: pa.Table) -> None:
    """A frozen plan and its traces."""
    facts = {name: getattr(unit, name) for name in FACTS}
    ids = list(dict.fromkeys(traces["question_id"].to_pylist()))
    attempt = store.begin("rounds", unit.key)
    attempt.write_table("plan.parquet", pa.table([ids, [2] * len(ids)], schema=PLAN))
    planned = {**facts, "teacher": unit.teacher, "questions_id": prepared.key}
    attempt.commit(counts={"traces": traces.num_rows}, parents=(prepared.name,), facts=planned)
    attempt = store.begin("traces", unit.key)
    attempt.write_table("traces.parquet", traces)
    counts = {"traces": traces.num_rows, "prompt_tokens": 0, "completion_tokens": 0, "set_aside": 0}
    attempt.commit(counts=counts, parents=(f"rounds/{unit.key}",), facts=facts)


def judge_all(folder: Path) -> None:
    """Judge all shards of a store as the flow does; tells what this process and its workers hold."""
    store = Store.existing(str(folder / "store"))
    (campaign_id,) = store.keys("campaigns")
    found = thaw(store, campaign_id)
    held: list[tuple[float, float]] = []
    done, begun = count(1), time.monotonic()

    def judge(key: str) -> None:
        judge_shard(store, found, key)
        held.append((megabytes(os.getpid()), sum(map(megabytes, descendants(os.getpid())))))
        print(f"shard {next(done)}: {held[-1][0]:,.0f} MB here, {held[-1][1]:,.0f} MB in its workers", flush=True)

    with ThreadPoolExecutor(usable_cores() + 1) as pool:
        list(pool.map(judge, store.keys("traces")))
    every = [sum(one) for one in held]
    part = max(1, len(every) // 3)
    first, last = statistics.mean(every[part : 2 * part]), statistics.mean(every[-part:])
    print(
        f"{len(every)} shards in {time.monotonic() - begun:,.0f} s; second third {first:,.0f} MB on average, ", end=""
    )
    print(f"last third {last:,.0f} MB ({last / first:.3f} times), most {max(every):,.0f} MB; {usable_cores()} workers")


def descendants(pid: int) -> list[int]:
    """What came of a process, without itself."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit():
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {one for one, above in parents.items() if above in found} - found:
        found |= more
    return sorted(found - {pid})


def megabytes(pid: int) -> float:
    """A process's memory."""
    with suppress(OSError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    return 0.0


def cpu_s(pid: int) -> float:
    """Seconds of CPU that a process has used, with the children that it has waited for."""
    with suppress(OSError):
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15])) / os.sysconf(
            "SC_CLK_TCK"
        )
    return 0.0


def judge_on(core: int, traces: int) -> None:
    """Judge the same traces on one core whenever a line comes; answers with seconds of CPU."""
    os.sched_setaffinity(0, {core})
    asked, given, _ = made(traces, CHARS, "math", 11)
    few, some, _ = made(40, 400, "math", 8)
    judge_apart(few, some, "think-answer", Policy())

    def used() -> float:
        return sum(map(cpu_s, [os.getpid(), *descendants(os.getpid())]))

    print("ready", flush=True)
    for _ in sys.stdin:
        before = used()
        judge_apart(asked, given, "think-answer", Policy())
        print(used() - before, flush=True)


def compare(rounds: int, traces: int) -> None:
    """One alone against one a core."""
    cores = sorted(os.sched_getaffinity(0))
    workers = [again(["--core", str(core), "--traces", str(traces)]) for core in cores]
    for worker in workers:
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"

    def cost(some: "list[subprocess.Popen[str]]") -> list[float]:
        for worker in some:
            assert worker.stdin
            worker.stdin.write("\n")
            worker.stdin.flush()
        return [float(worker.stdout.readline()) for worker in some if worker.stdout]

    ratios: list[float] = []
    for number in range(rounds):
        at = number % len(workers)
        (alone,) = cost([workers[at]])
        together = cost(workers)[at]
        ratios.append(together / alone)
        both = f"{alone / traces * 1e3:.2f} ms of CPU a trace alone, {together / traces * 1e3:.2f} ms"
        print(f"core {cores[at]}: {both} with {len(cores)} at work: {ratios[-1]:.3f}", flush=True)
    for worker in workers:
        worker.communicate("")
    print(f"{len(cores)} cores: {statistics.median(ratios):.3f} times (median of {rounds})")


if __name__ == "__main__":
    main()
