"""The model of the demo: unpacked whole, and it learns."""

from pathlib import Path

import pytest

from deployments.demo_model import NAME
from tests import tiny_student
from tests.student.test_train import RECIPE
from thoughtmill.store.store import Store
from thoughtmill.student.train import train


@pytest.mark.heavy
def test_a_half_made_model_is_made_anew_and_loads(demo_model: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    assert [path.name for path in demo_model.parent.iterdir()] == [NAME], "nothing of the half that was there"
    words, model = AutoTokenizer.from_pretrained(demo_model), AutoModelForCausalLM.from_pretrained(demo_model)
    assert "<|im_end|>" in words.get_vocab()
    assert model.num_parameters() > 130_000_000


@pytest.mark.heavy
def test_the_demos_model_learns_from_the_first_steps(store: Store, demo_model: Path, tmp_path: Path) -> None:
    samples = [tiny_student.sample(number) for number in range(24)]
    changes = {"base": demo_model.name, "epochs": 1, "batch_size": 4, "learning_rate": 1e-4, "checkpoint_steps": 100}
    recipe = RECIPE.model_copy(update=changes)
    commit = train(store, tiny_student.release(store, samples), recipe, str(demo_model), tmp_path / "work")
    assert commit.counts["steps"] == 6
    assert commit.facts["last_loss"] < commit.facts["first_loss"] / 2
