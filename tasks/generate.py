"""Questions → traces, on one engine."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from prefect import task
from prefect.futures import PrefectFuture

from tasks.campaign_ref import CampaignRef
from tasks.progress import CampaignProgress
from tasks.retries import WITH_RETRIES
from thoughtmill.engine.local import RunningEngine
from thoughtmill.generation.generate import GenerationProgress, generate
from thoughtmill.reporting.text import generation_line


@task(**WITH_RETRIES, task_run_name="generate {teacher}, {units} shards")
def generate_units(ref: CampaignRef, teacher: str, keys: list[str], units: int, running: RunningEngine) -> list[str]:
    """Ask one teacher the frozen units; each is committed as it completes. Returns the committed keys."""
    store, campaign = ref.open()
    progress = CampaignProgress(ref)

    def tell(now: GenerationProgress) -> None:
        progress.say(f"generate {teacher}: {generation_line(now)}")

    return asyncio.run(generate(store, campaign, keys, running.engine, tell, running.revive))


def committed_traces(ref: CampaignRef, keys: list[str], run: PrefectFuture[Any]) -> Iterator[str]:
    """The keys whose traces are committed, as they come, until the run has ended. Raises what the run raised."""
    store, _ = ref.open()
    waiting = list(keys)
    while waiting:
        ended = run.state.is_final()
        looking = store.find if ended else store.seen  # the run is in this process: what it commits is seen at once
        for key in [key for key in waiting if looking("traces", key)]:
            waiting.remove(key)
            yield key
        if ended:
            break
        time.sleep(0.5)
    run.result()
