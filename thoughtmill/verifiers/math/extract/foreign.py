"""What bounds or denies a number in languages whose sentences are not read here: nicht 12, au moins 12, 12 নয়."""

import re

_BEFORE = (
    r"nicht|keine?|weder|mehr als|weniger als|mindestens|höchstens|etwa|ungefähr|fast|zwischen|über|unter"
    r"|pas|ni|plus de|moins de|au moins|au plus|environ|presque|entre|jamais"
    r"|más de|menos de|al menos|como máximo|casi|quizás|não|mais de|mais que|pelo menos|quase|più di|meno di"
    r"|non|almeno|circa"
    r"|не|ни|больше|более|меньше|менее|около|почти|примерно|неверно|не менее"
    r"|ليس(?:ت)?|أكثر من|أقل من|حوالي|তবে|অন্তত|कम से कम"
)
_BEHIND = (
    r"nicht|falsch|pas|faux|fausse|falso|incorrecto|не|неверно|неправильно|नहीं|ग़लत|गलत|से अधिक|से कम"
    r"|নয়|নয়|ভুল|এর বেশি|এর কম"
)
_DENIED = re.compile(
    rf"(?<!\w)(?:{_BEFORE})(?:\s+[^\W\d]+){{0,2}}[\s*:=(]*[\d\\$]|n'est pas"
    rf"|[\d०-९০-৯][^.,;।\n\d]{{0,20}}?(?<!\w)(?:{_BEHIND})(?!\w)"
    r"|\d\s*\S{0,3}(?:ではない|ではありません|じゃない|未満|以上|以下|より)",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<=\d) (?:et|und|y|и|e|ou|oder|или) (?=(?:[a-z]\s*=\s*)?-?\d)")
_POINT = re.compile(r"[A-Z]?\((-?[\d.,/]+)\s*\|\s*(-?[\d.,/]+)\)")
"""S(3|5), as points are written in German."""


_WORDS = re.compile(rf"(?<!\w)(?:{_BEFORE}|{_BEHIND})(?!\w)", re.IGNORECASE)


def said_not(text: str) -> bool:
    """Whether a text has such a word at all."""
    return bool(_WORDS.search(text))


def denied(text: str) -> str | None:
    """The words that deny or bound a number in the last line of a text, or in a short one."""
    found = _DENIED.search(text.rstrip().rpartition("\n")[2][-300:])
    return found.group() if found else None


def in_english(answer: str) -> str:
    """A short answer with the signs and words that English puts between values."""
    return _POINT.sub(r"(\1; \2)", _AND.sub(" and ", answer)) if len(answer) <= 200 else answer
