"""Questions → traces on this worker's engine: what a fleet's GPU workers run."""

from prefect import flow
from prefect.runtime import flow_run

from flows.engines import engine_of
from flows.only_one import only_one
from tasks.campaign_ref import CampaignRef
from tasks.generate import generate_units


@flow(name="generate", flow_run_name="generate {campaign_id}", persist_result=False)
def generate(store: str, campaign_id: str, keys: list[str]) -> list[str]:
    """Ask the frozen units `keys` of one teacher; each shard is committed as it completes."""
    ref = CampaignRef(store, campaign_id)
    opened, campaign = ref.open()
    teacher = opened.get("rounds", keys[0]).facts["teacher"]
    leased = only_one(opened, f"generate-{flow_run.id}", "asks these shards", tuple(keys))
    with leased, engine_of(campaign, campaign.teachers[teacher]) as running:
        return generate_units(ref, teacher, keys, len(keys), running)
