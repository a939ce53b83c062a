"""Questions → traces, on one engine."""

from threading import Event
from uuid import uuid4

from prefect import task

from tasks.campaign_ref import CampaignRef
from tasks.canaries import expect_known_answers
from tasks.engine_progress import EngineProgress
from tasks.progress import CampaignProgress
from tasks.retries import WITH_RETRIES
from tasks.run_name import RunName
from thoughtmill import event_loop
from thoughtmill.engine.local import RunningEngine
from thoughtmill.generation.generate import GenerationProgress, ask_work
from thoughtmill.generation.pieces import IDLE_S as PATIENCE_S
from thoughtmill.generation.pieces import Shared
from thoughtmill.reporting.text import generation_line
from thoughtmill.store.leases.lease import Lease, held

IDLE_S = 2.0
"""In one process nobody waits for work that may come: who plans starts this again."""


@task(**WITH_RETRIES, task_run_name="generate {teacher}")
def generate_wanted(ref: CampaignRef, teacher: str, running: RunningEngine, lease: Lease) -> int:
    """Ask one teacher what the planner wants, until nothing is. Returns how many shards this run committed.

    What it claims it claims in the name of `lease`.
    """
    return _ask(ref, teacher, running, lease, name=RunName())


@task(**WITH_RETRIES, task_run_name="generate {teacher}")
def generate_here(ref: CampaignRef, teacher: str, running: RunningEngine, stop: Event) -> int:
    """The same beside the planner, in its process; until nothing is wanted just now, or `stop` is set."""
    store, _ = ref.open()
    with held(store.storage, f"generate-{uuid4().hex}", f"asks {teacher}", alone=True) as lease:
        return _ask(ref, teacher, running, lease, idle_s=IDLE_S, stop=stop)


def _ask(
    ref: CampaignRef,
    teacher: str,
    running: RunningEngine,
    lease: Lease,
    idle_s: float = PATIENCE_S,
    stop: Event | None = None,
    name: RunName | None = None,
) -> int:
    store, campaign = ref.open()
    expect_known_answers(ref, teacher, running)
    slots = campaign.teachers[teacher].concurrency * len(running.engine.addresses)
    progress, shown = CampaignProgress(ref), EngineProgress(teacher, running.engine.name, slots)

    def tell(now: GenerationProgress) -> None:
        lease.units = now.units
        shown(now)
        progress.say(f"generate {teacher}: {generation_line(now)}")
        if name is not None:
            name.show(now.units)

    work = Shared(store, campaign.teachers[teacher].teacher_id(), lease, idle_s)
    return len(event_loop.run(ask_work(store, campaign, teacher, work, running.engine, tell, running.revive, stop)))
