"""A fleet on this machine: a Prefect server, workers with scripted engines, networks between them that can be cut.

In `make test` all waits of the factory are a fifth of what they are in production, the server stands on SQLite and the
store is a folder; `make fleet-faults` takes real waits, PostgreSQL and a bucket.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound

from deployments.local_prefect import deploy, environment
from tests.conftest import ROOT
from tests.faults.link import Link, link_to
from tests.faults.postgres import Postgres
from tests.faults.way import whole_way
from tests.prefect_server import any_port, client_of
from tests.s3_server import environment as of_bucket
from tests.s3_server import make_bucket
from tests.scripted_engine import ScriptedEngine, Text, scripted_engine
from tests.small_campaign import right, write_toml
from thoughtmill.campaign import load
from thoughtmill.engine import watchdog
from thoughtmill.store.store import Store

MOST_S = 600.0
"""No campaign here takes so long, on the slowest machine, once all faults are over."""


def until(what: Callable[[], Any], seconds: float = MOST_S / 2, every_s: float = 0.3) -> float:
    """Wait until something holds. Returns the seconds that it took."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "it never came to that"
        time.sleep(every_s)
    return time.monotonic() - begun


@dataclass
class Asked:
    """What all engines of a fleet were asked, and how long their answers take: long, until all that are needed work."""

    answer_s: float
    needed: set[str]
    asks: list[tuple[float, str, str]] = field(default_factory=list[tuple[float, str, str]])

    def of(self, engine: str) -> Callable[[str, int], Text]:
        """An engine's answers: the same for every try, so that every way leads to the same release."""

        def answer(prompt: str, _: int) -> Text:
            self.asks.append((time.monotonic(), engine, prompt))
            return Text(right(prompt), delay_s=self._delay_s())

        return answer

    def _delay_s(self) -> float:
        all_work = self.needed <= {name for _, name, _ in self.asks}
        return self.answer_s if all_work else max(5.0, self.answer_s)

    def just_now(self, engine: str) -> set[str]:
        """What an engine has in flight."""
        since = time.monotonic() - self.answer_s
        return {prompt for at, name, prompt in self.asks if name == engine and at > since}

    def taken_over(self, prompts: set[str], since: float) -> bool:
        """Whether one of these prompts was asked again."""
        return any(at > since and prompt in prompts for at, _, prompt in self.asks)


class Fleet:
    """A Prefect server and the workers of a fleet, each of which can vanish."""

    def __init__(
        self, home: Path, stack: ExitStack, *, pace: float = 0.2, postgres: Postgres | None = None, s3: str = ""
    ) -> None:
        self.home, self._stack, self.pace, self._postgres = home, stack, pace, postgres
        self.port, self.mark = any_port(), uuid4().hex
        self.to_server = stack.enter_context(link_to(self.port))
        self.to_store = stack.enter_context(link_to(int(s3.rpartition(":")[2]))) if s3 else None
        self._s3 = s3
        self.env = environment(home, self.to_server.port) | {
            "THOUGHTMILL_ROOT": str(ROOT),
            "THOUGHTMILL_PACE": str(pace),
            "THOUGHTMILL_RUN": self.mark,
            "THOUGHTMILL_CACHE": str(home / "cache"),
        }
        if pace < 1:
            self.env["PREFECT_WORKER_HEARTBEAT_SECONDS"] = "3"
        else:
            del self.env["PREFECT_WORKER_QUERY_SECONDS"]
        if self.to_store:
            self.env |= of_bucket(f"http://127.0.0.1:{self.to_store.port}")
        self.env.pop("THOUGHTMILL_ENGINE_URL", None)
        (home / "prefect").mkdir(parents=True)
        self._running: dict[str, watchdog.Guarded] = {}

    @property
    def mine(self) -> dict[str, str]:
        """The environment of the program that breaks the fleet: it goes past the networks that it cuts."""
        url = {"PREFECT_API_URL": f"http://127.0.0.1:{self.port}/api"}
        return self.env | url | (of_bucket(self._s3) if self._s3 else {})

    def paced(self, seconds: float) -> float:
        """So long, at this fleet's pace."""
        return seconds * self.pace

    def start(self, name: str, *command: str, **env: str) -> None:
        """Start a `prefect` command."""
        words = [sys.executable, "-m", "prefect", *command]
        self._running[name] = watchdog.start(words, self.env | env, self.home / f"{name}.log", ROOT)
        self._stack.callback(self._running[name].stop)

    def server(self) -> None:
        """Start the server, where it stood before if it did."""
        import urllib.request

        env = {"PREFECT_API_URL": self.mine["PREFECT_API_URL"]}
        if self._postgres:
            env["PREFECT_API_DATABASE_CONNECTION_URL"] = self._postgres.url
        self.start("server", "server", "start", "--host", "127.0.0.1", "--port", str(self.port), **env)
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/health", timeout=5):
                return
            time.sleep(0.5)
        raise TimeoutError("the server")

    def forget(self) -> None:
        """Lose the server's database; the server must be down."""
        if self._postgres:
            self._postgres.forget()
        for file in (self.home / "prefect").glob("prefect.db*"):
            file.unlink()

    def register(self) -> None:
        """Pools and deployments."""
        deploy(ROOT, self.mine)

    def cpu(self) -> None:
        """A worker that plans, judges and releases."""
        self.start("cpu", "worker", "start", "--pool", "cpu", "--type", "process", "--name", "cpu")

    def gpu(self, name: str, engine: ScriptedEngine) -> None:
        """A worker with an engine, one run at a time."""
        words = ("worker", "start", "--pool", "gpu", "--type", "process", "--limit", "1", "--name", name)
        self.start(name, *words, THOUGHTMILL_ENGINE_URL=engine.url)

    def is_up(self, name: str) -> bool:
        """Whether what was started still runs."""
        return self._running[name].poll() is None

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to all that came of a worker, or of the server."""
        for pid, _ in watchdog.leftovers(self._running[name].mark):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def vanish(self, name: str) -> None:
        """Kill -9 a worker, or the server, and all that it started."""
        self.signal(name, signal.SIGKILL)
        self._running.pop(name).stop()

    def kill_flow(self, run_id: Any) -> bool:
        """Kill -9 the processes of a flow run, and nothing else. Whether there were any."""
        wanted, found = f"PREFECT__FLOW_RUN_ID={run_id}".encode(), False
        for pid, _ in watchdog.leftovers(self.mark):
            with suppress(OSError):
                if wanted in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                    os.kill(pid, signal.SIGKILL)
                    found = True
        return found

    def new_store(self, folder: Path) -> str:
        """Where a campaign's store may lie: a folder, or a bucket of its own."""
        if not self._s3:
            return str(folder / "store")
        make_bucket(self._s3, name := f"b{uuid4().hex}")
        return f"s3://{name}/campaign"

    def produce(self, campaign: Path) -> Any:
        """Start `produce` and don't wait. Returns the run's id."""
        parameters = {"campaign": str(campaign), "options": {"train": False}}
        run: Any = run_deployment("produce/produce", parameters=parameters, timeout=0, as_subflow=False)
        return run.id

    def runs(self, deployment: str) -> list[FlowRun]:
        """All runs of a deployment, whoever started them."""
        with get_client(sync_client=True) as client:
            wanted = DeploymentFilter(name=DeploymentFilterName(any_=[deployment]))
            return list(client.read_flow_runs(deployment_filter=wanted, limit=200))

    def state(self, run_id: Any) -> Any:
        """The state of a run, None if the server does not know it."""
        with get_client(sync_client=True) as client, suppress(ObjectNotFound):
            return client.read_flow_run(run_id).state
        return None

    def wait(self, run_id: Any) -> Any:
        """The final state of a run."""
        until(lambda: (state := self.state(run_id)) is not None and state.is_final(), MOST_S, 0.5)
        return self.state(run_id)

    def said(self, run_id: Any, words: str) -> bool:
        """Whether a run's log has these words."""
        with get_client(sync_client=True) as client:
            logs = client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run_id])), limit=200)
        return any(words in log.message for log in logs)

    def left_running(self, seconds: float = MOST_S / 4) -> list[str]:
        """The runs that don't come to an end by themselves."""
        ends = time.monotonic() + seconds
        while left := self._open():
            if time.monotonic() > ends:
                return left
            time.sleep(1)
        return []

    def _open(self) -> list[str]:
        with get_client(sync_client=True) as client:
            runs = client.read_flow_runs(limit=200)
        return [run.name for run in runs if run.state is None or not run.state.is_final()]


@contextmanager
def a_fleet(home: Path, **settings: Any) -> Iterator[Fleet]:
    """A server with pools and deployments and a worker on `cpu`; this process is a client. After it all has ended."""
    with ExitStack() as stack:
        made = Fleet(home, stack, **settings)
        stack.enter_context(client_of(made.mine))
        here = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in made.mine.items():
            if name.startswith("AWS_"):
                here.setenv(name, value)
        made.server()
        made.register()
        made.cpu()
        yield made
        stack.close()
        assert not watchdog.leftovers(made.mark), "everything that was started has ended"


def on_a_fleet(folder: Path, store: str, sums: int = 48, quota: int = 40, runs: int = 2) -> Path:
    """A campaign whose traces are asked by several runs, in pieces, on the pool `gpu`, and judged on `cpu`."""
    work = {"shard_questions": 12, "runs": runs, "run_shards": 2, "generate_on": "gpu", "filter_runs": 1}
    policy = {"first_round": 2, "max_traces": 6, "max_kept": 1}
    parts = {"reasoning": {"quota": quota, "teacher": "thinker", "domains": {"math": 1.0}}}
    teacher = {"model": "scripted", "template": "think-answer", "max_tokens": 80, "concurrency": 4}
    source = {"part": "reasoning", "domain": "math", "path": "sums.jsonl", "verifier": "math"}
    source |= {"columns": {"prompt": "problem", "reference": "answer"}}
    changed = {"sources": [source], "teachers": {"thinker": teacher}, "parts": parts, "policy": policy, "work": work}
    return write_toml(folder, sums=sums, store=store, **changed)


@dataclass
class Scene:
    """A campaign under way on a fleet: two workers with an engine each, a third engine without a worker."""

    fleet: Fleet
    campaign: Path
    store_url: str
    asked: Asked
    engines: dict[str, ScriptedEngine]
    run: Any = None
    taken_over_s: float | None = None

    @property
    def store(self) -> Store:
        """The campaign's store, once there is one."""
        until(self._there)
        return Store.existing(self.store_url)

    def _there(self) -> bool:
        with suppress(Exception):
            return bool(Store.existing(self.store_url))
        return False

    def requests(self) -> int:
        """All requests that came to an engine."""
        return sum(engine.seen.requests for engine in self.engines.values())

    def answered(self) -> int:
        """All answers that were sent."""
        return sum(engine.seen.answered for engine in self.engines.values())

    def working(self, most: int = 2) -> None:
        """Wait until so many engines have answered."""
        until(lambda: sum(engine.seen.answered > 3 for engine in self.engines.values()) >= most, MOST_S)

    def begin_work(self, *names: str) -> None:
        """Give engines that had none a worker each."""
        self.asked.needed = set(names)
        for name in names:
            self.fleet.gpu(name, self.engines[name])

    def produce(self) -> None:
        """Start `produce`."""
        self.run = self.fleet.produce(self.campaign)

    def lost(self, engine: str, how: Callable[[], object]) -> None:
        """Let a run on an engine vanish; measures how long it takes until what it had in flight is asked again."""
        prompts, since = self.asked.just_now(engine), time.monotonic()
        how()
        self.taken_over_s = until(lambda: self.asked.taken_over(prompts, since), MOST_S)

    def run_on(self, engine: str) -> Any:
        """The generate run that the worker of an engine works on."""
        named = [run for run in self.fleet.runs("generate") if run.state and run.state.is_running()]
        (found,) = [run.id for run in named if self._asks(run, engine)]
        return found

    def _asks(self, run: FlowRun, engine: str) -> bool:
        wanted = f"PREFECT__FLOW_RUN_ID={run.id}".encode()
        for pid, _ in watchdog.leftovers(self.fleet.mark):
            with suppress(OSError):
                env = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
                if wanted in env and f"THOUGHTMILL_ENGINE_URL={self.engines[engine].url}".encode() in env:
                    return True
        return False

    def traces(self) -> int:
        """All traces that are committed."""
        return sum(commit.counts["traces"] for commit in self.store.commits("traces"))

    def samples(self) -> dict[str, str]:
        """The files of the release, by their hashes."""
        return samples(self.store)

    def undisturbed(self) -> dict[str, str]:
        """The same of the release that one process makes of the same campaign."""
        alone = Store.open(str(self.campaign.parent / "alone"))
        with scripted_engine(lambda prompt, _: right(prompt)) as engine:
            whole_way(alone, load(self.campaign), engine.engine)
        return samples(alone)


def samples(store: Store) -> dict[str, str]:
    """The files of the one release of a store, by their hashes."""
    (release,) = store.commits("releases")
    return {file.name: file.sha256 for file in release.files if file.name.endswith(".parquet")}


@contextmanager
def scene(fleet: Fleet, folder: Path, answer_s: float = 0.4, *, workers: int = 2, **shape: int) -> Iterator[Scene]:
    """A campaign that may be begun, and its engines; the workers vanish at the end.

    answer_s: what an answer takes. workers: engines that have a worker from the beginning.
    """
    names = ("gpu-1", "gpu-2", "gpu-3")
    asked, url = Asked(answer_s, set(names[:workers])), fleet.new_store(folder)
    campaign = on_a_fleet(folder, url, **shape)
    with ExitStack() as stack:
        engines = {name: stack.enter_context(scripted_engine(asked.of(name))) for name in names}
        for name in names[:workers]:
            fleet.gpu(name, engines[name])
        try:
            yield Scene(fleet, campaign, url, asked, engines)
        finally:
            for name in names:
                with suppress(KeyError):
                    fleet.vanish(name)


def network(link: Link, seconds: float) -> None:
    """Cut a network for a while."""
    link.cut()
    time.sleep(seconds)
    link.mend()
