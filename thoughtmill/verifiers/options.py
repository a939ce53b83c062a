"""What a source may say of how its answers are checked; and what a question says of it itself."""

import json
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, cast

_PERCENT = re.compile(
    r"percent|per cent|%|百分|prozent|por ?ciento|porcentaje|pourcent|процент|porcento"
    r"|porcentagem|percentu|asilimia|パーセント|เปอร์เซ็นต์|శాతం|শতকরা|শতাংশ|शत",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\bbase[- ](?:\d+|two|three|four|five|six|seven|eight|nine|eleven|twelve|sixteen)\b"
    r"|\b(?:binary|octal|hexadecimal)\b|进制",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Options:
    """How answers are compared; the defaults are what docs/verifiers.md says. In JSON: a reference's `options`."""

    relative: float | None = None
    """Numbers agree within this part of the reference."""
    absolute: float | None = None
    """Numbers agree within this much."""
    digits: int | None = None
    """Numbers agree if they are the same when rounded to so many significant digits."""
    percent: bool = False
    """50 and 50 % are the same, as where the question asks for percent."""
    unit: str | None = None
    """The unit of a reference that names none."""
    order: Literal["any", "same"] | None = None
    """Whether the order of several values counts; None: as they are written, see docs/verifiers.md."""
    prose: bool = True
    """Whether the conclusion of unmarked prose is an answer."""

    def agree(self, found: Fraction | float, wanted: Fraction | float) -> bool:
        """Whether two numbers agree within what is allowed; False if nothing is allowed."""
        gap = abs(found - wanted)
        return bool(
            (self.relative is not None and gap <= self.relative * abs(wanted))
            or (self.absolute is not None and gap <= self.absolute)
            or (self.digits is not None and f"{float(found):.{self.digits}g}" == f"{float(wanted):.{self.digits}g}")
        )

    @property
    def tolerant(self) -> bool:
        """Whether numbers may differ."""
        return (self.relative, self.absolute, self.digits) != (None, None, None)


USUAL = Options()


def options_in(reference: str) -> Options | None:
    """The options that a reference carries itself, None if it has none. Raises ValueError saying what is wrong."""
    if '"options"' not in reference:
        return None
    try:
        found: Any = json.loads(reference)
    except (ValueError, RecursionError):
        return None
    given: Any = cast("dict[str, Any]", found).get("options") if isinstance(found, dict) else None
    if given is None:
        return None
    known = sorted(field.name for field in fields(Options))
    if not isinstance(given, dict) or not set(cast("dict[str, Any]", given)) <= set(known):
        raise ValueError(f"options are an object with some of {known}")  # what a person wrote
    return Options(**cast("dict[str, Any]", given))


def asks_for_percent(question: str) -> bool:
    """Whether a question speaks of percent: then 198 and 198 % are one answer."""
    return bool(_PERCENT.search(question))


_ROUNDING = re.compile(
    r"\b(?:to|with|in|of|at) (?:exactly |at most |a maximum of )?(\d{1,2}|one|two|three|four|five|six)"
    r" (significant|decimal)\b|\bnearest (integer|whole|tenth|hundredth|thousandth)\b",
    re.IGNORECASE,
)
_NAMED = {name: n for n, name in enumerate(("zero", "one", "two", "three", "four", "five", "six"))}
_PLACES = {"integer": 0, "whole": 0, "tenth": 1, "hundredth": 2, "thousandth": 3}


def rounded_as_asked(value: Fraction, question: str) -> Fraction | None:
    """A value rounded as a question asks: correct to 3 significant figures. None if it doesn't ask."""
    if (found := _ROUNDING.search(question)) is None or not value:
        return None
    number, kind, place = (one.lower() if one else "" for one in found.groups())
    places = _PLACES[place] if place else _NAMED[number] if number in _NAMED else int(number)
    if kind == "significant":
        places -= (Decimal(value.numerator) / value.denominator).adjusted() + 1  # no float holds 10^400
    step = Fraction(10) ** -places
    return (value / step + Fraction(1, 2)).__floor__() * step


def asks_for_a_base(question: str) -> bool:
    """Whether a question names a base: then an answer may leave it out."""
    return bool(_BASE.search(question))
