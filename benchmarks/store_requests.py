"""Requests to an S3 bucket that a campaign costs, and how long a machine takes to know it; against an older checkout.

1. A campaign of `--units` shards is filled by `--clients` machines that generate, and one that plans and judges: real
planner, generate run, judging and commits; each machine has a store and a cache of its own. The engine is left out: a
shard is said to take it `--shard-s` seconds, so as many parts are saved as in that time. A generate run prints one line
of progress at its begin and its end; a real one every five seconds. Leases of generate runs are renewed as often as
in that time (PUT and BULK DELETE leases). What the planner does whether anything comes or not, its own lease and its
looks at the journal, at claims, leases and parts, is measured by itself: `watching` is requests a second, and a shard.
2. A store of as many shards with 1,000 traces each is opened, planned and looked at, by a fresh machine and again. Each
request takes `--delay-ms` more than the server needs.

One process serves the bucket and counts; another one, with the code that is measured, does the work.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from queue import Queue
from random import Random
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
from s3_in_memory import s3_in_memory

HERE = Path(__file__).resolve().parent
QUESTIONS, TRACES_EACH = 500, 2
"""Questions of a shard and traces of each, of the store that is looked at."""
RUN_SHARDS = 16


NAMES = {
    "Completion": ("thoughtmill.engine.client:Completion", "thoughtmill.engine:Reply"),
    "GenerationRun": ("thoughtmill.generation.run:GenerationRun", "thoughtmill.under_way:Run"),
    "Ledger": ("thoughtmill.generation.planner:Ledger", "thoughtmill.rounds:Ledger"),
    "QUESTIONS": ("thoughtmill.store.schemas:QUESTIONS", "thoughtmill.records:QUESTIONS"),
    "Store": ("thoughtmill.store.store:Store", "thoughtmill.store:Store"),
    "TRACES": ("thoughtmill.store.schemas:TRACES", "thoughtmill.records:TRACES"),
    "VERDICTS": ("thoughtmill.store.schemas:VERDICTS", "thoughtmill.records:VERDICTS"),
    "commit_plan": ("thoughtmill.generation.planner:commit_plan", "thoughtmill.rounds:freeze"),
    "freeze": ("thoughtmill.store.campaigns:freeze", "thoughtmill.frozen:freeze"),
    "judge_shard": ("thoughtmill.judging.verdicts:judge_shard", "thoughtmill.verdicts:judge_shard"),
    "next_units": ("thoughtmill.generation.planner:next_units", "thoughtmill.rounds:next_units"),
    "prepare": ("thoughtmill.questions.prepare:prepare", "thoughtmill.questions:prepare"),
    "status": ("thoughtmill.reporting.status:status", "thoughtmill.status:status"),
    "thaw": ("thoughtmill.store.campaigns:thaw", "thoughtmill.frozen:thaw"),
}
"""What is used of the code that is measured: where it is now, and where it was before the modules were grouped."""


def code() -> SimpleNamespace:
    """What is used of the code that is measured."""
    return SimpleNamespace(**{name: _first(places) for name, places in NAMES.items()})


def _first(places: tuple[str, ...]) -> Any:
    for place in places:
        module, _, name = place.partition(":")
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise SystemExit(f"none of {places} is in this checkout")


SAVED_EVERY_S, RENEWED_EVERY_S = 2.0, 10.0
"""Parts, before a storage said it; leases."""


class Ask:
    """Tells the process that serves the bucket what comes, and gets what was asked of it since the last word."""

    def word(self, delay_ms: float = 0.0) -> dict[str, int]:
        """Requests by kind since the last word; from now on each answer waits so long."""
        print(json.dumps({"delay_ms": delay_ms}), flush=True)
        return json.loads(sys.stdin.readline())

    def cost(self, do: Callable[[], object], delay_ms: float) -> dict[str, Any]:
        """Requests, seconds, and seconds of this process's CPU, of one call."""
        self.word(delay_ms)
        begun, cpu = time.perf_counter(), time.process_time()
        do()
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        return {"requests": sum(self.word().values()), "seconds": round(seconds, 2), "cpu_s": round(cpu, 2)}


def table(folder: Path, questions: int, quota: int, shard_questions: int, first_round: int) -> dict[str, Any]:
    """A campaign of sums, each asked `first_round` times."""
    rows = [json.dumps({"prompt": f"What is {n} + 7?", "reference": str(n + 7)}) for n in range(questions)]
    (folder / "sums.jsonl").write_text("\n".join(rows) + "\n")
    (folder / "exam.jsonl").write_text(json.dumps({"prompt": "What is 1 + 1?", "reference": "2"}) + "\n")
    source = {
        "part": "all",
        "domain": "math",
        "path": "sums.jsonl",
        "columns": {"prompt": "prompt", "reference": "reference"},
        "verifier": "math",
        "generated": True,
    }
    return {
        "name": "bench",
        "store": "s3://bench/one",
        "parts": {"all": {"quota": quota, "teacher": "one", "domains": {"math": 1.0}}},
        "sources": [source],
        "teachers": {"one": {"model": "none", "template": "think-answer", "max_tokens": 80}},
        "policy": {"first_round": first_round, "max_traces": 8, "max_kept": 1},
        "student": {"base": "tiny"},
        "evaluation": {"sources": [{"name": "exam", "path": "exam.jsonl", "verifier": "math"}]},
        "work": {"shard_questions": shard_questions, "run_shards": RUN_SHARDS},
    }


class Machine:
    """A store opened on a machine of its own: it has copies of no other."""

    def __init__(self, at: SimpleNamespace, url: str, folder: Path) -> None:
        self.store = at.Store.existing(url)
        if hasattr(self.store, "cache"):
            self.store.cache.folder = folder
        self.ledger: Any = None

    def plan(self, at: SimpleNamespace, campaign: Any) -> list[Any]:
        """As the task that plans does it."""
        if not hasattr(self.store, "journal"):
            return at.next_units(at.Ledger(self.store, campaign, next(self.store.commits("questions"))), ["all"])
        self.store.journal.fold()
        if self.ledger is None:
            self.ledger = at.Ledger(self.store, campaign, next(self.store.commits("questions")))
        return at.next_units(self.ledger, ["all"])


def fill(asks: Ask, units: int, clients: int, shard_s: float) -> dict[str, Any]:
    """Requests a unit, by kind, to fill a new campaign."""
    from thoughtmill.campaign import check

    at, folder = code(), Path(tempfile.mkdtemp())
    url = f"s3://bench/{units}-{clients}-{os.getpid()}"
    planner = Machine(at, at.Store.open(url).url, folder / "planner")
    first = planner.store
    every_s = getattr(first.storage, "save_every_s", SAVED_EVERY_S)
    saves = int(shard_s / every_s)
    campaign = check(table(folder, units * (saves + 2), units * (saves + 2), saves + 2, 1), folder)
    key = at.freeze(first, campaign).key
    asks.word()
    questions = at.prepare(first, campaign)
    prepared = sum(asks.word().values())
    machines = [planner] if clients == 1 else [Machine(at, url, folder / str(n)) for n in range(clients)]
    begun, cpu, done = time.perf_counter(), time.process_time(), 0
    while states := planner.plan(at, campaign):
        frozen = [at.commit_plan(planner.store, state, questions).key for state in states[: clients * RUN_SHARDS]]
        runs = [frozen[n : n + RUN_SHARDS] for n in range(0, len(frozen), RUN_SHARDS)]
        free = Queue[Machine]()
        for machine in machines:
            free.put(machine)
        with ThreadPoolExecutor(clients) as pool, ThreadPoolExecutor(2) as judges:
            running = [pool.submit(generate, at, free, key, keys, saves) for keys in runs]
            for run in as_completed(running):
                list(judges.map(lambda unit: at.judge_shard(planner.store, campaign, unit), run.result()))
        done += len(frozen)
    kinds = asks.word()
    return {
        "units": done,
        "clients": clients,
        "saves": saves,
        "prepare": round(prepared / done, 2),
        "requests": round(sum(kinds.values()) / done, 2),
        "units_per_s": round(done / (time.perf_counter() - begun), 1),
        "cpu_s": round(time.process_time() - cpu, 1),
        "of": {kind: round(count / done, 2) for kind, count in sorted(kinds.items())},
        "watching": watching(asks, clients, shard_s) if VOICES else None,
    }


def watching(asks: Ask, clients: int, shard_s: float) -> dict[str, float]:
    """Requests a second of who plans, while so many hold leases and have saved parts of a shard; and those a shard."""
    from thoughtmill.store.leases.beats import ALONE_EXPIRE_S, RENEW_S
    from thoughtmill.store.leases.claims import Orphans, claim
    from thoughtmill.store.leases.lease import TOGETHER, held
    from thoughtmill.store.leases.observer import Observer

    at = code()
    store = at.Store.open(f"s3://bench/watched-{clients}-{os.getpid()}")
    with ExitStack() as leases:
        planner = leases.enter_context(held(store.storage, "produce", "plans", renew_s=3_600.0, expire_s=7_200.0))
        for number in range(clients):
            name = f"generate-{number}"
            lease = leases.enter_context(lease_on(store.storage, name))
            claim(store.storage, f"unit-{number}", 0, name)
            for _ in range(int(shard_s / store.storage.save_every_s)):
                store.storage.create(f"parts/traces/unit-{number}/{lease.voice.name()}.{'0' * 64}.parquet", b"")
        orphans = Orphans(store.storage, Observer(store.storage))
        for _ in range(3):  # the first ones read who holds what
            orphans.free(lambda _: 1)
        store.journal.fold()
        costs: list[float] = []
        for do, times, every_s in (
            (lambda: planner.tell((str(time.perf_counter()),)), 4 * TOGETHER, RENEW_S),
            (store.journal.fold, 1, store.storage.save_every_s / 3),
            (lambda: orphans.free(lambda _: 1), 1, ALONE_EXPIRE_S / 3),
        ):
            asks.word()
            for _ in range(times):
                do()
            costs.append(sum(asks.word().values()) / times / every_s)
    each = dict(zip(("lease", "journal", "claims, leases and parts"), costs, strict=True))
    told = {name: round(cost, 3) for name, cost in each.items()}
    return told | {"a second": round(sum(costs), 2), "a shard": round(sum(costs) * shard_s / clients, 2)}


CLAIMS = (Path(importlib.import_module("thoughtmill").__file__ or "").parent / "store/leases/claims.py").exists()
"""Whether the code that is measured claims what it asks, and draws it piece by piece."""


VOICES = CLAIMS and hasattr(importlib.import_module("thoughtmill.store.leases.lease"), "Voice")
"""Whether what a run saves is a beat of its lease there."""


def work_of(store: Any, keys: list[str], lease: Any) -> Any:
    """A list of units, each claimed as if others could ask it too."""
    from thoughtmill.generation.pieces import Listed
    from thoughtmill.store.leases.claims import claim

    class Claimed(Listed):
        is_shared = True

        def draw(self) -> list[Any]:
            pieces = super().draw()
            for piece in pieces:
                claim(store.storage, piece.unit.key, piece.number, "benchmark")
            return pieces

    work = Claimed(store, keys)
    if VOICES:
        work.voice = lease.voice
    return work


def asks_of(run: Any) -> Any:
    """All asks of a run, drawn when they are needed."""
    for ask in run.asks():
        if ask is not None:
            yield ask
        else:
            run.draw()


def generate(at: SimpleNamespace, free: "Queue[Machine]", key: str, keys: list[str], saves: int) -> list[str]:
    """A generate run without an engine: opened anew, as each run is a process; a line of progress before and after."""
    machine = free.get()
    opened = machine.store if machine.ledger else at.Store.existing(machine.store.url)
    if hasattr(opened, "cache"):
        opened.cache.folder = machine.store.cache.folder
    campaign = at.thaw(opened, key)
    ledger = machine.ledger
    if not hasattr(opened, "journal"):
        ledger = at.Ledger(opened, campaign, next(opened.commits("questions")))
    if ledger:
        at.status(opened, campaign, ledger)
    with lease_on(opened.storage, f"generate.{keys[0]}") as lease:
        run = at.GenerationRun(opened, campaign, work_of(opened, keys, lease) if CLAIMS else keys)
        answer(at, run, saves, lease)
    if ledger:
        at.status(opened, campaign, ledger)
    free.put(machine)
    return list(run.committed)


def lease_on(storage: Any, name: str) -> AbstractContextManager[Any]:
    """The lease of a run, if the code that is measured has leases; it is renewed by hand, as no time passes."""
    try:
        from thoughtmill.store.leases.lease import held
    except ImportError:
        return nullcontext()
    if not VOICES:
        return held(storage, name, "is measured", renew_s=3_600.0, expire_s=7_200.0)
    return held(storage, name, "is measured", renew_s=3_600.0, expire_s=7_200.0, alone=True)


def answer(at: SimpleNamespace, run: Any, saves: int, lease: Any) -> None:
    """Answer what a run asks, with its saves and renewals: a save after each ask but the last two of a unit.

    Where what is saved renews a lease, one beat is made for each shard that is left, and no other.
    """
    for seen, ask in enumerate(asks_of(run), 1):
        numbers = [int(word) for word in ask.messages[-1][1].rstrip("?").split() if word.isdigit()]
        text = f"<think>{numbers[0]} and {numbers[1]}.</think><answer>{sum(numbers)}</answer>"
        complete = run.take(at.Completion(ask, text, None, "stop", 10, 20, "none"))
        if complete is not None:
            (getattr(run, "finish", None) or run.commit)(complete)
        elif seen % (saves + 2) <= saves:
            run.save()
            if VOICES and seen % (saves + 2) == saves:
                lease.tell((str(seen),))
            elif lease and not VOICES:
                for beat in range(int(run.store.storage.save_every_s / RENEWED_EVERY_S)):
                    lease.tell((str(seen), str(beat)))


def made(units: int) -> tuple[Any, str, Any]:
    """A store of as many shards with 1,000 traces each, of which two in five questions have a kept one."""
    from thoughtmill.campaign import check

    at, folder, random = code(), Path(tempfile.mkdtemp()), Random(7)
    kept = QUESTIONS * 2 // 5
    campaign = check(table(folder, 4, kept * units + 20 * kept, QUESTIONS, TRACES_EACH), folder)
    url = f"s3://bench/{units}-opened-{os.getpid()}"
    store = at.Store.open(url)
    at.freeze(store, campaign)
    shards = [f"all-math-{n:05d}" for n in range(units)]
    ids = {shard: [f"{random.getrandbits(64):016x}" for _ in range(QUESTIONS)] for shard in shards}
    with store.begin("questions", "0" * 16) as attempt:
        for shard in shards:
            attempt.write_table(f"{shard}.parquet", filled(at.QUESTIONS, QUESTIONS, question_id=ids[shard]))
        facts = [{"shard": s, "part": "all", "domain": "math", "questions": QUESTIONS} for s in shards]
        count = QUESTIONS * units
        counts = {"rows": count, "questions": count, "refused": 0, "questions.all.math": count}
        questions = attempt.commit(counts=counts, facts={"shards": facts})

    def unit_done(state: Any) -> None:
        unit = state.unit
        frozen = at.commit_plan(store, state, questions)
        names = {"part": "all", "domain": "math", "shard": unit.shard, "round": 1, "teacher_id": unit.teacher_id}
        judged_rows = verdicts(at, list(state.plan), kept)
        with store.begin("traces", unit.key) as traces:
            traces.write_table("traces.parquet", at.TRACES.empty_table())
            traces.commit(
                {"traces": 1000, "prompt_tokens": 0, "completion_tokens": 9, "set_aside": 0}, (frozen.name,), names
            )
        with store.begin("verdicts", unit.verdict_key) as judged:
            judged.write_table("verdicts.parquet", judged_rows)
            counts = {"traces": 1000, "kept": kept, "rejected": 1000 - kept, "rejected.incorrect": 1000 - kept}
            judged.commit(counts | {"kept_by.1": kept}, (f"traces/{unit.key}",), names | {"policy_id": unit.policy_id})

    ledger = at.Ledger(store, campaign, questions)
    states = [state for state, _ in zip(ledger.units("all", "math"), range(units), strict=False)]
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, units, 500):
            list(pool.map(unit_done, states[start : start + 500]))
            if hasattr(store, "journal"):
                store.journal.fold()
    return campaign, url, questions


def verdicts(at: SimpleNamespace, asked: list[str], kept: int) -> pa.Table:
    """Two verdicts a question; the first of the first `kept` questions is kept."""
    rows = len(asked) * TRACES_EACH
    is_kept = [row % TRACES_EACH == 0 and row < kept * TRACES_EACH for row in range(rows)]
    content = os.urandom(136 * rows)
    return filled(
        at.VERDICTS,
        rows,
        question_id=[one for one in asked for _ in range(TRACES_EACH)],
        round=[1] * rows,
        index=[*range(TRACES_EACH)] * len(asked),
        outcome=["correct" if one else "wrong" for one in is_kept],
        reason=[None if one else "incorrect" for one in is_kept],
        text_hash=[content[row * 136 : row * 136 + 8].hex() for row in range(rows)],
        sketch=[content[row * 136 + 8 : row * 136 + 136] if one else None for row, one in enumerate(is_kept)],
    )


def filled(schema: pa.Schema, rows: int, **columns: list[Any]) -> pa.Table:
    """A table whose other columns are empty."""
    return pa.table([pa.array(columns.get(f.name, [None] * rows), f.type) for f in schema], schema=schema)


def look(asks: Ask, units: int, delay_ms: float) -> dict[str, Any]:
    """What a fresh machine pays to open, plan and look; then again in the same process; then a new process there."""
    at = code()
    campaign, url, _ = made(units)
    fresh = tempfile.mkdtemp()
    found: dict[str, Any] = {"units": units}

    def measured(name: str) -> None:
        machine = Machine(at, url, Path(fresh))
        found[f"open, {name}"] = asks.cost(lambda: list(machine.store.commits("traces")), delay_ms)
        machine = Machine(at, url, Path(fresh))
        found[f"status, {name}"] = asks.cost(lambda: at.status(machine.store, campaign), delay_ms)
        found[f"status again, {name}"] = asks.cost(lambda: at.status(machine.store, campaign), delay_ms)
        machine = Machine(at, url, Path(fresh))
        found[f"plan, {name}"] = asks.cost(lambda: machine.plan(at, campaign), delay_ms)
        found[f"plan again, {name}"] = asks.cost(lambda: machine.plan(at, campaign), delay_ms)
        if machine.ledger:
            found[f"line of progress, {name}"] = asks.cost(
                lambda: at.status(machine.store, campaign, machine.ledger), delay_ms
            )

    measured("fresh machine")
    measured("new process there")
    return found


def race(asks: Ask, writers: int, commits: int) -> dict[str, Any]:
    """So many writers, each with a store of its own, commit to one store; some keys are wanted by two."""
    at, url = code(), f"s3://bench/race-{os.getpid()}"
    at.Store.open(url)

    def write(writer: int) -> None:
        store = at.Store.existing(url)
        for n in range(commits // writers):
            with store.begin("traces", f"k{writer}-{n}") as attempt:
                attempt.write_bytes("a", b"a")
                attempt.commit()

    begun = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    seconds = time.perf_counter() - begun
    asks.word()
    assert len(at.Store.existing(url).keys("traces")) == commits // writers * writers
    return {"writers": writers, "commits": commits, "commits_per_s": round(commits / seconds, 1)}


def measured(checkout: Path, given: argparse.Namespace) -> dict[str, Any]:
    """What the code in a checkout pays. Serves its bucket."""
    with s3_in_memory() as server, tempfile.TemporaryDirectory(prefix="thoughtmill-") as cache:
        keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}
        where = {"AWS_ENDPOINT_URL": server.url, "AWS_ALLOW_HTTP": "true", "PYTHONPATH": str(checkout)}
        where["THOUGHTMILL_CACHE"] = cache
        words = [sys.executable, str(HERE / "store_requests.py"), "--measure", *given.passed_on]
        with subprocess.Popen(
            words,
            cwd=checkout,
            env={**os.environ, **keys, **where},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as child:
            assert child.stdin
            assert child.stdout
            for line in child.stdout:
                told = json.loads(line)
                if "found" in told:
                    print(f"  {json.dumps(told['found'])}", flush=True)
                if "all" in told:
                    return told["all"]
                asked, server.asked = server.asked, Counter()
                server.delay_s = told.get("delay_ms", 0) / 1000
                child.stdin.write(f"{json.dumps(asked)}\n")
                child.stdin.flush()
    raise SystemExit(f"{checkout} could not be measured")


def measure(given: argparse.Namespace) -> None:
    """In the process that works."""
    asks, found = Ask(), dict[str, Any]()
    tasks: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        (f"fill, {clients} clients", lambda clients=clients: fill(asks, given.units, clients, given.shard_s))
        for clients in given.clients
    ]
    if given.opened:
        tasks.append(("look", lambda: look(asks, given.opened, given.delay_ms)))
    if given.writers:
        tasks.append(("race", lambda: race(asks, given.writers, 10 * given.writers)))
    for name, task in tasks:
        found[name] = task()
        print(json.dumps({"found": {name: found[name]}}), flush=True)
        sys.stdin.readline()
    print(json.dumps({"all": found}), flush=True)


def main() -> None:
    """Measure this code, and an older checkout of it; print both and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=300, help="shards to fill")
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 16, 100], help="machines that generate")
    parser.add_argument("--shard-s", type=float, default=300.0, help="seconds that an engine takes for a shard")
    parser.add_argument("--opened", type=int, default=3_000, help="shards of the store that is looked at; 0: none")
    parser.add_argument("--writers", type=int, default=100, help="who commits ten shards each at once; 0: nobody")
    parser.add_argument("--delay-ms", type=float, default=25.0, help="a request, while the store is looked at")
    parser.add_argument("--baseline", type=Path, help="an older checkout to compare with")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given)
        return
    given.passed_on = _without(sys.argv[1:], "--baseline")
    print("this code", flush=True)
    ours = measured(HERE.parent, given)
    if given.baseline is None:
        return
    print(given.baseline, flush=True)
    theirs = measured(given.baseline.resolve(), given)
    for name, found in ours.items():
        for what, mine in found.items():
            before = theirs[name].get(what)
            for unit in ("requests", "seconds"):
                if isinstance(mine, dict) and isinstance(before, dict) and mine.get(unit):
                    print(f"{name}, {what}: {before[unit]:,} → {mine[unit]:,} {unit}, {before[unit] / mine[unit]:.1f}×")
        if "prepare" in found:
            before, now = theirs[name]["requests"], found["requests"]
            print(f"{name}: {before:,} → {now:,} requests a shard, {before / now:.1f}×")


def _without(words: list[str], option: str) -> list[str]:
    at = words.index(option) if option in words else len(words)
    return words[:at] + words[at + 2 :]


if __name__ == "__main__":
    main()
