"""Powers, roots, logarithms and circular functions of exact values; what stays whole becomes an atom."""

from fractions import Fraction
from math import isqrt

from thoughtmill.verifiers.math.exact.algebra import (
    IM,
    MAX_BITS,
    ONE,
    PI,
    TURN,
    UNIT,
    Atom,
    E,
    Key,
    NotExact,
    Power,
    Value,
    divided,
    multiplied,
    named,
    number,
    plus,
    primes,
    primitive,
    term,
)

_HALF = Fraction(1, 2)


def power(base: Value, exponent: Value) -> Value:
    """base ^ exponent. Raises NotExact where that has no value or gets too large."""
    e = exponent.rational()
    if e is None:
        return _open_power(base, exponent)
    if abs(e) > 10**6:
        raise NotExact("a high power")
    return _whole_power(base, e.numerator) if e.denominator == 1 else _broken_power(base, e)


def _whole_power(base: Value, n: int) -> Value:
    if not base.top:
        if n <= 0:
            raise NotExact("0^0")
        return base
    if n < 0:
        return divided(number(1), _whole_power(base, -n))
    if (one := base.monomial()) is not None:
        q, key = one
        if max(q.numerator.bit_length(), q.denominator.bit_length()) * n > MAX_BITS:
            raise NotExact("too large")
        return multiplied(number(q**n), Value(term({name: p * n for name, p in key})))
    if n > 32:
        raise NotExact("a high power of a sum")
    result = number(1)
    for _ in range(n):
        result = multiplied(result, base)
    return result


def _broken_power(base: Value, e: Fraction) -> Value:
    """Roots: of positive numbers as powers of primes, of one letter as a power of it, √(a+b√c) where it comes apart."""
    if not base.top:
        if e < 0:
            raise NotExact("0 to a negative power")
        return base
    one = base.monomial()
    if one is not None and one[0] < 0:
        if e.denominator != 2:
            raise NotExact("which root of a negative number?")
        turned = multiplied(number(-1), base)
        return multiplied(_broken_power(turned, e), _whole_power(named(IM), e.numerator))
    if one is not None:
        q, key = one
        strangers = [(name, p) for name, p in key if not _positive(name)]
        if not strangers or (len(strangers) == 1 and strangers[0][1] == 1 and strangers[0][0] != IM):
            root = _root_of_number(q, e)
            return multiplied(root, Value(term({name: Fraction(p) * e for name, p in key})))
    if abs(e) == _HALF and (apart := _denested(base)) is not None:
        return apart if e > 0 else divided(number(1), apart)
    content, rest = primitive(base.top)
    if base.bottom.keys() != {ONE}:
        whole = Value(dict(base.top.items()), base.bottom)
        return named(Atom.of(f"⟨{whole.spelt()}⟩", "root of quotient", None, whole), e)
    content /= base.bottom[ONE]
    if content < 0:
        content, rest = -content, {key: -q for key, q in rest.items()}
    atom = Atom.of(f"⟨{Value(rest).spelt()}⟩", "root", None, Value(rest))
    return multiplied(_root_of_number(content, e), Value(term({atom: e})))


def _positive(name: str) -> bool:
    return name.isdigit() or name in (PI, E) or (isinstance(name, Atom) and name.function == "positive")


def _root_of_number(q: Fraction, e: Fraction) -> Value:
    powers: dict[str, Power] = {}
    for n, sign in ((q.numerator, 1), (q.denominator, -1)):
        root = isqrt(n)
        doubled = root * root == n  # a large square needs no factors if only its root is wanted
        if doubled and e.denominator == 2 and root.bit_length() > 40:
            return multiplied(number(Fraction(root) ** (sign * e.numerator)), _root_of_number(q / n**sign, e))
        for p, k in primes(root if doubled else n).items():
            powers[str(p)] = powers.get(str(p), 0) + sign * k * (2 if doubled else 1) * e
    if any(abs(p) * int(name).bit_length() > MAX_BITS for name, p in powers.items()):
        raise NotExact("too large")
    return Value(term(powers))


def _denested(base: Value) -> Value | None:
    """√(a ± b√c) = √m ± √n, if m and n are rational."""
    if base.bottom.keys() != {ONE} or len(base.top) != 2 or ONE not in base.top:
        return None
    ((key, b),) = [(k, q) for k, q in base.top.items() if k]
    if len(key) < 1 or any(not (name.isdigit() and p == _HALF) for name, p in key):
        return None
    c = 1
    for name, _ in key:
        c *= int(name)
    a, b = base.top[ONE] / base.bottom[ONE], b / base.bottom[ONE]
    square = a * a - b * b * c
    if a <= 0 or square < 0:
        return None
    up, down = isqrt(square.numerator), isqrt(square.denominator)
    if up * up != square.numerator or down * down != square.denominator:
        return None
    r = Fraction(up, down)
    m, n = (a + r) / 2, (a - r) / 2
    return plus(_root_of_number(m, _HALF), _root_of_number(n, _HALF) if n else number(0), 1 if b > 0 else -1)


def nth_root(value: Value, n: int) -> Value:
    r"""`\sqrt[n]{value}`: the real root, of negative numbers too where n is odd."""
    q = value.rational()
    if q is not None and q < 0 and n % 2:
        return multiplied(number(-1), power(number(-q), number(Fraction(1, n))))
    return power(value, number(Fraction(1, n)))


def _open_power(base: Value, exponent: Value) -> Value:
    """b^(p·m + …) = (b^m)^p · …: exponents add up whatever they are, since b^z is e^(z·ln b)."""
    if exponent.bottom.keys() != {ONE}:
        whole, down = exponent, UNIT
        if exponent.monomial() is None:
            spelt = f"({base.spelt()})^({whole.spelt()})"
            return named(Atom.of(spelt, "power", whole, base))
    down = exponent.bottom[ONE]
    result = number(1)
    for key, q in exponent.top.items():
        result = multiplied(result, _single_power(base, key, q / down))
    return result


def _single_power(base: Value, key: Key, q: Fraction) -> Value:
    if key == ONE:
        return power(base, number(q))
    one = base.monomial()
    if one == (UNIT, ((E, 1),)):
        if key == ((IM, 1), (PI, 1)):
            return _turned(q)
        for place, (name, p) in enumerate(key):  # e^(q·m·ln a) = a^(q·m)
            if isinstance(name, Atom) and name.function == "ln" and p == 1 and name.argument is not None:
                return power(name.argument, Value({key[:place] + key[place + 1 :]: q}))
    exponent = Value({key: UNIT})
    if one is None or one[0] < 0 or len(one[1]) > 1:
        if one == (-UNIT, ONE):
            return named(Atom.of(f"(-1)^({exponent.spelt()})", "power", exponent, base), q)
        return named(Atom.of(f"({base.spelt()})^({exponent.spelt()})", "power", exponent, base), q)
    if not base.top:
        raise NotExact("a power of 0")
    factors: dict[str, Power] = {str(p): k for p, k in primes(one[0].numerator).items()}
    for p, k in primes(one[0].denominator).items():
        factors[str(p)] = -k
    powers: dict[str, Power] = {}
    for name, k in [*factors.items(), *one[1]]:
        if k != 1 and not _positive(name):
            return named(Atom.of(f"({base.spelt()})^({exponent.spelt()})", "power", exponent, base), q)
        of_name = number(int(name)) if name.isdigit() else named(name)
        kind = "positive" if _positive(name) and not any(n == IM for n, _ in key) else "power"
        powers[Atom.of(f"({name})^({exponent.spelt()})", kind, exponent, of_name)] = k * q
    return Value(term(powers))


def _turned(q: Fraction) -> Value:
    """e^(iπq)."""
    q %= 2
    if (q * 12).denominator == 1:
        return plus(_cosine(q), multiplied(named(IM), _cosine((q - _HALF) % 2)))
    return Value(term({TURN: q}))


def _cosine(q: Fraction) -> Value:
    """cos(πq) for 12·q whole, 0 ≤ q < 2."""
    if q > 1:
        q = 2 - q
    sign = -1 if q > _HALF else 1
    twelfths = int((q if sign == 1 else 1 - q) * 12)
    root = _root_of_number
    table = {
        0: lambda: number(1),
        1: lambda: divided(plus(root(Fraction(6), _HALF), root(Fraction(2), _HALF)), number(4)),
        2: lambda: divided(root(Fraction(3), _HALF), number(2)),
        3: lambda: divided(root(Fraction(2), _HALF), number(2)),
        4: lambda: number(_HALF),
        5: lambda: divided(plus(root(Fraction(6), _HALF), root(Fraction(2), _HALF), -1), number(4)),
        6: lambda: number(0),
    }
    return multiplied(number(sign), table[twelfths]())


def circular(function: str, x: Value) -> Value:
    """sin, cos, tan … of x by e^(ix), sinh … by e^x: so all their identities are those of powers."""
    turned = function in ("sin", "cos", "tan", "cot", "sec", "csc")
    up = power(named(E), multiplied(named(IM), x) if turned else x)
    down = (
        divided(number(1), up)
        if up.monomial()
        else power(named(E), multiplied(number(-1), multiplied(named(IM), x) if turned else x))
    )
    total, gap = plus(up, down), plus(up, down, -1)
    if turned:
        gap = divided(gap, named(IM))
    cosine, sine = divided(total, number(2)), divided(gap, number(2))
    match function.removesuffix("h"):
        case "sin":
            return sine
        case "cos":
            return cosine
        case "tan":
            return divided(sine, cosine)
        case "cot":
            return divided(cosine, sine)
        case "sec":
            return divided(number(1), cosine)
        case _:
            return divided(number(1), sine)


def logarithm(x: Value) -> Value:
    """ln x, split into logarithms of primes where x is one positive term."""
    if x.rational() == 1:
        return number(0)
    one = x.monomial()
    if one is None or one[0] <= 0:
        if not x.top or (one is not None and not one[1]):
            raise NotExact("the logarithm of a number that is not positive")
        return _whole_logarithm(x)
    q, key = one
    strangers = [(name, p) for name, p in key if not _positive(name)]
    if len(strangers) > 1 or (strangers and (abs(strangers[0][1]) != 1 or strangers[0][0] == IM)):
        return _whole_logarithm(x)
    total = number(0)
    for n, sign in ((q.numerator, 1), (q.denominator, -1)):
        for p, k in primes(n).items():
            total = plus(total, multiplied(number(sign * k), _whole_logarithm(number(p))))
    for name, p in key:
        base = number(int(name)) if name.isdigit() else named(name)
        if name == E:
            total = plus(total, number(p))
        elif isinstance(name, Atom) and name.function == "positive":
            assert name.argument is not None
            assert name.base is not None
            total = plus(total, multiplied(number(p), multiplied(name.argument, logarithm(name.base))))
        else:
            total = plus(total, multiplied(number(p), _whole_logarithm(base)))
    return total


def _whole_logarithm(x: Value) -> Value:
    return named(Atom.of(f"ln({x.spelt()})", "ln", x))
