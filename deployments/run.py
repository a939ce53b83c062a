"""`thoughtmill run`: start a campaign's deployment as CI does, and follow it to the comparison of its student.

All that is looked at is on Prefect's server, so who waits needs no access to the store. Runs that a run has asked for
are found by a tag. A server that is away for minutes is waited for: what runs goes on without it.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId
from prefect.client.schemas.objects import FlowRun, Log
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import LogSort
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from deployments.deploy import Carried, deployed, registered
from deployments.follow import LOGS_COME_LATE_S, ended_a_run, mendable, worth_showing
from deployments.server import worker_missing
from tasks.asked_runs import LOOK_S, asked_runs, failure, patiently
from tasks.trigger import after_release
from thoughtmill.errors import CommandError, NotDeployed, ThoughtmillError

WARNING = 30
FINAL = ("produce", "train", "compare")
"""The flows whose end decides; a generate run that dies is replaced by `produce`."""


class NoWorker(ThoughtmillError):
    """Nobody polls a queue that a campaign needs."""


def start(client: SyncPrefectClient, given: Carried, store: str | None, train: bool | None) -> FlowRun:
    """Ask for a run of the campaign's own deployment, or of `produce/produce`. Raises ThoughtmillError."""
    target = deployed(client, given.campaign.name) or registered(client)
    options = {} if train is None else {"train": train}
    try:
        return client.create_flow_run_from_deployment(
            target.id,
            name=f"produce {given.campaign.name}",
            parameters=given.parameters(target.parameters, store, **options),
            tags=[given.campaign.name],
        )
    except PrefectHTTPStatusError as error:
        if error.response.status_code != 409:
            raise
        todo = "thoughtmill register, so that server and checkout are of one version"
        raise CommandError("parameters that the deployment takes", error.response.text[:500], todo) from error


def unattended(client: SyncPrefectClient, given: Carried, train: bool) -> list[str]:
    """Why this campaign would wait for ever: queues that it needs and nobody polls. Raises NotDeployed."""
    target = deployed(client, given.campaign.name) or registered(client)
    needed = [(target.work_pool_name, target.work_queue_name)]
    others = ["generate"] if given.campaign.work.generate_on == "gpu" else []
    others += after_release(given.campaign) if train else []
    for name in others:
        found = _read(client, name)
        asked = (
            [part.teacher for part in given.campaign.parts.values()] if name == "generate" else [found.work_queue_name]
        )
        needed += [(found.work_pool_name, queue) for queue in asked]
    faults = [worker_missing(client, pool or "", queue or "default") for pool, queue in dict.fromkeys(needed)]
    return [fault for fault in faults if fault]


def expect_workers(faults: list[str]) -> None:
    """Raises NoWorker if there is a fault."""
    if faults:
        todo = "prefect worker start --pool POOL --work-queue QUEUE, where it shall be done; --no-train needs less"
        raise NoWorker("a worker for each queue that this campaign needs", "; ".join(faults), todo)


def _read(client: SyncPrefectClient, name: str) -> DeploymentResponse:
    try:
        return client.read_deployment_by_name(f"{name}/{name}")
    except ObjectNotFound as error:
        todo = "thoughtmill register"
        raise NotDeployed(f"the deployment {name}/{name} on Prefect's server", "none of that name", todo) from error


class Watch:
    """Follows one run and all that it asks for, with what their logs say last."""

    def __init__(self, client: SyncPrefectClient, run: UUID, say: Callable[[str], None]) -> None:
        self._client, self._say = client, say
        self._runs = [run]
        self._lines: dict[UUID, int] = {}
        self._states: dict[UUID, str] = {}
        self._flows: dict[UUID, str] = {}

    def to_the_end(self, look_s: float = LOOK_S) -> list[FlowRun]:
        """Wait until every run has ended and asks for no other. Returns them, the first first. Raises PrefectDown."""
        while True:
            runs = patiently(self.look, self._say)
            if all(run.state and run.state.is_final() for run in runs):
                time.sleep(LOGS_COME_LATE_S)
                again = patiently(self.look, self._say)
                if len(again) == len(runs):
                    return again
            time.sleep(look_s)

    def look(self) -> list[FlowRun]:
        """Read every run that is known, and those that they have asked for; say what is new."""
        runs = {run: self._client.read_flow_run(run) for run in self._runs}
        for found in asked_runs(self._client, self._runs):
            runs.setdefault(found.id, found)
        self._runs = list(runs)
        for run in runs.values():
            if self.flow_of(run) in FINAL:
                self._tell_lines(run)
            self._tell_state(run)
        return list(runs.values())

    def flow_of(self, run: FlowRun) -> str:
        """The name of a run's flow."""
        if run.flow_id not in self._flows:
            self._flows[run.flow_id] = self._client.read_flow(run.flow_id).name
        return self._flows[run.flow_id]

    def _tell_state(self, run: FlowRun) -> None:
        state = (run.state.name if run.state else None) or "?"
        if self._states.get(run.id) == state:
            return
        self._states[run.id] = state
        self._say(f"{_clock()} [{run.name}] {state}")
        if state == "Late" and (
            fault := worker_missing(self._client, run.work_pool_name or "", run.work_queue_name or "")
        ):
            self._say(f"{_clock()} [{run.name}] waits: {fault}")

    def _tell_lines(self, run: FlowRun) -> None:
        """Warnings and errors, and of the other lines the newest: a campaign writes one every few seconds.

        But what ended a run: it is told at the end.
        """
        asked = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id]))
        told = self._lines.get(run.id, 0)
        lines: list[Log] = self._client.read_logs(asked, limit=200, offset=told, sort=LogSort.TIMESTAMP_ASC)
        self._lines[run.id] = told + len(lines)
        shown = [line for line in lines if worth_showing(line.message) and not ended_a_run(line.message)]
        for line in shown:
            if line.level >= WARNING or line is shown[-1]:
                self._say(f"{line.timestamp:%H:%M:%S} {mendable(line.message)}")


def _clock() -> str:
    return f"{datetime.now(UTC):%H:%M:%S}"


def expect_success(watch: Watch, runs: list[FlowRun]) -> None:
    """Raises RunFailed, with what it ended with, for the first run that decides and did not complete."""
    for run in runs:
        if watch.flow_of(run) in FINAL and (fault := failure(run)):
            raise fault
