"""Families of values with a whole number as parameter: kπ with k ∈ ℤ, residues modulo n, sequences over ℕ."""

import re
from collections.abc import Callable

from thoughtmill.verifiers.math.exact.algebra import NotExact, Value, divided, multiplied, named, number, plus
from thoughtmill.verifiers.math.parse.kinds import Bundle, Equation, Family, Range, Ranges, Shape
from thoughtmill.verifiers.math.parse.scalars import Scalar, scalar

Read = Callable[[str], Shape]
PARAMETER, _NAME = "k_{zz}", "k_zz"
"""How the parameter is written in a text that is read again, and its name in a value."""

_LETTER = r"[a-zA-Z]|\\[a-z]+"
_DOMAIN = r"(?:\\?(?P<z>Z)|\\?(?P<n>N))(?:\s*[\^_]?\s*\{?\s*(?P<plus>[*+]|\\ast)\s*\}?)?(?![A-Za-z])"
_CONDITION = re.compile(
    r"\s*[,;:(]?\s*(?:\(|with|where|for|for all|for any|其中|且|and)?\s*"
    rf"(?:(?P<letter>{_LETTER})\s*(?:\\in\s*{_DOMAIN}|(?:is|为|是|\\in)\s*(?:an?"
    rf"|any)?\s*(?P<whole>(?P<positive>positive |正)?(?:integers?|整数)))"
    rf"|(?:any|an|all)?\s*(?P<whole2>(?P<positive2>positive )?\bintegers?)\s+(?P<letter2>{_LETTER})"
    rf"|(?P<letter3>[nkm])\s*\\ge\s*1)\s*\)?\s*$"
)
MARKS = re.compile(r"\\in\s*\\?[ZN]|integer|整数|\\ge\s*1\s*\)?$|\\equiv|≡|\\pmod|\(mod")
_RESIDUE = re.compile(
    r"(?:(?P<letter>[a-z])\s*(?:\\equiv|≡)\s*)?(?P<rest>-?\d{1,30})\s*(?:\\pmod\s*\{?\s*|\(\s*\\?(?:mod"
    r"|bmod)\s*|\\bmod\s*)(?P<n>\d{1,30})\s*[)}]?"
)


def family(text: str, read: Read) -> Shape | None:
    """`…, k ∈ Z` and `x ≡ 3 (mod 7)`; a sequence over the positive integers is its formula."""
    if found := _RESIDUE.fullmatch(text):
        if not int(found["n"]):
            raise NotExact("modulo 0")
        value = plus(number(int(found["rest"])), _times(number(int(found["n"]))))
        return Family(Scalar(text, value))
    found = _CONDITION.search(text)
    if found is None or not found.start():
        return None
    if found["letter3"] and not re.match(r"\s*(?:[,;(]|where|for)", found.group()):
        return None
    before = text[: found.start()]
    if before.count("(") > before.count(")") or before.count("{") > before.count("}") or "⦃" in before:
        return None
    letter = found["letter"] or found["letter2"] or found["letter3"]
    inner = read(before)
    whole = bool(found["z"] and not found["plus"]) or bool(found["whole"] or found["whole2"])
    if found["positive"] or found["positive2"]:
        whole = False
    if not whole:  # over ℕ or the positive integers: the formula itself
        if found["n"] and not found["plus"]:
            raise NotExact("from 0 or from 1?")
        return inner
    return _made(inner, letter)


def _times(stride: Value) -> Value:
    return multiplied(stride, named(_NAME))


def _made(inner: Shape, letter: str) -> Shape:
    """The same with the parameter under its one name."""
    match inner:
        case Scalar():
            return Family(_renamed(inner, letter))
        case Equation() if isinstance(inner.right, Scalar):
            return Equation(inner.left, Family(_renamed(inner.right, letter)))
        case Ranges():
            ends = [
                Range(
                    one.low and _renamed(one.low, letter),
                    one.high and _renamed(one.high, letter),
                    one.low_in,
                    one.high_in,
                )
                for one in inner.ranges
            ]
            return Family(Ranges(tuple(ends), inner.letter))
        case Bundle() if inner.kind in ("list", "set"):
            return Bundle(inner.kind, tuple(_made(one, letter) for one in inner.members))
        case Bundle() if inner.kind == "tuple" and len(inner.members) == 2:
            return Family(
                Bundle(
                    "tuple", tuple(_renamed(one, letter) if isinstance(one, Scalar) else one for one in inner.members)
                )
            )
        case _:
            raise NotExact("a family of what?")


def _renamed(one: Scalar, letter: str) -> Scalar:
    if one.value is None or PARAMETER in one.text:
        raise NotExact("a family of unknown form")
    text = re.sub(
        rf"(?<![\\A-Za-z]){re.escape(letter)}(?![A-Za-z])" if letter.isalpha() else re.escape(letter) + r"(?![a-z])",
        f"({PARAMETER})",
        one.text,
    )
    found = scalar(text)
    return Scalar(found.text, found.value, one.unit, one.percent)


def same_family(a: Scalar, b: Scalar) -> bool | None:
    """Whether two families linear in their parameter hold the same values; None if they aren't linear."""
    left, right = _linear(a.value), _linear(b.value)
    if left is None or right is None:
        return None
    ratio = divided(left[1], right[1]).rational()
    gap = divided(plus(left[0], right[0], -1), right[1]).rational()
    return ratio is not None and abs(ratio) == 1 and gap is not None and gap.denominator == 1


def may_be(family: Scalar, one: Scalar) -> bool:
    """Whether a whole number is among those that leave a remainder: 23 of 10 (mod 13)."""
    parts = _linear(family.value)
    if parts is None or one.value is None or _RESIDUE.fullmatch(family.text) is None:
        return False
    steps = divided(plus(one.value, parts[0], -1), parts[1]).rational()
    return steps is not None and steps.denominator == 1


def _linear(value: Value | None) -> tuple[Value, Value] | None:
    """offset and stride of offset + stride · k."""
    if value is None or any(n == _NAME for key in value.bottom for n, _ in key):
        return None
    offset, stride = {}, {}
    for key, q in value.top.items():
        powers = dict(key)
        if (power := powers.pop(_NAME, 0)) == 0:
            offset[key] = q
        elif power == 1:
            stride[tuple(pair for pair in key if pair[0] != _NAME)] = q
        else:
            return None
    return (Value(offset, value.bottom), Value(stride, value.bottom)) if stride else None
