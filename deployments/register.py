"""`thoughtmill register`: pools and deployments on Prefect's server. Registered again, what users changed stays.

What the code decides is renewed: where a flow lies, its form, its description, its version. What people decide is only
set when something is made: schedules, pauses, limits, parameters, the pool, its type and its template, more tags.
"""

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentUpdate, WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.flows import load_flow_from_entrypoint
from prefect.workers.process import ProcessWorker

from deployments.automations import make_automations
from deployments.declared import DEPLOYMENTS, POOLS, TAG, Declared
from deployments.server import prefect_server
from thoughtmill.errors import ThoughtmillError


def register(client: SyncPrefectClient, root: str) -> list[str]:
    """Make what is missing, renew what the code decides. Returns a line a thing. root: the checkout on the workers."""
    pools = [f"pool {name}: {_put_pool(client, name)}" for name in POOLS]
    return pools + [f"deployment {one.name}/{one.name}: {_put_deployment(client, one, root)}" for one in DEPLOYMENTS]


def _put_pool(client: SyncPrefectClient, name: str) -> str:
    """A pool of processes where there is none; one that is there stays as it is, of whatever type."""
    try:
        return f"stays as it is ({client.read_work_pool(name).type})"
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        wanted = WorkPoolCreate(name=name, type="process", description=POOLS[name], base_job_template=template)
        try:
            client.create_work_pool(wanted)
        except ObjectAlreadyExists:
            return "is there"  # another registration was quicker
        return "made (process)"


def _put_deployment(client: SyncPrefectClient, declared: Declared, root: str) -> str:
    form = load_flow_from_entrypoint(declared.entrypoint).parameters.model_dump(exclude_unset=True)
    code: dict[str, Any] = {
        "version": version("thoughtmill"),
        "description": declared.description,
        "entrypoint": declared.entrypoint,
        "pull_steps": [{"prefect.deployments.steps.set_working_directory": {"directory": root}}],
        "parameter_openapi_schema": form,
        "enforce_parameter_schema": True,
    }
    try:
        found = client.read_deployment_by_name(f"{declared.name}/{declared.name}")
    except ObjectNotFound:
        client.create_deployment(
            flow_id=client.create_flow_from_name(declared.name),
            name=declared.name,
            work_pool_name=declared.pool,
            work_queue_name=declared.name,
            tags=[TAG],
            **code,
        )
        return "made"
    client.update_deployment(found.id, DeploymentUpdate(**code, tags=sorted({*found.tags, TAG})))
    return "renewed; schedules, parameters, limits and pool stay as they are"


def main() -> int:
    """Register on the server that PREFECT_API_URL names; THOUGHTMILL_ROOT is where the checkout lies on the workers."""
    root = os.environ.get("THOUGHTMILL_ROOT", str(Path(__file__).resolve().parent.parent))
    try:
        with prefect_server() as client:
            told = [*register(client, root), *make_automations(client)]
    except ThoughtmillError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
