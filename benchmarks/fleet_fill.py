"""How full real engines are: processes that draw from one planner, lognormal lengths, ramp, verdicts and tail included.

Each engine is a scripted server in a process of its own, each generate run another process with a store of its own, and
this process plans and judges as `produce` does, without Prefect. A trace takes a time that prompt and try decide; a
question has a pass rate of its own. Useful fill is the slot-time of the traces of the release's prefix ÷ (slots × time
from the first start to the filled quota); full is the same for all traces that were written. The baseline is a bound:
the longer of work ÷ slots and the longest trace of each round, one round after the other.
"""

import argparse
import asyncio
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from statistics import NormalDist
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.scripted_engine import Text, scripted_engine  # noqa: E402  # the repository's own tests, found by that line
from thoughtmill.campaign import Campaign, check  # noqa: E402  # as above
from thoughtmill.engine.client import Engine  # noqa: E402  # as above
from thoughtmill.generation.generate import ask_work  # noqa: E402  # as above
from thoughtmill.generation.pieces import Shared  # noqa: E402  # as above
from thoughtmill.generation.planner import Ledger  # noqa: E402  # as above
from thoughtmill.generation.planner_lease import PLANNER  # noqa: E402  # as above
from thoughtmill.generation.wanted import freeze_wanted, pieces_open  # noqa: E402  # as above
from thoughtmill.judging.verdicts import judge_shard  # noqa: E402  # as above
from thoughtmill.questions.prepare import prepare  # noqa: E402  # as above
from thoughtmill.store.leases.claims import Orphans  # noqa: E402  # as above
from thoughtmill.store.leases.lease import held  # noqa: E402  # as above
from thoughtmill.store.leases.observer import Observer  # noqa: E402  # as above
from thoughtmill.store.store import Store  # noqa: E402  # as above

SIGMA, LONGEST = 0.8, 4.7
"""Of the lengths, as those of R1; the longest in means."""


def main() -> None:
    """Fill a quota and tell how full the slots were."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", type=int, default=3)
    parser.add_argument("--slots", type=int, default=128, help="of each engine")
    parser.add_argument("--mean-s", type=float, default=3.0, help="seconds that a trace takes on average")
    parser.add_argument("--traces-a-slot", type=int, default=80, help="about so many in all")
    parser.add_argument("--run", nargs=3, metavar=("FOLDER", "URL", "NAME"), help=argparse.SUPPRESS)
    parser.add_argument("--engine", type=float, metavar="MEAN_S", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.engine:
        serve(told.engine)
    elif told.run:
        draw(*told.run)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(told, Path(folder))


def hashed(*words: object) -> float:
    """From 0 to 1, the same for the same words."""
    return int.from_bytes(hashlib.sha256(repr(words).encode()).digest()[:7]) / 2**56


def seconds(prompt: str, index: int, mean_s: float) -> float:
    """How long a trace takes."""
    normal = NormalDist().inv_cdf(min(max(hashed("length", prompt, index), 1e-9), 1 - 1e-9))
    return mean_s * min(LONGEST, 2.718281828 ** (SIGMA * normal - SIGMA * SIGMA / 2))


def answer(prompt: str, index: int, mean_s: float) -> Text:
    """Right as often as the question's pass rate says."""
    total = sum(int(word) for word in prompt.rstrip("?").split() if word.isdigit())
    is_right = hashed("right", prompt, index) < hashed("rate", prompt) ** 0.7
    thought = f"Try number {index} adds the two numbers of the question and comes to a sum."
    text = f"<think>{thought}</think><answer>{total if is_right else total + 1}</answer>"
    return Text(text, delay_s=seconds(prompt, index, mean_s))


def serve(mean_s: float) -> None:
    """An engine, until its parent ends its input."""
    with scripted_engine(lambda prompt, index: answer(prompt, index, mean_s)) as engine:
        sys.stdout.write(f"{engine.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


def draw(folder: str, url: str, name: str) -> None:
    """A generate run."""
    campaign, store = campaign_in(Path(folder)), Store.existing(f"{folder}/store")
    with held(store.storage, name, "asks", alone=True) as lease:
        work = Shared(store, campaign.teachers["t"].teacher_id(), lease)
        asyncio.run(ask_work(store, campaign, "t", work, Engine(url, "scripted", None)))


def campaign_in(folder: Path) -> Campaign:
    """The campaign that lies there."""
    return check(json.loads((folder / "campaign.json").read_text()), folder)


def made(told: argparse.Namespace, folder: Path) -> Campaign:
    """A campaign that takes about so many traces: 1.15 kept samples a question of 2 to 6 tries."""
    traces = told.traces_a_slot * told.slots * told.engines
    quota = int(traces * 0.38)
    with (folder / "sums.jsonl").open("w") as lines:
        for number in range(quota):
            prompt = f"What is {number + 10} + {int(hashed(number) * 900)}?"
            total = sum(int(word) for word in prompt.rstrip("?").split() if word.isdigit())
            lines.write(json.dumps({"problem": prompt, "answer": str(total)}) + "\n")
    (folder / "exam.jsonl").write_text('{"prompt": "What is 1 + 2?", "reference": "3"}\n')
    found: dict[str, Any] = {
        "name": "fill",
        "store": "store",
        "parts": {"r": {"quota": quota, "teacher": "t", "domains": {"math": 1.0}}},
        "sources": [
            {
                "part": "r",
                "domain": "math",
                "path": "sums.jsonl",
                "columns": {"prompt": "problem", "reference": "answer"},
                "verifier": "math",
                "generated": True,
            }
        ],
        "teachers": {
            "t": {"model": "scripted", "template": "think-answer", "max_tokens": 80, "concurrency": told.slots}
        },
        "policy": {"first_round": 2, "max_traces": 8, "max_kept": 2},
        "student": {"base": "tiny"},
        "evaluation": {"sources": [{"name": "exam", "path": "exam.jsonl", "verifier": "math"}]},
        "work": {"shard_questions": 250, "run_shards": 8, "runs": told.engines, "generate_on": "gpu"},
    }
    (folder / "campaign.json").write_text(json.dumps(found))
    return campaign_in(folder)


def measure(told: argparse.Namespace, folder: Path) -> None:
    """Start engines and runs, plan and judge until the quota is filled, print what came of it."""
    campaign = made(told, folder)
    store = Store.open(str(folder / "store"))
    questions = prepare(store, campaign)
    here = [sys.executable, __file__]
    engines = [start([*here, "--engine", str(told.mean_s)]) for _ in range(told.engines)]
    urls = [str(engine.stdout.readline()).strip() for engine in engines if engine.stdout]
    begun = time.monotonic()
    runs: list[subprocess.Popen[str]] = []
    with held(store.storage, PLANNER, "plans") as lease, ThreadPoolExecutor(2) as pool:
        ledger = Ledger(store, campaign, questions)
        orphans, judging = Orphans(store.storage, Observer(store.storage)), dict[str, Future[Any]]()
        while True:
            store.journal.fold()
            wanted = freeze_wanted(ledger, ["r"])
            if wanted.is_filled:
                break
            lease.tell(tuple(key for keys in wanted.units.values() for key in keys))
            if not runs:
                runs = [start([*here, "--run", str(folder), url, f"run-{n}"]) for n, url in enumerate(urls)]
            for key in wanted.unjudged:
                if key not in judging:
                    judging[key] = pool.submit(judge_shard, store, campaign, key)
            orphans.free(lambda key: pieces_open(store, key))
            time.sleep(0.5)
        took = time.monotonic() - begun
        lease.tell(())
    for process in [*runs, *engines]:
        if process.stdin:
            process.stdin.close()
        process.wait()
    tell(told, ledger, took)


def start(words: list[str]) -> "subprocess.Popen[str]":
    """A process of this benchmark."""
    return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def tell(told: argparse.Namespace, ledger: Ledger, took: float) -> None:
    """Print the figures."""
    store, quota, usable = ledger.store, ledger.campaign.parts["r"].quota, 0
    prefix: set[str] = set()
    for state in ledger.units("r", "math"):
        if usable >= quota or state.usable is None:
            break
        usable += len(state.usable)
        prefix.add(state.unit.key)
    prompts = {row["question_id"]: row["prompt"] for row in rows_of(store, "questions")}
    useful = written = 0.0
    traces = beyond = 0
    longest: dict[int, float] = {}
    asked: dict[str, int] = {}
    for commit in sorted(store.commits("traces"), key=lambda commit: commit.facts["round"]):
        for row in store.read(commit.file("traces.parquet"), ["question_id"]).to_pylist():
            index = asked.get(row["question_id"], 0)
            asked[row["question_id"]] = index + 1
            took_s = seconds(prompts[row["question_id"]], index, told.mean_s)
            traces, written = traces + 1, written + took_s
            longest[commit.facts["round"]] = max(longest.get(commit.facts["round"], 0.0), took_s)
            if commit.key in prefix:
                useful += took_s
            else:
                beyond += 1
    slots = told.slots * told.engines
    bound = max(useful / slots, sum(longest.values()))
    found = {
        "engines": told.engines,
        "slots": slots,
        "traces": traces,
        "seconds": round(took, 1),
        "useful fill": round(useful / slots / took, 4),
        "full": round(written / slots / took, 4),
        "beyond the prefix": round(beyond / traces, 4),
        "time ÷ bound": round(took / bound, 3),
    }
    for name, value in found.items():
        print(f"{name:20} {value}")
    print(json.dumps(found))


def rows_of(store: Store, stage: str) -> list[dict[str, Any]]:
    """All rows of the Parquet files of a stage that have a prompt."""
    files = [file for commit in store.commits(stage) for file in commit.files if file.name.startswith("r-math")]
    return [row for file in files for row in store.read(file, ["question_id", "prompt"]).to_pylist()]


if __name__ == "__main__":
    main()
