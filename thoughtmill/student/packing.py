"""Which samples are trained in which step, and in which rows of which process: fixed before the first step.

A global batch is what the recipe says: `batch_size` samples, whatever the number of processes. Within it samples are
put into rows of at most `row_tokens` tokens, and rows of one turn are about equally long on all processes: where
weights are sharded, every layer of a turn waits for the longest row.
"""

import math
import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Rows = tuple[tuple[int, ...], ...]
"""The rows of one process in one step, a turn each: numbers of samples. A row may be empty."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of a training.

    batches: the samples of each step, an epoch after the other. lengths: tokens of each sample.
    """

    batches: tuple[tuple[int, ...], ...]
    lengths: Sequence[int]
    row_tokens: int
    processes: int

    def step(self, number: int) -> tuple[Rows, ...]:
        """What each process computes in a step; all have equally many rows."""
        return packed(self.batches[number], self.lengths, self.row_tokens, self.processes)


def batches(
    epochs: Iterable[Sequence[int]], batch_size: int, seed: int, order: Callable[[int], Any] | None = None
) -> Iterator[tuple[int, ...]]:
    """The samples of each step; the last step of an epoch may have fewer than `batch_size`.

    epochs: the samples that each has. order: what they are sorted by; those that are equal, or all, come by chance.
    Sorted, a sample that an epoch has twice would be so in one step: that is a loss counted twice, not a second time.
    """
    for epoch, samples in enumerate(epochs):
        numbers = list(samples)
        random.Random(f"{seed}-{epoch}").shuffle(numbers)
        if order is None:
            yield from (tuple(numbers[i : i + batch_size]) for i in range(0, len(numbers), batch_size))
        else:
            yield from _steps(sorted(numbers, key=order), batch_size)


def _steps(numbers: Sequence[int], batch_size: int) -> Iterator[tuple[int, ...]]:
    """In this order, but what is in a step already waits for the next one, while there is another for its place."""
    coming, waiting = iter(numbers), deque[int]()
    for _ in range(0, len(numbers), batch_size):
        step: dict[int, None] = {}
        again: list[int] = []
        while len(step) < batch_size and (number := waiting.popleft() if waiting else next(coming, None)) is not None:
            again.append(number) if number in step else step.setdefault(number)
        waiting.extendleft(reversed(again))
        rest = [waiting.popleft() for _ in range(min(batch_size - len(step), len(waiting)))]
        yield (*step, *rest)


def by_difficulty(pass_rates: Sequence[float | None]) -> Callable[[int], Any]:
    """An order for `batches`: samples of questions that the teacher nearly always solves first, unknown ones last."""
    known = [rate is not None and math.isfinite(rate) for rate in pass_rates]
    return lambda number: (not known[number], -(pass_rates[number] or 0.0) if known[number] else 0.0)


def packed(batch: Sequence[int], lengths: Sequence[int], row_tokens: int, processes: int) -> tuple[Rows, ...]:
    """One batch as rows of each process, by as few turns as hold it: longest sample first, into the emptiest row."""
    total = sum(lengths[number] for number in batch)
    turns = max(1, -(-total // (row_tokens * processes)))
    by_length = sorted(batch, key=lambda number: (-lengths[number], number))
    while (rows := _filled(by_length, lengths, row_tokens, turns * processes)) is None:
        turns += 1
    rows.sort(key=lambda row: -sum(lengths[number] for number in row))
    shares: list[list[tuple[int, ...]]] = [[] for _ in range(processes)]
    for turn in range(turns):
        of_turn = rows[turn * processes : (turn + 1) * processes]
        of_turn.reverse() if turn % 2 else None  # who has the longest of one turn has the shortest of the next
        for share, row in zip(shares, of_turn, strict=True):
            share.append(tuple(row))
    return tuple(tuple(share) for share in shares)


def _filled(by_length: Sequence[int], lengths: Sequence[int], row_tokens: int, many: int) -> list[list[int]] | None:
    rows: list[list[int]] = [[] for _ in range(many)]
    filled = [0] * many
    for number in by_length:
        emptiest = filled.index(min(filled))
        if filled[emptiest] + lengths[number] > row_tokens and filled[emptiest]:
            return None
        rows[emptiest].append(number)
        filled[emptiest] += lengths[number]
    return rows


def useful(shares: Sequence[Rows], lengths: Sequence[int]) -> float:
    """The share of a step's time that is spent on tokens: in every turn all processes wait for the longest row.

    Time is counted in tokens; attention, which grows with the square of a sample, is left out.
    """
    tokens = [[sum(lengths[number] for number in row) for row in share] for share in shares]
    return sum(map(sum, tokens)) / (len(shares) * sum(map(max, zip(*tokens, strict=True))))
