"""The one value of a sentence that is marked as the answer: Answer: 570 people can join; #### 26 pieces of pie."""

import re

from thoughtmill.verifiers.math.extract.negation import DENIED, HEDGE, RETRACTS
from thoughtmill.verifiers.math.extract.runs import Run, said, sentences, values
from thoughtmill.verifiers.math.extract.statements import COPULAS, taken_back
from thoughtmill.verifiers.math.parse.kinds import Equation, Scalar
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.parse.units import unit_of

MAX_CHARS = 300
_OF_CASE = re.compile(
    r"\b(?:in|on|at|per|for|of|from|by|with|after|before|during|within|every|each|until|since|to)"
    r"(?: (?:the|a|an|his|her|its|their|each|every|all|only|first|last|next|other|dollar_sign))*\s*$",
    re.IGNORECASE,
)
"""Right before a second number: it says of what the first one is. 120 feet in 40 seconds, 8 groups of 7."""
_ANOTHER = re.compile(
    r"\W*(?:to the power|squared|cubed|factorial|hundred|thousand|million|billion|lakh|crore|percent|times (?:the|as"
    r"|that|its|his|her|their|\d)|plus|minus|divided|multiplied|over\b|halves|thirds|fourths|fifths|sixths|eighths|tenths)",
    re.IGNORECASE,
)
"""Behind a number: it makes another number of it."""


_ENGLISH = re.compile(
    r"\b(?:the|is|are|were|of|to|can|could|has|have|had|will|would|he|she|they|it|there|and|that|for|with|left|his|her"
    r"|their|each|per|people|from|needs?|gets?)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    rf"\b(?:more|fewer|less|twice|double|half|if|unless|before|after|room|number)\b|{HEDGE.pattern}|{DENIED.pattern}",
    re.IGNORECASE,
)
"""What makes another value of a number, bounds or denies it, unless the question speaks so itself."""
_STEP = re.compile(r"^\W*step \d+\W*[:：]\s*", re.IGNORECASE)


def marked_value(line: str, question: str = "") -> str | None:
    """The value that an English line states, with its unit if it is known; None if it has several, or none.

    question: what is compared or counted otherwise there may be so in its answer.
    """
    if len(line) > MAX_CHARS or re.search(r"\?|[^\W\d_A-Za-zµμΩ]", line):
        return None
    told = sentences(_STEP.sub("", line))
    sentence = told[0] if told and values(told[0]) else None
    if sentence is None or any(RETRACTS.search(one) for one in told) or any(values(one) for one in told[1:]):
        return None
    runs = values(sentence)
    if len({run.text for run in runs}) > 1:
        runs = [run for run in runs if not _OF_CASE.search(run.before)]
    if len({run.text for run in runs}) != 1 or _ANOTHER.match(runs[-1].behind):
        return None
    run = runs[-1]
    if run.before.strip(" $*") and not _ENGLISH.search(f"{line} {question[:1_000]}"):
        return None
    told = run.behind if run.chained or said(run) in COPULAS else f"{sentence} {run.behind}"
    if any(found.group().lower() not in question.lower() for found in _OTHERWISE.finditer(told)):
        return None
    return _stated(run)


def _stated(run: Run) -> str | None:
    """The value with its unit, unless the words before it take it back."""
    if run.before.strip(" $*") and taken_back(run, said(run)):
        return None
    found = shape(normalize(run.text))
    inner = found.right if isinstance(found, Equation) else found
    if not isinstance(inner, Scalar):
        return None
    return f"{run.text} {run.unit}" if run.unit and unit_of(run.unit) and not inner.unit else run.text
