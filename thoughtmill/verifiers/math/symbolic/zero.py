"""Prove that an algebraic number is zero: more digits than any other number made this way could hide.

For a number α of an extension of degree D, with dα an algebraic integer and every conjugate at most H in size, the norm
of dα is a whole number. So α is zero, or |α| ≥ 1 / (d^D · H^(D-1)). A value that is surely smaller is a proof.
"""

from dataclasses import dataclass, field
from typing import Any

import mpmath
import sympy

MAX_BITS = 20_000
"""Digits that a proof may take; more is nobody's answer."""


class NotAlgebraic(Exception):
    """Not built of rational numbers, roots, and sines of rational angles, or too large for a proof."""


def is_zero(number: Any) -> bool | None:
    """Whether a sympy number without letters is zero; None where this can't prove it."""
    try:
        size = _Size()
        denominator, height = size.of(number)
        bits = size.degree() * denominator + (size.degree() - 1) * height
        if bits > MAX_BITS:
            return None
        with mpmath.workprec(int(bits) + 128):
            value, error = _ball(number)
            if abs(value) > error:
                return False
            return True if abs(value) + error < mpmath.ldexp(1, -int(bits) - 2) else None
    except NotAlgebraic:
        return None


@dataclass(slots=True)
class _Size:
    """log2 of a denominator and of a bound on all conjugates; the degree is a product over what is adjoined."""

    adjoined: dict[Any, int] = field(default_factory=dict[Any, int])

    def degree(self) -> int:
        product = 1
        for degree in self.adjoined.values():
            product *= degree
            if product > MAX_BITS:
                raise NotAlgebraic("too high a degree")
        return product

    def of(self, number: Any) -> tuple[float, float]:
        """(log2 d, log2 H), both at least 0."""
        if number.is_Rational:
            if number.p.bit_length() + number.q.bit_length() > MAX_BITS:
                raise NotAlgebraic("too large a number")
            size = max(abs(number.p) // number.q + 1, 1)
            return float(number.q.bit_length()), float(size.bit_length())
        if number is sympy.I:
            self.adjoined[sympy.I] = 2
            return 0.0, 0.0
        if number.is_Add or number.is_Mul:
            sizes = [self.of(part) for part in number.args]
            denominator = sum(d for d, _ in sizes)
            if number.is_Mul:
                return denominator, sum(h for _, h in sizes)
            return denominator, max(h for _, h in sizes) + len(sizes).bit_length()
        if number.is_Pow and number.exp.is_Rational:
            return self._power(number.base, number.exp)
        if (angle := _angle(number)) is not None:
            order = int(2 * angle.q)
            self.adjoined["root of unity", order] = int(sympy.totient(order))
            if number.func in (sympy.sin, sympy.cos):
                self.adjoined[sympy.I] = 2
                return 1.0, 1.0
            return 0.0, 0.0
        raise NotAlgebraic(str(number.func))

    def _power(self, base: Any, exponent: Any) -> tuple[float, float]:
        inner = _Size()
        denominator, height = inner.of(base)
        self.adjoined |= inner.adjoined
        if exponent.q > 1:
            self.adjoined[base, exponent.q] = int(exponent.q)
            inner.adjoined[base, exponent.q] = int(exponent.q)
        power = abs(int(exponent.p))
        if power > 1_000:
            raise NotAlgebraic("too high a power")
        # d·root is an integer where d·base is: its q-th power is d^(q-1) times that
        denominator, height = power * denominator, power * (height / int(exponent.q) + 1)
        if exponent > 0:
            return denominator, height
        degree = inner.degree()
        # 1/α: the norm of dα is a denominator of it, and at most (d·H)^D
        return degree * (denominator + height), degree * denominator + (degree - 1) * height


def _angle(number: Any) -> Any:
    """The rational r of sin(r·π), cos(r·π) or exp(r·π·i); None if it is none of these."""
    if number.func in (sympy.sin, sympy.cos):
        angle = number.args[0] / sympy.pi
    elif number.func is sympy.exp:
        angle = number.args[0] / (sympy.pi * sympy.I)
    else:
        return None
    return angle if angle.is_Rational and angle.q <= 1_000 else None


def _ball(number: Any) -> tuple[Any, Any]:
    """A complex value and a bound on its error, at the working precision. Raises NotAlgebraic near a branch."""
    unit = mpmath.ldexp(1, -mpmath.mp.prec + 4)
    if number.is_Rational:
        value = mpmath.mpf(int(number.p)) / int(number.q)
        return value, abs(value) * unit
    if number is sympy.I:
        return mpmath.mpc(0, 1), mpmath.mpf(0)
    if number.is_Add:
        balls = [_ball(part) for part in number.args]
        value = mpmath.fsum(v for v, _ in balls)
        return value, mpmath.fsum(e for _, e in balls) + mpmath.fsum(abs(v) for v, _ in balls) * unit
    if number.is_Mul:
        value, error = mpmath.mpf(1), mpmath.mpf(0)
        for part in number.args:
            v, e = _ball(part)
            error = abs(value) * e + abs(v) * error + e * error + abs(value * v) * unit
            value = value * v
        return value, error
    if (angle := _angle(number)) is not None:
        r = mpmath.mpf(int(angle.p)) / int(angle.q)
        function = {sympy.sin: mpmath.sinpi, sympy.cos: mpmath.cospi}.get(number.func, mpmath.expjpi)
        return function(r), (abs(r) * 4 + 1) * unit
    base, error = _ball(number.base)
    if number.base.is_extended_real:
        base = mpmath.re(base)
    elif mpmath.re(base) < 0 and abs(mpmath.im(base)) <= error and number.exp.q > 1:
        raise NotAlgebraic("on the cut of a root")
    exponent = mpmath.mpf(int(number.exp.p)) / int(number.exp.q)
    if error * (abs(exponent) + 1) * 8 > abs(base):
        raise NotAlgebraic("a root or the inverse of what may be zero")
    value = base ** int(number.exp.p) if number.exp.q == 1 else mpmath.power(base, exponent)
    return value, abs(value) * ((abs(exponent) + 1) * 4 * error / abs(base) + (abs(exponent) * 64 + 64) * unit)
