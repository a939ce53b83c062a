"""Exact values without an algebra system: quotients of polynomials with rational coefficients and square roots.

A value is numerator / denominator; each is a sum of terms q·√r·x^a·y^b… with q a fraction and r square-free. That form
is unique, so two values are equal exactly if the cross products agree. Letters and π are indeterminates. Everything
else (functions, roots of sums, symbolic exponents) is NotExact: somebody else has to decide.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

Key = tuple[int, tuple[tuple[str, int], ...]]
"""Radicand and the powers of the letters."""
Sum = dict[Key, Fraction]
ONE: Key = (1, ())

MAX_TERMS, MAX_BITS, MAX_DEPTH, MAX_CHARS = 64, 60_000, 40, 1_000
_TOKEN = re.compile(
    r"\s*(\d*\.\d*\\overline\{\d{1,60}\}|\d*\.\d*\(\d{1,60}\)(?!\s*[\^_])|\d+(?:\.\d*)?|\.\d+|\\[A-Za-z]+|[A-Za-z]|[-+*/^(){}\[\]%])"
)
_LETTERS = {r"\pi", r"\infty", r"\alpha", r"\beta", r"\gamma", r"\theta", r"\lambda", r"\mu", r"\omega", r"\phi"}


class NotExact(Exception):
    """This can't be decided here."""


@dataclass(frozen=True, slots=True)
class Value:
    """numerator / denominator, neither reduced; the denominator is not zero."""

    top: Sum
    bottom: Sum

    def same(self, other: "Value") -> bool:
        """Equal for all values of the letters. Raises NotExact if that gets too large."""
        return _times(self.top, other.bottom) == _times(other.top, self.bottom)

    def rational(self) -> Fraction | None:
        """The plain number that it is, if it is one."""
        if set(self.top) <= {ONE} and set(self.bottom) == {ONE}:
            return self.top.get(ONE, Fraction(0)) / self.bottom[ONE]
        return None

    def letters(self) -> set[str]:
        """The letters in it, π and ∞ among them."""
        return {name for side in (self.top, self.bottom) for _, powers in side for name, _ in powers}


def number(value: Fraction | int) -> Value:
    """A plain number."""
    return Value({ONE: Fraction(value)} if value else {}, {ONE: Fraction(1)})


def read(text: str) -> Value:
    """The exact value of an undressed expression. Raises NotExact."""
    if len(text) > MAX_CHARS:
        raise NotExact("too long")
    return _Reader(text).whole()


def plus(a: Value, b: Value, sign: int = 1) -> Value:
    """a + sign·b."""
    right = _times(b.top, a.bottom)
    total = dict(_times(a.top, b.bottom))
    for key, q in right.items():
        total[key] = total.get(key, Fraction(0)) + sign * q
    return Value(_checked({k: q for k, q in total.items() if q}), _times(a.bottom, b.bottom))


def _checked(terms: Sum) -> Sum:
    if len(terms) > MAX_TERMS or any(max(_bits(q.numerator), _bits(q.denominator)) > MAX_BITS for q in terms.values()):
        raise NotExact("too large")
    return terms


def _bits(n: int) -> int:
    return n.bit_length()


def _times(a: Sum, b: Sum) -> Sum:
    total: Sum = {}
    if len(a) * len(b) > MAX_TERMS**2:
        raise NotExact("too large")
    for (r, powers), p in a.items():
        for (s, more), q in b.items():
            outside, inside = _root_of_product(r, s)
            merged = dict(powers)
            for name, power in more:
                merged[name] = merged.get(name, 0) + power
            key = (inside, tuple(sorted((n, e) for n, e in merged.items() if e)))
            total[key] = total.get(key, Fraction(0)) + p * q * outside
    return _checked({k: q for k, q in total.items() if q})


def _root_of_product(r: int, s: int) -> tuple[int, int]:
    if r == 1 or s == 1:
        return 1, r * s
    return _square_free(r * s)


def _square_free(n: int) -> tuple[int, int]:
    """n = a²·b with b square-free. Raises NotExact where that takes long."""
    root = isqrt(n)
    if root * root == n:
        return root, 1
    if n > 10**10:
        raise NotExact("a large radicand")
    a, b, p = 1, 1, 2
    while p * p <= n:
        while n % (p * p) == 0:
            a, n = a * p, n // (p * p)
        if n % p == 0:
            b, n = b * p, n // p
        p += 1
    return a, b * n


def divided(a: Value, b: Value) -> Value:
    """a / b. Raises NotExact if b is zero."""
    if not b.top:
        raise NotExact("division by zero")
    return Value(_times(a.top, b.bottom), _times(a.bottom, b.top))


def multiplied(a: Value, b: Value) -> Value:
    """a · b."""
    return Value(_times(a.top, b.top), _times(a.bottom, b.bottom))


def power(base: Value, exponent: Value) -> Value:
    """base ^ exponent for whole and half exponents. Raises NotExact for others, and where it gets too large."""
    e = exponent.rational()
    if e is None or e.denominator > 2 or abs(e) > 10**6:
        raise NotExact("that exponent")
    if e.denominator == 2:
        return power(root(base), number(e.numerator))
    n = abs(e.numerator)
    if not base.top and e <= 0:
        raise NotExact("0^0")
    if len(base.top) == len(base.bottom) == 1 and set(base.top) == set(base.bottom) == {ONE}:
        p, q = base.top[ONE], base.bottom[ONE]
        if max(_bits(p.numerator) + _bits(q.denominator), _bits(p.denominator) + _bits(q.numerator)) * n > MAX_BITS:
            raise NotExact("too large")
        return number((p / q) ** e.numerator)
    if n > 64:
        raise NotExact("a high power of a sum")
    result = number(1)
    for _ in range(n):
        result = multiplied(result, base)
    return result if e > 0 else divided(number(1), result)


def root(value: Value) -> Value:
    """The square root of a number that is not negative. Raises NotExact for all else."""
    q = value.rational()
    if q is None or q < 0:
        raise NotExact("that root")
    outside, inside = _square_free(q.numerator * q.denominator)
    return Value({(inside, ()): Fraction(outside, q.denominator)} if outside else {}, {ONE: Fraction(1)})


class _Reader:
    """Recursive descent over one expression; fractions and roots as LaTeX writes them."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place, self.at, self.depth = 0, 0, 0
        text = text.rstrip()
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                raise NotExact(f"{text[place : place + 10]!r}")
            self.tokens.append(found.group(1))
            place = found.end()

    def whole(self) -> Value:
        if not self.tokens:
            raise NotExact("nothing")
        value = self.sum()
        if self.at < len(self.tokens):
            raise NotExact(f"{self.tokens[self.at]!r}")
        return value

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str | None = None) -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise NotExact(f"{token!r} where {wanted!r} should be")
        self.at += 1
        return token

    def sum(self) -> Value:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotExact("too deep")
        value = self.product()
        while self.peek() in ("+", "-"):
            value = plus(value, self.product_after(self.take()), 1)
        self.depth -= 1
        return value

    def product_after(self, sign: str) -> Value:
        value = self.product()
        return value if sign == "+" else multiplied(number(-1), value)

    def product(self) -> Value:
        if self.peek() in ("+", "-"):
            sign = self.take()
            if self.peek() in ("+", "-"):
                raise NotExact("two signs")
            return self.product_after(sign)
        value = self.raised()
        while True:
            token = self.peek()
            if token == "*":
                self.take()
                value = multiplied(value, self.signed())
            elif token == "/":
                self.take()
                value = divided(value, self.signed())
            elif token == "%":
                self.take()
                value = divided(value, number(100))
            elif token and (token[0] in "\\([{" or token.isalpha()):
                before = self.tokens[self.at - 1]
                # a whole number before a numeric fraction is a mixed fraction: 3\frac{1}{3}
                if token == r"\frac" and before.isdigit():
                    value = plus(value, self.proper_fraction())
                else:
                    value = multiplied(value, self.raised())
            elif token and (token[0].isdigit() or token[0] == "."):
                raise NotExact("two numbers side by side")
            else:
                return value

    def signed(self) -> Value:
        if self.peek() == "-":
            self.take()
            return multiplied(number(-1), self.raised())
        return self.raised()

    def proper_fraction(self) -> Value:
        value = self.raised()
        q = value.rational()
        if q is None or not 0 < q < 1 or len(self.tokens) > 9:
            raise NotExact("a mixed fraction or a product?")
        return value

    def raised(self) -> Value:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return power(base, self.signed_argument())
        return base

    def signed_argument(self) -> Value:
        if self.peek() == "-":
            self.take()
            return multiplied(number(-1), self.argument())
        return self.argument()

    def argument(self) -> Value:
        r"""What LaTeX takes after ^, \\frac or \\sqrt: a group, a command, or one character."""
        token = self.peek()
        if token.isdigit() and len(token) > 1 and self.tokens[self.at - 1] in (r"\frac", r"\sqrt"):
            self.tokens[self.at : self.at + 1] = [token[0], token[1:]]
        return self.atom()

    def atom(self) -> Value:
        token = self.take()
        if token in ("(", "{", "["):
            value = self.sum()
            self.take({"(": ")", "{": "}", "[": "]"}[token])
            return value
        if token == r"\frac":
            top = self.argument()
            if self.peek() != "{" and self.peek().isdigit() and len(self.peek()) > 1:
                self.tokens[self.at : self.at + 1] = [self.peek()[0], self.peek()[1:]]
            return divided(top, self.argument())
        if token == r"\sqrt":
            if self.peek() == "[":
                raise NotExact("another root")
            return root(self.argument())
        if token[0].isdigit() or token[0] == ".":
            return number(_decimal(token))
        if token in _LETTERS or (len(token) == 1 and token.isalpha() and token not in "ie"):
            return Value({(1, ((token, 1),)): Fraction(1)}, {ONE: Fraction(1)})
        raise NotExact(f"{token!r}")


def _decimal(token: str) -> Fraction:
    """A decimal, exactly; the digits under the bar or in brackets recur."""
    token = token.replace(r"\overline{", "(").replace("}", ")")
    if "(" not in token:
        if len(token) > 4_000:
            raise NotExact("too many digits")
        return Fraction(token.rstrip(".") or "0") if token != "." else _no_number()
    fixed, recurring = token[:-1].split("(")
    whole, _, after = fixed.partition(".")
    scale = 10 ** len(after)
    base = Fraction(int((whole or "0") + after), scale)
    return base + Fraction(int(recurring), scale * (10 ** len(recurring) - 1))


def _no_number() -> Fraction:
    raise NotExact("a lone point")
