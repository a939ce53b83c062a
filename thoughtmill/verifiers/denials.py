"""Words by language that deny or doubt what a sentence names, or set another thing beside it.

text and choice leave a sentence with one of them undecided. They are function words of each language, not subjects.
In English: plain denial and doubt, in words that cost next to no right answer among 6,326 that people called right.
"""

import re

_WORDS = {
    "English": r"not|no(?!\.?\s?\d)|never|none|nor|neither|either|nothing|nobody|cannot|unless|unlike(?:ly)?"
    "|except|instead|rather than|other than|unknown|unclear|uncertain|unsure|maybe|perhaps|possibly|probably|might"
    r"|guess|doubt\w*|suspect|believes?|think|supposedly|allegedly|wrong\w*|incorrect\w*|false|mistak\w+"
    r"|misattributed|den(?:y|ied|ies)|excluded?|eliminate\w*|ruled out",
    "German": r"nicht|kein\w*|weder|oder|sondern|nie|niemals|kaum|statt|außer|ohne|vielleicht|vermutlich|wohl"
    "|wahrscheinlich|möglicherweise|keineswegs|falsch|scheidet|glaube",
    "French": r"pas|ni|ou|jamais|sauf|sinon|plus|peut-être|probablement|non(?!-)|aucun\w*|faux|fausse|crois",
    "Spanish": "ni|o(?!['’])|jamás|nunca|quizás?|tal vez|menos|excepto|falso|incorrect[ao]|descarto|creo|tampoco"
    "|probablemente|sino",
    "Italian, Portuguese": "né|mai|forse|eccetto|tranne|não|nem|talvez|exceto|errad[ao]|ma",
    "Dutch, Nordic": "niet|geen|nooit|misschien|ikke|inte|ej|aldri|aldrig|eller|kanske|måske",
    "Russian": r"не|ни|или|нет|никогда|возможно|наверное|кроме|неверно|неправильн\w*|вместо",
    "Arabic": r"ليس\w*|وليس\w*|لا|لم|لن|أو|ربما|غير|خطأ|سوى|إلا",
    "Hindi": "नहीं|या|शायद|गलत|ग़लत|न|मत|अथवा",
    "Bengali": "নয়|নয়|না|নাই|নেই|বা|অথবা|সম্ভবত|ভুল|হয়তো|নাকি",
}
"""A word that two languages share stands with the first of them."""
_UNSPACED = {
    "Chinese": "不|没|非|或|可能|也许|除|错|误|以为|而是|大概|无正确",
    "Japanese": "ない|なく|ません|以外|または|又は|かもしれ|たぶん",
    "Korean": "아니|아닙|아님|틀|또는|제외|않",
}


def _any_of(words: str) -> str:
    return rf"(?<![\w\\])(?:{words})(?![\w\u0900-\u0963\u0966-\u09ff])"


_DENIES = re.compile(
    rf"(?:{_any_of('|'.join(_WORDS.values()))}|n['’]t\b)(?P<next>\W+\w+)?|\S+[?？](?=\W*$)"
    rf"|(?:{'|'.join(_UNSPACED.values())})",
    re.IGNORECASE,
)
"""A word of any of these languages and the one behind it; or a sentence that asks."""
_ABROAD = re.compile(
    _any_of("|".join(["no", *(words for language, words in _WORDS.items() if language != "English")])), re.IGNORECASE
)
ENGLISH = re.compile(
    r"\b(?:the|is|are|was|were|of|to|and|it|that|this|answer|option|because|has|have|had|did|does|been|by|with|from|on"
    r"|at|be|they|he|she|his|her|its|for|you|we|my|there)\b|'s\b",
    re.IGNORECASE,
)
"""Function words that make a sentence English, and words beside an option's letter."""


def denied(sentence: str, question: str = "") -> str | None:
    """What denies or doubts in a sentence, but for what the question says too, as a title does: Can't Get You Out."""
    asked = question.casefold()
    for found in _DENIES.finditer(sentence):
        repeats = found["next"] or found.group()[-1] in "?？"
        if not (repeats and found.group().casefold() in asked):
            return found.group()
    return None


def denied_abroad(sentence: str) -> bool:
    """Whether a sentence in neither English nor Chinese is denied or doubted: La réponse n'est pas (b)."""
    return not re.search("[一-鿿]", sentence) and not ENGLISH.search(sentence) and _ABROAD.search(sentence) is not None
