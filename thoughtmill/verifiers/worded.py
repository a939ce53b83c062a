"""What prose states in words: yes or no, that there is nothing, a time of day, a property."""

import re

from thoughtmill.verifiers.hedges import DENIED, HEDGE, RETRACTS, SUPPOSED, hedged
from thoughtmill.verifiers.prose import CODE
from thoughtmill.verifiers.runs import SUBORDINATE, THEREFORE, clauses, sentences
from thoughtmill.verifiers.words import is_moment

NOTHING = re.compile(
    r"(?:无(?:实数)?解|无(?:实数)?根|没有(?:实数)?[解根]|不存在(?:实数)?[解根]?|(?:解集)?[是为]空集"
    r"|\b(?:has |have |are |is )?no (?:real |integer )?(?:solutions?|roots?)(?: exists?)?"
    r"|\b(?:does not|doesn't) exist|\b(?:has|have) neither solutions?)\W*$",
    re.IGNORECASE,
)
"""The end of a sentence which says that there is nothing."""
_YES = re.compile(
    r"\W*(?:(yes|true|correct)\b|(no|false|incorrect)\b|(是的?|对的?|正确|能|可以)(?=[。，,.！\s]|$)|(不是|否"
    r"|不对|不正确|错误?|不能|不可以)(?=[。，,.！\s]|$))",
    re.IGNORECASE,
)


def verdict(text: str) -> str | None:
    """Yes, no, or nothing."""
    told = sentences(text)
    if not told:
        return None
    last = told[-1]
    if (found := NOTHING.search(last)) and not hedged(
        re.split(r"\band\b|且", clauses(last[: found.start()] + "0")[-1])[-1], HEDGE
    ):
        return re.sub(r"^(?:has|have|are|is) ", "", found.group().strip(" .。!！*$"))
    first = _YES.match(told[0])
    if first and not RETRACTS.search(text[first.end() :]):
        says = bool(first.group(1) or first.group(3))
        end = _YES.match(last)
        if end is None or bool(end.group(1) or end.group(3)) is says:
            return "yes" if says else "no"
    return None


_CLOCK = re.compile(
    r"\d{1,2}(?::\d\d)?\s*[ap]\.?\s?m\b\.?|(?:上午|早上|下午|晚上|中午|凌晨)\s*\d{1,2}\s*[:：点时](?:\s*\d{1,2}\s*分?)?",
    re.IGNORECASE,
)


def in_the_end(text: str, wanted: str) -> str | None:
    """The time of day, or the words, in which the last clause ends."""
    last = (sentences(text) or [""])[-1].strip("*$ .。!！")
    if is_moment(wanted):
        times = _CLOCK.findall(last)
        return times[-1] if times and not hedged(last, HEDGE) else None
    words = wanted.strip().casefold()
    clause = (clauses(last) or [""])[-1].casefold()
    if len(words) < (2 if not words.isascii() else 4) or not clause.endswith(words) or SUBORDINATE.match(clause):
        return None
    head = clause[: -len(words)]
    if not head or head[-1:] in "不非没未或无和与、" or not (head[-1:].isspace() or not words.isascii()):
        return None
    if not (
        THEREFORE.match(clause)
        or clause.startswith(("the ", "it ", "this ", "they ", "both "))
        or len(clause) < len(last)
    ):
        return None
    if (
        hedged(head, HEDGE)
        or DENIED.search(head)
        or SUPPOSED.search(last)
        or CODE.search(last)
        or re.search(r"\b(?:and|or)\s*$", head)
    ):
        return None
    return wanted
