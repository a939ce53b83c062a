"""Traces → verdicts of one shard."""

from prefect import task
from prefect.logging import get_run_logger

from tasks.faults import PATIENT
from tasks.opening import Place
from thoughtmill.judging.verdicts import judge_shard, unjudged


@task(**PATIENT, task_run_name="look for traces that are not judged")
def unjudged_shards(place: Place) -> list[str]:
    """The committed trace shards that this campaign's policy has not judged: they need no engine."""
    return unjudged(*place.open())


@task(**PATIENT, task_run_name="filter {traces}")
def filter_shard(place: Place, traces: str) -> str:
    """Judge one committed trace shard and commit the verdicts. Returns their key."""
    store, campaign = place.open()
    commit = judge_shard(store, campaign, traces)
    get_run_logger().info("%s: %s of %s kept", traces, commit.counts["kept"], commit.counts["traces"])
    return commit.key
