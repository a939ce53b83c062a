"""Questions → traces on this worker's engine: what a fleet's GPU workers run."""

from prefect import flow
from prefect.runtime import flow_run

from flows.engines import engine_of
from flows.only_one import only_one
from tasks.campaign_ref import CampaignRef
from tasks.generate import generate_wanted
from tasks.pool_runs import lease_of


@flow(name="generate", persist_result=False)
def generate(store: str, campaign_id: str, teacher: str) -> int:
    """Ask one teacher what `produce` wants of it, as long as it wants something. Returns the shards it committed.

    Any number of these may run: each claims pieces of shards that no other has claimed.
    """
    ref = CampaignRef(store, campaign_id)
    opened, campaign = ref.open()
    leased = only_one(opened, lease_of("generate", str(flow_run.id)), f"asks {teacher}", alone=True)
    with leased as lease, engine_of(campaign, campaign.teachers[teacher]) as running:
        return generate_wanted(ref, teacher, running, lease)
