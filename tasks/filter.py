"""Traces → verdicts of one shard."""

import time
from collections.abc import Iterator

from prefect import task
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.retries import WITH_RETRIES
from thoughtmill.generation.pieces import IDLE_S
from thoughtmill.generation.planner_lease import PlannerLease, waiting_for_verdicts
from thoughtmill.generation.wanted import claim_on
from thoughtmill.judging.verdicts import judge_shard, unjudged
from thoughtmill.pace import paced
from thoughtmill.store.leases.claims import claim, claimed


@task(**WITH_RETRIES, task_run_name="look for traces that are not judged")
def unjudged_shards(ref: CampaignRef) -> list[str]:
    """The committed trace shards that this campaign's policy has not judged: they need no engine."""
    return unjudged(*ref.open())


def unclaimed(ref: CampaignRef, lease: str, idle_s: float = IDLE_S) -> Iterator[str]:
    """Trace shards that the planner waits for, each claimed in the name of a lease, until it waits for none any more.

    Nor any that came within `idle_s`. Raises StoreError.
    """
    store, _ = ref.open()
    planner, busy_at = PlannerLease(store), time.monotonic()
    while time.monotonic() - busy_at < paced(idle_s):
        if planner.look():
            taken = claimed(store.storage)
            for key in waiting_for_verdicts(planner.names):
                if claim_on(key) not in taken and claim(store.storage, claim_on(key), 0, lease):
                    yield key
                    busy_at = time.monotonic()
            if planner.has_ended and not waiting_for_verdicts(planner.names):
                return
        time.sleep(paced(1))


@task(**WITH_RETRIES, task_run_name="filter {traces}")
def filter_shard(ref: CampaignRef, traces: str) -> str:
    """Judge one committed trace shard and commit the verdicts. Returns their key."""
    store, campaign = ref.open()
    commit = judge_shard(store, campaign, traces)
    get_run_logger().info("%s: %s of %s kept", traces, commit.counts["kept"], commit.counts["traces"])
    return commit.key
