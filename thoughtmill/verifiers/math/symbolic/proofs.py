"""Prove that an expression of the algebra system is zero, cheap ways first. No proof is no verdict.

Letters are real (z and w complex); positive where a logarithm or an even root is taken of the letter itself: two
notations agree if they agree wherever both are defined.
"""

from collections.abc import Iterator
from typing import Any

import sympy

from thoughtmill.verifiers.math.symbolic import zero
from thoughtmill.verifiers.math.symbolic.closed_form import Tree, walk

_COMPLEX = ("z", "w")
_DIRECT: dict[str, Any] = {
    "add": lambda a, b: a + b,
    "minus": lambda a: -a,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "absolute": sympy.Abs,
    "ln": sympy.log,
    "factorial": sympy.factorial,
    "binomial": sympy.binomial,
}
_CONSTANTS: dict[str, Any] = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I}


def symbols(letters: list[str], trees: tuple[Tree, Tree]) -> dict[str, Any]:
    """The symbols of two closed forms, with what may be assumed of them."""
    positive: set[str] = set()

    def look(tree: Tree) -> None:
        inside: Tree = tree[1] if tree[0] in ("log", "ln", "root", "power") else ("none",)
        if inside[0] == "letter":
            even = tree[0] != "power" or (tree[2][0] in ("divide", "number") and not _whole(tree[2]))
            if tree[0] == "root":
                even = tree[2][0] == "number" and tree[2][1] % 2 == 0
            if even:
                positive.add(inside[1])

    for tree in trees:
        walk(tree, look)
    return {
        name: sympy.Symbol(name, positive=True)
        if name in positive
        else sympy.Symbol(name, real=True if name[0] not in _COMPLEX else None)
        for name in letters
    }


def _whole(tree: Tree) -> bool:
    return tree[0] == "number" and tree[1].denominator == 1


def expression(tree: Tree, known: dict[str, Any], base: int | None) -> Any:
    """A closed form as an expression of the algebra system."""
    match tree:
        case ("number", number):
            return sympy.Rational(number.numerator, number.denominator)
        case ("letter", name):
            return known[name]
        case ("constant", name):
            return _CONSTANTS[name]
        case _:
            parts = [expression(part, known, base) for part in tree[1:]]
    if tree[0] == "log":
        under = parts[1] if len(parts) > 1 else sympy.E if base is None else sympy.Integer(base)
        return sympy.log(parts[0]) / sympy.log(under)
    if tree[0] == "root":
        odd = parts[1].is_Integer and parts[1] % 2 == 1
        if odd and parts[0].is_number and parts[0].is_negative:
            return -sympy.root(-parts[0], parts[1])
        return sympy.real_root(parts[0], parts[1]) if odd and not parts[0].is_number else sympy.root(*parts)
    return (_DIRECT.get(tree[0]) or getattr(sympy, tree[0]))(*parts)


def is_zero(gap: Any, slowly: bool = False) -> bool:
    """Whether `gap` is proved to be zero: in a few milliseconds, or by what takes hundreds of them."""
    return any(_vanishes(form) for form in (_slow_forms if slowly else _forms)(gap))


def _forms(gap: Any) -> Iterator[Any]:
    """The same expression in ever more expensive forms."""
    yield gap
    flat = sympy.expand(gap)
    yield flat
    if gap.has(sympy.log):
        flat = sympy.expand(sympy.expand_log(gap, factor=True))
        yield flat
    fraction = sympy.numer(sympy.together(flat))
    yield sympy.expand(fraction)
    circular = (sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc, sympy.sinh, sympy.cosh, sympy.tanh)
    if gap.has(*circular):
        yield sympy.expand(sympy.numer(sympy.together(sympy.expand(sympy.expand_trig(fraction).rewrite(sympy.exp)))))


def _slow_forms(gap: Any) -> Iterator[Any]:
    if gap.has(sympy.log):
        yield _under_one_logarithm(sympy.expand(sympy.expand_log(gap, factor=True)))
    simple = sympy.simplify(gap)
    yield simple
    if simple.equals(0):
        yield sympy.Integer(0)


def _under_one_logarithm(gap: Any) -> Any:
    """What is zero if a sum of rational multiples of logarithms of positive numbers is: its product squared, less 1."""
    whole = sympy.Integer(1)
    pairs = [term.as_independent(sympy.log, as_Add=False) for term in sympy.Add.make_args(gap)]
    if not all(n.is_Rational and isinstance(log, sympy.log) and _positive(log.args[0]) for n, log in pairs):
        return gap
    common = sympy.ilcm(1, *(n.q for n, _ in pairs))  # pyright: ignore[reportAttributeAccessIssue]  # rational: asked above
    for n, log in pairs:
        inside = log.args[0].args[0] if isinstance(log.args[0], sympy.Abs) else log.args[0]
        whole *= inside ** (2 * common * n)
    return sympy.simplify(whole - 1)


def _positive(inside: Any) -> bool:
    """Positive wherever it is defined; letters are real, so a function of them is real where it is defined."""
    if isinstance(inside, sympy.Abs):
        return not inside.has(sympy.I, sympy.log, sympy.Pow, sympy.asin, sympy.acos) and all(
            letter.is_real for letter in inside.free_symbols
        )
    return bool(inside.is_positive)


def _vanishes(form: Any) -> bool:
    """Whether all coefficients of a sum of products of letters and transcendental atoms are zero."""
    if form == 0:
        return True
    if form.is_number and zero.is_zero(form):
        return True
    sums: dict[Any, Any] = {}
    for term in sympy.Add.make_args(form):
        number, rest = term.as_independent(*_atoms(term), as_Add=False)
        sums[rest] = sums.get(rest, 0) + number
    return len(sums) < 200 and all(number == 0 or zero.is_zero(number) for number in sums.values())


def _atoms(term: Any) -> set[Any]:
    return term.free_symbols | term.atoms(sympy.log, sympy.Function) | {sympy.pi, sympy.E}
