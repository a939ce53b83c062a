"""Kill the factory at seeded random points, start it again, and check that nothing is lost, doubled or different.

`make faults` runs a thousand; the tests run a sample. Half of the kills are right before a random file or network
event, half after a random time; half of the ways have an engine that is slow enough for parts to be saved. Each kill
draws one of SIGKILL, SIGTERM and SIGINT: what a scheduler or a person sends must break nothing either. One of five is
of a way whose store is a bucket, behind a proxy that loses answers of writes.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.s3_server import Way, environment, make_bucket, s3_server, way_to
from tests.scripted_engine import ScriptedEngine, Text, scripted_engine
from tests.small_campaign import right, write_toml
from thoughtmill.campaign import load
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

QUESTIONS, LINES = 36, 10
SIGNALS = ("KILL", "TERM", "INT")
SLOW_S = 0.35
"""An answer of the slow engine; its generation takes several saves of parts."""


def answer(prompt: str) -> str:
    """The same text whenever a question is asked: a quarter of the sums is never solved, some are out of form."""
    number = int("".join(c for c in prompt.split("+", maxsplit=1)[0] if c.isdigit()) or 0)
    if "+" in prompt and number % 4 == 3:
        return f"<think>It is {number}, is it?</think><answer>{number}</answer>"
    if "+" in prompt and number % 9 == 2:
        return f"<think>It is {number + 4}.</think> {number + 4}"
    return right(prompt)


@dataclass
class Tally:
    """What came of all ways together."""

    ways: int = 0
    kills: int = 0
    restarts: int = 0
    traces: int = 0
    asked_again: int = 0
    lost: int = 0
    doubled: int = 0
    other_releases: int = 0
    damaged: int = 0
    answers_lost: int = 0
    signals: Counter[str] = field(default_factory=Counter[str])
    failures: list[str] = field(default_factory=list[str])

    def so_far(self) -> str:
        """What is known before the engine is asked how much it answered."""
        drawn = ", ".join(f"{self.signals[name]:,} {name}" for name in SIGNALS)
        return (
            f"{self.kills:,} kill points ({drawn}) in {self.ways:,} ways, {self.restarts:,} restarts, "
            f"{self.answers_lost:,} answers of a bucket lost; {self.traces:,} traces; "
            f"lost {self.lost}, doubled {self.doubled}, other releases {self.other_releases}, damage {self.damaged}"
        )

    def __str__(self) -> str:
        return f"{self.so_far()}; {self.asked_again:,} asked twice ({self.asked_again / max(self.kills, 1):.1f} a kill)"


class Zygote:
    """A process that forks factories; see `way`."""

    def __init__(self) -> None:
        root = Path(__file__).resolve().parents[2]
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.way"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )

    def begin(self, **order: Any) -> "Zygote":
        """Start one attempt at the way; the way to a bucket is the one that this process has now."""
        assert self.program.stdin
        order["env"] = {name: value for name, value in os.environ.items() if name.startswith(("AWS_", "THOUGHTMILL_"))}
        self.program.stdin.write(json.dumps(order) + "\n")
        self.program.stdin.flush()
        return self

    def result(self) -> dict[str, Any]:
        """What came of it."""
        assert self.program.stdout
        return json.loads(self.program.stdout.readline())

    def run(self, **order: Any) -> dict[str, Any]:
        """One attempt at the way."""
        return self.begin(**order).result()

    def end(self) -> None:
        """No more orders."""
        assert self.program.stdin
        self.program.stdin.close()
        self.program.wait(60)


@contextmanager
def some_zygotes(number: int) -> Iterator[list[Zygote]]:
    """So many: each takes seconds to start, so that they are started once."""
    found = [Zygote() for _ in range(number)]
    try:
        yield found
    finally:
        for one in found:
            one.end()


@contextmanager
def campaign(folder: Path) -> Iterator[Path]:
    """The campaign file that all ways run; its source files lie beside it."""
    found = write_toml(
        folder,
        sums=QUESTIONS,
        writing=LINES,
        parts={
            "reasoning": {"quota": 20, "teacher": "thinker", "domains": {"math": 1.0}},
            "general": {
                "quota": 7,
                "teacher": "writer",
                "domains": {"writing": 1.0},
                "policy": {"first_round": 1, "max_traces": 1, "max_kept": 1},
            },
        },
    )
    yield found


class Ways:
    """Undisturbed and disturbed ways of one campaign, with one engine; in a bucket, if there is a `way` to one."""

    def __init__(
        self, folder: Path, toml: Path, engine: ScriptedEngine, zygote: Zygote, way: Way | None = None
    ) -> None:
        self.folder, self.toml, self.engine, self.way = folder, toml, engine, way
        self.tally, self.lock = Tally(), threading.Lock()
        calm = zygote.run(campaign=str(toml), store=self.place("calm"), engine=engine.url)
        assert "release" in calm, calm
        self.release, self.events, self.seconds = calm["release"], calm["events"], calm["seconds"]
        self.calm = contents(Store.existing(self.place("calm")))

    def place(self, name: str) -> str:
        """Where a store of that name lies."""
        return f"s3://faults/{self.folder.name}/{name}" if self.way else str(self.folder / name)

    def disturbed(self, zygote: Zygote, seed: int, kills: int) -> None:
        """One way, killed up to `kills` times, then run to its end and checked."""
        draw, place = random.Random(seed), self.place(f"way-{seed}")
        order = {"campaign": str(self.toml), "store": place, "engine": self.engine.url}
        before: dict[str, bytes] = {}
        killed = lost = number = 0
        told: dict[str, Any] = {}
        for number in range(kills + 1):
            point: dict[str, Any] = {}
            if number < kills:
                by_event = draw.random() < 0.5
                point = (
                    {"events": draw.randint(1, self.events)}
                    if by_event
                    else {"seconds": draw.uniform(0.01, 1.1 * self.seconds)}
                )
                point["signal"] = draw.choice(SIGNALS)
            told = self.attempt(zygote, order | point, draw.randint(0, 3))
            killed += bool(told.get("killed"))
            if not told.keys() & {"release", "failed"} and not told["killed"]:
                with self.lock:
                    self.tally.failures.append(f"seed {seed}: it hung after {point or 'nothing'}: {told}")
            after = committed(place)
            lost += sum(after.get(name) != content for name, content in before.items())
            before = after
            if "release" in told:
                break
        self.check(seed, place, told, killed, number, lost)
        if not self.way:
            shutil.rmtree(place)

    def attempt(self, zygote: Zygote, order: dict[str, Any], forget: int) -> dict[str, Any]:
        """One attempt at a way; in a bucket the answers of the next writes get lost, so many."""
        if self.way:
            self.way.forget = forget
        told = zygote.run(**order)
        with self.lock:
            self.tally.signals[order.get("signal", "")] += bool(told.get("killed"))
        return told

    def check(self, seed: int, place: str, told: dict[str, Any], killed: int, restarts: int, lost: int) -> None:
        """Count what a finished way holds, against the undisturbed one."""
        store = Store.existing(place)
        found = contents(store)
        once: Counter[tuple[str, int, int, str]] = Counter()
        for (_, question, round_, index, text), number in found.traces.items():
            once[question, round_, index, text] += number
        twice = sum(number - 1 for number in once.values())
        # A unit that was not asked before the kill need not be asked after it, if the others gave enough.
        asked, filled = {unit for unit, *_ in found.traces}, self.is_filled(store)
        missing = sum(trace[0] in asked or not filled for trace in self.calm.traces.keys() - found.traces.keys())
        faults = list(damage(store))
        with self.lock:
            tally = self.tally
            tally.ways += 1
            tally.kills += killed
            tally.restarts += restarts
            tally.traces += found.traces.total()
            tally.lost += lost + missing
            tally.doubled += twice
            tally.damaged += len(faults)
            other = told.get("release") != self.release or found.samples != self.calm.samples
            tally.other_releases += other
            if lost or missing or twice or faults or other:
                tally.failures.append(
                    f"seed {seed}: {told}, lost {lost}, missing {missing}, doubled {twice}, damage {faults[:3]}"
                )

    def is_filled(self, store: Store) -> bool:
        """Whether what is committed fills every quota."""
        found = load(self.toml)
        try:
            return not next_units(Ledger(store, found, next(store.commits("questions"))), list(found.parts))
        except QuotaNotMet:
            return False


@dataclass(frozen=True)
class Contents:
    """What a finished store holds: how often each trace of a unit is there, and its release's bytes by their hashes."""

    traces: Counter[tuple[str, str, int, int, str]]
    samples: list[tuple[str, str]]


def contents(store: Store) -> Contents:
    """Read a store. Raises if verdicts and traces don't fit each other."""
    traces: Counter[tuple[str, str, int, int, str]] = Counter()
    for commit in store.commits("traces"):
        rows = store.read(commit.file("traces.parquet")).to_pylist()
        traces.update((commit.key, r["question_id"], r["round"], r["index"], r["text"]) for r in rows)
        plan = store.read(store.get("rounds", commit.key).file("plan.parquet")).to_pylist()
        assert Counter({p["question_id"]: p["traces"] for p in plan}) == Counter(r["question_id"] for r in rows)
    for commit in store.commits("verdicts"):
        assert commit.counts["traces"] == store.get("traces", commit.parents[0].split("/", 1)[1]).counts["traces"]
        assert commit.counts["traces"] == commit.counts["kept"] + commit.counts["rejected"]
    samples = [(file.name, file.sha256) for release in store.commits("releases") for file in release.files]
    return Contents(traces, samples)


def committed(place: str) -> dict[str, bytes]:
    """Every commit record of a store by its path: what must still be there, unchanged, after the next kill."""
    if not Store.is_at(place):
        return {}
    storage = Store.existing(place).storage
    return {listed.path: storage.read(listed.path) for listed in storage.listed("commits")}


@contextmanager
def way_to_a_bucket() -> Iterator[Way]:
    """An S3 server with a bucket `faults`, and the way to it, which all stores that are opened meanwhile go."""
    with tempfile.TemporaryDirectory() as home, s3_server() as url, way_to(url) as way:
        make_bucket(url, "faults")
        before = dict(os.environ)
        os.environ.update(environment(way.url) | {"THOUGHTMILL_CACHE": f"{home}/cache"})
        try:
            yield way
        finally:
            os.environ.clear()
            os.environ.update(before)


def run(kills: int, seed: int, zygotes: Sequence[Zygote], tell: Any = None, *, in_a_bucket: bool = False) -> Tally:
    """At least `kills` kill points, half of them with a slow engine. Everything is made in a temporary folder.

    zygotes: so many ways are gone at once.
    """
    total = Tally()
    with ExitStack() as stack:
        way = stack.enter_context(way_to_a_bucket()) if in_a_bucket else None
        for slow in (False, True):
            goal = kills // 2 + kills % 2 * slow
            with (
                tempfile.TemporaryDirectory(prefix="thoughtmill-faults-") as home,
                campaign(Path(home)) as toml,
                scripted_engine(lambda prompt, _, s=slow: Text(answer(prompt), SLOW_S if s else 0)) as engine,
            ):
                ways = Ways(Path(home), toml, engine, zygotes[0], way)
                answered = engine.seen.answered - ways.calm.traces.total()
                assert answered == 0, f"an undisturbed way asked {answered} traces twice"
                before = engine.seen.answered
                _disturb(ways, goal, seed, zygotes, partial(tell, total, ways.tally) if tell else lambda: None)
                ways.tally.answers_lost = way.forgotten - total.answers_lost if way else 0
                ways.tally.asked_again = engine.seen.answered - before - ways.tally.traces
            for name, value in vars(ways.tally).items():
                setattr(total, name, getattr(total, name) + value)
    return total


def _disturb(ways: Ways, goal: int, seed: int, zygotes: Sequence[Zygote], tell: Callable[[], object]) -> None:
    """Disturbed ways until `goal` kills, as many at once as there are zygotes."""
    seeds = itertools.count(seed)

    def work(zygote: Zygote) -> None:
        while ways.tally.kills < goal and not ways.tally.failures:
            with ways.lock:
                mine = next(seeds)
            ways.disturbed(zygote, mine, min(4, goal - ways.tally.kills))
            tell()

    with ThreadPoolExecutor(len(zygotes)) as pool:
        list(pool.map(work, zygotes))


def main() -> int:
    """A thousand kill points, with progress. 1 if anything is lost, doubled or different."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--at-once", type=int, default=max(2, os.cpu_count() or 1))
    given = parser.parse_args()
    begun, told = time.monotonic(), [0.0]

    def tell(before: Tally, now: Tally) -> None:
        done, seconds = before.kills + now.kills, time.monotonic() - begun
        if seconds - told[0] >= 5:
            told[0] = seconds
            rate = done / seconds
            left = (given.kills - done) / max(rate, 1e-6)
            print(
                f"{done:,} of {given.kills:,} kill points, {rate:.1f}/s, ETA {left:.0f} s; {now.so_far()}", flush=True
            )

    failures: list[str] = []
    with some_zygotes(given.at_once) as zygotes:
        for share, in_a_bucket in ((given.kills - given.kills // 5, False), (given.kills // 5, True)):
            tally = run(share, given.seed, zygotes, tell, in_a_bucket=in_a_bucket)
            place = "a bucket whose answers get lost" if in_a_bucket else "a folder"
            print(f"in {place}: {tally}; {time.monotonic() - begun:.0f} s")
            failures += tally.failures
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
