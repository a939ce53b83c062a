"""The recipe as the arguments of TRL's trainer."""

import os
from pathlib import Path
from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Student


def bfloat16_pays() -> bool:
    """Whether this machine computes in bfloat16: a GPU that can, or a CPU with AVX512-BF16 or AMX."""
    import torch

    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    cpu = Path("/proc/cpuinfo")
    return cpu.exists() and any(flag in cpu.read_text().split() for flag in ("avx512_bf16", "amx_bf16"))


def settings(out: Path, recipe: Student) -> Any:
    """TRL's configuration. Where weights are sharded it is made before the model, whose loading looks at it."""
    import torch
    from trl.trainer.sft_config import SFTConfig

    at_once, accumulated = (1, 1) if recipe.packing else batch(recipe)
    return SFTConfig(
        output_dir=str(out),
        num_train_epochs=1 if recipe.packing else recipe.epochs,  # the plan of packed rows has all epochs in it
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=accumulated,
        learning_rate=recipe.learning_rate,
        **_schedule(recipe),
        warmup_steps=recipe.warmup,  # below 1 it is a share of the steps
        optim="adamw_torch_fused",
        adam_beta1=recipe.betas[0],
        adam_beta2=recipe.betas[1],
        weight_decay=recipe.weight_decay,
        max_grad_norm=recipe.max_grad_norm,
        bf16=bfloat16_pays(),
        use_cpu=not torch.cuda.is_available(),
        **_memory(recipe),
        max_length=None,  # samples that are too long were an error before
        packing=False,
        seed=recipe.seed,
        data_seed=recipe.seed,
        logging_steps=1,
        logging_nan_inf_filter=False,  # a loss that is no number ends the training; it is not hidden
        save_strategy="steps",
        save_steps=recipe.checkpoint_steps,
        save_total_limit=2,
        report_to=[],
        disable_tqdm=True,
        dataloader_pin_memory=torch.cuda.is_available(),
    )


def _schedule(recipe: Student) -> dict[str, Any]:
    if recipe.learning_rate_floor:
        floor = {"min_lr_rate": recipe.learning_rate_floor}
        return {"lr_scheduler_type": "cosine_with_min_lr", "lr_scheduler_kwargs": floor}
    return {"lr_scheduler_type": "constant_with_warmup" if recipe.schedule == "constant" else recipe.schedule}


def _memory(recipe: Student) -> dict[str, Any]:
    """fp32 masters of weights that are computed with in bfloat16; sharded, if it was asked for, over all processes."""
    if not sharded(recipe):
        return {"gradient_checkpointing": recipe.gradient_checkpointing}
    return {
        "gradient_checkpointing": False,
        "fsdp": True,
        "fsdp_config": {
            "version": 2,
            "auto_wrap_policy": "TRANSFORMER_BASED_WRAP",
            "state_dict_type": "SHARDED_STATE_DICT",
            "activation_checkpointing": recipe.gradient_checkpointing,
            "cpu_ram_efficient_loading": True,  # one process a machine reads the weights, not each of them
        },
    }


def processes() -> int:
    """How many processes train together, as their launcher says."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def sharded(recipe: Student) -> bool:
    """Whether each process holds only its share of the weights."""
    return recipe.launch.strategy == "fsdp2" and processes() > 1


def batch(recipe: Student) -> tuple[int, int]:
    """Samples at once on one device, and how often they are accumulated. Raises TrainingFailed if that can't be."""
    devices = processes()
    at_once = min(recipe.device_batch_size, max(1, recipe.batch_size // devices))
    if recipe.batch_size % (devices * at_once):
        raise TrainingFailed(
            f"student.batch_size to be a multiple of {devices} devices × device_batch_size {at_once}",
            str(recipe.batch_size),
            "change one of them, or the number of devices; or set packing = true, which needs no multiple",
        )
    return at_once, recipe.batch_size // (devices * at_once)
