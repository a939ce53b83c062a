"""What a training will take: memory a device, tokens a second, hours, money. Estimates, from what is known before it.

Memory is counted for the trainer as it is: weights, gradients and Adam in float32, computing in bfloat16; packed rows,
shards and adapters as the recipe says.
Sources: Korthikanti et al. 2022 (arXiv 2205.05198) for activations, Kaplan et al. 2020 (arXiv 2001.08361) for 6 FLOPs
a parameter and token, makers' data sheets for GPUs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from statistics import fmean
from typing import Any

from thoughtmill.recipe import Student
from thoughtmill.student import packing

GPUS = {
    "rtx4090": (24, 165),
    "a10": (24, 125),
    "l40s": (48, 362),
    "a100-40": (40, 312),
    "a100": (80, 312),
    "h100": (80, 989),
    "h200": (141, 989),
    "b200": (180, 2250),
    "mi300x": (192, 1307),
}
"""Name → GiB of memory, and dense bfloat16 TFLOPS."""
MFU = 0.35
"""The share of a GPU's arithmetic that training uses: a guess; 0.3 to 0.5 are usual."""
ROOM = 0.92
"""The share of a device's memory that can be planned with: the rest goes to the allocator and the libraries."""
LOOKED_AT = 50
STATE_BYTES = 16
"""A parameter: weight, gradient and two moments of Adam, all float32."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a model before its weights are read."""

    parameters: int
    layers: int
    hidden: int
    vocabulary: int
    positions: int | None
    heads: int | None = None
    """What a row can be shared over has to divide this: the greatest number that divides heads and heads of keys."""


def shape_of(weights: str, revision: str | None = None) -> Shape:
    """The shape of a base, from its config alone: no weight is read."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    at = {"revision": revision} if revision else {}
    config: Any = AutoConfig.from_pretrained(weights, trust_remote_code=False, **at)
    with torch.device("meta"):
        parameters = AutoModelForCausalLM.from_config(config).num_parameters()
    text = config.get_text_config()
    positions = getattr(text, "max_position_embeddings", None)
    heads = math.gcd(*(getattr(text, name, None) or 0 for name in ("num_attention_heads", "num_key_value_heads")))
    return Shape(parameters, text.num_hidden_layers, text.hidden_size, text.vocab_size, positions, heads or None)


@dataclass(frozen=True, slots=True)
class Footprint:
    """state: GiB of weights, gradients and moments on a device; working: GiB of activations and logits at the longest.

    useful: share of a step's tokens that are no padding. hours and money: of the whole training.
    """

    state: float
    working: float
    memory: float
    useful: float
    tokens_per_s: float
    hours: float
    money: float

    @property
    def needed(self) -> float:
        """GiB on a device."""
        return self.state + self.working

    @property
    def fits(self) -> bool:
        """Whether a device has that much to plan with."""
        return self.needed <= ROOM * self.memory


def footprint(
    shape: Shape,
    recipe: Student,
    lengths: Sequence[int],
    gpu: str,
    gpus: int,
    gpu_hour: float,
    *,
    sharded: bool = False,
) -> Footprint:
    """The estimate for `gpus` devices of a kind in GPUS. sharded: state over all.

    lengths: tokens of an epoch's samples.
    """
    memory, tflops = GPUS[gpu]
    at_once = samples_at_once(recipe, gpus)
    longest = (recipe.launch.row_tokens or recipe.max_length) if recipe.packing else at_once * max(lengths)
    longest = -(-longest // recipe.launch.context_parallel)
    sharded = sharded or recipe.launch.strategy == "fsdp2"
    state = shape.parameters * _state_bytes(recipe) / (gpus if sharded else 1) / 2**30
    kept = shape.layers * longest * shape.hidden * 2  # one activation a layer, the others are computed again
    inside = (1 if recipe.gradient_checkpointing else shape.layers) * 34 * longest * shape.hidden
    logits = 10 * longest * shape.vocabulary  # bfloat16, and float32 of them and of their gradient
    useful = packed_share(lengths, recipe, gpus) if recipe.packing else useful_share(lengths, at_once, recipe.seed)
    mean = sum(lengths) / len(lengths)
    flops = 6 * shape.parameters + 6 * shape.layers * shape.hidden * mean
    per_s = gpus * tflops * 1e12 * MFU / flops * useful
    hours = sum(lengths) * recipe.epochs / per_s / 3600
    return Footprint(state, (kept + inside + logits) / 2**30, memory, useful, per_s, hours, hours * gpus * gpu_hour)


def samples_at_once(recipe: Student, gpus: int) -> int:
    """Samples at once on one device, as the trainer takes them."""
    return min(recipe.device_batch_size, max(1, recipe.batch_size // gpus))


def _state_bytes(recipe: Student) -> float:
    """A parameter; where adapters are trained, they and their moments are small beside the weights below them."""
    if recipe.lora is None:
        return STATE_BYTES
    return 0.6 if recipe.lora.four_bit else 4.0


def packed_share(lengths: Sequence[int], recipe: Student, gpus: int) -> float:
    """The share of a step's time that is spent on tokens, of packed rows: over the first LOOKED_AT batches."""
    order = lengths.__getitem__ if recipe.order == "short_first" else None
    found = islice(packing.batches([range(len(lengths))], recipe.batch_size, recipe.seed, order), LOOKED_AT)
    room = recipe.launch.row_tokens or recipe.max_length
    groups = max(1, gpus // recipe.launch.context_parallel)
    return fmean(packing.useful(packing.packed(batch, lengths, room, groups), lengths) for batch in found)


def useful_share(lengths: Sequence[int], at_once: int, seed: int) -> float:
    """The share of tokens that are no padding, where samples are padded to the longest of those at once on a device."""
    shuffled = list(lengths)
    Random(seed).shuffle(shuffled)  # no secret
    padded = 0
    for i in range(0, len(shuffled), at_once):
        some = shuffled[i : i + at_once]
        padded += max(some) * len(some)
    return sum(shuffled) / padded
