"""Do two shapes mean the same? Decided exactly where that is possible, asked of `algebra` where it is not."""

import re
from collections.abc import Iterable

from thoughtmill.verifiers.contract import SAME, UNREAD, Ask, Check, Outcome, differs, unclear
from thoughtmill.verifiers.math.clocks import same_clock
from thoughtmill.verifiers.math.exact import algebra
from thoughtmill.verifiers.math.exact.algebra import NotExact, Value
from thoughtmill.verifiers.math.parse.families import may_be, same_family
from thoughtmill.verifiers.math.parse.kinds import Bundle, Equation, Family, Ranges, Relation, Scalar, Shape, Words
from thoughtmill.verifiers.math.parse.ranges import range_like, tidy
from thoughtmill.verifiers.math.parse.shapes import name_of
from thoughtmill.verifiers.math.parse.words import is_moment, may_say, same_words, says_nothing
from thoughtmill.verifiers.math.same_scalar import same_scalar


def compare(a: Shape, b: Shape, ask: Ask) -> Check:
    """`a` is the answer, `b` the reference."""
    try:
        return _compare(a, b, ask)
    except NotExact as error:
        return unclear(f"can't be compared exactly: {error}")


def _compare(a: Shape, b: Shape, ask: Ask) -> Check:  # noqa: C901,PLR0912  # one branch a pair of kinds
    match a, b:
        case Scalar(), Scalar():
            return same_scalar(a, b, ask)
        case (Scalar(), Bundle(kind="tuple")) | (Bundle(kind="tuple"), Scalar()) if found := _in_components(a, b):
            return compare(*found, ask)
        case Equation(), Equation():
            return _equations(a, b, ask)
        case Equation(), _ if _names_a_value(a):
            return compare(a.right, b, ask)
        case Equation(left=Scalar(value=Value() as left)), Scalar() if len(left.names()) > 1:
            if _of_letters(left):
                return compare(a.right, b, ask)  # x + y = 7, where the sum was asked for
            return unclear("an equation, or the value of its left side?")
        case _, Equation() if _names_a_value(b):
            return compare(a, b.right, ask)
        case (Equation() as named, Scalar()) | (Scalar(), Equation() as named) if not _solvable(named.left):
            return unclear("an equation, or the value of its left side?")
        case Family(), Family():
            return _families(a, b, ask)
        case Bundle(), Bundle():
            return _bundles(a, b, ask)
        case Ranges(), Ranges():
            return _ranges(a, b, ask)
        case Relation(), Relation():
            return _relations(a, b)
        case (Bundle(), Ranges()) | (Ranges(), Bundle()):
            return _ranges_written_as_pairs(a, b, ask)
        case (Bundle(kind="ratio"), Scalar()) | (Scalar(), Bundle(kind="ratio")):
            return _quotient(a, b, ask)
        case Bundle(kind="list"), Scalar() if len(once := _distinct(list(a.members), ask)) == 1:
            return compare(once[0], b, ask)  # 3/8, or 37.5%
        case (Family(), Scalar()) | (Scalar(), Family()) if any(
            c.isalpha() for one in (a, b) if isinstance(one, Scalar) for c in one.text
        ):
            return unclear("a parameter over which numbers?")
        case (Family(Scalar() as inner), Scalar()) if may_be(inner, b):
            return unclear("a remainder, or all numbers that leave it?")
        case (Scalar(), Family(Scalar() as inner)) if may_be(inner, a):
            return unclear("a remainder, or all numbers that leave it?")
        case (Bundle(members=(only,)), _) if not isinstance(b, Words):
            return compare(only, b, ask)
        case (_, Bundle(members=(only,))) if not isinstance(a, Words):
            return compare(a, only, ask)
        case _:
            return _beside_words(a, b)


def _beside_words(a: Shape, b: Shape) -> Check:
    """Words, or a clock, beside anything; two shapes that no rule compares differ."""
    match a, b:
        case (Words(text), Words(other)):
            if same_words(text, other):
                return SAME
            if re.search(r"[\d\\]", text + other) or len(text) > 2 * len(other) + 6:  # perhaps the same, said otherwise
                return unclear(f"{UNREAD}: {text[:60]!r} is no notation that is known")
            if may_say(text, other):
                return unclear(f"{UNREAD}: {text[:60]!r} may say the same")
            return differs("other words")
        case (Bundle("ratio", (Scalar(text=hour), Scalar(text=minute))), Words(text)) if is_moment(text):
            return same_clock(hour, minute, text)
        case (Words(text), Bundle("ratio", (Scalar(text=hour), Scalar(text=minute)))) if is_moment(text):
            return same_clock(hour, minute, text)
        case (Words(text), Scalar(text=hour, unit=None)) if hour.isdigit() and is_moment(text):
            return SAME if any(same_words(text, f"{hour} {half}") for half in ("am", "pm")) else differs("another time")
        case (Words(text), Bundle("set", ())) | (Bundle("set", ()), Words(text)):
            return SAME if says_nothing(text) else differs("words instead of a set")
        case (Words(text), Ranges() | Bundle(kind="set" | "tuple")) | (
            Ranges() | Bundle(kind="set" | "tuple"),
            Words(text),
        ):
            return unclear(f"{UNREAD}: {text[:60]!r} beside a set")
        case (Words(text), Scalar(text=r"\infty")) | (Scalar(text=r"\infty"), Words(text)):
            return unclear(f"{UNREAD}: {text[:60]!r} beside \\infty")
        case (Words(text), _) | (_, Words(text)) if re.search(r"[\d\\=^]", text):
            return unclear(f"{UNREAD}: {text[:60]!r} is no notation that is known")
        case _:
            return differs(f"{_called(a)} instead of {_called(b)}")


def _in_components(a: Shape, b: Shape) -> tuple[Shape, Shape] | None:
    """A sum in i, j and k as a tuple of their factors, beside the tuple that it is compared with."""
    one, other = (a, b) if isinstance(a, Scalar) else (b, a)
    if not isinstance(one, Scalar) or one.value is None or not isinstance(other, Bundle):
        return None
    units = [((name, 1),) for name in ("i", "j", "k")][: len(other.members)]
    top, names = one.value.top, one.value.names()
    if not names & {"j", "k"} or not top.keys() <= {*units} or len(units) != len(other.members):
        return None
    factors = [
        algebra.divided(Value({(): top[unit]} if unit in top else {}), Value(one.value.bottom)) for unit in units
    ]
    return Bundle("tuple", tuple(Scalar(factor.spelt(), factor) for factor in factors)), other


def _called(found: Shape) -> str:
    match found:
        case Scalar():
            return "one value"
        case Bundle(kind):
            return f"a {kind}"
        case Ranges() | Relation():
            return "a range"
        case Equation():
            return "an equation"
        case Family():
            return "a family"
        case Words():
            return "words"


_FUNCTION = re.compile(r"\\(?:sin|cos|tan|cot)\s*[({]?\s*(?:\\[a-z]+|[A-Za-z])\s*[)}]?")
_DERIVED = re.compile(
    r"\\frac\s*\{d(?:\^.)?\s?[a-z]?\}\s*\{d[a-z]|d[a-z]\s?/\s?d[a-z]$|[A-Za-z](?:\^\{-1\}|'{1,3})(?:\([a-z]\))?$"
)
"""A derivative, or an inverse function."""


def _names_a_value(equation: Equation) -> bool:
    """x = 5, f(x) = 2x, S = …, area = …: the left side only gives the value a name."""
    left = equation.left
    if left.value is None:
        return True
    if (_FUNCTION.fullmatch(left.text) and isinstance(equation.right, Scalar)) or _DERIVED.match(left.text):
        return True
    names = left.value.names()
    if isinstance(equation.right, Scalar) and equation.right.value is not None and names & equation.right.value.names():
        return False
    written = re.sub(r"[ {}]|(?<=\\[A-Za-z])[A-Za-z]+", "", left.text)
    return len(written) <= 5 and 1 <= len(names) <= 2 and _one_term(left.value)


def _solvable(left: Scalar) -> bool:
    """Whether an equation of a number and this is one to be solved: 2x, x + 3, not σ² or f'(2)."""
    return (
        left.value is not None
        and "'" not in left.text
        and len(left.value.names()) == 1
        and not left.value.bottom.keys() - {algebra.ONE}
        and {_degree(key) for key in left.value.top} <= {0, 1}
    )


def _of_letters(value: Value) -> bool:
    """Whether a value is a sum or product of different letters, each once: x + y, ab, r² + s², not 2x + y."""
    powers = [one for key in value.top for one in key]
    return (
        value.bottom == {algebra.ONE: 1}
        and {abs(q) for q in value.top.values()} == {1}
        and algebra.ONE not in value.top
        and len({n for _, n in powers}) == 1
        and (powers[0][1] == 1 or not {name for name, _ in powers} >= {"x", "y"})  # x² + y² = 4 is a circle
        and len({name for name, _ in powers}) == len(powers)
    )


def _one_term(value: Value) -> bool:
    one = value.monomial()
    return one is not None and one[0] == 1 and all(power == 1 for _, power in one[1])


def _equations(a: Equation, b: Equation, ask: Ask) -> Check:
    if _names_a_value(a) and _names_a_value(b) and _same_name(a.left.text, b.left.text):
        return compare(a.right, b.right, ask)
    left, right = _standard(a), _standard(b)
    if left is None or right is None:
        return differs("another name") if name_of(a) and name_of(b) else unclear("equations that need solving")
    if not left.top or not right.top:
        return differs("an equation that says nothing")
    if (open_one := _unsolved(a, b)) is not None:
        return open_one
    ratio = algebra.divided(left, right)
    if ratio.rational() is not None or ratio.same(algebra.number(1)):
        return SAME
    key, q = next(iter(left.top.items()))
    if key not in right.top:
        return differs("another equation")
    scaled = {k: v * q / right.top[key] for k, v in right.top.items()}
    return SAME if scaled == left.top else differs("another equation")


def _unsolved(a: Equation, b: Equation) -> Check | None:
    """3x − 5 = 13 only asks for x = 6; x − 6 = 0 does too, or it is a line, as x = 6 is."""
    solved = name_of(b) is not None and isinstance(b.right, Scalar) and b.right.value and not b.right.value.names()
    if not solved or _names_a_value(a) or a.left.value is None or not isinstance(a.right, Scalar):
        return None
    letters = a.left.value.names() | (a.right.value.names() if a.right.value else set())
    if letters != (b.left.value.names() if b.left.value else set()):
        return None
    gap = _standard(a)
    line = gap and a.right.value and a.right.value.same(algebra.number(0)) and all(_degree(key) <= 1 for key in gap.top)
    return unclear("a line, or an equation that is not solved?") if line else differs("an equation that is not solved")


def _degree(key: algebra.Key) -> float:
    return max((power if isinstance(power, int) else 2 for _, power in key), default=0)


def _same_name(a: str, b: str) -> bool:
    a, b = a.replace(" ", ""), b.replace(" ", "")
    if ("_" in a) != ("_" in b):  # x_1 = 2 is a root of x, v_{esc} a speed v
        a, b = (re.sub(r"(?<=^[A-Za-z])_\{?(?:\d|[A-Za-z]{2,20})\}?$", "", side) for side in (a, b))
    a, b = (re.sub(r"^([a-z])\([a-z]\)$", r"\1", side) if side != "f(x)" else side for side in (a, b))
    return a == b or {a, b} in ({"y", "f(x)"}, {"s", "S"}, {"p", "P"})


def _standard(equation: Equation) -> Value | None:
    """left − right, times its denominator and the letters in it."""
    right = equation.right
    if not isinstance(right, Scalar) or equation.left.value is None or right.value is None:
        return None
    gap = algebra.plus(equation.left.value, right.value, -1).top
    low: dict[str, algebra.Power] = {}
    for key in gap:
        for name, power in key:
            low[name] = min(low.get(name, 0), power)
    lifted = algebra.term({name: -power for name, power in low.items()})
    return Value(algebra.times(gap, lifted))


def _families(a: Family, b: Family, ask: Ask) -> Check:
    """Over the same whole numbers; a shift of the parameter or its sign changes nothing."""
    if isinstance(a.inner, Scalar) and isinstance(b.inner, Scalar):
        if a.inner.unit != b.inner.unit and a.inner.unit and b.inner.unit:
            return unclear("families with units")
        same = same_family(a.inner, b.inner)
        return SAME if same else unclear("families of another form") if same is None else differs("another family")
    found = compare(a.inner, b.inner, ask)
    return found if found.outcome is Outcome.CORRECT else unclear("families that may be the same, shifted")


def _relations(a: Relation, b: Relation) -> Check:
    ratio = algebra.divided(a.gap, b.gap).rational()
    if ratio is None:
        key = next(iter(a.gap.top))
        if key in b.gap.top:
            q = a.gap.top[key] / b.gap.top[key]
            ratio = q if {k: v * q for k, v in b.gap.top.items()} == a.gap.top else None
    if ratio is None or ratio <= 0 or a.strict != b.strict:
        return differs("another inequality")
    return SAME


def _ranges_written_as_pairs(a: Shape, b: Shape, ask: Ask) -> Check:
    """A pair may be an interval, a list of pairs a union of them."""
    made: list[Ranges] = []
    for one in (a, b):
        if isinstance(one, Bundle):
            if not one.members:
                return differs("another kind of set")
            try:
                parts = [range_like(part) for part in one.members] if one.kind == "list" else [range_like(one)]
            except NotExact:
                return differs("another kind of set")
            made.append(Ranges(tuple(r for part in parts for r in part.ranges)))
        elif isinstance(one, Ranges):
            made.append(one)
    return _ranges(made[0], made[1], ask)


def _quotient(a: Shape, b: Shape, ask: Ask) -> Check:
    """The ratio 2:3 has the value 2/3."""
    sides: list[Scalar] = []
    for one in (a, b):
        if isinstance(one, Scalar):
            sides.append(one)
        elif isinstance(one, Bundle) and len(one.members) == 2:
            top, bottom = one.members
            if not (isinstance(top, Scalar) and isinstance(bottom, Scalar) and top.value and bottom.value):
                return differs("a ratio of what?")
            sides.append(Scalar(f"({top.text})/({bottom.text})", algebra.divided(top.value, bottom.value)))
        else:
            return differs("a ratio of several")
    return same_scalar(sides[0], sides[1], ask)


def _bundles(a: Bundle, b: Bundle, ask: Ask) -> Check:
    kinds = {a.kind, b.kind}
    if "ratio" in kinds:
        return _ratios(a, b) if len(kinds) == 1 else differs("a ratio")
    if kinds == {"tuple", "set"}:
        return differs("a set is no tuple")
    if "named" in kinds and len(kinds) == 2:
        return _named(a, b, ask)
    if found := _terms_with_values(a, b, ask):
        return found
    ordered = "tuple" in kinds
    left, right = list(a.members), list(b.members)
    if not ordered:
        left, right = _distinct(left, ask), _distinct(right, ask)
    if len(left) != len(right):
        return differs(f"{len(left)} values instead of {len(right)}")
    if ordered:
        return _all(compare(x, y, ask) for x, y in zip(left, right, strict=True))
    return _unordered(left, right, ask)


def _unordered(left: list[Shape], right: list[Shape], ask: Ask) -> Check:
    if len(left) > 60:
        return unclear("a long set")
    doubt: Check | None = None
    for x in left:
        hit = None
        for i, y in enumerate(right):
            check = compare(x, y, ask)
            if check.outcome is Outcome.CORRECT:
                hit = i
                break
            if check.outcome is Outcome.UNDECIDED:
                doubt = check
        if hit is None:
            return doubt or differs("an element that the reference has not")
        right.pop(hit)
    return SAME


def _named(a: Bundle, b: Bundle, ask: Ask) -> Check:
    """x = 1, y = 2 against (1, 2): by the alphabet. Against 2, 1 in another order nobody can tell."""
    pair, plain = (a, b) if a.kind == "named" else (b, a)
    values = sorted(pair.members, key=lambda one: name_of(one) or "")
    if len(values) != len(plain.members) or plain.kind == "set":
        if len(plain.members) == 1:
            return compare(pair, plain.members[0], ask)
        return differs("values of letters instead of a set")
    checks = [
        compare(one.right if isinstance(one, Equation) and name_of(other) is None else one, other, ask)
        for one, other in zip(values, plain.members, strict=True)
    ]
    found = _all(checks)
    if found.outcome is Outcome.WRONG and plain.kind == "list":
        bare: list[Shape] = [one.right for one in values if isinstance(one, Equation)]
        if _unordered(bare, list(plain.members), ask).outcome is Outcome.CORRECT:
            return unclear("which value is whose?")
    return found


def _terms_with_values(a: Bundle, b: Bundle, ask: Ask) -> Check | None:
    """θ = 3π/2, f(2π/3) = 1 against 3π/2, 1: the values in their order; None where the two are no such lists."""
    told, plain = (a, b) if all(isinstance(one, Equation) for one in a.members) else (b, a)
    terms = [one for one in told.members if isinstance(one, Equation) and _is_term(one.left)]
    if not len(told.members) == len(plain.members) == len(terms) > 1:
        return None
    names = {re.sub(r"(?<=[A-Za-z])_\{?\d\}?$", "", one.left.text.replace(" ", "")) for one in terms}
    if any(isinstance(one, Equation) for one in plain.members) or len(names) < len(terms):
        return None  # x_1 = 2, x_2 = 3: roots have no order
    values = [one.right for one in terms]
    found = _all(compare(x, y, ask) for x, y in zip(values, plain.members, strict=True))
    if found.outcome is Outcome.WRONG and _unordered(values, list(plain.members), ask).outcome is Outcome.CORRECT:
        return unclear("which value is whose?")
    return found


def _is_term(left: Scalar) -> bool:
    """Whether the left side of an equation is one name, or a function of something: θ, f(2π/3)."""
    return left.value is None or (_one_term(left.value) and len(left.value.names()) == 1)


def _ratios(a: Bundle, b: Bundle) -> Check:
    left = [one.value for one in a.members if isinstance(one, Scalar) and one.value is not None]
    right = [one.value for one in b.members if isinstance(one, Scalar) and one.value is not None]
    if not len(a.members) == len(left) == len(right) == len(b.members):
        return differs("another ratio")
    for x, y in zip(left[1:], right[1:], strict=True):
        if not algebra.multiplied(x, right[0]).same(algebra.multiplied(y, left[0])):
            return differs("another ratio")
    return SAME if all(x.top for x in left) and all(y.top for y in right) else differs("a ratio with zero")


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
        if check.outcome is Outcome.UNDECIDED or (check.why and doubt is None):  # evidence is said to be one
            doubt = check
    return doubt or SAME


def _ranges(a: Ranges, b: Ranges, ask: Ask) -> Check:
    if a.letter and b.letter and a.letter != b.letter:
        return differs("another unknown")
    left, right = tidy(a), tidy(b)
    if len(left) != len(right):
        return differs("another set of ranges")
    checks: list[Check] = []
    for x, y in zip(left, right, strict=True):
        if (x.low_in, x.high_in) != (y.low_in, y.high_in):
            return differs("another bracket")
        checks += [_ends(x.low, y.low, ask), _ends(x.high, y.high, ask)]
    return _all(checks)


def _ends(a: Scalar | None, b: Scalar | None, ask: Ask) -> Check:
    if a is None or b is None:
        return SAME if a is b else differs("another end")
    return same_scalar(a, b, ask)
