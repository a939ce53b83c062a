"""Whole questions are not trained on, their loss is measured, and the weights with the lowest, or a mean, are saved."""

from math import inf, nan
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import tiny_student
from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Launch, Lora, Student
from thoughtmill.store.store import Store
from thoughtmill.student import adapters, choosing, labels, validation
from thoughtmill.student.curve import curve_of
from thoughtmill.student.kept_weights import FOLDER, Kept
from thoughtmill.student.train import student_weights, train

RECIPE = Student(
    base="tiny",
    epochs=3,
    batch_size=10,
    packing=True,
    learning_rate=0.3,
    warmup=0.9,
    betas=(0.0, 0.0),
    max_grad_norm=0,
    max_length=200,
    checkpoint_steps=2,
    validation=10,
    validation_steps=1,
    keep="best",
)


@pytest.mark.parametrize(("given", "many"), [(0.1, 10), (7, 7), (0, 0)])
def test_whole_questions_are_left_out_the_same_ones_in_every_training(given: float, many: int) -> None:
    questions = [f"q{number // 3}" for number in range(300)]
    trained, apart = validation.split(questions, given)
    assert sorted(trained + apart) == list(range(300))
    out = {questions[number] for number in apart}
    assert len(out) == many
    assert len(apart) == 3 * many
    assert not out & {questions[number] for number in trained}
    backwards = validation.split(questions[::-1], given)[1]
    assert {questions[::-1][number] for number in backwards} == out, "whatever the order"


@pytest.mark.parametrize("all_or_none", [0.001, 0.999, 100, 500])
def test_a_number_that_leaves_nothing_on_one_side_is_refused(all_or_none: float) -> None:
    with pytest.raises(TrainingFailed, match="validation"):
        validation.split([f"q{number}" for number in range(100)], all_or_none)


QUESTIONS = [f"q{number}" for number in range(101)]
FIRST = validation.split(QUESTIONS, 1)[1][0]
"""The question that is held out where one is."""


def test_what_has_no_weight_is_neither_trained_nor_measured() -> None:
    domains = ["a/code" if number % 2 else "a/math" for number in range(101)]
    trained, held = validation.apart(QUESTIONS, domains, RECIPE.model_copy(update={"mixture": {"code": 0.0}}))
    assert sorted(trained + held) == list(range(0, 101, 2))
    assert len(held) == 10


@pytest.mark.parametrize(
    ("weights", "held", "told"),
    [
        ({"code": 5.0}, 1, "a/code: all are held out"),
        ({"math": 5.0}, 1, "a/code: all are held out"),
        ({"math": 0.005, "code": 0.0}, 10, "0.005 of the 90 of a/math"),
        ({"a": 0.0}, 10, "none"),
        ({"maths": 2.0}, 10, "maths"),
    ],
)
def test_a_mixture_that_cannot_be_had_of_what_is_left_is_refused(
    weights: dict[str, float], held: int, told: str
) -> None:
    """Of 101 questions, the one that is held out first is of a/code."""
    domains = ["a/code" if number == FIRST else "a/math" for number in range(101)]
    recipe = RECIPE.model_copy(update={"mixture": weights, "validation": held})
    with pytest.raises(TrainingFailed, match="mixture") as refused:
        validation.apart(QUESTIONS, domains, recipe)
    assert told in refused.value.args[1]


def test_a_loss_that_is_no_number_is_never_the_best_and_without_a_best_there_is_no_student() -> None:
    rows = [(2.0, None, True), (1.0, 2.0, True), (2.0, 2.0, False), (nan, 1.0, False), (nan, None, False)]
    assert [validation.is_better(loss, best) for loss, best, _ in [*rows, (inf, None, False)]] == [
        better for *_, better in [*rows, (inf, None, False)]
    ]
    state = SimpleNamespace(log_history=[{"eval_loss": nan}], best_metric=None, best_global_step=None, max_steps=1)
    with pytest.raises(TrainingFailed, match="held-out loss"):
        choosing.told(state, RECIPE, (10, 10))


@pytest.mark.parametrize(("packing", "together"), [(True, 1), (False, 1), (True, 2)])
@pytest.mark.parametrize("processes", [1, 2, 4])
def test_each_sample_is_measured_once_in_equally_many_turns_of_all_processes(
    packing: bool, together: int, processes: int
) -> None:
    from datasets import Dataset

    lengths = [3, 60, 8, 41, 12, 5, 30]
    rows = Dataset.from_list([{"input_ids": [n] * n, "labels": [n] * n, "tokens": n, "trained": n} for n in lengths])
    processes *= together
    launch = Launch(processes=processes, context_parallel=together)
    recipe = RECIPE.model_copy(update={"packing": packing, "max_length": 64, "launch": launch})
    shares = [validation.turns_of(rows, recipe, processes, process, 0) for process in range(processes)]
    assert len({len(share) for share in shares}) == 1, "where weights are sharded, all wait for each other"
    ids = [number for share in shares for turn in share for number in turn["input_ids"][0].tolist() if number]
    assert sorted(ids) == sorted(n for n in lengths for _ in range(n))


def test_the_mean_is_of_the_weights_that_were_taken_and_goes_on_from_a_checkpoint(tmp_path: Path) -> None:
    import torch
    from accelerate import Accelerator

    model = torch.nn.Linear(2, 2, bias=False)
    kept = Kept(SimpleNamespace(accelerator=Accelerator(cpu=True), model_wrapped=model), RECIPE, tmp_path)

    def take(number: int, value: float) -> None:
        torch.nn.init.constant_(model.weight, value)
        kept.take(number)

    checkpoint = tmp_path / "checkpoint-2"
    checkpoint.mkdir()
    take(1, 1.0)
    take(2, 5.0)
    kept.into(checkpoint)
    take(3, 900.0)
    kept.restore(checkpoint)
    assert (checkpoint / FOLDER).is_dir()
    take(3, 3.0)
    assert kept.load()["weight"].tolist() == [[3.0, 3.0], [3.0, 3.0]]
    kept.restore(None)
    assert not kept.load()


def test_the_mean_of_adapters_is_the_mean_of_what_they_make_of_the_weights(tmp_path: Path) -> None:
    import torch
    from accelerate import Accelerator
    from peft import get_peft_model
    from transformers import AutoModelForCausalLM

    base, lora = tiny_student.base(tmp_path / "base"), Lora(rank=2, alpha=6)
    trained: Any = get_peft_model(AutoModelForCausalLM.from_pretrained(base), adapters.config(lora))
    recipe = RECIPE.model_copy(update={"lora": lora})
    kept = Kept(SimpleNamespace(accelerator=Accelerator(cpu=True), model_wrapped=trained), recipe, tmp_path)
    each: list[dict[str, Any]] = []
    for number in (1, 2, 3):
        for weight in kept.trained().values():
            torch.nn.init.normal_(weight, std=0.3)
        kept.take(number)
        alone = {name: weight.detach().clone() for name, weight in kept.trained().items()}
        each.append(adapters.merged(AutoModelForCausalLM.from_pretrained(base), lora, alone).state_dict())
    mean = adapters.merged(AutoModelForCausalLM.from_pretrained(base), lora, kept.load()).state_dict()
    for name, weight in mean.items():
        torch.testing.assert_close(weight, sum(one[name] for one in each) / 3, msg=name)
    with pytest.raises(TrainingFailed, match="adapters of this base"):
        adapters.merged(AutoModelForCausalLM.from_pretrained(base), lora, dict(list(kept.load().items())[2:]))


@pytest.mark.slow
def test_the_weights_with_the_lowest_held_out_loss_become_the_student(store: Store, tmp_path: Path) -> None:
    """The rate rises until the loss does: the last weights are not the best."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    samples = [tiny_student.sample(number) for number in range(40)]
    release, base = tiny_student.release(store, samples), tiny_student.base(tmp_path / "base")
    commit = train(store, release, RECIPE, str(base), tmp_path / "work")
    told = commit.facts["validation"]
    assert (told["questions"], told["samples"], commit.counts["samples"]) == (10, 10, 30)
    measured = {point["step"]: point["eval_loss"] for point in curve_of(store, commit) if "eval_loss" in point}
    trained = [point["step"] for point in curve_of(store, commit) if "loss" in point]
    assert not any("mfu" in point for point in curve_of(store, commit)), "nobody knows what this CPU can do"
    assert list(measured) == trained == [*range(1, 10)], "and each step's own loss is told as well"
    best = min(measured, key=lambda step: measured[step])
    assert commit.facts["saved_steps"] == [best]
    assert told["best_loss"] == pytest.approx(measured[best])
    assert measured[9] > told["best_loss"] + 0.05, "else this shows nothing"
    apart = validation.split([sample["id"] for sample in samples], 10)[1]
    folder = student_weights(store, commit.key)
    assert "on release `r1`: 30 samples." in (folder / "README.md").read_text()
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    total, tokens = 0.0, 0
    for number in apart:
        row = labels.encode(tokenizer, samples[number], 200)
        marks = torch.tensor([row["labels"]])
        found = model(input_ids=torch.tensor([row["input_ids"]]), labels=marks).loss.item()
        many = int((marks >= 0).sum())
        total, tokens = total + found * many, tokens + many
    assert total / tokens == pytest.approx(told["best_loss"], rel=0.05), "of exactly these samples and these weights"
