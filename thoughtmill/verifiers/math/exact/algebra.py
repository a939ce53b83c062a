"""Exact values without an algebra system: quotients of sums of products of powers, with rational coefficients.

A value is top / bottom; each is a sum of terms q·a^m·b^n… with q a fraction. The names a, b are letters, π, e, i,
primes under a root (`2` to the power 1/2), or atoms: things that stay whole, such as `ln 2` or `2^n`. Two values are
equal if their cross products agree; that always is a proof. It refutes too as long as the names are independent of each
other: letters, roots of primes, i, and one of π and e. Everything else is refuted by numbers (`approximation`) or open.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, gcd, lcm

Power = int | Fraction
Key = tuple[tuple[str, Power], ...]
"""The names of a term with their powers, sorted."""
Sum = dict[Key, Fraction]
ONE: Key = ()
ZERO, UNIT = Fraction(0), Fraction(1)
TURN = "e^(iπ)"
"""The name whose power q is e^(iπq), for those q that no table holds."""
PI, E, IM = "π", "e", "i"

MAX_TERMS, MAX_BITS = 64, 60_000


class NotExact(Exception):
    """This can't be decided here."""


class Atom(str):
    """A name that knows what it stands for: the power base^exponent, or a function of its argument."""

    __slots__ = ("argument", "base", "function")
    function: str
    argument: "Value | None"
    base: "Value | None"

    @classmethod
    def of(cls, name: str, function: str, argument: "Value | None", base: "Value | None" = None) -> "Atom":
        """An atom called `name`; equal names have to stand for equal things."""
        if len(name) > 600:
            raise NotExact("nested too deep")
        atom = cls(name)
        atom.function, atom.argument, atom.base = function, argument, base
        return atom


@dataclass(frozen=True, slots=True)
class Value:
    """top / bottom, not reduced; bottom is not zero."""

    top: Sum
    bottom: Sum = field(default_factory=lambda: {ONE: UNIT})

    def same(self, other: "Value") -> bool:
        """Whether the cross products agree: equal for all values of the letters. Raises NotExact if too large."""
        if self.bottom == other.bottom:
            return self.top == other.top
        return times(self.top, other.bottom) == times(other.top, self.bottom)

    def rational(self) -> Fraction | None:
        """The plain number that it is, if it is one."""
        if not self.top:
            return ZERO
        if len(self.top) == 1 and ONE in self.top and self.bottom.keys() == {ONE}:
            return self.top[ONE] / self.bottom[ONE]
        return None

    def names(self) -> set[str]:
        """All names in it: letters, primes under a root, atoms."""
        return {name for side in (self.top, self.bottom) for key in side for name, _ in key}

    def monomial(self) -> tuple[Fraction, Key] | None:
        """Its one term, if it has only one."""
        if len(self.top) != 1 or self.bottom.keys() != {ONE}:
            return None
        ((key, q),) = self.top.items()
        return q / self.bottom[ONE], key

    def spelt(self) -> str:
        """The same spelling for the same terms."""
        top = _spelt(self.top)
        return top if self.bottom == {ONE: UNIT} else f"[{top}]/[{_spelt(self.bottom)}]"


def _spelt(terms: Sum) -> str:
    return "+".join(f"{q}" + "".join(f"·({n})^{e}" for n, e in key) for key, q in sorted(terms.items(), key=str))


def number(value: Fraction | int) -> Value:
    """A plain number."""
    return Value({ONE: Fraction(value)} if value else {})


def named(name: str, exponent: Power = 1) -> Value:
    """A name to a power."""
    return Value({((name, exponent),): UNIT})


def plus(a: Value, b: Value, sign: int = 1) -> Value:
    """a + sign·b."""
    if a.bottom == b.bottom:
        return Value(_total(a.top, b.top, sign), a.bottom)
    return Value(_total(times(a.top, b.bottom), times(b.top, a.bottom), sign), times(a.bottom, b.bottom))


def _total(a: Sum, b: Sum, sign: int) -> Sum:
    total = dict(a)
    for key, q in b.items():
        total[key] = total.get(key, ZERO) + sign * q
    return _checked({k: q for k, q in total.items() if q})


def _checked(terms: Sum) -> Sum:
    if len(terms) > MAX_TERMS:
        raise NotExact("too many terms")
    for q in terms.values():
        if q.numerator.bit_length() > MAX_BITS or q.denominator.bit_length() > MAX_BITS:
            raise NotExact("too large")
    return terms


def times(a: Sum, b: Sum) -> Sum:
    """The product of two sums."""
    if len(a) == 1 and ONE in a:
        q = a[ONE]
        return b if q == 1 else _checked({key: q * p for key, p in b.items()})
    if len(b) == 1 and ONE in b:
        return times(b, a)
    if len(a) * len(b) > 8 * MAX_TERMS:
        raise NotExact("too many terms")
    total: Sum = {}
    for left, p in a.items():
        for right, q in b.items():
            for key, r in _merged(left, right).items():
                total[key] = total.get(key, ZERO) + p * q * r
    return _checked({k: q for k, q in total.items() if q})


def _merged(left: Key, right: Key) -> Sum:
    if not left or not right:
        return {left or right: UNIT}
    powers: dict[str, Power] = dict(left)
    for name, power in right:
        powers[name] = powers.get(name, 0) + power
    return term(powers)


def _raised(whole: Sum | None, by: Sum, n: int) -> Sum | None:
    if n > 12:
        raise NotExact("a high power of a root")
    for _ in range(n):
        whole = times(whole, by) if whole else by
    return whole


def term(powers: dict[str, Power]) -> Sum:  # one branch a kind of name
    """One product of powers in its normal form: whole powers of primes, of i and of roots are multiplied out."""
    q, kept, whole = UNIT, [], None
    for name, power in sorted(powers.items()):
        if not power:
            continue
        if name[0].isdigit() and name.isdigit():  # a prime under a root
            outside = floor(power)
            q *= Fraction(int(name)) ** outside
            if rest := power - outside:
                kept.append((name, rest))
        elif name == IM:
            if power.denominator != 1:
                raise NotExact("a root of i")
            q *= -1 if int(power) % 4 in (2, 3) else 1
            if int(power) % 2:
                kept.append((name, 1))
        elif name == TURN:
            q *= -1 if floor(power) % 2 else 1
            if rest := power - floor(power):
                kept.append((name, rest))
        elif isinstance(name, Atom) and name.function == "root" and power >= 1 and name.base is not None:
            whole = _raised(whole, name.base.top, floor(power))
            if rest := power - floor(power):
                kept.append((name, rest))
        else:
            kept.append((name, power))
    found = {tuple(kept): q}
    return found if whole is None else times(found, whole)


def multiplied(a: Value, b: Value) -> Value:
    """a · b."""
    return Value(times(a.top, b.top), times(a.bottom, b.bottom))


def divided(a: Value, b: Value) -> Value:
    """a / b. Raises NotExact if b is zero."""
    if not b.top:
        raise NotExact("division by zero")
    if len(b.top) == 1 and b.bottom.keys() == {ONE}:  # one term: it goes up with negative powers
        ((key, q),) = b.top.items()
        inverse = term({name: -power for name, power in key})
        return Value(times(a.top, {k: r * b.bottom[ONE] / q for k, r in inverse.items()}), a.bottom)
    return Value(times(a.top, b.bottom), times(a.bottom, b.top))


def primitive(terms: Sum) -> tuple[Fraction, Sum]:
    """The positive content of a sum, and the sum without it."""
    up, down = 0, 1
    for q in terms.values():
        up, down = gcd(up, q.numerator), lcm(down, q.denominator)
    content = Fraction(up, down)
    return content, {key: q / content for key, q in terms.items()}


def primes(n: int) -> dict[int, int]:
    """The prime factors of n > 0. Raises NotExact where that takes long."""
    found: dict[int, int] = {}
    p = 2
    while n % 2 == 0:
        found[2], n = found.get(2, 0) + 1, n >> 1
    p = 3
    while p * p <= n:
        if p > 3_200:
            raise NotExact("large prime factors")
        while n % p == 0:
            found[p], n = found.get(p, 0) + 1, n // p
        p += 2
    if n > 1:
        found[n] = found.get(n, 0) + 1
    return found


def independent(names: set[str]) -> bool:
    """Whether different sums over these names surely are different values."""
    return not ({PI, E} <= names) and all(not isinstance(name, Atom) and name != TURN for name in names)
