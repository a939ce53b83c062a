"""Questions → traces → verdicts → release; the release asks for training, once."""

from uuid import UUID

from prefect import flow
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from flows.fill import OnPools, fill
from flows.filter import filter_all
from flows.here import Here
from flows.only_one import only_one
from flows.options import AS_USUAL, CampaignSource, ProduceOptions
from flows.run_names import produce_run_name
from tasks.asked_runs import wait_for_asked
from tasks.campaign_ref import CampaignRef, changes, freeze_campaign
from tasks.filter import unjudged_shards
from tasks.import_traces import import_part
from tasks.prepare import prepare_questions
from tasks.progress import CampaignProgress
from tasks.release import expect_tokenizer, leave_out_too_long, publish_release
from tasks.trigger import after_release, expect_deployments, request_comparison, request_training
from thoughtmill.generation.planner_lease import PLANNER
from thoughtmill.store.campaigns import read
from thoughtmill.store.leases.lease import Lease
from thoughtmill.store.leases.observer import Observer


@flow(name="produce", flow_run_name=produce_run_name, persist_result=False)
def produce(campaign: CampaignSource, options: ProduceOptions = AS_USUAL) -> dict[str, str]:
    """Fill the quotas of a campaign, publish the release and start its training.

    The campaign is frozen in its store first; started again, the run goes on from what is committed there. While
    another run works on the store it waits for minutes, and then says so.

    Args:
        campaign: what to fill: a file on the worker's machine, a URL, or the TOML text itself
        options: what concerns this run alone
    """
    if options.train and not options.pilot:
        expect_deployments(after_release(read(campaign, options.folder)))
    ref = freeze_campaign(campaign, options.store, options.folder)
    for difference in changes(ref):
        get_run_logger().warning("the campaign has changed: %s", difference)
    store, frozen = ref.open()
    expect_tokenizer(ref)
    if frozen.work.generate_on == "gpu":
        expect_deployments(["generate", "filter"])
    questions = release = ""
    while not release:  # again, if the store was out of reach for so long that the lease was lost
        with only_one(store, PLANNER, "works on this store") as lease:
            questions = prepare_questions(ref)
            for part in frozen.imported_parts():
                filter_all(ref, import_part(ref, part))
            filter_all(ref, unjudged_shards(ref))
            filled = fill_quotas(ref, lease, options.pilot)
            while filled and not options.pilot and leave_out_too_long(ref):
                filled = fill_quotas(ref, lease)
            if filled and options.pilot:
                return {"store": ref.store, "campaign_id": ref.campaign_id, "questions": questions}
            if filled:
                CampaignProgress(ref).say("quotas filled", always=True)
                release = publish_release(ref)
    made = {"store": ref.store, "campaign_id": ref.campaign_id, "questions": questions, "release": release}
    return made | (ask_for_student(ref, release, wait=options.wait) if options.train else {})


def ask_for_student(ref: CampaignRef, release: str, *, wait: bool) -> dict[str, str]:
    """Start the training of a release, or the comparison of its student; both once. wait: until they are there."""
    store, campaign = ref.open()
    if campaign.student is None:
        get_run_logger().info("the release is the end: the campaign has no [student]")
        return {}
    made = {"student": request_training(ref, release)}
    if campaign.evaluation and store.find("students", made["student"]):
        made["comparison"] = request_comparison(ref, made["student"])
    if wait and flow_run.id:
        wait_for_asked(UUID(flow_run.id), get_run_logger().info)
    return made


def fill_quotas(ref: CampaignRef, lease: Lease, pilot: int = 0) -> bool:
    """Generate until the quotas of all parts are met exactly; nothing is started if they are. False: the lease is lost.

    pilot: or until so many questions of each domain were asked once. All teachers work at once, but for engines that
    are started here.
    """
    store, campaign = ref.open()
    observer = Observer(store.storage)
    staff = OnPools(ref, observer) if campaign.work.generate_on == "gpu" else Here(ref)
    return fill(ref, lease, list(campaign.parts), staff, observer, pilot)
