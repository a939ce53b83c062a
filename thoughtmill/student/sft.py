"""Supervised fine-tuning on a release: the program that training starts, alone or under `accelerate launch`.

It knows files only: the release's Parquet files that it is told of, a recipe, a folder for checkpoints and for the
final model. Killed at any moment and started again, it goes on from the last whole checkpoint.
"""

import argparse
import json
import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from thoughtmill.errors import LabelError, TrainingFailed
from thoughtmill.recipe import Student
from thoughtmill.student import (
    adapters,
    attention,
    checkpoints,
    choosing,
    context,
    devices,
    encoding,
    generation,
    labels,
    packed_trainer,
    positions,
    sharding,
    telling,
    utilization,
    validation,
    watch,
)
from thoughtmill.student.kept_weights import Kept
from thoughtmill.student.settings import batch, bfloat16_pays, processes, settings, sharded

WAITS = timedelta(hours=6)
"""Processes wait so long for one that writes a big model to a slow disk; NCCL's own ten minutes would end them."""
AUDITED = 256
"""Rows that are audited once more as the trainer hands them to the model; all are audited when they are encoded."""


@dataclass(frozen=True, slots=True)
class TrainingFolder:
    """Where a training reads and writes. `done` is written last, when `final` is whole.

    files: JSON with the `paths` of the release's Parquet files, and the `rows` in all of them together.
    """

    files: Path
    out: Path
    progress: Path

    @property
    def final(self) -> Path:
        """The finished model, as an engine loads it."""
        return self.out / "final"

    @property
    def done(self) -> Path:
        """What the training came to: steps, samples, losses."""
        return self.out / "done.json"

    @property
    def refused(self) -> Path:
        """Why a training did not begin: the kind of error, expected, found, to do."""
        return self.out / "refused.json"


def main() -> None:
    """Train, and write `done.json` last."""
    told = argparse.ArgumentParser(description="Fine-tune a student on a release.")
    told.add_argument("--files", type=Path, required=True, help="JSON: `paths` of the release's Parquet files, `rows`")
    told.add_argument("--recipe", type=Path, required=True, help="JSON of [student], `weights` resolved")
    told.add_argument("--out", type=Path, required=True, help="checkpoints, and `final/` at the end")
    told.add_argument("--progress", type=Path, required=True, help="JSONL, one line a step")
    named = told.parse_args()
    recipe = Student.model_validate_json(named.recipe.read_text(encoding="utf-8"))
    folder = TrainingFolder(named.files, named.out, named.progress)
    devices.hide_gpus_if_asked()
    try:
        if not recipe.packing:
            batch(recipe)  # before anything heavy is loaded, and before hours of encoding
        from torch.distributed.elastic.multiprocessing.errors import record

        record(fine_tune)(folder, recipe)  # so that the log of several processes ends with the error that was first
    except (LabelError, TrainingFailed) as error:
        folder.refused.write_text(json.dumps([type(error).__name__, *error.args]), encoding="utf-8")
        raise


def fine_tune(folder: TrainingFolder, recipe: Student) -> None:
    """Train `recipe` on a release. Raises LabelError before the first step if a label is not as it should be."""
    import torch
    from accelerate import PartialState

    devices.refuse_idle_gpu()
    folder.out.mkdir(parents=True, exist_ok=True)
    together = recipe.launch.context_parallel
    context.refuse(positions.check(recipe), together, processes())
    adapters.refuse_four_bit(recipe.lora)
    everything = encoded(folder, load_tokenizer(recipe), recipe)  # before the processes know each other
    rows, apart = apart_from(everything, recipe)
    on_cpu = not torch.cuda.is_available()  # without `cpu`, each of several would think it is alone
    everyone = PartialState(cpu=on_cpu, timeout=WAITS)
    context.meet(together, WAITS)
    if everyone.is_main_process:
        sys.stdout.write(f"training begins: {devices.described(everyone)}\n")
        checkpoints.last_whole(folder.out)  # removes the halves
    everyone.wait_for_everyone()
    arguments = settings(folder.out, recipe)
    tokenizer, model = load(recipe)
    trainer = _trainer(folder, recipe, tokenizer, model, rows, arguments)
    _audit_as_trained(trainer, rows)
    kept = Kept(trainer, recipe, folder.out)
    trainer.add_callback(choosing.choosing(trainer, recipe, apart, kept))
    mfu = utilization.mfu_of(trainer, recipe)
    for callback in telling.callbacks(folder.progress, mfu):  # after what goes into a checkpoint: it says it is whole
        trainer.add_callback(callback)
    found = checkpoints.last_whole(folder.out) if everyone.is_main_process else checkpoints.newest(folder.out)
    if found is not None:
        checkpoints.refuse_other_strategy(found, sharded(recipe))
    if everyone.is_main_process:
        kept.restore(found)
    everyone.wait_for_everyone()
    trainer.train(resume_from_checkpoint=str(found) if found else None)
    counted = len(set(apart["question"][:])), len(apart)
    _save(trainer, tokenizer, folder, recipe, kept, choosing.told(trainer.state, recipe, counted))


def load_tokenizer(recipe: Student) -> Any:
    """The base's tokenizer with the student's template and end token."""
    from transformers import AutoTokenizer

    where, revision = positions.source(recipe)
    tokenizer = AutoTokenizer.from_pretrained(*where, **revision)
    new = labels.use_chatml(tokenizer)
    labels.audit_serving(tokenizer)
    if new and recipe.lora:
        raise TrainingFailed(
            f"a base that knows {labels.START} and {labels.END}: adapters leave embeddings as they are",
            f"{recipe.base}, to which {new} tokens are new",
            "train it without student.lora, or take a base of the Qwen family",
        )
    return tokenizer


def load(recipe: Student) -> tuple[Any, Any]:
    """Tokenizer and model of the base, with the student's template and end token; weights in float32.

    Where weights are sharded, only one process a machine reads them, and as the base has them: they become float32 in
    shards.
    """
    import torch
    from transformers import AutoModelForCausalLM, GenerationConfig

    tokenizer, config = load_tokenizer(recipe), positions.check(recipe)
    where, revision = positions.source(recipe)
    kernel = {"attn_implementation": recipe.launch.attention} if recipe.packing else {}
    attention.register()
    if sharded(recipe):
        sharding.read_once()
    dtype: Any = "auto" if sharded(recipe) and bfloat16_pays() else torch.float32
    words = {**revision, **kernel, **adapters.four_bit(recipe.lora)}
    model: Any = AutoModelForCausalLM.from_pretrained(*where, config=config, dtype=dtype, **words)
    adapters.keep_gradients(model)
    if len(tokenizer) > model.get_input_embeddings().weight.shape[0]:
        model.resize_token_embeddings(len(tokenizer))
    ends = {"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id}
    for name, token in ends.items():
        setattr(model.config, name, token)
    # The base's own sampling defaults must not follow the student into an engine.
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id, **ends, **generation.sampling(recipe)
    )
    return tokenizer, model


def samples(folder: TrainingFolder) -> Any:
    """The release's samples, as a `datasets` table that lies on disk: of the files that were named, no others."""
    return encoding.samples(folder.files, folder.out / "cache")


def encoded(folder: TrainingFolder, tokenizer: Any, recipe: Student) -> Any:
    """All samples as `input_ids` and `labels`, each audited; to be called before any process group exists."""
    return encoding.rows(folder.files, tokenizer, recipe)


def apart_from(rows: Any, recipe: Student) -> tuple[Any, Any]:
    """The rows that are trained, and those whose loss is measured. Raises TrainingFailed as `validation.apart`."""
    trained, held = validation.apart(rows["question"][:], rows["domain"][:], recipe)
    return rows.select(trained) if len(trained) < len(rows) else rows, rows.select(held)


def _audit_as_trained(trainer: Any, rows: Any) -> None:
    """Raises LabelError unless the trainer hands on rows as they were encoded and audited, each as often as it should.

    What it does to them is its business, not ours.
    """
    seen = trainer.train_dataset
    if len(seen) != len(rows):
        raise LabelError(f"{len(rows):,} rows to train on", f"{len(seen):,}", "report this: it is a bug")
    if hasattr(trainer, "shares"):
        looked_at = packed_trainer.samples_as_trained(trainer.shares, AUDITED)
    else:
        batches = ((number, trainer.data_collator([seen[number]])) for number in labels.spread(len(rows), AUDITED))
        looked_at = ((i, {name: made[name][0].tolist() for name in ("input_ids", "labels")}) for i, made in batches)
    for number, row in looked_at:
        if any(row[name] != rows[number][name] for name in row):
            raise LabelError(f"row {number:,} as it was encoded", "another", "report this: it is a bug")


def _trainer(folder: TrainingFolder, recipe: Student, tokenizer: Any, model: Any, rows: Any, arguments: Any) -> Any:
    from trl.trainer.sft_trainer import SFTTrainer

    kind: Any = packed_trainer.trainer_class() if recipe.packing else SFTTrainer
    if sharded(recipe):
        kind = sharding.on_cpu(kind)
    words = {"peft_config": adapters.config(recipe.lora)} if recipe.lora else {}
    trainer = kind(model=model, args=arguments, train_dataset=rows, processing_class=tokenizer, **words)
    if recipe.lora:
        adapters.in_float32(trainer.model)
    if recipe.packing:
        trainer.shares = packed_trainer.planned(rows, recipe, processes(), tokenizer.pad_token_id)
    trainer.add_callback(watch.watching(trainer, recipe))
    return trainer


def _save(
    trainer: Any, tokenizer: Any, folder: TrainingFolder, recipe: Student, kept: Kept, more: dict[str, Any]
) -> None:
    """The final model in bfloat16, then `done.json`. Every process takes part: weights may be spread over them."""
    import torch

    everyone = trainer.accelerator
    weights = {} if recipe.lora else everyone.get_state_dict(trainer.model_wrapped)
    if everyone.is_main_process:
        model = everyone.unwrap_model(trainer.model_wrapped)
        weights |= kept.load()
        if recipe.lora:
            base = load(recipe.model_copy(update={"lora": None}))[1]
            model = adapters.merged(base, recipe.lora, weights or kept.trained())
            weights = model.state_dict()
        tied = getattr(model, "all_tied_weights_keys", {}) if model.config.tie_word_embeddings else {}
        weights |= {name: weights[whole] for name, whole in tied.items() if whole in weights}  # gathered, they are two
        same: dict[int, Any] = {}  # tied weights stay one tensor
        half = {name: same.setdefault(w.data_ptr(), w.to(torch.bfloat16)) for name, w in weights.items()}
        shutil.rmtree(folder.final, ignore_errors=True)
        model.config.use_cache = True
        model.save_pretrained(folder.final, state_dict=half)
        model.config.dtype = torch.bfloat16  # only now: saving a model writes the dtype that it was trained in
        model.config.save_pretrained(folder.final)
        tokenizer.save_pretrained(folder.final)
        losses = [line["loss"] for line in trainer.state.log_history if "loss" in line]
        found = {
            "steps": trainer.state.global_step,
            "samples": trainer.shares.samples if recipe.packing else len(trainer.train_dataset),
            "first_loss": losses[0] if losses else None,
            "last_loss": losses[-1] if losses else None,
            **more,
        }
        waiting = folder.out / ".done.json"
        waiting.write_text(json.dumps(found), encoding="utf-8")
        waiting.rename(folder.done)
    everyone.wait_for_everyone()


if __name__ == "__main__":
    main()
