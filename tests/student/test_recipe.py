"""The recipe as the trainer gets it: presets, schedules, launching, positions; and what changes no student."""

import json
import math
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests import tiny_student
from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import PRESETS, Launch, Lora, Student
from thoughtmill.student import adapters, launch, positions, watch
from thoughtmill.student.settings import settings
from thoughtmill.student.train import student_id

PLAIN = Student(base="tiny")


def test_where_it_is_trained_is_no_part_of_what_is_trained() -> None:
    elsewhere = Student(base="tiny", launch=Launch(processes=8, strategy="fsdp2", attention="sdpa"))
    assert student_id("r1", elsewhere) == student_id("r1", PLAIN)
    ones = Student(base="tiny", packing=True, mixture={"math": 1.0, "general/qa": 1})
    assert student_id("r1", ones) == student_id("r1", Student(base="tiny", packing=True))
    spelt_out = Student(base="tiny", **PRESETS["openthinker"])
    assert student_id("r1", Student(base="tiny", preset="openthinker")) == student_id("r1", spelt_out)
    changes = ({"packing": True}, {"mixture": {"math": 2.0}}, {"weight_decay": 0.1}, {"lora": Lora()})
    for changed in (*changes, {"learning_rate_floor": 0.1}):
        assert student_id("r1", PLAIN.model_copy(update=changed)) != student_id("r1", PLAIN), changed


@pytest.mark.parametrize(
    "given",
    [
        {"preset": "open-r1", "max_grad_norm": 1.0, "learning_rate_floor": 0.0},
        {"preset": "r1", "schedule": "linear", "learning_rate_floor": 0.0},
    ],
)
def test_keys_that_win_over_a_preset_are_still_so_when_the_recipe_is_read_again(given: dict[str, Any]) -> None:
    recipe = Student.model_validate({"base": "tiny", **given})
    again = Student.model_validate_json(recipe.model_dump_json())
    assert again == recipe.model_copy(update={"preset": None}), "its keys are written out"
    assert all(getattr(again, name) == value for name, value in given.items() if name != "preset")
    assert student_id("r1", again) == student_id("r1", recipe)


def test_a_key_that_is_named_wins_over_the_preset() -> None:
    recipe = Student.model_validate({"base": "tiny", "preset": "r1", "learning_rate": 6e-5})
    assert (recipe.learning_rate, recipe.learning_rate_floor, recipe.batch_size) == (6e-5, 0.1, 64)


@pytest.mark.parametrize(
    "wrong",
    [
        {"order": "short_first"},
        {"mixture": {"math": 2.0}},
        {"schedule": "linear", "learning_rate_floor": 0.1},
        {"lora": {}, "launch": {"strategy": "fsdp2"}},
        {"launch": {"nodes": 2}},
        {"launch": {"processes": 2, "context_parallel": 2}},
        {"packing": True, "launch": {"processes": 3, "context_parallel": 2}},
        {"packing": True, "launch": {"processes": 2, "context_parallel": 2, "attention": "sdpa"}},
        {"keep": "best"},
        {"validation": 1.5},
        {"validation": 0.1, "keep": "best", "average": 2},
        {"launch": {"row_tokens": 100}},
    ],
)
def test_keys_that_do_not_go_together_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=", not "):
        Student.model_validate({"base": "tiny", **wrong})


def test_the_words_of_the_launcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(launch.LAUNCHER, raising=False)
    assert launch.words(Launch()) == [sys.executable]
    eight = launch.words(Launch(processes=8))
    assert eight[1:] == ["-m", "torch.distributed.run", "--nproc_per_node=8", "--standalone"]
    many = launch.words(Launch(processes=8, nodes=8, address="first:29500"))
    assert {"--nproc_per_node=8", "--nnodes=8", "--rdzv_endpoint=first:29500"} <= set(many)
    assert "--standalone" not in many
    monkeypatch.setenv(launch.LAUNCHER, "srun --ntasks 2")
    assert launch.words(Launch(processes=8)) == ["srun", "--ntasks", "2"], "the machine's word wins"


def rate(step: int, steps: int, recipe: Student) -> float:
    """The learning rate in closed form: a straight rise, then half a cosine down to the floor, or nothing."""
    rise = math.ceil(steps * recipe.warmup)
    if step < rise:
        return recipe.learning_rate * step / rise
    if recipe.schedule == "constant":
        return recipe.learning_rate
    gone = (step - rise) / (steps - rise)
    floor = recipe.learning_rate_floor
    return recipe.learning_rate * (floor + (1 - floor) * (1 + math.cos(math.pi * gone)) / 2)


@pytest.mark.parametrize("preset", [None, *PRESETS])
def test_the_trainer_gets_the_recipe_and_its_learning_rate_step_by_step(
    preset: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from transformers import get_scheduler

    monkeypatch.delenv("WORLD_SIZE", raising=False)
    recipe = Student(base="tiny", preset=preset)
    found: Any = settings(tmp_path, recipe)
    at_once = found.per_device_train_batch_size * found.gradient_accumulation_steps
    assert at_once == (1 if recipe.packing else recipe.batch_size), "a packed item is a whole batch"
    assert found.num_train_epochs == (1 if recipe.packing else recipe.epochs), "a packed plan has all epochs in it"
    assert (found.weight_decay, found.max_grad_norm) == (recipe.weight_decay, recipe.max_grad_norm)
    assert (found.adam_beta1, found.adam_beta2) == recipe.betas
    steps = 50
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=found.learning_rate)
    schedule: Any = get_scheduler(
        found.lr_scheduler_type,
        optimizer,
        found.get_warmup_steps(steps),
        steps,
        scheduler_specific_kwargs=found.lr_scheduler_kwargs,
    )
    for step in range(steps):
        assert schedule.get_last_lr()[0] == pytest.approx(rate(step, steps, recipe), abs=1e-12), step
        optimizer.step()
        schedule.step()


@pytest.mark.parametrize(("preset", "kept"), [("light-r1", 4), ("light-r1-stage2", 8)])
def test_light_r1_has_the_rates_of_its_hundred_epochs_up_to_the_one_that_was_kept(preset: Any, kept: int) -> None:
    """Its scripts: 100 epochs, cosine, warm-up 0.01. A step is a step of theirs, wherever it ends."""
    recipe, an_epoch = Student(base="tiny", preset=preset), 40
    script = Student(base="tiny", learning_rate=recipe.learning_rate, warmup=0.01, epochs=100)
    assert recipe.epochs == kept
    for step in range(kept * an_epoch):
        theirs = rate(step, 100 * an_epoch, script)
        assert rate(step, kept * an_epoch, recipe) == pytest.approx(theirs, rel=0.013), step


def test_a_base_that_looks_less_far_than_samples_may_reach_is_refused_with_what_to_set(tmp_path: Path) -> None:
    base = str(tiny_student.base(tmp_path))  # 2,048 positions
    with pytest.raises(TrainingFailed) as told:
        positions.check(Student(base=base, max_length=4_096))
    assert "2,048" in told.value.args[1]
    for key in ("max_length = 2048", "max_positions = 4096", "rope_theta"):
        assert key in told.value.args[2]
    longer = positions.check(Student(base=base, max_length=4_096, max_positions=4_096, rope_theta=300_000))
    assert longer.max_position_embeddings == 4_096
    assert longer.rope_parameters["rope_theta"] == 300_000


@pytest.mark.parametrize("kind", ["longrope", "dynamic", "yarn"])
def test_positions_that_depend_on_what_else_lies_in_a_row_are_refused_where_rows_are_packed(
    kind: str, tmp_path: Path
) -> None:
    base = tiny_student.base(tmp_path)  # 2,048 positions, heads of 16 (8 pairs)
    config: dict[str, Any] = json.loads((base / "config.json").read_text())
    rope = {"rope_type": kind, "rope_theta": 1e4, "factor": 4.0, "original_max_position_embeddings": 512}
    factors = [1.0] * (config["head_dim"] // 2)
    rope |= {"short_factor": factors, "long_factor": factors} if kind == "longrope" else {}
    (base / "config.json").write_text(json.dumps({**config, "rope_parameters": rope}))
    for packing, length in ((True, 512), (False, 513), (kind == "yarn", 513)):
        positions.check(Student(base=str(base), max_length=length, packing=packing))
    if kind != "yarn":
        with pytest.raises(TrainingFailed, match="beyond 512") as told:
            positions.check(Student(base=str(base), max_length=513, packing=True))
        assert "packing = false" in told.value.args[2]


def test_four_bit_weights_are_refused_where_nothing_can_hold_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bitsandbytes", None)  # as Python says that there is none
    adapters.refuse_four_bit(None)
    adapters.refuse_four_bit(Lora())
    with pytest.raises(TrainingFailed, match="bitsandbytes") as told:
        adapters.refuse_four_bit(Lora(four_bit=True))
    assert "pip install bitsandbytes" in told.value.args[2]


@pytest.mark.needs("trainers")
def test_weights_in_four_bit_give_the_same_gradient_after_a_model_was_asked_in_evaluation() -> None:
    import torch

    bitsandbytes: Any = import_module("bitsandbytes")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    layer = bitsandbytes.nn.Linear4bit(64, 96, bias=False, quant_type="nf4").to(device)
    adapters.keep_gradients(torch.nn.Sequential(layer))

    def gradient() -> torch.Tensor:
        given = torch.ones(3, 64, device=device, requires_grad=True)
        layer.train()(given).sum().backward()
        assert given.grad is not None
        return given.grad

    before = gradient()
    with torch.no_grad():
        layer.eval()(torch.ones(3, 64, device=device))
    assert before.abs().max() > 0
    assert torch.equal(gradient(), before)


def test_a_loss_that_goes_astray_ends_the_training_with_advice() -> None:
    falls = [2.0 - step / 100 for step in range(100)]
    watch.refuse_astray(falls)
    watch.refuse_astray([*falls[:50], 9.0, 9.0])  # two bad batches are no divergence
    for astray in ([1.0, math.nan], [1.0, math.inf], falls + [7.0] * 20):
        with pytest.raises(TrainingFailed, match="learning_rate"):
            watch.refuse_astray(astray)


def test_hard_samples_at_the_end_are_no_divergence_where_the_easy_ones_come_first() -> None:
    curriculum = [0.45] * 20 + [1.05] * 20
    for order in ("easy_first", "short_first"):
        watch.refuse_astray(curriculum, order)
        with pytest.raises(TrainingFailed, match="a number"):
            watch.refuse_astray([*curriculum, math.nan], order)
    with pytest.raises(TrainingFailed, match="falls"):
        watch.refuse_astray(curriculum, "random")
