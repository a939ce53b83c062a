"""The walls of the sandbox: attacks are contained and judged wrong, leave nothing behind and harm no machine."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.sandbox.sandbox_attacks import CALLS, PROGRAMS, SECRET, SLEEPERS, Host, listening
from thoughtmill import sandbox
from thoughtmill.errors import CheckerBroken
from thoughtmill.sandbox import SANDBOXES, Ended, Job, walls
from thoughtmill.verifiers import Check, Outcome
from thoughtmill.verifiers.code.verifier import Code

pytestmark = pytest.mark.needs("bwrap")
CODE = Code()
TIGHT = {"language": "python", "seconds": 0.3, "memory_mb": 128}
BROKEN_OUT = json.dumps({**TIGHT, "tests": [{"stdin": "BREACH\n" * 3, "stdout": "BREACH"}]})
"""Accepts exactly what breaks out."""

ANSWERED = json.dumps(
    {**TIGHT, "function": "f", "tests": [{"args": [5], "expected": 42}, {"args": [5], "expected": 43}]}
)
"""Can't be answered: the same call, two results."""

ECHO = json.dumps({**TIGHT, "tests": [{"stdin": "a b\n", "stdout": "a b"}]})


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Things on this host that nobody inside may reach, and a look at them afterwards."""
    folder = tmp_path_factory.mktemp("host")
    at_home = Path.home() / f".thoughtmill-secret-{os.getpid()}"
    (folder / "open").mkdir(mode=0o777)
    for file in (folder / "secret", at_home):
        file.write_text(SECRET, encoding="utf-8")
    os.environ["SANDBOX_SECRET"] = SECRET
    abstract = f"thoughtmill-{os.getpid()}"
    try:
        with listening(folder / "door", abstract) as (port, doors):
            checkout = Path(__file__).parents[2]
            yield Host(
                folder / "secret", at_home, folder / "open", checkout, port, folder / "door", abstract, os.getpid()
            )
            for door in doors:
                with pytest.raises(BlockingIOError):
                    door.accept()
        assert [file.read_text(encoding="utf-8") for file in (folder / "secret", at_home)] == [SECRET, SECRET]
        assert not list((folder / "open").iterdir())
    finally:
        at_home.unlink()
        del os.environ["SANDBOX_SECRET"]


def test_there_are_many_attacks() -> None:
    assert len(PROGRAMS) + len(CALLS) >= 150


@pytest.fixture(scope="module")
def asleep() -> Iterator[dict[str, Future[Check]]]:
    """The checks of all sleepers at once. A sandbox with a sleeper is ended, so none of them has a next candidate."""
    with ThreadPoolExecutor(len(SLEEPERS)) as threads:
        yield {name: threads.submit(CODE.check, f"```python\n{PROGRAMS[name]}\n```", BROKEN_OUT) for name in SLEEPERS}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_breaks_out_of_nothing_is_judged_wrong_and_disturbs_nobody(
    name: str, host: Host, asleep: dict[str, Future[Check]]
) -> None:
    if name in asleep:
        check = asleep[name].result()
    else:
        check = CODE.check(f"```python\n{host.place(PROGRAMS[name])}\n```", BROKEN_OUT)
    assert check.outcome is Outcome.WRONG, check
    assert SECRET not in (check.why or "")
    assert "BREACH" not in (check.why or "").split("expected")[0]
    assert CODE.check("print(input())", ECHO).outcome is Outcome.CORRECT, "the next candidate"


@pytest.mark.parametrize("name", CALLS)
def test_a_call_gets_past_no_test_and_disturbs_nobody(name: str) -> None:
    check = CODE.check(f"```python\n{CALLS[name]}\n```", ANSWERED)
    assert check.outcome is Outcome.WRONG, check
    assert (check.why or "").startswith("test 1 of 2"), "it got past a test whose result it can't know"
    (check.why or "").encode()
    assert CODE.check("print(input())", ECHO).outcome is Outcome.CORRECT, "the next candidate"


def sandboxed() -> list[psutil.Process]:
    """The sandboxes of this program and all that runs in them; other children are none of our business."""
    walls = [child for child in psutil.Process().children() if "bwrap" in child.name()]
    return walls + [one for wall in walls for one in wall.children(recursive=True)]


def test_nothing_lives_on_when_the_sandboxes_are_ended() -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: sandbox.run(Job("import time; time.sleep(0.1)", "")), range(8)))
    inside = sandboxed()
    assert inside
    SANDBOXES.end()
    _, alive = psutil.wait_procs(inside, timeout=20)
    assert not alive


def test_a_sandbox_dies_with_its_program_even_in_the_middle_of_a_run() -> None:
    program = (
        "import threading\n"
        "from thoughtmill import sandbox\n"
        "sandbox.missing()\n"
        "print(sandbox.SANDBOXES.idle[0].first, flush=True)\n"
        "sandbox.run(sandbox.Job('while True: pass', '', seconds=30))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        first = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    first.wait(timeout=20)


def test_files_of_one_candidate_are_gone_for_the_next() -> None:
    assert sandbox.run(Job("open('/tmp/left', 'w').write('x')", "")).ended is Ended.DONE
    assert sandbox.run(Job("import os; print(os.listdir('/tmp'))", "")).output == b"[]\n"


SCAN = """
import ctypes, gc
sought = "-".join(["the", "word", "of", "the", "one", "before"]).encode()
libc = ctypes.CDLL(None, use_errno=True)
seen = ctypes.create_string_buffer(1)
found = pages = 0
places = sorted({id(o) >> 20 for o in gc.get_objects()} | {id(seen) >> 20})
for place in places:
    for page in range(place << 20, (place + 1) << 20, 4096):
        if libc.mincore(ctypes.c_void_p(page), 4096, seen) == 0:
            pages += 1
            found += sought in ctypes.string_at(page, 4096)
print(pages > 100, found)
"""


def test_no_candidate_finds_in_memory_what_another_was_asked_or_said() -> None:
    word = "the-word-of-the-one-before"
    SANDBOXES.end()
    before = sandbox.run(Job(SCAN, "", seconds=20)).output
    for _ in range(20):
        assert sandbox.run(Job(f"x = '{word}' * 50; input(); print(x)", word * 50)).ended is Ended.DONE
    assert sandbox.run(Job(SCAN, "", seconds=20)).output == before
    pages, found = sandbox.run(Job(f"kept = '{word}' * 50\n{SCAN}", "", seconds=20)).output.split()
    assert (pages, int(found) > int(before.split()[1])) == (b"True", True), "the search itself finds what is there"


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        ("print(1)", Ended.DONE),
        ("raise ValueError", Ended.RAISED),
        ("def f(", Ended.RAISED),
        ("raise SystemExit(3)", Ended.DIED),
        ("import ctypes; ctypes.string_at(0)", Ended.DIED),
        ("while True: pass", Ended.TIME),
        ("import time; time.sleep(99)", Ended.STALLED),
        ("x = [bytearray(10**6) for _ in range(400)]\nwhile True: pass", Ended.MEMORY),
        ("while True: print('x' * 999)", Ended.OUTPUT),
        ("for n in range(10**6): open(f'/tmp/{n}', 'w')", Ended.RAISED),
    ],
)
def test_how_a_run_ended_is_told(code: str, ended: Ended) -> None:
    assert sandbox.run(Job(code, "", seconds=0.5, memory_mb=128)).ended is ended


@contextmanager
def running(code: str) -> Iterator[Path]:
    """The /proc folder of a candidate while it runs."""
    SANDBOXES.end()
    with ThreadPoolExecutor(1) as threads:
        threads.submit(sandbox.run, Job(code, "", seconds=5))
        while not (found := [one for one in sandboxed() if one.name() == "python" and not one.children()][1:]):
            time.sleep(0.01)  # the first of the two is the init of the run
        time.sleep(0.5)  # until it has its limits
        yield Path(f"/proc/{found[0].pid}")
        found[0].kill()


def test_a_candidate_holds_no_right_is_nobody_also_outside_and_has_namespaces_of_its_own() -> None:
    with running("import time; time.sleep(60)") as candidate:
        status = (candidate / "status").read_text(encoding="utf-8")
        told = {line.split(":")[0]: line.split()[1:] for line in status.splitlines() if ":" in line}
        assert {told[name][0] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
        assert (told["NoNewPrivs"], told["Seccomp"]) == (["1"], ["2"])
        nobody_or_me = str(os.getuid() or walls.NOBODY)
        assert told["Uid"] == [nobody_or_me] * 4
        assert told["Groups"] == [] or os.getuid()
        for space in ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup"):
            assert (candidate / "ns" / space).readlink() != Path(f"/proc/self/ns/{space}").readlink(), space
        assert not (candidate / "environ").read_bytes().replace(b"\0", b"").startswith(b"PATH")


STATE = """
import fcntl, os
def flags(file):
    try:
        return fcntl.fcntl(file, fcntl.F_GETFL), fcntl.fcntl(file, fcntl.F_GETOWN)
    except OSError:
        return None
print(os.listdir("/tmp"), oct(os.stat("/tmp").st_mode), os.stat("/tmp").st_mtime > 10**9, os.listxattr("/tmp"))
print(os.getpid(), os.getppid(), os.getpgrp(), os.getcwd(), len(os.listdir("/dev")))
print([(file, flags(file)) for file in range(64) if flags(file)], fcntl.fcntl(1, fcntl.F_GETPIPE_SZ))
"""
"""Tells what another run could have changed."""

MARKS = {
    "mode": "os.chmod('/tmp', 0)",
    "mode and files": "open('/tmp/x', 'w').close(); os.mkdir('/tmp/d', 0); os.chmod('/tmp', 0o1777)",
    "time": "os.utime('/tmp', (0, 424242))",
    "attributes": "os.setxattr('/tmp', 'user.x', b'A')",
    "a folder that is held": "import fcntl; fcntl.flock(os.open('/tmp', 0), 2); os.chdir('/')",
    "flags of open files": "import fcntl\nfor n in range(3): fcntl.fcntl(n, fcntl.F_SETFL, os.O_NONBLOCK)",
    "owners of open files": "import fcntl\nfor n in range(3): fcntl.fcntl(n, fcntl.F_SETOWN, os.getpid())",
    "the size of its pipe": "import fcntl; fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, 2**17)",
    "threads": "import threading\nfor n in range(99): threading.Thread(target=print).start()",
    "devices' mode": "os.chmod('/dev/null', 0)",
    "devices' time": "os.utime('/dev/null', (0, 0))",
}


@pytest.mark.parametrize("mark", MARKS)
def test_what_a_program_marks_is_unmarked_for_the_next_and_outside(mark: str) -> None:
    devices = [Path(f"/dev/{name}").stat() for name in ("null", "zero", "urandom")]
    clean = sandbox.run(Job(STATE, "")).output
    assert clean.count(b"\n") == 3
    assert sandbox.run(Job(f"import os\n{MARKS[mark]}", "")).ended in (Ended.DONE, Ended.RAISED)
    assert sandbox.run(Job(STATE, "")).output == clean
    for name, before in zip(("null", "zero", "urandom"), devices, strict=True):
        after = Path(f"/dev/{name}").stat()
        assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


BIND = """
import socket
held = [socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(20)]
for number, (one, other) in enumerate(held):
    try:
        one.bind(f"\\0name-{number}")
        socket.send_fds(other, [b"x"], [one.fileno()])
    except OSError as error:
        print(type(error).__name__)
"""
"""Sockets that hold themselves may outlast the program, and so would their names, until the kernel looks for such."""


def test_no_name_in_the_network_is_left_for_the_next() -> None:
    first, *later = [sandbox.run(Job(BIND, "")).output for _ in range(20)]
    assert set(later) == {first} == {b"PermissionError\n" * 20}


ENDS = {
    **{f"signal {number}": f"os.kill(os.getpid(), {number})" for number in (1, 6, 9, 15, 24, 34, 40, 64)},
    "the parent": "os.kill(os.getppid(), 9); os.kill(1, 40); os._exit(0)",
    "all": "os.kill(-1, 9)\nos._exit(0)",
    "the group": "os.killpg(0, 9)",
    "every file closed": "os.closerange(0, 64)",
    "every file written": "for n in range(64):\n try: os.write(n, b'E\\0\\0\\0\\2{}')\n except OSError: pass",
    **{f"status {number}": f"os._exit({number})" for number in (0, 1, 127, 137, 255)},
}


@pytest.mark.parametrize("end", ENDS)
def test_however_a_program_ends_it_is_wrong_and_the_next_one_runs(end: str) -> None:
    told = json.dumps({**TIGHT, "function": "f", "tests": [{"args": [1], "expected": 1}]})
    right = "def f(n):\n return n"
    assert CODE.check(f"```python\nimport os\n{ENDS[end]}\nos._exit(3)\n{right}\n```", told).outcome is Outcome.WRONG
    assert CODE.check(f"```python\n{right}\n```", told).outcome is Outcome.CORRECT


def test_a_program_that_talks_all_the_time_is_held_to_its_limits() -> None:
    talk = "import os, threading\ndef tick():\n while True: os.write(1, b'.')\n"
    memory = (
        "kept = []\nfor n in range(900): kept.append(bytearray(b'x') * 2**20); os.write(1, b'.' * 99)\nwhile 1: pass"
    )
    files = "for n in range(10**6):\n open(f'/tmp/{n}', 'w').close(); n % 300 or os.write(1, b'.')"
    sleep = "import time\nwhile True: time.sleep(0.002); os.write(1, b'.')"
    begun = time.monotonic()
    jobs = (
        Job(f"{talk}{memory}", "", memory_mb=128),
        Job(f"{talk}{files}", ""),
        Job(f"{talk}{sleep}", "", seconds=0.5),
    )
    with ThreadPoolExecutor(len(jobs)) as threads:
        ran = list(threads.map(sandbox.run, jobs))
    assert [one.ended for one in ran] == [Ended.MEMORY, Ended.RAISED, Ended.STALLED]
    assert len(ran[1].output) < 20
    assert time.monotonic() - begun < 30


@pytest.mark.slow
def test_an_endless_loop_is_wrong_and_an_honest_program_right_on_a_machine_that_is_busy() -> None:
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(6 * (os.cpu_count() or 1))]
    try:
        told = json.dumps({"seconds": 1, "tests": [{"stdin": "", "stdout": "1"}]})
        assert CODE.check("```python\nwhile True: pass\n```", told).outcome is Outcome.WRONG
        honest = "import time\nwhile time.process_time() < 0.5: pass\nprint(1)"
        assert CODE.check(f"```python\n{honest}\n```", told).outcome is Outcome.CORRECT
    finally:
        for one in busy:
            one.kill()
            one.wait()


def test_many_threads_run_at_once_and_each_gets_its_own() -> None:
    with ThreadPoolExecutor(8) as threads:
        ran = list(threads.map(lambda n: sandbox.run(Job("print(int(input()) ** 2)", str(n))), range(100)))
    assert [int(one.output) for one in ran] == [n * n for n in range(100)]


def test_a_sandbox_outlives_the_thread_that_asked_first() -> None:
    SANDBOXES.end()
    asking = threading.Thread(target=lambda: sandbox.run(Job("", "")))
    asking.start()
    asking.join()
    time.sleep(0.2)
    idle = SANDBOXES.idle[-1]
    assert sandbox.run(Job("print(1)", "")).output == b"1\n"
    assert SANDBOXES.idle[-1] is idle


def test_a_killed_sandbox_is_replaced() -> None:
    sandbox.run(Job("", ""))
    for idle in SANDBOXES.idle:
        os.kill(idle.first, 9)
    assert sandbox.run(Job("print(1)", "")).output == b"1\n"


def test_a_sandbox_that_dies_again_and_again_is_an_error_and_no_verdict() -> None:
    stop = threading.Event()

    def kill() -> None:
        while not stop.is_set():
            with suppress(psutil.Error):
                for wall in psutil.Process().children():
                    for one in wall.children() if "bwrap" in wall.name() else []:
                        one.kill()
            time.sleep(0.01)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with pytest.raises(CheckerBroken):
            CODE.check("import time; time.sleep(1)", json.dumps({"tests": [{"stdin": "", "stdout": ""}]}))
    finally:
        stop.set()
        killer.join()
        SANDBOXES.end()


def test_without_bubblewrap_code_is_refused_with_what_to_install_and_never_run(tmp_path: Path) -> None:
    answer = f"open({str(tmp_path / 'ran')!r}, 'w')"
    program = (
        "from thoughtmill.errors import CheckerBroken\n"
        "from thoughtmill.verifiers.code.verifier import Code\n"
        "print(Code().faults_of(Code.example.reference))\n"
        "try:\n"
        f"    Code().check({answer!r}, Code.example.reference)\n"
        "except CheckerBroken as error:\n"
        "    print(error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    ).stdout
    assert told.count("apt-get install bubblewrap") == 2, told
    assert "found     none on PATH" in told
    assert not (tmp_path / "ran").exists()


def test_a_bubblewrap_that_is_not_permitted_is_told(tmp_path: Path) -> None:
    (tmp_path / "bwrap").write_text(
        "#!/bin/sh\necho 'bwrap: Creating new namespace failed: Operation not permitted' >&2; exit 1\n"
    )
    (tmp_path / "bwrap").chmod(0o755)
    program = "from thoughtmill import sandbox; print(sandbox.missing())"
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Operation not permitted" in told
    assert "docs/sandbox.md" in told


def test_another_program_can_be_named_instead_of_bubblewrap_and_one_whose_walls_do_not_stand_runs_nothing(
    tmp_path: Path,
) -> None:
    wall, mark = tmp_path / "wall", tmp_path / "asked"
    program = "from thoughtmill.verifiers.code.verifier import Code; print(Code().faults_of(Code.example.reference))"

    def told(body: str, named: Path | str = wall) -> str:
        wall.write_text(f"#!/bin/sh\necho >> {mark}\n{body}\n")
        wall.chmod(0o755)
        env = {"PATH": "/usr/bin:/bin", "THOUGHTMILL_SANDBOX": str(named)}
        return subprocess.run(
            [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
        ).stdout

    assert told('exec bwrap "$@"') == "None\n"
    assert mark.exists()
    assert "no files but its own" in told('exec bwrap --ro-bind /etc/passwd /passwd "$@"')
    assert str(tmp_path / "no") in told("", tmp_path / "no")
    assert told("", "") == "None\n", "an empty name names none"


def test_no_word_that_starts_a_sandbox_names_the_home_or_the_checkout_as_writable() -> None:
    words = walls.command(3, 4, [b""])
    assert "--bind" not in words
    assert {words[words.index("--dev-bind") + 1]} <= {"/dev/null", "/dev/zero", "/dev/urandom"}
    assert "--proc" not in words


def test_nothing_is_started_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "from thoughtmill import sandbox\n"
        "from thoughtmill.verifiers.code.verifier import Code\n"
        "assert Code().check('', Code.example.reference).outcome == 'wrong'\n"
        "assert not sandbox.SANDBOXES.idle and sandbox.SANDBOXES.starter is None\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_profile_for_containers_permits_what_bubblewrap_needs_and_little_that_is_refused_inside() -> None:
    profile = json.loads(Path("deployments/sandbox-seccomp.json").read_text(encoding="utf-8"))
    refused = {name for rule in profile["syscalls"] for name in rule["names"]}
    needed = {"clone", "unshare", "setns", "mount", "umount2", "pivot_root", "sethostname", "prctl", "seccomp"}
    assert not refused & needed
    assert {"ptrace", "bpf", "keyctl", "io_uring_setup", "userfaultfd", "open_by_handle_at"} <= refused
