"""What a run in the sandbox costs, against a bare `python -I -S` that is started for each run: a ratio.

Three ways run the same small program as often, from as many threads as there are cores, in alternating rounds: `bare`,
a new Python without any wall; `cold`, a new sandbox for every run; `warm`, as the verifier does it, in sandboxes that
are used again while they are clean. A run is one test: input in, output out.

    python benchmarks/sandbox.py
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from thoughtmill.sandbox import SANDBOXES, Job, missing, run
from thoughtmill.sandbox.sandboxes import Sandbox

CODE = """
import sys
from collections import Counter
print(Counter(map(int, sys.stdin.read().split())).most_common(1)[0][0])
"""
GIVEN, WANTED = "3 1 2 3", b"3\n"
GOAL = 100.0


def bare() -> bytes:
    """A new Python, without walls."""
    words = [sys.executable, "-I", "-S", "-c", CODE]
    return subprocess.run(words, input=GIVEN.encode(), capture_output=True, check=True).stdout


def cold() -> bytes:
    """A new sandbox, for one run."""
    sandbox = Sandbox()
    try:
        return sandbox.run(Job(CODE, GIVEN)).output
    finally:
        sandbox.end()


def warm() -> bytes:
    """As the verifier does it."""
    return run(Job(CODE, GIVEN)).output


def rate(way: Callable[[], bytes], runs: int, threads: ThreadPoolExecutor) -> float:
    """Runs a second by the wall."""
    begun = time.perf_counter()
    outputs = list(threads.map(lambda _: way(), range(runs)))
    assert set(outputs) == {WANTED}
    return runs / (time.perf_counter() - begun)


def main() -> None:
    """Measure, print a table, and the same as JSON in the last line."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--runs", type=int, default=200, help="a measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    told = parser.parse_args()
    if why := missing():
        raise SystemExit(why)
    ways = {"bare": bare, "cold": cold, "warm": warm}
    with ThreadPoolExecutor(told.threads) as threads:
        rate(warm, told.threads, threads)  # every thread has its sandbox
        found = [{name: rate(way, told.runs, threads) for name, way in ways.items()} for _ in range(told.rounds)]
    SANDBOXES.end()
    middle = {name: statistics.median(one[name] for one in found) for name in ways}
    for name, value in middle.items():
        spread = f"{min(one[name] for one in found):,.0f} to {max(one[name] for one in found):,.0f}"
        ratio = statistics.median(one[name] / one["bare"] for one in found)
        print(f"{name:5} {value:8,.0f} runs/s   {ratio:5.2f} of bare   ({spread})")
    print(f"{told.threads} threads on {os.cpu_count()} cores; goal: {GOAL:.0f} runs/s")
    print(json.dumps({**middle, "threads": told.threads, "cores": os.cpu_count(), "goal": GOAL}))
    raise SystemExit(middle["warm"] < GOAL)


if __name__ == "__main__":
    main()
