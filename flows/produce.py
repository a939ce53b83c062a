"""Questions → traces → verdicts → release; the release asks for training, once."""

import asyncio

from prefect import flow
from prefect.flow_runs import wait_for_flow_run
from prefect.logging import get_run_logger
from pydantic import BaseModel, Field

from flows.engines import engine_of, parts_by_engine
from flows.filter import filter_all
from flows.only_one import only_one
from tasks.campaign_ref import CampaignRef, changes, freeze_campaign
from tasks.filter import unjudged_shards
from tasks.generate import committed_traces, generate_units
from tasks.import_traces import import_part
from tasks.plan import plan_units
from tasks.prepare import prepare_questions
from tasks.progress import CampaignProgress
from tasks.release import publish_release
from tasks.trigger import expect_deployments, request_comparison, request_training, start_run
from thoughtmill.engine.local import RunningEngine
from thoughtmill.errors import EngineUnavailable


class ProduceOptions(BaseModel):
    """What is not in the campaign because it concerns this run alone."""

    store: str | None = Field(default=None, description="another store than the one that the campaign names")
    train: bool = Field(default=True, description="start training when the release is complete")


AS_USUAL = ProduceOptions()


@flow(name="produce", flow_run_name="produce {campaign}", persist_result=False)
def produce(campaign: str = "campaigns/demo.toml", options: ProduceOptions = AS_USUAL) -> dict[str, str]:
    """Fill the quotas of a campaign, publish the release and start its training.

    campaign: a file on the worker's machine, a URL, or the TOML text itself. It is frozen in its store first; started
    again, the run goes on from what is committed there. While another run works on the store it waits for minutes, and
    then says so.
    """
    if options.train:
        expect_deployments(["train", "compare"])
    ref = freeze_campaign(campaign, options.store)
    for difference in changes(ref):
        get_run_logger().warning("the campaign has changed: %s", difference)
    store, frozen = ref.open()
    with only_one(store, "produce", "works on this store"):
        questions = prepare_questions(ref)
        for part in frozen.imported_parts():
            filter_all(ref, import_part(ref, part))
        filter_all(ref, unjudged_shards(ref))
        for parts in parts_by_engine(frozen):
            fill(ref, parts)
        CampaignProgress(ref).say("quotas filled", always=True)
        release = publish_release(ref)
    made = {"store": ref.store, "campaign_id": ref.campaign_id, "questions": questions, "release": release}
    if options.train:
        made["student"] = request_training(ref, release)
        if store.find("students", made["student"]):
            made["comparison"] = request_comparison(ref, made["student"])
    return made


def fill(ref: CampaignRef, parts: list[str]) -> None:
    """Rounds until the quotas of these parts are met exactly; nothing is started if they are."""
    _, campaign = ref.open()
    planned = plan_units(ref, parts)
    if not planned:
        get_run_logger().info("%s: everything that is needed is committed", " and ".join(parts))
        return
    if campaign.work.generate_on == "gpu":
        while planned:
            on_the_pool(ref, planned)
            planned = plan_units(ref, parts)
        return
    with engine_of(campaign, campaign.teacher_of(parts[0])) as running:
        while planned:
            for teacher, keys in planned:
                ask_and_filter(ref, teacher, keys, running)
            planned = plan_units(ref, parts)


def ask_and_filter(ref: CampaignRef, teacher: str, keys: list[str], running: RunningEngine) -> None:
    """Generate the units on this engine; each is filtered as soon as it is committed."""
    generating = generate_units.submit(ref, teacher, keys, len(keys), running)
    filter_all(ref, committed_traces(ref, keys, generating))


def on_the_pool(ref: CampaignRef, planned: list[tuple[str, list[str]]]) -> None:
    """Generate the units as runs on the `gpu` pool, one queue a teacher, and filter what they committed."""
    parameters = {"store": ref.store, "campaign_id": ref.campaign_id}
    runs = [start_run("generate", {**parameters, "keys": keys}, work_queue_name=teacher) for teacher, keys in planned]
    progress = CampaignProgress(ref)
    for run, (_, keys) in zip(runs, planned, strict=True):
        ended = asyncio.run(wait_for_flow_run(run.id, timeout=None, poll_interval=5)).state
        if ended is None or not ended.is_completed():
            raise EngineUnavailable(
                f"generate run {run.name} completed", f"{ended.name if ended else 'no state'}", "see its log in the UI"
            )
        filter_all(ref, keys)
        progress.say(f"generate run {run.name} has ended")
