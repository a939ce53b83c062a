"""The program behind the walls: matches whole answers. Started by `isolated_worker.py`.

A pattern that runs away in `re` is ended from outside: the kernel's timer needs nothing of Python to come back.
"""

import re
import warnings
from functools import lru_cache
from typing import Any

from thoughtmill.verifiers.isolated_loop import Answer, serve

PROBE = "aA1 -_.:/@\n"
"""A short text that every pattern has to get through."""


def prepare() -> Answer:
    """What it returns tells what is wrong with a pattern (`fault`), or which of the answers match it."""
    warnings.simplefilter("ignore")  # of patterns that a later Python will read otherwise

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        try:
            patterns = _compiled(request["pattern"])
        except (re.error, OverflowError, ValueError) as error:
            return {"fault": f"it can't be compiled: {error}"[:300]}
        if request["answers"] is None:
            for one in patterns:
                one.fullmatch(PROBE)
            return {"fault": None, "empty": all(one.fullmatch("") for one in patterns)}
        return {"fault": None, "matched": [[bool(p.fullmatch(one)) for p in patterns] for one in request["answers"]]}

    return answer


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> list[re.Pattern[str]]:
    r"""The pattern in both readings of \w, \d and \s: of all scripts, and of ASCII alone; one if it says which."""
    read = re.compile(pattern)
    if read.flags & re.ASCII:
        return [read]
    return [read, re.compile(pattern, re.ASCII)] if not re.search(r"\(\?[a-zA-Z]*u", pattern) else [read]


if __name__ == "__main__":
    serve(prepare)
