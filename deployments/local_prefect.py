"""A Prefect server and its workers on this machine, on loopback, for as long as somebody needs them.

Everything is started through a watchdog, so nothing outlives its owner. State (SQLite, logs) lies in `home`.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deployments.declared import POOLS
from thoughtmill.engine import watchdog
from thoughtmill.errors import PrefectDown

DEFAULT_PORT = 4200
SILENT_S = 180
"""Without a new line in its log for this long, something that starts is given up."""


@dataclass(frozen=True, slots=True)
class LocalPrefect:
    """A running server: the address of its UI, and the environment in which its clients run."""

    url: str
    env: dict[str, str]
    alive: Callable[[], None]


def environment(home: Path, port: int) -> dict[str, str]:
    """The settings of server, workers and runs; the caller's own PREFECT_* are left out."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return mine | {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_LOGGING_TO_API_BATCH_INTERVAL": "1",
        "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
        "PREFECT_CLI_PROMPT": "false",
        "THOUGHTMILL_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def port_of_ours(named: int | None) -> Iterator[int]:
    """The port that was named, or the first free one from 4200 on. Raises PrefectDown if a named one is taken.

    A server needs seconds until it listens. Until then a second start here would find the port free, take that server
    for its own, and its workers would ask their engine for the other's campaign. So a name that only one program can
    have in this network, and that goes with the program, is held as long as the port is used.
    """
    for port in [named] if named else range(DEFAULT_PORT, DEFAULT_PORT + 100):
        with socket.socket() as probe, socket.socket(socket.AF_UNIX) as name:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                name.bind(f"\0thoughtmill-prefect-{port}")
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            probe.close()
            yield port
            return
    if named:
        raise PrefectDown(f"port {named} free", "something listens there", "name another one, or none: PORT=…")
    raise PrefectDown("a free port from 4200 to 4299", "none", "name one: PORT=…")


@contextmanager
def local_prefect(root: Path, home: Path, port: int | None, say: Callable[[str], None]) -> Iterator[LocalPrefect]:
    """Server, pools, deployments and one worker a pool; all ended on leaving. Raises PrefectDown."""
    with port_of_ours(port) as chosen:
        if port is None and chosen != DEFAULT_PORT:
            say(f"port {DEFAULT_PORT} is taken: Prefect's server takes {chosen}")
        with _started(root, home, chosen, say) as prefect:
            yield prefect


@contextmanager
def _started(root: Path, home: Path, chosen: int, say: Callable[[str], None]) -> Iterator[LocalPrefect]:
    env = environment(home, chosen) | {"THOUGHTMILL_ROOT": str(root)}
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    (home / "prefect").mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:
        started: dict[str, watchdog.Guarded] = {}

        def start(name: str, *command: str) -> None:
            guarded = watchdog.start([sys.executable, "-m", "prefect", *command], env, logs / f"{name}.log", root)
            running.callback(guarded.stop)
            started[name] = guarded

        def alive() -> None:
            for name, guarded in started.items():
                if guarded.poll() is not None:
                    raise PrefectDown(f"{name} running", f"it ended with code {guarded.poll()}", _tail(logs / name))

        say(f"starting Prefect's server on http://127.0.0.1:{chosen}")
        start("prefect-server", "server", "start", "--host", "127.0.0.1", "--port", str(chosen))
        _wait_for_server(f"http://127.0.0.1:{chosen}/api/health", logs / "prefect-server.log", alive)
        _mark_crashed(env, say)
        deploy(root, env)
        for pool in POOLS:
            start(f"worker-{pool}", "worker", "start", "--pool", pool, "--type", "process", "--name", f"here-{pool}")
        say(f"pools and deployments are registered, workers start; the UI: http://127.0.0.1:{chosen}")
        yield LocalPrefect(f"http://127.0.0.1:{chosen}", env, alive)


def _tail(log: Path) -> str:
    try:
        lines = log.with_suffix(".log").read_text(errors="replace").splitlines()
    except OSError:
        return "its log is empty"
    return "its log ends: " + " / ".join(line.strip() for line in lines[-5:])


def _wait_for_server(url: str, log: Path, alive: Callable[[], None]) -> None:
    size, since = -1, time.monotonic()
    while time.monotonic() - since < SILENT_S:
        alive()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        grown = log.stat().st_size if log.exists() else 0
        if grown != size:
            size, since = grown, time.monotonic()
    raise PrefectDown("an answer from Prefect's server", f"silence for {SILENT_S} s", _tail(log))


def cli(env: dict[str, str], root: Path, *command: str) -> str:
    """Run a `prefect` command and return what it printed. Raises PrefectDown with its last lines."""
    run = subprocess.run(  # our own interpreter with fixed words
        [sys.executable, "-m", "prefect", *command], env=env, cwd=root, capture_output=True, text=True, check=False
    )
    if run.returncode:
        said = " / ".join((run.stdout + run.stderr).strip().splitlines()[-5:])
        raise PrefectDown(f"`prefect {' '.join(command)}` to succeed", said, "mend what it names")
    return run.stdout


def deploy(root: Path, env: dict[str, str]) -> None:
    """Register all that is ours, in a program of its own: this one has other settings. Raises PrefectDown."""
    command = [sys.executable, "-m", "deployments.register"]
    run = subprocess.run(command, env=env, cwd=root, capture_output=True, text=True, check=False)
    if run.returncode:
        said = " / ".join((run.stdout + run.stderr).strip().splitlines()[-5:])
        raise PrefectDown("`python -m deployments.register` to succeed", said, "mend what it names")


def _mark_crashed(env: dict[str, str], say: Callable[[str], None]) -> None:
    """Runs that an ended factory left as running or waiting: nothing of it lives any more, so they have crashed."""
    script = Path(__file__).with_name("mark_crashed.py")
    run = subprocess.run(  # our own interpreter and file
        [sys.executable, str(script)], env=env, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise PrefectDown(
            "the runs of the last time to be looked at", run.stderr.strip()[-500:], "see the server's log"
        )
    if run.stdout.strip():
        say(f"the last time ended in the middle: {run.stdout.strip()}")
