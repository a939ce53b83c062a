"""What a training runs on: the GPUs that the machine shows, whether torch can use them, and how many processes."""

import os
from pathlib import Path
from typing import Any

from thoughtmill.errors import TrainingFailed

ON_CPU = "THOUGHTMILL_TRAIN_ON_CPU"
"""Set to 1, a training runs on the CPU, whatever else the machine has."""
SHOWN = ("dev/nvidia[0-9]*", "proc/driver/nvidia/gpus/*")


def shown_gpus(root: Path = Path("/")) -> list[Path]:
    """The NVIDIA GPUs that a machine shows: their device files, and what the driver lists, under `root`."""
    return sorted(path for pattern in SHOWN for path in root.glob(pattern))


def hide_gpus_if_asked() -> None:
    """Where ON_CPU says so, torch sees no GPU; to be called before torch is imported."""
    if os.environ.get(ON_CPU) == "1":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""


def refuse_idle_gpu(root: Path = Path("/")) -> None:
    """Raises TrainingFailed where the machine shows a GPU that torch can't use: on the CPU it would take weeks."""
    import torch

    gpus = shown_gpus(root)
    if not gpus or torch.cuda.is_available() or os.environ.get(ON_CPU) == "1":
        return
    plain = torch.__version__.partition("+")[0]
    if torch.version.cuda is None and torch.version.hip is None:
        found = f"{gpus[0]} and torch {torch.__version__}, which is built without CUDA"
        todo = f"install the build with CUDA where the training runs: pip install --force-reinstall torch=={plain}"
    else:
        hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
        found = f"{gpus[0]} and torch {torch.__version__}, which finds none; CUDA_VISIBLE_DEVICES is {hidden!r}"
        todo = "see what nvidia-smi says: the driver may be older than this torch, or the container has no GPU"
    todo += f" (docs/operating.md); or set {ON_CPU}=1 to train on the CPU all the same"
    raise TrainingFailed("a torch that can use the GPU of this machine", found, todo)


def described(everyone: Any) -> str:
    """How many processes train and on what, e.g. `2 processes on the CPU`. `everyone`: accelerate's PartialState."""
    import torch

    name = torch.cuda.get_device_name(everyone.device) if everyone.device.type == "cuda" else "the CPU"
    return f"{everyone.num_processes} process{'es' if everyone.num_processes > 1 else ''} on {name}"
