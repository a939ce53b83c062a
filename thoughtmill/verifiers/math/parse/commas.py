"""Decimal commas: what people of many languages write for a decimal point: 57,00 $; 3,14; 1.234,56."""

import re

_NUMBER = re.compile(
    r"(?!(?:(?<=[(\[])|(?<=[(\[]-))\d+,\d+\\?[)\]])(?<![\d.,_^])(?<!\\\{)(?<!∈\{)(?<!∈ \{)"
    r"(\d{1,3}(?:[. ]\d{3})+|\d+),(\d+)(?![\d,.]*\d)"
)
"""But for a pair in brackets: (1,2)."""
_GROUPED = re.compile(r"(?<![\d.,])([1-9]\d{0,2}(?:\.\d{3})+)(?![\d,.]*\d)")
_PRICE = re.compile(
    r"(?:[$€£]|\bEUR|\bUSD)\s?\d[\d.]*,\d\d(?!\d)|(?<![\d,])\d[\d.]*,\d\d\s?(?:[$€£]|EUR\b|USD\b|(?i:euros?)\b)"
    r"|\d\{,\}(?!\d{3}(?!\d))\d"
)
"""A comma and two digits beside the sign of a currency, or a comma in braces that no three digits follow."""
_LETTER = re.compile(r"[^\W\d_]")
_THEIRS = re.compile(r"[À-ÖØ-öø-ɏЀ-ӿẠ-ỹ]")
"""Latin letters with marks, and Cyrillic: the languages that write them write decimal commas."""
_SHARE = 0.01
"""Of the letters of a text: German has 2 % of them, English with a foreign name in it fewer."""


def may_have_commas(text: str, *, points: bool = True) -> bool:
    """Whether a short text has a number with a decimal comma, or with `points` between its thousands."""
    return bool(_NUMBER.search(text.replace("{,}", ",")) or (points and _GROUPED.search(text)))


_ONE = re.compile(
    r"\b(?:значение|сколько|wie (?:gro(?:ß|ss)|viel|lang|hoch|weit)|valeur|combien|cu[aá]nto|valor|quanto|giá trị"
    r"|bao nhiêu)\b",
    re.IGNORECASE,
)
"""A question for one value in the languages that write decimal commas."""


def is_decimal(reference: str, question: str) -> bool:
    """Whether a reference is one number with a decimal comma, not two values, nor a comma between thousands."""
    return bool(re.fullmatch(r"\D{0,3}\d+,(?!\d{3}(?!\d))\d+\D{0,10}", reference) and _ONE.search(question))


def uses_commas(text: str) -> bool:
    """Whether a text is in a language that writes decimal commas, or has a price that is written so."""
    letters = len(_LETTER.findall(text))
    return len(_THEIRS.findall(text)) > _SHARE * letters or bool(_PRICE.search(text))


def with_points(text: str) -> str:
    """The text with decimal points for its decimal commas, and without points between thousands."""
    text = _GROUPED.sub(lambda m: m[1].replace(".", ""), text.replace("{,}", ","))
    return _NUMBER.sub(lambda m: re.sub(r"[. ]", "", m[1]) + "." + m[2], text)
