"""Numbers that are spelled out, put in figures, so that counting in words is found like counting in figures."""

import re

MANY = 24
"""Tens ("forty-", 十) that make it worth a look."""

_UNITS = (
    b"zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    b"eighteen nineteen"
)
_TENS = b"twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: n for n, word in enumerate(_UNITS.split())} | {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
_WORD = rb"(?:" + b"|".join(sorted(_VALUES, key=len, reverse=True)) + rb"|hundred)"
_ENGLISH = re.compile(rb"\b" + _WORD + rb"(?:(?: and |[ -])" + _WORD + rb")*\b", re.IGNORECASE)
_HAN = "零一二三四五六七八九"
_CHINESE = re.compile(f"[{_HAN}十百]+")


def in_figures(raw: bytes) -> bytes | None:
    """The text with its numbers in figures; None if it has few that are spelled out."""
    if raw.count(b"ty-") >= MANY:
        return _ENGLISH.sub(lambda found: b"%d" % _english(found[0].lower()), raw)
    if raw.count("十".encode()) >= MANY:
        return _CHINESE.sub(lambda found: str(_chinese(found[0])), raw.decode("utf-8", "replace")).encode()
    return None


def _english(words: bytes) -> int:
    value = 0
    for word in re.split(rb"[ -]", words):
        value = max(1, value) * 100 if word == b"hundred" else value + _VALUES.get(word, 0)
    return value


def _chinese(spelled: str) -> int:
    value = digit = 0
    for character in spelled:
        if character in "十百":
            value, digit = value + max(1, digit) * (10 if character == "十" else 100), 0
        else:
            digit = _HAN.index(character)
    return value + digit
