"""Whether two single values are the same: numbers, expressions, quantities with their units."""

import re

from thoughtmill.verifiers.contract import SAME, UNREAD, Ask, Check, differs, unclear
from thoughtmill.verifiers.math.exact import algebra
from thoughtmill.verifiers.math.exact.algebra import PI, NotExact, Value
from thoughtmill.verifiers.math.exact.approximation import approximate, surely_differ
from thoughtmill.verifiers.math.parse import reading
from thoughtmill.verifiers.math.parse.kinds import Scalar


def same_scalar(a: Scalar, b: Scalar, ask: Ask) -> Check:
    """`a` is the answer, `b` the reference; what is no exact number of ours is asked of `ask`."""
    if (a.base or 10) != (b.base or 10):
        if a.value and b.value and a.value.same(b.value):
            return unclear("the same number in another base")
        return differs("another base")
    factor = algebra.number(1)
    if a.unit and b.unit and a.unit != b.unit:
        if {a.unit.measures, b.unit.measures} == _ANGLES:
            turn = algebra.divided(algebra.named(PI), algebra.number(180))
            factor = turn if a.unit.measures == (("degrees", 1),) else algebra.divided(algebra.number(1), turn)
        elif a.unit.measures != b.unit.measures:
            return _counted(a, b)
        factor = algebra.multiplied(factor, algebra.number(a.unit.size / b.unit.size))
    if a.value is None or b.value is None:
        if factor.rational() != 1:
            return unclear("units that differ around an expression")
        return SAME if a.text.replace(" ", "") == b.text.replace(" ", "") else ask(a.text, b.text)
    left = a.value if factor.rational() == 1 else algebra.multiplied(a.value, factor)
    if left.same(b.value) or _same_float(left, b) or (factor.rational() == 1 and _noisy(a, b.value)):
        return SAME
    if a.percent != b.percent and not a.unit and not b.unit and _hundredfold(left, b.value):
        return unclear("50 or 50 %?")
    if (a.unit is None) != (b.unit is None) and _measure_angles(a, b) and _in_radians(a, b):
        return unclear("degrees or radians?")
    if algebra.independent(left.names() | b.value.names()) or surely_differ(left, b.value):
        return _natural(a, b) or _in_dozens(left, a, b) or differs("another value")
    return ask(a.text, b.text) if factor.rational() == 1 else unclear("units that differ around an expression")


def _noisy(answer: Scalar, reference: Value) -> bool:
    """Whether an answer is a short decimal with the noise of floating point: 7.000000000000001 for 7."""
    q = reference.rational()
    if q is None or 10**6 % q.denominator or _digits(answer.text.strip()) > _DIGITS_OF_A_FLOAT + 1:
        return False  # a program prints no more of them: who writes 0.99999999999999999999 for 1 means that
    return _same_float(reference, answer)


def _same_float(value: Value, printed_one: Scalar) -> bool:
    """Whether what a program printed is this number: 0.16666666666666666 is 1/6."""
    text = printed_one.text.strip()
    if not re.fullmatch(r"-?\d*\.\d{9,}", text) or _digits(text) < _MANY_DIGITS:
        return False
    try:
        found, off = approximate(value)
    except NotExact:
        return False
    printed = float(text)
    last = 0.51 * 10.0 ** -len(text.partition(".")[2])
    return not value.names() and not found.imag and abs(found.real - printed) <= max(last, 1e-14 * abs(printed)) + off


def _digits(text: str) -> int:
    return len(text.lstrip("-0.").replace(".", ""))


_MANY_DIGITS = 10
"""Significant ones of a decimal that is no chance: 0.1666666667 is 1/6."""
_DIGITS_OF_A_FLOAT = 16
"""Significant ones: as many has a binary fraction of 64 bits when it is printed, and people write fewer."""


_LOG = re.compile(r"\\log(?!\s*_)(?![a-z])")


def _natural(a: Scalar, b: Scalar) -> Check | None:
    """Undecided if the two are equal with the natural logarithm where no base is written."""
    if r"\log" not in a.text + b.text:
        return None
    values: list[Value] = []
    for one in (a, b):
        try:
            values.append(reading.read(_LOG.sub(r"\\ln ", one.text)))
        except NotExact:
            return None
    return unclear("a logarithm to which base?") if values[0].same(values[1]) else None


def _in_dozens(left: Value, a: Scalar, b: Scalar) -> Check | None:
    """Undecided if one of two is the other in dozens: 12 dozen and 144."""
    assert b.value is not None
    twelve = algebra.number(12)
    for one, value, other in ((a, left, b.value), (b, b.value, left)):
        if one.unit and one.unit.measures == _DOZENS and algebra.multiplied(value, twelve).same(other):
            return unclear("dozens, or what is counted by them?")
    return None


_DOZENS = (("count of dozen", 1),)


def _counted(a: Scalar, b: Scalar) -> Check:
    """12个 is 12个苹果; 12 apples may be 12个苹果, but nothing translates it; other units differ."""
    assert a.unit is not None
    assert b.unit is not None
    names = [one.unit.measures[0][0].removeprefix("count").strip() for one in (a, b) if one.unit and one.unit.measures]
    counts = all(one.unit and one.unit.measures and one.unit.measures[0][0].startswith("count") for one in (a, b))
    known = not any(one.unit and one.unit.measures and one.unit.measures[0][0].startswith("count") for one in (a, b))
    if {a.unit.measures, b.unit.measures} == _POUNDS:
        known = False
    if known or a.value is None or b.value is None or not a.value.same(b.value):
        return differs("another unit")
    if counts and ("" in names or _classified(*names)):
        return SAME
    return unclear(f"{UNREAD}: another unit, or another name of it?")


_CLASSIFIERS = set("个只条棵本件张支枝块辆人位名头匹粒颗朵间座栋台艘架把盒袋瓶包箱次种道面根双对副套段筐捆")


def _classified(one: str, other: str) -> bool:
    """18棵 and 18棵树: the word that counts, with what is counted or without."""
    short, long = sorted((one.removeprefix("of "), other.removeprefix("of ")), key=len)
    return short in _CLASSIFIERS and long.startswith(short)


_POUNDS = {(("mass", 1),), (("pound sterling", 1),)}
_ANGLES = {(("degrees", 1),), (("radians", 1),)}


def _measure_angles(a: Scalar, b: Scalar) -> bool:
    return any(one.unit is not None and one.unit.measures in _ANGLES for one in (a, b))


def _in_radians(a: Scalar, b: Scalar) -> bool:
    """Whether the two agree if the one with a unit is turned into the other's."""
    left, right = (a, b) if a.unit is not None else (b, a)
    assert left.value is not None
    assert right.value is not None
    turn = algebra.divided(algebra.named(PI), algebra.number(180))
    return algebra.multiplied(left.value, turn).same(right.value) or left.value.same(
        algebra.multiplied(right.value, turn)
    )


def _hundredfold(a: Value, b: Value) -> bool:
    hundred = algebra.number(100)
    return algebra.multiplied(a, hundred).same(b) or a.same(algebra.multiplied(b, hundred))
