"""LoRA and QLoRA by peft: small adapters are trained, and merged into the weights at the end."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from thoughtmill.errors import TrainingFailed
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


def refuse_four_bit(lora: Lora | None) -> None:
    """Raises TrainingFailed where weights in 4 bit were asked for and nothing here can hold them."""
    if lora is None or not lora.four_bit:
        return
    import torch

    todo = "pip install bitsandbytes where the training runs, on a machine with a GPU; or student.lora.four_bit = false"
    if find_spec("bitsandbytes") is None:
        raise TrainingFailed("bitsandbytes, for student.lora.four_bit", "it is not installed", todo)
    if not torch.cuda.is_available():
        raise TrainingFailed("a GPU, for student.lora.four_bit", "none that torch can use", todo)


def merged(model: Any, folder: Path, base: Callable[[], Any]) -> Any:
    """A whole model: the trained adapters merged into weights that `base` loads anew, never into 4-bit ones."""
    from peft import PeftModel

    model.save_pretrained(folder)
    return PeftModel.from_pretrained(base(), folder).merge_and_unload()
