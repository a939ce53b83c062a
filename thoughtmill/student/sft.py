"""Supervised fine-tuning on a release: the program that training starts, alone or under `accelerate launch`.

It knows files only: the release's Parquet files that it is told of, a recipe, a folder for checkpoints and for the
final model. Killed at any moment and started again, it goes on from the last whole checkpoint.
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from thoughtmill.campaign import Student
from thoughtmill.cores import usable_cores
from thoughtmill.errors import LabelError, TrainingFailed
from thoughtmill.student import checkpoints, devices, labels

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
        _batch(recipe)  # before anything heavy is loaded, and before hours of encoding
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
    everyone = PartialState(cpu=not torch.cuda.is_available())  # without `cpu`, each of several would think it is alone
    folder.out.mkdir(parents=True, exist_ok=True)
    if everyone.is_main_process:
        sys.stdout.write(f"training begins: {devices.described(everyone)}\n")
        checkpoints.last_whole(folder.out)  # removes the halves
    everyone.wait_for_everyone()
    tokenizer, model = load(recipe)
    with everyone.local_main_process_first():
        rows = encoded(folder, tokenizer, recipe)
    trainer = _trainer(folder, recipe, tokenizer, model, rows)
    _audit_as_trained(trainer, tokenizer, folder)
    found = checkpoints.last_whole(folder.out) if everyone.is_main_process else _newest(folder.out)
    trainer.train(resume_from_checkpoint=str(found) if found else None)
    _save(trainer, tokenizer, folder)


def _newest(out: Path) -> Path | None:
    """As `last_whole`, for those who may not remove anything: by now only whole ones are left."""
    whole = [path for path in out.glob("checkpoint-*") if checkpoints.is_whole(path)]
    return max(whole, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def load(recipe: Student) -> tuple[Any, Any]:
    """Tokenizer and model of the base, with the student's template and end token. Weights in float32."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

    base = recipe.weights or recipe.base
    revision = {"revision": recipe.revision} if recipe.revision and not recipe.weights else {}
    tokenizer = AutoTokenizer.from_pretrained(base, **revision)
    model: Any = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, **revision)
    labels.use_chatml(tokenizer)
    labels.audit_serving(tokenizer)
    if len(tokenizer) > model.get_input_embeddings().weight.shape[0]:
        model.resize_token_embeddings(len(tokenizer))
    ends = {"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id}
    for name, token in ends.items():
        setattr(model.config, name, token)
    # The base's own sampling defaults must not follow the student into an engine.
    model.generation_config = GenerationConfig(bos_token_id=tokenizer.bos_token_id, **ends)
    return tokenizer, model


def samples(folder: TrainingFolder) -> Any:
    """The release's samples, as a `datasets` table that lies on disk: of the files that were named, no others."""
    from datasets import load_dataset

    named = json.loads(folder.files.read_text(encoding="utf-8"))
    columns = ["prompt", "completion"]
    cache = str(folder.out / "cache")
    table: Any = load_dataset("parquet", data_files=named["paths"], split="train", columns=columns, cache_dir=cache)
    if len(table) != named["rows"]:
        raise TrainingFailed(
            f"{named['rows']:,} samples in the release's files", f"{len(table):,}", "report this: it is a bug"
        )
    return table


def encoded(folder: TrainingFolder, tokenizer: Any, recipe: Student) -> Any:
    """All samples as `input_ids` and `labels`, each audited."""
    from datasets import Features, List, Value

    ids = List(Value("int32"))  # half the disk of Python's integers: a big release has billions
    table = samples(folder)
    many = min(8, usable_cores()) if len(table) > 20_000 else None
    make = partial(_audited, tokenizer=tokenizer, max_length=recipe.max_length)
    return table.map(
        make, remove_columns=table.column_names, num_proc=many, features=Features(input_ids=ids, labels=ids)
    )


def _audited(sample: Mapping[str, Any], tokenizer: Any, max_length: int) -> dict[str, list[int]]:
    row = labels.encode(tokenizer, sample, max_length)
    labels.audit(tokenizer, sample, row)
    return row


def _audit_as_trained(trainer: Any, tokenizer: Any, folder: TrainingFolder) -> None:
    """Look at rows as the trainer's own collator makes them: what it does to them is its business, not ours."""
    table = samples(folder)
    if len(trainer.train_dataset) != len(table):
        raise LabelError(
            f"{len(table):,} rows to train on", f"{len(trainer.train_dataset):,}", "report this: it is a bug"
        )
    for number in labels.spread(len(table), AUDITED):
        batch = trainer.data_collator([trainer.train_dataset[number]])
        row = {name: batch[name][0].tolist() for name in ("input_ids", "labels")}
        labels.audit(tokenizer, table[number], row)


def _batch(recipe: Student) -> tuple[int, int]:
    """Samples at once on one device, and how often they are accumulated. Raises TrainingFailed if that can't be."""
    devices = int(os.environ.get("WORLD_SIZE", "1"))
    at_once = min(recipe.device_batch_size, max(1, recipe.batch_size // devices))
    if recipe.batch_size % (devices * at_once):
        raise TrainingFailed(
            f"student.batch_size to be a multiple of {devices} devices × device_batch_size {at_once}",
            str(recipe.batch_size),
            "change one of them, or the number of devices",
        )
    return at_once, recipe.batch_size // (devices * at_once)


def bfloat16_pays() -> bool:
    """Whether this machine computes in bfloat16: a GPU that can, or a CPU with AVX512-BF16 or AMX."""
    import torch

    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    cpu = Path("/proc/cpuinfo")
    return cpu.exists() and any(flag in cpu.read_text().split() for flag in ("avx512_bf16", "amx_bf16"))


def _trainer(folder: TrainingFolder, recipe: Student, tokenizer: Any, model: Any, rows: Any) -> Any:
    import torch
    from trl.trainer.sft_config import SFTConfig
    from trl.trainer.sft_trainer import SFTTrainer

    at_once, accumulated = _batch(recipe)
    settings = SFTConfig(
        output_dir=str(folder.out),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=accumulated,
        learning_rate=recipe.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=recipe.warmup,  # below 1 it is a share of the steps
        optim="adamw_torch_fused",
        bf16=bfloat16_pays(),
        use_cpu=not torch.cuda.is_available(),
        gradient_checkpointing=recipe.gradient_checkpointing,
        max_length=None,  # samples that are too long were an error before
        packing=False,
        seed=recipe.seed,
        data_seed=recipe.seed,
        logging_steps=1,
        save_strategy="steps",
        save_steps=recipe.checkpoint_steps,
        save_total_limit=2,
        report_to=[],
        disable_tqdm=True,
        dataloader_pin_memory=torch.cuda.is_available(),
    )
    trainer = SFTTrainer(model=model, args=settings, train_dataset=rows, processing_class=tokenizer)
    trainer.add_callback(_telling(folder.progress))
    return trainer


def _telling(progress: Path) -> Any:
    """A callback that writes a line a step, and marks checkpoints that are whole."""
    from accelerate import PartialState
    from transformers import TrainerCallback

    everyone = PartialState()
    begun = time.monotonic()
    first: list[int] = []

    class Telling(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            first.append(state.global_step)
            self.tell(state, None)

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002  # their shape
            if logs and "loss" in logs:
                self.tell(state, float(logs["loss"]))

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            everyone.wait_for_everyone()
            if everyone.is_main_process:
                checkpoints.mark(Path(args.output_dir) / f"checkpoint-{state.global_step}")

        def tell(self, state: Any, loss: float | None) -> None:
            if not everyone.is_main_process:
                return
            seconds = time.monotonic() - begun
            made = state.global_step - first[0]
            eta = (state.max_steps - state.global_step) * seconds / made if made else None
            line = {"step": state.global_step, "steps": state.max_steps, "loss": loss, "seconds": seconds, "eta": eta}
            line["device"] = devices.described(everyone)
            with progress.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(line) + "\n")

    return Telling()


def _save(trainer: Any, tokenizer: Any, folder: TrainingFolder) -> None:
    """The final model in bfloat16, then `done.json`. Every process takes part: weights may be spread over them."""
    import torch

    everyone = trainer.accelerator
    weights = everyone.get_state_dict(trainer.model_wrapped)
    if everyone.is_main_process:
        same: dict[int, Any] = {}  # tied weights stay one tensor
        half = {name: same.setdefault(w.data_ptr(), w.to(torch.bfloat16)) for name, w in weights.items()}
        shutil.rmtree(folder.final, ignore_errors=True)
        model = everyone.unwrap_model(trainer.model_wrapped)
        model.config.use_cache = True
        model.save_pretrained(folder.final, state_dict=half)
        model.config.dtype = torch.bfloat16  # only now: saving a model writes the dtype that it was trained in
        model.config.save_pretrained(folder.final)
        tokenizer.save_pretrained(folder.final)
        losses = [line["loss"] for line in trainer.state.log_history if "loss" in line]
        found = {
            "steps": trainer.state.global_step,
            "samples": len(trainer.train_dataset),
            "first_loss": losses[0] if losses else None,
            "last_loss": losses[-1] if losses else None,
        }
        waiting = folder.out / ".done.json"
        waiting.write_text(json.dumps(found), encoding="utf-8")
        waiting.rename(folder.done)
    everyone.wait_for_everyone()


if __name__ == "__main__":
    main()
