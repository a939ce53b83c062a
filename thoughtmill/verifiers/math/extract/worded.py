"""What prose states in words: yes or no, that there is nothing, a time of day, a property."""

import re

from thoughtmill.verifiers.math.extract.negation import DENIED, HEDGE, RETRACTS, SUPPOSED, hedged
from thoughtmill.verifiers.math.extract.runs import SUBORDINATE, clauses, sentences
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.words import is_moment, kin

NOTHING = re.compile(
    r"(?:无(?:实数)?解|无(?:实数)?根|没有(?:实数)?[解根]|不存在(?:实数)?[解根]?|(?:解集)?[是为]空集"
    r"|\b(?:has |have |are |is )?no (?:real |integer )?(?:solutions?|roots?)(?: exists?)?"
    r"|\b(?:does not|doesn't) exist|\b(?:has|have) neither solutions?)\W*$",
    re.IGNORECASE,
)
"""The end of a sentence which says that there is nothing."""
_YES = re.compile(
    r"\W*(?:(yes|true|correct)\b(?! (?:or|and)\b|/|, ?(?:no|false)\b)"
    r"|(no(?=\W*$|\s*[,.;:!—–-]|\s(?:because|since|as|it|the|this|they|there)\b)|false\b|incorrect\b)"
    r"|(是的?|对的?|正确|能|可以)(?=[。，,.！\s]|$)"
    r"|(不是|否|不对|不正确|错误?|不能|不可以)(?=[。，,.！\s]|$))",
    re.IGNORECASE,
)


def verdict(text: str, wanted: str) -> str | None:
    """Yes, no, or that there is nothing: of the kind of `wanted`."""
    told = sentences(text)
    if not told:
        return None
    last = told[-1]
    if (
        not says_yes_or_no(wanted)
        and (found := NOTHING.search(last))
        and not hedged(re.split(r"\band\b|且", clauses(last[: found.start()] + "0")[-1])[-1], HEDGE)
    ):
        return re.sub(r"^(?:has|have|are|is) ", "", found.group().strip(" .。!！*$"))
    if _CANNOT.search(text):
        return None
    if (end := _THEN.search(last)) and (found := _YES.match(last, end.end())) and not _BUT.search(last):
        return "yes" if found.group(1) or found.group(3) else "no"
    if (found := _YES.match(re.sub(_ANSWERS, "", last))) and not _BUT.search(last):
        return "yes" if found.group(1) or found.group(3) else "no"
    first = _YES.match(told[0])
    if first and not RETRACTS.search(text[first.end() :]):
        says = bool(first.group(1) or first.group(3))
        end = _YES.match(last)
        if end is None or bool(end.group(1) or end.group(3)) is says:
            return "yes" if says else "no"
    return None


_ANSWERS = re.compile(r"^\W*(?:(?:the )?(?:final )?answer(?: is)?|【?答案?】?)(?:是|为)?[\s*:：]+", re.IGNORECASE)
_CANNOT = re.compile(
    r"\b(?:can't|cannot|unable to) (?:solve|answer|tell|determine|say)\b|无法(?:回答|判断|确定)", re.IGNORECASE
)
_BUT = re.compile(
    r"\b(?:but|however|actually|wait|or|unless|if|maybe|perhaps)\b|但|不过|其实|或|如果|可能", re.IGNORECASE
)


def says_yes_or_no(text: str) -> bool:
    """Whether a reference is yes or no, or a word for it, and nothing else."""
    found = _YES.match(text)
    return bool(found) and not re.search(r"\w", text[found.end() :])


_THEN = re.compile(r"(?:^|[,;—]\s*)(?:so|thus|hence|therefore),? (?=(?:yes|no),)", re.IGNORECASE)
"""So no, it is not rational."""


_RESTS = re.compile(
    r"(?<!\d)(\d+)\s*[一-鿿]{0,3}\s*[,，]?\s*(?:还|并且?|最后|且)?会?(?:余|剩)(?:下|余|了)?\s*(\d+)\s*[一-鿿]{0,3}$"
    r"|(?<!\d)(\d+) ?[a-z]* ?[a-z]*,? (?:with|and) (?:a )?(?:remainder of )?(\d+)"
    r"(?: [a-z]+)?(?: left over| left| remaining)?$"
)
_OPEN = re.compile(r"\bor\b|或|只有|\bonly if\b|\bunless\b|\bif\b", re.IGNORECASE)
_IF = re.compile(r"\W*(?:if|when|suppose|as long as)\b|\W*(?:如果|若|假如|要是|当|假设)", re.IGNORECASE)
_STATING = r"(?:\b(?:is|be|was|falls on|lands on|on)\s+(?:an?\s+|the\s+)?|[是为]\s*(?:一个)?)[*$]*(?:\\text\{)?"


def of_a_kind(text: str, wanted: str) -> str | None:
    """What the end of a text says of the kind of `wanted`: a weekday, a parity, a quotient with rest, what is bold."""
    last = (sentences(text) or [""])[-1].strip()
    if hedged(last, HEDGE) or SUPPOSED.search(last):
        return None
    if is_moment(wanted):
        found = None if _IF.match(last) else _RESTS.search(normalize(last).rstrip("."))
        return f"{found[1] or found[3]} R {found[2] or found[4]}" if found else None
    if others := kin(wanted):
        for clause in reversed(clauses(last)):
            if SUBORDINATE.match(clause) or not re.search(others, clause, re.IGNORECASE):
                continue
            said = re.findall(rf"{_STATING}({others})", clause, re.IGNORECASE)
            plain = not DENIED.search(clause) and not _OPEN.search(clause)
            if len({one.casefold() for one in said}) == 1 and plain:
                return said[0]
            break
    return None
