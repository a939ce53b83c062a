"""Attention over rows that hold several samples, each seeing itself alone; and the proof, on the model that is trained.

`packed_sdpa` runs torch's attention on each sample of a row by itself: exact, without a mask that grows with the square
of the row, by whatever kernel torch has for the device, and without a package beyond torch.
"""

from collections.abc import Sequence
from typing import Any

from thoughtmill.errors import TrainingFailed
from thoughtmill.student import context
from thoughtmill.student.context import Part

PACKED = "packed_sdpa"
CUT = 256
"""Tokens of each sample that the proof looks at."""


def register() -> None:
    """Make `packed_sdpa` known to transformers."""
    from transformers import AttentionInterface

    AttentionInterface.register(PACKED, _packed)


def _packed(
    module: Any, query: Any, key: Any, value: Any, attention_mask: Any, segments: Any = None, **options: Any
) -> tuple[Any, None]:
    """`segments`: how many tokens each sample of the row has; none where a row is one sample, padded or not.

    Where they are more than the tokens that are here, the row lies on several processes.
    """
    import torch
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    sizes = segments or [query.shape[2]]
    if (many := sum(sizes) // query.shape[2]) > 1:
        query, key, value = (context.swapped(tensor, many) for tensor in (query, key, value))
    parts = [tensor.split(sizes, dim=2) for tensor in (query, key, value)] if segments else [[query], [key], [value]]
    window, found = options.get("sliding_window"), []
    for size, one, two, three in zip(sizes, *parts, strict=True):
        mask = attention_mask
        if window and size > window and mask is None:  # torch's kernels know no window
            mask = torch.ones(size, size, dtype=torch.bool, device=query.device).tril().triu(1 - window)
        found.append(sdpa_attention_forward(module, one, two, three, mask, **options)[0])
    whole = torch.cat(found, dim=1)
    return context.swapped(whole, many) if many > 1 else whole, None


def row(samples: Sequence[Any], part: Part | None = None) -> dict[str, Any]:
    """Samples (`input_ids`, `labels`) as the arguments of one packed forward pass.

    Positions begin anew with each sample, and no sample's first token is a label: nothing before it predicts it.
    part: what of it a process holds; all, if None.
    """
    import torch

    if part:
        samples = [*samples, *part.padding(sum(len(sample["input_ids"]) for sample in samples))]
    ids = torch.cat([torch.as_tensor(sample["input_ids"], dtype=torch.long) for sample in samples])
    marks = [torch.as_tensor(sample["labels"], dtype=torch.long).clone() for sample in samples]
    for mark in marks:
        mark[0] = -100
    sizes = [len(mark) for mark in marks]
    ends = torch.tensor([0, *sizes]).cumsum(0).to(torch.int32)
    made = {
        "input_ids": ids[None],
        "labels": torch.cat(marks)[None],
        "position_ids": torch.cat([torch.arange(size) for size in sizes])[None],
        "segments": sizes,
        "cu_seq_lens_q": ends,
        "cu_seq_lens_k": ends,
        "max_length_q": max(sizes),
        "max_length_k": max(sizes),
    }
    return part.cut(made) if part else made


def prove(
    model: Any,
    plain: Any,
    samples: Sequence[Any],
    device: Any,
    computing: Any,
    rounding: float = 1e-5,
    part: Part | None = None,
) -> None:
    """Raises TrainingFailed unless samples in one row get the logits that each gets alone.

    model: as it is trained, wrapped or sharded, so that its real kernel runs. plain: the same without the wrapper.
    computing: a context in which it computes; rounding: what its number format may change, as a share. Alone, samples
    are computed by torch's own attention; what a leak would come to is measured too, by a row without borders.
    part: what of the row this process holds, and looks at; what all of them have seen decides.
    """
    import torch

    few = [{name: sample[name][:CUT] for name in ("input_ids", "labels")} for sample in samples]
    here, all_ = (
        {name: _to(value, device) for name, value in row(few, some).items() if "labels" not in name}
        for some in (part, None)
    )
    used, training = plain.config._attn_implementation, model.training  # noqa: SLF001  # transformers has no other name
    model.eval()
    with torch.no_grad(), computing():
        together = model(**here, use_cache=False).logits[0].float()
        plain.set_attn_implementation("sdpa")
        ids, places = all_["input_ids"], all_["position_ids"]
        alone = [model(input_ids=part, use_cache=False).logits[0].float() for part in ids.split(all_["segments"], 1)]
        seen = torch.ones_like(ids)
        leaked = model(input_ids=ids, position_ids=places, attention_mask=seen, use_cache=False).logits[0].float()
    plain.set_attn_implementation(used)
    model.train(training)
    begins = part.place * len(together) if part else 0
    right, leaked = (whole[begins : begins + len(together)] for whole in (torch.cat(alone), leaked))
    together = together[: len(right)]  # without what makes a row a multiple
    sums = torch.stack([some.abs().sum() for some in (together - right, leaked - right, right)])
    error, leak, size = (context.summed(sums, part) / torch.cat(alone).numel()).tolist()
    if not error <= max(0.1 * leak, rounding * size):
        raise TrainingFailed(
            "logits of packed samples that are those of each sample alone",
            f"a mean difference of {error:.2g} with {used!r}; it is {leak:.2g} where samples see each other",
            "set launch.attention to another one, or packing = false",
        )


def _to(value: Any, device: Any) -> Any:
    return value.to(device) if hasattr(value, "to") else value
