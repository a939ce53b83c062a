"""Words by language that deny, doubt or bound what a sentence names, or set another thing beside it.

text and choice leave a sentence with one of them undecided. They are function words of each language, not subjects.
"""

import re

_WORDS = {
    "English": "not|no|never|none|nor|or|maybe|perhaps|possibly|probably|might|unknown|unclear|uncertain|either|neither"
    "|sorry|unable|cannot|rather than|instead|unlikely|unlike|except|doubt\\w*|believes?|think|guess|suspect|formerly"
    "|once|used to be|some say|say|said|anyone|everyone|anything|other than|other|almost|hardly|nearly|wrong\\w*"
    "|incorrect|false|den(?:y|ied|ies)|claim(?:s|ed)?|supposedly|allegedly|excluded?|eliminate\\w*|ruled out|avoid"
    "|mistake\\w*|misattributed|trap|distractor|popular belief|opposite|opposed|least|first thought|contraindicated"
    "|harmful|fails?|if|would|compared|followed by|than|while|whereas|although|though",
    "German": "nicht|kein\\w*|weder|oder|sondern|nie|niemals|kaum|statt|außer|ohne|vielleicht|vermutlich|wohl"
    "|wahrscheinlich|möglicherweise|keineswegs|früher|falsch|unrichtig|scheidet|anderes|glaube",
    "French": "pas|ni|ou|jamais|sauf|sinon|plus|peut-être|probablement|jadis|non|aucun\\w*|faux|fausse|autrefois|crois",
    "Spanish": "no|ni|o|jamás|nunca|quizás?|tal vez|menos|excepto|falso|incorrect[ao]|descarto|antes|creo|tampoco"
    "|probablemente|sino",
    "Italian, Portuguese": "non|né|mai|forse|eccetto|tranne|falso|não|nem|ou|nunca|talvez|exceto|errad[ao]|ma",
    "Dutch, Nordic": "niet|geen|nooit|misschien|ikke|inte|ej|aldri|aldrig|eller|kanske|måske",
    "Russian": "не|ни|или|нет|никогда|возможно|наверное|раньше|кроме|неверно|неправильн\\w*|вместо",
    "Arabic": "ليس\\w*|وليس\\w*|لا|لم|لن|أو|ربما|غير|خطأ|كانت?|سوى|إلا",
    "Hindi": "नहीं|या|शायद|गलत|ग़लत|न|मत|अथवा",
    "Bengali": "নয়|নয়|না|নাই|নেই|বা|অথবা|সম্ভবত|ভুল|হয়তো|নাকি",
}
_UNSPACED = {
    "Chinese": "不|没|非|或|可能|也许|除|错|误|曾|以前|说|以为|而是|大概|无正确",
    "Japanese": "ない|なく|ません|誤|以外|または|又は|かもしれ|たぶん|昔",
    "Korean": "아니|아닙|아님|틀|또는|제외|않",
}
DENIES = re.compile(
    rf"(?<![\w\\])(?:{'|'.join(_WORDS.values())})(?![\w\u0900-\u0963\u0966-\u09ff])|n['’]t\b|[?？]|{'|'.join(_UNSPACED.values())}",
    re.IGNORECASE,
)
"""Any of them, in a sentence of any of these languages."""
_FOREIGN = re.compile(
    rf"(?<![\w\\])(?:{'|'.join(words for language, words in _WORDS.items() if language != 'English')}|no)"
    r"(?![\w\u0900-\u0963\u0966-\u09ff])",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:the|is|are|was|were|of|to|and|it|that|this|answer|option|because|has|have|had|did|does|been|by|with|from|on"
    r"|at|be|they|he|she|his|her|its|for|you|we|my|there)\b|'s\b",
    re.IGNORECASE,
)
"""Function words that make a sentence English, and words beside an option's letter."""


def denied_abroad(sentence: str) -> bool:
    """Whether a sentence in neither English nor Chinese is denied or doubted: La réponse n'est pas (b)."""
    return not re.search("[一-鿿]", sentence) and not ENGLISH.search(sentence) and _FOREIGN.search(sentence) is not None
