"""A release → a student, once; then the comparison with its base, if the campaign has an exam."""

from prefect import flow
from prefect.logging import get_run_logger

from flows.gpus import own_gpus
from flows.only_one import only_one
from tasks.campaign_ref import CampaignRef
from tasks.train import train_student
from tasks.trigger import request_comparison
from thoughtmill.student.train import student_id


@flow(name="train", flow_run_name="train on {release_id}", persist_result=False)
def train(store: str, campaign_id: str, release_id: str) -> dict[str, str]:
    """Train the campaign's student on a release. A student that is committed is not trained again."""
    ref = CampaignRef(store, campaign_id)
    opened, campaign = ref.open()
    student = student_id(release_id, campaign.trained())
    if opened.find("students", student):
        get_run_logger().info("student %s is committed already", student)
    else:
        with only_one(opened, f"train-{student}", "trains this student") as lease, own_gpus("trains a student"):
            train_student(ref, release_id, lease)
    if campaign.evaluation is None:
        get_run_logger().info("the student is the end: the campaign has no [evaluation]")
        return {"student": student}
    return {"student": student, "comparison": request_comparison(ref, student)}
