"""Short answers that stand in a sentence: "The Enigma was broken by Alan Turing." says Alan Turing.

On what models said to questions of Natural Questions and TriviaQA, people called 2,392 of 2,397 such sentences right.
"""

import re
import unicodedata

from thoughtmill.verifiers.denials import DENIES, ENGLISH
from thoughtmill.verifiers.math.extract.negation import HEDGE

_SENTENCES = re.compile(
    r"(?<=[^\W_]{2}[.!?])[\"')\]]*\s+(?=[A-Z\"'(\[])|(?<=[)\"'\]][.!?])\s+(?=[A-Z\"'(\[])|\n+|(?<=[。！？])"
)
_BEFORE = re.compile(
    r"(?:\b(?:is|are|was|were|by|in|on|to|of|at|called|named|as|es|est|ist|è|é)|'s|[:=])\s+"
    r"(?:the |a |an )?[\"'\[*]{0,3}$"
    r"|(?:是|为|叫|:)[“「《]?$",
    re.IGNORECASE,
)
"""Before what a sentence states at its end: the letters are: daoy; 首都是巴黎."""
_COPULA = re.compile(
    r"(?:\b(?:es|est|ist|heißt|lautet|é|è)\s+(?:la |el |le |der |die |das )?|[是为叫][“「《]?)[\"*]{0,3}$"
)
"""The same where the sentence is no English: Die Hauptstadt ist Berlin."""
_RELATION = re.compile(
    r"\b(with|from|than|before|after|near|like|under|against|following|since|until|till|to|for|replaced|between|succeeded"
    r"|preceded by|supervised by|taught by|inspired by|killed by|lost by|dedicated to|using|fired|hired|father|mother"
    r"|by the time of|just)\s+(?:the |a |an )?[\"'\[*]{0,3}$",
    re.IGNORECASE,
)
"""Right before a name: it is what the answer stands in relation to, unless the question asks so."""
_ASIDE = re.compile(
    r"; |\b(?:and|y|et) (?:the|its|his|her|their|el|la|le) [\w ]{2,40} (?:is|was|are|es|est)\b"
    r"|\b(?:second|runner-up|rival|then|beat|pen name|because|since|credited|heavier|twice)\b",
    re.IGNORECASE,
)
"""Another thing that a sentence states, unless the question asks for it."""
_MODIFIER = re.compile(
    r"(?<![\w'])(?!(?:is|are|was|were|an?|the|in|of|as|by|on|at|be|called|named)\b)([a-z]+(?:'s)?) $"
)
"""The word right before a word that is no name, and makes another thing of it: white gold."""
_OF = re.compile(r"(\w+)(?:'s)? of (?:the |a |an )?[\"'\[*]{0,3}$", re.IGNORECASE)
_KINDS = frozenset(
    {"city", "town", "state", "island", "republic", "kingdom", "county", "province", "country", "region", "name"}
    | {"genus", "species", "part", "member", "one", "some", "all", "capital", "coast", "heart", "village"}
)
"""Of which a name is the name, not what it belongs to: the city of Florence."""
_TURNS = re.compile(r"\b(?:so|thus|therefore|hence|final|wait|actually|correction|answer)\b", re.IGNORECASE)
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"(?<=\s)(\S*\w)\s$"), re.compile(r"\s(\w\S*)")
_SCALE = re.compile(
    r"\s*(?:%|percent|hundred|thousand|million|billion|trillion|dozen|th\b|st\b|nd\b|rd\b)", re.IGNORECASE
)
_NUMBERS = re.compile(r"\d[\d,.]*\d|\d")
_CJK = re.compile(r"[぀-ヿ一-鿿가-힯]")
_ALONE = r"(?<![.,$\w%-])X(?![\w%-]|[.,]\d)"
"""X as words of its own; languages that write no blanks have none."""
_SMALL_WORDS = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|the|an?|of|in|by|to|from|at|on|with|es|est|ist|è|é|la|el|le|der)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(
    r"\b(?!(?:The|An?|In|Of|It|Sir|King|President)\b|\w+(?:ish|ican|ese|ian|rman|ench) [a-z])[A-Z][a-z]+"
)
"""A word with a capital, unless it tells where somebody comes from: the American author."""
_ASKS = re.compile(r"\b(?:what|who|whose|which|where|when|how|the)\b", re.IGNORECASE)
"""A question in English."""
_CONTENT = re.compile(r"[^\W\d_]{4,}")
LEAST = 3
"""Words of a sentence."""
MAX_CHARS = 300
"""Of a sentence that is looked at."""


def states(text: str, question: str, wanted: list[str]) -> str | None:
    """The wanted answer that the only sentence of a text names, or that its first or last one ends with, undoubted."""
    text, question = _even(text), _even(question)
    parts = [one for one in _SENTENCES.split(text) if one and one.strip()]
    if len(parts) == 1:
        return _named(parts[0], question, wanted, anywhere=_is_sentence(parts[0].strip()))
    if not parts:
        return None
    last = (
        _named(parts[-1], question, wanted, anywhere=False) if not question or _takes_up(parts[-1], question) else None
    )
    return last or (None if _TURNS.search(text) else _named(parts[0], question, wanted, anywhere=False))


def _takes_up(sentence: str, question: str) -> bool:
    """Whether a sentence behind others speaks of what is asked: it has two words of the question."""
    asked = {one[:5] for one in _CONTENT.findall(question.casefold())}
    return len({one[:5] for one in _CONTENT.findall(sentence.casefold())} & asked) > 1


def _is_sentence(text: str) -> bool:
    """Whether a text has the words or the form of a sentence: it is no name, date or list."""
    words = len(text.split())
    formed = words > LEAST and text[:1].isupper() and text.endswith(".")
    return words >= LEAST and (formed or _SMALL_WORDS.search(text) is not None)


def contains(text: str, wanted: str) -> bool:
    """Whether an answer stands in a text as words of its own, whatever is said of it."""
    alone = "X" if _CJK.search(wanted) else r"(?<!\w)X(?!\w)"
    return re.search(alone.replace("X", re.escape(wanted)), text) is not None


def _even(text: str) -> str:
    """NFKC, plain quotes; lines stay."""
    return unicodedata.normalize("NFKC", text.translate(str.maketrans("’‘“”–—‑", "''\"\"---"))).strip()


def _named(sentence: str, question: str, wanted: list[str], *, anywhere: bool) -> str | None:
    sentence = " ".join(sentence.split()).strip(" *")
    if len(sentence) > MAX_CHARS:
        return None
    low = sentence.casefold()
    return next((one for one in wanted if one in low and _stands(one, sentence, question, anywhere=anywhere)), None)


def _stands(wanted: str, sentence: str, question: str, *, anywhere: bool) -> bool:
    """Whether an answer stands in a sentence as words of its own: at its end, or anywhere if the question lacks it."""
    asked = wanted in question.casefold()
    alone = re.compile((_ALONE if _CJK.search(wanted) is None else "X").replace("X", re.escape(wanted)), re.IGNORECASE)
    rest = alone.sub("…", sentence)
    if rest == sentence or DENIES.search(rest) or (wanted[:1].isdigit() and HEDGE.search(sentence)):
        return False
    if any(one.group().casefold() not in question.casefold() for one in _ASIDE.finditer(rest)):
        return False
    abroad = not (ENGLISH.search(rest) or _ASKS.search(question))
    number = wanted[-1:].isdigit()
    for found in alone.finditer(sentence):
        before, behind = sentence[: found.start()], sentence[found.end() :]
        if _of_a_longer_name(before, behind, question) or (number and _SCALE.match(behind)):
            continue
        ends = not re.search(r"\w", behind)
        if abroad:
            if ends and _COPULA.search(before) and not re.search("[,;，；]", before):
                return True
            continue
        if _related(before, behind, question) or (not number and _another_name(before, question)):
            continue
        if ends and _BEFORE.search(before) and not (asked and _among_numbers(wanted, sentence, "")):
            return True
        if found.group()[0].islower() and (word := _MODIFIER.search(before)) and word.group(1) not in question:
            continue
        if (
            anywhere
            and not asked
            and not _CJK.search(wanted)
            and len(wanted) > 1
            and not _among_numbers(wanted, sentence, question)
        ):
            return True
    return False


def _related(before: str, behind: str, question: str) -> bool:
    """Whether a name only belongs to what a sentence states: a student of Church, before Church, Church's rival."""
    if behind.startswith(("'s", "' ")):
        return True
    if (found := _RELATION.search(before)) and found.group(1).casefold() not in question.casefold():
        return True
    of = _OF.search(before)
    return of is not None and (word := of.group(1).casefold()) not in _KINDS and word[:5] not in question.casefold()


def _another_name(before: str, question: str) -> bool:
    """Whether a name that the question lacks stands before: Alan Turing, a student of Church."""
    asked = {one[:5] for one in re.findall(r"\w+", question.casefold())}
    return any(one[:5].casefold() not in asked for one in _CAPITAL.findall(re.sub(r"^\W*\w+", "", before)))


def _of_a_longer_name(before: str, behind: str, question: str) -> bool:
    """Whether a word with a capital stands right beside, which the question lacks: New York is no York."""
    words = [one.group(1) for one in (_WORD_BEFORE.search(before), _WORD_BEHIND.match(behind)) if one]
    return any(one[0].isupper() and re.sub(r"'s$|\W+$", "", one).casefold() not in question.casefold() for one in words)


def _among_numbers(wanted: str, sentence: str, question: str) -> bool:
    """Whether a number stands among others that the question lacks: and which one is meant is open."""
    return _NUMBERS.fullmatch(wanted) is not None and any(
        one != wanted and one not in question for one in _NUMBERS.findall(sentence)
    )
