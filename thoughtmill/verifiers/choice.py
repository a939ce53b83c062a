"""Multiple choice: the option's letter in any dress."""

import re

from thoughtmill.verifiers.contract import Check, Example, Outcome, best
from thoughtmill.verifiers.dress import undress
from thoughtmill.verifiers.final import boxes
from thoughtmill.verifiers.references import acceptable

_LETTERS = r"[A-J](?:\s*(?:[,、和&]|and)?\s*[A-J])*"
_OPTION = re.compile(
    rf"(?:(?:option|choice|answer)s?\s*(?:is|are|:)?\s*|(?:故|应)?选项?\s*[:：]?\s*|答案(?:是|为|:)?\s*)*"
    rf"[(\[]?\s*({_LETTERS})\s*[)\]]?\s*(?:[.:、]\s*\S.{{0,300}})?",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    r"(?:\b(?:answer|option|choice)\s*(?:is|:)?\s*(?:option\s*)?|答案\s*(?:是|为|:)?\s*(?:选项?)?\s*|(?:故|应)?选项?\s*[:：]?\s*)"
    r"[*(\[\s]{0,4}([A-J])(?![A-Za-z])"
)
_HEDGE = re.compile(r"\b(?:not|maybe|perhaps|either|or|except|could be|might)\b|[?？]|不|可能|也许|或", re.IGNORECASE)


def option(text: str) -> str | None:
    """The letters of the option that `text` is, sorted; None if it isn't just an option."""
    plain = undress(text)
    if not plain or len(plain) > 400:
        return None
    found = _OPTION.fullmatch(plain)
    if found is None or _HEDGE.search(plain[: found.end(1)]):
        return None
    letters = re.sub(r"and|[^A-Ja-j]", "", found.group(1))
    # a lower-case letter alone is an option, several are a word
    if not letters.isupper() and len(letters) > 1:
        return None
    return "".join(sorted(set(letters.upper())))


class Choice:
    """The right letter or letters, and no other."""

    name = "choice"
    version = "1"
    example = Example(reference="B", right="The correct answer is **(B)**.", wrong="(C) Paris")

    def check(self, answer: str, reference: str) -> Check:
        """Compare the chosen letters with the reference's; see Verifier."""
        found, why = _chosen(answer)
        if found is None:
            return Check(Outcome.WRONG, why)
        checks = [
            Check(Outcome.CORRECT, None, found)
            if option(wanted) == found
            else Check(Outcome.WRONG, "another option", found)
            for wanted in acceptable(reference)
        ]
        return best(checks)

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            wanted = acceptable(reference)
        except ValueError as error:
            return str(error)
        return next((f"{one[:80]!r} is no option A to J" for one in wanted if option(one) is None), None)


def _chosen(answer: str) -> tuple[str | None, str | None]:
    """The letters chosen, or why there are none."""
    if len(answer) > 200_000:
        return None, f"{len(answer):,} characters are no answer"
    pieces = boxes(answer) or [answer.strip()]
    letters = {option(piece) for piece in pieces}
    if len(letters) == 1 and (only := letters.pop()) is not None:
        return only, None
    plain = undress(answer)
    named = {m.group(1) for m in _IN_TEXT.finditer(plain)}
    if len(named) == 1 and not _HEDGE.search(plain[-200:]) and len(letters - {None}) == 0:
        return named.pop(), None
    return None, "several options" if len(named) > 1 or len(letters) > 1 else "no option found in the text"
