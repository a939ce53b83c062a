"""The program behind the walls: asks the scorers of reasoning-gym. Started by `isolated_worker.py`."""

import importlib
import re
from collections import Counter
from fractions import Fraction
from typing import Any

from thoughtmill.verifiers.isolated_loop import Answer, serve
from thoughtmill.verifiers.logic.tasks import ARITHMETIC, EXACT, NUMBER, ONE_OF, USABLE
from thoughtmill.verifiers.math.symbolic.closed_form import Tree, Unclear, Unread, read

MAX_EXPRESSION = 400
"""Characters; four to six numbers take fewer."""

_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-"})


def prepare() -> Answer:
    """Load reasoning-gym; what it returns gives the score of each of `answers`, null where a scorer can't read one."""
    create_dataset = importlib.import_module("reasoning_gym.factory").create_dataset
    asked = USABLE - EXACT - NUMBER - ONE_OF - ARITHMETIC
    scorers = {task: create_dataset(task, seed=0, size=1) for task in sorted(asked)}

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        task, entry, config = request["task"], request["entry"], request["config"]
        if task in ARITHMETIC:
            target = entry["metadata"].get("target", 24)
            return {"scores": [float(reaches(one, entry["metadata"]["numbers"], target)) for one in request["answers"]]}
        scorer = create_dataset(task, seed=0, size=1, **config) if config else scorers[task]
        return {"scores": [_score(scorer, one, entry) for one in request["answers"]]}

    return answer


def _score(scorer: Any, answer: str, entry: dict[str, Any]) -> float | None:
    try:
        return float(scorer.score_answer(answer, entry))
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  # it scores its own answer to this entry (checked at prepare): it can't read this one
        return None


def reaches(answer: str, numbers: list[int], target: int) -> bool:
    """Whether an expression uses exactly these numbers and has this value."""
    answer = answer.translate(_SIGNS)
    if len(answer) > MAX_EXPRESSION:
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


if __name__ == "__main__":
    serve(prepare)
