"""A release → a student."""

from typing import cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.logging import get_run_logger

from tasks.faults import PATIENT
from tasks.opening import Place, home
from thoughtmill.training import TrainingProgress, train


@task(**PATIENT, task_run_name="train on {release_id}")
def train_student(place: Place, release_id: str) -> str:
    """Train the campaign's student on a release and commit it; goes on from the last checkpoint. Returns its id."""
    store, campaign = place.open()
    log = get_run_logger()
    release = store.get("releases", release_id)
    artifact = cast(
        "UUID", create_progress_artifact(0.0, key=f"training-{release_id}", description="Steps of the training")
    )

    def tell(now: TrainingProgress) -> None:
        log.info("train: step %s of %s, loss %.3f, ETA %.0f s", now.done, now.steps, now.loss, now.eta_s)
        update_progress_artifact(artifact, 100 * now.done / max(now.steps, 1))

    student = campaign.student
    weights = str(campaign.path(student.weights)) if student.weights else student.base
    commit = train(store, release, student, weights, home() / "work", tell)
    update_progress_artifact(artifact, 100.0)
    return commit.key
