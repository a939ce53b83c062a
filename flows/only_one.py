"""Two runs never do the same thing at once: a lease in the store, named by what they do."""

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.logging import get_run_logger

from thoughtmill.store.leases.lease import Lease, held
from thoughtmill.store.store import Store


@contextmanager
def only_one(
    store: Store, name: str, does: str, *, wait_s: float | None = None, alone: bool = False
) -> Iterator[Lease]:
    """Hold the lease called `name`. Raises AlreadyRunning if another run, which `does` the same, keeps it.

    A run that is killed frees it: at once where that is seen on the same machine, elsewhere after half a minute.
    alone: the name is this run's own, so that it keeps it though the store was out of reach.
    """
    with held(store.storage, name, does, wait_s=wait_s, tell=get_run_logger().warning, alone=alone) as lease:
        yield lease
