"""Read one undressed expression into an exact value. Recursive descent over a closed grammar; nothing is evaluated."""

import re
from fractions import Fraction

from thoughtmill.verifiers.math.exact.algebra import (
    IM,
    PI,
    Atom,
    E,
    NotExact,
    Value,
    divided,
    multiplied,
    named,
    number,
    plus,
)
from thoughtmill.verifiers.math.exact.functions import absolute, binomial, factorial, inverse
from thoughtmill.verifiers.math.exact.powers import circular, logarithm, nth_root, power

MAX_DEPTH, MAX_CHARS, MAX_DIGITS = 40, 1_000, 4_000
_TOKEN = re.compile(
    r"\s*(\d*\.\d*\\overline\{\d{1,60}\}|\d*\.\d*\(\d{1,60}\)(?!\s*[\^_])|\d+(?:\.\d*)?|\.\d+|\\[A-Za-z]+"
    r"|[A-Za-z]'{0,3}(?:_(?:\w|\{[\w,+\-]{1,8}\}))?|[-+*/^(){}\[\]%!|_])"
)
_SCIENTIFIC = re.compile(r"(?<![\w.])(\d+(?:\.\d*)?)[eE]([+-]?\d{1,5})(?![\w.])")
_GREEK = {
    f"\\{name}"
    for name in re.findall(
        r"\w+",
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau "
        "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega ell hbar infty",
    )
}
_CALLED = {r"\Gamma", r"\zeta", r"\phi", r"\varphi", r"\psi", r"\Phi"}
"""Letters that are mostly functions where a bracket follows."""
_CIRCULAR = {f"\\{name}": name for name in ["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth"]}
_INVERSE = {f"\\{name}": name for name in ["arcsin", "arccos", "arctan"]}
_FUNCTIONS = {*_CIRCULAR, *_INVERSE, r"\ln", r"\log", r"\lg", r"\exp"}
_CLOSED = {"(": ")", "{": "}", "[": "]"}


def read(text: str) -> Value:
    """The exact value of an undressed expression. Raises NotExact."""
    text = text.strip()
    if text.isdecimal() and text.isascii():
        return number(_whole(text))
    if len(text) > MAX_CHARS:
        raise NotExact("too long")
    if r"\infty" in text and text.lstrip("+- ").strip() != r"\infty":
        raise NotExact("arithmetic with the infinite")
    if "e" in text or "E" in text:
        text = _SCIENTIFIC.sub(r"(\1*10^{\2})", text)
    return _Reader(text).whole()


class _Reader:
    """Recursive descent over one expression; fractions and roots as LaTeX writes them."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place, self.at, self.depth, self.bars = 0, 0, 0, 0
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
            sign = 1 if self.take() == "+" else -1
            if sign == 1 and self.peek() == "-":  # 5x + -7y, as programs print it
                self.take()
                sign = -1
            value = plus(value, self.product(signed=False), sign)
        self.depth -= 1
        return value

    def product(self, signed: bool = True) -> Value:
        sign = 1
        if self.peek() in ("+", "-"):
            if not signed:
                raise NotExact("two signs")
            sign = 1 if self.take() == "+" else -1
            if self.peek() in ("+", "-"):
                raise NotExact("two signs")
        value = self.raised()
        while token := self.peek():
            if token in "*/":
                self.take()
                by = self.signed()
                value = multiplied(value, by) if token == "*" else divided(value, by)
            elif token == "%":
                self.take()
                value = divided(value, number(100))
            elif self.starts_a_factor(token):
                before = self.tokens[self.at - 1]
                # a whole number before a numeric fraction is a mixed fraction: 3\frac{1}{3}
                if token == r"\frac" and before.isdigit() and self.alone(self.at - 2):
                    value = plus(value, self.proper_fraction())
                else:
                    value = multiplied(value, self.raised())
            elif (token[0].isdigit() or token[0] == ".") and self.tokens[self.at - 1] == "!":
                value = multiplied(value, self.raised())
            elif token[0].isdigit() or token[0] == ".":
                raise NotExact("two numbers side by side")
            else:
                break
        return value if sign == 1 else multiplied(number(-1), value)

    def alone(self, at: int) -> bool:
        """Whether the number after `at` begins a term, so that what follows it may be its fraction."""
        return at < 0 or self.tokens[at] in ("+", "-", "(", "{", "[")

    def starts_a_factor(self, token: str) -> bool:
        if token == "|":
            return self.bars == 0
        return (token[0] in "\\([{" and token not in (r"\rfloor", r"\rceil")) or token[0].isalpha()

    def signed(self) -> Value:
        if self.peek() == "-":
            self.take()
            return multiplied(number(-1), self.raised())
        return self.raised()

    def proper_fraction(self) -> Value:
        value = self.raised()
        q = value.rational()
        if q is None or not 0 < q < 1:
            raise NotExact("a mixed fraction or a product?")
        return value

    def raised(self) -> Value:
        base = self.atom()
        while self.peek() == "!":
            self.take()
            base = factorial(base)
        if self.peek() == "^":
            self.take()
            if self.peek() == r"\circ" or (self.peek() == "{" and self.tokens[self.at + 1 : self.at + 2] == [r"\circ"]):
                raise NotExact("degrees")
            base = power(base, self.exponent())
            while self.peek() == "!":
                raise NotExact("a factorial of a power?")
        return base

    def exponent(self) -> Value:
        """After ^: a group, a command, one character; digits without braces only where that is no trap."""
        sign = 1
        if self.peek() == "-":
            self.take()
            sign = -1
        value = self.atom()
        if self.peek() == "^":  # a^b^c is a^(b^c)
            self.take()
            self.depth += 4
            if self.depth > MAX_DEPTH:
                raise NotExact("too deep")
            value = power(value, self.exponent())
            self.depth -= 4
        return multiplied(number(sign), value) if sign < 0 else value

    def argument(self) -> Value:
        r"""What LaTeX takes after \\frac or \\sqrt: a group, a command, or one character."""
        token = self.peek()
        if token.isdigit() and len(token) > 1:
            self.tokens[self.at : self.at + 1] = [token[0], token[1:]]
        return self.atom()

    def atom(self) -> Value:
        token = self.take()
        if token in _CLOSED:
            value = self.nested()
            self.take(_CLOSED[token])
            return value
        if token[0].isdigit() or token[0] == ".":
            return number(_decimal(token))
        if token == r"\frac":
            top = self.argument()
            return divided(top, self.argument())
        if token == r"\sqrt":
            return self.root()
        if token == r"\binom":
            return binomial(self.argument(), self.argument())
        if token in _FUNCTIONS:
            return self.function(token)
        if token == "|":
            self.bars += 1
            if self.bars > 3:
                raise NotExact("bars in bars")
            value = self.sum()
            self.take("|")
            self.bars -= 1
            return absolute(value)
        if token in (r"\lfloor", r"\lceil"):
            q = self.nested().rational()
            self.take(r"\rfloor" if token == r"\lfloor" else r"\rceil")
            if q is None:
                raise NotExact("a floor of no number")
            return number(q.__floor__() if token == r"\lfloor" else q.__ceil__())
        return self.name(token)

    def nested(self) -> Value:
        """A sum inside brackets, where bars begin anew."""
        bars, self.bars = self.bars, 0
        value = self.sum()
        self.bars = bars
        return value

    def name(self, token: str) -> Value:
        if token == r"\pi":
            return named(PI)
        if token in ("e", "i"):
            return named(E if token == "e" else IM)
        if token in _CALLED and self.peek() == "(":
            raise NotExact("a function, or a product?")
        if token in _GREEK:
            return named(token)
        if token[0].isalpha():
            if token in ("f", "g", "h", "F", "G", "P", "E") and self.peek() == "(":
                self.take("(")
                inside = self.nested()
                self.take(")")
                return named(Atom.of(f"{token}({inside.spelt()})", f"unknown {token}", inside))
            name = token.replace("{", "").replace("}", "")
            if name[:2] in ("C_", "A_") and name[2:].isdigit() and self.peek() == "^":  # C_5^2: ways to choose
                self.take()
                n, k = number(int(name[2:])), self.exponent()
                ways = binomial(n, k)
                return ways if name[0] == "C" else multiplied(ways, factorial(k))
            return named(name)
        raise NotExact(f"{token!r}")

    def root(self) -> Value:
        if self.peek() != "[":
            return power(self.argument(), number(Fraction(1, 2)))
        self.take("[")
        n = self.sum().rational()
        self.take("]")
        if n is None or n.denominator != 1 or not 2 <= n <= 100:
            raise NotExact("that root")
        return nth_root(self.argument(), int(n))

    def function(self, token: str) -> Value:
        base, exponent = None, None
        while self.peek() == "^" or (token == r"\log" and self.peek() == "_"):
            if self.take() == "^":
                exponent = self.exponent()
            else:
                base = self.argument()
        inside = self.of_function()
        if exponent is not None and exponent.rational() == -1:
            if "\\arc" + token[1:] not in _INVERSE:  # cosh^{-1} is none of ours
                raise NotExact("which inverse?")
            token, exponent = "\\arc" + token[1:], None
        value = self.applied(token, inside, base)
        return value if exponent is None else power(value, exponent)

    def applied(self, token: str, x: Value, base: Value | None) -> Value:
        if token in _CIRCULAR:
            return circular(_CIRCULAR[token], x)
        if token in _INVERSE:
            return inverse(_INVERSE[token], x)
        if token == r"\exp":
            return power(named(E), x)
        if token == r"\ln":
            return logarithm(x)
        if token == r"\log" and base is None and x.rational() is None:
            raise NotExact("a logarithm to which base?")
        return divided(logarithm(x), logarithm(base or number(10)))

    def of_function(self) -> Value:
        """The argument: a bracket, or a product up to the next sign or function; degrees are turned into radians."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotExact("too deep")
        if self.peek() in ("(", "[", "{"):
            opened = self.take()
            value = self.degrees(self.nested())
            self.take(_CLOSED[opened])
            value = self.degrees(value)
        elif self.peek() in _FUNCTIONS:
            value = self.raised()
        else:
            sign = self.take() if self.peek() == "-" else ""
            value = self.degrees(self.factor())
            while (token := self.peek()) and (token in "*/" or self.starts_a_factor(token)) and token not in _FUNCTIONS:
                if token in "([{|":
                    break
                if token in "*/":
                    if self.tokens[self.at + 1 : self.at + 2] and self.tokens[self.at + 1] in _FUNCTIONS:
                        break
                    self.take()
                    by = self.factor()
                    value = multiplied(value, by) if token == "*" else divided(value, by)
                else:
                    value = multiplied(value, self.factor())
            value = multiplied(number(-1), value) if sign else value
        self.depth -= 1
        return value

    def factor(self) -> Value:
        r"""Like `raised`, but leaves `^\\circ` to `degrees`."""
        base = self.atom()
        if self.peek() == "^" and not self.turned():
            self.take()
            base = power(base, self.exponent())
        return base

    def turned(self) -> bool:
        after = self.tokens[self.at + 1 : self.at + 3]
        return after[:1] == [r"\circ"] or after == ["{", r"\circ"]

    def degrees(self, value: Value) -> Value:
        if self.peek() != "^" or not self.turned():
            return value
        self.take()
        if self.take() == "{":
            self.take(r"\circ")
            self.take("}")
        return multiplied(value, divided(named(PI), number(180)))


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise NotExact("too many digits")
    return int(digits)


def _decimal(token: str) -> Fraction:
    """A decimal, exactly; the digits under the bar or in brackets recur."""
    if token.isdigit():
        return Fraction(_whole(token))
    token = token.replace(r"\overline{", "(").replace("}", ")")
    if "(" not in token:
        if len(token) > MAX_DIGITS or token == ".":
            raise NotExact("no number of ours")
        return Fraction(token.rstrip("."))
    fixed, recurring = token[:-1].split("(")
    whole, _, after = fixed.partition(".")
    scale = 10 ** len(after)
    base = Fraction(int((whole or "0") + after), scale)
    return base + Fraction(int(recurring), scale * (10 ** len(recurring) - 1))
