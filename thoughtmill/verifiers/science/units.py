"""Units as people write them: what they measure and their size, by the tables of pint.

pint is asked for single names alone; products, quotients and powers are read here, so no text is ever evaluated.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from thoughtmill.verifiers.math.parse.units import UNITS

Dimensions = tuple[tuple[str, float], ...]
"""Powers of what is measured, as pint names it: speed is (("[length]", 1), ("[time]", -1))."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures and how many base units it is. offset: where its zero lies, of a scale of temperature."""

    dimensions: Dimensions
    size: float
    offset: float = 0.0
    names: frozenset[str] = frozenset()


_SAME = {
    "AU": "astronomical_unit", "au": "astronomical_unit", "amp": "ampere", "amps": "ampere", "sec": "second",
    "secs": "second", "hr": "hour", "hrs": "hour", "mins": "minute", "yr": "year", "yrs": "year", "deg": "degree",
    "Ω": "ohm", "Å": "angstrom", "%": "percent", "°": "degree", "cc": "cm3", "kPA": "kPa", "rev": "turn",
    "revolutions": "turn", "lbs": "pound", "micron": "micrometer", "torr": "torr", "Torr": "torr", "mmHg": "mmHg",
    "µ": "micrometer", "ft_lb": "foot_pound", "kph": "kilometer_per_hour",
}  # fmt: skip
_OWN = {"G": ("tesla", 1e-4), "gauss": ("tesla", 1e-4), "cm3": ("milliliter", 1.0), "ppm": ("percent", 1e-4)}
"""Names that pint reads otherwise, or not at all."""
SCALES = {"degC": (1.0, 273.15), "degF": (5 / 9, 459.67 * 5 / 9)}
"""Size and zero in kelvin of scales whose zero is none; in a product they are differences."""
_BARE_SCALE = re.compile(r"(?<![A-Za-zµ°\\])([CF])(?![A-Za-z])")  # the C of 25 C
TWO_MEANINGS = frozenset({"lb", "lbs", "pound", "pounds", "oz", "ounce", "ounces", "ton", "tons", "lbf"})
"""Weights and masses that have one name."""
_SIMPLE = {
    "m",
    "s",
    "g",
    "kg",
    "A",
    "K",
    "mol",
    "J",
    "N",
    "W",
    "V",
    "C",
    "F",
    "H",
    "T",
    "Pa",
    "Hz",
    "Ω",
    "eV",
    "L",
    "h",
}
_SHORT = frozenset(_SIMPLE | {"rad", "bar", "atm"})
"""Signs that may be written together, as in Nm or JK^{-1}."""
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-zµΩÅ%°_]{1,30}|[一-鿿]{1,8})|(?P<power>\^\s*\(?[-+−]?\d{1,2}\)?)|(?P<sign>[*/()])|(?P<one>1))"
)
_WORDS = (
    (re.compile(r"(?:°|\bdeg(?:ree)?s?)\s*(?:C\b|[Cc]elsius\b|[Cc]entigrade\b)"), " degC "),
    (re.compile(r"(?:°|\bdeg(?:ree)?s?)\s*(?:F\b|[Ff]ahrenheit\b)"), " degF "),
    (re.compile(r"\b[Cc]elsius\b"), " degC "),
    (re.compile(r"\b[Ff]ahrenheit\b"), " degF "),
    (re.compile(r"\b(?:deg(?:ree)?s?)\s+[Kk]elvin\b"), " kelvin "),
    (re.compile(r"\bper\b|每"), "/"),
    (re.compile(r"平方([一-鿿]{1,4})"), r"\1^2"),
    (re.compile(r"立方([一-鿿]{1,4})"), r"\1^3"),
    (re.compile(r"摄氏度|℃"), " degC "),
    (re.compile(r"华氏度|℉"), " degF "),
    (re.compile(r"\b(?:square|sq\.?)\s+([A-Za-z]+)"), r"\1^2"),
    (re.compile(r"\bcubic\s+([A-Za-z]+)"), r"\1^3"),
    (re.compile(r"([A-Za-z])\s+squared\b"), r"\1^2"),
    (re.compile(r"([A-Za-z])\s+cubed\b"), r"\1^3"),
    (re.compile(r"\bft\s*[-*·]\s*lbf?\b"), "ft_lb"),
    (re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])|[·•]"), "*"),
    (re.compile(r"μ"), "µ"),
    (re.compile(r"µ\s+(?=[A-Za-z])"), "µ"),
    (re.compile("Ω|\u2126"), "Ω"),
)  # fmt: skip
"""For words and signs in a unit that stand for others."""


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(cache_folder=None)


def _in_base_units(known: Any, name: str) -> Any:
    """What pint makes of one of a unit; None if it doesn't know the name."""
    try:
        return known.Quantity(1.0, known.parse_units(name)).to_base_units()
    except Exception:  # noqa: BLE001  # whatever pint says of a name that it doesn't know
        return None


@lru_cache(maxsize=4_096)
def named(name: str) -> Unit | None:
    """The unit of one name, prefix and plural included; None if nobody knows it."""
    if name in SCALES:
        size, offset = SCALES[name]
        return Unit((("[temperature]", 1.0),), size, offset, frozenset({name}))
    if "一" <= name[0] <= "鿿":
        return _in_chinese(name)
    known = _registry()
    other, times = _OWN.get(name, (_SAME.get(name, name), 1.0))
    for one in dict.fromkeys((other, other.replace("Ω", "ohm"), other.lower() if len(other) > 3 else other)):
        if (base := _in_base_units(known, one)) is None:
            continue
        dimensions = tuple(sorted((what, float(power)) for what, power in base.dimensionality.items()))
        return Unit(dimensions, float(base.magnitude) * times, 0.0, frozenset({name}))
    if name[0] == "K" and len(name) > 1:
        return named(f"k{name[1:]}")
    return None


def _in_chinese(name: str) -> Unit | None:
    """The unit of a Chinese name: that of the sign which is the same unit in the table of `math`."""
    same = UNITS.get(name)
    signs = (sign for sign, unit in UNITS.items() if unit == same and sign.isascii() and sign.isalpha())
    return next((found for sign in signs if (found := named(sign))), None) if same else None


def readings(text: str) -> list[Unit]:
    """What a unit may mean: one reading, or more: `J/mol K` may be J/(mol K), `Nm` N m. None if it is unknown."""
    if len(text) > 120:
        return []
    for pattern, instead in _WORDS:
        text = pattern.sub(instead, text)
    tokens: list[tuple[str, str]] = []
    at = 0
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            return []
        tokens.append((str(found.lastgroup), found[0].strip()))
        at = found.end()
    splits = [_split(tokens, known=known) for known in (False, True)]
    made = [_product(split, loose=loose) for split in splits for loose in (False, True)]
    return list(dict.fromkeys(one for one in made if one is not None))


def of_scales(text: str) -> list[Unit]:
    """What a unit means where its C and F are scales of temperature: 25 C, J/(kg C). None if it has none of them."""
    text, count = _BARE_SCALE.subn(r" deg\1 ", text)
    return readings(text) if count else []


def measures_warmth(units: Iterable[Unit]) -> bool:
    """Whether one of these is a temperature, or has one in it."""
    return any(what == "[temperature]" for unit in units for what, _ in unit.dimensions)


def _split(tokens: list[tuple[str, str]], *, known: bool) -> list[tuple[str, str]]:
    """Two signs that are written as one name, as two: JK^{-1}; if `known`, also where that is a name: Nm, ms^{-1}."""
    made: list[tuple[str, str]] = []
    for kind, text in tokens:
        if kind == "name" and (known or named(text) is None):
            parts = next(
                ((text[:at], text[at:]) for at in range(1, len(text)) if text[:at] in _SHORT and text[at:] in _SHORT),
                (text,),
            )
            made += [("name", part) for part in parts]
        else:
            made.append((kind, text))
    return made


def _product(tokens: list[tuple[str, str]], *, loose: bool) -> Unit | None:
    """One reading. loose: all that follows a slash is below it."""
    powers: dict[str, float] = {}
    factors: list[tuple[Unit, float]] = []
    sign, groups = 1, [1]
    for place, (kind, text) in enumerate(tokens):
        if text == "(":
            groups.append(groups[-1] * sign)
        if text == ")" and len(groups) > 1:
            groups.pop()
        if kind == "sign":
            sign = -1 if text == "/" else 1 if text in "()" or not loose else sign
        elif kind == "name":
            if (unit := named(text)) is None:
                return None
            next_kind, raised = tokens[place + 1] if place + 1 < len(tokens) else ("", "")
            power = float(raised.strip("^() ").replace("−", "-")) if next_kind == "power" else 1.0
            factors.append((unit, power * groups[-1] * sign))
            sign = sign if loose else 1
    if not factors:
        return None
    for unit, power in factors:
        for what, of in unit.dimensions:
            powers[what] = powers.get(what, 0.0) + of * power
    size = math.prod(unit.size**power for unit, power in factors)
    kept = tuple(sorted((what, power) for what, power in powers.items() if power))
    offset = factors[0][0].offset if len(factors) == 1 and factors[0][1] == 1 else 0.0
    return Unit(kept, size, offset, frozenset().union(*(unit.names for unit, _ in factors)))
