"""The runs of a fleet: as many live as are wanted, what has vanished is replaced, nothing is waited for.

Prefect says which runs there are, the leases in the store say which of them live: a machine that vanished can tell
nobody. Source: measured on Prefect 3.8, see docs/decisions/.
"""

import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.logging import get_run_logger
from prefect.states import Crashed

from tasks.beside import beside
from tasks.campaign_ref import CampaignRef
from tasks.trigger import start_run
from thoughtmill.errors import EngineUnavailable, NotDeployed
from thoughtmill.pace import paced
from thoughtmill.store.leases.observer import Observer

CHECK_S = 10.0
"""From look to look at the runs."""
STARTS_S = 120.0
"""A run that began, and holds no lease by then, is gone."""
PENDING_S = 600.0
"""A run that a worker took and that did not begin by then is gone."""
NO_WORKER_S = 90.0
"""A run that nobody took for so long is told."""
PAUSE_S = 5.0
"""After a run that failed; doubled by every further one that saw no shard committed, up to PAUSE_MOST_S."""
PAUSE_MOST_S = 300.0
FAILURES = 5
"""So many failures in a row, times the runs at once, without a new shard: a person has to look."""

GONE = "its machine or process is gone: its lease in the store was not renewed"


def lease_of(deployment: str, run_id: str) -> str:
    """The lease that a run holds in the store."""
    return f"{deployment}-{run_id}"


@dataclass(frozen=True, slots=True)
class Need:
    """Runs that are needed: of which deployment and queue, for what, at most how many.

    does: what one of them does, in its name. tag: what all of them have, whoever started them.
    """

    deployment: str
    queue: str
    does: str
    tag: str
    parameters: dict[str, str | bool]
    work: tuple[str, ...]
    most: int


@dataclass(slots=True)
class _Known:
    """What is known of the runs of one kind: since when each was seen in which state, and how it went."""

    since: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])
    failures: int = 0
    paused_until: float = 0.0
    last_failure: str = ""
    work: tuple[str, ...] = ()
    told_at: float = float("-inf")


class PoolRuns:
    """Keeps the runs that a store needs alive on their pools. Asks Prefect and the store every CHECK_S.

    Prefect is asked beside the planning: while its server is away what lives goes on, and is told what to do next.
    """

    def __init__(self, ref: CampaignRef, observer: Observer) -> None:
        self.ref, self.observer = ref, observer
        self._checking: Future[None] | None = None
        self._log = get_run_logger()
        self._known: dict[str, _Known] = {}
        self._checked = float("-inf")

    def keep(self, needs: list[Need]) -> None:
        """See which runs live, and start what is missing. Returns at once; raises what the last look has found.

        That is EngineUnavailable if runs fail again and again.
        """
        if self._checking is not None and self._checking.done():
            over, self._checking = self._checking, None
            over.result()
        if self._checking is not None or time.monotonic() - self._checked < paced(CHECK_S):
            return
        self._checked = time.monotonic()
        beats = self.observer.look(after_s=self.observer.pause_s)
        gone = {name: self.observer.is_gone(beat) for name, beat in beats.items()}
        self._checking = beside(lambda: self._check(needs, gone))

    def _check(self, needs: list[Need], gone: dict[str, bool]) -> None:
        try:
            with get_client(sync_client=True) as client:
                for need in needs:
                    self._keep(client, need, gone)
        except NotDeployed as error:  # they were there when this began: the server has lost its database
            self._log.warning("no run can be started, those that live go on: %s", error)

    def _keep(self, client: SyncPrefectClient, need: Need, gone: dict[str, bool]) -> None:
        known = self._known.setdefault(need.tag, _Known())
        if set(known.work) - set(need.work):
            known.failures = 0  # something was committed
        known.work = need.work
        runs = self._runs(client, need)
        living = sum(self._lives(client, need, known, run, gone) for run in runs)
        known.since = {run_id: seen for run_id, seen in known.since.items() if run_id in {str(run.id) for run in runs}}
        missing = min(need.most, len(need.work)) - living
        if missing <= 0 or time.monotonic() < known.paused_until:
            return
        if known.failures >= FAILURES * need.most:
            todo = "look at its log in the UI; mend the engine, its worker or the campaign, then start `produce` again"
            raise EngineUnavailable(f"a {need.deployment} run that {need.does}", known.last_failure, todo)
        for number in range(len(runs) + 1, len(runs) + 1 + missing):
            self._start(need, number)

    def _runs(self, client: SyncPrefectClient, need: Need) -> list[FlowRun]:
        """The newest runs of this kind on this store, whoever started them."""
        wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=self._tags(need)))
        return client.read_flow_runs(flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=200)

    def _tags(self, need: Need) -> list[str]:
        return [f"store-{self.ref.open()[0].store_id[:12]}", need.tag]

    def _start(self, need: Need, number: int) -> None:
        parameters = {"store": self.ref.store, "campaign_id": self.ref.campaign_id, **need.parameters}
        name = f"{need.deployment} {need.queue} {number}"
        tags = self._tags(need)
        run = start_run(need.deployment, parameters, flow_run_name=name, work_queue_name=need.queue, tags=tags)
        self._log.info("%s is started: it waits for a worker of the queue %s", run.name, need.queue)

    def _lives(self, client: SyncPrefectClient, need: Need, known: _Known, run: FlowRun, gone: dict[str, bool]) -> bool:
        """Whether a run waits or works. One that is gone is marked as crashed, so that nobody waits for it.

        gone: of each lease, whether its holder has vanished.
        """
        state, name = run.state, str(run.id)
        kind = state.type if state else StateType.SCHEDULED
        before, since = known.since.get(name, ("", time.monotonic()))
        if before != kind.value:
            since = time.monotonic()
        known.since[name] = kind.value, since
        waits = time.monotonic() - since
        if state is not None and state.is_final():
            if before and before != kind.value and not state.is_completed():
                self._failed(known, run, state.message or state.name or kind.value)
            return False
        is_gone = {
            StateType.RUNNING: gone.get(lease_of(need.deployment, name), waits > STARTS_S),
            StateType.PENDING: waits > PENDING_S,
        }.get(kind, False)
        if is_gone:
            client.set_flow_run_state(run.id, Crashed(message=GONE), force=True)
            known.since[name] = StateType.CRASHED.value, time.monotonic()
            self._failed(known, run, GONE)
            return False
        if kind is StateType.SCHEDULED and waits > paced(NO_WORKER_S):
            self._tell_that_nobody_takes_it(client, known, run)
        return True

    def _failed(self, known: _Known, run: FlowRun, how: str) -> None:
        known.failures += 1
        known.last_failure = f"{run.name}: {how[:500]}"
        pause = min(paced(PAUSE_MOST_S), paced(PAUSE_S) * 2 ** (known.failures - 1))
        known.paused_until = time.monotonic() + pause
        self._log.warning("%s has ended (%s); what it had claimed is free for others", run.name, how[:500])

    def _tell_that_nobody_takes_it(self, client: SyncPrefectClient, known: _Known, run: FlowRun) -> None:
        if time.monotonic() - known.told_at < paced(600):
            return
        known.told_at = time.monotonic()
        queue, pool = run.work_queue_name or "default", run.work_pool_name or "gpu"
        polled = None
        with suppress(ObjectNotFound):
            polled = client.read_work_queue_by_name(queue, work_pool_name=pool).last_polled
        who = f"was last asked for at {polled:%H:%M:%S}" if polled else "was never asked for by any worker"
        start = f"prefect worker start --pool {pool} --work-queue {queue}"
        self._log.warning("%s waits: the queue %s of the pool %s %s. Start one: %s", run.name, queue, pool, who, start)
