"""The model of the demo: unpacked whole. That it learns is seen in test_demo."""

from pathlib import Path

import pytest

from deployments.demo_model import NAME


@pytest.mark.heavy
def test_a_half_made_model_is_made_anew_and_loads(demo_model: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    assert [path.name for path in demo_model.parent.iterdir()] == [NAME], "nothing of the half that was there"
    words, model = AutoTokenizer.from_pretrained(demo_model), AutoModelForCausalLM.from_pretrained(demo_model)
    assert "<|im_end|>" in words.get_vocab()
    assert model.num_parameters() > 130_000_000
