"""How the processes of a training are started: `[student.launch]` as the words of torchrun."""

import os
import shlex
import sys

from thoughtmill.recipe import Launch

LAUNCHER = "THOUGHTMILL_TRAIN_LAUNCHER"
"""What stands before `-m thoughtmill.student.sft`, said by the machine: it wins over [student.launch]."""


def words(launch: Launch) -> list[str]:
    """What stands before `-m thoughtmill.student.sft`; the same on every machine of several."""
    if said := shlex.split(os.environ.get(LAUNCHER, "")):
        return said
    if launch.processes * launch.nodes == 1:
        return [sys.executable]
    torchrun = [sys.executable, "-m", "torch.distributed.run", f"--nproc_per_node={launch.processes}"]
    if launch.nodes == 1:
        return [*torchrun, "--standalone"]
    meet = ["--rdzv_backend=c10d", f"--rdzv_endpoint={launch.address}", "--rdzv_id=thoughtmill"]
    return [*torchrun, f"--nnodes={launch.nodes}", *meet]
