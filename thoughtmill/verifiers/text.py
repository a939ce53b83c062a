"""Short answers in words: exact after normalisation, aliases, and numbers by their value."""

import re
import unicodedata

from thoughtmill.verifiers.algebra import NotExact, read
from thoughtmill.verifiers.contract import Check, Example, Outcome, best
from thoughtmill.verifiers.final import boxes
from thoughtmill.verifiers.references import acceptable

_DRESS = re.compile(r"^\\text\{(.*)\}$|^\*\*(.*)\*\*$|^[\"“'‘](.*)[\"”'’]$", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,30})?")
MAX_CHARS = 100_000


def normal(text: str) -> str:
    """NFKC, case folded, white space collapsed, quotes and final punctuation off."""
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    while found := _DRESS.match(text):
        text = next(group for group in found.groups() if group is not None).strip()
        if not text:
            break
    return text.rstrip(" .,;:!。，；：！")


class Text:
    """The same words as one of the accepted answers."""

    name = "text"
    version = "1"
    example = Example(reference='["New York", "NYC"]', right="new york.", wrong="York")

    def check(self, answer: str, reference: str) -> Check:
        """Compare the whole answer, or what is boxed in it, with the reference; see Verifier."""
        if len(answer) > MAX_CHARS:
            return Check(Outcome.WRONG, f"{len(answer):,} characters are no answer")
        boxed = {normal(box) for box in boxes(answer)}
        if len(boxed) > 1:
            return Check(Outcome.WRONG, "several boxed answers that differ")
        found = boxed.pop() if boxed else normal(answer)
        return best([_check(found, normal(wanted)) for wanted in acceptable(reference)])

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used; see Verifier."""
        try:
            wanted = acceptable(reference)
        except ValueError as error:
            return str(error)
        if empty := [one for one in wanted if not normal(one)]:
            return f"nothing is left of {empty[0][:80]!r} after normalisation"
        return None


def _check(found: str, wanted: str) -> Check:
    if found == wanted:
        return Check(Outcome.CORRECT, None, found[:2_000])
    if _NUMBER.fullmatch(found) and _NUMBER.fullmatch(wanted):
        try:
            if read(found.replace(",", "")).same(read(wanted.replace(",", ""))):
                return Check(Outcome.CORRECT, None, found)
        except NotExact:
            pass
    return Check(Outcome.WRONG, "another text", found[:2_000])
