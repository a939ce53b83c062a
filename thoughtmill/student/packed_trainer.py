"""TRL's trainer on packed rows: a step is one global batch, in as many turns as the plan says."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from thoughtmill import mixture
from thoughtmill.errors import LabelError
from thoughtmill.student import attention, packing
from thoughtmill.student.labels import UNTRAINED, spread


class Shares:
    """What each process computes in each step: item `step × processes + process`, as `DataLoader` reads it."""

    samples = 0
    """How many different ones are trained."""

    def __init__(self, rows: Any, plan: packing.Plan, trained: list[int], pad: int) -> None:
        self.rows, self.plan, self.trained = rows, plan, trained
        self.empty = {"input_ids": [pad, pad], "labels": [UNTRAINED, UNTRAINED]}

    def __len__(self) -> int:
        return len(self.plan.batches) * self.plan.processes

    def __getitem__(self, number: int) -> dict[str, Any]:
        step, process = divmod(number, self.plan.processes)
        share = self.plan.step(step)[process]
        turns = [attention.row([self.rows[i] for i in row] or [self.empty]) for row in share]
        return {"turns": turns, "trained": sum(self.trained[i] for i in self.plan.batches[step])}


def planned(rows: Any, recipe: Any, processes: int, pad: int) -> Shares:
    """The whole training on encoded rows. Raises LabelError unless each sample comes as often as the recipe says."""
    lengths: list[int] = rows["tokens"][:]
    domains: list[str] = rows["domain"][:]
    orders = {"short_first": lengths.__getitem__, "easy_first": packing.by_difficulty(rows["pass_rate"][:])}
    order = orders.get(recipe.order)
    found = tuple(packing.batches(mixture.epochs(domains, recipe), recipe.batch_size, recipe.seed, order))
    room = recipe.launch.row_tokens or recipe.max_length
    shares = Shares(rows, packing.Plan(found, lengths, room, processes), rows["trained"][:], pad)
    seen: Counter[int] = Counter()
    for step in range(len(found)):
        seen.update(i for share in shares.plan.step(step) for row in share for i in row)
    if not mixture.is_kept(seen, domains, recipe):
        raise LabelError("every sample in the packed rows as often as it should", "others", "report this: it is a bug")
    shares.samples = len(seen)
    return shares


def unpacked(turn: dict[str, Any]) -> Iterator[dict[str, list[int]]]:
    """The samples of a row as they will be trained: `input_ids` and `labels`."""
    parts = (turn[name][0].split(turn["segments"]) for name in ("input_ids", "labels"))
    for ids, marks in zip(*parts, strict=True):
        yield {"input_ids": ids.tolist(), "labels": marks.tolist()}


def samples_as_trained(shares: Shares, most: int) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """The samples of at most `most` items spread over a training, unpacked, each with its number."""
    for item in spread(len(shares), most):
        step, process = divmod(item, shares.plan.processes)
        for numbers, turn in zip(shares.plan.step(step)[process], shares[item]["turns"], strict=True):
            yield from zip(numbers, unpacked(turn), strict=bool(numbers))


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
