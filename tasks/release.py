"""Kept traces → an exactly counted release."""

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.events import PUBLISHED, tell
from tasks.progress import Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.release.publish import publish


@task(**WITH_RETRIES, task_run_name="publish the release")
def publish_release(ref: CampaignRef) -> str:
    """Choose exactly the quotas, write them and commit. The same choice again is the same release. Returns its id."""
    store, _ = ref.open()
    log = get_run_logger()
    store.journal.look()
    say = Seldom(log.info)
    commit = publish(ref.ledger(), lambda rows: say(f"release: {rows:,} samples written"))
    card = store.read_bytes(commit.file("README.md")).decode().split("---\n", 2)[-1]
    create_markdown_artifact(card, key=f"release-{commit.key}", description="The dataset card of the release")
    store.journal.fold(1)
    tell(PUBLISHED, ref, release=commit.key, samples=commit.counts["samples"])
    log.info("release %s: %s samples", commit.key, f"{commit.counts['samples']:,}")
    return commit.key
