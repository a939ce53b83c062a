"""A student and its base, asked the same held-out questions: base bare, base told the form, student bare."""

from prefect import flow
from prefect.logging import get_run_logger

from flows.engines import own_engine
from flows.only_one import only_one
from tasks.campaign_ref import CampaignRef
from tasks.compare import ask_held_out, commit_answers
from thoughtmill.evaluation.examine import comparison_key
from thoughtmill.questions.held_out import added_exams, require_held_out
from thoughtmill.student.base import base_of
from thoughtmill.student.labels import first_in
from thoughtmill.student.train import student_weights


@flow(name="compare", flow_run_name="compare {student}", persist_result=False)
def compare(store: str, campaign_id: str, student: str) -> str:
    """Ask both models through an engine, one after the other, check with the same verifiers, commit the counts."""
    ref = CampaignRef(store, campaign_id)
    opened, campaign = ref.open()
    key = comparison_key(student, campaign, added_exams(opened))
    if opened.find("comparisons", key):
        get_run_logger().info("comparison %s is committed already", key)
        return key
    require_held_out(opened)
    base, serve = base_of(campaign, opened.get("students", student)), campaign.examined().serve
    with only_one(opened, f"compare-{key}", "compares this student"):
        if opened.find("comparisons", key):  # by whoever held the lease before
            return key
        with own_engine(base.model, base.weights, {**base.serve, **serve}) as running:
            answers = [ask_held_out(ref, asked, running) for asked in ("base-bare", "base-told")]
        weights = student_weights(opened, student)
        with own_engine(f"student-{student}", str(weights), serve) as running:
            answers.append(ask_held_out(ref, "student-bare", running, first_in(weights)))
        return commit_answers(ref, student, answers)
