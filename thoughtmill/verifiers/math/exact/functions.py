"""Functions of exact values that are no powers: factorials, sizes, inverse circular functions."""

import math
from fractions import Fraction

from thoughtmill.verifiers.math.exact.algebra import (
    IM,
    PI,
    Atom,
    E,
    NotExact,
    Value,
    multiplied,
    named,
    number,
    plus,
    primitive,
)
from thoughtmill.verifiers.math.exact.powers import circular


def factorial(value: Value) -> Value:
    """n!, or an atom where n is no number."""
    n = value.rational()
    if n is None:
        return named(Atom.of(f"({value.spelt()})!", "factorial", value))
    if n.denominator != 1 or not 0 <= n <= 2_000:
        raise NotExact("that factorial")
    return number(math.factorial(int(n)))


def binomial(top: Value, bottom: Value) -> Value:
    """n over k, for whole numbers."""
    n, k = top.rational(), bottom.rational()
    if n is None or k is None or n.denominator != 1 or k.denominator != 1 or not 0 <= k <= n <= 2_000:
        raise NotExact("that binomial coefficient")
    return number(math.comb(int(n), int(k)))


def absolute(value: Value) -> Value:
    """|value|: of constants the number, of sums an atom that forgets their sign."""
    one = value.monomial()
    if not value.top:
        return value
    if one is not None and all(n.isdigit() or n in (PI, E) for n, _ in one[1]):
        return value if one[0] > 0 else multiplied(number(-1), value)
    if value.bottom.keys() != {()} or IM in value.names():
        raise NotExact("the size of that")
    content, rest = primitive(value.top)
    if next(iter(sorted(rest.items(), key=str)))[1] < 0:
        rest = {key: -q for key, q in rest.items()}
    inside = Value(rest)
    return multiplied(number(content / value.bottom[()]), named(Atom.of(f"|{inside.spelt()}|", "abs", inside)))


def inverse(function: str, x: Value) -> Value:
    """The angle between −π/2 and π/2 (arccos: 0 and π) that the unit circle shows, else an atom."""
    forward = "sin" if function == "arccos" else function[3:]
    for twelfths in range(-6 if forward == "sin" else -5, 7 if forward == "sin" else 6):
        angle = multiplied(named(PI), number(Fraction(twelfths, 12)))
        if circular(forward, angle).same(x):
            return plus(multiplied(named(PI), number(Fraction(1, 2))), angle, -1) if function == "arccos" else angle
    return named(Atom.of(f"{function}({x.spelt()})", function, x))
