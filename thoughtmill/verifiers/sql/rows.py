"""Whether two results of queries are the same: rows as a multiset or in order, columns in any one order."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

Row = Sequence[Any]
MAX_ORDERS, MAX_CELLS, MOST_CELLS = 720, 5_000_000, 100_000
"""Orders of columns that are tried where several hold the same values, cells that are looked at for it in all, and in
results of which more orders than the one that was found are tried."""
RELATIVE, NEAR_ZERO = 1e-11, 1e-12
"""What adding in another order does to floating-point numbers; a second of a date is more, and so is 1 in a sum."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query says of a database: as it is, read backwards, and with its rows stored the other way round."""

    ways: Sequence[list[list[Any]]]
    width: int
    reads: bool = True
    ties: Sequence[list[list[Any]]] = ()
    """What the query could say as well, where rows tie in its order."""

    @property
    def rows(self) -> list[list[Any]]:
        """Of the database as it is."""
        return self.ways[0]

    def says_nothing(self) -> bool:
        """Whether there is no row, or nothing but NULL."""
        return all(cell is None for row in self.rows for cell in row)

    def blocks(self, *, ordered: bool) -> list[int] | None:
        """Where rows begin that have no order among each other, and the end; None if how rows are stored decides more.

        Of an ordered result those are the ties: as far as the ways differ, and no further.
        """
        others = [*self.ways[1:], *self.ties]
        if not all(len(self.rows) == len(one) and _same(self.rows, one) for one in others):
            return None
        if not ordered:
            return [0, len(self.rows)]
        cuts = set(range(len(self.rows) + 1))
        for one in others:
            cuts &= _cuts(self.rows, one)
        return sorted(cuts)


def _cuts(rows: Sequence[Row], others: Sequence[Row]) -> set[int]:
    """Behind how many rows two orders of the same rows have had the same ones."""
    cuts, open_ = {0}, defaultdict[Any, int](int)
    for number, (one, other) in enumerate(zip(rows, others, strict=True), 1):
        for row, step in ((_coarse(one), 1), (_coarse(other), -1)):
            open_[row] += step
            if not open_[row]:
                del open_[row]
        if not open_:
            cuts.add(number)
    return cuts


def same_result(found: Sequence[Result], wanted: Sequence[Result], *, ordered: bool) -> bool | None:
    """Whether results agree on every database, with one order of columns; None if the wanted one is not settled."""
    if any(one.ties and one.blocks(ordered=ordered) is None for one in wanted):
        return _one_of(found, wanted, ordered=ordered)
    if any(one.width != other.width for one, other in zip(found, wanted, strict=True)):
        return False
    blocks = [one.blocks(ordered=ordered) for one in wanted]
    settled = all(one is not None for one in blocks)
    pairs: list[tuple[list[list[Any]], list[list[Any]], list[int]]] = []
    for one, other, block in zip(found, wanted, blocks, strict=True):
        for rows, against in zip(one.ways, other.ways, strict=True):
            if len(rows) != len(against):
                return False if settled else None
            starts = block or (list(range(len(against) + 1)) if ordered else [0, len(against)])
            pairs.append((rows, against, starts))
    for order in _orders(pairs, wanted[0].width):
        if order is None:
            return None
        if all(_agree([[row[i] for i in order] for row in rows], against, starts) for rows, against, starts in pairs):
            return True
    return False if settled else None


def _one_of(found: Sequence[Result], wanted: Sequence[Result], *, ordered: bool) -> bool | None:
    """The same where ties are cut: each of the ways that are known may be meant, and others too."""
    for way in range(-1, max(len(one.ties) for one in wanted)):
        meant = [
            Result([one.ties[way]] * len(one.ways), one.width) if 0 <= way < len(one.ties) else replace(one, ties=())
            for one in wanted
        ]
        if same_result(found, meant, ordered=ordered):
            return True
    return False if any(one.width != other.width for one, other in zip(found, wanted, strict=True)) else None


def _agree(rows: Sequence[Row], wanted: Sequence[Row], starts: list[int]) -> bool:
    return all(_same(rows[begin:end], wanted[begin:end]) for begin, end in pairwise(starts))


def _same(rows: Sequence[Row], wanted: Sequence[Row]) -> bool:
    """Whether two multisets of rows agree."""
    both = zip(sorted(rows, key=_sorting), sorted(wanted, key=_sorting), strict=True)
    return all(_same_cell(one, other) for row, against in both for one, other in zip(row, against, strict=True))


def _same_cell(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        numbers = isinstance(one, int | float) and isinstance(other, int | float)
        return numbers and (one == other or math.isclose(one, other, rel_tol=RELATIVE, abs_tol=NEAR_ZERO))
    return type(one) is type(other) and one == other


def _rough(cell: Any) -> tuple[int, Any]:
    """A cell, numbers to nine digits: what agrees has nearly always the same."""
    if isinstance(cell, int | float):
        return 1, float(f"{cell:.9g}") + 0.0
    if isinstance(cell, dict):
        return 3, str(cell)
    return (0, "") if cell is None else (2, cell)


def _coarse(row: Row) -> tuple[Any, ...]:
    return tuple(map(_rough, row))


def _sorting(row: Row) -> tuple[Any, Any]:
    return _coarse(row), tuple(cell if isinstance(cell, int | float) else 0 for cell in row)


def _orders(pairs: Sequence[tuple[Any, Any, Any]], width: int) -> Iterator[list[int] | None]:
    """Orders in which the columns that were found may be those wanted; None behind the last if there are too many."""
    yield list(range(width))
    cells = width * sum(len(rows) for rows, _, _ in pairs) + 1
    if cells > MOST_CELLS:
        if _cells(rows for rows, _, _ in pairs) == _cells(wanted for _, wanted, _ in pairs):
            yield None
        return
    mine = [_column([rows for rows, _, _ in pairs], at) for at in range(width)]
    theirs = [_column([wanted for _, wanted, _ in pairs], at) for at in range(width)]
    fits = [[at for at in range(width) if mine[at] == one] for one in theirs]
    alike = [str([row[at] for rows, _, _ in pairs for row in rows]) for at in range(width)]

    def placed(chosen: list[int]) -> Iterator[list[int]]:
        if len(chosen) == width:
            yield chosen
            return
        free = [at for at in fits[len(chosen)] if at not in chosen]
        for at in {alike[at]: at for at in free}.values():  # columns that are the same all through are one
            yield from placed([*chosen, at])

    for number, order in enumerate(placed([])):
        if number >= min(MAX_ORDERS, MAX_CELLS // cells + 2):
            yield None
            return
        yield order


def _cells(tables: Iterable[Sequence[Row]]) -> Counter[tuple[int, Any]]:
    """How often each cell is there, whatever the order of columns and rows."""
    return Counter(_rough(cell) for rows in tables for row in rows for cell in row)


def _column(tables: Sequence[Sequence[Row]], at: int) -> list[list[tuple[int, Any]]]:
    return [sorted(_rough(row[at]) for row in rows) for rows in tables]
