"""Countdown and the game of 24: numbers, and a target that an expression with each of them once has to reach."""

import re
from fractions import Fraction
from typing import Any, cast

from thoughtmill.questions.formats.columns import cell
from thoughtmill.questions.formats.contract import Format, Reading, Values
from thoughtmill.questions.refusals import RefusedFor

MOST = 5
"""Numbers for which an expression is sought, so that a puzzle without one is refused."""


def _numbers(values: Values) -> list[int] | None:
    found = cell(values, ("nums", "numbers", "puzzles"))
    if isinstance(found, str) and re.fullmatch(r"\d{1,4}(?: \d{1,4}){2,5}", found.strip()):
        return [int(one) for one in found.split()]
    listed = cast("list[Any]", found) if isinstance(found, list) else []
    return listed if 1 < len(listed) < 7 and all(type(one) is int and one >= 0 for one in listed) else None


def _claims(values: Values) -> bool:
    return _numbers(values) is not None and (cell(values, ("target",)) is not None or "Puzzles" in values)


def _read(values: Values) -> Reading:
    numbers, target = _numbers(values), cell(values, ("target",))
    target = 24 if target is None else target
    if numbers is None or type(target) is not int:
        return Reading(fault=(RefusedFor.OTHER_FORMAT, "no numbers with a target"))
    asked = (
        f"Use each of the numbers {', '.join(map(str, numbers))} exactly once, with + - * / and parentheses, to write "
        f"an expression that equals {target}. Answer with the expression alone."
    )
    if len(numbers) > MOST:
        return Reading(asked, fault=(RefusedFor.OTHER_FORMAT, f"more than {MOST} numbers"))
    own = _reaching([(Fraction(one), str(one)) for one in numbers], Fraction(target))
    if own is None:
        return Reading(asked, fault=(RefusedFor.NO_ANSWER, "no expression reaches the target"))
    entry = {"answer": own, "metadata": {"numbers": numbers, "target": target}}
    return Reading(asked, {"task": "countdown", "entry": entry})


def _reaching(terms: list[tuple[Fraction, str]], target: Fraction) -> str | None:
    """An expression of all terms that has this value, None if there is none."""
    if len(terms) == 1:
        return terms[0][1] if terms[0][0] == target else None
    for first in range(len(terms)):
        for second in range(first):
            rest = [one for place, one in enumerate(terms) if place not in (first, second)]
            for made in _made(terms[first], terms[second]):
                if found := _reaching([*rest, made], target):
                    return found
    return None


def _made(one: tuple[Fraction, str], other: tuple[Fraction, str]) -> list[tuple[Fraction, str]]:
    (a, x), (b, y) = one, other
    found = [(a + b, f"({x} + {y})"), (a - b, f"({x} - {y})"), (b - a, f"({y} - {x})"), (a * b, f"({x} * {y})")]
    found += [(a / b, f"({x} / {y})")] if b else []
    return found + ([(b / a, f"({y} / {x})")] if a else [])


COUNTDOWN = Format("countdown", _claims, _read, "logic")
