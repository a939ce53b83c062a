"""A Prefect server of a test's own, without workers: it can be killed and started again, with what it had recorded."""

import socket
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from prefect.context import refresh_global_settings_context

from deployments.local_prefect import environment
from tests.conftest import ROOT
from thoughtmill.engine import watchdog


@contextmanager
def client_of(env: Mapping[str, str]) -> Iterator[None]:
    """This process, in all threads, is a client with the PREFECT_* of an environment, else read at import only."""
    with pytest.MonkeyPatch.context() as settings:
        for name, value in env.items():
            if name.startswith("PREFECT_"):
                settings.setenv(name, value)
        refresh_global_settings_context()
        try:
            yield
        finally:
            settings.undo()
            refresh_global_settings_context()


def any_port() -> int:
    """One that nothing listens on: far from where other servers begin to look."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PrefectServer:
    """The server: its environment is the one in which its clients run."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, any_port()
        self.env = environment(home, self.port)
        (home / "prefect").mkdir(parents=True, exist_ok=True)
        self._guarded: watchdog.Guarded | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        self._guarded = watchdog.start(command, self.env, self.home / "server.log", ROOT)
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/health", timeout=5):
                    return
            except OSError:
                assert self._guarded.poll() is None, (self.home / "server.log").read_text()[-3_000:]
                time.sleep(0.3)
        pytest.fail("the server did not start")

    def stop(self) -> None:
        if self._guarded:
            self._guarded.stop()


@contextmanager
def prefect_server(home: Path) -> Iterator[PrefectServer]:
    """A server, and this process as its client."""
    server = PrefectServer(home)
    server.start()
    try:
        with client_of(server.env):
            yield server
    finally:
        server.stop()
