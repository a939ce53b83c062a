"""A fleet on a real Prefect server: workers, runs, `produce` and the server vanish, and nobody has to lift a hand.

All waits of the factory are a fifth of what they are in production.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from deployments.local_prefect import deploy, environment, free_port
from tests.conftest import ROOT
from tests.faults.way import whole_way
from tests.prefect_server import client_of
from tests.scripted_engine import ScriptedEngine, Text, scripted_engine
from tests.small_campaign import right, write_toml
from thoughtmill.campaign import load
from thoughtmill.engine import watchdog
from thoughtmill.store.check import damage
from thoughtmill.store.claims import claimed
from thoughtmill.store.store import Store

pytestmark = pytest.mark.slow

MOST_S = 600
"""No campaign here takes so long, on the slowest machine."""


def answer(prompt: str, _: int) -> Text:
    """The same for every try, so that every way leads to the same release."""
    return Text(right(prompt), delay_s=0.4)


def on_a_fleet(tmp_path: Path, sums: int = 48, quota: int = 40) -> Path:
    """A campaign whose traces are asked by two runs, in pieces, on the pool `gpu`, and judged on `cpu`."""
    work = {"shard_questions": 12, "runs": 2, "run_shards": 2, "generate_on": "gpu", "filter_runs": 1}
    policy = {"first_round": 2, "max_traces": 6, "max_kept": 1}
    parts = {"reasoning": {"quota": quota, "teacher": "thinker", "domains": {"math": 1.0}}}
    teacher = {"model": "scripted", "template": "think-answer", "max_tokens": 80, "concurrency": 4}
    source = {"part": "reasoning", "domain": "math", "path": "sums.jsonl", "verifier": "math"}
    source |= {"columns": {"prompt": "problem", "reference": "answer"}}
    changed = {"sources": [source], "teachers": {"thinker": teacher}, "parts": parts, "policy": policy, "work": work}
    return write_toml(tmp_path, sums=sums, **changed)


class Fleet:
    """A Prefect server and the workers of a fleet, each of which can vanish."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.home, self._stack, self.port = home, stack, free_port(None)
        self.mark = uuid4().hex
        self.env = environment(home, self.port) | {
            "THOUGHTMILL_ROOT": str(ROOT),
            "THOUGHTMILL_PACE": "0.2",
            "THOUGHTMILL_RUN": self.mark,
            "THOUGHTMILL_CACHE": str(home / "cache"),
            "PREFECT_WORKER_HEARTBEAT_SECONDS": "3",
        }
        self.env.pop("THOUGHTMILL_ENGINE_URL", None)
        (home / "prefect").mkdir(parents=True)
        self._running: dict[str, watchdog.Guarded] = {}

    def start(self, name: str, *command: str, **env: str) -> None:
        """Start a `prefect` command."""
        words = [sys.executable, "-m", "prefect", *command]
        self._running[name] = watchdog.start(words, self.env | env, self.home / f"{name}.log", ROOT)
        self._stack.callback(self._running[name].stop)

    def server(self) -> None:
        """Start the server, where it stood before if it did."""
        import urllib.request

        self.start("server", "server", "start", "--host", "127.0.0.1", "--port", str(self.port))
        for _ in range(MOST_S):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/health", timeout=5):
                return
            time.sleep(0.5)
        raise TimeoutError("the server")

    def gpu(self, name: str, engine: ScriptedEngine) -> None:
        """A worker with an engine, one run at a time."""
        words = ("worker", "start", "--pool", "gpu", "--type", "process", "--limit", "1", "--name", name)
        self.start(name, *words, THOUGHTMILL_ENGINE_URL=engine.url)

    def vanish(self, name: str) -> None:
        """Kill -9 a worker, or the server, and all that it started."""
        guarded = self._running.pop(name)
        for pid, _ in watchdog.leftovers(guarded.mark):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        guarded.stop()

    def produce(self, campaign: Path) -> Any:
        """Start `produce` and don't wait. Returns the run's id."""
        from prefect.deployments import run_deployment

        parameters = {"campaign": str(campaign), "options": {"train": False}}
        run: Any = run_deployment("produce/produce", parameters=parameters, timeout=0, as_subflow=False)
        return run.id

    def runs(self, deployment: str) -> list[Any]:
        """All runs of a deployment, whoever started them."""
        from prefect.client.orchestration import get_client
        from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName

        with get_client(sync_client=True) as client:
            wanted = DeploymentFilter(name=DeploymentFilterName(any_=[deployment]))
            return list(client.read_flow_runs(deployment_filter=wanted, limit=200))

    def wait(self, run_id: Any) -> Any:
        """The final state of a run."""
        from prefect.client.orchestration import get_client

        until = time.monotonic() + MOST_S
        with get_client(sync_client=True) as client:
            while time.monotonic() < until:
                if (state := client.read_flow_run(run_id).state) is not None and state.is_final():
                    return state
                time.sleep(0.5)
        raise TimeoutError(f"run {run_id}")

    def none_is_left_running(self, deployment: str) -> bool:
        """Whether all runs of a deployment come to an end."""
        until = time.monotonic() + MOST_S / 4
        while time.monotonic() < until:
            if all(run.state is not None and run.state.is_final() for run in self.runs(deployment)):
                return True
            time.sleep(1)
        return False


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with ExitStack() as stack:
        made = Fleet(tmp_path_factory.mktemp("fleet") / "home", stack)
        stack.enter_context(client_of(made.env))
        made.server()
        deploy(ROOT, made.env)
        made.start("cpu", "worker", "start", "--pool", "cpu", "--type", "process", "--name", "cpu")
        yield made
        stack.close()
        assert not watchdog.leftovers(made.mark), "everything that was started has ended"


@contextmanager
def two_engines(fleet: Fleet) -> Iterator[list[ScriptedEngine]]:
    """Two workers with an engine each, both of which are needed: the first waits until the other is asked too."""
    engines: list[ScriptedEngine] = []

    def slow_until_both_work(prompt: str, before: int) -> Text:
        both = all(engine.seen.requests for engine in engines)
        return answer(prompt, before) if both else Text(right(prompt), delay_s=3)

    with scripted_engine(slow_until_both_work) as one, scripted_engine(slow_until_both_work) as other:
        engines += [one, other]
        for name, engine in (("gpu-1", one), ("gpu-2", other)):
            fleet.gpu(name, engine)
        yield [one, other]
        for name in ("gpu-1", "gpu-2", "gpu-3"):
            with suppress(KeyError):
                fleet.vanish(name)


def undisturbed(tmp_path: Path, campaign: Path) -> dict[str, str]:
    """The files of the release that one process makes of the same campaign, by their hashes."""
    store = Store.open(str(tmp_path / "alone"))
    with scripted_engine(lambda p, n: answer(p, n).text) as engine:
        whole_way(store, load(campaign), engine.engine)
    return samples(store)


def samples(store: Store) -> dict[str, str]:
    (release,) = store.commits("releases")
    return {file.name: file.sha256 for file in release.files if file.name.endswith(".parquet")}


def until(what: Any, seconds: float = MOST_S / 2) -> None:
    """Wait until something holds."""
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, "it never came to that"
        time.sleep(0.3)


def store_of(tmp_path: Path) -> Store:
    until(lambda: (tmp_path / "store" / "store.json").exists() or list((tmp_path / "store").glob("commits/*/*")))
    return Store.existing(str(tmp_path / "store"))


def asked(engines: list[ScriptedEngine]) -> int:
    return sum(engine.seen.requests for engine in engines)


def traces_of(store: Store) -> int:
    return sum(commit.counts["traces"] for commit in store.commits("traces"))


def test_two_engines_make_the_release_that_one_process_makes(fleet: Fleet, tmp_path: Path) -> None:
    campaign = on_a_fleet(tmp_path)
    with two_engines(fleet) as engines:
        state = fleet.wait(fleet.produce(campaign))
        assert state.is_completed(), state.message
        store = store_of(tmp_path)
        assert fleet.none_is_left_running("generate")
        assert fleet.none_is_left_running("filter")
        assert min(engine.seen.requests for engine in engines) > 0, "both have worked"
        assert asked(engines) == traces_of(store), "nothing was asked twice"
    assert samples(store) == undisturbed(tmp_path, campaign)
    assert not claimed(store.storage)
    assert not list(damage(store))


def test_a_worker_and_its_run_that_vanish_are_replaced_and_only_what_was_not_saved_is_asked_again(
    fleet: Fleet, tmp_path: Path
) -> None:
    campaign = on_a_fleet(tmp_path)
    with two_engines(fleet) as engines, scripted_engine(answer) as third:
        run = fleet.produce(campaign)
        until(lambda: engines[0].seen.answered > 6)
        fleet.vanish("gpu-1")
        fleet.gpu("gpu-3", third)
        state = fleet.wait(run)
        assert state.is_completed(), state.message
        assert fleet.none_is_left_running("generate")
        store = store_of(tmp_path)
        lost = asked([*engines, third]) - traces_of(store)
        assert 0 <= lost <= engines[0].seen.answered
    assert samples(store) == undisturbed(tmp_path, campaign)
    assert not list(damage(store))


def test_produce_that_is_killed_and_started_again_adopts_the_runs_that_live(fleet: Fleet, tmp_path: Path) -> None:
    campaign = on_a_fleet(tmp_path)
    before = {run.id for run in fleet.runs("generate")}
    with two_engines(fleet) as engines:
        first = fleet.produce(campaign)
        until(lambda: min(engine.seen.answered for engine in engines) > 3)
        fleet.vanish("cpu")
        fleet.start("cpu", "worker", "start", "--pool", "cpu", "--type", "process", "--name", "cpu")
        state = fleet.wait(fleet.produce(campaign))
        assert state.is_completed(), state.message
        assert fleet.none_is_left_running("generate")
        store = store_of(tmp_path)
        assert asked(engines) == traces_of(store), "what lived went on, and nothing was asked twice"
        assert len({run.id for run in fleet.runs("generate")} - before) == 2, "no other run was needed"
    assert samples(store) == undisturbed(tmp_path, campaign)
    assert not list(damage(store))
    assert first


def test_a_server_that_is_away_for_a_while_stops_nothing(fleet: Fleet, tmp_path: Path) -> None:
    campaign = on_a_fleet(tmp_path)
    with two_engines(fleet) as engines:
        run = fleet.produce(campaign)
        until(lambda: min(engine.seen.answered for engine in engines) > 3)
        fleet.vanish("server")
        time.sleep(6)
        fleet.server()
        state = fleet.wait(run)
        assert state.is_completed(), state.message
        store = store_of(tmp_path)
        assert asked(engines) == traces_of(store)
    assert samples(store) == undisturbed(tmp_path, campaign)
    assert fleet.none_is_left_running("generate")


def test_a_queue_that_no_worker_serves_is_told(fleet: Fleet, tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId

    campaign = on_a_fleet(tmp_path, sums=24, quota=8)
    run = fleet.produce(campaign)

    def told() -> bool:
        with get_client(sync_client=True) as client:
            logs = client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run])), limit=200)
        return any("prefect worker start --pool gpu --work-queue thinker" in log.message for log in logs)

    until(told)
    with two_engines(fleet):
        assert fleet.wait(run).is_completed(), "it goes on by itself once there is a worker"
