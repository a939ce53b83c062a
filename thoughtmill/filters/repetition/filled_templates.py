"""One sentence with gaps, filled in at random from few words: "We look at the … and then at the …", dozens of times.

Cases are such sentences too, but in order: the first gap changes rarely. In a machine or a schedule one gap follows
from the others or goes on from the row before. Where nothing of the kind shows, the words are drawn, and mean nothing.
"""

import re
from collections import Counter
from itertools import pairwise

ROWS, FIXED, SHARE = 36, 8, 0.6
"""Sentences of one frame, the words of them that never change, and their share."""
RETURNS, OFTEN, ORDERED, KNOWN = 1.2, 2.5, 0.75, 0.12
"""How often each word comes back to a gap, and to one gap at least; the share of changes that are as the last time, and
of late words that may be new, that are too much."""

_TOKEN = re.compile(rb"[A-Za-z']+|\d+|[\xe4-\xe9]..")


def filled_template(told: list[bytes]) -> bytes | None:
    """A sentence of such a run, None if there is none; `told`: the sentences of a passage."""
    by_size: dict[int, list[tuple[bytes, ...]]] = {}
    for sentence in told:
        if len(sentence) >= 40 and not _has_figures(sentence):
            by_size.setdefault(len(found := _TOKEN.findall(sentence)), []).append(tuple(found))
    most = sorted(by_size.items(), key=lambda one: -len(one[1]))[:2]
    return next(filter(None, (_drawn(size, rows) for size, rows in most)), None)


def in_order(told: list[bytes]) -> bool:
    """Whether these sentences are cases, one after the other: all are different, and the first gap goes in order."""
    rows = [tuple(_TOKEN.findall(sentence)) for sentence in told]
    size = max(Counter(map(len, rows)).items(), key=lambda one: one[1], default=(0, 0))[0]
    rows = [row for row in rows if len(row) == size]
    gaps = [gap for gap in zip(*rows, strict=True) if len(set(gap)) > 1]
    if len(rows) < 8 or len(set(rows)) < len(rows) or not 2 <= len(gaps) < 0.4 * size:
        return False
    return 1 + sum(a != b for a, b in pairwise(gaps[0])) == len(set(gaps[0]))


def _drawn(size: int, rows: list[tuple[bytes, ...]]) -> bytes | None:
    """A row if all of them are one frame, and what is in its gaps is drawn."""
    if len(rows) < ROWS or size < FIXED + 1:
        return None
    columns = list(zip(*rows, strict=True))
    common = [Counter(column).most_common(1)[0] for column in columns]
    fixed = [often >= 0.9 * len(rows) for _, often in common]
    if sum(fixed) < max(FIXED, SHARE * size) or all(fixed):
        return None
    frame = [i for i in range(size) if fixed[i]]
    rows = [row for row in rows if all(row[i] == common[i][0] for i in frame)]
    if len(rows) < ROWS:
        return None
    starts = [i for i in range(size) if not fixed[i] and (i == 0 or fixed[i - 1] or rows[0][i].isascii())]
    ends = [
        next((j for j in range(i + 1, size) if fixed[j] or rows[0][j].isascii()), size) for i in starts
    ]  # a word of two characters is one gap
    gaps = [[b" ".join(row[i:j]) for row in rows] for i, j in zip(starts, ends, strict=True)]
    return b" ".join(rows[-1]) if _is_drawn(gaps) else None


def _has_figures(sentence: bytes) -> bool:
    return any(48 <= byte <= 57 for byte in sentence)


def _is_drawn(gaps: list[list[bytes]]) -> bool:
    """The words come in no order, are few, and no gap follows from the others."""
    if len(gaps) < 2:
        return False
    rows = list(zip(*gaps, strict=True))
    half = len(rows) // 2
    known = {word for row in rows[:half] for word in row}
    late = [word for row in rows[half:] for word in row]
    if sum(word not in known for word in late) > KNOWN * len(late):
        return False
    returns = [_returns(gap) for gap in gaps]
    if min(returns) < RETURNS or max(returns) < OFTEN:
        return False
    return not (_goes_on(rows) or any(_follows(rows, i) for i in range(len(gaps))))


def _returns(gap: list[bytes]) -> float:
    """How often each of its words comes back; 0 if they take turns in order, as in nested loops."""
    changes = Counter(pair for pair in pairwise(gap) if pair[0] != pair[1])
    first: dict[bytes, int] = {}
    for (word, _), times in changes.most_common():
        first.setdefault(word, times)
    often = (1 + changes.total()) / len(set(gap))
    return 0 if often > OFTEN and sum(first.values()) > ORDERED * changes.total() else often


def _goes_on(rows: list[tuple[bytes, ...]]) -> bool:
    """A row takes up the last word of the one before most of the time."""
    return sum(a[-1] in b for a, b in pairwise(rows)) > 0.6 * (len(rows) - 1)


def _follows(rows: list[tuple[bytes, ...]], i: int) -> bool:
    """The word in gap i is always the same where the others are, if any of them come again."""
    given: dict[tuple[bytes, ...], set[bytes]] = {}
    again = 0
    for row in rows:
        others = row[:i] + row[i + 1 :]
        again += others in given
        given.setdefault(others, set()).add(row[i])
    if not again:
        return len(rows[0]) < 3  # every pair is there once: somebody goes through them
    return all(len(words) == 1 for words in given.values())
