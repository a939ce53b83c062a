"""LoRA and QLoRA by peft: small adapters are trained, and merged into the weights at the end."""

from importlib.util import find_spec
from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Lora

FIRST = ".lora_A."
"""In the name of the factor that a token meets first, rank × width; the other is width × rank."""


def config(lora: Lora, many: int = 1) -> Any:
    """What peft makes adapters from: on every linear layer but the one that gives the logits.

    many: how many of them lie in one, each with the recipe's rank and scale.
    """
    from peft import LoraConfig

    return LoraConfig(
        r=lora.rank * many,
        lora_alpha=lora.alpha * many,
        lora_dropout=lora.dropout,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def four_bit(lora: Lora | None) -> dict[str, Any]:
    """What `from_pretrained` is told where the weights below the adapters lie in 4 bit."""
    if lora is None or not lora.four_bit:
        return {}
    import torch
    from transformers import BitsAndBytesConfig

    return {
        "quantization_config": BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=torch.bfloat16,
        )
    }


def keep_gradients(model: Any) -> None:
    """Have weights in 4 bit lie as they do in training.

    On a CPU with AVX512-BF16, bitsandbytes puts them in another order when a model is first asked in evaluation mode,
    and what is computed by that has no gradient (0.50): all that is trained after it would be wrong, without a word.
    """
    for module in model.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            module.support_avx512bf16_for_cpu = False


def in_float32(model: Any) -> None:
    """Have what is trained lie in float32, as masters do.

    TRL rounds adapters above weights in 4 bit to bfloat16 (1.16), and peft reads them from a checkpoint as float32: a
    training that was killed would go on in another format, and small updates are lost in the first one.
    """
    for weight in model.parameters():
        if weight.requires_grad:
            weight.data = weight.data.float()


def refuse_four_bit(lora: Lora | None) -> None:
    """Raises TrainingFailed where weights in 4 bit were asked for and nothing here can hold them."""
    if lora is not None and lora.four_bit and find_spec("bitsandbytes") is None:
        todo = "pip install bitsandbytes where the training runs; or student.lora.four_bit = false"
        raise TrainingFailed("bitsandbytes, for student.lora.four_bit", "it is not installed", todo)


def stacked(before: dict[str, Any], weights: dict[str, Any]) -> dict[str, Any]:
    """Adapters and one more as one of a higher rank, which makes of the weights what all of them together make."""
    import torch

    return {name: torch.cat([before[name], new], 0 if FIRST in name else 1) for name, new in weights.items()}


def merged(base: Any, lora: Lora, weights: dict[str, Any]) -> Any:
    """A whole model: the mean of what the stacked adapters make, merged into a base in float32, never into 4 bit."""
    from peft import get_peft_model

    many = next(factor.shape[0] for name, factor in weights.items() if FIRST in name) // lora.rank
    model: Any = get_peft_model(base, config(lora, many))
    shares = {name: factor if FIRST in name else factor / many for name, factor in weights.items()}
    strange = model.load_state_dict(shares, strict=False).unexpected_keys
    left = [name for name, weight in model.named_parameters() if weight.requires_grad and name not in shares]
    if strange or left:
        raise TrainingFailed("adapters of this base", f"{[*strange, *left][:3]}", "report this: it is a bug")
    return model.merge_and_unload()
