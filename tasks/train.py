"""A release → a student."""

from typing import cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.home import home
from tasks.progress import SHOW_S, Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.reporting.text import span
from thoughtmill.store.lease import Lease
from thoughtmill.student.train import TrainingProgress, train


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

    def tell(now: TrainingProgress) -> None:
        if now.loss is None:
            log.info("train: begins after step %s of %s, %s", now.done, now.steps, now.device)
            return
        say(f"train: step {now.done} of {now.steps}, loss {now.loss:.3f}, ETA {span(now.eta_s)}")
        mark(100 * now.done / max(now.steps, 1))

    student = campaign.student
    weights = str(campaign.path(student.weights)) if student.weights else student.base
    commit = train(store, release, student, weights, home() / "work", tell, lease.expect)
    update_progress_artifact(artifact, 100.0)
    return commit.key
