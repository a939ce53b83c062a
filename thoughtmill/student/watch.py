"""What a training is watched for: packed attention that is exact, shards that are shards, a loss that goes astray."""

import math
from collections.abc import Sequence
from statistics import median
from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Student
from thoughtmill.student import attention, context, sharding
from thoughtmill.student.settings import sharded

SOME = 20
"""Steps whose median loss is looked at: a single hard batch is no divergence."""
PROVED = 3
"""Samples that the proof of packed attention puts into one row."""
ADVICE = "lower student.learning_rate, raise student.warmup or lower student.max_grad_norm, and train again"


def refuse_astray(losses: Sequence[float], order: str = "random") -> None:
    """Raises TrainingFailed where a loss is no number, or has doubled since the first steps and stays there.

    order: the recipe's. Where samples are sorted, the last steps have others than the first, and may have any loss.
    """
    if losses and not math.isfinite(losses[-1]):
        raise TrainingFailed("a loss that is a number", f"{losses[-1]} in step {len(losses):,} of this run", ADVICE)
    if len(losses) < 2 * SOME or order != "random":
        return
    first, last = median(losses[:SOME]), median(losses[-SOME:])
    if last > 2 * max(first, 0.5):
        raise TrainingFailed(
            "a loss that falls", f"{last:.2f} in the last {SOME} steps, {first:.2f} in the first", ADVICE
        )


def watching(trainer: Any, recipe: Student) -> Any:
    """A callback that stops a training which would come to nothing."""
    from transformers import TrainerCallback

    losses: list[float] = []

    class Watching(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            if sharded(recipe):
                sharding.insist(trainer.model_wrapped)
            if recipe.packing:
                few = [trainer.train_dataset[number] for number in range(min(PROVED, len(trainer.train_dataset)))]
                plain, place = trainer.accelerator.unwrap_model(trainer.model_wrapped), trainer.accelerator.device
                rounding = 0.02 if trainer.accelerator.mixed_precision == "bf16" else 1e-5
                number, pad = trainer.accelerator.process_index, trainer.processing_class.pad_token_id
                part = context.part_of(recipe.launch.context_parallel, number, pad)
                computing = trainer.compute_loss_context_manager
                attention.prove(trainer.model_wrapped, plain, few, place, computing, rounding, part)

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002  # their shape
            if logs and "loss" in logs:
                losses.append(float(logs["loss"]))
                refuse_astray(losses, recipe.order)

    return Watching()
