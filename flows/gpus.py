"""A GPU is used by one program at a time: workers that share GPUs hold a lease for each while they use it."""

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.logging import get_run_logger

from thoughtmill.machine import held_gpus


@contextmanager
def own_gpus(use: str) -> Iterator[None]:
    """As `held_gpus`, told in the log of the run."""
    with held_gpus(use, lambda line: get_run_logger().info(line)):
        yield
