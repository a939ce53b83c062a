"""Do two shapes mean the same? Decided exactly where that is possible, asked of `algebra` where it is not."""

from collections.abc import Callable, Iterable
from fractions import Fraction

from thoughtmill.verifiers import algebra
from thoughtmill.verifiers.algebra import NotExact, Value
from thoughtmill.verifiers.contract import Check, Outcome
from thoughtmill.verifiers.shapes import Bundle, Equation, Range, Ranges, Scalar, Shape, Words, as_ranges

Ask = Callable[[str, str], Check]
"""Decides whether two undressed expressions are equal: the algebra system behind its walls."""

SAME = Check(Outcome.CORRECT)
_NONE = {
    "none",
    "no solution",
    "no solutions",
    "no real solutions",
    "无解",
    "不存在",
    "does not exist",
    "dne",
    "undefined",
}


def differs(why: str) -> Check:
    """A WRONG check."""
    return Check(Outcome.WRONG, why)


def unclear(why: str) -> Check:
    """An UNDECIDED check."""
    return Check(Outcome.UNDECIDED, why)


def compare(a: Shape, b: Shape, ask: Ask) -> Check:
    """`a` is the answer, `b` the reference."""
    match a, b:
        case Scalar(), Scalar():
            return _scalars(a, b, ask)
        case Equation(), Equation():
            return _equations(a, b, ask)
        case Equation(), _ if _names_a_value(a):
            return compare(a.right, b, ask)
        case _, Equation() if _names_a_value(b):
            return compare(a, b.right, ask)
        case Bundle(), Bundle():
            return _bundles(a, b, ask)
        case Ranges(), Ranges():
            return _ranges(a, b, ask)
        case (Bundle(), Ranges()) | (Ranges(), Bundle()):
            pair = a if isinstance(a, Bundle) else b
            other = b if isinstance(b, Ranges) else a
            ranges = as_ranges(pair) if isinstance(pair, Bundle) else None
            return (
                _ranges(ranges, other, ask) if ranges and isinstance(other, Ranges) else differs("another kind of set")
            )
        case (Bundle(members=(only,)), _) if not isinstance(b, Words):
            return compare(only, b, ask)
        case (_, Bundle(members=(only,))) if not isinstance(a, Words):
            return compare(a, only, ask)
        case Words(), Words():
            return _words(a.text, b.text)
        case Words(text), Bundle("set", ()):
            return SAME if text.lower() in _NONE else differs("words instead of a set")
        case _:
            return differs(f"{_called(a)} instead of {_called(b)}")


def _called(found: Shape) -> str:
    match found:
        case Scalar():
            return "one value"
        case Bundle(kind):
            return f"a {kind}"
        case Ranges():
            return "a range"
        case Equation():
            return "an equation"
        case Words():
            return "words"


def _words(a: str, b: str) -> Check:
    a, b = a.lower(), b.lower()
    if a == b or {a, b} <= _NONE:
        return SAME
    return differs("other words")


def _scalars(a: Scalar, b: Scalar, ask: Ask) -> Check:
    if (a.base or 10) != (b.base or 10):
        if a.value and b.value and a.value.same(b.value):
            return unclear("the same number in another base")
        return differs("another base")
    factor = Fraction(1)
    if a.unit and b.unit:
        if a.unit.measures != b.unit.measures:
            return differs("another unit")
        factor = a.unit.size / b.unit.size
    if a.value is None or b.value is None:
        if factor != 1:
            return unclear("units that differ around an expression")
        return SAME if a.text.replace(" ", "") == b.text.replace(" ", "") else ask(a.text, b.text)
    try:
        left = algebra.multiplied(a.value, algebra.number(factor))
        if left.same(b.value):
            return SAME
        if a.percent != b.percent and _hundredfold(left, b.value):
            return unclear("50 or 50 %?")
    except NotExact as error:
        return unclear(f"too large to compare: {error}")
    if (a.unit is None) != (b.unit is None) and "angle" in (_measures(a), _measures(b)) and _has_pi(a, b):
        return unclear("degrees or radians?")
    return differs("another value")


def _measures(one: Scalar) -> str | None:
    return one.unit.measures if one.unit else None


def _has_pi(a: Scalar, b: Scalar) -> bool:
    return any(one.value is not None and r"\pi" in one.value.letters() for one in (a, b))


def _hundredfold(a: Value, b: Value) -> bool:
    hundred = algebra.number(100)
    return algebra.multiplied(a, hundred).same(b) or a.same(algebra.multiplied(b, hundred))


def _names_a_value(equation: Equation) -> bool:
    """x = 5, f(x) = 2x, S = …: the left side only gives the value a name."""
    left = equation.left
    if left.value is None:
        return (left.text.startswith("\\") and left.text[1:].isalpha()) or len(left.text) <= 4
    names = left.value.letters()
    return len(left.text.replace(" ", "")) <= 5 and len(names) <= 2 and _one_term(left.value)


def _one_term(value: Value) -> bool:
    return len(value.top) == 1 and next(iter(value.top.values())) == 1


def _equations(a: Equation, b: Equation, ask: Ask) -> Check:
    if _names_a_value(a) and _names_a_value(b) and a.left.text.replace(" ", "") == b.left.text.replace(" ", ""):
        return compare(a.right, b.right, ask)
    left, right = _standard(a), _standard(b)
    if left is None or right is None:
        return unclear("equations that need solving")
    if not left.top or not right.top:
        return differs("an equation that says nothing")
    try:
        ratio = algebra.divided(left, right)
        if ratio.rational() is not None:
            return SAME
        (key, q), other = next(iter(left.top.items())), right.top
        scaled = {k: v * q / other[key] for k, v in other.items()} if key in other else None
        return SAME if scaled == left.top else differs("another equation")
    except NotExact as error:
        return unclear(f"too large to compare: {error}")


def _standard(equation: Equation) -> Value | None:
    """left − right, times its denominator."""
    right = equation.right
    if not isinstance(right, Scalar) or equation.left.value is None or right.value is None:
        return None
    try:
        return Value(algebra.plus(equation.left.value, right.value, -1).top, algebra.number(1).top)
    except NotExact:
        return None


def _bundles(a: Bundle, b: Bundle, ask: Ask) -> Check:
    ordered = a.kind == "tuple" or b.kind == "tuple"
    if {a.kind, b.kind} == {"tuple", "set"}:
        return differs("a set is no tuple")
    left, right = list(a.members), list(b.members)
    if not ordered:
        left, right = _distinct(left, ask), _distinct(right, ask)
    if len(left) != len(right):
        return differs(f"{len(left)} values instead of {len(right)}")
    if ordered:
        return _all(compare(x, y, ask) for x, y in zip(left, right, strict=True))
    if len(left) > 60:
        return unclear("a long set")
    doubt: Check | None = None
    for x in left:
        checks = [compare(x, y, ask) for y in right]
        hit = next((i for i, check in enumerate(checks) if check.outcome is Outcome.CORRECT), None)
        if hit is not None:
            right.pop(hit)
            continue
        doubt = next((check for check in checks if check.outcome is Outcome.UNDECIDED), None)
        if doubt is None:
            return differs("an element that the reference has not")
        return doubt
    return SAME


def _distinct(members: list[Shape], ask: Ask) -> list[Shape]:
    kept: list[Shape] = []
    for one in members[:200]:
        if not any(one == other or _surely_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _surely_same(a: Shape, b: Shape) -> bool:
    return compare(a, b, lambda x, y: unclear("not asked")).outcome is Outcome.CORRECT


def _all(checks: Iterable[Check]) -> Check:
    doubt: Check | None = None
    for check in checks:
        if check.outcome is Outcome.WRONG:
            return check
        if check.outcome is Outcome.UNDECIDED:
            doubt = check
    return doubt or SAME


def _ranges(a: Ranges, b: Ranges, ask: Ask) -> Check:
    if a.letter and b.letter and a.letter != b.letter:
        return differs("another unknown")
    left, right = _in_order(a), _in_order(b)
    if len(left) != len(right):
        return differs("another set of ranges")
    checks: list[Check] = []
    for x, y in zip(left, right, strict=True):
        if (x.low_in, x.high_in) != (y.low_in, y.high_in):
            return differs("another bracket")
        checks += [_ends(x.low, y.low, ask), _ends(x.high, y.high, ask)]
    return _all(checks)


def _in_order(found: Ranges) -> list[Range]:
    def place(one: Range) -> tuple[bool, Fraction, str]:
        q = one.low.value.rational() if one.low and one.low.value else None
        return one.low is not None, q if q is not None else Fraction(0), one.low.text if one.low else ""

    return sorted(found.ranges, key=place)


def _ends(a: Scalar | None, b: Scalar | None, ask: Ask) -> Check:
    if a is None or b is None:
        return SAME if a is b else differs("another end")
    return _scalars(a, b, ask)
