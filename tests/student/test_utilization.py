"""The FLOPs that MFU is made of are those that torch counts, and a device that is not known has no peak."""

from typing import Any

import pytest

from thoughtmill.recipe import Launch, Lora, Student
from thoughtmill.student import adapters, utilization
from thoughtmill.student.footprint import GPUS

LAYERS, HEADS, WIDTH, TOKENS = 3, 4, 12, 24


def model_of(**other: Any) -> Any:
    """Heads that are wider than their share of the model, and fewer heads of keys."""
    from transformers import LlamaConfig, LlamaForCausalLM

    sizes: dict[str, Any] = {"hidden_size": 16, "intermediate_size": 40, "num_hidden_layers": LAYERS}
    config = LlamaConfig(
        vocab_size=50, num_attention_heads=HEADS, num_key_value_heads=2, head_dim=WIDTH, **sizes, **other
    )
    model: Any = LlamaForCausalLM(config)
    model.set_attn_implementation("eager")
    return model


def counted_by_torch(model: Any) -> int:
    """FLOPs of one step on one sample: every product of matrices that is really computed."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        model(input_ids=torch.arange(TOKENS)[None]).logits.sum().backward()
    return counter.get_total_flops()


@pytest.mark.parametrize("tied", [True, False])
def test_a_step_has_the_flops_that_torch_counts_in_it(tied: bool) -> None:
    model = model_of(tie_word_embeddings=tied)
    flops = utilization.model_flops(model)
    assert flops is not None
    norms = sum(weight.numel() for name, weight in model.named_parameters() if "norm" in name)  # no matrices
    ours = TOKENS * flops.a_token(TOKENS)
    assert ours - 6 * norms * TOKENS == counted_by_torch(model)
    assert flops.attention == 12 * LAYERS * HEADS * WIDTH


def test_weights_that_meet_each_token_are_those_that_transformers_counts() -> None:
    model = model_of(tie_word_embeddings=False)
    flops = utilization.model_flops(model)
    assert flops is not None
    assert flops.weights == 6 * model.num_parameters(exclude_embeddings=True), "as its Trainer.floating_point_ops"


def test_frozen_weights_have_no_gradients_to_compute() -> None:
    from peft import get_peft_model

    whole = utilization.model_flops(model_of())
    model: Any = get_peft_model(model_of(), adapters.config(Lora(rank=2)))
    trained = sum(weight.numel() for weight in model.parameters() if weight.requires_grad)
    flops = utilization.model_flops(model)
    assert whole is not None
    assert flops is not None
    assert flops.weights == whole.weights * 4 / 6 + 6 * trained


def test_models_that_the_formula_does_not_fit_have_none() -> None:
    from transformers import MistralConfig, MistralForCausalLM

    sizes: dict[str, Any] = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1}
    heads: dict[str, Any] = {"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8}
    for window, known in ((5, False), (None, True)):
        model = MistralForCausalLM(MistralConfig(vocab_size=50, sliding_window=window, **sizes, **heads))
        assert (utilization.model_flops(model) is not None) is known, window


@pytest.mark.parametrize(
    ("device", "tflops"),
    [
        ("NVIDIA A100-SXM4-80GB", 312),
        ("NVIDIA A100 80GB PCIe", 312),
        ("NVIDIA H100 80GB HBM3", 989),
        ("NVIDIA H100 PCIe", 756),
        ("NVIDIA H100 NVL", 835),
        ("NVIDIA H200", 989),
        ("NVIDIA B200", 2250),
        ("NVIDIA L40S", 362),
        ("NVIDIA A10", 125),
        ("NVIDIA GeForce RTX 4090", 165),
        ("AMD Instinct MI300X", 1307),
        ("NVIDIA H100 80GB HBM3 MIG 1g.10gb", None),
        ("NVIDIA GH200 480GB", None),
        ("NVIDIA A10G", None),
        ("NVIDIA L40", None),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", None),
        ("Tesla T4", None),
        ("", None),
    ],
)
def test_a_device_has_the_peak_of_its_data_sheet_or_none(device: str, tflops: float | None) -> None:
    assert utilization.peak_tflops(device) == tflops


def test_what_a_plan_counts_with_is_what_a_training_is_measured_by() -> None:
    named = {"rtx4090": "RTX 4090", "a10": "A10", "l40s": "L40S", "a100-40": "A100-PCIE-40GB", "a100": "A100-SXM4-80GB"}
    named |= {"h100": "H100 80GB HBM3", "h200": "H200", "b200": "B200", "mi300x": "MI300X"}
    assert {name: utilization.peak_tflops(device) for name, device in named.items()} == {
        name: tflops for name, (_, tflops) in GPUS.items()
    }


def test_a_peak_that_is_named_changes_no_student() -> None:
    from thoughtmill.student.train import student_id

    named = Student(base="tiny", launch=Launch(peak_tflops=500))
    assert student_id("r1", named) == student_id("r1", Student(base="tiny"))
    assert "peak_tflops" not in Launch(processes=2).model_dump(), "what was frozen before keeps its ids"
