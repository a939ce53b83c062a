"""The flows on a real Prefect server with real workers, against an engine that is a real HTTP server."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolUpdate
from prefect.deployments import run_deployment
from prefect.states import Crashed

from deployments.local_prefect import LocalPrefect, deploy, local_prefect
from flows.options import ProduceOptions
from flows.produce import produce
from tasks import events
from tests.conftest import ROOT
from tests.judging.test_engine_health import ask
from tests.prefect_server import client_of
from tests.s3_server import environment, make_bucket
from tests.scripted_engine import ScriptedEngine, Text, scripted_engine
from tests.small_campaign import prepared, right, run_rounds, write_jsonl, write_toml, write_traces
from thoughtmill.engine import watchdog
from thoughtmill.errors import EngineUnavailable, StoreError
from thoughtmill.generation.planner import Ledger, next_units
from thoughtmill.judging.verdicts import judge_shard
from thoughtmill.judging.workers import WORKERS
from thoughtmill.store.campaigns import freeze
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Factory:
    """A running Prefect with workers that know the engine."""

    prefect: LocalPrefect
    engine: ScriptedEngine

    def run(self, campaign: Path, **options: Any) -> Any:
        """`produce` in this program, to its end, which costs no other process. Returns the final state."""
        return produce(str(campaign), options=ProduceOptions(train=False, **options), return_state=True)

    def started(self, name: str, **parameters: Any) -> Any:
        """Start `produce` by a deployment of that name and wait for its end. Returns the final state."""
        run: Any = run_deployment(f"produce/{name}", parameters=parameters, timeout=0, as_subflow=False)
        with get_client(sync_client=True) as client:
            while not (state := client.read_flow_run(run.id).state) or not state.is_final():
                self.prefect.alive()
                time.sleep(0.5)
        return state

    def pause(self, pool: str, *, paused: bool = True) -> None:
        """Pause a pool, or let it work again."""
        with get_client(sync_client=True) as client:
            client.update_work_pool(pool, WorkPoolUpdate(is_paused=paused))


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory, s3: str) -> Iterator[Factory]:
    home = tmp_path_factory.mktemp("factory")
    mark = uuid4().hex
    with pytest.MonkeyPatch.context() as settings, scripted_engine() as engine:
        settings.setenv("THOUGHTMILL_ENGINE_URL", engine.url)
        settings.setenv("THOUGHTMILL_RUN", mark)
        for name, value in {**environment(s3), "THOUGHTMILL_CACHE": str(home / "cache")}.items():
            settings.setenv(name, value)
        with local_prefect(ROOT, home, None, lambda line: None) as prefect, client_of(prefect.env):
            yield Factory(prefect, engine)
        WORKERS.end()  # this process has judged as well
    assert not watchdog.leftovers(mark), "everything that was started has ended"


def test_where_nobody_would_train_produce_says_so_before_anything_is_asked(factory: Factory, tmp_path: Path) -> None:
    campaign, env = write_toml(tmp_path), factory.prefect.env
    with get_client(sync_client=True) as client:
        client.delete_deployment(client.read_deployment_by_name("train/train").id)
    try:
        command = [sys.executable, "-m", "thoughtmill", "produce", str(campaign)]
        shown = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    finally:
        deploy(ROOT, env)
    assert shown.returncode == 1
    assert (shown.stdout + shown.stderr).count("expected  the deployments train on Prefect's server") == 1
    assert "thoughtmill register" in shown.stdout
    assert "Traceback" not in shown.stdout + shown.stderr
    assert not (tmp_path / "store").exists()


@dataclass(frozen=True)
class Filled:
    """A campaign that two runs of `produce`, begun at once, have filled; with what was asked for it."""

    folder: Path
    ended: list[str]
    requests: int

    def copied(self, folder: Path) -> tuple[Path, Store]:
        """The campaign's file and its store, to go on with."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return folder / "small.toml", Store.existing(str(folder / "store"))


def untrained(campaign: Path) -> dict[str, Any]:
    """What a run of `produce` is told that ends with the release."""
    return {"campaign": str(campaign), "options": {"train": False}}


@pytest.fixture(scope="module")
def filled(factory: Factory, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder, before = tmp_path_factory.mktemp("filled"), factory.engine.seen.requests
    campaign = write_toml(folder)
    with ThreadPoolExecutor(2) as callers:
        states = callers.map(lambda _: factory.started("produce", **untrained(campaign)), range(2))
        ended = [state.name for state in states]
    return Filled(folder, ended, factory.engine.seen.requests - before)


def test_two_produce_runs_at_once_on_one_store_ask_and_commit_everything_once(filled: Filled) -> None:
    assert filled.ended == ["Completed"] * 2
    store = Store.existing(str(filled.folder / "store"))
    assert filled.requests == sum(commit.counts["traces"] for commit in store.commits("traces"))
    assert len(store.keys("releases")) == 1


def test_produce_fills_the_quotas_and_a_later_run_asks_nothing(
    factory: Factory, filled: Filled, tmp_path: Path
) -> None:
    campaign, store = filled.copied(tmp_path)
    release = next(store.commits("releases"))
    assert (release.counts["samples.reasoning"], release.counts["samples.general"]) == (6, 2)
    assert not list(damage(store))
    asked = factory.engine.seen.requests
    before = sorted(store.keys("traces"))
    assert factory.run(campaign).is_completed()
    assert sorted(store.keys("traces")) == before
    assert store.keys("releases") == [release.key]
    assert factory.engine.seen.requests == asked


def test_questions_that_are_added_are_asked_and_nothing_else_is(
    factory: Factory, filled: Filled, tmp_path: Path
) -> None:
    _, store = filled.copied(tmp_path)
    first, asked = store.keys("releases"), factory.engine.seen.requests
    paid = {commit.key: commit.counts["traces"] for commit in store.commits("traces")}
    grown = write_toml(tmp_path, sums=20, writing=8)
    grown.write_text(grown.read_text().replace('"quota" = 6', '"quota" = 16'))
    assert factory.run(grown).is_completed()
    assert [layer.counts["questions"] for layer in store.commits("questions")] == [18, 10]
    now = {commit.key: commit.counts["traces"] for commit in store.commits("traces")}
    assert paid.items() <= now.items()
    assert factory.engine.seen.requests - asked == sum(now.values()) - sum(paid.values())
    (release,) = [found for found in store.commits("releases") if found.key not in first]
    assert (release.counts["samples.reasoning"], release.facts["layers"][1:]) == (16, ["layer-00002"])
    assert not list(damage(store))


def test_a_pilot_asks_a_few_questions_plans_from_them_and_what_it_paid_for_counts(
    factory: Factory, tmp_path: Path
) -> None:
    campaign, env = write_toml(tmp_path, sums=24), factory.prefect.env
    command = [sys.executable, "-m", "thoughtmill", "pilot", str(campaign), "--questions", "6"]
    shown = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert shown.returncode in (0, 1), shown.stdout[-3000:] + shown.stderr[-3000:]
    store = Store.existing(str(tmp_path / "store"))
    paid = {commit.key: commit.counts["traces"] for commit in store.commits("traces")}
    assert sorted(paid.values()) == [2, 4, 8, 8], "whole shards: eight sums twice each, all six lines once"
    assert len(store.keys("verdicts")) == 4
    assert not store.keys("releases")
    assert "over 8 questions" in shown.stdout, "of the yield, as it was measured"
    assert factory.run(campaign).is_completed()
    assert paid.items() <= {commit.key: commit.counts["traces"] for commit in store.commits("traces")}.items()


def test_a_changed_policy_judges_what_is_there_and_asks_nothing(
    factory: Factory, filled: Filled, tmp_path: Path
) -> None:
    _, store = filled.copied(tmp_path)
    asked, there, before = factory.engine.seen.requests, set(store.keys("traces")), set(store.keys("verdicts"))
    policy = {"first_round": 2, "max_traces": 6, "max_kept": 1, "languages": ["en"]}
    assert factory.run(write_toml(tmp_path, policy=policy)).is_completed()
    assert (factory.engine.seen.requests, set(store.keys("traces"))) == (asked, there)
    first, anew = ({key.rpartition(".")[0] for key in keys} for keys in (before, set(store.keys("verdicts")) - before))
    assert first <= anew <= there, "also a shard that the first policy did not need before its quotas were filled"


def test_an_engine_that_serves_another_model_stops_the_run_before_anything_is_asked(
    factory: Factory, tmp_path: Path
) -> None:
    teachers = {
        name: {"model": "another", "template": template, "max_tokens": 80}
        for name, template in (("thinker", "think-answer"), ("writer", "direct"))
    }
    state = factory.run(write_toml(tmp_path, teachers=teachers))
    assert state.is_failed()
    assert "serves another" in str(state.message)
    assert not Store.existing(str(tmp_path / "store")).keys("traces")


def test_only_what_may_pass_by_itself_is_tried_again(factory: Factory) -> None:
    import httpx
    from prefect.exceptions import PrefectHTTPStatusError
    from prefect.states import Completed, Failed

    from tasks.retries import is_transient

    def status(code: int) -> Exception:
        response = httpx.Response(code, request=httpx.Request("POST", "http://127.0.0.1/api"))
        return PrefectHTTPStatusError("no", request=response.request, response=response)

    passing = [EngineUnavailable("an answer", "none", "wait"), ConnectionResetError(), status(503), status(429)]
    lasting = [status(404), StoreError("a store", "none", "name one"), ValueError()]
    assert [is_transient(None, None, Failed(data=error)) for error in passing] == [True] * len(passing)
    assert [is_transient(None, None, Failed(data=error)) for error in lasting] == [False] * len(lasting)
    assert not is_transient(None, None, Completed())


def test_fifty_racing_triggers_give_one_run_and_a_dead_run_is_followed_by_a_new_attempt(
    factory: Factory, tmp_path: Path
) -> None:
    from prefect import task

    from tasks.retries import WITH_RETRIES
    from tasks.trigger import run_once

    store = Store.open(str(tmp_path / "store"))
    nothing = {"store": str(store.root), "campaign_id": "none", "release_id": "none"}

    @task(**WITH_RETRIES)  # a server with too much to do says 503
    def trigger() -> str:
        return run_once(store, "train", "student", nothing)

    factory.pause("train")  # or a worker would begin it
    try:
        with ThreadPoolExecutor(25) as callers:
            runs = set(callers.map(lambda _: trigger(), range(50)))
        assert len(runs) == 1
        assert {trigger(), trigger()} == runs, "repeated later, it is the same run"
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(UUID(next(iter(runs))), Crashed(message="its machine is gone"), force=True)
            after = trigger()
            client.delete_flow_run(UUID(after))
            assert after not in runs
    finally:
        factory.pause("train", paused=False)
    assert store.keys("attempts") == ["train-student-0"]


def test_traces_that_were_brought_become_a_release_without_an_engine(factory: Factory, tmp_path: Path) -> None:
    prompts = [f"What is {a} + 4?" for a in range(12)]
    write_jsonl(tmp_path / "traces.jsonl", [{"prompt": p, "response": right(p)} for p in prompts])
    lines = [f"Write a line about the number {a}." for a in range(6)]
    write_jsonl(tmp_path / "lines.jsonl", [{"prompt": line, "response": right(line)} for line in lines])
    teachers = {
        "thinker": {"model": "elsewhere", "template": "think-answer", "traces": {"path": "traces.jsonl"}},
        "writer": {"model": "elsewhere", "template": "direct", "traces": {"path": "lines.jsonl"}},
    }
    before = factory.engine.seen.requests
    assert factory.run(write_toml(tmp_path, teachers=teachers)).is_completed()
    release = next(Store.existing(str(tmp_path / "store")).commits("releases"))
    assert (release.counts["samples.reasoning"], release.counts["samples.general"]) == (6, 2)
    assert factory.engine.seen.requests == before


MATH = [
    {"part": "reasoning", "domain": "math", "path": "sums.jsonl", "verifier": "math", "generated": True}
    | {"columns": {"prompt": "problem", "reference": "answer"}}
]


def sums(name: str, quota: int) -> dict[str, Any]:
    """What a campaign of sums alone changes."""
    parts = {"reasoning": {"quota": quota, "teacher": "thinker", "domains": {"math": 1.0}}}
    policy = {"first_round": 2, "max_traces": 4, "max_kept": 1}
    return {"name": name, "parts": parts, "sources": MATH, "policy": policy, "work": {"shard_questions": 100}}


def test_an_engine_that_gives_no_known_answer_is_refused_before_it_is_asked_anything_else(
    factory: Factory, tmp_path: Path
) -> None:
    run_rounds(*prepared(tmp_path, sums=100, **sums("canaries", 70)), right)
    campaign, before = write_toml(tmp_path, sums=120, **sums("canaries", 110)), factory.engine.seen.requests
    answers, factory.engine.answers = factory.engine.answers, lambda *_: "wer wer wer"
    try:
        state = factory.run(campaign)
    finally:
        factory.engine.answers = answers
    assert state.is_failed()
    assert "0 of 16 from" in str(state.message)
    assert factory.engine.seen.requests - before == 16
    (sick,) = told(factory, events.ENGINE_SICK, "canaries")
    assert (sick["payload"]["teacher"], sick["payload"]["kept"]) == ("thinker", 0)
    assert factory.run(campaign).is_completed(), "one that is well goes on"


def test_an_engine_unlike_the_others_is_told_once_and_a_quota_out_of_reach_too(
    factory: Factory, tmp_path: Path
) -> None:
    def write(engine: str, prompt: str, chance: random.Random) -> tuple[str, str, int]:
        text = right(prompt, 1, chance.randrange(8))
        return (text.replace("<answer>", "<answer>1") if engine == "two:8000" else text), "stop", 20

    store, found, questions = prepared(tmp_path, sums=120, **sums("unlike", 60))
    (state,) = next_units(Ledger(store, found, questions), ["reasoning"])[:1]
    chance = random.Random(1)
    judge_shard(store, found, ask(store, state, questions, ["one:8000", "two:8000"], write, chance).key)
    ended = factory.run(write_toml(tmp_path, sums=120, **sums("unlike", 121)))
    assert ended.is_failed()
    (sick,) = told(factory, events.ENGINE_SICK, "unlike")
    assert (sick["payload"]["engine"], sick["payload"]["yield"]) == ("two:8000", 0)
    (short,) = told(factory, events.OUT_OF_REACH, "unlike")
    assert "121 samples in reasoning/math" in short["payload"]["expected"]


def test_a_teacher_with_an_endpoint_is_asked_while_the_engine_of_this_machine_is(
    factory: Factory, tmp_path: Path
) -> None:
    engines: list[ScriptedEngine] = [factory.engine]
    begun = len(factory.engine.seen.times)

    def slow_until_both_work(prompt: str, _: int) -> Text:
        both = len(engines[0].seen.times) > begun and engines[1].seen.times
        return Text(right(prompt), delay_s=0.3 if both else 4)

    answers, factory.engine.answers = factory.engine.answers, slow_until_both_work
    try:
        with scripted_engine(slow_until_both_work) as elsewhere:
            engines.append(elsewhere)
            asked: dict[str, Any] = {"model": "scripted", "max_tokens": 80, "concurrency": 2}
            teachers = {"thinker": asked | {"template": "think-answer"}}
            teachers["writer"] = asked | {"template": "direct", "endpoint": {"url": elsewhere.url}}
            assert factory.run(write_toml(tmp_path, teachers=teachers)).is_completed()
            here, there = factory.engine.seen.times[begun:], elsewhere.seen.times
    finally:
        factory.engine.answers = answers
    assert min(here[-1], there[-1]) > max(here[0], there[0]), "both were at work at once"


def filtered(folder: Path, shards: int) -> int:
    """The peak memory, in MB, of a program that filters so many shards of 8 MB."""
    folder.mkdir()
    parts = {"reasoning": {"quota": 2 * shards, "teacher": "thinker", "domains": {"math": 1.0}}}
    parts |= {"general": {"quota": 1, "teacher": "writer", "domains": {"writing": 1.0}}}
    store, found, questions = prepared(folder, parts=parts, sums=2 * shards, work={"shard_questions": 2})
    states = next_units(Ledger(store, found, questions), ["reasoning"])[:shards]
    for state in states:
        write_traces(store, state, questions, lambda prompt, round_, index: f"{prompt} {index} " * 100_000)
    program = (
        "import sys; from pathlib import Path; from flows.filter import filter_traces\n"
        "print(len(filter_traces(*sys.argv[1:])))\n"
        "print(next(line for line in Path('/proc/self/status').read_text().splitlines() if line[:5] == 'VmHWM'))"
    )
    command = [sys.executable, "-c", program, store.url, freeze(store, found).key]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert int(said[-2]) == len(store.keys("verdicts")) == shards
    return int(said[-1].split()[1]) // 1000


def test_filtering_many_shards_holds_no_more_memory_than_filtering_a_few(factory: Factory, tmp_path: Path) -> None:
    few, many = (filtered(tmp_path / str(shards), shards) for shards in (4, 16))
    assert many < few + 60, "12 more shards of 8 MB"


def test_the_callers_prefect_settings_do_not_reach_the_factory(factory: Factory) -> None:
    assert factory.prefect.env["PREFECT_API_URL"].startswith("http://127.0.0.1:")
    assert os.environ["PREFECT_API_URL"] == factory.prefect.env["PREFECT_API_URL"]


def ci(factory: Factory, campaign: Path, programs: Path, **env: str) -> list[subprocess.CompletedProcess[str]]:
    """The steps of the CI example after its installation, as a runner executes them: until one of them fails."""
    (job,) = yaml.safe_load((ROOT / "deployments" / "ci-example.yml").read_text(encoding="utf-8"))["jobs"].values()
    steps = [step["run"] for step in job["steps"] if "run" in step and step["name"] != "install"]
    told = {**job["env"], "CAMPAIGN": str(campaign), "OPTIONS": "--no-train", **env}
    known = {name: value for name, value in told.items() if "secrets." not in value}
    programs.mkdir()
    (programs / "thoughtmill").write_text(f'#!/bin/sh\nexec {sys.executable} -m thoughtmill "$@"\n')
    (programs / "thoughtmill").chmod(0o755)
    environ = {**os.environ, **factory.prefect.env, **known, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))}
    environ["PATH"] = f"{programs}:{environ['PATH']}"
    done: list[subprocess.CompletedProcess[str]] = []
    for step in steps:
        command = ["bash", "-e", "-c", step]
        done.append(subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False))
        if done[-1].returncode:
            break
    return done


def test_the_ci_example_deploys_a_campaign_in_a_bucket_waits_for_it_and_fails_with_the_reason(
    factory: Factory, s3: str, tmp_path: Path
) -> None:
    make_bucket(s3, "flows")
    campaign = write_toml(tmp_path, name="ci", store="s3://flows/ci")
    deployed, ran = ci(factory, campaign, tmp_path / "programs")
    assert "schedule 0 2 * * * (on)" in deployed.stdout
    assert ran.returncode == 0, ran.stdout + ran.stderr
    store = Store.existing("s3://flows/ci")
    release = next(store.commits("releases"))
    assert (release.counts["samples.reasoning"], release.counts["samples.general"]) == (6, 2)
    assert not list(damage(store))
    assert not (tmp_path / "store").exists()
    asked = factory.engine.seen.requests
    assert ran.stdout.splitlines()[-1].startswith("completed: produce ci")
    (published,) = told(factory, events.PUBLISHED, "ci")
    assert (published["payload"]["release"], published["payload"]["samples"]) == (release.key, 8)
    *_, failed = ci(factory, campaign, tmp_path / "again", OPTIONS="")  # nobody has its student's base model
    shown = failed.stdout + failed.stderr
    assert failed.returncode == 1, shown
    assert re.search(r"\[train on \w+\] Failed", shown), shown
    assert "expected  the training to end with a student" in failed.stdout, shown
    assert failed.stdout.splitlines()[-1].startswith("to do     look at "), shown
    assert (factory.engine.seen.requests, store.keys("releases")) == (asked, [release.key]), "all of it was there"


def told(factory: Factory, event: str, campaign: str) -> list[dict[str, Any]]:
    """The events of that name about a campaign, as a listener gets them."""
    with get_client(sync_client=True) as client:
        for _ in range(100):
            found = client.request("POST", "/events/filter", json={"filter": {"event": {"name": [event]}}}).json()
            if ours := [one for one in found["events"] if one["resource"]["prefect.resource.name"] == campaign]:
                return ours
            time.sleep(0.2)
    return []


def test_a_campaign_that_is_deployed_runs_wherever_its_worker_stands(factory: Factory, tmp_path: Path) -> None:
    campaign = write_toml(tmp_path, name="elsewhere")
    command = [sys.executable, "-m", "thoughtmill", "deploy", str(campaign)]
    env = factory.prefect.env | {"PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))}
    subprocess.run(command, env=env, cwd=tmp_path.parent, check=True, stdout=subprocess.DEVNULL)
    options = {"store": str(tmp_path / "other"), "train": False, "folder": str(tmp_path)}
    assert factory.started("elsewhere", options=options).is_completed()
    assert Store.existing(str(tmp_path / "other")).keys("releases")
