"""Context parallel: a row's tokens lie on several processes, so that a sample may be longer than a device can hold.

As Ulysses does it (Jacobs et al. 2023, arXiv 2309.14509): each process computes its share of the tokens, and attention
for all tokens with its share of the heads; two exchanges a layer lead from the one to the other. So attention itself is
as it was, on packed rows too. What libraries have shuts packing out: torch's ring attention, which accelerate wires,
knows a causal mask alone and runs on GPUs alone, and DeepSpeed's Ulysses needs its own engine instead of FSDP2.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.student.labels import UNTRAINED

_groups: dict[int, Any] = {}


@dataclass(frozen=True, slots=True)
class Part:
    """Which of `many` equal shares of a row's tokens a process holds. pad: the token that makes a row a multiple."""

    many: int
    place: int
    pad: int

    def padding(self, tokens: int) -> list[dict[str, Any]]:
        """A sample that nothing is trained of, where a row has no multiple of `many` tokens."""
        short = -tokens % self.many
        return [{"input_ids": [self.pad] * short, "labels": [UNTRAINED] * short}] if short else []

    def of(self, values: Any, dim: int) -> Any:
        """This process's share of a tensor."""
        return values.chunk(self.many, dim)[self.place]

    def cut(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row's share; a token's label is of the next token, which may lie elsewhere, so that it is moved before.

        `segments` stay those of the whole row: attention is computed for all of it.
        """
        import torch

        shifted = torch.nn.functional.pad(row["labels"][:, 1:], (0, 1), value=UNTRAINED)
        rest = {name: value for name, value in row.items() if name != "labels"}
        cut = {name: self.of(row[name], 1) for name in ("input_ids", "position_ids")}
        return {**rest, **cut, "shift_labels": self.of(shifted, 1)}


def part_of(many: int, process: int, pad: int) -> Part | None:
    """The share of a process; None where each row lies on one. Processes that share rows follow each other."""
    return Part(many, process % many, pad) if many > 1 else None


def joined(cuts: list[dict[str, Any]]) -> dict[str, Any]:
    """The row whose shares these are."""
    import torch

    ids, shifted = (torch.cat([cut[name] for cut in cuts], 1) for name in ("input_ids", "shift_labels"))
    return {**cuts[0], "input_ids": ids, "labels": torch.nn.functional.pad(shifted[:, :-1], (1, 0), value=UNTRAINED)}


def meet(many: int, timeout: timedelta) -> None:
    """Have `many` processes that follow each other exchange among themselves; every process calls it at once."""
    import torch.distributed as dist

    if many > 1:
        _groups[many] = dist.new_subgroups(many, timeout=timeout)[0]


def refuse(config: Any, many: int, processes: int) -> None:
    """Raises TrainingFailed where a base's heads, or the processes, can't be shared so."""
    text = config.get_text_config()
    heads = {name: getattr(text, name, None) for name in ("num_attention_heads", "num_key_value_heads")}
    told = "student.launch.context_parallel to divide"
    if wrong := [f"{name} = {number}" for name, number in heads.items() if number and number % many]:
        raise TrainingFailed(f"{told} the base's heads", f"{many}, and {wrong[0]}", "set a divisor of both, or 1")
    if processes % many:
        raise TrainingFailed(f"{told} the processes", f"{many} of {processes}", "start launch.processes")


def summed(tensor: Any, part: Part | None) -> Any:
    """The sum over the processes that share a row; of one that shares none its own."""
    import torch.distributed as dist

    if part:
        dist.all_reduce(tensor, group=_groups[part.many])
    return tensor


def swapped(tensor: Any, many: int) -> Any:
    """Of all processes: dimension 1 is cut into `many` shares, dimension 2 put together from them; with a gradient.

    (1, heads, a share of the tokens, width) becomes (1, a share of the heads, all tokens, width), and what attention
    makes of it, (1, all tokens, a share of the heads, width), becomes (1, a share of the tokens, heads, width).
    """
    return _swap().apply(tensor, _groups[many], 1, 2)


@cache
def _swap() -> Any:
    import torch
    import torch.distributed as dist

    def exchanged(tensor: Any, group: Any, cut: int, join: int) -> Any:
        parts = torch.stack(tensor.chunk(dist.get_world_size(group), cut))
        found = torch.empty_like(parts)
        dist.all_to_all_single(found, parts, group=group)
        return torch.cat(found.unbind(), join)

    class Swap(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, tensor: Any, group: Any, cut: int, join: int) -> Any:
            ctx.back = group, join, cut
            return exchanged(tensor, group, cut, join)

        @staticmethod
        def backward(ctx: Any, *grads: Any) -> Any:
            return exchanged(grads[0], *ctx.back), None, None, None

    return Swap
