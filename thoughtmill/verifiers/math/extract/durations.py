"""How long until something happens: 4小时后两车相遇 is 4 hours, 再过16年，父亲的年龄是儿子的2倍 is 16 years."""

import re

from thoughtmill.verifiers.math.extract.negation import DENIED, HEDGE, hedged

_LATER = re.compile(
    r"\W*(?:(?:所以|因此|故|即|那么|答)\s*[,，:：]?\s*)*(?:再?经过|再?过|再等)?\s*"
    r"(?P<span>\d+(?:\.\d+)?(?:/\d+)?\s*(?:个?小时|分钟?|秒|天|年|个?月|周))(?P<then>[以之]?后)?\s*[,，]?\s*"
    r"(?P<what>(?:[一-鿿A-Za-z、]|\d+(?:\.\d+)?\s*倍){2,40})\W*"
)
_BEGINS = re.compile(r"\W*(?:(?:所以|因此|故|即|那么|答)\s*[,，:：]?\s*)*再?经?过")


def after(sentence: str) -> str | None:
    """The time after which something happens, if that is what a sentence says, and all that it says; else None."""
    found = _LATER.fullmatch(sentence)
    if found is None or not (found["then"] or _BEGINS.match(sentence)):
        return None
    return None if hedged(sentence, HEDGE) or DENIED.search(sentence) else found["span"]
