"""Loops: a text that goes in circles, ends in a cycle, counts without end, says itself twice, or is no language.

Good traces repeat too: they check again with new content, list cases, print tables. What counts is therefore what a
repetition brings: nothing (`repeated_sentences`, `cycles`), a counter (`cycles`, also one in words: `number_words`),
numbers that mean nothing (`noise`), other words in one sentence (`drifts`, `filled_templates`), the same again
(`filler_sentences`); or no language (`gibberish`). Every part is a few passes at the speed of C over the text in UTF-8.
"""

from thoughtmill.filters.contract import Reason, Rejection, Subject
from thoughtmill.filters.repetition.cycles import cycle, masked
from thoughtmill.filters.repetition.drifts import drift
from thoughtmill.filters.repetition.gibberish import gibberish
from thoughtmill.filters.repetition.number_words import in_figures
from thoughtmill.filters.repetition.repeated_sentences import repeated_sentence


class Repetition:
    """Rejects loops and gibberish in think or answer."""

    name = "repetition"
    version = "3"
    reasons = (Reason.REPETITION, Reason.GIBBERISH)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        assert subject.parts is not None
        for part in (subject.parts.think, subject.parts.answer):
            if found := fault(part):
                return found
        return None


def fault(text: str) -> Rejection | None:
    """What repeats in `text`, and how, or which passage of it is no language; None if nothing is wrong."""
    raw = text.encode("utf-8", "surrogatepass")
    if found := cycle(raw, masked(raw)) or repeated_sentence(raw) or drift(raw):
        return Rejection(Reason.REPETITION, found)
    if (figures := in_figures(raw)) and (found := cycle(figures, masked(figures))):
        return Rejection(Reason.REPETITION, found)
    if found := gibberish(text, raw):
        return Rejection(Reason.GIBBERISH, found)
    return None
