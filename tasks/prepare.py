"""Sources → questions."""

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from tasks.campaign_ref import CampaignRef
from tasks.progress import Seldom
from tasks.retries import WITH_RETRIES
from thoughtmill.questions.layers import Layers
from thoughtmill.questions.prepare import prepare
from thoughtmill.reporting.text import layer_lines, out_of_reach, questions_markdown


@task(**WITH_RETRIES, task_run_name="prepare questions")
def prepare_questions(ref: CampaignRef) -> str:
    """Read, check and commit the questions that the store lacks. Returns the key of its newest layer."""
    store, campaign = ref.open()
    store.journal.fold(1, everything=True)
    log = get_run_logger()
    say = Seldom(log.info)
    commit = prepare(store, campaign, lambda rows: say(f"prepare: {rows:,} rows read"))
    text = questions_markdown(store, commit)
    create_markdown_artifact(
        text, key=f"questions-{campaign.name}".replace("_", "-"), description="What became of the sources' rows"
    )
    layers = Layers.up_to(store, commit)
    for layer in layers.commits:
        for line in layer_lines(layer):
            log.info("questions, %s", line)
    domains = [(part, domain) for part, settings in campaign.parts.items() for domain in settings.domains]
    there = {at: sum(layers.all_shards[shard]["questions"] for shard in layers.shards(*at)) for at in domains}
    for line in out_of_reach(campaign, there):
        log.warning(line)
    return commit.key
