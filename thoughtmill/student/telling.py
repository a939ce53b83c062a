"""What a training tells while it runs: a line of progress a step, TensorBoard's files, and who else is named."""

import json
import os
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.student import checkpoints, devices

REPORT_TO = "THOUGHTMILL_REPORT_TO"
"""Who else is told of every step, e.g. `wandb` or `mlflow,trackio`: names of transformers' `report_to`."""

MEASURED = ("tokens_per_s", "mfu", "memory_gib")
"""What is told beside what the trainer logs."""

TENSORBOARD = "tensorboard"
"""The folder beside those of the trainings, one in it for each: it stays when a training's own goes."""


MFU = Callable[[int, float], float]
"""(step, tokens a second) → model FLOPs utilisation, as `utilization.mfu_of` gives it."""


def callbacks(progress: Path, mfu: MFU | None = None) -> list[Any]:
    """All that a trainer is to tell. Raises TrainingFailed for a name that transformers doesn't know."""
    return [telling(progress, mfu), *_reporting(progress.parents[1] / TENSORBOARD / progress.parent.name)]


def _reporting(folder: Path) -> list[Any]:
    from transformers.integrations.integration_utils import (
        TensorBoardCallback,
        get_reporting_integration_callbacks,
        is_tensorboard_available,
    )

    named = [name.strip() for name in os.environ.get(REPORT_TO, "").split(",") if name.strip()]
    found: list[Any] = []
    if is_tensorboard_available():
        os.environ.setdefault("TENSORBOARD_LOGGING_DIR", str(folder))
        found.append(TensorBoardCallback())
    try:
        others = get_reporting_integration_callbacks([name for name in named if name != "tensorboard"])
        return [*found, *(other() for other in others)]
    except (ValueError, RuntimeError) as error:
        todo = f"install it where the training runs, or unset {REPORT_TO}"
        raise TrainingFailed(f"{REPORT_TO} to name what is installed", str(error)[:300], todo) from error


def telling(progress: Path, mfu: MFU | None = None) -> Any:
    """A callback that writes a line a step, and marks checkpoints that are whole.

    What it measures itself it adds to what the trainer has logged: those who are told after it tell it too.
    """
    from accelerate import PartialState
    from transformers import TrainerCallback

    everyone = PartialState()
    clock = _Clock(mfu)

    class Telling(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            clock.begin(state.global_step)
            self.tell(state, {"loss": None})

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002  # their shape
            if logs and ("loss" in logs or "eval_loss" in logs):
                line = self.tell(state, logs)
                logs |= {name: line[name] for name in MEASURED if name in line}

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            everyone.wait_for_everyone()
            if everyone.is_main_process:
                checkpoints.mark(Path(args.output_dir) / f"checkpoint-{state.global_step}")

        def tell(self, state: Any, logs: Mapping[str, Any]) -> dict[str, Any]:
            line = {"step": state.global_step, "steps": state.max_steps} | measured(logs) | clock.of(state, logs)
            line["device"] = devices.described(everyone)
            if everyone.is_main_process:
                with progress.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(line) + "\n")
            return line

    return Telling()


def measured(logs: Mapping[str, Any]) -> dict[str, Any]:
    """What the trainer logged of a step, under our names; the memory is this process's."""
    names = {
        "loss": "loss",
        "eval_loss": "eval_loss",
        "learning_rate": "lr",
        "grad_norm": "grad_norm",
        "epoch": "epoch",
    }
    found = {ours: float(logs[theirs]) for theirs, ours in names.items() if logs.get(theirs) is not None}
    return {"loss": None} | found | {"memory_gib": round(_memory_gib(), 3)}


def _memory_gib() -> float:
    import torch

    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / 2**30
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


class _Clock:
    """Seconds of this run, what is to go, and tokens a second since the line before, with the MFU where it is known."""

    def __init__(self, mfu: MFU | None) -> None:
        self._mfu = mfu
        self._begun = self._last = time.monotonic()
        self._first, self._tokens = 0, None

    def begin(self, step: int) -> None:
        self._begun = self._last = time.monotonic()
        self._first = step

    def of(self, state: Any, logs: Mapping[str, Any]) -> dict[str, Any]:
        now, made = time.monotonic(), state.global_step - self._first
        seconds = now - self._begun
        eta = (state.max_steps - state.global_step) * seconds / made if made else None
        found: dict[str, Any] = {"seconds": seconds, "eta": eta}
        if (tokens := logs.get("num_tokens")) is not None and "loss" in logs:
            if self._tokens is not None and now > self._last:
                found["tokens_per_s"] = round((float(tokens) - self._tokens) / (now - self._last), 1)
                if self._mfu is not None:
                    found["mfu"] = self._mfu(state.global_step, found["tokens_per_s"])
            self._tokens, self._last = float(tokens), now
        return found
