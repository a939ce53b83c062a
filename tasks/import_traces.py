"""Traces that exist already → shards of the teacher that brought them."""

from collections import Counter

from prefect import task
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.progress import Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.generation.imported_traces import import_key, import_traces
from thoughtmill.questions.layers import Layers, newest


@task(**WITH_RETRIES, task_run_name="import the traces of {part}")
def import_part(ref: CampaignRef, part: str) -> list[str]:
    """Commit what the part's teacher has brought; what is committed already stays. Returns the shards' keys."""
    store, campaign = ref.open()
    log = get_run_logger()
    say = Seldom(log.info)
    questions = newest(store)
    keys = import_traces(store, campaign, part, questions, lambda rows: say(f"import {part}: {rows:,} rows read"))
    teacher_id = campaign.teacher_of(part).teacher_id()
    layers = Layers.up_to(store, questions).commits
    counts = sum(
        (Counter(store.get("imports", import_key(part, teacher_id, layer)).counts) for layer in layers), Counter[str]()
    )
    log.info("import %s: %s traces, %s rows refused", part, f"{counts['traces']:,}", f"{counts['refused']:,}")
    return keys
