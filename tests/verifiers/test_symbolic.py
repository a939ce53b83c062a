"""The walls around the algebra system: time, memory, threads, and no orphan."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from thoughtmill.verifiers import LIMIT, VERIFIERS, Outcome, symbolic

MATH = VERIFIERS["math"]


@pytest.mark.parametrize(
    "endless", [r"\sum_{n=1}^{10^{9}} \sin(n)", "9^{999999999}", r"\prod_{n=1}^{10000000} n", r"\sin(10^{10^{10}})"]
)
def test_a_check_that_takes_too_long_is_undecided_and_the_next_one_works(endless: str) -> None:
    check = symbolic.equal(endless, "5")
    assert check.outcome is Outcome.UNDECIDED
    assert (check.why or "").startswith(LIMIT)
    assert MATH.check(r"\sin^2 x + \cos^2 x", "1").outcome is Outcome.CORRECT


def test_the_worker_gets_no_more_memory_than_its_limit() -> None:
    command = [sys.executable, "-P", str(Path(symbolic.__file__).with_name("symbolic_worker.py"))]
    request = json.dumps({"answer": "7^{40000000}", "reference": r"\sin x"}) + "\n"
    run = subprocess.run([*command, "16", "30"], input=request, capture_output=True, text=True, check=False)
    assert run.stdout.splitlines()[0] == '{"ready": true}'
    assert run.stdout.splitlines()[1:] in ([], ['{"limit": "memory"}']), "it dies, or says so; it does not answer"


def test_a_killed_worker_is_replaced() -> None:
    assert symbolic.equal(r"\sin x", r"\sin x + 0").outcome is Outcome.CORRECT
    worker = symbolic.ALGEBRA.worker
    assert worker is not None
    os.kill(worker.program.pid, signal.SIGKILL)
    assert symbolic.equal(r"\sin x", r"\cos x").outcome is Outcome.WRONG


def test_many_threads_share_the_worker() -> None:
    pairs = [(rf"\log_2 {2**n}", str(n + n % 2)) for n in range(2, 18)]
    with ThreadPoolExecutor(8) as threads:
        checks = list(threads.map(lambda pair: symbolic.equal(*pair), pairs))
    assert [c.outcome for c in checks] == [Outcome.WRONG if n % 2 else Outcome.CORRECT for n in range(2, 18)]


def test_the_worker_ends_with_a_program_that_is_killed() -> None:
    program = (
        "from thoughtmill.verifiers import symbolic\n"
        "symbolic.equal('\\\\sin x', '\\\\cos x')\n"
        "print(symbolic.ALGEBRA.worker.program.pid, flush=True)\n"
        "import time; time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert Path(f"/proc/{worker}").exists()
        parent.kill()
    deadline = time.monotonic() + 15
    while _lives(worker):
        assert time.monotonic() < deadline, "the worker outlives its parent"
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_nothing_heavy_is_loaded_and_no_worker_started_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "from thoughtmill.verifiers import VERIFIERS, symbolic\n"
        "assert VERIFIERS['math'].check('The answer is 0.5.', '1/2').outcome == 'correct'\n"
        "assert symbolic.ALGEBRA.worker is None\n"
        "assert not {'sympy', 'latex2sympy2_extended', 'math_verify', 'langdetect'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
