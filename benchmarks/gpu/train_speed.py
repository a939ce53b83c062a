"""Tokens a second, MFU and memory of a training on one GPU: packed, and by plain TRL with padding. No network.

    python benchmarks/gpu/train_speed.py                        # 0.5B, 1.5B and 7B with LoRA, about eight minutes
    python benchmarks/gpu/train_speed.py --sizes 0.5b --steps 3
    python benchmarks/gpu/train_speed.py --on-cpu               # a tiny model: that it runs, and no speed

Weights are random, in the shapes of Qwen2.5; lengths are log-normal, as a reasoning teacher's. Both ways train the same
samples in the same steps, of which the first only warms up, from the same weights: so both have the same first loss.
Padded, a device takes four samples at once for 0.5B, else one, which needs no padding. MFU is what a training's curve
calls so. Where there is no GPU it says so and ends with 0.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.packing import drawn  # noqa: E402  # found by the line above
from thoughtmill.recipe import Launch, Lora, Student  # noqa: E402  # as above
from thoughtmill.student import adapters, attention, packed_trainer, packing, utilization  # noqa: E402  # as above
from thoughtmill.student.settings import settings  # noqa: E402  # as above

SHAPES = {
    "0.5b": (896, 4_864, 24, 14, 2, True, 151_936),
    "1.5b": (1_536, 8_960, 28, 12, 2, True, 151_936),
    "7b": (3_584, 18_944, 28, 28, 4, False, 151_936),
    "tiny": (16, 32, 2, 4, 2, True, 500),
}
"""Of Qwen2.5: width, width inside the MLP, layers, heads, heads of keys, whether the two embeddings are one, tokens."""
BATCH = 16
MEAN = 3_000


def model_of(size: str, kernel: str) -> Any:
    """A model with random weights; in bfloat16 where only adapters are trained."""
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    width, inside, layers, heads, keys, tied, vocabulary = SHAPES[size]
    config = Qwen2Config(
        vocab_size=vocabulary,
        hidden_size=width,
        intermediate_size=inside,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=keys,
        tie_word_embeddings=tied,
        max_position_embeddings=32_768,
    )
    attention.register()
    torch.manual_seed(1)
    with torch.device("cuda" if torch.cuda.is_available() else "cpu"):
        model: Any = Qwen2ForCausalLM(config)
    model.set_attn_implementation(kernel)
    return model.to(torch.bfloat16) if size == "7b" else model


def words() -> Any:
    """A tokenizer of three words: TRL asks for one, and nothing is encoded."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    made = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"a": 0, "<pad>": 1, "<end>": 2})))
    made.pad_token, made.eos_token = "<pad>", "<end>"
    return made


def rows_of(samples: int, max_length: int, vocabulary: int) -> Any:
    """Random samples, as encoded ones lie on disk."""
    import numpy as np
    from datasets import Dataset

    chance = np.random.default_rng(1)
    ids = [chance.integers(3, vocabulary, length).tolist() for length in drawn(samples, MEAN, max_length)]
    labels = [[-100] * 100 + row[100:] for row in ids]
    tokens = [len(row) for row in ids]
    rows = {"input_ids": ids, "labels": labels, "tokens": tokens, "trained": [length - 100 for length in tokens]}
    unused = {"domain": ["reasoning/math"] * len(ids), "pass_rate": [1.0] * len(ids)}
    return Dataset.from_dict(rows | unused)


def measured(size: str, *, packed: bool, steps: int, max_length: int, batch: int) -> dict[str, float]:
    """Tokens a second, gigabytes at most and MFU of `steps` steps after a first one, and the loss of that."""
    import torch
    from transformers import TrainerCallback
    from trl.trainer.sft_trainer import SFTTrainer

    gc.collect()  # the model before lies in circles
    if on_gpu := torch.cuda.is_available():
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    recipe = Student(
        base=size,
        epochs=1,
        batch_size=batch,
        device_batch_size=4 if size == "0.5b" else 1,
        max_length=max_length,
        packing=packed,
        checkpoint_steps=10_000,
        lora=Lora() if size == "7b" else None,
        launch=Launch(),
    )
    model = model_of(size, attention.PACKED if packed else "sdpa")
    rows = rows_of((steps + 1) * batch, max_length, model.config.vocab_size)
    ends: list[float] = []

    class Clock(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002  # their shape
            torch.cuda.synchronize() if on_gpu else None
            ends.append(time.monotonic())

    with tempfile.TemporaryDirectory() as out:
        kind: Any = packed_trainer.trainer_class() if packed else SFTTrainer
        arguments = settings(Path(out), recipe)
        arguments.save_strategy = "no"
        arguments.train_sampling_strategy = "sequential"  # as the plan of the packed ones has them
        lora = {"peft_config": adapters.config(recipe.lora)} if recipe.lora else {}
        trainer = kind(model=model, args=arguments, train_dataset=rows, processing_class=words(), **lora)
        if packed:
            in_order = tuple(tuple(range(at, at + batch)) for at in range(0, len(rows), batch))
            plan = packing.Plan(in_order, rows["tokens"][:], max_length, 1)
            trainer.shares = packed_trainer.Shares(rows, plan, rows["trained"][:], 1)
        trainer.add_callback(Clock())
        trainer.train()
    seconds = (ends[-1] - ends[0]) / (len(ends) - 1)
    lengths: list[int] = rows["tokens"][:][batch:]
    tokens = sum(lengths) / (len(ends) - 1)
    flops, peak = utilization.model_flops(trainer.model), utilization.peak_tflops(device_name())
    assert flops is not None
    a_token = flops.a_token(sum(length * length for length in lengths) / sum(lengths))
    return {
        "loss": trainer.state.log_history[0]["loss"],
        "tokens/s": tokens / seconds,
        "GB": torch.cuda.max_memory_allocated() / 1e9 if on_gpu else float("nan"),
        "MFU": tokens / seconds * a_token / (peak * 1e12) if peak else float("nan"),
    }


def device_name() -> str:
    """What it runs on."""
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else "the CPU"


def main(said: Sequence[str] | None = None) -> None:
    """Print a line for each size, packed and padded, and their ratio."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--sizes", nargs="+", default=["0.5b", "1.5b", "7b"], choices=list(SHAPES))
    options.add_argument("--steps", type=int, default=5)
    options.add_argument("--batch", type=int, default=BATCH, help="samples a step")
    options.add_argument("--max-length", type=int, default=16_384)
    options.add_argument("--seconds", type=float, default=540, help="after so long nothing new is begun")
    options.add_argument("--on-cpu", action="store_true", help="a tiny model, to see that this runs")
    named = options.parse_args(said)
    import torch

    if not torch.cuda.is_available() and not named.on_cpu:
        sys.stdout.write("skipped: torch sees no GPU here\n")
        return
    begun = time.monotonic()
    sys.stdout.write(f"{device_name()}, torch {torch.__version__}\nsize  way     tokens/s   MFU     GB  loss\n")
    sizes = {"max_length": named.max_length, "batch": named.batch}
    for size in ["tiny"] if named.on_cpu else named.sizes:
        speeds: dict[bool, float] = {}
        for packed in (True, False):
            if time.monotonic() - begun > named.seconds:
                sys.stdout.write(f"{size}: not begun, time is over\n")
                continue
            try:
                found = measured(size, packed=packed, steps=named.steps, **sizes)
            except torch.cuda.OutOfMemoryError as error:
                sys.stdout.write(f"{size}: out of memory: {str(error)[:80]}\n")
                continue
            speeds[packed] = found["tokens/s"]
            way = "packed" if packed else "padded"
            told = f"{found['tokens/s']:8,.0f}  {found['MFU']:.2f}  {found['GB']:5.1f}  {found['loss']:.3f}"
            sys.stdout.write(f"{size:5} {way}  {told}\n")
        if len(speeds) == 2:
            sys.stdout.write(f"{size}: packed ÷ padded {speeds[True] / speeds[False]:.2f}\n")


if __name__ == "__main__":
    main()
