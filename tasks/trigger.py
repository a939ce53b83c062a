"""The one way by which training and comparing are started: once a student, again only after a run that is dead.

A used idempotency key returns the same run for ever, also a dead one. So the key carries the number of dead runs, and
whoever finds one commits that it is dead. Source: measured on Prefect 3.8, see docs/decisions/.
"""

from typing import Any, cast

from prefect import task
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from tasks.campaign_ref import CampaignRef
from tasks.retries import WITH_RETRIES
from thoughtmill.campaign import Campaign
from thoughtmill.errors import NotDeployed
from thoughtmill.evaluation.examine import comparison_key
from thoughtmill.questions.held_out import added_exams
from thoughtmill.store.store import Store
from thoughtmill.student.train import student_id


@task(**WITH_RETRIES, task_run_name="request training on {release_id}")
def request_training(ref: CampaignRef, release_id: str) -> str:
    """Start the `train` deployment unless the student is there or under way. Returns the student's id."""
    store, campaign = ref.open()
    student = student_id(release_id, campaign.trained())
    if store.find("students", student):
        get_run_logger().info("student %s is committed already: nothing is trained", student)
    else:
        parameters = {"store": ref.store, "campaign_id": ref.campaign_id, "release_id": release_id}
        run_once(store, "train", student, parameters)
    return student


@task(**WITH_RETRIES, task_run_name="request the comparison of {student}")
def request_comparison(ref: CampaignRef, student: str) -> str:
    """Start the `compare` deployment unless the comparison is there or under way. Returns its key."""
    store, campaign = ref.open()
    key = comparison_key(student, campaign, added_exams(store))
    if store.find("comparisons", key):
        get_run_logger().info("comparison %s is committed already: nothing is asked", key)
    else:
        parameters = {"store": ref.store, "campaign_id": ref.campaign_id, "student": student}
        run_once(store, "compare", key, parameters)
    return key


def run_once(store: Store, deployment: str, key: str, parameters: dict[str, Any]) -> str:
    """Start a deployment once for `key`: racing and repeated calls give one run. Returns the run's id.

    A run that ended without its commit is dead: that is committed, and the next attempt has a key of its own.
    """
    dead = 0
    while True:
        name = f"{deployment}-{key}-{dead}"
        if store.find("attempts", name) is None:
            run = start_run(deployment, parameters, idempotency_key=name, flow_run_name=name)
            if run.state is None or not run.state.is_final():
                _tag(run)
                get_run_logger().info("%s: run %s (%s)", name, run.name, run.state.name if run.state else "new")
                return str(run.id)
            how = f"{run.state.name}: {(run.state.message or '')[:500]}"
            with store.begin("attempts", name) as attempt:
                attempt.commit(facts={"ended": how, "flow_run": str(run.id)})
            get_run_logger().warning("%s is dead (%s): a new attempt", name, how)
        dead += 1


def after_release(campaign: Campaign) -> list[str]:
    """The deployments that a campaign needs once its release is there: none without [student]."""
    if campaign.student is None:
        return []
    return ["train", "compare"] if campaign.evaluation else ["train"]


def expect_deployments(names: list[str]) -> None:
    """Look for deployments before anything is paid for. Raises NotDeployed, naming those that are not there."""
    with get_client(sync_client=True) as client:
        if missing := [name for name in names if not _is_deployed(client, name)]:
            raise _not_deployed(missing)


def _is_deployed(client: SyncPrefectClient, name: str) -> bool:
    try:
        client.read_deployment_by_name(f"{name}/{name}")
    except ObjectNotFound:
        return False
    return True


def _not_deployed(names: list[str]) -> NotDeployed:
    todo = "thoughtmill register; or run `produce` with --no-train"
    return NotDeployed(f"the deployments {', '.join(names)} on Prefect's server", "none of that name", todo)


def start_run(deployment: str, parameters: dict[str, Any], **settings: Any) -> FlowRun:
    """Ask for a run of a deployment and don't wait for it. Raises NotDeployed."""
    name = f"{deployment}/{deployment}"
    settings["tags"] = [*_tags(), *settings.get("tags", ())]
    try:
        return cast("FlowRun", run_deployment(name, parameters=parameters, timeout=0, as_subflow=False, **settings))
    except ObjectNotFound as error:
        raise _not_deployed([deployment]) from error


def asked_by(run: object) -> str:
    """The tag of what a run has asked for: who follows it finds its training and its comparison by that."""
    return f"asked-by:{run}"


def _tags() -> list[str]:
    """What every run is tagged with that is started here: who asks, and the tags of who asks, such as the campaign."""
    if not flow_run.id:
        return []
    inherited = [tag for tag in flow_run.tags or [] if not tag.startswith(asked_by(""))]
    return [*inherited, asked_by(flow_run.id)]


def _tag(run: FlowRun) -> None:
    """A run that another one had asked for is ours as well: say so, for who follows us."""
    if missing := {*_tags()} - {*run.tags}:
        with get_client(sync_client=True) as client:
            client.update_flow_run(run.id, tags=sorted({*run.tags} | missing))
