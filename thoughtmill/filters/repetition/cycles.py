"""Cycles: a passage said over and over with a constant gap, word for word or but for its numbers.

Numbers and the marks around them are taken out first, so "Step 1 … Step 300" and a near copy with other figures are
periodic like a verbatim loop. What the numbers do then decides how often is too often: a table of values, long
division or a list of cases is periodic too, but its numbers carry something new each time.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from thoughtmill.filters.contract import span
from thoughtmill.filters.repetition.noise import is_hedge, is_noise

MARKS = b"0123456789.-+$%"
"""Taken out before periods are looked for: digits, and the marks that come and go with them."""

PROBE, REACH, TRIES = 24, 1_600, 6
"""Bytes that must occur again, how far on, and how many of their places are tried for a longer period."""

VERBATIM = 300
"""Masked bytes of a run that ask for a look at the text itself: rows of figures have few letters, or none."""

_NUMBER = re.compile(rb"\d+")
_NO_MARKUP = bytes(set(range(256)) - set(b"<>{}[]|;"))
_NO_ASCII_LETTERS = bytes(i for i in range(256) if not chr(i).isalpha() or i > 127)
_RULES = frozenset(b"-=_*~#. ")
_EMPTY = frozenset(b"0.,;:[](){}|+- \t\r\n")
"""Of what an empty board and a matrix of zeros are made."""
_NO_SCRIPT = bytes(i for i in range(256) if not (0xC3 <= i <= 0xE1 or 0xE3 <= i <= 0xED))


@dataclass(frozen=True, slots=True)
class Cycle:
    """A run of the masked text, from `start` to `end`, that equals itself `period` bytes on."""

    start: int
    end: int
    period: int

    @property
    def times(self) -> float:
        """How often the passage is said."""
        return (self.end - self.start) / self.period


class Numbers(Enum):
    """What the numbers of a cycle do; the values are pairs (letters a period, times) that are too much."""

    SAME = ((60, 2.9), (40, 3.5), (10, 5.0), (6, 7.0), (3, 12.0), (1, 40.0), (0, 400.0))
    """Nothing changes."""
    COUNT = ((180, 6.0), (100, 8.0), (60, 10.0), (40, 12.0), (12, 25.0), (8, 60.0), (5, 100.0), (0, 150.0))
    """One counter goes up or down, and nothing else."""
    EVEN = ((250, 6.0), (180, 8.0), (100, 12.0), (60, 32.0), (12, 60.0), (0, 250.0))
    """Several numbers, each by a constant difference."""
    OTHER = ((250, 6.0), (180, 8.0), (120, 10.0), (100, 14.0), (80, 45.0), (60, 70.0), (25, 120.0))
    """Anything else: results, for all that can be told."""
    NOISE = ((150, 7.0), (100, 10.0), (80, 13.0), (60, 18.0), (45, 24.0), (30, 30.0), (20, 60.0), (8, 160.0))
    """Numbers in no order, that follow neither from each other nor from those before."""

    def too_often(self, letters: int) -> float:
        """How many times are too many for a passage of so many letters."""
        return next((times for least, times in self.value if letters >= least), float("inf"))


def letters(raw: bytes) -> int:
    """About how many letters of an alphabet these bytes are worth; a Chinese character counts for three."""
    scripts = raw.replace(b"\xe3\x80", b"").translate(None, _NO_SCRIPT)  # without Chinese spaces and marks
    return len(raw.translate(None, _NO_ASCII_LETTERS)) + len(scripts) + 2 * sum(lead >= 0xE3 for lead in scripts)


def masked(raw: bytes) -> bytes:
    """The text without its numbers."""
    return raw.translate(None, MARKS)


def cycle(raw: bytes, plain: bytes) -> str | None:
    """The first passage of `raw` said too often in a row; `plain` is raw, masked. None if there is none."""
    return _flood(raw) or next(filter(None, (_judged(raw, plain, run) for run in _cycles(plain))), None)


def _flood(raw: bytes) -> str | None:
    """Digits or dots without end: 0.3333…, or 142857142857…; all that the mask takes away."""
    for start in range(0, len(raw), 150):
        chunk = raw[start : start + 150]
        if len(chunk) < 150 or chunk.translate(None, MARKS):
            continue
        end = start + (150 if chunk.isdigit() else 600)
        if raw.find(raw[start : end - 50], start + 1, end) > 0:
            return f"the same again and again: {span(chunk.decode())}"
    return None


def _cycles(plain: bytes) -> Iterator[Cycle]:
    """Every run of two periods and more that a probe meets."""
    stride = 32 if len(plain) < 4_000 else 96
    at, last = 0, len(plain) - PROBE
    while at < last:
        probe, again, upto = plain[at : at + PROBE], at, at
        for _ in range(TRIES):
            again = plain.find(probe, again + 1, at + REACH)
            if again < 0:
                break
            found = _extended(plain, at, again)
            if found.times >= 2.5:
                yield found
                upto = found.end - found.period
                break
        at = max(at + stride, upto)


def _extended(plain: bytes, at: int, again: int) -> Cycle:
    """The longest stretch around `at` that equals the one around `again`."""
    size, reach = 64, 0
    while plain[at + reach : at + reach + size] == plain[again + reach : again + reach + size] and again + reach < len(
        plain
    ):
        reach += size
        size = min(2 * size, 4_096)
    while size > 1:  # the last stretch differs somewhere: halve it
        size //= 2
        if plain[at + reach : at + reach + size] == plain[again + reach : again + reach + size]:
            reach += size
    end = min(again + reach, len(plain))
    back = 0
    while back < at and back < 4_096 and plain[at - back - 1] == plain[again - back - 1]:
        back += 1
    return Cycle(at - back, end, again - at)


def _judged(raw: bytes, plain: bytes, run: Cycle) -> str | None:
    passage = plain[run.start : run.start + run.period]
    if run.end - run.start >= VERBATIM and (found := _verbatim(raw, run)):
        return found
    worth = letters(passage) or 3 * (b" = " in passage)  # an equation of numbers alone
    often = run.times / 8 if _is_markup(passage) else run.times  # a grid in HTML, zeros in JSON
    if _is_blank(passage) and run.times < 60:
        return None
    if not _is_blank(passage) and often < Numbers.SAME.too_often(worth) and often < Numbers.COUNT.too_often(worth):
        return None
    rows = _rows(raw, run)
    if rows is None:
        return None
    numbers = [_NUMBER.findall(row) for row in rows]
    kind = kind_of(numbers)
    if kind is Numbers.OTHER and run.period < 12:  # "1 + 1 + 1" without its numbers and signs is a row of blanks
        kind = kind_of([a + b for a, b in zip(numbers[::2], numbers[1::2], strict=False)] or numbers)
    if kind is Numbers.OTHER and (often if is_hedge(rows[0]) else often / 1.6) >= Numbers.NOISE.too_often(worth):
        kind = Numbers.NOISE if is_noise(rows, numbers) else kind
    if kind is Numbers.SAME and 8 <= worth < 20 and run.end < len(plain) - run.period and _NUMBER.search(rows[0]):
        often /= 1.5  # a machine that stays where it is for a few turns
    nothing = kind is Numbers.SAME and _is_blank(passage) and not _NUMBER.search(rows[0])
    if often < kind.too_often(worth) and not (nothing and b"\n" in passage):
        return None
    said = span(rows[0].decode("utf-8", "replace"), 80) or repr(rows[0][:8].decode("utf-8", "replace"))
    how = {Numbers.SAME: "", Numbers.COUNT: ", counting"}.get(kind, ", but for its numbers")
    return f"said {int(run.times):,} times in a row{how}: {said}"


def _verbatim(raw: bytes, run: Cycle) -> str | None:
    """The same row of a table, closing brace or figures, byte for byte, more often than any table or board has it."""
    start = _place(raw, run.start, (0, 0))
    middle = start + (_place(raw, run.end, (start, run.start)) - start) // 2
    again = raw.find(raw[middle : middle + 64], middle + 1, middle + REACH)
    if again < 0:
        return None
    found = _extended(raw, middle, again)
    unit = raw[found.start : found.start + found.period]
    size = len(unit.translate(None, b" \t\r\n"))
    if size < 1 or (size == 1 and b"\n" not in unit) or set(unit) <= _RULES:
        return None
    is_row = b"\n" in unit and (size >= 8 or b"|" in unit) and not set(unit) <= _EMPTY
    least = 60 if is_row else 200 if b"\n" in unit else 300
    if found.times < least or found.times * found.period < 1_000:
        return None
    return f"said {int(found.times):,} times in a row: {span(unit.decode('utf-8', 'replace'), 80)}"


def _is_markup(passage: bytes) -> bool:
    if letters(passage) >= 12:
        passage = passage.translate(None, b"[]")  # a time, or a note
    if b"<" not in passage:
        passage = passage.replace(b">", b"")  # an arrow
    return (
        b"\\" not in passage and b"_{" not in passage and 20 * len(passage.translate(None, _NO_MARKUP)) >= len(passage)
    )


def _is_blank(passage: bytes) -> bool:
    return not passage.strip(b" *\t\r\n")


def _rows(raw: bytes, run: Cycle) -> list[bytes] | None:
    """The periods of a run as they stand in the raw text, at most 400 of them."""
    edges: list[int] = []
    known = 0, 0
    for at in range(run.start, run.end + 1, run.period)[:401]:
        edges.append(_place(raw, at, known))
        known = edges[-1], at
    return [raw[a:b] for a, b in pairwise(edges)] or None


def _place(raw: bytes, at: int, known: tuple[int, int]) -> int:
    """Where in `raw` the masked text's byte `at` lies; `known`: a place at or before it, raw and masked."""
    low, counted = known
    while counted < at:
        piece = raw[low : low + at - counted]
        low += len(piece)
        counted += len(piece.translate(None, MARKS))
    while low < len(raw) and raw[low : low + 1] in MARKS and counted == at and raw[low : low + 1]:
        low += 1
    return low


def kind_of(rows: list[list[bytes]]) -> Numbers:
    """What the numbers do from row to row; a few rows, the first one above all, may be out of line."""
    widths = Counter(map(len, rows))
    width, common = widths.most_common(1)[0]
    if common < 0.8 * len(rows):
        return Numbers.OTHER
    table = [[int(n[:15]) for n in row] for row in rows if len(row) == width]
    columns = [[row[i] for row in table] for i in range(width)]
    joined = [int(b"".join(row)[:15]) for row in rows if 1 < len(row) == width]
    if sum(b - a == 1 for a, b in pairwise(joined)) > 0.93 * len(joined) > 30:
        return Numbers.COUNT  # minutes and seconds
    moving: list[tuple[int, int]] = []
    for column in columns:
        steady = Counter(b - a for a, b in pairwise(column)).most_common(1)
        if not steady:
            continue
        difference, often = steady[0]
        if often < min(0.93 * (len(column) - 1), max(2, len(column) - 2)):
            return Numbers.OTHER
        if difference:
            moving.append((difference, column[0]))
    if not moving:
        return Numbers.SAME
    first = moving[0]
    together = all(d == first[0] and abs(start - first[1]) <= 2 for d, start in moving)
    return Numbers.COUNT if together and abs(first[0]) == 1 else Numbers.EVEN
