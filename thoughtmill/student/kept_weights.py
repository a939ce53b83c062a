"""Weights that become the student instead of those of the last step: the best by held-out loss, or the mean of several.

They lie beside the checkpoints, and in each checkpoint by a link: a training that goes on from one goes on with them.
"""

import shutil
from pathlib import Path
from typing import Any

from thoughtmill.recipe import Student
from thoughtmill.student import adapters, checkpoints

FOLDER = "kept"
WEIGHTS = "weights.pt"


class Kept:
    """The kept weights of one training."""

    def __init__(self, trainer: Any, recipe: Student, out: Path) -> None:
        self.trainer, self.recipe, self.folder = trainer, recipe, out / FOLDER

    def take(self, number: int) -> None:
        """Take in the weights of this moment: the mean of `number` so far, or these alone where that is 1.

        Adapters are stacked, not averaged: the mean of their factors isn't that of what they make of the weights.

        Every process takes part: weights may be spread over them.
        """
        import torch

        everyone = self.trainer.accelerator
        weights: dict[str, Any] = (
            self.trained() if self.recipe.lora else everyone.get_state_dict(self.trainer.model_wrapped)
        )
        if not everyone.is_main_process:
            return
        found = {name: weight.detach().float().cpu().clone() for name, weight in weights.items()}
        if number > 1:
            before = self.load()
            if self.recipe.lora:
                found = adapters.stacked(before, found)
            else:
                found = {name: before[name] + (weight - before[name]) / number for name, weight in found.items()}
        half = self.folder.with_name(f".{FOLDER}")
        half.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(exist_ok=True)
        torch.save(found, half / WEIGHTS)
        (half / WEIGHTS).replace(self.folder / WEIGHTS)

    def trained(self) -> dict[str, Any]:
        """The weights of this moment that a step changes: with adapters, these alone. Not where they lie in shards."""
        model = self.trainer.accelerator.unwrap_model(self.trainer.model_wrapped)
        return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}

    def load(self) -> dict[str, Any]:
        """The weights, in float32; none if none were taken."""
        import torch

        file = self.folder / WEIGHTS
        return torch.load(file, weights_only=True) if file.exists() else {}

    def into(self, checkpoint: Path) -> None:
        """Put them into a checkpoint that is about to be whole."""
        if (self.folder / WEIGHTS).exists():
            (checkpoint / FOLDER).mkdir(exist_ok=True)
            checkpoints.link(self.folder / WEIGHTS, checkpoint / FOLDER / WEIGHTS)

    def restore(self, checkpoint: Path | None) -> None:
        """Have what a checkpoint has, whatever was taken after it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if checkpoint is not None and (file := checkpoint / FOLDER / WEIGHTS).exists():
            self.folder.mkdir()
            checkpoints.link(file, self.folder / WEIGHTS)
