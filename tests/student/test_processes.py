"""Two real processes on the CPU train packed rows, whole or sharded; killed they go on to the same bits."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_student
from tests.processes import kill_all
from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Launch, Lora, Student
from thoughtmill.store.store import Commit, Store
from thoughtmill.student.launch import LAUNCHER
from thoughtmill.student.train import TrainingProgress, student_id, student_weights, train

RECIPE = Student(
    base="tiny",
    epochs=1,
    batch_size=7,  # no multiple of two
    packing=True,
    learning_rate=1e-3,
    max_length=200,
    checkpoint_steps=2,
)
STEPS = 5
OWNER = """
import sys
from pathlib import Path
from thoughtmill.recipe import Student
from thoughtmill.store.store import Store
from thoughtmill.student.train import train
store, recipe = Store.existing(sys.argv[1]), Student.model_validate_json(sys.argv[4])
train(store, store.get("releases", "r1"), recipe, sys.argv[2], Path(sys.argv[3]))
"""


def on(processes: int, strategy: str) -> Student:
    return RECIPE.model_copy(update={"launch": Launch.model_validate({"processes": processes, "strategy": strategy})})


def store_in(folder: Path) -> Store:
    made = Store.open(str(folder / "store"))
    tiny_student.release(made, [tiny_student.sample(number) for number in range(33)])
    return made


def trained(store: Store, base: Path, recipe: Student, work: Path) -> tuple[Commit, list[TrainingProgress]]:
    told: list[TrainingProgress] = []
    commit = train(store, store.get("releases", "r1"), recipe, str(base), work, told.append)
    assert commit.counts == {"samples": 33, "steps": STEPS}
    return commit, told


def killed_after_its_first_checkpoint(store: Store, base: Path, recipe: Student, work: Path) -> None:
    said = [str(store.root), str(base), str(work), recipe.model_dump_json()]
    owner = subprocess.Popen([sys.executable, "-c", OWNER, *said], start_new_session=True)
    whole = work / student_id("r1", recipe) / "checkpoint-2" / "whole.json"
    while not whole.exists():
        assert owner.poll() is None, "ended before it could be killed"
        time.sleep(0.005)
    kill_all(owner)
    assert not store.keys("students")


def weights_of(store: Store, commit: Commit) -> dict[str, Any]:
    from safetensors.torch import load_file

    return load_file(student_weights(store, commit.key) / "model.safetensors")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model that is trained; its two embeddings are two, as those of 7B and more are."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    folder = tiny_student.base(tmp_path_factory.mktemp("base"))
    config: Any = AutoConfig.from_pretrained(folder)
    config.tie_word_embeddings = False
    torch.manual_seed(2)
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def alone(base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The weights that one process trains."""
    folder = tmp_path_factory.mktemp("alone")
    store = store_in(folder)
    return weights_of(store, trained(store, base, RECIPE, folder / "work")[0])


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["ddp", "fsdp2"])
def test_two_that_are_killed_go_on_to_the_bits_of_two_that_were_not_and_train_what_one_trains(
    strategy: str, base: Path, alone: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sharded training refuses weights that lie whole on a process, so that it can't be DDP in disguise."""
    import torch
    from transformers import AutoModelForCausalLM

    monkeypatch.delenv(LAUNCHER, raising=False)
    recipe, store, work = on(2, strategy), store_in(tmp_path), tmp_path / "work"
    killed_after_its_first_checkpoint(store, base, recipe, work)
    saved = work / student_id("r1", recipe) / "checkpoint-2"
    assert (saved / "pytorch_model_fsdp_0").is_dir() == (strategy == "fsdp2")
    if strategy == "fsdp2":
        with pytest.raises(TrainingFailed, match="fsdp2"):
            trained(store, base, on(1, "ddp"), work)
    commit, told = trained(store, base, recipe, work)
    assert {now.device for now in told} == {"2 processes on the CPU"}
    assert told[0].done in {2, 4}, "it went on from a checkpoint"
    other = store_in(tmp_path / "undisturbed")
    whole, _ = trained(other, base, recipe, tmp_path / "elsewhere")
    assert whole.file("model.safetensors").sha256 == commit.file("model.safetensors").sha256
    ours = weights_of(store, commit)
    assert ours.keys() == alone.keys()
    for name, weights in alone.items():  # sums of gradients in another order, then rounded to bfloat16
        torch.testing.assert_close(ours[name], weights, rtol=2**-5, atol=2**-8, msg=name)
    AutoModelForCausalLM.from_pretrained(student_weights(store, commit.key))


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [(2, 1), (1, 2)])
def test_a_training_goes_on_with_another_number_of_processes(
    before: int, after: int, base: Path, alone: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.delenv(LAUNCHER, raising=False)
    store, work = store_in(tmp_path), tmp_path / "work"
    killed_after_its_first_checkpoint(store, base, on(before, "ddp"), work)
    commit, told = trained(store, base, on(after, "ddp"), work)
    assert told[0].done in {2, 4}
    for name, weights in weights_of(store, commit).items():
        torch.testing.assert_close(weights, alone[name], rtol=2**-5, atol=2**-8, msg=name)


@pytest.mark.slow
def test_adapters_are_merged_into_a_whole_model_that_has_learnt(base: Path, tmp_path: Path) -> None:
    """Only linear layers have changed: embeddings, norms and what gives the logits are the base's."""
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM

    recipe = RECIPE.model_copy(update={"lora": Lora(rank=4, alpha=8), "learning_rate": 1e-2})
    store = store_in(tmp_path)
    commit, told = trained(store, base, recipe, tmp_path / "work")
    losses = [now.loss for now in told if now.loss is not None]
    assert losses[-1] < losses[0]
    ours, before = weights_of(store, commit), load_file(base / "model.safetensors")
    changed = {name for name, weights in ours.items() if not torch.equal(weights, before[name].to(torch.bfloat16))}
    assert changed
    assert all("_proj" in name for name in changed), changed
    AutoModelForCausalLM.from_pretrained(student_weights(store, commit.key))
