"""Read the LaTeX of a closed form into a tree: arithmetic, powers, roots, functions. Nothing is evaluated.

A tree is a tuple: ("number", Fraction), ("letter", name), ("constant", "pi" | "e" | "i"), or an operation and its
trees: add, multiply, divide, power, root (radicand, index), log (argument, base), minus, absolute, factorial, binomial,
or a function's name. Only the algebra worker reads answers this way.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

Tree = tuple[Any, ...]

FUNCTIONS = {
    "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc", "arcsin": "asin",
    "arccos": "acos", "arctan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "exp": "exp", "ln": "ln",
    "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh",
}  # fmt: skip
"""LaTeX's names and ours."""

_CALLED = (("letter", "f"), ("letter", "g"))
_INVERSE = {"sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh", "tanh": "atanh"}
_SPECIAL = {"Gamma": "gamma", "zeta": "zeta"}
"""Greek letters that are functions where a bracket follows."""
_GREEK = frozenset("alpha beta gamma delta epsilon zeta eta theta lambda mu nu xi rho sigma tau phi psi omega".split())  # noqa: SIM905  # as a list it is twice as long
_TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+|\\[A-Za-z]+|[A-Za-z]|[-+*/^_(){}\[\]|!])")
_CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|"}


class Unread(Exception):
    """Notation that is no closed form, or not one of ours."""


class Unclear(Exception):
    """A closed form that people read in two ways."""


def read(text: str) -> Tree:
    """The tree of `text`. Raises Unread, Unclear."""
    tokens: list[str] = []
    at = 0
    text = re.sub(r"\\(?:cdot|times)(?![A-Za-z])", "*", text).strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unread(text[at : at + 20])
        tokens.append(found.group(1))
        at = found.end()
    reader = _Reader(tokens)
    tree = reader.sum()
    if reader.next is not None:
        raise Unread(reader.next)
    return tree


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at, self.angles = tokens, 0, 0

    @property
    def next(self) -> str | None:
        """The token that comes, None at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, wanted: str | None = None) -> str:
        """The next token, which must be `wanted` if that is given."""
        token = self.next
        if token is None or (wanted is not None and token != wanted):
            raise Unread(f"{wanted or 'more'} expected, not {token}")
        self.at += 1
        return token

    def sum(self) -> Tree:
        """Terms with signs."""
        tree = self.signed()
        while self.next in ("+", "-"):
            sign = self.take()
            term = self.product()
            tree = ("add", tree, term if sign == "+" else ("minus", term))
        return tree

    def signed(self) -> Tree:
        """A term that may begin with a sign."""
        if self.next in ("+", "-"):
            sign = self.take()
            term = self.signed()
            return term if sign == "+" else ("minus", term)
        return self.product()

    def product(self) -> Tree:
        """Factors, written with signs or side by side, from left to right: 1/2x is x/2."""
        tree: Any = self.factor()
        while self.next is not None:
            if self.next in ("*", "/"):
                sign = self.take()
                minus = self.next == "-" and self.take()  # pyright: ignore[reportUnnecessaryComparison]  # `take` moves on
                right = ("minus", self.factor()) if minus else self.factor()
                tree = ("multiply" if sign == "*" else "divide", tree, right)
            elif self.begins_factor():
                if self.next[0].isdigit() or self.next[0] == ".":
                    raise Unclear("a number right behind something")
                if tree in _CALLED and self.next == "(":
                    raise Unclear(f"{tree[1]} of something, or times it")
                mixed = tree[0] == "number" and tree[1].denominator == 1 and self.next == r"\frac"
                right = self.factor()
                whole = mixed and right[0] == "divide" and right[1][0] == right[2][0] == "number"
                tree = ("add" if whole else "multiply", tree, right)
            else:
                break
        return tree

    def begins_factor(self) -> bool:
        """Whether a factor may begin here. A bar closes before it opens."""
        token = self.next
        return token is not None and (token in ("(", "{", "[") or token[0] in "\\." or token.isalnum())

    def factor(self) -> Tree:
        """Something with its powers and factorials."""
        tree = self.base()
        while self.next in ("^", "!"):
            if self.take() == "!":
                tree = ("factorial", tree)
            elif self.next == r"\circ":  # pyright: ignore[reportUnnecessaryComparison]  # `take` moves on
                self.take()
                if not self.angles:
                    raise Unclear("degrees or radians")
                tree = ("divide", ("multiply", tree, ("constant", "pi")), ("number", Fraction(180)))
            else:
                tree = ("power", tree, self.exponent())
        return tree

    def exponent(self) -> Tree:
        """A braced expression, a sign and a factor's base, or one digit: x^23 is x²·3 in LaTeX, so nobody's answer."""
        if self.next == "-":
            self.take()
            return ("minus", self.exponent())
        tree = self.base()
        if tree[0] == "number" and len(self.tokens[self.at - 1]) > 1 and self.tokens[self.at - 1].isdigit():
            raise Unclear("an exponent of several digits without braces")
        return tree

    def base(self) -> Tree:
        """One thing: a number, a letter, a group, a command."""
        token = self.take()
        if token[0].isdigit() or token[0] == ".":
            return ("number", Fraction(token))
        if token in _CLOSING:
            return self.group(token)
        if token[0] == "\\":
            return self.command(token[1:])
        if token.isalpha():
            return self.letter(token)
        raise Unread(token)

    def group(self, opening: str) -> Tree:
        """What stands between brackets, or bars."""
        tree = self.sum()
        self.take(_CLOSING[opening])
        return ("absolute", tree) if opening == "|" else tree

    def letter(self, name: str) -> Tree:
        """A letter and its subscript; e and i are the constants."""
        if self.next == "_":
            self.take()
            token = self.take()
            inside = ""
            while token == "{" and self.next not in ("}", None):  # pyright: ignore[reportUnnecessaryContains]  # as above
                inside += self.take()
            if token == "{":
                self.take("}")
            return ("letter", f"{name}_{inside or token}")
        return ("constant", name) if name in ("e", "i") else ("letter", name)

    def command(self, name: str) -> Tree:
        """A command of LaTeX with its arguments."""
        if name in FUNCTIONS or name == "log":
            return self.function(name)
        if name in ("frac", "binom"):
            upper, lower = self.argument(), self.argument()
            return ("divide" if name == "frac" else "binomial", upper, lower)
        if name == "sqrt":
            index: Tree = ("number", Fraction(2))
            if self.next == "[":
                self.take()
                index = self.sum()
                self.take("]")
            return ("root", self.argument(), index)
        if name == "pi":
            return ("constant", "pi")
        if name in _SPECIAL and self.next == "(":
            return (_SPECIAL[name], self.group(self.take()))
        if name in _GREEK or name in _SPECIAL:
            return self.letter(name)
        raise Unread(name)

    def argument(self) -> Tree:
        r"""A braced expression, or one digit or letter: \frac12."""
        if self.next is not None and self.next.isdigit() and len(self.next) > 1:
            digits = self.take()
            self.at -= 1
            self.tokens[self.at : self.at + 1] = [digits[0], digits[1:]]
        return self.base()

    def function(self, name: str) -> Tree:
        r"""A function, its base or power, and what it is applied to: (…), or the factors up to the next sign."""
        base: Tree | None = None
        power: Tree | None = None
        while self.next in ("_", "^"):
            if self.take() == "_":
                base = self.argument()
            else:
                power = self.exponent()
        if base is not None and name != "log":
            raise Unread(f"{name} with a subscript")
        self.angles += 1
        applied = self.group(self.take()) if self.next in ("(", "{", "[", "|") else self.bare_argument(name)
        self.angles -= 1
        if name == "log":
            tree: Tree = ("log", applied, base) if base else ("log", applied)
        elif power == ("minus", ("number", Fraction(1))):
            if name not in _INVERSE:
                raise Unclear(f"{name} to the power of -1")
            return (_INVERSE[name], applied)
        else:
            tree = (FUNCTIONS[name], applied)
        return ("power", tree, power) if power else tree

    def bare_argument(self, name: str) -> Tree:
        r"""\sin 2x is sin(2x); what follows must leave no doubt where it ends."""
        tree: Any = self.factor()
        while self.begins_factor() and self.next not in ("(", "[", "{"):
            if self.next is not None and self.next[1:] in (*FUNCTIONS, "log"):
                return tree
            tree = ("multiply", tree, self.factor())
        if self.next in ("(", "[", "{", "/", "*"):
            raise Unclear(f"where the argument of {name} ends")
        return tree


def walk(tree: Tree, visit: Callable[[Tree], None]) -> None:
    """Call `visit` for a tree and everything in it."""
    visit(tree)
    for part in tree[1:]:
        if isinstance(part, tuple):
            walk(part, visit)
