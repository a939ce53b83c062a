"""Two real processes on the CPU train packed rows, whole or sharded; killed they go on elsewhere to the same bits."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_student
from tests.processes import kill_all
from thoughtmill.recipe import Launch, Lora, Student
from thoughtmill.store.store import Commit, Store
from thoughtmill.student.curve import curve_of
from thoughtmill.student.kept_weights import FOLDER
from thoughtmill.student.launch import LAUNCHER
from thoughtmill.student.train import TrainingProgress, student_weights, train

RECIPE = Student(
    base="tiny",
    epochs=2,
    batch_size=7,  # no multiple of two
    packing=True,
    learning_rate=1e-3,
    max_length=200,
    checkpoint_steps=2,
    mixture={"code": 2.0, "math": 0.5},  # 22 + 11 samples an epoch: as many as there are, and all are seen
    validation=3,
    validation_steps=1,
    average=10,  # so that the student has of the weights of every step, before a kill and after it
)
STEPS = 10
CHECKPOINTS = {2, 4, 6, 8}
OWNER = """
import sys
from pathlib import Path
from thoughtmill.recipe import Student
from thoughtmill.store.store import Store
from thoughtmill.student.train import train
store, recipe = Store.existing(sys.argv[1]), Student.model_validate_json(sys.argv[4])
train(store, store.get("releases", "r1"), recipe, sys.argv[2], Path(sys.argv[3]))
"""


def on(processes: int, strategy: str, together: int = 1) -> Student:
    launch = {"processes": processes, "strategy": strategy, "context_parallel": together, "peak_tflops": 1}
    return RECIPE.model_copy(update={"launch": Launch.model_validate(launch)})


def store_in(folder: Path) -> Store:
    made = Store.open(str(folder / "store"))
    domains = ["math", "math", "code"] * 12
    tiny_student.release(made, [tiny_student.sample(n) | {"domain": domain} for n, domain in enumerate(domains)])
    return made


def trained(store: Store, base: Path, recipe: Student, work: Path) -> tuple[Commit, list[TrainingProgress]]:
    told: list[TrainingProgress] = []
    commit = train(store, store.get("releases", "r1"), recipe, str(base), work, told.append)
    assert commit.counts == {"samples": 33, "steps": STEPS}
    return commit, told


def killed_once_a_checkpoint_is_stored(store: Store, base: Path, recipe: Student, work: Path) -> None:
    """And its machine is gone: nothing is left but the store."""
    said = [str(store.root), str(base), str(work), recipe.model_dump_json()]
    quick = {**os.environ, "THOUGHTMILL_PACE": "0.02"}
    owner = subprocess.Popen([sys.executable, "-c", OWNER, *said], env=quick, start_new_session=True)
    while not list(store.root.glob("parts/students/*/*.json")):
        assert owner.poll() is None, "ended before it could be killed"
        time.sleep(0.005)
    kill_all(owner)
    assert not store.keys("students")
    shutil.rmtree(work)


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
    config.num_attention_heads, config.num_key_value_heads, config.head_dim = 4, 2, 4
    torch.manual_seed(2)
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def by_one(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Commit]:
    """The student that one process trains."""
    folder = tmp_path_factory.mktemp("alone")
    store = store_in(folder)
    return store, trained(store, base, RECIPE, folder / "work")[0]


@pytest.fixture(scope="module")
def alone(by_one: tuple[Store, Commit]) -> dict[str, Any]:
    """Its weights."""
    return weights_of(*by_one)


@pytest.mark.slow
@pytest.mark.parametrize(("strategy", "together"), [("ddp", 1), ("fsdp2", 1), ("fsdp2", 2)])
def test_two_that_are_killed_go_on_elsewhere_to_the_bits_of_two_that_were_not_and_train_what_one_trains(
    strategy: str,
    together: int,
    base: Path,
    by_one: tuple[Store, Commit],
    alone: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sharded training refuses weights that lie whole on a process, so that it can't be DDP in disguise.

    One process goes on where two were whole, too. Together, each has half of the tokens of every row: before the first
    step each has proved on its half that its logits are those of the samples alone.
    """
    from transformers import AutoModelForCausalLM

    monkeypatch.delenv(LAUNCHER, raising=False)
    recipe, store = on(2, strategy, together), store_in(tmp_path)
    killed_once_a_checkpoint_is_stored(store, base, recipe, tmp_path / "work")
    inside = {path.split("/")[4] for path in paths(store) if path.count("/") > 4}
    assert inside == {FOLDER} | ({"pytorch_model_fsdp_0", "optimizer_0"} if strategy == "fsdp2" else set())
    if strategy == "ddp":
        left = Store.existing(str(shutil.copytree(store.root, tmp_path / "left")))
        fewer, told = trained(left, base, on(1, "ddp"), tmp_path / "alone")
        assert told[0].done in CHECKPOINTS
        close(weights_of(left, fewer), alone)
    commit, told = trained(store, base, recipe, tmp_path / "another machine")
    assert {now.device for now in told} == {"2 processes on the CPU"}
    assert told[0].done in CHECKPOINTS, "it went on from a checkpoint"
    assert not paths(store), "once it is committed they are not needed"
    other = store_in(tmp_path / "undisturbed")
    whole, _ = trained(other, base, recipe, tmp_path / "elsewhere")
    assert whole.file("model.safetensors").sha256 == commit.file("model.safetensors").sha256
    ours, theirs = (curve_of(s, made) for s, made in ((store, commit), (other, whole)))
    for name in ("loss", "eval_loss"):
        drawn = [(point["step"], point[name]) for point in ours if name in point]
        assert [step for step, _ in drawn] == [*range(1, STEPS + 1)], "the curve is whole, whoever drew it"
        assert drawn == [(point["step"], point[name]) for point in theirs if name in point]
    for name in ("loss", "eval_loss", "grad_norm"):
        one = [point[name] for point in curve_of(*by_one) if name in point]
        assert [point[name] for point in ours if name in point] == pytest.approx(one, rel=0.01), name
    assert any("mfu" in point for point in ours)
    assert commit.facts["saved_steps"] == [*range(1, STEPS + 1)]
    assert commit.facts["validation"] == whole.facts["validation"]
    close(weights_of(store, commit), alone)
    AutoModelForCausalLM.from_pretrained(student_weights(store, commit.key))


def paths(store: Store) -> list[str]:
    return [listed.path for listed in store.storage.listed("parts")]


def close(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """But for sums of gradients in another order, which were then rounded to bfloat16."""
    import torch

    assert ours.keys() == theirs.keys()
    for name, weights in theirs.items():
        torch.testing.assert_close(ours[name], weights, rtol=2**-5, atol=2**-8, msg=name)


@pytest.mark.slow
def test_two_processes_go_on_where_one_was_killed(
    base: Path, alone: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(LAUNCHER, raising=False)
    store = store_in(tmp_path)
    killed_once_a_checkpoint_is_stored(store, base, on(1, "ddp"), tmp_path / "work")
    commit, told = trained(store, base, on(2, "ddp"), tmp_path / "work")
    assert told[0].done in CHECKPOINTS
    close(weights_of(store, commit), alone)


@pytest.mark.slow
@pytest.mark.parametrize("four_bit", [False, pytest.param(True, marks=pytest.mark.needs("trainers"))])
def test_adapters_are_merged_into_a_whole_model_that_has_learnt(four_bit: bool, base: Path, tmp_path: Path) -> None:
    """Only linear layers have changed: embeddings, norms and what gives the logits are the base's, never in 4 bit."""
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM

    recipe = RECIPE.model_copy(update={"lora": Lora(rank=4, alpha=8, four_bit=four_bit), "learning_rate": 1e-2})
    store = store_in(tmp_path)
    commit, told = trained(store, base, recipe, tmp_path / "work")
    losses = [now.loss for now in told if now.loss is not None]
    assert losses[-1] < losses[0]
    ours, before = weights_of(store, commit), load_file(base / "model.safetensors")
    changed = {name for name, weights in ours.items() if not torch.equal(weights, before[name].to(torch.bfloat16))}
    assert changed
    assert all("_proj" in name for name in changed), changed
    AutoModelForCausalLM.from_pretrained(student_weights(store, commit.key))
