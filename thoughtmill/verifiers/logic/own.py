"""Scorers of our own, so that common puzzles need no package: expressions that reach a number, knights and knaves."""

import re
from collections import Counter
from fractions import Fraction
from typing import Any

from thoughtmill.verifiers.math.symbolic.closed_form import Tree, Unclear, Unread, read

MAX_EXPRESSION = 400
"""Characters; four to six numbers take fewer."""
SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-"})
_TELLS = re.compile(r"(\w+) is an? (\w+)")


def reaches(answer: str, numbers: list[int], target: int) -> bool:
    """Whether an expression uses exactly these numbers and has this value; `= 24` may follow it."""
    answer = answer.translate(SIGNS)
    if len(answer) > MAX_EXPRESSION:
        return False
    answer = re.sub(rf"\s*=\s*{re.escape(str(target))}\s*\Z", "", answer.rstrip().removesuffix("."))
    if "." in answer:  # 1.5 is neither 1 nor 5
        return False
    if Counter(map(int, re.findall(r"\d+", answer))) != Counter(numbers):
        return False
    try:
        return _value(read(answer)) == target
    except (Unread, Unclear, ZeroDivisionError, RecursionError):
        return False


def _value(tree: Tree) -> Fraction:
    match tree:
        case ("number", number):
            return number
        case ("add", left, right):
            return _value(left) + _value(right)
        case ("minus", of):
            return -_value(of)
        case ("multiply", left, right):
            return _value(left) * _value(right)
        case ("divide", left, right):
            return _value(left) / _value(right)
        case _:
            raise Unread(str(tree[0]))


def tells_the_same(answer: str, wanted: str) -> bool:
    """Whether an answer says of the same people that they are the same; each once, in any order."""
    found, ours = (_TELLS.findall(text.casefold()) for text in (answer, wanted))
    return sorted(found) == sorted(ours) and len(dict(found)) == len(found) > 0


def own_score(task: str, answer: str, entry: dict[str, Any]) -> bool:
    """Whether an answer to a task of OWN is right. Raises KeyError if the entry lacks what is needed."""
    if task == "knights_knaves":
        return tells_the_same(answer, entry["answer"])
    metadata = entry["metadata"]
    return reaches(answer, metadata["numbers"], metadata.get("target", 24))
