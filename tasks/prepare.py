"""Sources → questions."""

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.progress import Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.questions.prepare import prepare
from thoughtmill.reporting.text import questions_markdown


@task(**WITH_RETRIES, task_run_name="prepare questions")
def prepare_questions(ref: CampaignRef) -> str:
    """Read, check and commit the questions; what is committed already stays as it is. Returns their key."""
    store, campaign = ref.open()
    store.journal.fold(1, everything=True)
    log = get_run_logger()
    say = Seldom(log.info)
    commit = prepare(store, campaign, lambda rows: say(f"prepare: {rows:,} rows read"))
    text = questions_markdown(commit)
    create_markdown_artifact(
        text, key=f"questions-{campaign.name}".replace("_", "-"), description="What became of the sources' rows"
    )
    log.info("questions: %s, refused: %s", f"{commit.counts['questions']:,}", f"{commit.counts['refused']:,}")
    return commit.key
