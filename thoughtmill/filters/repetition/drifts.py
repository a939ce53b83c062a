"""Slow drifts: no two sentences are equal, and yet nothing new is said.

Either one word of a sentence changes each time, or a passage compresses far better than prose, cases or tables do.
"""

import re
import zlib
from collections import Counter

from thoughtmill.filters.contract import span
from thoughtmill.filters.repetition.cycles import letters, masked
from thoughtmill.filters.repetition.filled_templates import filled_template, in_order
from thoughtmill.filters.repetition.filler_sentences import filler
from thoughtmill.filters.repetition.repeated_sentences import sentences

WINDOW = 2_000
"""Bytes that are compressed together: prose gives 0.45, a list of cases in the same words 0.12 to 0.25."""
CIRCLES, POOR, POOR_WINDOWS = 0.095, 0.18, 4
"""One window below the first is too much, and so are windows in a row below the second, if both are mostly words."""
WORDY = 0.67
"""Share of letters in such a window; tables and grids have less."""
PAIRS, ALIKE, LONG = 16, 0.8, 36
"""Sentences in a row of so many bytes that agree in so much of their beginning and end."""


TAIL = 900
"""Bytes of the end that are looked at alone."""
COUNTED = 40
"""Sentences in a row that count on and are of few kinds."""

TRIES, MANY_ENDS = 60, 12
"""Attempts in a row that fail, and how many endings they may have."""

_TRY = re.compile(
    rb"(?:[Aa]ttempt|Try|[Ii]teration)(?: number)? #?(\d{1,6})[:,.]? ?([^\n.\d]{3,60})[.\n!]"
    + "|第(\\d{1,6})次尝试[：，:]?([^\n。0-9]{3,90})[。\n]".encode()
)
_FAILED = re.compile(
    rb"\b(?:no|not|nothing|fail\w*|wrong|again|without|unsuccessful\w*|in vain|never)\b|n't|"
    + "不|没|未|失败|仍|还是".encode()
)
_NUMBER = re.compile(rb"\d+")


def drift(raw: bytes) -> str | None:
    """The first passage in which hardly anything is new; None if there is none."""
    poor = 0
    stride = WINDOW if len(raw) < 4 * WINDOW else WINDOW * 3 // 2  # of a long text not all has to be looked at
    tail = raw[-TAIL:]
    short = tail.count(b". ") + tail.count(b".\n") + tail.count("。".encode()) > TAIL // 60  # sentences
    if short and len(raw) > TAIL and ratio(tail) < 0.42 and (found := filler(tail)):
        return f"nothing is said, in other words: {_shown(found)}"
    for end in range(len(raw), min(len(raw), WINDOW // 2) - 1, -stride):  # from the end, where most loops are
        start = max(0, end - WINDOW)
        size = ratio(raw[start : start + WINDOW])
        if size < 0.4 and (found := filler(raw[max(0, start - WINDOW) : start + 2 * WINDOW])):
            return f"nothing is said, in other words: {_shown(found)}"
        if size > 0.3:
            poor = 0
            continue
        windows = [raw[max(0, at) : max(0, at) + WINDOW] for at in (start, start - 700, start + 700)]
        wordy = [one for one in windows if len(one) > 0.6 * WINDOW and letters(one) >= WORDY * len(one)]
        poor = poor + 1 if size < POOR and windows[0] in wordy else 0
        circles = any(ratio(one) < CIRCLES for one in wordy) and not in_order(sentences(windows[0])[1:-1])
        if poor >= POOR_WINDOWS or circles:
            return f"hardly anything new: {_shown(windows[0])}"
        told = sentences(raw[max(0, start - WINDOW) : start + 2 * WINDOW])
        if found := _one_word(told) or _tries(raw):
            return found
        if found := filled_template(told):
            return f"one sentence with words drawn for its gaps: {_shown(found)}"
    return None


def _tries(raw: bytes) -> str | None:
    """Attempts that are counted and fail, in a few words; a success or a number among them would be news."""
    if raw.count(b"ttempt ") + raw.count(b"Try ") + raw.count(b"teration ") + raw.count("次尝试".encode()) < TRIES:
        return None
    kinds, number, said = Counter[bytes](), -9, 0
    for one in _TRY.finditer(raw):
        found, end = int(one[1] or one[3]), one[2] or one[4]
        if found != number + 1 or not _FAILED.search(end) or len(kinds) > MANY_ENDS:
            kinds, said = Counter(), 0
        number, said = found, said + 1
        kinds[end] += 1
        if said >= TRIES and len(kinds) <= MANY_ENDS:
            return f"attempts that fail, counted: {_shown(one[0])}"
    return None


def ratio(window: bytes) -> float:
    """Compressed size, as a share. Small tables: it is fast on short windows."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -12, 4)
    return (len(packer.compress(window)) + len(packer.flush())) / max(1, len(window))


def _one_word(told: list[bytes]) -> str | None:
    """Sentences in a row that differ in one place, and not in a number: that is for `cycles` to judge."""
    pairs, before = 0, b""
    counted, number, frames = 0, -9, Counter[bytes]()
    for sentence in (one.strip(b" .\t") for one in told):
        found = _NUMBER.findall(sentence)
        if len(found) == 1 and len(sentence) >= LONG:
            counted = counted + 1 if int(found[0][:9]) == number + 1 else 1
            number = int(found[0][:9])
            frame = sentence.replace(found[0], b"")
            frames = frames + Counter([frame]) if counted > 1 else Counter([frame])
            if counted >= COUNTED and len(frames) <= COUNTED // 3 and letters(sentence) >= WORDY * len(sentence):
                return f"counting, and little else changes: {_shown(sentence)}"
        if len(sentence) >= LONG and masked(sentence) == sentence and before != sentence:
            start = _agree(before, sentence)
            end = _agree(before[start:][::-1], sentence[start:][::-1])
            pairs = pairs + 1 if start + end >= ALIKE * max(len(before), len(sentence)) else 0
            if pairs >= PAIRS and letters(sentence) >= WORDY * len(sentence):
                return f"one sentence with another word each time: {_shown(sentence)}"
        else:
            pairs = 0
        before = sentence
    return None


def _agree(one: bytes, other: bytes) -> int:
    """How many of their first bytes are the same."""
    least = min(len(one), len(other))
    return next((i for i in range(least) if one[i] != other[i]), least)


def _shown(raw: bytes) -> str:
    return span(raw.decode("utf-8", "replace"))
