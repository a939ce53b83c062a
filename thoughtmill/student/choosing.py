"""After every epoch, or so many steps: the held-out loss is measured, and weights are taken that may be kept."""

from pathlib import Path
from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Student
from thoughtmill.student import validation
from thoughtmill.student.kept_weights import Kept


def choosing(trainer: Any, recipe: Student, rows: Any, kept: Kept) -> Any:
    """A callback. rows: those of the validation samples, none if there are none."""
    from transformers import TrainerCallback

    everyone = trainer.accelerator
    share = everyone.num_processes, everyone.process_index, trainer.processing_class.pad_token_id
    turns = validation.turns_of(rows, recipe, *share) if len(rows) else []
    trained = sum(rows["trained"][:]) if len(rows) else 0

    class Choosing(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            steps = validation.steps_of(state.max_steps, recipe)
            if state.global_step not in steps:
                return
            is_best = bool(turns) and self.measure(state, control)
            if recipe.keep == "best" and is_best:
                kept.take(1)
            elif recipe.average > 1 and state.global_step in (last := steps[-recipe.average :]):
                kept.take(last.index(state.global_step) + 1)

        def measure(self, state: Any, control: Any) -> bool:
            """Whether the loss is the lowest yet; the trainer keeps in its checkpoints which was."""
            loss, logs = validation.loss_of(trainer, turns, trained), control.should_log
            trainer.log({"eval_loss": loss})
            control.should_log = logs  # what logs says that all is logged now; the step's own loss is not
            trainer.model_wrapped.train()
            if not validation.is_better(loss, state.best_metric):
                return False
            state.best_metric, state.best_global_step = loss, state.global_step
            return True

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            if everyone.is_main_process:
                kept.into(Path(args.output_dir) / f"checkpoint-{state.global_step}")

    return Choosing()


def told(state: Any, recipe: Student, counted: tuple[int, int]) -> dict[str, Any]:
    """What the student's record says of it: of `counted`, questions and samples, nothing was trained.

    Raises TrainingFailed where the best weights are to be kept and none had a held-out loss.
    """
    found: dict[str, Any] = {}
    losses = [line["eval_loss"] for line in state.log_history if "eval_loss" in line]
    if losses:
        found["validation"] = {
            "questions": counted[0],
            "samples": counted[1],
            "first_loss": losses[0],
            "last_loss": losses[-1],
            "best_loss": state.best_metric,
            "best_step": state.best_global_step,
        }
    if recipe.keep == "best":
        if state.best_global_step is None or state.best_metric is None:
            raise TrainingFailed("a held-out loss that is a number", f"{losses[-3:]}", "a lower learning_rate")
        found["saved_steps"] = [state.best_global_step]
    elif recipe.average > 1:
        found["saved_steps"] = validation.steps_of(state.max_steps, recipe)[-recipe.average :]
    return found
