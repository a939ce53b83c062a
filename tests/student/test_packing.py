"""Packed rows: every sample once, as if alone, in steps of as many samples as the recipe says, balanced."""

import math
import multiprocessing
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import tiny_student
from thoughtmill import mixture
from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Launch, Student
from thoughtmill.student import attention, context, labels, packed_trainer, packing


@given(
    lengths=st.lists(st.integers(1, 60), min_size=1, max_size=80),
    batch_size=st.integers(1, 20),
    processes=st.integers(1, 9),
    epochs=st.integers(1, 3),
    short_first=st.booleans(),
)
@settings(deadline=None, max_examples=100)
def test_every_sample_is_in_one_row_of_one_step_of_each_epoch(
    lengths: list[int], batch_size: int, processes: int, epochs: int, short_first: bool
) -> None:
    order = lengths.__getitem__ if short_first else None
    steps = list(packing.batches([range(len(lengths))] * epochs, batch_size, 7, order))
    per_epoch = -(-len(lengths) // batch_size)
    assert len(steps) == epochs * per_epoch
    for epoch in range(epochs):
        of_epoch = steps[epoch * per_epoch : (epoch + 1) * per_epoch]
        assert sorted(number for step in of_epoch for number in step) == list(range(len(lengths)))
        assert {len(step) for step in of_epoch[:-1]} <= {batch_size}
    for step in steps:
        shares = packing.packed(step, lengths, 60, processes)
        assert len(shares) == processes
        assert len({len(share) for share in shares}) == 1, "all take equally many turns: none waits for ever"
        assert sorted(number for share in shares for row in share for number in row) == sorted(step)
        assert max(sum(lengths[number] for number in row) for share in shares for row in share) <= 60


@given(
    samples=st.lists(st.sampled_from(["a/math", "a/code", "b/math"]), min_size=3, max_size=60),
    weights=st.tuples(*[st.integers(0, 12)] * 3),
    epochs=st.integers(1, 5),
)
@settings(deadline=None, max_examples=200)
def test_a_mixture_shows_each_domain_as_often_as_it_says_and_no_sample_twice_more_than_another(
    samples: list[str], weights: tuple[int, ...], epochs: int
) -> None:
    """Weights are thirds, so that most are no whole numbers of samples."""
    names = ("a/math", "a/code", "b/math")
    given_ = {name: third / 3 for name, third in zip(names, weights, strict=True)}
    recipe = Student(base="tiny", packing=True, epochs=epochs, mixture=given_)
    there = {name: samples.count(name) for name in names}
    many = {name: (2 * third * there[name] + 3) // 6 for name, third in zip(names, weights, strict=True)}
    if not any(many.values()) or any(given_[name] and there[name] and not many[name] for name in names):
        with pytest.raises(TrainingFailed, match="mixture"):
            mixture.in_epoch(samples, given_)
        return
    found = list(mixture.epochs(samples, recipe))
    assert found == list(mixture.epochs(samples, recipe)), "the same in every run"
    for epoch in found:
        assert Counter(samples[number] for number in epoch) == Counter({n: k for n, k in many.items() if k})
    seen = Counter(number for epoch in found for number in epoch)
    for name in names:
        times = [seen[number] for number, domain in enumerate(samples) if domain == name]
        assert not times or max(times) - min(times) <= 1
    assert mixture.is_kept(seen, samples, recipe)
    one = next(iter(seen))
    assert not mixture.is_kept(seen - Counter([one]), samples, recipe), "a sample that is lost is seen"
    assert not mixture.is_kept(seen + Counter([one]), samples, recipe), "and one that is doubled"


def test_the_most_exact_name_of_a_mixture_counts_and_a_stranger_is_refused() -> None:
    given_ = {"reasoning": 3.0, "math": 2.0, "general/math": 0.5}
    domains = ["reasoning/math", "reasoning/code", "general/math", "general/qa"]
    assert [mixture.weight(domain, given_) for domain in domains] == [2.0, 3.0, 0.5, 1.0]
    mixture.refuse_strangers(domains, given_)
    with pytest.raises(TrainingFailed, match="maths"):
        mixture.refuse_strangers(domains, {"maths": 2.0})


def test_weights_of_one_train_what_no_weights_train() -> None:
    domains = ["a/math", "a/code", "a/math"] * 9
    recipe = Student(base="tiny", packing=True, epochs=3)
    plain, ones = (recipe.model_copy(update={"mixture": given_}) for given_ in ({}, {"a": 1.0}))
    steps = [list(packing.batches(mixture.epochs(domains, found), 4, 7)) for found in (plain, ones)]
    assert steps[0] == steps[1] == list(packing.batches([range(27)] * 3, 4, 7))


def test_short_samples_come_first_where_it_was_asked_for() -> None:
    lengths = [random.Random(3).randint(1, 99) for _ in range(100)]
    steps = list(packing.batches([range(100)] * 2, 10, 7, lengths.__getitem__))
    means = [sum(lengths[number] for number in step) / 10 for step in steps]
    assert means == sorted(means[:10]) + sorted(means[10:])


@pytest.mark.parametrize(("samples", "weight", "batch_size"), [(64, 2.0, 8), (64, 1.5, 8), (40, 3.0, 7), (9, 90.0, 9)])
def test_a_sorted_sample_that_an_epoch_has_twice_is_twice_in_a_step_only_where_no_other_is_left(
    samples: int, weight: float, batch_size: int
) -> None:
    recipe = Student(base="tiny", packing=True, mixture={"math": weight})
    for epoch in mixture.epochs(["a/math"] * samples, recipe):
        steps = list(packing.batches([epoch], batch_size, 7, lambda number: number))
        assert {len(step) for step in steps[:-1]} == {batch_size}
        assert Counter(number for step in steps for number in step) == Counter(epoch)
        assert all(len(set(step)) == len(step) for step in steps[: -math.ceil(weight)])
        assert [min(step) for step in steps] == sorted(min(step) for step in steps), "and the order is kept"


def test_where_an_epoch_has_too_few_others_a_step_has_a_sample_twice_and_none_is_lost() -> None:
    assert list(packing.batches([[0, 0, 1, 1, 2, 2]], 4, 7, lambda number: number)) == [(0, 1, 2, 0), (1, 2)]


def test_easy_samples_come_first_where_it_was_asked_for_and_unknown_ones_last() -> None:
    rates = [random.Random(number).choice([1.0, 0.5, 2 / 3, 0.25, None, math.nan]) for number in range(60)]
    order = packing.by_difficulty(rates)
    epochs = [[rates[i] for step in packing.batches([range(60)], 7, seed, order) for i in step] for seed in (1, 2)]
    unknown = [rate is None or math.isnan(rate) for rate in epochs[0]]
    assert unknown == sorted(unknown), "nobody has seen how hard they are"
    known = [rate for rate in epochs[0] if rate is not None and not math.isnan(rate)]
    assert known == sorted(known, reverse=True)
    first, again, other = ([*packing.batches([range(60)], 7, seed, order)] for seed in (1, 1, 2))
    assert first == again
    assert first != other, "equally easy ones come by chance"


def test_nine_tenths_of_a_step_are_tokens_on_eight_processes_with_lengths_like_r1s() -> None:
    chance, spread = random.Random(1), 0.9
    drawn = [chance.lognormvariate(math.log(7_000) - spread**2 / 2, spread) for _ in range(3_200)]
    lengths = [max(200, min(32_768, int(length))) for length in drawn]
    steps = list(packing.batches([range(3_200)], 64, 7))
    found = [packing.useful(packing.packed(step, lengths, 32_768, 8), lengths) for step in steps]
    assert sum(found) / len(steps) >= 0.9


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """The student's tokenizer."""
    made = tiny_student.tokenizer()
    labels.use_chatml(made)
    return made


@pytest.fixture(scope="module")
def rows(tokenizer: Any) -> Any:
    """Ten samples of several lengths, encoded."""
    from datasets import Dataset

    samples = [tiny_student.sample(10**number) for number in range(10)]
    encoded = [labels.encode(tokenizer, sample, 200) for sample in samples]
    for row in encoded:
        row |= {"tokens": len(row["input_ids"]), "trained": sum(label >= 0 for label in row["labels"])}
    return Dataset.from_list(
        [{**row, "domain": "reasoning/math", "pass_rate": (n + 1) / 10} for n, row in enumerate(encoded)]
    )


def model_of(folder: Path, kernel: str) -> Any:
    from transformers import AutoModelForCausalLM

    attention.register()
    return AutoModelForCausalLM.from_pretrained(tiny_student.base(folder), attn_implementation=kernel)


RECIPE = Student(base="tiny", batch_size=8, epochs=2, max_length=200, packing=True, gradient_checkpointing=False)


@pytest.mark.parametrize("together", [1, 3])
def test_unpacked_again_every_row_holds_its_samples_and_each_comes_once_an_epoch(
    together: int, rows: Any, tokenizer: Any
) -> None:
    """Where three processes share each row they have a third of it each, and together one of three plans."""
    recipe = RECIPE.model_copy(update={"launch": Launch(processes=3 * together, context_parallel=together)})
    shares = packed_trainer.planned(rows, recipe, 3 * together, tokenizer.pad_token_id)
    assert shares.plan == packed_trainer.planned(rows, RECIPE, 3, tokenizer.pad_token_id).plan
    seen: list[int] = []
    for number, row in packed_trainer.samples_as_trained(shares, len(shares)):
        assert row == {name: rows[number][name] for name in row}
        seen.append(number)
    assert sorted(seen) == sorted(2 * together * list(range(10))), "whoever is asked sees the whole row"
    for item in range(0, len(shares), together):
        for turns in zip(*(shares[item + place]["turns"] for place in range(together)), strict=True):
            (size,) = {turn["input_ids"].shape[1] for turn in turns}
            assert size * together == sum(turns[0]["segments"])


def test_a_plan_is_in_the_order_of_the_recipe(rows: Any) -> None:
    """The fixture's first samples are the shortest, its last the easiest."""
    for order, late in (("short_first", {8, 9}), ("easy_first", {0, 1})):
        steps = packed_trainer.planned(rows, RECIPE.model_copy(update={"order": order}), 1, 0).plan.batches
        assert [set(step) for step in steps] == [set(range(10)) - late, late] * 2


def test_a_plan_has_each_sample_as_often_as_the_mixture_says(rows: Any) -> None:
    twice = RECIPE.model_copy(update={"mixture": {"math": 2.0}})
    assert packed_trainer.planned(rows, twice, 1, 0).samples == 10
    assert sum(map(len, packed_trainer.planned(rows, twice, 1, 0).plan.batches)) == 40


def test_a_packed_step_has_the_gradient_of_its_samples_one_by_one(rows: Any, tokenizer: Any, tmp_path: Path) -> None:
    import torch
    from trl.trainer.sft_config import SFTConfig

    one, other = (model_of(tmp_path, kernel) for kernel in ("packed_sdpa", "sdpa"))
    options = SFTConfig(output_dir=str(tmp_path), use_cpu=True, bf16=False, report_to=[], gradient_checkpointing=False)
    trainer = packed_trainer.trainer_class()(model=one, args=options, train_dataset=rows, processing_class=tokenizer)
    crowded = RECIPE.model_copy(update={"max_length": 120})
    shares = packed_trainer.planned(rows, crowded, 1, tokenizer.pad_token_id)
    step = shares[0]
    assert len(step["turns"]) > 1
    assert max(len(turn["segments"]) for turn in step["turns"]) > 1
    loss = trainer.training_step(one, step)
    alone: Any = 0.0
    for number in shares.plan.batches[0]:
        ids, wanted = (torch.tensor(rows[number][name])[None] for name in ("input_ids", "labels"))
        logits = other(input_ids=ids).logits
        alone = alone + torch.nn.functional.cross_entropy(logits[0, :-1], wanted[0, 1:], reduction="sum")
    alone = alone / step["trained"]
    alone.backward()
    torch.testing.assert_close(loss, alone.detach())
    theirs = dict(other.named_parameters())
    for name, weight in one.named_parameters():
        torch.testing.assert_close(weight.grad, theirs[name].grad, rtol=1e-4, atol=1e-7, msg=name)


def _half_a_row(place: int, meeting: Path, samples: list[dict[str, Any]], out: Path) -> None:
    """One of two processes that share a row: its tokens, their part of the loss, and what it adds to the gradient."""
    import contextlib
    from datetime import timedelta

    import torch
    import torch.distributed as dist
    from transformers import LlamaForCausalLM

    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{meeting}", rank=place, world_size=2)
    context.meet(2, timedelta(minutes=2))
    model, part = grouped_heads(), context.part_of(2, place, 0)
    attention.prove(model, model, samples, "cpu", contextlib.nullcontext, part=part)
    attention.prove(model, model, [{"input_ids": [5], "labels": [5]}], "cpu", contextlib.nullcontext, part=part)
    refused = _refusal_of_a_leak(samples, part)
    given = attention.row(samples, part)
    wanted = given.pop("shift_labels")
    assert isinstance(model, LlamaForCausalLM)
    logits = model(**given).logits
    loss = torch.nn.functional.cross_entropy(logits[0], wanted[0], reduction="sum")
    loss.backward()
    grads = {name: weight.grad for name, weight in model.named_parameters()}
    found = {"tokens": logits.shape[1], "loss": loss.detach(), "grads": grads, "refused": refused}
    torch.save(found, out / f"{place}.pt")
    dist.destroy_process_group()


def _refusal_of_a_leak(samples: list[dict[str, Any]], part: context.Part | None) -> str:
    """What a process is told whose kernel lets samples see those before them; the first half of the row is one."""
    import contextlib

    from transformers import AttentionInterface
    from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

    packed: Any = ALL_ATTENTION_FUNCTIONS[attention.PACKED]

    def borderless(*given: Any, segments: Any = None, **options: Any) -> Any:
        return packed(*given, segments=[sum(segments)] if segments else None, **options)

    AttentionInterface.register("borderless", borderless)
    model = grouped_heads()
    model.set_attn_implementation("borderless")
    one = {name: samples[0][name][:30] for name in ("input_ids", "labels")}
    try:
        attention.prove(model, model, [one] * 2, "cpu", contextlib.nullcontext, part=part)
    except TrainingFailed as refused:
        return str(refused)
    return "nothing was refused"


def grouped_heads() -> Any:
    """A model with four heads, two of keys, and weights that are always the same."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    attention.register()
    torch.manual_seed(3)
    sizes: dict[str, Any] = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2}
    model: Any = LlamaForCausalLM(
        LlamaConfig(vocab_size=400, num_attention_heads=4, num_key_value_heads=2, head_dim=4, **sizes)
    )
    model.set_attn_implementation(attention.PACKED)
    return model


def test_two_processes_that_share_a_row_hold_half_of_it_each_and_have_its_gradient_together(
    rows: Any, tmp_path: Path
) -> None:
    import torch

    samples = [{name: rows[n][name][n % 2 :] for name in ("input_ids", "labels")} for n in range(6)]
    whole = attention.row(samples)
    tokens = whole["input_ids"].shape[1]
    assert tokens % 2, "so that a token is put at the end"
    fork, meeting = multiprocessing.get_context("fork"), tmp_path / "meeting"
    both = [fork.Process(target=_half_a_row, args=(place, meeting, samples, tmp_path), daemon=True) for place in (0, 1)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
        assert process.exitcode == 0
    found = [torch.load(tmp_path / f"{place}.pt") for place in (0, 1)]
    assert [half["tokens"] for half in found] == [(tokens + 1) // 2] * 2
    assert "borderless" in found[0]["refused"], "the one that sees no leak is told, too"
    assert found[0]["refused"] == found[1]["refused"]
    model, wanted = grouped_heads(), whole.pop("labels")
    loss = torch.nn.functional.cross_entropy(model(**whole).logits[0, :-1], wanted[0, 1:], reduction="sum")
    loss.backward()
    torch.testing.assert_close(found[0]["loss"] + found[1]["loss"], loss.detach())
    for name, weight in model.named_parameters():
        ours = found[0]["grads"][name] + found[1]["grads"][name]
        torch.testing.assert_close(ours, weight.grad, rtol=1e-4, atol=1e-5, msg=name)


def test_the_benchmark_for_a_gpu_trains_the_same_packed_and_padded_and_is_skipped_where_there_is_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    import torch

    from benchmarks.gpu import train_speed

    if not torch.cuda.is_available():
        train_speed.main([])
        assert capsys.readouterr().out == "skipped: torch sees no GPU here\n"
    train_speed.main(["--on-cpu", "--steps", "1", "--batch", "2", "--max-length", "600"])
    said = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("tiny")]
    assert [line[1] for line in said] == ["packed", "padded", "packed"]
    assert said[0][-1] == said[1][-1] != "nan", "the loss of the same samples"
    assert float(said[2][-1]) > 0, "their ratio"


def test_attention_that_crosses_samples_is_refused_before_the_first_step(rows: Any, tmp_path: Path) -> None:
    import contextlib

    from transformers import AttentionInterface
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    def prove(kernel: str) -> None:
        model = model_of(tmp_path, kernel)
        attention.prove(model, model, [rows[i] for i in range(3)], "cpu", contextlib.nullcontext)
        assert model.config._attn_implementation == kernel

    prove(attention.PACKED)
    prove("sdpa")
    AttentionInterface.register("leaking", sdpa_attention_forward)
    with pytest.raises(TrainingFailed, match="leaking"):
        prove("leaking")


def test_a_window_of_attention_is_kept_in_packed_rows(tmp_path: Path) -> None:
    import torch
    from transformers import MistralConfig, MistralForCausalLM

    attention.register()
    sizes: dict[str, Any] = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2}
    config = MistralConfig(
        vocab_size=50, num_attention_heads=2, num_key_value_heads=1, sliding_window=5, head_dim=8, **sizes
    )
    torch.manual_seed(1)
    model: Any = MistralForCausalLM(config).eval()
    long = [torch.arange(start, start + 20) % 50 for start in (0, 7)]
    alone = [model(input_ids=ids[None]).logits[0] for ids in long]
    model.set_attn_implementation(attention.PACKED)
    given = attention.row([{"input_ids": ids, "labels": ids} for ids in long])
    given.pop("labels")
    torch.testing.assert_close(model(**given).logits[0], torch.cat(alone))
