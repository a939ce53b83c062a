"""What this machine gives to whoever works here: a folder for logs and checkpoints, and its GPUs, one program each."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from thoughtmill.errors import ThoughtmillError
from thoughtmill.store.leases.lease import held
from thoughtmill.store.places.storage import Folder

FOLDER = "THOUGHTMILL_GPU_LEASES"
"""A folder that all workers of a machine see; unset, GPUs are nobody's business but the run's."""

MONTH_S = 30 * 24 * 3600.0
"""An engine may ask for as long as its teacher has questions."""


def home() -> Path:
    """This machine's folder for logs and checkpoints: THOUGHTMILL_HOME, or `.thoughtmill` where one is."""
    return Path(os.environ.get("THOUGHTMILL_HOME", ".thoughtmill")).resolve()


def log_path(name: str) -> Path:
    """Where the log of something that is started here goes."""
    folder = home() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"


@contextmanager
def held_gpus(use: str, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the leases of the GPUs that CUDA_VISIBLE_DEVICES numbers, in their order, where FOLDER is set.

    use: what they are for, e.g. `trains a student`. tell: is told what is waited for. Raises ThoughtmillError if FOLDER
    is set and the numbers are not.
    """
    named = os.environ.get(FOLDER)
    if not named:
        yield
        return
    with ExitStack() as stack:
        for number in gpu_numbers():
            name = f"gpu-{number}"
            waits = f"{name} is used by another run: waiting"
            taken = held(Folder(Path(named)), name, use, wait_s=MONTH_S, tell=lambda _, waits=waits: tell(waits))
            stack.enter_context(taken)
        yield


def gpu_numbers() -> list[int]:
    """The numbers in CUDA_VISIBLE_DEVICES, each once; in order, so that two runs that want the same get on."""
    shown = os.environ.get("CUDA_VISIBLE_DEVICES", "")
    words = [word.strip() for word in shown.split(",")]
    if not all(word.isdecimal() for word in words):
        todo = "name this worker's GPUs by their numbers, or unset " + FOLDER
        raise ThoughtmillError("CUDA_VISIBLE_DEVICES=0 or 0,1", repr(shown), todo)
    return sorted({int(word) for word in words})
