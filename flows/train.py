"""A release → a student, once; then the comparison with its base."""

from collections.abc import Iterator
from contextlib import contextmanager

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.logging import get_run_logger

from tasks.opening import Place
from tasks.train import train_student
from tasks.trigger import request_comparison
from thoughtmill.training import student_id

SLOT_S = 300
"""A dead run's slot is free after about 80 s; who waits longer has a living rival, and fails instead of waiting on."""


@flow(name="train", flow_run_name="train on {release_id}", persist_result=False)
def train(store: str, campaign_id: str, release_id: str) -> dict[str, str]:
    """Train the campaign's student on a release. A student that is committed is not trained again."""
    place = Place(store, campaign_id)
    opened, campaign = place.open()
    student = student_id(release_id, campaign.student)
    if opened.find("students", student):
        get_run_logger().info("student %s is committed already", student)
    else:
        with only_one(f"train-{student}"):
            train_student(place, release_id)
    return {"student": student, "comparison": request_comparison(place, student)}


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """A Prefect concurrency limit of one, named by the student: two runs never train it at once."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, 1)
    get_run_logger().info("waiting for %s: nobody else may train this student", name)
    with concurrency(name, occupy=1, strict=True, lease_duration=60, timeout_seconds=SLOT_S):
        yield
