"""The program behind the walls: compares two LaTeX expressions with an algebra system, a line of JSON at a time.

Started by `symbolic.py` as a process of its own; nothing else imports it. The kernel ends it when a check takes too
long (an interval timer with its default action, so code that never comes back to Python ends too), and it ends by
itself when its parent closes the pipe or is gone. Expressions go through latex2sympy's grammar, never through `eval`.
"""

import json
import os
import random
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any


def main(memory_mb: int, seconds: float) -> None:
    """Answer requests from standard input until it is closed."""
    threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print must not look like an answer
    import sympy
    from latex2sympy2_extended import latex2sympy

    latex2sympy(r"\sin{2}")  # builds the grammar's tables before the clock runs
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _say(answers, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, seconds + 0.5)
        try:
            reply = _compare(sympy, latex2sympy, request["answer"], request["reference"])
        except MemoryError:
            reply = {"limit": "memory"}
        except RecursionError:
            reply = {"same": None, "why": "too deep"}
        except Exception as error:  # noqa: BLE001  # the algebra system's own failures on strange input are no verdict
            reply = {"same": None, "why": f"{type(error).__name__}: {error}"[:200]}
        signal.setitimer(signal.ITIMER_REAL, 0)
        _say(answers, reply)


def _follow_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _say(stream: Any, reply: dict[str, Any]) -> None:
    stream.write(json.dumps(reply) + "\n")
    stream.flush()


def _compare(sympy: Any, latex2sympy: Any, answer: str, reference: str) -> dict[str, Any]:
    """Whether two expressions are equal: refuted by numbers, or proved by simplifying; else nobody knows."""
    a, b = (_exact(sympy, latex2sympy(text)) for text in (answer, reference))
    if a == b:
        return {"same": True}
    if isinstance(a, sympy.MatrixBase) or isinstance(b, sympy.MatrixBase):
        if not (isinstance(a, sympy.MatrixBase) and isinstance(b, sympy.MatrixBase) and a.shape == b.shape):
            return {"same": False, "why": "another shape of matrix"}
        pairs = list(zip(list(a), list(b), strict=True))
    else:
        pairs = [(a, b)]
    doubt: dict[str, Any] | None = None
    for x, y in pairs:
        reply = _equal(sympy, x, y)
        if reply["same"] is False:
            return reply
        doubt = doubt or (reply if reply["same"] is None else None)
    return doubt or {"same": True}


def _exact(sympy: Any, found: Any) -> Any:
    """Decimals as fractions: a float is not equal to what it approximates."""
    if isinstance(found, sympy.Basic):
        constants = {"e": sympy.E, "i": sympy.I}
        found = found.xreplace({s: constants[s.name] for s in found.free_symbols if s.name in constants})
        return found.xreplace({f: sympy.Rational(str(f)) for f in found.atoms(sympy.Float)})
    if isinstance(found, sympy.MatrixBase):
        return found.applyfunc(lambda x: _exact(sympy, x))
    raise TypeError(f"read as {type(found).__name__}")


def _equal(sympy: Any, a: Any, b: Any) -> dict[str, Any]:
    if not (isinstance(a, sympy.Expr) and isinstance(b, sympy.Expr)):
        return {"same": None, "why": f"{type(a).__name__} and {type(b).__name__}"}
    gap = a - b
    if gap == 0:
        return {"same": True}
    letters = sorted(gap.free_symbols, key=str)
    draw, agreed = random.Random(7), 0
    for _ in range(6 if letters else 1):
        # small positive numbers: inside the domain of logarithms and roots more often than not
        at = {letter: sympy.Rational(draw.randint(20, 400), 101) for letter in letters}
        left, right = (sympy.N(side.subs(at), 40) for side in (a, b))
        if not (left.is_number and right.is_number) or sympy.zoo in (left, right) or sympy.nan in (left, right):
            continue
        scale = max(abs(left), abs(right), sympy.Float("1e-30"))
        if abs(left - right) > scale * sympy.Float("1e-25"):
            return {"same": False, "why": "another value"}
        agreed += 1
    if not agreed:
        return {"same": None, "why": "no number could be put in"}
    proof = sympy.simplify(gap)
    if proof == 0 or gap.equals(0):
        return {"same": True}
    return {"same": None, "why": "equal in numbers, not proved"}


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
