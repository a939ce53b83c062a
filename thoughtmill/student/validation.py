"""Samples of a release that are not trained on, and the loss on them: the held-out loss.

They are whole questions of the release, so no exam is ever among them, and which model is kept says nothing about one.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from thoughtmill import mixture
from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Student
from thoughtmill.student import attention, context, packing
from thoughtmill.student.labels import UNTRAINED


def split(questions: Sequence[str], validation: float) -> tuple[list[int], list[int]]:
    """Numbers of the samples that are trained, and of those whose loss is measured.

    questions: of each sample. validation: how many questions, or below 1 their share; those with the smallest hashes,
    so that it is the same in every training on these questions. Raises TrainingFailed where none is left to train.
    """
    every = sorted(set(questions), key=lambda question: hashlib.sha256(question.encode()).digest())
    many = round(validation * len(every)) if validation < 1 else int(validation)
    if validation and not 0 < many < len(every):
        found = f"{many:,} of {len(every):,}"
        raise TrainingFailed("student.validation to leave questions on both sides", found, "set another number")
    out = set(every[:many])
    return [i for i, q in enumerate(questions) if q not in out], [i for i, q in enumerate(questions) if q in out]


def apart(questions: Sequence[str], domains: Sequence[str], recipe: Student) -> tuple[list[int], list[int]]:
    """Numbers of a release's samples that are trained, and of those whose loss is measured.

    questions, domains (as part/domain): of each sample. What the mixture gives no weight is in neither. Raises
    TrainingFailed where the mixture or the validation can't be had of these samples, or not both.
    """
    mixture.refuse_strangers(domains, recipe.mixture)
    mixture.in_epoch(domains, recipe.mixture)
    some = [number for number, domain in enumerate(domains) if mixture.weight(domain, recipe.mixture)]
    trained, held = ([some[at] for at in side] for side in split([questions[n] for n in some], recipe.validation))
    left = Counter(domains[number] for number in trained)
    if recipe.mixture and (gone := sorted({domains[number] for number in held} - set(left))):
        todo = "lower student.validation, or give it a weight of 0"
        raise TrainingFailed("student.mixture to show samples of each domain", f"{gone[0]}: all are held out", todo)
    mixture.in_epoch(left.elements(), recipe.mixture)
    return trained, held


def steps_of(steps: int, recipe: Student) -> list[int]:
    """The steps after which the loss is measured, and the weights are averaged: the last is one of them."""
    every = recipe.validation_steps or -(-steps // recipe.epochs)
    return sorted({*range(every, steps + 1, every), steps})


def turns_of(rows: Any, recipe: Student, processes: int, process: int, pad: int) -> list[dict[str, Any]]:
    """What a process computes to measure the loss: all processes have equally many turns, and some may be empty."""
    import torch

    lengths: list[int] = rows["tokens"][:]
    empty = {"input_ids": [pad, pad], "labels": [UNTRAINED, UNTRAINED]}
    numbers = sorted(range(len(lengths)), key=lengths.__getitem__)
    if recipe.packing:
        room = recipe.launch.row_tokens or recipe.max_length
        together = recipe.launch.context_parallel
        share = packing.packed(numbers, lengths, room, processes // together)[process // together]
        part = context.part_of(together, process, pad)
        return [attention.row([rows[i] for i in row] or [empty], part) for row in share]
    some = [numbers[i] for i in range(process, len(numbers), processes)]
    found = [rows[i] for i in some] + [empty] * (-(-len(numbers) // processes) - len(some))
    ids = [{name: torch.tensor([row[name]]) for name in empty} for row in found]
    return [{**one, "attention_mask": torch.ones_like(one["input_ids"])} for one in ids]


def is_better(loss: float, best: float | None) -> bool:
    """Whether a held-out loss is the lowest yet; what is no number never is."""
    return math.isfinite(loss) and (best is None or loss < best)


def loss_of(trainer: Any, turns: Sequence[dict[str, Any]], trained: int) -> float:
    """The mean loss over `trained` tokens of all processes; the trainer is left in evaluation mode."""
    import torch

    model = trainer.model_wrapped
    model.eval()
    total = torch.zeros((), device=trainer.accelerator.device)
    with torch.no_grad(), trainer.compute_loss_context_manager():
        for turn in turns:
            given = trainer._prepare_inputs(turn)  # noqa: SLF001  # as its own evaluation does
            total -= model(**given, use_cache=False, fused_lm_head=True).log_probs.float().sum()
    return (trainer.accelerator.reduce(total, "sum") / trained).item()
