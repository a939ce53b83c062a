"""A measured value as people and sets write it: a number in any notation, and the text of its unit."""

import re
from dataclasses import dataclass

from thoughtmill.verifiers.math.exact.algebra import PI, E, NotExact
from thoughtmill.verifiers.math.exact.approximation import approximate
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.scalars import scalar

MAX_CHARS = 400


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the digits that it is written in (None: not in digits), and its unit as a text, perhaps empty."""

    value: float
    digits: int | None
    unit: str


_HIGH = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_WRAPPED = re.compile(
    r"\\(?:mathrm|text|textrm|textit|textbf|mathbf|mathit|mathsf|operatorname|mbox|rm|bf|it|unit)\s*\{([^{}]*)\}"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_LABEL = re.compile(r"^[^=≈~<>]{0,60}?(?:=|≈|\\approx|\\simeq|\\sim)\s*")
_ABOUT = re.compile(r"^(?:about|approximately|approx\.?|roughly|around|约|≈|~|\\approx|\\simeq)\s*", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)\s*(?:(?P<digits>(?:\d{1,3}(?:(?:,|\{,\})\d{3})+|\d{1,40})(?:\.\d{0,60})?|\.\d{1,60})"
    r"(?:\s*(?:[eE](?P<e>[-+−]?\d{1,4})(?![A-Za-z\d])|(?:\*|x|X|×|\\times|\\cdot|·)\s*10\s*\^\s*\(?(?P<ten>[-+−]?\d{1,4})\)?))?"
    r"|10\s*\^\s*\(?(?P<bare>[-+−]?\d{1,4})\)?)"
)
_GOES_ON = re.compile(r"[-+\d^(]|\\(?:sqrt|pi|times|cdot|pm)|\\[dt]?frac\s*\{\s*[\d\\]|[*×·/]\s*\d|±|\.\d")
"""For powers in raised figures; what makes letters upright; fractions; a name before a value; doubt; a number; what
stands behind a number that is only the beginning of an expression."""
_SIGNS = (
    (re.compile(r"\^\s*\{\s*([-+−]?\s*\d+)\s*\}"), r"^\1"),
    (re.compile(r"\^\s*\{?\s*\\circ\s*\}?|\\degree|\\circ"), "°"),
    (re.compile(r"\\mu|\\micro"), "µ"),
    (re.compile(r"\\Omega|\\ohm"), "Ω"),
    (re.compile(r"\\AA|\\r\s*A|\\mathring\s*\{?\s*\\?\w*\s*\{?A\}?\}?"), "Å"),
    (re.compile(r"\\%"), "%"),
    (
        re.compile(r"\\left|\\right|\\(?:rm|it|bf|displaystyle)\b|\\[,;:! ]|~|\\quad|\\qquad|\\\(|\\\)|\\\[|\\\]|\$"),
        " ",
    ),
)
"""For what is written otherwise in LaTeX."""


def cleaned(text: str) -> str:
    r"""A value without LaTeX around its units: `3 \mathrm{~m} / \mathrm{s}^{2}` is `3  m  /  s^2`."""
    text = _RAISED.sub(lambda found: f"^{found[0].translate(_HIGH)}", text)
    for pattern, instead in _SIGNS:
        text = pattern.sub(instead, text)
    for _ in range(4):
        unwrapped = _WRAPPED.sub(r" \1 ", text)
        if unwrapped == text:
            break
        text = unwrapped
    return text.strip().rstrip(".。 ")


def read(text: str) -> Quantity | None:
    """A value, None if it is none. What stands before the last sign of equality is its name, or the way to it."""
    if not text or len(text) > MAX_CHARS:
        return None
    text = cleaned(text)
    while (label := _LABEL.match(text)) and label.end():
        text = text[label.end() :]
    text = _ABOUT.sub("", text.strip())
    found = _NUMBER.match(text)
    rest = text[found.end() :].strip() if found else ""
    if found and not re.match(
        r"[-+\d^(]|\\(?:sqrt|pi|times|cdot)|\\[dt]?frac\s*\{\s*[\d\\]|[*×·]\s*\d|/\s*\d|±|\\pm|\.\d", rest
    ):
        return Quantity(_value(found), _digits(found), _unit(rest))
    return _expression(text)


def _whole(text: str | None) -> int:
    return int((text or "0").replace("−", "-"))


def _value(found: re.Match[str]) -> float:
    sign = -1.0 if found["sign"] in ("-", "−") else 1.0
    if found["digits"] is None:
        return sign * float(f"1e{_whole(found['bare'])}")
    power = _whole(found["e"] or found["ten"])
    return sign * float(f"{re.sub(r'[{},]', '', found['digits'])}e{power}")


def _digits(found: re.Match[str]) -> int | None:
    """Significant digits as written: 0.0120 has three, 100 has three."""
    digits = re.sub(r"[{},.]", "", found["digits"] or "").lstrip("0")
    return len(digits) or None


def _unit(rest: str) -> str:
    while fraction := _FRACTION.search(rest):
        rest = f"{rest[: fraction.start()]}({fraction[1]})/({fraction[2]}){rest[fraction.end() :]}"
    return " ".join(re.sub(r"[{}]", " ", rest).replace(r"\cdot", "*").replace(r"\times", "*").replace("×", "*").split())


def _known(names: set[str]) -> bool:
    """Whether an expression has a value: roots of numbers, π and e, and no letter."""
    return all(name in (PI, E) or name.isdigit() for name in names)


def _expression(text: str) -> Quantity | None:
    r"""A value that is no plain number (\frac{3}{2}\pi, 2\sqrt{3} m): as mathematics, its unit behind a space."""
    for cut in (
        len(text),
        *sorted((found.start() for found in re.finditer(r"\s+(?=[A-Za-zµΩÅ°(])", text)), reverse=True),
    ):
        try:
            one = scalar(normalize(text[:cut]))
            if one.value is None or one.unit or one.percent or one.base or not _known(one.value.names()):
                continue
            value, _ = approximate(one.value)
        except (NotExact, RecursionError, OverflowError, ZeroDivisionError, ValueError):
            continue
        if not value.imag:
            return Quantity(float(value.real), None, _unit(text[cut:]))
    return None
