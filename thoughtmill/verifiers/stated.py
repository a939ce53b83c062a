"""Short answers that stand in a sentence: "The Enigma was broken by Alan Turing." says Alan Turing.

On what models said to questions of Natural Questions and TriviaQA (docs/measured.md), nearly all whose first sentence
names the answer were called right by people, whatever else it says. So a sentence is left open for plain reasons only:
it denies or offers another, the question itself names the answer, or the answer is part of another name or number.
"""

import re
import unicodedata
from collections.abc import Sequence

from thoughtmill.verifiers.denials import ENGLISH, denied
from thoughtmill.verifiers.math.extract.negation import RETRACTS

_SENTENCES = re.compile(
    r"(?<=[^\W_]{2}[.!?])[\"')\]]*\s+(?=[A-Z\"'(\[])|(?<=[)\"'\]][.!?])\s+(?=[A-Z\"'(\[])|\n+|(?<=[。！？])"
)
_BEFORE = re.compile(
    r"(?:\b(?:is|are|was|were|by|in|on|to|of|at|called|named|as|es|est|ist|heißt|lautet|è|é)|'s|[:=])\s+"
    r"(?:(?:the|an?|la|el|le|der|die|das) )?[\"'\[*]{0,3}$"
    r"|(?:是|为|叫|:)[“「《]?$",
    re.IGNORECASE,
)
"""Before what a sentence states at its end: the letters are: daoy; Die Hauptstadt ist Berlin; 首都是巴黎."""
_APART = re.compile(r"\b(?:than|but) (?:(?:the|an?) )?\W*$|\b(?:new|north|south|east|west) $")
"""Before a name to which another is compared, or that is part of another: taller than Everest, anything but Paris."""
_BOUND = re.compile(r"\b(?:before|after|until|at least|at most|up to) \W*$", re.IGNORECASE)
"""Before a number that is none exactly."""
_OR = re.compile(r"…(?:\W+\w+)?\W+or\b|\bor(?:\W+\w+)?\W+…", re.IGNORECASE)
"""An alternative beside the answer, which is …: … or Bill, Bill or by …."""
_JOINS = re.compile(r"[,;，；]|\b(?:and|while|whereas)\b", re.IGNORECASE)
"""Between two things that a sentence states."""
_CONCLUDES = re.compile(r"^(?:So|Thus|Therefore|Hence|Finally)\b", re.MULTILINE)
"""A sentence that concludes from those before it."""
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_CJK = re.compile(r"[぀-ヿ一-鿿가-힯]")
_OPENS = re.compile(r"(?<![.,$\w%-])")
_CLOSES = re.compile(r"(?![\w%-]|[.,]\d|(?<=\d)\s*(?:%|(?:percent|hundred|thousand|million|billion|trillion|dozen)\b))")
"""Where words of their own begin and end, and a whole number; languages that write no blanks have no such places."""
_ASKS = re.compile(r"\b(?:what|who|whose|which|where|when|how|the)\b", re.IGNORECASE)
"""A question in English."""
_QUOTES = str.maketrans("’‘“”–—‑", "''\"\"---")
MAX_CHARS, MAX_COMMAS = 1_000, 2
"""Of a sentence that is looked at; and of one without function words, which then is a list of names."""


def states(text: str, question: str, wanted: Sequence[str]) -> str | None:
    """The wanted answer that the first sentence of a text names, or that its last one ends with, undenied."""
    text, question = _even(text), _even(question)
    low = " ".join(text.casefold().split())
    if not (held := [one for one in wanted if one and one in low]):
        return None
    first, *later = [one for one in _SENTENCES.split(text) if one and one.strip()]
    if later and (found := _named(later[-1], question, held, anywhere=False)):
        return found
    behind = "\n".join(later)
    concluded = RETRACTS.search(behind) or _CONCLUDES.search(behind)
    return None if concluded else _named(first, question, held, anywhere=True)


def contains(text: str, wanted: str) -> bool:
    """Whether an answer stands in a text as words of its own, whatever is said of it."""
    if wanted not in text or _CJK.search(wanted):
        return wanted in text
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None


def _even(text: str) -> str:
    """NFKC, plain quotes; lines stay."""
    return unicodedata.normalize("NFKC", text.translate(_QUOTES)).strip()


def _named(sentence: str, question: str, wanted: list[str], *, anywhere: bool) -> str | None:
    sentence, question = " ".join(sentence.split()).strip(" *").casefold(), question.casefold()
    if len(sentence) > MAX_CHARS:
        return None
    return next((one for one in wanted if _stands(one, sentence, question, anywhere=anywhere)), None)


def _stands(wanted: str, sentence: str, question: str, *, anywhere: bool) -> bool:
    """Whether a sentence names an answer at its end or, if it is English and the question lacks it, anywhere."""
    unspaced = _CJK.search(wanted) is not None
    rest, places = _without(wanted, sentence, unspaced=unspaced)
    if not places or denied(rest, question) or _OR.search(rest):
        return False
    english = ENGLISH.search(rest) is not None or (_ASKS.search(question) is not None and rest.count(",") < MAX_COMMAS)
    asked = wanted in question
    anywhere = anywhere and english and not (asked or unspaced or len(wanted) == 1)
    anywhere = anywhere and not _among_numbers(wanted, sentence, question)
    for place in places:
        before, behind = sentence[:place], sentence[place + len(wanted) :]
        if _APART.search(before) or (wanted[0].isdigit() and _BOUND.search(before)):
            continue
        ends = not re.search(r"\w", behind) and _BEFORE.search(before) is not None
        if anywhere or (ends and (not _JOINS.search(before) or (english and not asked))):
            return True
    return False


def _without(wanted: str, sentence: str, *, unspaced: bool) -> tuple[str, list[int]]:
    """A sentence with … wherever an answer stands in it as words of its own, and where that was."""
    rest, places, end, at = "", list[int](), 0, sentence.find(wanted)
    while at >= 0:
        behind = at + len(wanted)
        if unspaced or (_OPENS.match(sentence, at) and _CLOSES.match(sentence, behind)):
            rest, end = f"{rest}{sentence[end:at]}…", behind
            places.append(at)
        at = sentence.find(wanted, behind)
    return rest + sentence[end:], places


def _among_numbers(wanted: str, sentence: str, question: str) -> bool:
    """Whether a number stands among others as long, which the question lacks, so that it is open which one is meant."""
    return _NUMBER.fullmatch(wanted) is not None and any(
        one != wanted and len(one) == len(wanted) and one not in question for one in _NUMBER.findall(sentence)
    )
