"""Shards judged in worker processes: the same verdicts, also when a worker is killed; a broken check stays an error."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from tests.judging.test_cascade import TEXTS, question, trace
from thoughtmill.campaign import Policy
from thoughtmill.errors import CheckerBroken
from thoughtmill.judging.cascade import judge
from thoughtmill.judging.shard import PIECE_BYTES, PIECE_TRACES, judge_apart, pieces
from thoughtmill.judging.workers import WORKERS
from thoughtmill.store.schemas import QUESTIONS, TRACES

SAME = ["question_id", "round", "index", "outcome", "reason", "detail", "answer", "text_hash"]


def shard(size: int, reference: str = "7") -> tuple[pa.Table, pa.Table]:
    rows = [trace(*TEXTS[i % len(TEXTS)], index=i) for i in range(size)]
    asked = [question(reference=reference), question(name="another")]
    return pa.Table.from_pylist(asked, schema=QUESTIONS), pa.Table.from_pylist(rows, schema=TRACES)


@pytest.mark.parametrize("size", [0, 1, PIECE_TRACES, 5 * PIECE_TRACES + 3])
def test_workers_say_what_the_cascade_says_in_the_order_of_the_traces(size: int) -> None:
    questions, traces = shard(size)
    done: list[None] = []
    found = judge_apart(questions, traces, "think-answer", Policy(), lambda: done.append(None))
    assert found.select(SAME).equals(judge(questions, traces, "think-answer", Policy()).select(SAME))
    assert len(done) == size


def test_pieces_hold_every_trace_once_and_none_is_too_big() -> None:
    rows = [trace("x" * (PIECE_BYTES // 3), index=i) for i in range(10)]
    rows += [trace("y" * (PIECE_BYTES + 5), index=10), *(trace("z", index=i) for i in range(11, 200))]
    traces = pa.Table.from_pylist(rows, schema=TRACES)
    cut = list(pieces(traces))
    assert pa.concat_tables(cut).equals(traces)
    assert all(piece.num_rows <= PIECE_TRACES for piece in cut)
    assert all(piece.num_rows == 1 or piece["text"].nbytes < 2 * PIECE_BYTES for piece in cut)


def test_a_killed_worker_is_replaced_and_no_verdict_is_lost() -> None:
    questions, traces = shard(40 * PIECE_TRACES)
    killed: list[int] = []
    done: list[None] = []

    def kill_one_at_work() -> None:
        done.append(None)
        if len(done) >= 2 * PIECE_TRACES and not killed:
            killed.append(children("thoughtmill.judging.worker")[0])
            os.kill(killed[0], signal.SIGKILL)

    found = judge_apart(questions, traces, "think-answer", Policy(), kill_one_at_work)
    assert killed
    assert found["index"].to_pylist() == list(range(traces.num_rows))


def test_a_broken_check_in_a_worker_is_an_error_and_never_a_verdict() -> None:
    questions, traces = shard(3)
    questions = questions.set_column(6, "verifier", pa.array(["no such verifier", None], pa.string()))
    with pytest.raises(CheckerBroken, match="no such verifier"):
        judge_apart(questions, traces, "think-answer", Policy())


def test_a_machine_on_which_every_worker_dies_is_an_error() -> None:
    questions, traces = shard(3)
    over = threading.Event()

    def kill() -> None:
        while not over.is_set():
            for pid in children("thoughtmill.judging.worker"):
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    WORKERS.end()
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(CheckerBroken, match="a worker that lives"):
            judge_apart(questions, traces, "think-answer", Policy())
    finally:
        over.set()
        killer.join()


def test_workers_end_with_a_program_that_is_killed() -> None:
    program = (
        "import time; from thoughtmill.judging.workers import WORKERS\n"
        "from tests.judging.test_workers import shard; from thoughtmill.judging.shard import judge_apart\n"
        "from thoughtmill.campaign import Policy\n"
        "judge_apart(*shard(3), 'think-answer', Policy())\n"
        "print(WORKERS.idle[0].program.pid, flush=True); time.sleep(600)"
    )
    started = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    worker = int(started.stdout.readline())
    assert Path(f"/proc/{worker}").exists()
    started.kill()
    started.wait()
    for _ in range(200):
        if not Path(f"/proc/{worker}/cmdline").exists() or not Path(f"/proc/{worker}/cmdline").read_bytes():
            return
        time.sleep(0.05)
    raise AssertionError(f"{worker} is still there")


def children(name: str) -> list[int]:
    """The processes that this one started and whose command line holds `name`."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rsplit(") ", 1)[1].split()[1])
                if parent == os.getpid() and name in (folder / "cmdline").read_text():
                    found.append(int(folder.name))
            except (OSError, IndexError, ValueError):
                continue
    return found
