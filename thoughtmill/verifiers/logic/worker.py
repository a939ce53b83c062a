"""The program behind the walls: asks the scorers of reasoning-gym. Started by `isolated_worker.py`."""

import importlib
from typing import Any

from thoughtmill.verifiers.isolated_loop import Answer, serve
from thoughtmill.verifiers.logic.tasks import EXACT, NUMBER, ONE_OF, OWN, USABLE


def prepare() -> Answer:
    """Load reasoning-gym; what it returns gives the score of each of `answers`, null where a scorer can't read one."""
    create_dataset = importlib.import_module("reasoning_gym.factory").create_dataset
    asked = USABLE - EXACT - NUMBER - ONE_OF - OWN
    scorers = {task: create_dataset(task, seed=0, size=1) for task in sorted(asked)}

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        task, entry, config = request["task"], request["entry"], request["config"]
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


if __name__ == "__main__":
    serve(prepare)
