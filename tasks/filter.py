"""Traces → verdicts of one shard."""

from prefect import task
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.retries import WITH_RETRIES
from thoughtmill.judging.verdicts import judge_shard, unjudged


@task(**WITH_RETRIES, task_run_name="look for traces that are not judged")
def unjudged_shards(ref: CampaignRef) -> list[str]:
    """The committed trace shards that this campaign's policy has not judged: they need no engine."""
    return unjudged(*ref.open())


@task(**WITH_RETRIES, task_run_name="filter {traces}")
def filter_shard(ref: CampaignRef, traces: str) -> str:
    """Judge one committed trace shard and commit the verdicts. Returns their key."""
    store, campaign = ref.open()
    commit = judge_shard(store, campaign, traces)
    get_run_logger().info("%s: %s of %s kept", traces, commit.counts["kept"], commit.counts["traces"])
    return commit.key
