"""What operates campaigns, against a real Prefect server; the test itself is the worker that a run would need."""

import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate, WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.events.clients import get_events_client
from prefect.events.schemas.events import Event, Resource
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Completed, Crashed, Failed, Late, Pending, Running

from deployments.automations import PREFIX, Windows, make_automations
from deployments.commands import PLAN
from deployments.declared import DEPLOYMENTS, POOLS
from deployments.register import register as registered
from tasks import events
from tasks.asked_runs import RunFailed, wait_for_asked
from tasks.progress import LiveArtifact
from tasks.trigger import asked_by
from tests.conftest import ROOT
from tests.prefect_server import PrefectServer, any_port, client_of, prefect_server
from tests.small_campaign import write_toml
from tests.terminal import Shown, Terminal
from thoughtmill.cli import parse
from thoughtmill.reporting.plain import PlainConsole

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    with prefect_server(tmp_path_factory.mktemp("prefect")) as found:
        register(found)
        yield found


def register(server: PrefectServer) -> str:
    """The entry that docker-compose.yml starts."""
    command = ["bash", "deployments/register.sh"]
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        command, env=server.env | {"PATH": path}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def again(client: SyncPrefectClient) -> str:
    """Registered once more, in this program."""
    return "\n".join([*registered(client, str(ROOT)), *make_automations(client)])


@pytest.fixture
def client(server: PrefectServer) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as found:
        yield found


def until(true: Callable[[], Any], seconds: float = 120) -> Any:
    """What it returns as soon as that is something."""
    for _ in range(int(seconds / 0.3)):
        if found := true():
            return found
        time.sleep(0.3)
    pytest.fail(f"not within {seconds} s")


def test_the_form_of_produce_has_choices_limits_and_descriptions(client: SyncPrefectClient) -> None:
    form: Any = client.read_deployment_by_name("produce/produce").parameter_openapi_schema
    campaign, options = form["properties"]["campaign"], form["definitions"]["ProduceOptions"]
    assert form["required"] == ["campaign"], "nobody runs the demo because a field was left empty"
    assert "file" in campaign["description"]
    shipped = [f"campaigns/{path.name}" for path in sorted((ROOT / "campaigns").glob("*.toml"))]
    assert [one["enum"] for one in campaign["anyOf"] if "enum" in one] == [shipped]
    assert all(one["description"] for one in options["properties"].values())
    assert [one["maxLength"] for one in options["properties"]["store"]["anyOf"] if "maxLength" in one] == [1_000]
    assert options["properties"]["train"]["type"] == "boolean"


@pytest.mark.parametrize(
    "parameters",
    [
        {"campaign": "campaigns/demo.toml", "options": {"trian": False}},
        {"campaign": "campaigns/demo.toml", "options": {"train": "perhaps"}},
        {"campaign": "campaigns/demo.toml", "options": {"store": ""}},
        {"campaign": ""},
        {"campain": "campaigns/demo.toml"},
    ],
)
def test_a_misspelt_key_and_an_impossible_value_are_refused_before_anything_runs(
    client: SyncPrefectClient, parameters: dict[str, Any]
) -> None:
    deployment = client.read_deployment_by_name("produce/produce")
    with pytest.raises(PrefectHTTPStatusError) as refused:
        client.create_flow_run_from_deployment(deployment.id, parameters=parameters)
    assert refused.value.response.status_code == 409


def test_registering_again_keeps_what_users_changed(client: SyncPrefectClient) -> None:
    before = client.read_deployment_by_name("produce/produce")
    client.create_deployment_schedules(before.id, [(CronSchedule(cron="0 3 * * *", timezone="UTC"), True)])
    client.update_deployment(before.id, DeploymentUpdate(concurrency_limit=3, tags=["thoughtmill", "mine"]))
    client.pause_deployment(before.id)
    client.update_work_pool("gpu", WorkPoolUpdate(concurrency_limit=7))
    again(client)
    after = client.read_deployment_by_name("produce/produce")
    assert [(one.schedule, one.active) for one in after.schedules] == [
        (CronSchedule(cron="0 3 * * *", timezone="UTC"), True)
    ]
    assert (after.id, after.paused, set(after.tags)) == (before.id, True, {"thoughtmill", "mine"})
    assert after.global_concurrency_limit
    assert after.global_concurrency_limit.limit == 3
    assert client.read_work_pool("gpu").concurrency_limit == 7
    client.resume_deployment(before.id)
    client.delete_deployment_schedule(before.id, after.schedules[0].id)
    client.update_deployment(before.id, DeploymentUpdate(concurrency_limit=None))


def test_a_pool_of_another_type_stays_of_that_type(client: SyncPrefectClient) -> None:
    client.delete_work_pool("train")
    client.create_work_pool(WorkPoolCreate(name="train", type="kubernetes", base_job_template={}))
    try:
        assert "stays as it is (kubernetes)" in again(client)
        assert client.read_work_pool("train").type == "kubernetes"
        assert client.read_deployment_by_name("train/train").work_pool_name is None, "deleted with its pool by a person"
    finally:
        client.delete_work_pool("train")
        client.delete_deployment(client.read_deployment_by_name("train/train").id)
        again(client)


def test_nothing_is_scheduled_that_nobody_asked_for(client: SyncPrefectClient) -> None:
    for declared in DEPLOYMENTS:
        found = client.read_deployment_by_name(f"{declared.name}/{declared.name}")
        assert (found.schedules, found.parameters, found.work_pool_name) == ([], {}, declared.pool)
    assert {pool.name for pool in client.read_work_pools()} == set(POOLS)


def crons(deployment: DeploymentResponse) -> list[tuple[str, bool]]:
    """Its schedules, and whether they are on."""
    schedules = [(one.schedule, one.active) for one in deployment.schedules]
    return sorted((schedule.cron, on) for schedule, on in schedules if isinstance(schedule, CronSchedule))


def deploy(thoughtmill: Terminal, *words: str) -> Shown:
    shown = thoughtmill("deploy", *words)
    assert shown.returncode == 0, shown.stdout
    return shown


def test_a_deployed_campaign_is_carried_by_its_deployment(
    server: PrefectServer, client: SyncPrefectClient, thoughtmill: Terminal, tmp_path: Path
) -> None:
    campaign = write_toml(tmp_path, name="carried")
    shown = deploy(thoughtmill, str(campaign), "--schedule", "*/5 * * * *", "--store", "s3://bucket/carried")
    assert "produce/carried: made" in shown.stdout
    found = client.read_deployment_by_name("produce/carried")
    options = {"store": "s3://bucket/carried", "folder": str(tmp_path)}
    assert found.parameters == {"campaign": campaign.read_text(), "options": options}
    assert crons(found) == [("*/5 * * * *", True)]
    assert {"thoughtmill", "carried"} <= set(found.tags)
    assert "6 samples of math, asked of scripted" in str(found.description)
    assert (found.work_pool_name, found.work_queue_name) == ("cpu", "produce")
    run = client.create_flow_run_from_deployment(found.id)
    assert run.parameters["campaign"] == campaign.read_text(), "a run from the UI needs nothing more"


def test_deploying_again_renews_the_campaign_and_keeps_what_users_changed(
    server: PrefectServer, client: SyncPrefectClient, thoughtmill: Terminal, tmp_path: Path
) -> None:
    campaign = write_toml(tmp_path, name="again")
    scheduled = (str(campaign), "--schedule", "*/5 * * * *")
    deploy(thoughtmill, *scheduled)
    found = client.read_deployment_by_name("produce/again")
    client.update_deployment_schedule(
        found.id, found.schedules[0].id, active=False, schedule=CronSchedule(cron="0 4 * * *", timezone="UTC")
    )
    client.create_deployment_schedules(found.id, [(CronSchedule(cron="0 5 * * *", timezone="UTC"), True)])
    client.create_work_pool(WorkPoolCreate(name="mine", type="process", base_job_template={}))
    options = {**found.parameters["options"], "train": False}
    client.update_deployment(
        found.id,
        DeploymentUpdate(
            work_pool_name="mine", concurrency_limit=2, parameters={**found.parameters, "options": options}
        ),
    )
    client.pause_deployment(found.id)
    write_toml(tmp_path, name="again", student={"base": "tiny", "epochs": 7})
    shown = deploy(thoughtmill, *scheduled)
    assert "the campaign has changed" in shown.stdout
    assert "it is paused, and stays so" in shown.stdout
    after = client.read_deployment_by_name("produce/again")
    assert crons(after) == [("0 4 * * *", False), ("0 5 * * *", True)]
    assert "epochs" in after.parameters["campaign"]
    assert after.parameters["options"] == options
    assert (after.id, after.paused, after.work_pool_name) == (found.id, True, "mine")
    assert after.global_concurrency_limit
    assert after.global_concurrency_limit.limit == 2
    assert "the same campaign" in deploy(thoughtmill, str(campaign), "--schedule", "*/7 * * * *").stdout
    renewed = client.read_deployment_by_name("produce/again")
    assert crons(renewed) == [("*/7 * * * *", False), ("0 5 * * *", True)], (
        "another time was asked for by the command itself"
    )
    client.delete_work_pool("mine")


@pytest.mark.parametrize(
    ("changes", "words", "told"),
    [
        ({"polcy": {}}, (), "polcy"),
        ({}, ("--schedule", "every day"), "'every day'"),
        ({}, ("--schedule", "61 * * * *"), "'61 * * * *'"),
        ({"name": "produce"}, (), "another name"),
    ],
)
def test_what_is_misspelt_or_impossible_is_refused_at_the_command(
    server: PrefectServer,
    client: SyncPrefectClient,
    thoughtmill: Terminal,
    tmp_path: Path,
    changes: dict[str, Any],
    words: tuple[str, ...],
    told: str,
) -> None:
    before = [one.name for one in client.read_deployments()]
    shown = thoughtmill("deploy", str(write_toml(tmp_path, **{"name": "refused", **changes})), *words)
    assert shown.returncode == 1
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["expected", "found", "to"], shown.stdout
    assert told in shown.stdout
    assert [one.name for one in client.read_deployments()] == before


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", ""])
def test_without_a_server_the_commands_are_three_lines(url: str, thoughtmill: Terminal, tmp_path: Path) -> None:
    campaign = str(write_toml(tmp_path))
    with client_of({"PREFECT_API_URL": url}):
        for words in (("deploy", campaign), ("run", campaign, "--wait"), ("register",), ("automations",)):
            shown = thoughtmill(*words)
            assert shown.returncode == 1
            assert shown.stdout.startswith("expected  "), shown.stdout


def poll(client: SyncPrefectClient, *queues: tuple[str, str]) -> None:
    """Do what a worker does every few seconds, until the server has seen it."""
    for pool, queue in queues:
        asked = {"work_queue_names": [queue]}

        def is_ready(pool: str = pool, queue: str = queue, asked: dict[str, Any] = asked) -> bool:
            client.request("POST", "/work_pools/{name}/get_scheduled_flow_runs", path_params={"name": pool}, json=asked)
            status = client.read_work_queue_by_name(queue, pool).status
            return status is not None and status.value == "READY"

        until(is_ready)


def put(client: SyncPrefectClient, run: FlowRun | UUID, state: State) -> None:
    client.set_flow_run_state(run if isinstance(run, UUID) else run.id, state, force=True)


class Following:
    """`thoughtmill run` in a process of its own."""

    def __init__(self, server: PrefectServer, campaign: Path, *words: str) -> None:
        command = [sys.executable, "-m", "thoughtmill", "run", str(campaign), *words]
        self.out = campaign.with_suffix(".out")
        with self.out.open("w") as out:
            env = server.env | {"PREFECT_CLIENT_MAX_RETRIES": "1"}  # its own ones take a minute, in silence
            self.process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)

    def run_of(self, client: SyncPrefectClient, campaign: str) -> FlowRun:
        """The run that it has started."""

        def found() -> FlowRun | None:
            wanted = FlowRunFilter.model_validate({"tags": {"all_": [campaign]}})
            return next(iter(client.read_flow_runs(flow_run_filter=wanted)), None)

        return until(found)

    def ended(self) -> Shown:
        return Shown(self.process.wait(90), self.out.read_text())


@pytest.fixture
def follow(server: PrefectServer) -> Iterator[Callable[..., Following]]:
    """Starts `thoughtmill run`; nothing of it outlives the test."""
    started: list[Following] = []

    def start(campaign: Path, *words: str) -> Following:
        started.append(Following(server, campaign, *words))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


NEEDED = (("cpu", "produce"), ("train", "train"), ("gpu", "compare"))


def asks_for(client: SyncPrefectClient, flow: str, asker: FlowRun) -> FlowRun:
    """What the triggers of training and comparison do."""
    deployment = client.read_deployment_by_name(f"{flow}/{flow}")
    parameters = {"store": "none", "campaign_id": "none", "release_id": "none", "student": "none"}
    wanted = {name: parameters[name] for name in (deployment.parameter_openapi_schema or {})["properties"]}
    return client.create_flow_run_from_deployment(
        deployment.id, parameters=wanted, name=f"{flow}-{uuid4().hex[:6]}", tags=[asked_by(asker.id)]
    )


def test_waiting_follows_through_to_the_comparison_and_survives_a_restart_of_the_server(
    server: PrefectServer, client: SyncPrefectClient, follow: Callable[..., Following], tmp_path: Path
) -> None:
    poll(client, *NEEDED)
    following = follow(write_toml(tmp_path, name="followed"), "--wait")
    produce = following.run_of(client, "followed")
    put(client, produce, Running())
    until(lambda: "Running" in following.out.read_text())
    server.stop()
    try:
        until(lambda: "does not answer" in following.out.read_text())
    finally:
        server.start()
    train = asks_for(client, "train", produce)
    put(client, produce, Completed())
    put(client, train, Running())
    compare = asks_for(client, "compare", train)
    put(client, train, Completed())
    until(lambda: f"[{compare.name}]" in following.out.read_text())
    assert following.process.poll() is None
    put(client, compare, Completed())
    shown = following.ended()
    assert shown.returncode == 0, shown.stdout
    assert "Prefect's server is back" in shown.stdout
    assert all(one.name in shown.stdout.splitlines()[-1] for one in (produce, train, compare))


THREE = "expected  a GPU\nfound     none\nto do     use a machine that has one"


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        (Failed(message=f"Flow run encountered an exception: EngineError: {THREE}"), THREE.splitlines()),
        (Crashed(message="the machine went away"), ["Crashed: the machine went away", "look at its log: http://"]),
    ],
)
def test_a_training_that_fails_is_told_with_its_reason_and_a_status_that_is_not_zero(
    client: SyncPrefectClient, follow: Callable[..., Following], tmp_path: Path, state: State, lines: list[str]
) -> None:
    poll(client, *NEEDED)
    name = f"fails{uuid4().hex[:6]}"
    following = follow(write_toml(tmp_path, name=name), "--wait")
    produce = following.run_of(client, name)
    put(client, produce, Running())
    train = asks_for(client, "train", produce)
    put(client, produce, Completed())
    for what in ("Task run failed with exception", "Encountered exception during execution"):
        traceback = f"Traceback (most recent call last):\n  …\nthoughtmill.errors.EngineError: {THREE}"
        line = {"name": "prefect", "level": 40, "message": f"{what}: EngineError(…)\n{traceback}"}
        client.create_logs([line | {"timestamp": datetime.now(UTC).isoformat(), "flow_run_id": str(train.id)}])
    put(client, train, state)
    shown = following.ended()
    assert shown.returncode == 1
    assert [line for line in lines if shown.stdout.count(line) != 1] == []
    assert "Traceback" not in shown.stdout


def test_a_run_that_waits_ends_when_its_comparison_does_and_fails_as_its_training_did(
    client: SyncPrefectClient,
) -> None:
    deployment = client.read_deployment_by_name("produce/produce")
    parameters = {"campaign": "none", "options": {"wait": True}}
    produce = client.create_flow_run_from_deployment(deployment.id, parameters=parameters)
    told: list[str] = []
    train = asks_for(client, "train", produce)
    compare = asks_for(client, "compare", train)
    put(client, train, Completed())
    ends: State = Completed()

    def say(line: str) -> None:
        told.append(line)
        if compare.name in line:
            put(client, compare, ends)

    wait_for_asked(produce.id, say, look_s=0.1)
    assert told == [f"waiting for {train.name}", f"waiting for {compare.name}"]
    compare = asks_for(client, "compare", train)
    ends = Failed(message=f"Flow run encountered an exception: E: {THREE}")
    with pytest.raises(RunFailed) as failed:
        wait_for_asked(produce.id, say, look_s=0.1)
    assert str(failed.value) == THREE


def test_a_second_run_while_one_is_under_way_is_cancelled_and_that_is_told(
    client: SyncPrefectClient, follow: Callable[..., Following], thoughtmill: Terminal, tmp_path: Path
) -> None:
    campaign = write_toml(tmp_path, name="twice")
    deploy(thoughtmill, str(campaign))
    first = client.create_flow_run_from_deployment(client.read_deployment_by_name("produce/twice").id)
    client.set_flow_run_state(first.id, Pending())
    poll(client, *NEEDED)
    following = follow(campaign, "--wait", "--no-train")
    second = until(lambda: re.search(r"runs/flow-run/(\S+)", following.out.read_text()))
    client.set_flow_run_state(UUID(second[1]), Pending())
    shown = following.ended()
    assert shown.returncode == 1
    assert "expected  no other run of this deployment under way" in shown.stdout, shown.stdout


def planned(campaign: str) -> list[str]:
    """The lines of `thoughtmill plan` on who listens."""
    shown = io.StringIO()
    given = parse(["plan", campaign], [PLAN], "")
    given.run(given, PlainConsole(file=shown, width=120))
    return shown.getvalue().partition("Who listens\n")[2].partition("\n\n")[0].splitlines()


def test_a_plan_says_what_the_server_has_and_what_is_missing(client: SyncPrefectClient, tmp_path: Path) -> None:
    campaign = str(write_toml(tmp_path, name="planned", work={"shard_questions": 4, "generate_on": "gpu"}))
    told = planned(campaign)
    assert "  deployments: produce, generate, filter, train, compare" in told
    assert any(line.startswith("  pool gpu (process): 0 workers online; queues: ") for line in told), told
    assert "  missing: no worker polls the queue thinker of the pool gpu" in told
    with client_of({"PREFECT_API_URL": f"http://127.0.0.1:{any_port()}/api"}):
        (line,) = planned(campaign)
    assert line.startswith("  Prefect's server is not looked at (")


def test_a_queue_without_a_worker_is_told_at_once(
    client: SyncPrefectClient, thoughtmill: Terminal, tmp_path: Path
) -> None:
    train = client.read_deployment_by_name("train/train")
    client.create_work_pool(WorkPoolCreate(name="other", type="process", base_job_template={}))
    client.update_deployment(train.id, DeploymentUpdate(work_pool_name="other", work_queue_name="train"))
    campaign = str(write_toml(tmp_path, name="alone", work={"shard_questions": 4, "generate_on": "gpu"}))
    poll(client, *NEEDED)
    lacks = ["no worker polls the queue thinker of the pool gpu", "no worker polls the queue train of the pool other"]
    try:
        waiting, asked = thoughtmill("run", campaign, "--wait"), thoughtmill("run", campaign)
    finally:
        client.update_deployment(train.id, DeploymentUpdate(work_pool_name="train", work_queue_name="train"))
    assert (waiting.returncode, asked.returncode) == (1, 0)
    (found,) = [line for line in waiting.stdout.splitlines() if line.startswith("found")]
    assert all(lack in found and f"it will wait: {lack}" in asked.stdout for lack in lacks), waiting.stdout
    client.delete_work_pool("other")


def emit(*names: str, campaign: str = "", run: FlowRun | None = None) -> str:
    """Send events as a run does. Returns the resource's id."""
    import asyncio

    resource = f"prefect.flow-run.{run.id}" if run else f"thoughtmill.campaign.{campaign}"
    related: list[Any] = (
        [{"prefect.resource.id": "prefect.tag.thoughtmill", "prefect.resource.role": "tag"}] if run else []
    )

    async def send() -> None:
        async with get_events_client() as channel:
            for name in names:
                about = Resource.model_validate({"prefect.resource.id": resource, "prefect.resource.name": "it"})
                await channel.emit(Event(event=name, resource=about, related=related))

    asyncio.run(send())
    return resource


def fired(client: SyncPrefectClient, name: str, resource: str) -> bool:
    """Whether an automation has acted because of this resource."""
    (automation,) = client.read_automations_by_name(PREFIX + name)
    wanted = {
        "event": {"name": ["prefect.automation.action.executed", "prefect.automation.action.triggered"]},
        "resource": {"id": [f"prefect.automation.{automation.id}"]},
    }
    found = client.request("POST", "/events/filter", json={"filter": wanted, "limit": 50}).json()["events"]
    return resource in json.dumps(found) or any(resource in json.dumps(_triggering(client, one)) for one in found)


def _triggering(client: SyncPrefectClient, event: dict[str, Any]) -> Any:
    """The events that an automation's action is related to."""
    ids = [
        one["prefect.resource.id"].removeprefix("prefect.event.")
        for one in event["related"]
        if one["prefect.resource.id"].startswith("prefect.event.")
    ]
    return client.request("POST", "/events/filter", json={"filter": {"id": {"id": ids}}}).json()["events"]


TOLD = (
    ("no progress", events.PROGRESS),
    ("yield under its floor", events.LOW_YIELD),
    ("engine sick", events.ENGINE_SICK),
    ("quota out of reach", events.OUT_OF_REACH),
)
"""An automation, and what the factory tells."""

BECOMES = (
    ("training failed", "train", Failed(message="out of memory"), 1),
    ("training failed", "compare", Crashed(message="gone"), 1),
    ("queue without worker", "generate", Late(), 1),
    ("engine sick", "compare", Failed(message="Flow run encountered an exception: EngineUnavailable: x"), 2),
    ("quota out of reach", "train", Failed(message="Flow run encountered an exception: QuotaNotMet: x"), 1),
)
"""An automation, a flow, and what becomes of so many runs of it."""


def test_each_automation_fires_on_what_it_is_for_and_a_run_whose_heartbeat_stops_is_marked_as_crashed(
    client: SyncPrefectClient,
) -> None:
    make_automations(client, Windows(10, 10, 10, 60), anew=True)
    time.sleep(2)  # the server's services read them a moment later
    beats = a_run(client, "train")
    put(client, beats, Running())
    emit("prefect.flow-run.heartbeat", run=beats)
    awaited = [(name, emit(event, campaign=uuid4().hex)) for name, event in TOLD]
    for name, flow, state, times in BECOMES:
        runs = [a_run(client, flow) if flow != "generate" else generate(client) for _ in range(times)]
        for run in runs:
            put(client, run, state.model_copy(update={"id": uuid4()}))
        awaited.append((name, f"prefect.flow-run.{runs[-1].id}"))

    def all_fired() -> bool:
        awaited[:] = [one for one in awaited if not fired(client, *one)]
        print("waiting for", awaited)
        return not awaited

    until(all_fired)
    state = until(lambda: (found := client.read_flow_run(beats.id).state) and found.is_crashed() and found)
    assert "start `produce` again" in str(state.message)


def a_run(client: SyncPrefectClient, flow: str) -> FlowRun:
    return asks_for(client, flow, FlowRun(flow_id=uuid4()))


def generate(client: SyncPrefectClient) -> FlowRun:
    deployment = client.read_deployment_by_name("generate/generate")
    schema: Any = deployment.parameter_openapi_schema
    values = {"array": ["none"], "string": "none"}
    parameters = {name: values.get(schema["properties"][name].get("type"), "none") for name in schema["required"]}
    return client.create_flow_run_from_deployment(deployment.id, parameters=parameters)


def test_automations_are_made_once_and_one_that_was_switched_off_stays_off(
    client: SyncPrefectClient, thoughtmill: Terminal
) -> None:
    (before,) = client.read_automations_by_name(f"{PREFIX}no progress")
    client.pause_automation(before.id)
    for words in ((), ("--anew", "--stalled", "600")):
        shown = thoughtmill("automations", *words)
        assert shown.returncode == 0, shown.stdout
        assert "off" in next(line for line in shown.stdout.splitlines() if "no progress" in line)
    again(client)
    (after,) = client.read_automations_by_name(f"{PREFIX}no progress")
    assert (after.id, after.enabled) == (before.id, False)
    assert len([one for one in client.read_automations() if one.name.startswith(PREFIX)]) == 7
    shown = thoughtmill("automations", "--notify", "slack-webhook/nobody")
    assert (shown.returncode, "'slack-webhook/nobody'" in shown.stdout) == (1, True)


def test_progress_is_one_artifact_that_is_updated_and_no_row_or_event_more(
    server: PrefectServer, client: SyncPrefectClient
) -> None:
    shown, key = LiveArtifact("progress-My_Campaign", "numbers"), "progress-my-campaign"
    for number in range(5):
        shown.show(f"{number} samples")
    wanted = {"artifacts": {"key": {"any_": [key]}}}
    (found,) = client.request("POST", "/artifacts/filter", json=wanted).json()
    assert found["data"] == "4 samples"
    latest = client.request("GET", "/artifacts/{key}/latest", path_params={"key": key}).json()
    assert latest["data"] == "4 samples"
    updates = {"filter": {"event": {"name": ["prefect.artifact.updated"]}}}
    assert client.request("POST", "/events/filter", json=updates).json()["events"] == []
