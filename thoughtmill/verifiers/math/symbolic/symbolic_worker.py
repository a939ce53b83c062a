"""The program behind the walls: compares two LaTeX expressions with an algebra system.

Started by `isolated_worker.py`; nothing else imports it. Closed forms are read by our own grammar, which is fast;
what it does not know (integrals, sums, limits) by latex2sympy's. Neither evaluates text. Two expressions differ if they
differ in numbers where both are real and clean; they agree only if that is proved; else nobody knows.
"""

import random
import re
from contextlib import suppress
from fractions import Fraction
from typing import Any

import mpmath
import sympy

from thoughtmill.verifiers.contract import EVIDENCE
from thoughtmill.verifiers.isolated_loop import Answer, serve
from thoughtmill.verifiers.math.symbolic import proofs
from thoughtmill.verifiers.math.symbolic.at_points import Evaluation, Undefined
from thoughtmill.verifiers.math.symbolic.closed_form import Tree, Unclear, Unread, read, walk

POINTS, TRIES, DIGITS = 3, 24, 40
"""Clean points that must agree before a proof is tried, out of so many; digits of a value."""

CLOSE = mpmath.mpf(10) ** -32
"""Values that differ by more, as a share of the larger one, in `DIGITS` digits and in twice as many, are two values."""

MORE_POINTS = 12
CERTAIN, SEEN, DEAR = (300, 200), (50, 60), {"gamma", "zeta", "factorial", "binomial"}
"""Digits that must agree as evidence, and how many bits a constant may lie away from 1 to be seen in so many; fewer for
functions whose digits are dear."""

_RANGES = ((1, 4), (4, 40), (-4, -1), (0, 1))
_FAR = ((40, 400), (-400, -4), (400, 10_000), (-10_000, -400))
"""Where numbers are drawn as well if a function of several branches is in a tree."""
_BRANCHED = frozenset({"log", "ln", "asin", "acos", "atan", "asinh", "acosh", "atanh"})
_TO_DO = (sympy.Integral, sympy.Sum, sympy.Product, sympy.Limit)
_LOG_BASES = (None, 10)
"""What a logarithm without a base may mean: natural, or decimal."""


def prepare() -> Answer:
    """Load the algebra system; what it returns compares `answer` and `reference` of a request."""
    _by_latex2sympy(r"\sin{2}")  # builds the grammar's tables before any clock runs
    _compare(r"\sin^2 x+\cos^2 x", "1")
    return answer


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Compare `answer` and `reference` of a request: `same` (True, False, None) and `why`."""
    try:
        if request.get("constants"):
            return _but_for_a_constant(read(request["answer"]), read(request["reference"]), request["constants"])
        return _compare(request["answer"], request["reference"])
    except MemoryError:
        raise
    except RecursionError:
        return {"same": None, "why": "too deep"}
    except Unclear as doubt:
        return {"same": None, "why": str(doubt)}
    except Exception as error:  # noqa: BLE001  # the algebra system's own failures on strange input are no verdict
        return {"same": None, "why": f"{type(error).__name__}: {error}"[:200]}


def _compare(left: str, right: str) -> dict[str, Any]:
    try:
        trees = read(left), read(right)
    except Unread:
        return _equal(_object(left), _object(right))
    if trees[0] == trees[1]:
        return {"same": True}
    found: list[Tree] = []
    for tree in trees:
        walk(tree, found.append)
    letters = sorted({part[1] for part in found if part[0] == "letter"})
    bases = _LOG_BASES if any(part[0] == "log" and len(part) == 2 for part in found) else (None,)
    replies = [_compare_trees(*trees, letters, base) for base in bases]
    if len({reply["same"] for reply in replies}) > 1:
        return {"same": None, "why": "it depends on the base of the logarithm"}
    return replies[0]


def _compare_trees(left: Tree, right: Tree, letters: list[str], base: int | None) -> dict[str, Any]:
    """Refuted by numbers at clean points, or proved; numbers alone are evidence, and called so."""
    draw, agreed, unclean = random.Random(7), 0, False
    for at in _points(letters, draw):
        try:
            rough = [Evaluation(at, base, DIGITS) for _ in range(2)]
            a, b = rough[0].value(left), rough[1].value(right)
            scale = max(abs(a), abs(b), mpmath.mpf(10) ** -DIGITS)
            differ = abs(a - b) > scale * CLOSE
            if differ:  # in twice the digits as well: it is no loss of digits
                a, b = Evaluation(at, base, 2 * DIGITS).value(left), Evaluation(at, base, 2 * DIGITS).value(right)
                differ = abs(a - b) > scale * CLOSE
        except Undefined:
            continue
        clean = not letters or all(one.clean for one in rough)
        if differ and clean:
            return {"same": False, "why": "another value"}
        unclean = unclean or differ
        agreed += clean and not differ
        if agreed == POINTS or not letters:
            break
    if not agreed:
        return {"same": None, "why": "on other branches they differ" if unclean else "no number could be put in"}
    symbols = proofs.symbols(letters, (left, right))
    gap = proofs.expression(left, symbols, base) - proofs.expression(right, symbols, base)
    if proofs.is_zero(gap):
        return {"same": True}
    if _agree_everywhere(left, right, letters, base):
        return {"same": True, "why": f"{EVIDENCE}: equal in numbers of many digits, not proved"}
    if proofs.is_zero(gap, slowly=True):
        return {"same": True}
    return {"same": None, "why": "equal in numbers, not proved"}


def _agree_everywhere(left: Tree, right: Tree, letters: list[str], base: int | None) -> bool:
    """Whether two trees agree in many digits wherever both have a value, at several points that nobody can foresee.

    Not where a constant in them is so small or so large that it would not be seen, or would hide the rest; nor where
    they may be made of pieces: no points say that the next piece agrees.
    """
    parts: list[Tree] = []
    for tree in (left, right):
        walk(tree, parts.append)
    if any(map(_in_pieces, parts)):
        return False
    certain, bits = SEEN if any(part[0] in DEAR for part in parts) else CERTAIN
    for tree in parts:
        if _has_letters(tree):
            continue
        value = Evaluation({}, base, DIGITS).value(tree)
        if value and abs(mpmath.mag(value)) > bits:
            return False
    agreed, draw = 0, random.SystemRandom()
    below = draw.randint(103, 9_999)
    near = _points(letters, draw, below)[:MORE_POINTS]
    branched = letters and any(part[0] in _BRANCHED for part in parts)
    far = _points(letters, draw, below, _FAR)[:MORE_POINTS] if branched else []
    for number, at in enumerate(near + far):
        try:
            sides = [Evaluation(at, base, 2 * certain) for _ in range(2)]
            a, b = sides[0].value(left), sides[1].value(right)
        except Undefined:
            continue
        except Unclear:
            if number < len(near):
                raise
            continue
        if abs(a - b) > max(abs(a), abs(b), 1) * mpmath.mpf(10) ** -certain:
            return False
        agreed += number < len(near) and (not letters or all(one.clean for one in sides))
    return agreed >= (MORE_POINTS // 3 if letters else 1)


def _in_pieces(part: Tree) -> bool:
    """Whether a value, an even root or a power that is no whole one is taken of letters: |x-50| is 50-x up to 50."""
    match part:
        case ("absolute", inside):
            return _has_letters(inside)
        case ("root", radicand, index):
            return _has_letters(radicand) and not _is_whole(index, odd=True)
        case ("power", base, exponent):
            return _has_letters(base) and not _is_whole(exponent)
        case _:
            return False


def _has_letters(tree: Tree) -> bool:
    parts: list[Tree] = []
    walk(tree, parts.append)
    return any(part[0] == "letter" for part in parts)


def _is_whole(tree: Tree, odd: bool = False) -> bool:
    """Whether a tree without letters is a whole number, an odd one if that is asked."""
    if _has_letters(tree):
        return False
    value = Evaluation({}, None, DIGITS).value(tree)
    return bool(mpmath.isint(value)) and not (odd and int(mpmath.re(value)) % 2 == 0)


def _but_for_a_constant(left: Tree, right: Tree, constants: list[str]) -> dict[str, Any]:
    """Two sums in an arbitrary constant: the difference of the rests must have the same value everywhere."""
    found: list[Tree] = []
    for tree in (left, right):
        walk(tree, found.append)
    letters = sorted({part[1] for part in found if part[0] == "letter"} - {*constants})
    draw, gaps = random.SystemRandom(), list[Any]()
    below = draw.randint(103, 9_999)
    for at in _points(letters, draw, below):
        try:
            gap, moves = _gap(left, right, at, constants)
        except Undefined:
            continue
        gaps.append(gap)
        if moves:
            return {"same": False, "why": "they differ by more than a constant"}
    for at in _points(letters, draw, below, _FAR) if any(map(_in_pieces, found)) else ():
        with suppress(Undefined, Unclear):
            if _gap(left, right, at, constants)[1]:
                return {"same": None, "why": "far away they differ by more than a constant"}
    if len(gaps) < MORE_POINTS // 3 or not letters:
        return {"same": None, "why": "no number could be put in"}
    if any(abs(gap - gaps[0]) > max(abs(gap), 1) * CLOSE for gap in gaps):
        return {"same": None, "why": "constants by name"}
    return {"same": True, "why": f"{EVIDENCE}: in numbers of many digits they differ by a constant, not proved"}


def _gap(left: Tree, right: Tree, at: dict[str, Fraction], constants: list[str]) -> tuple[Any, bool]:
    """The difference at a point, and whether it is another one beside it. Undefined also where a side is not clean."""
    near = {name: place * Fraction(10**9 + 1, 10**9) for name, place in at.items()}
    sides = [Evaluation(where | dict.fromkeys(constants, Fraction(0)), None, 2 * DIGITS) for where in (at, near)]
    gap, beside = (side.value(left) - side.value(right) for side in sides)
    if not all(one.clean for one in sides):
        raise Undefined("not clean")
    return gap, abs(gap - beside) > max(abs(gap), 1) * CLOSE


def _points(
    letters: list[str], draw: random.Random, below: int = 101, within: tuple[tuple[int, int], ...] = _RANGES
) -> list[dict[str, Fraction]]:
    """Places to try, small positive numbers first: inside the domain of logarithms and roots more often than not."""
    if not letters:
        return [{}]
    ranges = [within[i % len(within)] for i in range(TRIES)]
    return [{n: Fraction(draw.randint(below * low, below * high), below) for n in letters} for low, high in ranges]


def _object(text: str) -> Any:
    """A text for which there need be no closed form; a number is read as everywhere else."""
    try:
        found: list[Tree] = []
        walk(tree := read(text), found.append)
    except Unread:
        return _by_latex2sympy(text)
    if any(part[0] in ("letter", "log") for part in found):
        return _by_latex2sympy(text)
    Evaluation({}, None, DIGITS).value(tree)  # raises Unclear where a number is too large to be made
    return proofs.expression(tree, {}, None)


def _by_latex2sympy(text: str) -> Any:
    """What latex2sympy reads, as exact numbers. Raises whatever it raises."""
    from latex2sympy2_extended import latex2sympy2

    def exact(found: re.Match[str]) -> str:  # a float would be an approximation
        digits = found.group(2)
        return rf"\frac{{{int(found.group(1) + digits)}}}{{{10 ** len(digits)}}}"

    text = re.sub(r"(\d*)\.(\d+)", exact, text)
    reader = latex2sympy2._Latex2Sympy(  # noqa: SLF001  # the public function takes units off and lowers letters first  # pyright: ignore[reportPrivateUsage]  # as said
        config=latex2sympy2.ConversionConfig(lowercase_symbols=False)
    )
    return _exact(reader.parse(text))


def _exact(found: Any) -> Any:
    if not isinstance(found, sympy.Basic):
        raise TypeError(f"read as {type(found).__name__}")
    if found.atoms(sympy.Float):
        raise Unclear("a number that is not exact")
    found = found.replace(sympy.Limit, lambda f, x, to, *_: sympy.Limit(f, x, to, "+-" if to.is_finite else "-"))
    constants = {"e": sympy.E, "i": sympy.I}
    return found.xreplace({s: constants[s.name] for s in found.free_symbols if s.name in constants})


def _equal(a: Any, b: Any) -> dict[str, Any]:
    """Two objects of the algebra system: equal as they stand, refuted by numbers, or proved."""
    if a == b:
        return {"same": True}
    if not (isinstance(a, sympy.Expr) and isinstance(b, sympy.Expr)):
        return {"same": None, "why": f"{type(a).__name__} and {type(b).__name__}"}
    a, b = (side.doit() if side.has(*_TO_DO) else side for side in (a, b))
    gap = a - b
    if gap == 0:
        return {"same": True}
    letters = sorted(gap.free_symbols, key=str)
    draw, agreed = random.Random(7), 0
    for at in _points([str(letter) for letter in letters], draw)[:6]:
        where = {letter: sympy.Rational(at[str(letter)]) for letter in letters}
        left, right = (sympy.N(side.subs(where), DIGITS) for side in (a, b))
        if not (left.is_number and right.is_number) or not (left.is_finite and right.is_finite):
            continue
        if left.has(*_TO_DO) or right.has(*_TO_DO):
            continue
        if abs(left - right) > max(abs(left), abs(right), sympy.Rational(1, 10**30)) * sympy.Rational(1, 10**20):
            return {"same": False, "why": "another value"}
        agreed += 1
    if not agreed:
        return {"same": None, "why": "no number could be put in"}
    if proofs.is_zero(gap) or proofs.is_zero(gap, slowly=True):
        return {"same": True}
    return {"same": None, "why": "equal in numbers, not proved"}


if __name__ == "__main__":
    serve(prepare)
