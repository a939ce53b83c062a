"""A student → a comparison with its base."""

import pyarrow as pa
from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.retries import WITH_RETRIES
from thoughtmill import event_loop
from thoughtmill.engine.local import RunningEngine
from thoughtmill.evaluation.examine import Asked, commit_comparison, examine
from thoughtmill.questions.held_out import held_out_of
from thoughtmill.reporting.text import comparison_markdown


@task(**WITH_RETRIES, task_run_name="ask {asked}")
def ask_held_out(ref: CampaignRef, asked: Asked, running: RunningEngine, first: str = "") -> pa.Table:
    """Ask one model all held-out questions in one way; first: as `examine`. Returns the answers, checked."""
    store, campaign = ref.open()
    log = get_run_logger()
    questions = held_out_of(store)

    def tell(done: int) -> None:
        log.info("compare, %s: %s of %s answers", asked, done, len(questions))

    return event_loop.run(examine(running.engine, questions, asked, campaign.examined(), tell, running.revive, first))


@task(**WITH_RETRIES, task_run_name="compare {student} with its base")
def commit_answers(ref: CampaignRef, student: str, answers: list[pa.Table]) -> str:
    """Count, compare and commit. Returns the comparison's key."""
    store, campaign = ref.open()
    commit = commit_comparison(store, campaign, student, pa.concat_tables(answers))
    create_markdown_artifact(
        comparison_markdown(commit.facts), key=f"comparison-{student}", description="Before and after"
    )
    return commit.key
