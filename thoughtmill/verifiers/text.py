"""Short answers in words: exact after normalisation, aliases, and numbers by their value."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from thoughtmill.verifiers.contract import Check, Example, Outcome, no_answer
from thoughtmill.verifiers.dress import unescaped
from thoughtmill.verifiers.math.extract.marks import blocks, boxes, cued
from thoughtmill.verifiers.math.extract.negation import hedged
from thoughtmill.verifiers.math.extract.worded import verdict
from thoughtmill.verifiers.math.parse.numerals import digits
from thoughtmill.verifiers.options import USUAL, Options
from thoughtmill.verifiers.references import acceptable
from thoughtmill.verifiers.stated import contains, states

_DRESS = re.compile(
    r"^\\(?:text|texttt|textbf|textit|mathrm|mathbf|emph)\{([^{}]*)\}$|^\*\*([^*]*)\*\*$|^\*([^*]*)\*$|^`([^`]*)`$"
    r"|^\$([^$]*)\$$"
    r"|^[\"“'‘「『《](.*)[\"”'’」』》]$",
    re.DOTALL,
)
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,30})?", re.ASCII)
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "\u200b": "", "\ufeff": "", "−": "-"}
)
_VERDICTS = {"yes": "yes", "no": "no", "true": "yes", "false": "no"}
_SAYS = re.compile(rf"\b(?:{'|'.join(_VERDICTS)})\b", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|\n|[.:] )\s*(?:\*\*)?(Yes|No)\b(?=[,.*])")
"""A sentence of the last paragraph that begins with its verdict: No, he was not serving then. He was a secretary."""
_FIRST = re.compile(r"(?:^|[.!?:]\s+)(yes|no)\b", re.IGNORECASE)
"""The verdict at the beginning of each sentence of a paragraph."""
_SAID = re.compile(r"\b(yes|no)\b(?=[,.*])", re.IGNORECASE)
_CUE = re.compile(r"\banswer\b[^.\n]{0,60}?(?:\bis\b[\s*:]*|[:：][\s*]*)", re.IGNORECASE)
"""Before a verdict with its reason: the answer is: Yes, because it rains."""
MAX_CHARS, SHORT = 100_000, 60
"""Characters: of a text, and of one that is an answer as a whole."""


def normal(text: str) -> str:
    """NFKC, case folded, white space collapsed; quotes, emphasis, a leading article and final punctuation off."""
    text = unescaped(text)
    text = " ".join(unicodedata.normalize("NFKC", text.translate(_SAME)).casefold().split())
    for _ in range(6):  # dress inside dress
        text = text.strip(" ").rstrip(" .,;:!。，；：！")
        if not (found := _DRESS.match(text)):
            break
        text = next(group for group in found.groups() if group is not None)
    for article in ("the ", "a ", "an "):
        if len(text) > len(article):
            text = text.removeprefix(article)
    return text


class Text:
    """The same words as one of the accepted answers."""

    name = "text"
    version = "10"
    example = Example(reference='["New York", "NYC"]', right="new york.", wrong="York")

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Compare the whole answer, what is boxed in it, what follows its cue, or what it states; see Verifier."""
        if len(answer) > MAX_CHARS:
            return no_answer(f"{len(answer):,} characters")
        if not (answer := blocks(answer)):
            return no_answer("an empty answer, or thinking that does not end")
        wanted = _wanted(reference)
        if "\\boxed" in answer:
            held = boxes(answer)
            return _check(normal(held[-1]), wanted) if held else no_answer("an open box")
        found = _check(normal(answer), wanted)
        if found.outcome is Outcome.CORRECT:
            return found
        final = cued(answer[-3_000:], words=True)
        if told := _verdict(answer, wanted):
            return told
        said = None if final is None or final.answer is None or hedged(final.answer) else final.answer
        if said and (found := _check(normal(said), wanted)).outcome is Outcome.CORRECT:
            return found
        if set(wanted) <= _VERDICTS.keys():
            return found if found.answer in _VERDICTS else no_answer("nothing says yes or no")
        if stated := states(said or answer, question, wanted):
            return Check(Outcome.CORRECT, None, stated)
        if said is None and len(answer) > SHORT:
            return no_answer("nothing says which words are the answer")
        if any(contains(found.answer or "", one) or _counts(found.answer or "", one) for one in wanted):
            return no_answer("words of the answer beside others")
        return found

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            wanted = acceptable(reference)
        except ValueError as error:
            return str(error)
        if empty := [one for one in wanted if not normal(one)]:
            return f"nothing is left of {empty[0][:80]!r} after normalisation"
        return None


@lru_cache(maxsize=4_096)
def _wanted(reference: str) -> tuple[str, ...]:
    """The accepted answers of a reference, normalised once for all answers to its question."""
    return tuple(dict.fromkeys(normal(one) for one in acceptable(reference)))


def _verdict(answer: str, wanted: tuple[str, ...]) -> Check | None:
    """Whether a sentence says the yes or no that is wanted; None where none is wanted or said."""
    asked = next((one for one in wanted if one in _VERDICTS), None)
    behind = _CUE.split(answer[-3_000:])[-1] if asked else ""
    told = verdict(behind, asked) if asked and _SAYS.search(behind) else None
    last = re.split(r"\n\s*\n", behind.strip())[-1]
    if len({one.casefold() for one in _FIRST.findall(last)}) > 1:  # No. Yes would be wrong.
        return None
    if asked and told is None and (begun := _BEGINS.search(last)):
        said = {one.casefold() for one in _SAID.findall(last)}
        told = begun.group(1).casefold() if len(said) == 1 else None
    if told is None:
        return None
    return _check(told, tuple(_VERDICTS.get(one, one) for one in wanted))


def _check(found: str, wanted: tuple[str, ...]) -> Check:
    number = None if found in wanted else _number(found)
    if found in wanted or (number is not None and any(_number(one) == number for one in wanted)):
        return Check(Outcome.CORRECT, None, found[:2_000])
    return Check(Outcome.WRONG, "another text", found[:2_000])


def _counts(found: str, wanted: str) -> bool:
    """Whether a number stands among other words, in digits with blanks or in words: there are 387 000."""
    if (value := _number(wanted)) is None:
        return False
    words = re.sub(r"(?<=\d) (?=\d{3}\b)", "", found).split()
    return any(_number(one.strip(".,:;")) == value for one in words)


def _number(text: str) -> Fraction | None:
    """The number that a text is, in digits or in words."""
    if len(text) > 80 or not text:
        return None
    if _NUMBER.fullmatch(text) is None:
        spoken = digits(text)
        if spoken is None or _NUMBER.fullmatch(spoken) is None:
            return None
        text = spoken
    return Fraction(text.replace(",", ""))
