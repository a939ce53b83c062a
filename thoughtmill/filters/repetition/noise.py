"""Numbers that mean nothing: in no order, and not computed from each other. A loop makes such up to look busy.

Whatever could be a result counts as one: a column in order, a sum or a product of others, a number of the row before,
an operator between two numbers. Only what shows nothing of the kind is noise.
"""

import re
from collections import Counter
from itertools import combinations, pairwise, product
from math import gcd, isqrt

LOOKED_AT = 40
"""Rows that are looked at."""
TOGETHER = 0.6
"""How far the order of one column has to be that of another (Kendall's tau)."""
OFTEN = 0.6
"""Share of the rows in which a relation has to hold to be one."""

_HEDGE = re.compile(
    (
        r"\b(?:maybe|perhaps|suppose|assume|might|may|could|can't|cannot|don't|doesn't|unclear|another|again|later|something|guess|hmm"
        "|recall|vielleicht|angenommen|quizás|supongamos|peut-être|supposons)\\b|也许|可能|或许|大概|假设|假如|重新|还是|不确定|无法|不能|不知道|再|先|说不通|不清"
    ).encode(),
    re.IGNORECASE,
)
_WAVERING = re.compile(
    rb"\b(?:maybe|perhaps|might|could|can't|cannot|unclear|not sure|guess|hmm|vielleicht"
    rb"|peut-\xc3\xaatre|quiz\xc3\xa1s)\b|" + "也许|或许|大概|不确定|无法|不知道|说不通|不清".encode(),
    re.IGNORECASE,
)
"""Of these sentences a number that counts them is not to be expected to bring a result."""
_FORMULA = re.compile(r"\d\)?\s?(?:[-+*/^%\\]|×|÷|−|·)\s?\(?\d|\bmod\b|≈|[<>]".encode())
_STATED = re.compile(r"(?:\b(?:is|are|equals|gives)|=|:|是|为|得到?) ?\d".encode())
_RELATION = re.compile(r"\d\)?\s?(?:[-+*^%\\]|×|÷|−|·)\s?\(?\d|\bmod\b|≈|[<>=]".encode())
"""The same, but a fraction is only a number."""
_NUMBER = re.compile(rb"\d+")


def is_noise(rows: list[bytes], numbers: list[list[bytes]]) -> bool:
    """Whether the numbers of these rows (as they stand, and their `numbers`) are made up; in doubt they are not."""
    width = Counter(map(len, numbers)).most_common(1)[0][0]
    wavers = len(_WAVERING.findall(b" ".join(rows))) >= 0.9 * len(rows) > 4 * sum(map(bool, map(_STATED.search, rows)))
    formula = _RELATION if wavers else _FORMULA
    table = [[int(n[:15]) for n in row] for row in _from_the_margin(rows, numbers) if len(row) == width][:LOOKED_AT]
    if not 1 <= width <= 8 or len(table) < 8 or sum(bool(formula.search(row)) for row in rows) > 0.2 * len(rows):
        return False
    table = _told_once(table, wavers)
    columns = [column for column in zip(*table, strict=True) if len(set(column)) > 2]
    if not any(len(set(column)) > 0.7 * len(column) and max(column) > 30 for column in columns):
        return False
    if any(_is_ordered(column) for column in columns):
        return False
    ahead = [a + b for a, b in pairwise(table)] if width <= 4 else table  # a row may begin in the middle of a sentence
    return not (_goes_on(table) or _is_computed(ahead) or _go_together(table) or _go_together(ahead))


def is_hedge(row: bytes) -> bool:
    """Whether the sentence wavers, rather than states a result."""
    return bool(_HEDGE.search(row))


def _from_the_margin(rows: list[bytes], numbers: list[list[bytes]]) -> list[list[bytes]]:
    """The numbers of each row, cut where a line begins, if there is one in a row, and not in the middle of it."""
    margin = rows[0].rfind(b"\n") + 1
    width, off = len(numbers[0]), len(_NUMBER.findall(rows[0][:margin]))
    if not 0 < off < width or any(len(row) != width for row in numbers):
        return numbers
    flat = [number for row in numbers for number in row][off:]
    return [flat[at : at + width] for at in range(0, len(flat) - width + 1, width)]


def _told_once(table: list[list[int]], wavers: bool) -> list[list[int]]:
    """Without columns that are there already and, if the rows waver, those that only count, unless none is left."""
    columns = list(dict.fromkeys(zip(*table, strict=True)))
    if wavers:
        columns = [c for c in columns if sum(b - a == 1 for a, b in pairwise(c)) < 0.9 * (len(c) - 1)] or columns
    return [list(row) for row in zip(*columns, strict=True)]


def _is_ordered(column: tuple[int, ...]) -> bool:
    """Up or down most of the time; of random numbers two in three are higher, or lower, than both beside them."""
    steps = [b - a for a, b in pairwise(column)]
    turns = sum(a * b < 0 for a, b in pairwise(steps))
    return turns < 0.42 * (len(steps) - 1)


def _goes_on(table: list[list[int]]) -> bool:
    """A row begins with what the one before found: Euclid, a running total."""
    return sum(bool({n for n in a if n > 12} & set(b)) for a, b in pairwise(table)) > OFTEN * (len(table) - 1)


def _is_computed(table: list[list[int]]) -> bool:
    """One number of a row is made from one or two others of it in the same way most of the time."""
    held: Counter[tuple[int, int, int, int]] = Counter()
    for row in table:
        for (i, a), (j, b) in product(enumerate(row), repeat=2):
            if a == b and i != j:
                continue
            found = _from_one(a) if i == j else _from_two(a, b)
            for k, c in enumerate(row):
                if k not in (i, j) and c in found and c > 1:
                    held[i, j, k, found.index(c)] += 1
                if k != i == j and 1 < c < a and a % c == 0:
                    held[i, j, k, -1] += 1
    return any(often > OFTEN * len(table) for often in held.values())


def _from_one(a: int) -> list[int]:
    """Its square, cube, root, half, sum of digits, reverse, and its bits."""
    digits = str(a)
    return [a * a, a**3, isqrt(a), a // 2, sum(map(int, digits)), int(digits[::-1]), a.bit_count()]


def _from_two(a: int, b: int) -> list[int]:
    half, quotient, rest = (a + b) // 2, a // max(b, 1), a % max(b, 1)
    return [a + b, a * b, 2 * (a + b), half, abs(a - b), max(a, b), min(a, b), quotient, rest, gcd(a, b)]


def _go_together(table: list[list[int]]) -> bool:
    """Two columns rise and fall together, or against each other: one is computed from the other."""
    columns = [column for column in zip(*table, strict=True) if len(set(column)) > 2]
    for one, other in combinations(columns, 2):
        if one == other:
            continue
        agree = sum((a - b) * (c - d) > 0 for (a, c), (b, d) in combinations(zip(one, other, strict=True), 2))
        apart = sum((a - b) * (c - d) < 0 for (a, c), (b, d) in combinations(zip(one, other, strict=True), 2))
        if abs(agree - apart) > TOGETHER * (agree + apart):
            return True
    return False
