"""A few things at a time: what is handed on, or held in memory, together."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def batches(items: Iterable[T], most: int, size: Callable[[T], int] = lambda _: 0, full: int = 1) -> Iterator[list[T]]:
    """All items in their order, `most` at a time, fewer where their sizes come to `full` before."""
    batch: list[T] = []
    sized = 0
    for item in items:
        batch.append(item)
        sized += size(item)
        if len(batch) == most or sized >= full:
            yield batch
            batch, sized = [], 0
    if batch:
        yield batch
