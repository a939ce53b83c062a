"""Solutions with constants that nobody fixed: C_1e^x + C_2 may be called Ae^x + B, x² + C be written x² − 1 + C."""

import itertools
import re

from thoughtmill.verifiers.contract import SAME, Check, unclear
from thoughtmill.verifiers.math.exact.algebra import ONE, Atom, NotExact, Sum, Value
from thoughtmill.verifiers.math.parse.kinds import Equation, Scalar, Shape
from thoughtmill.verifiers.math.symbolic import symbolic

_OF_REFERENCE = re.compile(r"[Cc](?:_\w)?")
_OF_ANSWER = re.compile(r"[Cc](?:_\w)?|[ABDKk](?:_\w)?")


def same_with_constants(answer: Shape, wanted: Shape, question: str) -> Check | None:
    """What two values with such constants come to; None if the reference has none, or the question names them."""
    left, right = (one.right if isinstance(one, Equation) else one for one in (answer, wanted))
    if not isinstance(left, Scalar) or not isinstance(right, Scalar) or left.value is None or right.value is None:
        return None
    theirs = sorted(name for name in right.value.names() if _OF_REFERENCE.fullmatch(name))
    given = right.value.names() - {*theirs}
    ours = sorted(name for name in left.value.names() - given if _OF_ANSWER.fullmatch(name))
    variables = [name for name in given if isinstance(name, Atom) or (name.isascii() and name[0].islower())]
    if not theirs or not variables or len(ours) != len(theirs) or len(ours) > 4:
        return None
    added = len(ours) == 1 and _is_added(left, ours[0]) and _is_added(right, theirs[0])
    if not added and any(re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", question) for name in theirs):
        return None
    if len(ours) == 1 and not added and ours[0].lower() != theirs[0].lower():
        return None
    try:
        for names in itertools.permutations(theirs):
            if _renamed(left.value, dict(zip(ours, names, strict=True))).same(right.value):
                return SAME
    except NotExact:
        return None
    if added:
        return symbolic.equal_but_for_a_constant(left.text, right.text, [ours[0], theirs[0]])
    return unclear("constants by name")


def _renamed(value: Value, names: dict[str, str]) -> Value:
    def side(terms: Sum) -> Sum:
        return {tuple(sorted((names.get(name, name), n) for name, n in key)): q for key, q in terms.items()}

    return Value(side(value.top), side(value.bottom))


def _is_added(one: Scalar, constant: str) -> bool:
    """Whether the constant stands there once, as a term of its own."""
    if one.value is None or one.value.bottom.keys() != {ONE} or ((constant, 1),) not in one.value.top:
        return False
    return len(re.findall(rf"(?<![A-Za-z\\]){constant[0]}(?![A-Za-z])", one.text)) == 1
