"""TRL's trainer on packed rows: a step is one global batch, in as many turns as the plan says."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from thoughtmill import mixture
from thoughtmill.errors import LabelError
from thoughtmill.student import attention, context, packing
from thoughtmill.student.labels import UNTRAINED, spread


class Shares:
    """What each process computes in each step: item `step × processes + process`, as `DataLoader` reads it.

    together: processes that share each row; to the plan they are one.
    """

    samples = 0
    """How many different ones are trained."""

    def __init__(self, rows: Any, plan: packing.Plan, trained: list[int], pad: int, together: int = 1) -> None:
        self.rows, self.plan, self.trained, self.pad, self.together = rows, plan, trained, pad, together
        self.empty = {"input_ids": [pad, pad], "labels": [UNTRAINED, UNTRAINED]}

    def __len__(self) -> int:
        return len(self.plan.batches) * self.plan.processes * self.together

    def __getitem__(self, number: int) -> dict[str, Any]:
        step, share = self.numbers(number)
        part = context.part_of(self.together, number, self.pad)
        turns = [attention.row([self.rows[i] for i in row] or [self.empty], part) for row in share]
        return {"turns": turns, "trained": sum(self.trained[i] for i in self.plan.batches[step])}

    def numbers(self, item: int) -> tuple[int, packing.Rows]:
        """The step of an item, and the samples in each of its rows."""
        step, process = divmod(item // self.together, self.plan.processes)
        return step, self.plan.step(step)[process]

    def whole(self, item: int) -> list[dict[str, Any]]:
        """The turns of an item with all of their rows, as the processes that share them are given these."""
        if self.together == 1:
            return self[item]["turns"]
        first = item - item % self.together
        parts = (self[first + place]["turns"] for place in range(self.together))
        return [context.joined(list(cuts)) for cuts in zip(*parts, strict=True)]


def planned(rows: Any, recipe: Any, processes: int, pad: int) -> Shares:
    """The whole training on encoded rows. Raises LabelError unless each sample comes as often as the recipe says."""
    lengths: list[int] = rows["tokens"][:]
    domains: list[str] = rows["domain"][:]
    orders = {"short_first": lengths.__getitem__, "easy_first": packing.by_difficulty(rows["pass_rate"][:])}
    order = orders.get(recipe.order)
    found = tuple(packing.batches(mixture.epochs(domains, recipe), recipe.batch_size, recipe.seed, order))
    room, together = recipe.launch.row_tokens or recipe.max_length, recipe.launch.context_parallel
    plan = packing.Plan(found, lengths, room, processes // together)
    shares = Shares(rows, plan, rows["trained"][:], pad, together)
    seen: Counter[int] = Counter()
    for step in range(len(found)):
        seen.update(i for share in shares.plan.step(step) for row in share for i in row)
    if not mixture.is_kept(seen, domains, recipe):
        raise LabelError("every sample in the packed rows as often as it should", "others", "report this: it is a bug")
    shares.samples = len(seen)
    return shares


def unpacked(turn: dict[str, Any]) -> Iterator[dict[str, list[int]]]:
    """The samples of a row as they will be trained: `input_ids` and `labels`; what fills a row is none."""
    parts = (turn[name][0].split(turn["segments"]) for name in ("input_ids", "labels"))
    for ids, marks in zip(*parts, strict=True):
        if any(marks != UNTRAINED):
            yield {"input_ids": ids.tolist(), "labels": marks.tolist()}


def samples_as_trained(shares: Shares, most: int) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """The samples of at most `most` items spread over a training, unpacked, each with its number."""
    for item in spread(len(shares), most):
        for numbers, turn in zip(shares.numbers(item)[1], shares.whole(item), strict=True):
            yield from zip(numbers, unpacked(turn), strict=True)


def trainer_class() -> Any:
    """A trainer whose `shares` are set before it trains."""
    import torch
    from trl.trainer.sft_trainer import SFTTrainer

    class PackedTrainer(SFTTrainer):
        shares: Any = None

        def get_train_dataloader(self) -> Any:
            pinned = self.args.dataloader_pin_memory
            workers = self.args.dataloader_num_workers
            loader: Any = torch.utils.data.DataLoader(
                self.shares, batch_size=1, collate_fn=_only, pin_memory=pinned, num_workers=workers
            )
            return self.accelerator.prepare(loader)

        def training_step(self, model: Any, inputs: Any, num_items_in_batch: Any = None) -> Any:  # noqa: ARG002  # their shape
            """The loss is the sum over the batch's trained tokens, of all processes, divided by their number."""
            total: Any = 0.0
            self.current_gradient_accumulation_steps = len(inputs["turns"])  # a router's loss is a mean over them
            for number, turn in enumerate(inputs["turns"], start=1):
                last = number == len(inputs["turns"])
                waits = contextlib.nullcontext if last or not hasattr(model, "no_sync") else model.no_sync
                with waits():
                    total = total + super().training_step(model, turn, inputs["trained"])
            return total

        def floating_point_ops(self, inputs: Any) -> int:  # noqa: ARG002  # their shape
            return 0

    return PackedTrainer


def _only(items: list[Any]) -> Any:
    return items[0]
