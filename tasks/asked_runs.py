"""The runs that a run has asked for, its training and its comparison: found by a tag, waited for to their end."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import get_current_settings

from tasks.trigger import asked_by
from thoughtmill.errors import PrefectDown, ThoughtmillError

PATIENCE_S = 600.0
"""A server that does not answer for so long is given up by who follows a run."""
AGAIN_S = 3.0
LOOK_S = 5.0

Found = TypeVar("Found")


class RunFailed(ThoughtmillError):
    """A run that was waited for has not completed."""


def wait_for_asked(run: UUID, say: Callable[[str], None], look_s: float = LOOK_S) -> None:
    """Wait until all that a run has asked for has ended, and what that has asked for. Raises RunFailed, PrefectDown."""
    with get_client(sync_client=True) as client:
        known: dict[UUID, FlowRun] = {}

        def look() -> dict[UUID, FlowRun]:
            return {one.id: one for one in asked_runs(client, [run, *known])}

        while True:
            found = patiently(look, say)
            for one in found.values():
                if fault := failure(one):
                    raise fault
                if one.id not in known:
                    say(f"waiting for {one.name}")
            if found.keys() == known.keys() and not any(map(is_open, found.values())):
                return  # what has ended has asked for nothing more
            known = found
            time.sleep(look_s)


def is_open(run: FlowRun) -> bool:
    """Whether a run has not ended yet."""
    return not (run.state and run.state.is_final())


def asked_runs(client: SyncPrefectClient, askers: Iterable[UUID]) -> list[FlowRun]:
    """The runs that some runs have asked for."""
    wanted = FlowRunFilter(tags=FlowRunFilterTags(any_=[asked_by(run) for run in askers]))
    return client.read_flow_runs(flow_run_filter=wanted, limit=200)


def failure(run: FlowRun) -> RunFailed | None:
    """What a run that has ended, and did not complete, ended with."""
    if is_open(run) or run.state is None or run.state.is_completed():
        return None
    message = run.state.message or "it says nothing"
    if three := three_lines(message):
        return RunFailed(*three)
    if run.state.is_cancelled() and "concurrency" in message.lower():
        return RunFailed("no other run of this deployment under way", message, "wait for it; or look at it in the UI")
    found = f"{run.state.name}: {message[:1_000]}"
    return RunFailed(f"{run.name} completed", found, f"look at its log: {address(run)}")


def three_lines(message: str) -> tuple[str, str, str] | None:
    """What was expected, found and is to do, out of the message of a state that one of our errors brought about."""
    _, mark, rest = message.rpartition("expected  ")
    expected, found, rest = rest.partition("\nfound     ")
    found_text, todo, todo_text = rest.partition("\nto do     ")
    return (expected, found_text, todo_text) if mark and found and todo else None


def address(run: FlowRun) -> str:
    """Where the UI shows a run."""
    settings = get_current_settings()
    ui = settings.ui_url or (settings.api.url or "").removesuffix("/api")
    return f"{ui}/runs/flow-run/{run.id}"


def is_passing(error: Exception) -> bool:
    """Whether a server that restarts, or has too much to do, answers so."""
    if isinstance(error, PrefectHTTPStatusError):
        return error.response.status_code >= 500 or error.response.status_code == 429
    return isinstance(error, httpx.TransportError)


def patiently(ask: Callable[[], Found], say: Callable[[str], None], patience_s: float = PATIENCE_S) -> Found:
    """Ask again while the server is away. Raises PrefectDown after `patience_s`."""
    begun, told = time.monotonic(), False
    while True:
        try:
            found = ask()
        except (httpx.TransportError, PrefectHTTPStatusError) as error:
            if not is_passing(error):
                raise
            if time.monotonic() - begun > patience_s:
                todo = "start the server; what runs goes on without it, and the same command follows it again"
                raise PrefectDown(f"Prefect's server back within {patience_s:.0f} s", repr(error), todo) from error
            if not told:
                say(f"Prefect's server does not answer ({type(error).__name__}): asking again for {patience_s:.0f} s")
                told = True
            time.sleep(AGAIN_S)
        else:
            if told:
                say("Prefect's server is back")
            return found
