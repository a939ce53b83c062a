"""Programs of public code sets, ours beside a plain subprocess with the same tests: `python benchmarks/code.py FOLDER`.

FOLDER holds one `*.jsonl.gz` a set, a problem a line: `question`, `tests`, perhaps `entry_point` and `setup`,
`solutions` (language → program) and `wrong` (programs that failed), or ClassEval's rows as they are (their solutions,
and each with a small change). For each set: problems that are refused, by the format or at prepare by the verifier, and
of the programs in Python how many pass here and there; every pair that differs and every refusal is listed, and whether
a solution passes there. `--answers FILE` adds what models wrote: `question` (a problem's id), `response`.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.code_languages import changed  # the repository itself, found by the line above
from thoughtmill.questions.formats.classeval import CLASSEVAL
from thoughtmill.questions.formats.programs import PROGRAMS
from thoughtmill.verifiers.code.reference import same_output
from thoughtmill.verifiers.code.verifier import Code
from thoughtmill.verifiers.contract import Outcome

_STARS = """string re datetime collections heapq bisect copy math random statistics itertools functools operator io sys
json builtins typing"""
PRELUDE = "".join(f"from {module} import *\n" for module in _STARS.split()) + (
    "import string, re, datetime, collections, heapq, bisect, copy, math, random, statistics, itertools, functools\n"
    "import operator, io, sys, json\nsys.setrecursionlimit(50000)\n"
    "from sortedcontainers import SortedDict, SortedList, SortedSet\n"
    "class ListNode:\n    def __init__(self, val=0, next=None): self.val, self.next = val, next\n"
    "class TreeNode:\n    def __init__(self, val=0, left=None, right=None):\n"
    "        self.val, self.left, self.right = val, left, right\n"
)
"""What LiveCodeBench and others put before a program, and what LeetCode has imported."""
SECONDS = 20


@dataclass
class Pair:
    """One program on one problem, as the subprocess and as the verifier judge it."""

    problem: str
    kind: str
    there: bool
    here: str
    why: str


def problems(file: Path) -> Iterator[dict[str, Any]]:
    """The problems of a set."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield {**row, "id": row.get("id") or row.get("task_id")}


def plain_run(program: str, given: str) -> tuple[bool, str]:
    """Whether a program ends well in a subprocess, in a folder of its own, and what it printed."""
    command = [sys.executable, "-c", program]
    with tempfile.TemporaryDirectory() as place:
        try:
            run = subprocess.run(
                command, cwd=place, input=given, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return False, ""
    return run.returncode == 0, run.stdout


def passes_there(problem: dict[str, Any], program: str) -> bool:
    """As the set itself would judge it."""
    if CLASSEVAL.claims(problem):
        return plain_run(f"{program}\n{problem['test']}\nunittest.main()", "")[0]
    tests, setup = problem["tests"], f"{problem.get('setup') or ''}\n"
    if isinstance(tests, dict) and "functional" in tests:
        return plain_run(f"{PRELUDE}{program}\n{tests['functional']}", "")[0]
    if isinstance(tests, str):
        check = f"\ncheck({problem['entry_point']})" if "def check" in tests else ""
        return plain_run(f"{PRELUDE}{setup}{program}\n{tests}{check}", "")[0]
    if all(isinstance(one, str) for one in tests):
        lines = "\n".join(tests)
        return plain_run(f"{PRELUDE}{setup}{program}\n{lines}", "")[0]
    pairs = [(one["input"], one["output"]) for one in tests]
    runs = ((*plain_run(PRELUDE + program, given), wanted) for given, wanted in pairs)
    return all(well and same_output(printed, wanted) for well, printed, wanted in runs)


def programs(problem: dict[str, Any], answers: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Every Python program of a problem and where it is from."""
    if CLASSEVAL.claims(problem):
        yield problem["solution_code"], "solution"
        yield changed(problem["solution_code"]), "changed"
        return
    for name, program in problem.get("solutions", {}).items():
        if name in ("python", "py"):
            yield program, "solution"
    for one in problem.get("wrong", []):
        yield one if isinstance(one, str) else str(one.get("program") or one.get("code")), "wrong"
    for program in answers.get(problem["id"], []):
        yield program, "answer"


def judged(problem: dict[str, Any], reference: str, answers: dict[str, list[str]]) -> Iterator[Pair]:
    """Every Python program of a problem, here and there."""
    for program, kind in programs(problem, answers):
        check = Code().check(f"```python\n{program}\n```", reference, problem.get("question") or "")
        yield Pair(problem["id"], kind, passes_there(problem, program), check.outcome.value, check.why or "")


def answered(file: Path | None) -> dict[str, list[str]]:
    """What models wrote, by the id of the problem."""
    found = dict[str, list[str]]()
    for row in problems(file) if file else ():
        found.setdefault(row["question"], []).append(row["response"])
    return found


def main() -> None:
    """Print a table, then the pairs that differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--answers", type=Path, help="one `.jsonl.gz` of answers")
    parser.add_argument("--set", default="", help="only sets whose name has this in it")
    given = parser.parse_args()
    differ: list[Pair] = []
    answers, faults = answered(given.answers), list[str]()
    heads = (
        f"{'problems':>9}{'refused':>8}{'pairs':>7}{'pass there':>11}{'here':>6}{'undecided':>10}{'differ':>7}{'s':>6}"
    )
    print(f"{'set':28}{heads}")
    for file in sorted(given.folder.glob("*.jsonl.gz")):
        if given.set not in file.name:
            continue
        begun, refused, pairs, every = time.monotonic(), 0, list[Pair](), 0
        for problem in problems(file):
            every += 1
            asked = (CLASSEVAL if CLASSEVAL.claims(problem) else PROGRAMS).reading(problem)
            why = asked.fault or Code().faults_of(str(asked.reference))
            refused += bool(why)
            if why:
                runs = any(
                    passes_there(problem, program) for program, kind in programs(problem, {}) if kind == "solution"
                )
                faults.append(f"{problem['id']} is refused{' though it runs there' if runs else ''}: {why}")
            pairs += [] if why else judged(problem, str(asked.reference), answers)
        there = sum(pair.there for pair in pairs)
        here = sum(pair.here == Outcome.CORRECT.value for pair in pairs)
        undecided = sum(pair.here == Outcome.UNDECIDED.value for pair in pairs)
        odd = [pair for pair in pairs if pair.there != (pair.here == Outcome.CORRECT.value)]
        differ += odd
        cells = f"{every:>9}{refused:>8}{len(pairs):>7}{there:>11}{here:>6}{undecided:>10}{len(odd):>7}"
        print(f"{file.name.removesuffix('.jsonl.gz'):28}{cells}{time.monotonic() - begun:>6.0f}", flush=True)
    for pair in differ:
        there = "passes" if pair.there else "fails"
        print(f"{pair.problem} ({pair.kind}): {there} there, here {pair.here}: {pair.why[:160]}")
    print(*faults, sep="\n")


if __name__ == "__main__":
    main()
