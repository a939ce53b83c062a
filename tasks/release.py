"""Kept traces → an exactly counted release."""

from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.events import PUBLISHED, tell
from tasks.progress import Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.campaign import Campaign
from thoughtmill.machine import home
from thoughtmill.recipe import Student
from thoughtmill.release.publish import publish
from thoughtmill.student.base import recipe_base
from thoughtmill.student.tokens import tokenizer_of
from thoughtmill.student.too_long import exclude_too_long


@task(**WITH_RETRIES, task_run_name="leave out what is too long to be trained")
def leave_out_too_long(ref: CampaignRef) -> bool:
    """Exclude candidates of the release that are too long for the student, where the campaign says so.

    Returns whether some were: then the quotas are not filled any more.
    """
    _, campaign = ref.open()
    if campaign.student is None or campaign.student.too_long == "refuse":
        return False
    tokenizer = student_tokenizer(campaign, campaign.student)
    made = exclude_too_long(ref.ledger(), tokenizer, campaign.student.max_length, home() / "tokens")
    if made is not None:
        get_run_logger().warning("%s: %s traces are too long for the student", made.key, made.counts["excluded"])
    return made is not None


@task(**WITH_RETRIES, task_run_name="publish the release")
def publish_release(ref: CampaignRef) -> str:
    """Choose exactly the quotas, write them and commit. The same choice again is the same release. Returns its id."""
    store, campaign = ref.open()
    log = get_run_logger()
    store.journal.look()
    every = sum(part.quota for part in campaign.parts.values())
    say = Seldom(log.info)
    commit = publish(ref.ledger(), lambda rows: say(f"release: {rows:,} of {every:,} samples written"))
    card = store.read_bytes(commit.file("README.md")).decode().split("---\n", 2)[-1]
    create_markdown_artifact(card, key=f"release-{commit.key}", description="The dataset card of the release")
    store.journal.fold(1)
    tell(PUBLISHED, ref, release=commit.key, samples=commit.counts["samples"])
    log.info("release %s: %s samples", commit.key, f"{commit.counts['samples']:,}")
    return commit.key


def expect_tokenizer(ref: CampaignRef) -> None:
    """Raises CampaignError, before anything is paid, if samples are to be measured by a tokenizer that is not here."""
    _, campaign = ref.open()
    if campaign.student is not None and campaign.student.too_long == "leave_out":
        student_tokenizer(campaign, campaign.student)


def student_tokenizer(campaign: Campaign, recipe: Student) -> Any:
    """By which the student's samples are measured."""
    base = recipe_base(campaign, recipe)
    return tokenizer_of(base.weights, None if recipe.weights else recipe.revision)
