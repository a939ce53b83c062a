"""What Prefect's server has of what a campaign needs: deployments, pools, queues, workers; what is missing."""

from collections import Counter
from collections.abc import Iterator

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import WorkerStatus

from deployments.declared import DEPLOYMENTS, POOLS
from deployments.deploy import Carried, carried, deployed
from deployments.run import unattended
from deployments.server import prefect_server
from thoughtmill.errors import NotDeployed, PrefectDown


def listening(campaign: str) -> list[str]:
    """Lines for a person; a single one where no server is named or none answers. Raises CampaignError."""
    try:
        with prefect_server() as client:
            return list(_lines(client, carried(campaign)))
    except PrefectDown as error:
        _, found, todo = error.args
        return [f"Prefect's server is not looked at ({found}): {todo}"]


def _lines(client: SyncPrefectClient, given: Carried) -> Iterator[str]:
    """What is there, and after it each thing that is not."""
    there = {one.name for one in client.read_deployments(limit=200)}
    needed = [one.name for one in DEPLOYMENTS]
    found = [name for name in needed if name in there]
    if deployed(client, given.campaign.name) is not None:
        found.append(f"produce/{given.campaign.name}, which carries this campaign")
    yield f"deployments: {', '.join(found) or 'none'}"
    for pool in client.read_work_pools():
        if pool.name in POOLS:
            workers = Counter(one.status for one in client.read_workers_for_work_pool(pool.name))
            queues = client.read_work_queues(work_pool_name=pool.name)
            said = ", ".join(f"{one.name} {_polled(one.status.value if one.status else '')}" for one in queues)
            yield f"pool {pool.name} ({pool.type}): {workers[WorkerStatus.ONLINE]} workers online; queues: {said}"
    if missing := [name for name in needed if name not in there]:
        yield f"missing: the deployments {', '.join(missing)}; thoughtmill register"
        return
    try:
        for fault in unattended(client, given, train=True):
            yield f"missing: {fault}"
    except NotDeployed as error:
        yield f"missing: {error.args[0]}"


def _polled(status: str) -> str:
    return {"READY": "is polled", "PAUSED": "is paused"}.get(status, "nobody polls")
