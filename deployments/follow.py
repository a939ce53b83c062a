"""Follow the runs that one `produce` brings about: their logs as they come, until the last of them has ended."""

import time
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.sorting import LogSort

LOGS_COME_LATE_S = 2.5
"""A run's last lines reach the server after its end, in batches."""


class Follower:
    """Prints every run's new log lines, and says when a run begins and ends."""

    def __init__(self, since: datetime, say: Callable[[str], None]) -> None:
        self.since, self.say = since, say
        self.told: dict[UUID, int] = {}
        self.states: dict[UUID, str] = {}

    def runs(self, client: SyncPrefectClient) -> list[FlowRun]:
        """Those that are followed: all since the start."""
        wanted = FlowRunFilter(
            expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"after_": self.since})
        )
        return client.read_flow_runs(flow_run_filter=wanted, limit=100)

    def look(self, client: SyncPrefectClient) -> list[FlowRun]:
        """One look at all runs that are followed. Returns them, the oldest first."""
        runs = sorted(self.runs(client), key=lambda run: str(run.created))
        for run in runs:
            self._logs(client, run)
            state = (run.state.name if run.state else None) or "?"
            if self.states.get(run.id) != state:
                self.states[run.id] = state
                if run.state and (run.state.is_final() or run.state.is_running()):
                    self.say(f"[{run.name}] {state}")
        return runs

    def _logs(self, client: SyncPrefectClient, run: FlowRun) -> None:
        asked = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id]))
        lines = client.read_logs(asked, limit=200, offset=self.told.get(run.id, 0), sort=LogSort.TIMESTAMP_ASC)
        self.told[run.id] = self.told.get(run.id, 0) + len(lines)
        for line in lines:
            is_said_again = ended_a_run(line.message) and line.message.startswith(OF_A_TASK)
            if worth_showing(line.message) and not is_said_again:
                self.say(f"{line.timestamp:%H:%M:%S} {mendable(line.message)}")


NOISE = (
    "Created task run",
    "Finished in state",
    "Beginning",
    "Opening process",
    "Process for flow run",
    "View at",
    "Worker '",
    "Flow run '",
    "Running 1 deployment",
    "Executing deployment",
    "Deployment step",
    "All deployment steps",
)
"""How Prefect's own lines about runs and tasks begin: they are for its UI."""

OF_A_TASK = "Task run failed"
"""How Prefect begins to log the exception of a task, which it logs again when it ends the task's run."""

OF_OURS = "\nthoughtmill.errors."


def worth_showing(message: str) -> bool:
    """Lines that our own code wrote, warnings and errors."""
    return not message.startswith(NOISE)


def mendable(message: str) -> str:
    """A logged exception without its traceback where it says what was expected, found and is to do."""
    head, found, tail = message.partition("Traceback (most recent call last):")
    begin = tail.rfind(OF_OURS)
    if not found or begin < 0:
        return message
    return tail[begin:].strip() if ended_a_run(message) else f"{head.strip()}\n{tail[begin:].strip()}"


def ended_a_run(message: str) -> bool:
    """Whether it is an exception of ours that ended a run, or a task of it: its state says it, too."""
    return message.startswith((OF_A_TASK, "Encountered exception")) and OF_OURS in message


def follow(since: datetime, ended: Callable[[], bool], alive: Callable[[], None], say: Callable[[str], None]) -> bool:
    """Until `ended`, or until a run failed and none is left. True if it ended well; `alive` may raise."""
    follower = Follower(since, say)
    with get_client(sync_client=True) as client:
        quiet = 0
        while True:
            alive()
            runs = follower.look(client)
            states = [run.state for run in runs if run.state]
            if states and all(state.is_final() for state in states):
                quiet += 1
                bad = [state for state in states if not state.is_completed()]
                if bad or ended() or quiet > 10:
                    time.sleep(LOGS_COME_LATE_S)
                    follower.look(client)
                    return not bad and ended()
            else:
                quiet = 0
            time.sleep(1)
