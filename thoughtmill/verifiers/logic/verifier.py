"""Answers to the tasks of reasoning-gym: accepted at a score of exactly 1.0. Some tasks are scored without it.

A reference is JSON: `task`, `config` (the task's options, if any), and `entry` (what its scorer needs). The scorers run
in a child that can be killed, never in this process.
"""

import importlib.util
import json
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from thoughtmill.errors import CheckerBroken
from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome
from thoughtmill.verifiers.dress import candidates
from thoughtmill.verifiers.isolated_worker import IsolatedWorker, LimitExceeded
from thoughtmill.verifiers.logic import grid
from thoughtmill.verifiers.logic.own import own_score
from thoughtmill.verifiers.logic.tasks import ADDED, EXACT, FORMS, LEFT_OUT, NUMBER, ONE_OF, OWN, USABLE
from thoughtmill.verifiers.options import USUAL, Options

TRIES, MEMORY_MB, MAX_ANSWER = (0.3, 0.55), 300, 20_000
INSTALL = (
    "run `python3 requirements/install.py logic` in a checkout, else `pip install 'thoughtmill[logic]'` "
    "(it compiles C: apt-get install gcc python3-dev)"
)
"""How the extra comes."""

SCORERS = IsolatedWorker(Path(__file__).with_name("worker.py"), TRIES, MEMORY_MB)
"""The scorers of reasoning-gym, started when one is first asked."""

_PLAIN_NUMBER = re.compile(r"\$?(-?(?:\d{1,3}(?:,\d{3}){1,20}|\d{1,60})(?:\.\d{1,60})?)")


@dataclass(frozen=True, slots=True)
class Question:
    """A reference, read."""

    task: str
    config: dict[str, Any]
    entry: dict[str, Any]


class Logic:
    """The task's own scorer gives it 1.0, and nothing less."""

    name = "logic"
    version = "6"
    example = Example(
        reference='{"task": "count_bits", "entry": {"answer": "23"}}', right="The answer is `23`.", wrong="22"
    )

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Score the answer, or what is boxed in it; see Verifier."""
        try:
            asked_for = read(reference)
        except ValueError as error:
            return Check(Outcome.UNDECIDED, f"the reference can't be used: {error}")
        if len(answer) > MAX_ANSWER:
            return Check(Outcome.WRONG, f"{len(answer):,} characters are no answer")
        if asked_for.task in ADDED:
            return grid.checked(answer, asked_for.entry["metadata"])
        form = FORMS.get(asked_for.task)
        asked = [one for one in candidates(answer) if form is None or form.fullmatch(one)]
        if not asked:
            return Check(Outcome.WRONG, "no answer in the form that the task asks for")
        try:
            scores = _scores(asked_for, asked)
        except LimitExceeded as limit:
            return Check(Outcome.UNDECIDED, f"{LIMIT}: {limit}", asked[-1][:2_000])
        if 1.0 in scores:
            return Check(Outcome.CORRECT, None, asked[scores.index(1.0)][:2_000])
        best = max((score for score in scores if score is not None), default=None)
        why = "the scorer can't read it" if best is None else f"a score of {best:.2f}, not 1"
        return Check(Outcome.WRONG, why, asked[-1][:2_000])

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            own = read(reference).entry["answer"]
        except ValueError as error:
            return str(error)
        check = self.check(own, reference)
        return None if check.outcome is Outcome.CORRECT else f"{own[:80]!r} does not pass its own check: {check.why}"


def read(reference: str) -> Question:
    """A reference as the verifier sees it. Raises ValueError saying what is wrong."""
    try:
        found: Any = json.loads(reference)
        question = Question(found["task"], found.get("config") or {}, found["entry"])
        own = question.entry["answer"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"not JSON with `task` and an `entry` that has an `answer`: {error}"[:200]) from error
    if why := LEFT_OUT.get(question.task):
        raise ValueError(f"the task {question.task!r} is left out: it {why}")
    if question.task not in USABLE | ADDED:
        raise ValueError(f"{question.task!r} is none of the tasks that can be used")
    if not isinstance(own, str) or not own.strip():
        raise ValueError("the task gives no answer of its own here")
    metadata = question.entry.get("metadata")
    if question.task in ADDED:
        try:
            grid.checked("", question.entry["metadata"])
        except (KeyError, TypeError) as error:
            raise ValueError(f"an entry without its grid: {error}") from error
    if question.task in OWN - {"knights_knaves"} and not (isinstance(metadata, dict) and "numbers" in metadata):
        raise ValueError("an entry without `numbers` in its `metadata`")
    return question


def _scores(question: Question, asked: list[str]) -> list[float | None]:
    """The score of each candidate. Raises LimitExceeded, CheckerBroken."""
    own = question.entry["answer"]
    if question.task in EXACT:
        return [float(_lines(one) == _lines(own)) for one in asked]
    if question.task in NUMBER:
        return [float(_number(one) is not None and _number(one) == _number(own)) for one in asked]
    if question.task in ONE_OF:
        return [float(_lines(one) in map(_lines, question.entry["metadata"]["valid_answers"])) for one in asked]
    if question.task in OWN:
        return [float(own_score(question.task, one, question.entry)) for one in asked]
    if importlib.util.find_spec("reasoning_gym") is None:
        raise CheckerBroken("reasoning-gym, which the verifier `logic` asks", "it is not installed", INSTALL)
    request = {"task": question.task, "config": question.config, "entry": question.entry, "answers": asked}
    return SCORERS.ask(request)["scores"]


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def _number(text: str) -> Fraction | None:
    found = _PLAIN_NUMBER.fullmatch(text.strip())
    return Fraction(found.group(1).replace(",", "")) if found else None
