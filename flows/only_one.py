"""Two runs never do the same thing at once: a Prefect concurrency limit of one, named by what they do."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.logging import get_run_logger

from thoughtmill.errors import AlreadyRunning

SLOT_S = 150
"""A dead run's slot is free after about 80 s; who waits longer has a living rival, and fails instead of waiting on."""


@contextmanager
def only_one(name: str, does: str, *, give_up: bool = True, wait_s: int = SLOT_S) -> Iterator[None]:
    """Hold the slot called `name`. Raises AlreadyRunning if another run, which `does` the same, keeps it.

    `give_up`: end as soon as the slot is lost (its lease could not be renewed), because doing it twice would do harm.
    """
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, 1)
        taken = client.read_global_concurrency_limit_by_name(name).active_slots
    if taken:
        get_run_logger().warning("another run %s: waiting for it, %s s at most", does, wait_s)
    with ExitStack() as held:
        slot = concurrency(
            name,
            occupy=1,
            strict=True,
            lease_duration=60,
            timeout_seconds=wait_s,
            raise_on_lease_renewal_failure=give_up,
        )
        try:
            held.enter_context(slot)
        except TimeoutError as error:
            raise AlreadyRunning(
                f"no other run that {does}", f"one has kept the slot {name} for {wait_s} s", "let it end; see the UI"
            ) from error
        yield
