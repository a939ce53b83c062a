"""Traces → verdicts, again: what a changed policy or a better checker needs."""

from collections.abc import Iterable
from threading import Semaphore

from prefect import flow
from prefect.futures import PrefectFuture, wait

from tasks.campaign_ref import CampaignRef
from tasks.filter import filter_shard
from thoughtmill.cores import usable_cores


@flow(name="filter", flow_run_name="filter {campaign_id}", persist_result=False)
def filter_traces(store: str, campaign_id: str, keys: list[str] | None = None) -> list[str]:
    """Judge trace shards under the campaign's policy; all that are committed if no `keys` are given."""
    ref = CampaignRef(store, campaign_id)
    opened, _ = ref.open()
    return filter_all(ref, keys or opened.keys("traces"))


def filter_all(ref: CampaignRef, keys: Iterable[str]) -> list[str]:
    """Filter these shards, each as it comes, one more at once than there are cores. Returns the verdicts' keys.

    Memory: the shards under way. Raises what a filter task raised after its retries, when all others have ended.
    """
    free = Semaphore(usable_cores() + 1)
    filtering: list[PrefectFuture[str]] = []
    for key in keys:
        free.acquire()
        filtering.append(filter_shard.submit(ref, key))
        filtering[-1].add_done_callback(lambda _: free.release())
    wait(filtering)
    return [verdict.result() for verdict in filtering]
