"""JSON read exactly: 19.99 is no binary fraction, a key stands once, and what is no JSON is said to be none."""

import json
import re
from fractions import Fraction
from typing import Any

MOST_DIGITS, MOST_TENS = 4_000, 1_000
"""Digits of a number, and its power of ten: longer ones are not looked at."""


class Unclear(Exception):
    """A text that may be JSON, and of which nobody can tell what it says."""


def read(text: str) -> Any:
    """What a text of JSON says, its numbers as int or Fraction. Raises ValueError, Unclear."""
    return json.loads(text, parse_int=_whole, parse_float=_number, parse_constant=_constant, object_pairs_hook=_object)


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise Unclear(f"a number of {len(digits):,} digits")
    return int(digits)


def _number(text: str) -> int | Fraction:
    """1.0 is the integer 1, as JSON Schema has it."""
    power = re.search(r"[eE][+-]?(\d+)", text)
    if len(text) > MOST_DIGITS or (power and (len(power[1]) > 6 or int(power[1]) > MOST_TENS)):
        raise Unclear(f"the number {text[:40]}")
    found = Fraction(text)
    return found.numerator if found.denominator == 1 else found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Unclear(f"the key {next(name for name in names if names.count(name) > 1)!r} stands twice")
    return found
