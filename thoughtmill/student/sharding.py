"""FSDP2 where accelerate would quietly do without: on processes of the CPU."""

import os
from typing import Any

from thoughtmill.errors import TrainingFailed


def read_once() -> None:
    """Have transformers read the weights on one process a machine; the others get theirs as shards, from it."""
    os.environ["ACCELERATE_USE_FSDP"] = os.environ["FSDP_CPU_RAM_EFFICIENT_LOADING"] = "true"


def on_cpu(trainer_class: Any) -> Any:
    """The trainer class, made to shard on the CPU as accelerate does on GPUs.

    accelerate turns its FSDP plugin on for GPUs only; on the CPU the same settings give DDP without a word. Its code
    for FSDP2 runs on both, so that what two processes of the CPU show holds for it.
    """
    import torch

    if torch.cuda.is_available():
        return trainer_class

    class Sharding(trainer_class):
        def create_accelerator_and_postprocess(self) -> None:
            super().create_accelerator_and_postprocess()
            from accelerate.state import AcceleratorState, PartialState
            from accelerate.utils import DistributedType, FullyShardedDataParallelPlugin

            plugin = FullyShardedDataParallelPlugin(**self.args.fsdp_plugin_args)
            if self.accelerator.mixed_precision != "no":
                plugin.set_mixed_precision(self.accelerator.mixed_precision)
            AcceleratorState().fsdp_plugin = plugin
            for state in (AcceleratorState, PartialState):
                state._shared_state["distributed_type"] = DistributedType.FSDP  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # accelerate has no other way to say so
            self.is_fsdp_enabled = True

    return Sharding


def insist(model: Any) -> None:
    """Raises TrainingFailed unless every weight that is trained lies in shards over the processes."""
    from torch.distributed.tensor import DTensor

    whole = [
        name for name, weight in model.named_parameters() if weight.requires_grad and not isinstance(weight, DTensor)
    ]
    if whole:
        raise TrainingFailed("weights that lie in shards (launch.strategy fsdp2)", f"{whole[0]} whole", "report this")
