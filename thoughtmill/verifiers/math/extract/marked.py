"""The one value of a sentence that is marked as the answer: Answer: 570 people can join; #### 26 pieces of pie."""

import re

from thoughtmill.verifiers.math.extract.negation import DENIED, HEDGE, RETRACTS, hedged
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
_PREDICATE = re.compile(r"\W*(?:is|are|was|were|isn't|aren't|seems?|fails?|does|do)\b", re.IGNORECASE)
_NOT_SO = re.compile(
    r"\b(?:(?:is|are|was|were|be)(?: not|n't)|too|cannot be|can't be) (?:enough|sufficient|the|correct|right|possible"
    r"|many|few|much|little)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\W*(?:to the power|squared|cubed|factorial|hundred|thousand|million|billion|lakh|crore|percent|times (?:the|as"
    r"|that|its|his|her|their|\d)|more or|or\b|plus|minus|divided|multiplied|over\b|halves|thirds|quarters|fourths"
    r"|fifths|sixths|eighths|tenths)",
    re.IGNORECASE,
)
"""Behind a number: it makes another number of it."""


_ENGLISH = re.compile(
    r"\b(?:the|is|are|were|of|to|can|could|has|have|had|will|would|he|she|they|it|there|and|that|for|with|left|his|her"
    r"|their|each|per|people|from|needs?|gets?)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:more|fewer|less|short|off|late|early|extra|before|after|first|then|next|old|previous|original|following|each"
    r"|per|every|twice|double|doubling|pairs?|dozens?|half|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|away|apart|room|number|sum|divide[ds]?|multipl(?:y|ies|ied)|subtract(?:ed|s)?|add(?:s|ed)?|itself|cannot"
    r"|not|no|minus|plus|others)\b|\dth\b",
    re.IGNORECASE,
)
"""Words that make another value of a number, unless the question speaks so itself."""
_STEP = re.compile(r"^\W*step \d+\W*[:：]\s*", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless|provided|assuming)\b", re.IGNORECASE)


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
    if len({run.text for run in runs}) != 1 or _ANOTHER.match(runs[-1].behind) or _IF.search(sentence):
        return None
    run = runs[-1]
    if run.before.strip(" $*") and not _ENGLISH.search(f"{line} {question[:1_000]}"):
        return None
    told = run.behind if run.chained or said(run) in COPULAS else f"{sentence} {run.behind}"
    return None if _words(told) - _words(question) else _stated(run)


def _words(text: str) -> set[str]:
    return {one.lower() for one in _OTHERWISE.findall(text)}


def _stated(run: Run) -> str | None:
    """The value with its unit, unless the words around it deny or bound it."""
    leads = not run.before.strip(" $*")
    if leads:
        behind = run.behind
        if _NOT_SO.search(behind) or (_PREDICATE.match(behind) and (DENIED.search(behind) or hedged(behind, HEDGE))):
            return None
    elif taken_back(run, said(run)):
        return None
    found = shape(normalize(run.text))
    inner = found.right if isinstance(found, Equation) else found
    if not isinstance(inner, Scalar):
        return None
    return f"{run.text} {run.unit}" if run.unit and unit_of(run.unit) and not inner.unit else run.text
