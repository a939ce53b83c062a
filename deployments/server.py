"""Prefect's server as the commands use it: named by PREFECT_API_URL, and three lines where it can't be reached."""

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.settings import get_current_settings

from thoughtmill.errors import PrefectDown


@contextmanager
def prefect_server() -> Iterator[SyncPrefectClient]:
    """A client of the server that PREFECT_API_URL, or Prefect's profile, names. Raises PrefectDown."""
    url = get_current_settings().api.url
    if not url:
        todo = "export PREFECT_API_URL=http://HOST:4200/api; `prefect server start` starts one"
        raise PrefectDown("the address of Prefect's server", "none: PREFECT_API_URL is not set", todo)
    with get_client(sync_client=True) as client:
        if (fault := client.api_healthcheck()) is not None:
            raise PrefectDown(f"an answer of Prefect's server at {url}", str(fault) or repr(fault), "start it")
        try:
            yield client
        except PrefectHTTPStatusError as error:
            raise PrefectDown("a request that Prefect's server takes", *_refusal(error)) from error


def _refusal(error: PrefectHTTPStatusError) -> tuple[str, str]:
    """What was found, and what to do."""
    code = error.response.status_code
    if code in (401, 403):
        return f"{code}: who asks is not known", "export PREFECT_API_AUTH_STRING=user:password, or PREFECT_API_KEY"
    return f"{code}: {error.response.text[:500]}", "mend what it says"


def worker_missing(client: SyncPrefectClient, pool: str, queue: str) -> str | None:
    """Why nobody would take a run from this queue, or None: a worker has asked for its runs within a minute."""
    try:
        found = client.read_work_pool(pool)
    except ObjectNotFound:
        return f"there is no pool {pool}"
    if found.is_push_pool or found.is_managed_pool:
        return None  # it has no workers: the server or Prefect starts its runs
    if found.is_paused:
        return f"the pool {pool} is paused"
    queues = {one.name: one for one in client.read_work_queues(work_pool_name=pool)}
    asked = queues.get(queue) or queues.get("default")  # who polls a whole pool takes new queues too
    if asked is None or asked.status is None or asked.status.value == "NOT_READY":
        return f"no worker polls the queue {queue} of the pool {pool}"
    return f"the queue {queue} of the pool {pool} is paused" if asked.status.value == "PAUSED" else None
