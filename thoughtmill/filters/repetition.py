"""Loops: a text that goes in circles, ends in a cycle, counts without end, says itself twice, or is no language.

Good traces repeat too: they check again with new content, list cases, print tables. So what counts is verbatim
repetition in a row, and passages that compress far better (or far worse) than prose or tables do.
"""

import re
import zlib

from thoughtmill.filters.contract import Reason, Rejection, Subject, span

_SENTENCE = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]+|[^.!?。！？\n]+\Z")
_COUNTING = re.compile(r"\d+")
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_NO_PROSE = re.compile(r"```.*?(?:```|\Z)|\$\$.*?\$\$|\$[^$\n]*\$|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
WINDOW, STRIDE = 2_000, 1_000
LOOP_RATIO = 0.08
"""Compressed size of a window: prose about 0.45, a table of numbers 0.2 to 0.3, a loop under 0.05."""
MAX_PERIOD = 12
"""Sentences in a cycle."""


class Repetition:
    """Rejects loops and gibberish in think or answer."""

    name = "repetition"
    version = "1"
    reasons = (Reason.REPETITION, Reason.GIBBERISH)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        assert subject.parts is not None
        for part in (subject.parts.think, subject.parts.answer):
            if found := loop(part):
                return Rejection(Reason.REPETITION, found)
            if found := gibberish(part):
                return Rejection(Reason.GIBBERISH, span(found))
        return None


def loop(text: str) -> str | None:
    """What repeats in `text`, and how; None if nothing does."""
    return _same_token(text) or _cycle(text) or _doubled(text) or _counting(text) or _compresses(text)


_TOKENS = re.compile(r"(?<!\S)(\S{1,40})(?:\s+\1){29,}|(\S{1,12}?)\2{29,}")


def _same_token(text: str) -> str | None:
    """One token thirty times in a row; lines of a table and spaces are none."""
    for found in _TOKENS.finditer(text):
        token = found.group(1) or found.group(2)
        if re.search(r"\w", token) and not token.isdigit():
            return f"{span(token, 40)!r} again and again: {span(found.group())}"
        if len(found.group()) > 400:
            return f"{span(token, 40)!r} again and again"
    return None


def _cycle(text: str) -> str | None:
    """Sentences in a row that repeat with a constant period: verbatim, or long ones but for their numbers."""
    sentences = [" ".join(s.split()) for s in _SENTENCE.findall(text)]
    sentences = [s for s in sentences if re.search(r"\w", s)]
    masked = [_COUNTING.sub("#", s) for s in sentences]
    for period in range(1, min(MAX_PERIOD, len(sentences) // 2) + 1):
        run = same = 0
        for i in range(period, len(sentences)):
            same = same + 1 if sentences[i] == sentences[i - period] else 0
            run = run + 1 if masked[i] == masked[i - period] else 0
            if same and same >= 3 * period and _length(sentences, i, period) >= 12 * max(1, 6 - same // period):
                return f"repeated {same // period + 1} times: {span(' '.join(sentences[i - period + 1 : i + 1]))}"
            if run >= 9 * period and _letters(sentences, i, period) >= (150 if run < 25 * period else 50):
                return f"repeated but for its numbers: {span(' '.join(sentences[i - period + 1 : i + 1]))}"
    return None


def _length(sentences: list[str], last: int, period: int) -> int:
    return sum(map(len, sentences[last - period + 1 : last + 1]))


def _letters(sentences: list[str], last: int, period: int) -> int:
    return sum(c.isalpha() for s in sentences[last - period + 1 : last + 1] for c in s)


def _doubled(text: str) -> str | None:
    """A long passage followed by itself, word for word."""
    n = len(text)
    if n < 500:
        return None
    # any passage of ≥ 400 characters said twice in a row holds one of these probes, and the probe occurs again
    for start in range(0, n - 100, 200):
        probe = text[start : start + 80]
        again = text.find(probe, start + 80, start + 80 + 40_000)
        if again < 0:
            continue
        gap = again - start
        reach = 80
        while again + reach < n and reach < gap and text[start + reach] == text[again + reach]:
            reach += 1
        back = 0
        while back < start and reach + back < gap and text[start - back - 1] == text[again - back - 1]:
            back += 1
        if reach + back >= max(300, 0.95 * gap):
            return f"the same {reach + back:,} characters again: {span(text[start - back : start + reach])}"
    return None


def _counting(text: str) -> str | None:
    """Two hundred whole numbers in a row, each one more (or one less) than the one before."""
    if text.count(",") + text.count("\n") + text.count(" ") < 150:
        return None
    previous, run, start = None, 0, 0
    for found in _COUNTING.finditer(text):
        number = int(found.group()) if len(found.group()) < 10 else None
        if number is not None and previous is not None and abs(number - previous) == 1:
            run += 1
            if run >= 200:
                return f"counting: {span(text[start : found.end()])}"
        elif number != previous:
            run, start = 0, found.start()
        previous = number
    return None


def _windows(text: str) -> list[str]:
    return [text[i : i + WINDOW] for i in range(0, len(text) - WINDOW + 1, STRIDE)] or []


def _compresses(text: str) -> str | None:
    """A window that compresses far better than any prose or table."""
    for window in _windows(text):
        raw = window.encode("utf-8", "surrogatepass")
        if len(zlib.compress(raw, 1)) < LOOP_RATIO * len(raw):
            return f"a passage in circles: {span(window)}"
    return None


def gibberish(text: str) -> str | None:
    """A window of letters that no prose is made of: hardly a vowel, or hardly compressible."""
    for window in _windows(_NO_PROSE.sub(" ", text)):
        words = _LETTERS.findall(window)
        letters = sum(map(len, words))
        if letters < 0.6 * len(window):
            continue
        without_vowel = sum(not re.search(r"[aeiouyAEIOUY]", word) for word in words)
        raw = window.encode("utf-8", "surrogatepass")
        if without_vowel > 0.25 * len(words) or len(zlib.compress(raw, 6)) > 0.68 * len(raw):
            return window
    return None
