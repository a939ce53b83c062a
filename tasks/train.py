"""A release → a student."""

from typing import cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.progress import SHOW_S, LiveArtifact, Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.machine import home
from thoughtmill.reporting.curve import curve_markdown
from thoughtmill.reporting.text import span
from thoughtmill.store.leases.lease import Lease
from thoughtmill.student.base import recipe_base
from thoughtmill.student.curve import curve_of, points_in
from thoughtmill.student.train import TrainingProgress, student_id, train


@task(**WITH_RETRIES, task_run_name="train on {release_id}")
def train_student(ref: CampaignRef, release_id: str, lease: Lease) -> str:
    """Train the campaign's student on a release and commit it; goes on from the last checkpoint. Returns its id.

    It ends as soon as the lease is lost: two trainings in one folder would spoil each other's checkpoints.
    """
    store, campaign = ref.open()
    log = get_run_logger()
    release = store.get("releases", release_id)
    artifact = cast(
        "UUID", create_progress_artifact(0.0, key=f"training-{release_id}", description="Steps of the training")
    )

    say, mark = Seldom(log.info), Seldom(lambda share: update_progress_artifact(artifact, share), SHOW_S)

    work = home() / "work"
    lines = work / student_id(release_id, campaign.trained()) / "progress.jsonl"
    curve = LiveArtifact(f"curve-{release_id}", "How the training goes: loss, step by step")
    draw = Seldom(lambda _: curve.show(curve_markdown(points_in(lines))), SHOW_S)

    def tell(now: TrainingProgress) -> None:
        if now.loss is None:
            log.info("train: begins after step %s of %s, %s", now.done, now.steps, now.device)
            return
        say(f"train: step {now.done} of {now.steps}, loss {now.loss:.3f}, ETA {span(now.eta_s)}")
        mark(100 * now.done / max(now.steps, 1))
        draw(now)

    student = campaign.trained()
    commit = train(store, release, student, recipe_base(campaign, student).weights, work, tell, lease.expect)
    update_progress_artifact(artifact, 100.0)
    curve.show(curve_markdown(curve_of(store, commit)))
    return commit.key
