"""A vLLM server on this machine, owned by whoever needs it: started, watched, revived, and surely ended."""

import asyncio
import json
import secrets
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from thoughtmill.engine import watchdog
from thoughtmill.engine.endpoint import Engine
from thoughtmill.engine.protocol import Sampling
from thoughtmill.engine.scheduler import Revive
from thoughtmill.engine.vllm_server import Value, command, environment, has_gpu, interpreter, last_words, needs_avx2
from thoughtmill.errors import EngineError, EngineUnavailable
from thoughtmill.store.leases.lock_files import lock_handles

SILENT_S = 300.0
"""Compiling for a GPU can be silent for minutes."""

RESTARTS = 20
"""So often is an engine started again; more deaths are a fault that a person has to look at."""

PORTS = 5
"""Another program may take a port between the look and the start: so many are tried."""

PROBE_S = 60.0
"""An engine that nobody else asks answers one token in this time, or it hangs."""

Say = Callable[[str], None]


class RunningEngine:
    """An engine that can be asked. `revive` starts it again if it has died or hangs; None if it is not ours.

    trusted: the teachers whose known answers it has given.
    """

    def __init__(self, engine: Engine, revive: Revive | None = None) -> None:
        self.engine, self.revive = engine, revive
        self.trusted = set[str]()


@contextmanager
def borrowed_engine(engine: Engine, sampling: Sampling | None = None) -> Generator[RunningEngine]:
    """An engine that somebody else runs. Raises EngineError, EngineUnavailable if it is not the right one.

    sampling: what it will be asked with, if known: whether it understands it, and has room for the answers.
    """
    asyncio.run(engine.check(sampling))
    yield RunningEngine(engine)


@contextmanager
def local_engine(
    model: str,
    weights: str,
    serve: Mapping[str, Value],
    log: Path,
    on_wait: Say | None = None,
    silent_s: float = SILENT_S,
) -> Generator[RunningEngine]:
    """Start vLLM for `weights` (a folder or a hub's id), served as `model`; nothing of it is left on leaving.

    serve: options of the server, `max_model_len = 1024` for `--max-model-len 1024`. on_wait is told how far it is.
    silent_s: without a new line in its log for this long, an engine that starts is given up.
    Raises EngineError with the last words of its log if it can't be started.
    """
    python = interpreter()
    if not has_gpu(python):
        needs_avx2()
    server = _Server(python, model, weights, serve, log, on_wait or (lambda _: None), silent_s)
    try:
        server.start_somewhere()
        yield RunningEngine(server.engine, server.revive)
    finally:
        server.stop()


class _Server:
    """One vLLM server and its restarts. `revive` may be called from several threads and loops at once."""

    def __init__(
        self, python: Path, model: str, weights: str, serve: Mapping[str, Value], log: Path, say: Say, silent_s: float
    ) -> None:
        self.python, self.model, self.weights, self.serve = python, model, weights, serve
        self.log, self.say, self.silent_s = log, say, silent_s
        self.key = secrets.token_urlsafe(24)
        self.port = self.begun_at = self.restarts = 0
        self.guarded: watchdog.Guarded | None = None
        self.lock = threading.Lock()

    @property
    def engine(self) -> Engine:
        return Engine(f"http://127.0.0.1:{self.port}/v1", self.model, self.key)

    def start_somewhere(self) -> None:
        for tried in range(1, PORTS + 1):
            self.port = free_port()
            try:
                self.start()
                return
            except EngineError:
                if tried == PORTS or "ddress already in use" not in self.log.read_text(errors="replace"):
                    raise
                self.say(f"port {self.port} was taken meanwhile, taking another one")

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.begun_at = self.log.stat().st_size if self.log.exists() else 0
        words = command(self.python, self.model, self.weights, self.serve, self.port)
        env = environment(self.python, self.weights, self.serve, self.key)
        self.guarded = watchdog.start(words, env, self.log, keep=lock_handles())  # its run's lease is free after it
        self._wait()

    def stop(self) -> None:
        if self.guarded:
            self.guarded.stop()

    async def revive(self) -> None:
        """Start it again if it is dead, or does not answer one token. Raises EngineError after RESTARTS."""
        await asyncio.to_thread(self._revive)

    def _revive(self) -> None:
        with self.lock:
            if self._answers():
                return
            if self.restarts >= RESTARTS:
                found = f"{self.restarts} restarts; the last words: {last_words(self.log, self.begun_at)}"
                raise EngineError(f"an engine for {self.model} that stays alive", found, f"read {self.log}")
            self.restarts += 1
            self.say(f"the engine has died or hangs: starting it again ({self.restarts})")
            self.stop()
            self.start()

    def _wait(self) -> None:
        """Until it is healthy; bounded by silence in its log, never by total time."""
        begun = heard = told = time.monotonic()
        size = self.begun_at
        while not self._healthy():
            assert self.guarded
            code = self.guarded.poll()
            if code is not None:
                found = f"it ended with code {code}: {last_words(self.log, self.begun_at)}"
                raise EngineError(f"an engine for {self.model} to start", found, f"read {self.log}")
            now = time.monotonic()
            if (grown := self.log.stat().st_size) != size:
                size, heard = grown, now
            if now - heard > self.silent_s:
                found = f"no word in its log for {self.silent_s:.0f} s; the last: {last_words(self.log, self.begun_at)}"
                raise EngineUnavailable(f"an engine for {self.model} to start", found, f"read {self.log}")
            if now - told > 10:
                told = now
                self.say(f"{self.model} is starting, {now - begun:.0f} s")
            time.sleep(0.3)
        self.say(f"{self.model} is ready after {time.monotonic() - begun:.0f} s")

    def _healthy(self) -> bool:
        return self._open("/health", timeout_s=5)

    def _answers(self) -> bool:
        if not self.guarded or self.guarded.poll() is not None or not self._healthy():
            return False
        said = {"model": self.model, "prompt": "1", "max_tokens": 1}
        return self._open("/v1/completions", json.dumps(said).encode(), PROBE_S)

    def _open(self, path: str, body: bytes | None = None, timeout_s: float = 5) -> bool:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers)  # loopback
        try:
            with _DIRECT.open(asked, timeout=timeout_s):
                return True
        except (urllib.error.URLError, OSError):
            return False


class _Stay(urllib.request.HTTPRedirectHandler):
    """No redirect is followed: whoever it names would get the key."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Nowhere."""


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
"""No proxy leads to this machine."""


def free_port() -> int:
    """A free loopback port below those that the kernel hands out, so that few others can take it meanwhile."""
    for port in (secrets.randbelow(12_000) + 20_000 for _ in range(200)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise EngineError("a free port from 20000 to 31999", "none in 200 tries", "end something that listens there")
