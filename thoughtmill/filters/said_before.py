"""Sentences said before: passages that come again without a constant gap, and a text that says itself twice.

A running sum goes up with every sentence that was said before and down with every new one. So a refrain, a restated
problem or a check that is made twice passes, and a stretch in which nothing new is said does not.
"""

from thoughtmill.filters.contract import span
from thoughtmill.filters.cycles import letters, masked

THIRD, FIFTH = 450, 150
"""Bytes, more old than new, said for the third time or more, and for the fifth time or more, that are too much."""

_ENDS = bytes.maketrans(b"!?\r;", b"\n\n\n\n")
_CHINESE_ENDS = ("。", "！", "？", "；")


def sentences(raw: bytes) -> list[bytes]:
    """Lines and sentences, without what ends them."""
    text = raw.translate(_ENDS).replace(b". ", b"\n")
    if not raw.isascii():
        for end in _CHINESE_ENDS:
            text = text.replace(end.encode(), b"\n")
    return text.split(b"\n")


def said_before(raw: bytes) -> str | None:
    """The passage that is said again and again, or twice; None if there is none."""
    counts: dict[bytes, int] = {}
    places: dict[bytes, int] = {}
    second = third = fifth = total = best = 0.0
    in_code, last = False, -9
    for place, sentence in enumerate(map(bytes.strip, sentences(raw))):
        size = len(sentence)
        if sentence[:3] == b"```":
            in_code = not in_code
        if size < 8:
            continue
        if in_code or sentence[:1] in b"|<{":
            size *= 0.15  # a program is written out again whenever a line of it changes
        total += size
        seen = counts.get(sentence, 0)
        counts[sentence] = seen + 1
        if seen == 0:
            places[sentence] = place
            second, third, fifth = max(0.0, second - size / 2), max(0.0, third - 3 * size), 0.0
            continue
        if size < 40 and masked(sentence) != sentence:
            continue  # a move, a row, a small equation: there are few of them, and they come again in any order
        size = min(size, 1.3 * letters(sentence))  # a row of zeros says nothing, nor that it is there again
        follows, last = 0 < places[sentence] - last <= 3 or last < 0, places[sentence]
        second = second + size if seen == 1 and follows else max(0.0, second - size)
        third = third + size if seen > 1 else max(0.0, third - size)
        fifth = fifth + size if seen > 3 else 0.0
        best = max(best, second)
        if third > THIRD or fifth > FIFTH:
            return f"said {seen + 1} times, and others with it: {_shown(sentence)}"
    # what ends a text and is nearly half of it
    if second >= 0.9 * best and second > (0.33 if total > 1_000 else 0.42) * total and second > 80:
        return f"the whole text twice: {_shown(raw)}"
    return _twice(raw)


def _twice(raw: bytes) -> str | None:
    """A text that is itself again, wherever its sentences end."""
    size = len(raw)
    for start in (size // 8, size // 4):
        again = raw.find(raw[start : start + 48], start + size // 3) if size > 300 else -1
        if again < 0:
            continue
        gap, here = again - start, size - again
        if 2 * gap > 0.8 * size and raw[start : start + here] == raw[again:] and raw[:start:1] == raw[gap:again]:
            return f"the whole text twice: {_shown(raw)}"
    return None


def _shown(raw: bytes) -> str:
    return span(raw.decode("utf-8", "replace"))
