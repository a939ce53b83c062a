"""Nothing outlives its owner: real programs, really killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from thoughtmill.engine import watchdog

TREE = """
import os, subprocess, sys, time
tag = sys.argv[1]
sleep = [sys.executable, "-c", "import time; time.sleep(600)", tag]
subprocess.Popen(sleep)
subprocess.Popen(sleep, start_new_session=True)                       # left the session
subprocess.Popen(sleep, env={})                                       # left the environment
subprocess.Popen(sleep, start_new_session=True, env={})               # left both
if os.fork() == 0:                                                    # an orphan that left both
    subprocess.Popen(sleep, start_new_session=True, env={})
    os._exit(0)
print("up", flush=True)
time.sleep(float(sys.argv[2]))
"""
"""A command with five descendants that make themselves hard to find."""

STUBBORN = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"

OWNER = """
import sys, time
from pathlib import Path
from thoughtmill.engine import watchdog
guarded = watchdog.start([sys.executable, *sys.argv[2:]], log=Path(sys.argv[1]))
print(guarded.pid, flush=True)
time.sleep(600)
"""


def living(tag: str) -> list[int]:
    """Pids of everything that has `tag` on its command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if tag.encode() in words:
                found.append(int(entry.name))
    return found


def until(said: Callable[[], object], what: str) -> None:
    """Wait for it; generous, so that only what never comes fails."""
    for _ in range(600):
        if said():
            return
        time.sleep(0.05)
    pytest.fail(f"never came: {what}")


@pytest.fixture
def tag() -> Iterator[str]:
    """A word that only this test's programs carry; what a failing test leaves is ended here."""
    word = f"tag-{uuid4().hex}"
    yield word
    for pid in living(word):
        os.kill(pid, signal.SIGKILL)


def tree(tag: str, seconds: float = 600) -> list[str]:
    return ["-c", TREE, tag, str(seconds)]


def start(tag: str, log: Path, seconds: float = 600) -> watchdog.Guarded:
    guarded = watchdog.start([sys.executable, *tree(tag, seconds)], log=log)
    until(lambda: len(living(tag)) >= 7 or guarded.poll() is not None, "the whole tree")
    return guarded


def owned(tag: str, log: Path) -> "tuple[subprocess.Popen[str], int]":
    """The tree under a watchdog under an owner of its own. Returns the owner and the watchdog's pid."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(log), *tree(tag)], stdout=subprocess.PIPE, text=True, env=os.environ | {}
    )
    assert owner.stdout
    pid = int(owner.stdout.readline())
    until(lambda: len(living(tag)) >= 8, "the whole tree")
    return owner, pid


def test_stop_ends_everything_also_what_left_its_session_and_its_environment(tag: str, tmp_path: Path) -> None:
    guarded = start(tag, tmp_path / "log")
    guarded.stop()
    assert living(tag) == []
    assert guarded.poll() == 128 + signal.SIGTERM


def test_what_does_not_end_when_asked_is_killed(tag: str, tmp_path: Path) -> None:
    guarded = watchdog.start([sys.executable, "-c", STUBBORN, tag], log=tmp_path / "log")
    until(lambda: "up" in (tmp_path / "log").read_text(), "the command")
    guarded.stop(grace_s=0.3)
    assert living(tag) == []
    assert guarded.poll() == 128 + signal.SIGKILL


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda sent: sent.name)
def test_a_watchdog_that_is_asked_to_end_ends_everything(tag: str, tmp_path: Path, sent: signal.Signals) -> None:
    guarded = start(tag, tmp_path / "log")
    os.kill(guarded.pid, sent)
    guarded.wait()
    assert living(tag) == []


def test_when_the_command_ends_by_itself_nothing_of_it_stays(tag: str, tmp_path: Path) -> None:
    guarded = start(tag, tmp_path / "log", seconds=1)
    assert guarded.wait() == 0
    assert living(tag) == []


def test_an_owner_killed_9_takes_everything_with_it(tag: str, tmp_path: Path) -> None:
    owner, _ = owned(tag, tmp_path / "log")
    owner.kill()
    owner.wait()
    until(lambda: not living(tag), "the end of everything")


def test_a_forked_child_that_keeps_the_pipe_open_does_not_hide_its_owners_death(tag: str, tmp_path: Path) -> None:
    forking = OWNER.replace("time.sleep(600)", "import os; os.fork(); time.sleep(600)")
    words = [sys.executable, "-c", forking, str(tmp_path / "log"), *tree(tag)]
    owner = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    until(lambda: len(living(tag)) >= 9, "the whole tree")
    owner.kill()
    owner.wait()
    until(lambda: len(living(tag)) == 1, "the end of everything but the forked child")


def test_a_watchdog_killed_9_is_replaced_by_its_owner(tag: str, tmp_path: Path) -> None:
    in_its_session = TREE.replace(
        "start_new_session=True, env={}", "env={}"
    )  # what left both is found by a watchdog only
    guarded = watchdog.start([sys.executable, "-c", in_its_session, tag, "600"], log=tmp_path / "log")
    until(lambda: len(living(tag)) >= 7, "the whole tree")
    os.kill(guarded.pid, signal.SIGKILL)
    until(lambda: guarded.poll() is not None, "the owner to see it")
    assert guarded.poll() == -signal.SIGKILL
    assert living(tag) == []


def test_the_next_start_finds_and_ends_what_a_run_left_whose_watchdog_was_killed_too(tag: str, tmp_path: Path) -> None:
    run = uuid4().hex
    sleep = f"import subprocess, sys, time; p = [sys.executable, '-c', 'import time; time.sleep(600)', {tag!r}]; "
    sleep += "subprocess.Popen(p); subprocess.Popen(p, start_new_session=True); time.sleep(600)"
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path / "log"), "-c", sleep, tag],
        env=os.environ | {watchdog.RUN: run},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout
    pid = int(owner.stdout.readline())
    until(lambda: len(living(tag)) >= 5, "the whole tree")
    for one in (owner.pid, pid):  # the owner is stopped first, so that nothing is left to clean up
        os.kill(one, signal.SIGSTOP)
    for one in (pid, owner.pid):
        os.kill(one, signal.SIGKILL)
    owner.wait()
    until(lambda: len(watchdog.leftovers(run)) == 3, "the end of owner and watchdog")
    found = watchdog.leftovers(run)
    assert {one for one, _ in found} == set(living(tag))
    assert all(tag in command for _, command in found)
    watchdog.end(run, grace_s=1)
    assert living(tag) == [] == watchdog.leftovers(run)


def test_an_outer_watchdog_ends_what_an_inner_one_started(tag: str, tmp_path: Path) -> None:
    outer = watchdog.start([sys.executable, "-c", OWNER, str(tmp_path / "inner"), *tree(tag)], log=tmp_path / "outer")
    until(lambda: len(living(tag)) >= 9, "the whole tree")
    inner = int((tmp_path / "outer").read_text().split()[0])
    os.kill(inner, signal.SIGKILL)  # the innermost guard is gone; its owner sleeps and does not look
    outer.stop(grace_s=0.5)
    assert living(tag) == []


def test_all_that_is_started_carries_its_run_and_the_marks_of_its_watchdogs(tmp_path: Path) -> None:
    show = "import os; print(os.environ['THOUGHTMILL_RUN'], os.environ['THOUGHTMILL_GUARD'])"
    env = {**os.environ, watchdog.RUN: "a" * 32, watchdog.GUARD: "b" * 32}
    guarded = watchdog.start([sys.executable, "-c", show], env, tmp_path / "log")
    assert guarded.wait() == 0
    assert (tmp_path / "log").read_text().split() == ["a" * 32, f"{'b' * 32}:{guarded.mark}"]


@pytest.mark.parametrize(("code", "seen"), [("sys.exit(7)", 7), ("os.kill(os.getpid(), 9)", 137)])
def test_the_commands_exit_code_is_told(tmp_path: Path, code: str, seen: int) -> None:
    guarded = watchdog.start([sys.executable, "-c", f"import os, sys; {code}"], log=tmp_path / "log")
    assert guarded.wait() == seen == guarded.poll()


def test_a_command_that_is_not_there_is_told_in_its_log(tmp_path: Path) -> None:
    guarded = watchdog.start(["/no/such/program"], log=tmp_path / "log")
    assert guarded.wait() == 127
    assert "/no/such/program" in (tmp_path / "log").read_text()


def test_it_is_a_program_too_that_needs_nothing_but_the_standard_library() -> None:
    words = [sys.executable, "-I", "-S", watchdog.__file__, "--", "sh", "-c", "echo $THOUGHTMILL_GUARD; exit 3"]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (run.returncode, len(run.stdout.strip())) == (3, 32)
