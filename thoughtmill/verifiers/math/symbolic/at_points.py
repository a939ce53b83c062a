"""The value of a closed form where numbers are put for its letters: fifty digits, complex, and whether it is clean.

Clean means that no logarithm, root or inverse function was asked outside its real domain: there, and only there, two
notations of one answer may honestly differ by a branch.
"""

from fractions import Fraction
from typing import Any

import mpmath

from thoughtmill.verifiers.math.symbolic.closed_form import Tree, Unclear

HUGE = 1_000_000
"""Bits of a power or of an argument's size, beyond which nothing is evaluated."""

LARGE = 20_000
"""No factorial or exponential of more than this is evaluated."""


class Undefined(Exception):
    """There is no value here: a division by zero, a logarithm of zero."""


class Evaluation:
    """Values at one point, with `digits` decimal digits. `base` is what a logarithm without a base has."""

    def __init__(self, at: dict[str, Fraction], base: int | None, digits: int) -> None:
        self.at, self.base, self.digits, self.clean = at, base, digits, True

    def value(self, tree: Tree) -> Any:
        """The complex value of a tree. Raises Undefined, Unclear."""
        with mpmath.workdps(self.digits):
            try:
                return mpmath.mpmathify(self._value(tree))
            except (ZeroDivisionError, ValueError, OverflowError) as error:
                raise Undefined(str(error)) from error

    def _value(self, tree: Tree) -> Any:
        match tree:
            case ("number", number):
                return mpmath.mpf(number.numerator) / number.denominator
            case ("letter", name):
                return mpmath.mpf(self.at[name].numerator) / self.at[name].denominator
            case ("constant", name):
                return {"pi": mpmath.pi, "e": mpmath.e, "i": mpmath.mpc(0, 1)}[name] * 1
            case ("log", _):
                return self._log(tree[1]) / (1 if self.base is None else mpmath.log(self.base))
            case ("log", _, base):
                return self._log(tree[1]) / self._log(base)
            case ("ln", argument):
                return self._log(argument)
            case ("root", radicand, index):
                return self._root(self._value(radicand), self._value(index))
            case _:
                return self._operation(tree[0], [self._value(part) for part in tree[1:]])

    def _operation(self, name: str, parts: list[Any]) -> Any:
        left = parts[0]
        if name in _PLAIN:
            return _PLAIN[name](*parts)
        if name == "power":
            return self._power(left, parts[1])
        if (name in ("asin", "acos", "atanh") and (mpmath.im(left) or abs(left) > 1)) or (
            name == "acosh" and (mpmath.im(left) or mpmath.re(left) < 1)
        ):
            self.clean = False
        if abs(left) > LARGE and name in ("factorial", "sinh", "cosh", "tanh", "exp", "gamma", "zeta"):
            raise Unclear("too large a number")
        if left and mpmath.mag(left) > 4 * mpmath.mp.prec:
            raise Unclear("too large a number")
        return _FUNCTIONS[name](*parts)

    def _log(self, argument: Tree) -> Any:
        value = self._value(argument)
        if value == 0:
            raise Undefined("a logarithm of zero")
        if mpmath.im(value) or mpmath.re(value) < 0:
            self.clean = False
        return mpmath.log(value)

    def _power(self, base: Any, exponent: Any) -> Any:
        if base == 0 and mpmath.re(exponent) <= 0:
            raise Undefined("a power of zero")
        if base and abs(exponent) * (abs(mpmath.mag(base)) + 1) > HUGE:
            raise Unclear("too large a number")
        if mpmath.isint(exponent) and not mpmath.im(exponent):
            return base ** int(mpmath.re(exponent))
        if mpmath.im(base) or mpmath.re(base) < 0:
            self.clean = False
            if not self.at and not mpmath.isint(2 * exponent) and not mpmath.im(base):
                raise Unclear("a fractional power of a negative number")
        return mpmath.power(base, exponent)

    def _root(self, radicand: Any, index: Any) -> Any:
        """An odd root of a negative number is negative: no other reading of the radical sign is in use."""
        if not mpmath.isint(index) or not 0 < index < 10_000:
            return self._power(radicand, 1 / index)
        if int(index) % 2 and not mpmath.im(radicand) and mpmath.re(radicand) < 0:
            return -mpmath.root(-radicand, int(index))
        if mpmath.im(radicand) or mpmath.re(radicand) < 0:
            self.clean = False
        return mpmath.root(radicand, int(index)) if radicand else mpmath.mpf(0)


_PLAIN: dict[str, Any] = {
    "add": lambda a, b: a + b,
    "minus": lambda a: -a,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "absolute": abs,
}
_FUNCTIONS: dict[str, Any] = {name: getattr(mpmath, name) for name in (
    "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "factorial",
    "binomial", "asinh", "acosh", "atanh", "gamma", "zeta",
)}  # fmt: skip
