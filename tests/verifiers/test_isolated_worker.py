"""A checker can be killed, and its caller, and whatever is between: every question still gets an answer or an error."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from thoughtmill.errors import CheckerBroken
from thoughtmill.verifiers.isolated_worker import IsolatedWorker, LimitExceeded

PROGRAM = """
import os, sys, time
from thoughtmill.verifiers.isolated_loop import serve

def answer(request):
    match request["do"]:
        case "echo":
            return {"text": request["text"], "pid": os.getpid(), "stem": os.getppid()}
        case "spin":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "nap":
            time.sleep(0.4)
            return {"text": "awake"}
        case "eat":
            return {"size": len(b"x" * request["bytes"])}
        case "die":
            os.abort()
        case "flood":
            print("x" * 1_000_000, flush=True)
            print("x" * 1_000_000, file=sys.stderr, flush=True)
            return {"text": "y" * 1_000_000}
        case "deep":
            return answer(request)
        case "environment":
            return {"names": sorted(os.environ)}
        case "fail":
            raise ValueError("mine")

def prepare():
    return answer

if __name__ == "__main__":
    serve(prepare)
"""


@pytest.fixture
def checker(tmp_path: Path) -> Iterator[IsolatedWorker]:
    (tmp_path / "program.py").write_text(PROGRAM)
    checker = IsolatedWorker(tmp_path / "program.py", (0.2, 0.3), 64)
    yield checker
    checker.end()


def echo(checker: IsolatedWorker, text: str = "x") -> dict[str, object]:
    return checker.ask({"do": "echo", "text": text})


def lives(pid: object) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(*pids: object) -> bool:
    """Whether they all end within seconds."""
    end = time.monotonic() + 15
    while any(lives(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("text", ["", "x\ny", "é\ud800", "0" * 3_000_000])
def test_a_question_of_any_text_and_size_comes_back_whole(checker: IsolatedWorker, text: str) -> None:
    assert echo(checker, text)["text"] == text


def test_a_child_stays_warm_between_questions(checker: IsolatedWorker) -> None:
    assert len({echo(checker)["pid"] for _ in range(20)}) == 1


@pytest.mark.parametrize("do", ["spin", "sleep", "eat", "die", "deep"])
def test_what_exceeds_a_limit_is_tried_by_a_fresh_child_killed_and_forgotten(checker: IsolatedWorker, do: str) -> None:
    before = echo(checker)
    with pytest.raises(LimitExceeded):
        checker.ask({"do": do, "bytes": 10**9})
    after = echo(checker)
    assert gone(before["pid"])
    assert before["pid"] != after["pid"]
    assert before["stem"] == after["stem"], "the libraries are loaded once"


def test_waiting_for_a_busy_machine_is_no_time_that_a_check_takes(checker: IsolatedWorker) -> None:
    assert checker.ask({"do": "nap"}) == {"text": "awake"}


def test_memory_over_the_limit_is_named_as_the_reason(checker: IsolatedWorker) -> None:
    with pytest.raises(LimitExceeded, match="memory"):
        checker.ask({"do": "eat", "bytes": 80_000_000})


def test_memory_below_the_limit_is_given(checker: IsolatedWorker) -> None:
    assert checker.ask({"do": "eat", "bytes": 30_000_000}) == {"size": 30_000_000}


def test_a_flood_of_output_neither_blocks_nor_looks_like_an_answer(checker: IsolatedWorker) -> None:
    assert checker.ask({"do": "flood"}) == {"text": "y" * 1_000_000}


def test_a_failure_of_the_checker_is_no_verdict(checker: IsolatedWorker) -> None:
    with pytest.raises(CheckerBroken, match="ValueError: mine"):
        checker.ask({"do": "fail"})
    assert echo(checker)["text"] == "x"


@pytest.mark.parametrize("who", ["pid", "stem"])
def test_after_a_kill_the_next_question_is_answered(checker: IsolatedWorker, who: str) -> None:
    before = echo(checker)
    os.kill(int(str(before[who])), signal.SIGKILL)
    assert gone(before[who])
    assert echo(checker)["text"] == "x"
    assert gone(before["pid"]), "no child outlives its stem"


@pytest.mark.parametrize("source", ["import no_such_module", "raise SystemExit(3)", "x = ("])
def test_a_checker_that_does_not_start_is_an_error_that_says_why(tmp_path: Path, source: str) -> None:
    (tmp_path / "broken.py").write_text(source)
    checker = IsolatedWorker(tmp_path / "broken.py", (0.2, 0.3), 64)
    with pytest.raises(CheckerBroken, match="broken"):
        echo(checker)
    with pytest.raises(CheckerBroken):
        IsolatedWorker(tmp_path / "none.py", (0.2, 0.3), 64).ask({})


def test_threads_ask_at_once_and_each_gets_its_own_answer(checker: IsolatedWorker) -> None:
    asked = [str(i) for i in range(200)]
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda text: echo(checker, text), asked))
    assert [reply["text"] for reply in replies] == asked
    assert 1 <= len({reply["pid"] for reply in replies}) <= (os.cpu_count() or 1)


def test_a_hanging_question_does_not_keep_another_thread_waiting_where_there_are_cores(checker: IsolatedWorker) -> None:
    if (os.cpu_count() or 1) < 2:
        return  # one core has one child
    checker.seconds = (0.8, 0.1)

    def hang() -> None:
        with pytest.raises(LimitExceeded):
            checker.ask({"do": "sleep"})

    slow = threading.Thread(target=hang)
    slow.start()
    answered = [echo(checker)["text"] for _ in range(5)]
    hung = slow.is_alive()
    slow.join()
    assert (answered, hung) == (["x"] * 5, True)


def test_a_fork_of_the_caller_asks_children_of_its_own(checker: IsolatedWorker) -> None:
    before = echo(checker)
    reading, writing = os.pipe()
    fork = os.fork()
    if fork == 0:
        try:
            mine = echo(checker)
            checker.end()
            os.write(writing, b"own" if mine["stem"] != before["stem"] else b"shared")
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(fork, 0)
    with os.fdopen(reading, "rb") as stream:
        assert stream.read() == b"own"
    assert echo(checker)["pid"] == before["pid"]


def test_the_checker_sees_nothing_of_the_environment(checker: IsolatedWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGINE_API_KEY", "secret")
    assert "ENGINE_API_KEY" not in str(checker.ask({"do": "environment"}))


@pytest.mark.parametrize("ending", ["killed", "at its end"])
def test_stem_and_children_end_with_the_program(tmp_path: Path, ending: str) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    caller = (
        "import sys, threading, time\n"
        "from pathlib import Path\n"
        "from thoughtmill.verifiers.isolated_worker import IsolatedWorker\n"
        "checker = IsolatedWorker(Path(sys.argv[1]), (60, 60), 64)\n"
        "found = checker.ask({'do': 'echo', 'text': ''})\n"
        "threading.Thread(target=checker.ask, args=[{'do': 'spin'}], daemon=True).start()\n"
        "print(found['pid'], found['stem'], flush=True)\n"
        "time.sleep(600 if sys.argv[2] == 'killed' else 0.2)\n"
    )
    command = [sys.executable, "-c", caller, str(tmp_path / "program.py"), ending]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        pids = program.stdout.readline().split()
        assert len(pids) == 2
        if ending == "killed":
            time.sleep(0.2)
            program.kill()
    assert gone(*pids), "a checker outlives its program"
