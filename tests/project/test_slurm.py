"""deployments/templates/slurm.sh, really run: a real HTTP engine, and a program in the place of Prefect's worker.

The worker is a stand-in because a test has no Prefect server; it takes what `prefect worker start` takes, writes down
what it was given, and has a run below it, as a process worker has.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "deployments" / "templates" / "slurm.sh"

ENGINE = """#!/bin/bash
# Takes the words of a vLLM server, writes them and the environment down, and is the scripted engine.
printf '%s\\n' "$@" > engine-words
env > engine-environment
port=''
while [ "$#" -gt 0 ]; do [ "$1" = --port ] && port=$2; shift; done
exec {python} -m tests.scripted_engine --port "$port" --model a/model --key "$VLLM_API_KEY"
"""

PREFECT = """
import json, os, signal, subprocess, sys, time
from pathlib import Path
from urllib.request import Request, urlopen

key = {"Authorization": "Bearer " + os.environ["THOUGHTMILL_ENGINE_KEY"]}
with urlopen(Request(os.environ["THOUGHTMILL_ENGINE_URL"] + "/models", headers=key)) as answer:
    serves = [model["id"] for model in json.load(answer)["data"]]
runs = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (open('saved', 'w').close(), sys.exit(0)));"
runs += "open('runs', 'w').close(); time.sleep(600)"
run = subprocess.Popen([sys.executable, "-c", runs], start_new_session=True)
signal.signal(signal.SIGTERM, lambda *_: Path("told").touch())
Path("worker.part").write_text(json.dumps({"words": sys.argv[1:], "serves": serves, "pids": [os.getpid(), run.pid]}))
Path("worker.part").rename("worker")
sys.exit(run.wait())
"""


@contextmanager
def job(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The script as slurmd would start it, in a session of its own; nothing of it is left on leaving."""
    engine, prefect = folder / "engine", folder / "prefect.py"
    engine.write_text(ENGINE.format(python=sys.executable))
    engine.chmod(0o755)
    prefect.write_text(PREFECT)
    env = os.environ | {
        "PREFECT_API_URL": "http://127.0.0.1:1/api",
        "AWS_SECRET_ACCESS_KEY": "of-the-store",
        "HF_TOKEN": "of-the-hub",
        "PYTHONPATH": str(ROOT),
        "SLURM_JOB_ID": str(os.getpid() % 12_000),
        "SLURM_SUBMIT_DIR": str(folder),
        "THOUGHTMILL_ENGINE_START": str(engine),
        "THOUGHTMILL_PREFECT": f"{sys.executable} {prefect}",
        "THOUGHTMILL_DRAIN_S": "6",
    }
    words = ["bash", str(SCRIPT), "thinker", "a/model", "--max-model-len", "4096"]
    with (folder / "log").open("w") as log:
        started = subprocess.Popen(words, cwd=folder, env=env | environment, stdout=log, stderr=log, text=True)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.terminate()
            started.wait(30)


def eventually(holds: Callable[[], bool], folder: Path) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, (folder / "log").read_text()
        time.sleep(0.1)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def engine_pid(folder: Path) -> int:
    found = re.search(r", process (\d+)", (folder / "log").read_text())
    assert found
    return int(found[1])


@pytest.mark.slow
def test_engine_and_worker_start_and_leave_together_when_the_time_is_up(tmp_path: Path) -> None:
    with job(tmp_path) as started:
        eventually((tmp_path / "worker").exists, tmp_path)
        eventually((tmp_path / "runs").exists, tmp_path)
        told = json.loads((tmp_path / "worker").read_text())
        engine = engine_pid(tmp_path)
        assert " ".join(told["words"][:6]) == "worker start --pool gpu --type process"
        assert told["words"][told["words"].index("--work-queue") + 1] == "thinker"
        assert told["serves"] == ["a/model"], "it has the engine's address and its key"
        words = (tmp_path / "engine-words").read_text().splitlines()
        assert words[-2:] == ["--max-model-len", "4096"]
        started.send_signal(signal.SIGTERM)  # as --signal=B:TERM@300 does
        assert started.wait(30) == 0
    assert (tmp_path / "told").exists(), "the worker was told first"
    assert (tmp_path / "saved").exists(), "then its run was"
    assert not [pid for pid in (*told["pids"], engine) if lives(pid)]


@pytest.mark.slow
def test_the_engine_gets_no_key_but_its_own_and_the_hubs(tmp_path: Path) -> None:
    with job(tmp_path):
        eventually((tmp_path / "worker").exists, tmp_path)
        given = dict(
            line.split("=", 1) for line in (tmp_path / "engine-environment").read_text().splitlines() if "=" in line
        )
    assert given["HF_TOKEN"] == "of-the-hub"
    assert len(given["VLLM_API_KEY"]) > 20
    assert not {"AWS_SECRET_ACCESS_KEY", "PREFECT_API_URL", "THOUGHTMILL_ENGINE_KEY"} & given.keys()
    words = (tmp_path / "engine-words").read_text() + (tmp_path / "log").read_text()
    assert given["VLLM_API_KEY"] not in words, "a key is in no list of programs and no log"


@pytest.mark.slow
@pytest.mark.parametrize("who", ["engine", "worker"])
def test_when_one_of_the_two_ends_the_other_does_not_stay(who: str, tmp_path: Path) -> None:
    with job(tmp_path) as started:
        eventually((tmp_path / "worker").exists, tmp_path)
        told = json.loads((tmp_path / "worker").read_text())
        engine = engine_pid(tmp_path)
        os.kill(engine if who == "engine" else told["pids"][0], signal.SIGKILL)
        assert started.wait(30) == 1
    assert not [pid for pid in (told["pids"][0], engine) if lives(pid)]
    if lives(told["pids"][1]):  # of a worker that was killed: Slurm ends all that an allocation leaves behind
        os.kill(told["pids"][1], signal.SIGKILL)


def test_an_engine_that_does_not_start_ends_the_job_and_no_worker_comes(tmp_path: Path) -> None:
    with job(tmp_path, THOUGHTMILL_ENGINE_START="false") as started:
        assert started.wait(30) == 1
    assert not (tmp_path / "worker").exists()
    assert "the engine ended before it answered" in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"PREFECT_API_URL": ""}, "name the Prefect server"), ({"SLURM_NNODES": "2"}, "one node an engine")],
)
def test_what_is_missing_is_told_before_anything_starts(changed: dict[str, str], told: str, tmp_path: Path) -> None:
    with job(tmp_path, **changed) as started:
        assert started.wait(30) > 0
    assert told in (tmp_path / "log").read_text()
    assert not (tmp_path / "engine-words").exists()


def test_the_signal_comes_earlier_than_the_script_needs() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    (ahead,) = re.findall(r"^#SBATCH --signal=B:TERM@(\d+)$", text, re.MULTILINE)
    (drain,) = re.findall(r"THOUGHTMILL_DRAIN_S:-(\d+)", text)
    assert int(drain) * (1 / 2 + 1 / 3 + 1 / 8) < int(ahead)
