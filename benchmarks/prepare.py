"""How many rows a second `prepare` takes in, with and without the check of references, and its memory a question.

python benchmarks/prepare.py [--rows 20000] [--profile]

Rows are made: word problems and formulas of about 200 characters with words, numbers and answers drawn at random, one
in a hundred nearly another one. Memory is how much more the process takes for all of the rows than for a quarter.
"""

import argparse
import cProfile
import json
import pstats
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.small_campaign import table
from thoughtmill.batches import batches
from thoughtmill.campaign import Source, check
from thoughtmill.questions.dedup import Exam
from thoughtmill.questions.intake import Intake, take_all
from thoughtmill.questions.looking import Look
from thoughtmill.questions.prepare import prepare
from thoughtmill.questions.reading import Question
from thoughtmill.questions.sketches import BANDS, SLOTS, Sketch
from thoughtmill.store.store import Store

SYLLABLES = [f"{a}{b}" for a in "bcdfghjklm" for b in "ai"]
ENDS = ("How many are left in the end?", "How much does each one cost?", "Find the total length in meters.")
LIKE_NONE = 100_000
"""Made sketches that are added at once."""
ANSWERS = ("{0}", "\\frac{{{0}}}{{{1}}}", "{0}.{1}", "{0}\\sqrt{{{1}}}", "({0}, {1})", "${0}$")


def rows(number: int, seed: int = 7) -> list[dict[str, str]]:
    """So many rows, the same ones every time."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 3))) for _ in range(4_000)]
    made: list[dict[str, str]] = []
    for at in range(number):
        if at % 100 == 99:
            before = made[draw.randrange(at)]
            made.append({**before, "problem": before["problem"].replace(" the ", " a ") + " Please."})
            continue
        a, b, c = (draw.randint(2, 9_999) for _ in range(3))
        told = " ".join(draw.choices(words, k=24))
        problem = f"The {told} has {a} pieces, and {b} of them are sold for $x^2 + {c}$ each. {draw.choice(ENDS)}"
        made.append({"problem": problem, "answer": draw.choice(ANSWERS).format(a, b)})
    return made


def run(number: int, verified: bool, profile: bool) -> None:
    """Prepare so many rows in this process and print seconds and memory as JSON."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        found = table(folder, sums=0)
        maker = [sys.executable, __file__, "--make", str(folder / "sums.jsonl"), "--rows", str(number)]
        subprocess.run(maker, check=True)  # a process of its own: its memory is not what is measured
        found["work"]["shard_questions"] = 500
        if not verified:
            found["sources"][0] |= {"verifier": None, "columns": {"prompt": "problem"}}
        campaign = check(found, folder)
        store = Store.open(campaign.store_url())
        profiler = cProfile.Profile() if profile else None
        wall, begun, own = time.monotonic(), _cpu(), time.process_time()
        if profiler:
            profiler.enable()
        with Memory() as memory:
            commit = prepare(store, campaign)
        if profiler:
            profiler.disable()
            pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(45)
        told = {
            "wall": time.monotonic() - wall,
            "cpu": _cpu() - begun - memory.looking,
            "own": time.process_time() - own - memory.looking,
            "looking": memory.looking,
            "counts": dict(commit.counts),
        }
    print(json.dumps({**told, "rows": number, "peak": memory.all, "first": memory.first}))


def taken(there: int) -> None:
    """Print the CPU a row of taking in rows that were looked at, where so many made sketches are there already."""
    source = Source(name="sums", part="reasoning", domain="math", path="none.jsonl")
    look, intake, draw = Look(source, Exam(())), Intake(), np.random.default_rng(7)
    for first in range(0, there, LIKE_NONE):
        bands, low = (draw.bytes(LIKE_NONE * each) for each in (4 * BANDS, SLOTS))
        intake.earlier.add_all(first, Sketch(bands, low))
        intake.earlier.alone(Sketch(bytes(4 * BANDS), bytes(SLOTS)))  # from now on they are found
    costs: list[float] = []
    for chunk in batches(enumerate(rows(20_000)), 500):
        looked = look.at((number, Question(row["problem"], None, "en")) for number, row in chunk)
        begun = time.process_time()
        take_all(source, looked, look.exam, intake)
        costs.append((time.process_time() - begun) / len(chunk) * 1e6)
    told = ", ".join(f"{of(costs):.1f}" for of in (min, statistics.median))
    print(f"{there:,} there: least and median of {len(costs)} chunks: {told} µs of CPU a row")


class Memory:
    """The most memory that this process, and it and its children together, held: proportional set size, in bytes.

    Looked at once a second, so that a peak in between is missed.
    """

    def __init__(self) -> None:
        self.first = self.all = 0
        self.looking = 0.0
        """CPU seconds that it took to look, which is no part of preparing."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while not self._over.wait(1):
            first = _held("self")
            children = Path("/proc/self/task").glob("*/children")
            all_of_them = first + sum(_held(one) for found in children for one in _text(found).split())
            self.first, self.all = max(self.first, first), max(self.all, all_of_them)
            self.looking = time.thread_time()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _held(process: str) -> int:
    found = re.search(r"^Pss:\s+(\d+) kB", _text(Path(f"/proc/{process}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", choices=["verified", "bare"], help="run one way in this process")
    parser.add_argument("--taken", type=int, help="only take rows in where so many questions are there already")
    parser.add_argument("--make", type=Path, help="only write the rows into this file")
    given = parser.parse_args()
    if given.make:
        with given.make.open("w") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows(given.rows))
        return
    if given.taken is not None:
        taken(given.taken)
        return
    if given.one:
        run(given.rows, given.one == "verified", given.profile)
        return
    for way in ("verified", "bare"):
        command = [sys.executable, __file__, "--one", way, *(["--profile"] if given.profile else []), "--rows"]
        small, large = (
            json.loads(subprocess.run([*command, str(n)], check=True, stdout=subprocess.PIPE).stdout)
            for n in (given.rows // 4, given.rows)
        )
        more = large["rows"] - small["rows"]
        rate, own, rate_wall = (large["rows"] / large[name] for name in ("cpu", "own", "wall"))
        memory = (large["peak"] - small["peak"]) / more
        told = f"{rate:,.0f} rows a CPU second, {own:,.0f} of the first process, {rate_wall:,.0f} a second"
        print(f"{way}: {told}, {memory:,.0f} bytes a row", flush=True)


if __name__ == "__main__":
    main()
