"""Sentences said before: passages that come again without a constant gap, and a text that says itself twice.

A running sum goes up with every sentence that was said before and down with every new one. So a refrain, a restated
problem or a check that is made twice passes, and a stretch in which nothing new is said does not.
"""

import re
from collections import Counter
from itertools import pairwise

from thoughtmill.filters.contract import span
from thoughtmill.filters.repetition.cycles import letters

THIRD, FIFTH = 450, 150
"""Bytes, more old than new, said for the third time or more, and for the fifth time or more, that are too much."""

CONCLUSIONS, SHORT = 14, 120
"""Short sentences in a row with the same numbers that are too many, if the words were said before; and their bytes."""

PROBES, PROBE = 20, 20
"""Places of the first half that are looked for in the second, and their bytes."""

_NO_FIGURES = bytes(i for i in range(256) if not 48 <= i <= 57)
_ENDS_OF_CODE = (b":", b";", b"{", b"}")
_FIGURE = re.compile(rb"\d+")
_WORD = re.compile(rb"[A-Za-z]{2,}|[\xe4-\xe9]..")
_ENDS = bytes.maketrans(b"!?\r;", b"\n\n\n\n")
_CHINESE_ENDS = ("。", "！", "？", "；")


def sentences(raw: bytes) -> list[bytes]:
    """Lines and sentences, without what ends them."""
    text = raw.translate(_ENDS).replace(b". ", b"\n").replace(b".\n", b"\n")
    if not raw.isascii():
        for end in _CHINESE_ENDS:
            text = text.replace(end.encode(), b"\n")
    return text.split(b"\n")


def repeated_sentence(raw: bytes) -> str | None:
    """The passage that is said again and again, or twice; None if there is none."""
    told = list(map(bytes.strip, sentences(raw)))
    if _is_all_new(told):
        return _twice(raw) or _nearly(raw)
    counts: dict[bytes, int] = {}
    places: dict[bytes, int] = {}
    second = third = fifth = total = best = 0.0
    in_code, last, same, alike = False, -9, b"", list[bytes]()
    for place, sentence in enumerate(told):
        size = len(sentence)
        if sentence[:3] == b"```":
            in_code = not in_code
        if size < 8:
            continue
        if in_code or sentence[:1] in b"|<{":
            size *= 0.15  # a program is written out again whenever a line of it changes
        total += size
        seen = counts.get(sentence, 0)
        figures = sentence.translate(None, _NO_FIGURES) if size < SHORT else b""
        if figures or not seen:
            alike = (
                [*alike[-2 * CONCLUSIONS :], sentence] if figures and figures == same and not in_code else [sentence]
            )
            same = figures
            if len(alike) >= CONCLUSIONS and _is_one_thought(alike):
                return f"the same in other words: {_shown(sentence)}"
        counts[sentence] = seen + 1
        if seen == 0:
            places[sentence] = place
            second, third, fifth = max(0.0, second - size / 2), max(0.0, third - 3 * size), 0.0
            continue
        if size < 40 and figures:
            continue  # a move, a row, a small equation: there are few of them, and they come again in any order
        size = min(size, 1.3 * letters(sentence))  # a row of zeros says nothing, nor that it is there again
        follows, last = 0 < places[sentence] - last <= 3 or last < 0, places[sentence]
        second = second + size if seen == 1 and follows else max(0.0, second - size)
        third = third + size if seen > 1 else max(0.0, third - size)
        fifth = fifth + size * (1 if len(sentence) >= 40 else 0.6) if seen > 3 else 0.0  # songs grow by short lines
        best = max(best, second)
        if third > THIRD or fifth > FIFTH:
            return f"said {seen + 1} times, and others with it: {_shown(sentence)}"
    # what ends a text and is nearly half of it
    if second >= 0.9 * best and second > (0.33 if total > 1_000 else 0.42) * total and second > 80:
        return f"the whole text twice: {_shown(raw)}"
    return _twice(raw) or _nearly(raw)


def _is_all_new(told: list[bytes]) -> bool:
    """Whether so little is said twice, and figures stay the same so seldom, that no more has to be looked at."""
    told = [sentence for sentence in told if len(sentence) >= 8]
    if sum(map(len, told)) - sum(map(len, set(told))) > 80:
        return False
    some = [sentence.translate(None, _NO_FIGURES) for sentence in told[:: CONCLUSIONS // 2 - 1]]  # two of any such run
    return all(a != b or not a for a, b in pairwise(some))


def _is_one_thought(alike: list[bytes]) -> bool:
    """Hardly a word of these sentences is new after the first ones, and they are sentences and no formulas."""
    if Counter(sentence[:6] for sentence in alike).most_common(1)[0][1] > 0.6 * len(alike):
        return False  # one sentence with a gap for what changes: letters that are counted
    words = [_WORD.findall(sentence.lower()) for sentence in alike]
    late = [word for sentence in words[len(words) // 2 :] for word in sentence]
    known = {word for sentence in words[: len(words) // 2] for word in sentence}
    spelt = sum(len(word) for sentence in words for word in sentence)
    return (
        spelt > 0.5 * sum(map(len, alike))
        and len(late) >= CONCLUSIONS
        and sum(word not in known for word in late) < 0.12 * len(late)
    )


def _twice(raw: bytes) -> str | None:
    """A text that is itself again, wherever its sentences end."""
    size = len(raw)
    for start in (size // 8, size // 4):
        again = raw.find(raw[start : start + 48], start + size // 3) if size > 300 else -1
        if again < 0:
            continue
        gap, here = again - start, size - again
        if (
            0.4 * size < gap < 0.64 * size
            and raw[start : start + here] == raw[again:]
            and raw[:start:1] == raw[gap:again]
        ):
            return f"the whole text twice: {_shown(raw)}"
    return None


def _nearly(raw: bytes) -> str | None:
    """Twice or three times, with some words changed; first a glance at a few places."""
    places = (len(raw) * share // 100 for share in (2, 7, 12, 17, 22, 27))
    if any(raw.find(raw[at : at + PROBE], at + len(raw) // 4) > 0 for at in places):
        return _nearly_twice(raw, 2) or _nearly_twice(raw, 3)
    return None


def _nearly_twice(raw: bytes, times: int) -> str | None:
    """The text is its first part with some words changed; a program that is mended and written again is not."""
    size = len(raw) * 2 // times  # of the first two of them
    if size < 500:
        return None
    found: list[tuple[int, int]] = []
    missed = 0
    for i in range(PROBES):
        start = i * size * 45 // (100 * PROBES)
        again = raw.find(raw[start : start + PROBE], start + size // 3, start + size)
        if again < 0:
            missed += 1
            if missed > 0.5 * PROBES or (missed > 6 and not found):
                return None
        else:
            found.append((start, again))
    gaps = sorted(again - start for start, again in found)
    gap = gaps[len(gaps) // 2]
    close = [start for start, again in found if abs(again - start - gap) <= 0.03 * size]
    if len(close) < 0.5 * PROBES or gap < 0.42 * size or size - gap < 0.42 * size:
        return None
    first, second = raw[:gap], raw[gap - size // 50 : 2 * gap + size // 20]
    figures = Counter(_FIGURE.findall(first))
    if (figures & Counter(_FIGURE.findall(second))).total() < 0.8 * figures.total():
        return None
    outside = b" ".join(first.split(b"```")[::2]).split(b"\n")  # outside of programs, fenced or not
    plain = b"\n".join(line for line in outside if line[:1] not in (b" ", b"\t") and line[-1:] not in _ENDS_OF_CODE)
    if min(_share(first, second), _share(plain, second)) > 0.7 and len(plain) > 60:
        return f"the whole text twice, nearly: {_shown(raw)}"
    return None


def _share(first: bytes, second: bytes) -> float:
    """How much of the first stands in the second, in short pieces that the first has once."""
    pieces = [piece for i in range(0, len(first) - 14, 14) if first.count(piece := first[i : i + 14]) == 1]
    return sum(piece in second for piece in pieces) / max(8, len(first) // 45, len(pieces))


def _shown(raw: bytes) -> str:
    return span(raw.decode("utf-8", "replace"))
