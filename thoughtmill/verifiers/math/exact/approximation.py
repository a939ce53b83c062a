"""Exact values in floating point with a bound on the error: enough to show that two differ, never that they agree."""

import cmath
import math
from collections.abc import Callable
from fractions import Fraction

from thoughtmill.verifiers.math.exact.algebra import IM, PI, TURN, Atom, E, NotExact, Sum, Value

_EPS = 2.0**-50
_REAL: dict[str, Callable[[float], float]] = {
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "abs": abs,
    "ln": math.log,
}
POINTS = 4
"""How many places are tried for the letters."""


def approximate(value: Value, place: int = 0) -> tuple[complex, float]:
    """The value with letters put in, and a bound on its error. Raises NotExact where it can't be had or isn't real."""
    try:
        top, off_top = _sum(value.top, place)
        bottom, off_bottom = _sum(value.bottom, place)
        if abs(bottom) <= 4 * off_bottom:
            raise NotExact("a denominator near zero")
        found = top / bottom
        off = (off_top + abs(found) * off_bottom) / (abs(bottom) - off_bottom) + abs(found) * _EPS
    except (OverflowError, ValueError, ZeroDivisionError) as error:
        raise NotExact("outside of floating point") from error
    if not (math.isfinite(found.real) and math.isfinite(found.imag) and math.isfinite(off)):
        raise NotExact("outside of floating point")
    return found, off


def _sum(terms: Sum, place: int) -> tuple[complex, float]:
    total, off = 0j, 0.0
    for key, q in terms.items():
        product, relative = complex(q.numerator / q.denominator), _EPS
        for name, power in key:
            factor, error = _power(name, power, place)
            product, relative = product * factor, relative + error
        total, off = total + product, off + abs(product) * relative
    return total, off


def _power(name: str, power: int | Fraction, place: int) -> tuple[complex, float]:
    """name^power with the bound of its relative error."""
    if name == IM:
        return 1j, 0.0
    if name == TURN:
        return cmath.exp(1j * math.pi * float(power)), 8 * _EPS
    if name == PI:
        return complex(math.pi ** float(power)), 8 * _EPS
    if name == E:
        return complex(math.exp(float(power))), (8 + abs(float(power))) * _EPS
    if name.isdigit():
        return complex(int(name) ** float(power)), 8 * _EPS
    if isinstance(name, Atom):
        found, off = _atom(name, place)
        if found == 0 or off > abs(found) / 4:
            raise NotExact("near zero")
        if isinstance(power, Fraction) and power.denominator != 1 and (found.imag or found.real < 0):
            raise NotExact("a root of no positive number")
        raised = found**power if not isinstance(power, Fraction) else found ** float(power)
        return raised, 2 * abs(float(power)) * off / abs(found) + 8 * _EPS
    return complex(_letter(name, place) ** float(power)), (8 + abs(float(power))) * _EPS


def _letter(name: str, place: int) -> float:
    """A number between 0.4 and 4.4, later ones larger, the same for the same name."""
    mixed = 0
    for c in name:
        mixed = (mixed * 1_000_003 + ord(c)) % 999_983
    return 0.4 + ((mixed * (place + 3) * 7919 + place * 104_729) % 4_001) / 1_000 * (1 + place)


def _atom(name: Atom, place: int) -> tuple[complex, float]:
    if name.function in ("root", "root of quotient"):
        assert name.base is not None
        return approximate(name.base, place)
    assert name.argument is not None
    x, off = approximate(name.argument, place)
    if name.function in ("power", "positive"):
        assert name.base is not None
        base, base_off = approximate(name.base, place)
        if base.imag or base.real <= 0 or base_off > base.real / 4:
            raise NotExact("a power of no positive number")
        found = cmath.exp(x * math.log(base.real))
        slope = abs(math.log(base.real)) * off + abs(x) * 2 * base_off / base.real
        return found, abs(found) * (2 * slope + (8 + abs(x)) * _EPS)
    if abs(x.imag) > 4 * off:
        raise NotExact("a function of a complex number")
    at, function = x.real, _REAL.get(name.function)
    if function is None:
        raise NotExact(f"no numbers for {name.function}")
    near = [
        function(at + shift) for shift in (-2 * off - 1e-13, 0.0, 2 * off + 1e-13)
    ]  # outside its domain: ValueError
    return complex(near[1]), 2 * max(abs(near[0] - near[1]), abs(near[2] - near[1])) + 8 * _EPS * abs(near[1])


def surely_differ(a: Value, b: Value) -> bool:
    """Whether the two differ at some place by far more than rounding explains."""
    for place in range(POINTS):
        try:
            (x, off_x), (y, off_y) = approximate(a, place), approximate(b, place)
        except NotExact:
            continue
        if abs(x - y) > 1e3 * (off_x + off_y) + 1e-11 * max(abs(x), abs(y)):
            return True
    return False
