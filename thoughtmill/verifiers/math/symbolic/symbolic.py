"""Ask an algebra system whether two expressions are equal, in a child that can be killed.

A check may take less than a second of CPU altogether (0.3 in a warm child, then 0.55 in a fresh one, and the time to
kill and fork) and 300 MB over what the child was born with.
"""

import re
from pathlib import Path

from thoughtmill.verifiers.contract import LIMIT, UNREAD, Check, Outcome
from thoughtmill.verifiers.isolated_worker import IsolatedWorker, LimitExceeded

TRIES, MEMORY_MB = (0.3, 0.55), 300
"""Both tries together stay under a second; the second is longer, for what is slow only at first or only just."""

MAX_CHARS, MAX_DEPTH, MAX_TOWER = 600, 24, 2
_MATHS = re.compile(r"(?:[\s\d.,+\-*/^_(){}\[\]|!=<>&%']|\\\\|\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z]{1,2}(?![A-Za-z]))*")
_FORBIDDEN = re.compile(r"\\(?:input|include|write|def|let|csname|text|begin|end)")

ALGEBRA = IsolatedWorker(Path(__file__).with_name("symbolic_worker.py"), TRIES, MEMORY_MB)
"""The algebra system, started when it is first asked."""


def equal_but_for_a_constant(answer: str, reference: str, constants: list[str]) -> Check:
    """Whether two sums in one arbitrary constant each hold the same functions: their difference has one value."""
    return equal(answer, reference, constants)


def equal(answer: str, reference: str, constants: list[str] | None = None) -> Check:
    """Whether two undressed expressions are equal. Raises CheckerBroken if no worker can be started."""
    if why := not_for_algebra(reference):
        return Check(Outcome.UNDECIDED, why)
    if why := not_for_algebra(answer):
        return Check(Outcome.UNDECIDED, why if why.startswith("too") else f"{UNREAD}: {why}")
    try:
        reply = ALGEBRA.ask({"answer": answer, "reference": reference, "constants": constants})
    except LimitExceeded as limit:
        return Check(Outcome.UNDECIDED, f"{LIMIT}: {limit}")
    if reply["same"] is None:
        return Check(Outcome.UNDECIDED, f"the algebra system can't tell: {reply['why']}")
    return Check(Outcome.CORRECT if reply["same"] else Outcome.WRONG, reply.get("why"))


def not_for_algebra(text: str) -> str | None:
    """Why an expression isn't even shown to the algebra system, None if it may be."""
    if len(text) > MAX_CHARS:
        return "too long for algebra"
    if not _MATHS.fullmatch(text) or _FORBIDDEN.search(text):
        return "not mathematics"
    depth = 0
    for c in text:
        depth += c in "({["
        depth -= c in ")}]"
        if depth > MAX_DEPTH:
            return "too deep for algebra"
    tower = max((len(run.group()) for run in re.finditer(r"(?:\^[^\^+\-=,\s]*)+", text)), default=0)
    if text.count("^") > MAX_TOWER and re.search(r"\^[{(]?[^+\-*/=,{}()]*\^[{(]?[^+\-*/=,{}()]*\^", text):
        return "too high a tower of powers"
    return "too long an exponent" if tower > MAX_CHARS // 2 else None
