"""A GPU is used by one program at a time: workers that share GPUs hold a lease for each while they use it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from prefect.logging import get_run_logger

from thoughtmill.errors import ThoughtmillError
from thoughtmill.store.lease import held
from thoughtmill.store.storage import Folder

FOLDER = "THOUGHTMILL_GPU_LEASES"
"""A folder that all workers of a machine see; unset, GPUs are nobody's business but the run's."""

MONTH_S = 30 * 24 * 3600.0
"""An engine may ask for as long as its teacher has questions."""


@contextmanager
def own_gpus(use: str) -> Iterator[None]:
    """Hold the leases of the GPUs that CUDA_VISIBLE_DEVICES numbers, in their order, where FOLDER is set.

    use: what they are for, e.g. `trains a student`. Raises ThoughtmillError if FOLDER is set and the numbers are not.
    """
    named = os.environ.get(FOLDER)
    if not named:
        yield
        return
    with ExitStack() as stack:
        for number in gpu_numbers():
            _take(stack, Folder(Path(named)), f"gpu-{number}", use)
        yield


def gpu_numbers() -> list[int]:
    """The numbers in CUDA_VISIBLE_DEVICES, each once; in order, so that two runs that want the same get on."""
    shown = os.environ.get("CUDA_VISIBLE_DEVICES", "")
    words = [word.strip() for word in shown.split(",")]
    if not all(word.isdecimal() for word in words):
        todo = "name this worker's GPUs by their numbers, or unset " + FOLDER
        raise ThoughtmillError("CUDA_VISIBLE_DEVICES=0 or 0,1", repr(shown), todo)
    return sorted({int(word) for word in words})


def _take(stack: ExitStack, place: Folder, name: str, use: str) -> None:
    log = get_run_logger()
    taken = held(place, name, use, wait_s=MONTH_S, tell=lambda _: log.info("%s is used by another run: waiting", name))
    stack.enter_context(taken)
