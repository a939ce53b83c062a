"""LoRA and QLoRA by peft: small adapters are trained, and merged into the weights at the end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from thoughtmill.recipe import Lora


def config(lora: Lora) -> Any:
    """What peft makes adapters from: on every linear layer but the one that gives the logits."""
    from peft import LoraConfig

    return LoraConfig(
        r=lora.rank,
        lora_alpha=lora.alpha,
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


def merged(model: Any, folder: Path, base: Callable[[], Any]) -> Any:
    """A whole model: the trained adapters merged into weights that `base` loads anew, never into 4-bit ones."""
    from peft import PeftModel

    model.save_pretrained(folder)
    return PeftModel.from_pretrained(base(), folder).merge_and_unload()
