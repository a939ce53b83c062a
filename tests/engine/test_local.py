"""A local engine is started, revived and surely ended: with a program that stands in for vLLM, and with vLLM itself."""

import asyncio
import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.test_watchdog import living, until
from thoughtmill.engine.client import Ask, Completion, Engine, Sampling, ask_all
from thoughtmill.engine.local import RunningEngine, borrowed_engine, free_port, local_engine
from thoughtmill.engine.vllm_server import command, environment, interpreter, last_words, needs_avx2, number_format
from thoughtmill.errors import AlreadyRunning, EngineError, EngineUnavailable
from thoughtmill.store.leases.lease import held
from thoughtmill.store.places.storage import Folder

ROOT = Path(__file__).resolve().parents[2]

STAND_IN = """#!{python}
import os, subprocess, sys
given = dict(zip(sys.argv, sys.argv[1:]))
core = [sys.executable, "-c", "import time; time.sleep(600)", {tag!r}]
subprocess.Popen(core, start_new_session=True, env={{}})
print("INFO the engine begins", os.environ["VLLM_API_KEY"][:0], flush=True)
{fault}
os.environ["PYTHONPATH"] = {root!r}
script = [{root!r} + "/tests/scripted_engine.py", "--port", given["--port"], "--model", given["--served-model-name"]]
os.execv(sys.executable, [sys.executable, *script])
"""
"""A real program in vLLM's place: listens where it is told, with a child that outlives it."""


@pytest.fixture
def tag(tmp_path: Path) -> Iterator[str]:
    """On the command line of the stand-in's child."""
    word = f"core-{tmp_path.name}-{os.getpid()}"
    yield word
    for pid in living(word):
        os.kill(pid, signal.SIGKILL)


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str, fault: str = "") -> None:
    program = tmp_path / "bin" / "python"
    program.parent.mkdir(exist_ok=True)
    program.write_text(STAND_IN.format(python=sys.executable, tag=tag, fault=fault, root=str(ROOT)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("THOUGHTMILL_ENGINE_PYTHON", str(program))


def asks(count: int) -> Iterator[Ask]:
    return (Ask(f"q{i}", 1, 0, (("user", f"What is {i} + {i + 1}?"),)) for i in range(count))


def ask(running: RunningEngine, count: int, kill_after: int = -1, kill: int = 0) -> list[str]:
    """Ask; kill a program when so many answers are there. Returns what was answered, sorted."""

    async def collect() -> list[str]:
        names: list[str] = []
        sampling = Sampling(0.7, 1.0, 40)
        async with contextlib.aclosing(ask_all(running.engine, asks(count), sampling, 8, 120, running.revive)) as found:
            async for result in found:
                assert isinstance(result, Completion)
                names.append(result.ask.question_id)
                if len(names) == kill_after:
                    os.kill(kill, signal.SIGKILL)
        return sorted(names)

    return asyncio.run(collect())


def everybody(count: int) -> list[str]:
    return sorted(f"q{i}" for i in range(count))


def revive(running: RunningEngine) -> None:
    async def once() -> None:
        assert running.revive
        await running.revive()

    asyncio.run(once())


def server_of(running: RunningEngine) -> int:
    """The pid of the stand-in."""
    port = running.engine.host.split(":")[1]
    return next(pid for pid in living(port) if b"scripted_engine" in Path(f"/proc/{pid}/cmdline").read_bytes()[:200])


def test_an_engine_is_started_asked_and_gone_with_all_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    stand_in(tmp_path, monkeypatch, tag)
    told: list[str] = []
    with local_engine("small", "weights", {}, tmp_path / "logs" / "log", told.append) as running:
        asyncio.run(running.engine.check())
        assert ask(running, 10) == everybody(10)
        assert living(tag)
        with pytest.raises(EngineError, match="THOUGHTMILL_ENGINE_KEY"):
            asyncio.run(Engine(running.engine.url, "small", "guessed").check())
    assert not living(tag)
    assert "ready" in told[-1]
    key = running.engine.key
    assert key
    assert key not in (tmp_path / "logs" / "log").read_text() + " ".join(told) + repr(running.engine)


def test_an_engine_killed_9_is_started_again_at_the_same_place_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    stand_in(tmp_path, monkeypatch, tag)
    with local_engine("small", "weights", {}, tmp_path / "log") as running:
        assert ask(running, 40, kill_after=12, kill=server_of(running)) == everybody(40)
        assert len(living(tag)) == 1, "the dead one's child is gone, the new one's is there"
    assert not living(tag)


def test_revive_leaves_an_engine_alone_that_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    stand_in(tmp_path, monkeypatch, tag)
    with local_engine("small", "weights", {}, tmp_path / "log") as running:
        before = living(tag)
        revive(running)
        assert living(tag) == before


STUBBORN = """subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)", {tag!r}])"""
"""What the engine leaves running for as long as it may: until it is killed."""

LEASED = """
import sys, time
from pathlib import Path
from thoughtmill.engine.local import local_engine
from thoughtmill.store.leases.lease import held
from thoughtmill.store.places.storage import Folder
place = Path(sys.argv[1])
with held(Folder(place), "one", "does it"), local_engine("small", "weights", {}, place / "log"):
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.slow
def test_the_lease_of_a_run_that_was_killed_is_not_free_before_its_engine_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    stand_in(tmp_path, monkeypatch, tag, STUBBORN.format(tag=tag))
    owner = subprocess.Popen([sys.executable, "-c", LEASED, str(tmp_path)], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"ready\n"
    owner.kill()
    owner.wait()
    with (
        pytest.raises(AlreadyRunning, match="still does"),
        held(Folder(tmp_path), "one", "does it", wait_s=0.5, expire_s=600.0),
    ):
        pass
    with held(Folder(tmp_path), "one", "does it", wait_s=60, expire_s=600.0):
        assert not living(tag)


@pytest.mark.slow
def test_an_engine_that_hangs_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    stand_in(tmp_path, monkeypatch, tag)
    with local_engine("small", "weights", {}, tmp_path / "log") as running:
        os.kill(server_of(running), signal.SIGSTOP)
        revive(running)
        assert ask(running, 5) == everybody(5)


def test_an_engine_that_dies_while_starting_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    stand_in(tmp_path, monkeypatch, tag, fault='print("noise"); sys.exit("ValueError: no such model: weights")')
    (tmp_path / "log").write_text("RuntimeError: of an earlier start\n")
    with pytest.raises(EngineError) as told, local_engine("small", "weights", {}, tmp_path / "log"):
        pass
    assert "no such model" in str(told.value)
    assert "earlier start" not in str(told.value)
    assert not living(tag)


OWNER = """
import signal, sys, time
from pathlib import Path
from thoughtmill.engine.local import local_engine
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
with local_engine("small", "weights", {}, Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda sent: sent.name)
@pytest.mark.parametrize("when", ["starting", "ready"])
def test_whatever_ends_its_owner_ends_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str, sent: signal.Signals, when: str
) -> None:
    stand_in(tmp_path, monkeypatch, tag, fault="import time; time.sleep(600)" if when == "starting" else "")
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    if when == "ready":
        assert owner.stdout.readline() == "ready\n"
    until(lambda: living(tag), "the engine's child")
    owner.send_signal(sent)
    owner.wait()
    until(lambda: not living(tag), "the end of the engine")


def test_waiting_for_a_start_ends_when_its_log_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    stand_in(tmp_path, monkeypatch, tag, fault="import time; time.sleep(600)")
    waiting = local_engine("m", "w", {}, tmp_path / "log", silent_s=1)
    with pytest.raises(EngineUnavailable, match="the engine begins"), waiting:
        pass
    assert not living(tag)


def test_a_port_that_was_taken_meanwhile_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str) -> None:
    taken = tmp_path / "taken"
    fault = f"""
if not os.path.exists({str(taken)!r}):
    open({str(taken)!r}, "w").close()
    sys.exit("OSError: [Errno 98] Address already in use")
"""
    stand_in(tmp_path, monkeypatch, tag, fault)
    with local_engine("small", "weights", {}, tmp_path / "log") as running:
        assert ask(running, 3) == everybody(3)


def test_a_missing_environment_is_told_with_both_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THOUGHTMILL_ENGINE_PYTHON", str(tmp_path / "none"))
    with pytest.raises(EngineError) as told:
        interpreter()
    assert "install.py engine-cpu" in str(told.value)
    assert "THOUGHTMILL_ENGINE_URL" in str(told.value)


def test_a_cpu_that_vllm_cannot_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    cpu = tmp_path / "cpuinfo"
    cpu.write_text("processor\t: 0\nflags\t\t: fpu vme avx\nbugs\t\t: avx2_is_no_flag\n")
    with pytest.raises(EngineError, match="make demo ENGINE_URL"):
        needs_avx2(cpu)
    cpu.write_text("processor\t: 0\nflags\t\t: fpu avx avx2\n")
    needs_avx2(cpu)


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [("avx avx2", "float32"), ("avx avx2 avx512f", "bfloat16"), ("avx2 avx512f amx_bf16", "bfloat16")],
)
def test_an_engine_on_a_cpu_computes_in_the_format_that_the_cpu_is_fast_in(
    flags: str, wanted: str, tmp_path: Path
) -> None:
    cpu = tmp_path / "cpuinfo"
    cpu.write_text(f"processor\t: 0\nflags\t\t: fpu {flags} sse\n")
    assert number_format(cpu) == wanted


def test_what_a_campaign_says_of_the_server_goes_before_our_own_choices() -> None:
    python = Path("/nowhere/bin/python")
    said = command(python, "name", "weights", {"max_model_len": 1024, "enforce_eager": False, "trust_me": True}, 1)
    assert said[:4] == [str(python), "-m", "vllm.entrypoints.cli.main", "serve"]
    options = " ".join(said[4:])
    assert "--max-model-len 1024" in options
    assert "--trust-me" in said
    assert "--no-enforce-eager" in said
    assert "--enforce-eager" not in said
    assert "--host 127.0.0.1 --port 1 --model weights --served-model-name name" in options


def test_an_engine_gets_no_secret_of_the_factory_and_stays_off_the_net_for_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ("AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "PREFECT_API_AUTH_STRING", "THOUGHTMILL_ENGINE_KEY", "WANDB_MODE")
    others = ("OPENAI_BASE_URL", "HF_TOKEN", "GITHUB_TOKEN", "MY_API_KEY", "db_password", "CLIENT_SECRET", "SECRET")
    for name in (*ours, *others):
        monkeypatch.setenv(name, "s3cret")
    monkeypatch.setenv("TOKENIZERS_PARALLELISM", "false")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    env = environment(Path("/nowhere/bin/python"), str(tmp_path), {}, "key")
    assert "s3cret" not in env.values()
    assert (env["VLLM_API_KEY"], env["HF_HUB_OFFLINE"], env["VLLM_NO_USAGE_STATS"]) == ("key", "1", "1")
    assert env["TOKENIZERS_PARALLELISM"] == "false"
    from_a_hub = environment(Path("/nowhere/bin/python"), "org/model", {}, "key")
    assert "HF_HUB_OFFLINE" not in from_a_hub
    assert [name for name, value in from_a_hub.items() if value == "s3cret"] == ["HF_TOKEN"]


def test_an_engine_on_a_cpu_has_threads_that_sleep_while_they_wait_unless_a_person_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    without_gpu = Path("/nowhere/bin/python")
    assert environment(without_gpu, str(tmp_path), {}, "key")["OMP_WAIT_POLICY"] == "PASSIVE"
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    assert environment(without_gpu, str(tmp_path), {}, "key")["OMP_WAIT_POLICY"] == "ACTIVE"


def test_last_words_are_the_errors_if_there_are_any(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("start\nValueError: too big\n" + "chatter\n" * 50)
    assert last_words(log) == "ValueError: too big"
    log.write_text("one\ntwo\n")
    assert last_words(log) == "one / two"
    log.write_text("")
    assert last_words(log) == "nothing in its log"


def test_a_free_port_can_be_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))


def test_a_borrowed_engine_is_checked_first() -> None:
    with pytest.raises(EngineUnavailable), borrowed_engine(Engine(f"http://127.0.0.1:{free_port()}/v1", "m")):
        pass
