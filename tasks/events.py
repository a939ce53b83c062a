"""What the factory tells listeners: events of a campaign on Prefect's server. Nothing of ours waits for one."""

from typing import Any

from prefect.events import emit_event

from tasks.campaign_ref import CampaignRef

PUBLISHED = "thoughtmill.release.published"
PROGRESS = "thoughtmill.campaign.progress"
LOW_YIELD = "thoughtmill.yield.low"
ENGINE_SICK = "thoughtmill.engine.sick"
ENGINES_FREE = "thoughtmill.engines.free"
OUT_OF_REACH = "thoughtmill.quota.out-of-reach"


def tell(event: str, ref: CampaignRef, **payload: Any) -> None:
    """Emit an event of this campaign, related to the flow run that is under way. Never raises."""
    _, campaign = ref.open()
    resource = {"prefect.resource.id": f"thoughtmill.campaign.{campaign.name}", "prefect.resource.name": campaign.name}
    emit_event(event, resource, payload={"store": ref.store, "campaign_id": ref.campaign_id, **payload})
