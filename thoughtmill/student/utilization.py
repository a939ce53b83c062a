"""Model FLOPs utilisation (MFU): tokens a second × FLOPs a token ÷ what the devices could do at most.

As PaLM counts it (Chowdhery et al. 2022, arXiv 2204.02311, appendix B): 6 N + 12 L H Q T FLOPs a token, for N weights
that a token is multiplied with, L layers, H heads of Q, T tokens of its sample. What is computed twice to save memory
doesn't count, and neither does it that causal attention needs half. Where it can't be counted so, nothing is told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from thoughtmill.recipe import Student

PEAKS = (
    (r"\bA100\b", 312),
    (r"\bH100 NVL\b", 835),
    (r"\bH100 PCIe\b", 756),
    (r"\bH100\b", 989),
    (r"\bH200\b(?! NVL)", 989),
    (r"\bB200\b", 2250),
    (r"\bL40S\b", 362),
    (r"\bA10\b", 125),
    (r"\bRTX 4090$", 165),
    (r"\bRTX 3090$", 71),
    (r"\bMI300X\b", 1307),
)
"""The name of a device, as torch gives it, and its dense bfloat16 TFLOPS: the makers' data sheets, as torchtitan's
`get_peak_flops` collects them. Of several that fit the first counts."""


def peak_tflops(device: str) -> float | None:
    """What a device of this name can do at most; None where it is not known, as of a share of one (MIG)."""
    if "MIG" in device.split():
        return None
    return next((float(tflops) for pattern, tflops in PEAKS if re.search(pattern, device)), None)


@dataclass(frozen=True, slots=True)
class ModelFlops:
    """FLOPs of a training a token: of the weights, and of attention for each token of its sample."""

    weights: float
    attention: float

    def a_token(self, seen: float) -> float:
        """seen: tokens of its sample; of several samples the mean over tokens, which is Σ length² ÷ Σ length."""
        return self.weights + self.attention * seen


def model_flops(model: Any) -> ModelFlops | None:
    """Of a model as it is trained; None where not every weight meets every token, or attention doesn't see all.

    A frozen weight costs 4 FLOPs a token instead of 6: it has no gradient. An embedding that is only looked up costs 0.
    """
    config = model.config.get_text_config()
    experts = any(getattr(config, name, None) for name in ("num_experts", "num_local_experts", "n_routed_experts"))
    window = getattr(config, "sliding_window", None) and getattr(config, "use_sliding_window", True)
    if experts or window or set(getattr(config, "layer_types", None) or ["full_attention"]) != {"full_attention"}:
        return None
    table, gives = model.get_input_embeddings().weight, model.get_output_embeddings()
    looked_up = 0 if gives is not None and gives.weight is table else table.numel()
    met = model.num_parameters() - looked_up
    trained = model.num_parameters(only_trainable=True) - looked_up * table.requires_grad
    width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return ModelFlops(4 * met + 2 * trained, 12 * config.num_hidden_layers * config.num_attention_heads * width)


def mfu_of(trainer: Any, recipe: Student) -> Callable[[int, float], float] | None:
    """(step, tokens a second of all devices) → MFU of a training; None where its devices or its model aren't known."""
    import torch

    name = torch.cuda.get_device_name(trainer.accelerator.device) if torch.cuda.is_available() else ""
    peak, flops = recipe.launch.peak_tflops or peak_tflops(name), model_flops(trainer.model)
    if peak is None or flops is None:
        return None
    at_most = peak * 1e12 * trainer.accelerator.num_processes
    lengths: list[int] = trainer.train_dataset["tokens"][:]
    plan = trainer.shares.plan.batches if recipe.packing else None
    everywhere = _seen(lengths)

    def mfu(step: int, tokens_per_s: float) -> float:
        seen = _seen([lengths[number] for number in plan[step - 1]]) if plan else everywhere
        return tokens_per_s * flops.a_token(seen) / at_most

    return mfu


def _seen(lengths: list[int]) -> float:
    return sum(length * length for length in lengths) / sum(lengths)
