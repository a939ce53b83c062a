"""Traces → verdicts, again: what a changed policy or a better checker needs."""

from prefect import flow
from prefect.futures import wait

from tasks.filter import filter_shard
from tasks.opening import Place


@flow(name="filter", flow_run_name="filter {campaign_id}", persist_result=False)
def filter_traces(store: str, campaign_id: str, keys: list[str] | None = None) -> list[str]:
    """Judge trace shards under the campaign's policy; all that are committed if no `keys` are given."""
    place = Place(store, campaign_id)
    opened, _ = place.open()
    filtering = [filter_shard.submit(place, key) for key in keys or opened.keys("traces")]
    wait(filtering)
    return [verdict.result() for verdict in filtering]
