"""Traces that exist already → shards of the teacher that brought them."""

from prefect import task
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.progress import Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.generation.imported_traces import import_traces


@task(**WITH_RETRIES, task_run_name="import the traces of {part}")
def import_part(ref: CampaignRef, part: str) -> list[str]:
    """Commit what the part's teacher has brought; what is committed already stays. Returns the shards' keys."""
    store, campaign = ref.open()
    log = get_run_logger()
    say = Seldom(log.info)
    questions = next(store.commits("questions"))
    keys = import_traces(store, campaign, part, questions, lambda rows: say(f"import {part}: {rows:,} rows read"))
    counts = store.get("imports", f"{part}.{campaign.teacher_of(part).teacher_id()}").counts
    log.info("import %s: %s traces, %s rows refused", part, f"{counts['traces']:,}", f"{counts['refused']:,}")
    return keys
