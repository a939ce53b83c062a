"""Which languages a question is about: a translation may have the two concerned, and no third."""

import re
from dataclasses import dataclass
from functools import lru_cache

from thoughtmill.filters.language.english_words import DISCOURSE, SMALL
from thoughtmill.filters.language.function_words import LIKELY, SURE
from thoughtmill.filters.language.programs import talks_of_code
from thoughtmill.filters.language.scripts import NOT_LATIN, letters

_NAMES = {
    "zh": "chinese|mandarin|cantonese|中文|汉语|漢語|华语|国语|普通话|中国語|汉字|古文|成语|诗句|拼音|pinyin|hanzi",
    "en": "english|英文|英语|英語|單詞|单词|anglais|inglés|englisch",
    "ja": "japanese|日语|日文|日語|日本語|kanji|hiragana|katakana|kana",
    "ko": "korean|韩语|韩文|韓語|朝鲜语|hangul",
    "fr": "french|法语|法文|français",
    "de": "german|德语|德文|deutsch",
    "es": "spanish|西班牙语|西语|español|castilian",
    "it": "italian|意大利语|意语|italiano",
    "pt": "portuguese|葡萄牙语|葡语|português",
    "ru": "russian|cyrillic|俄语|俄文",
    "ar": "arabic|阿拉伯语",
    "hi": "hindi|sanskrit|marathi|nepali|印地语",
    "th": "thai|泰语",
    "bn": "bengali|bangla|孟加拉语",
    "ta": "tamil|泰米尔语",
    "te": "telugu|泰卢固语",
    "ka": "georgian",
    "hy": "armenian",
    "am": "amharic|tigrinya",
    "km": "khmer|cambodian|高棉语|柬埔寨语",
    "my": "burmese|缅甸语",
    "lo": "lao(?:tian)?|老挝语",
    "bo": "tibetan|藏语|藏文",
    "mn": "mongolian|蒙古语",
    "chr": "cherokee",
    "si": "sinhal(?:a|ese)|僧伽罗语",
    "ml": "malayalam",
    "kn": "kannada",
    "gu": "gujarati",
    "pa": "punjabi|旁遮普语",
    "or": "odia|oriya",
    "vi": "vietnamese|越南语",
    "tr": "turkish|土耳其语",
    "nl": "dutch|荷兰语",
    "pl": "polish|波兰语",
    "sv": "swedish|danish|norwegian|瑞典语|挪威语|丹麦语",
    "id": "indonesian|malay|印尼语|马来语",
    "el": "greek|希腊语",
    "he": "hebrew|希伯来语",
    "la": "latin|拉丁语",
}
_ANY = "|".join(_NAMES.values())
_OTHER_THINGS = (
    "remainder|revolution|restaurant|dynasty|class|food|history|literature|company|army|city|school|tourist|student"
    "|people|government|empire|war|market|town|store|order|names?|man|woman|king|queen|coast|border|mathematician"
    "|economy|law|chess|cuisine|cooking|football|team|wine|tea|opera|philosophy|art|scientist|philosopher|author|writer"
    "|painter"
)
_ABOUT_ONE = re.compile(
    rf"\b(?:in|into|to|from|using|speak\w*|say|write|read|learn\w*|know)\s+(?:(?!the\b)\w+\s+)?(?:{_ANY})\b"
    rf"(?!\s+(?:{_OTHER_THINGS}))"
    rf"|\b(?:{_ANY})\s+(?:words?|characters?|phrases?|sentences?|translations?|for\b|languages?|grammar|idioms?|proverbs?|verbs?"
    r"|nouns?|text|alphabet|pronunciation|meaning|spelling|letters?|poems?|equivalent|numbers?|numerals?|term"
    r"|expression|vocabulary|adjectives?)",
    re.IGNORECASE,
)
"""Where a question names a language as a language."""
_ABOUT = (
    re.compile(
        "translat|翻译|翻譯|译成|译为|译作|traduc|traduis|übersetz|перевед|翻訳|번역|transliterat|romanis|romaniz"
        "|虚拟语气|过去分词|定冠词|被动语态|动名词|不定式"
        "|造句|病句|改错|纠正|润色|单词|成语|拼音|语法|近义词|反义词|怎么说|什么意思|汉字"
        "|用(?:英|中|法|德|日|韩|俄|西班牙|意大利)[语文]|(?:完成|进行|过去|将来|现在)时(?:态|$|[^间候])"
    ),
    re.compile(
        "[英中法德日韩俄][语文](?:里|中|单词|怎么|翻译|句|词|语法|邮件|作文|口语|写|是什么|表达|名|回答|作答)"
        "|[从状主宾]语?从句"
    ),
    re.compile(
        r"\b(?:characters?|words?|idioms?|phrases?|sentences?|terms?|sayings?"
        r"|proverbs?) [\"'“‘「]?[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff]"
    ),
)
"""What else says, in lower case, that a question is about a language."""
_A_NAME = re.compile(_ANY)
_NAMED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _NAMES.items()}
_ENGLISH = re.compile(r"\b(?:the|is|of|to|into|in|what|how|does|translate|this|word|mean|and)\b", re.IGNORECASE)
_OF_WORDS = re.compile("造句|近义词|反义词|怎么说|什么意思|语法|时态")
_ENGLISH_GLUE = DISCOURSE | SMALL
_QUOTE = re.compile("[\"“‘「'][^\"“”‘’「」'\n]{1,200}[\"”’」']")
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


_INTO = re.compile(
    rf"\b(?:in|into|to|using)\s+(?:(?!the\b)\w+\s+)?(?P<a>{_ANY})\b|\b(?P<b>{_ANY})\s+(?:\w+\s+){{0,2}}for\b"
    rf"|(?:en|auf|ins|in|al|на|по)[ -](?P<c>{_ANY})|(?:翻译成|译成|译为|译作|译|成|用|以|的)(?P<d>{_ANY})"
    rf"|(?P<e>{_ANY})(?:怎么|里怎么|中怎么|如何|造句|回答|作答|写)",
    re.IGNORECASE,
)
"""Where a question says in which language it wants its answer."""


_TRANSLATE = re.compile(
    r"translat|翻译|翻譯|译|时态|[从状主宾]语?从句|完成时|进行时|过去时|将来时|虚拟语气|冠词|被动语态", re.IGNORECASE
)
_MAKE = re.compile(
    r"造句|病句|改错|改正|纠正|润色|续写|对联|例句|填空|改写|\b(?:sentences?|example) (?:with|using|that)|compose"
    r"|continue|complete|fill in|rewrite|correct|conjugat|declension|declin",
    re.IGNORECASE,
)
"""What makes whatever it quotes go on in the same language."""


@dataclass(frozen=True, slots=True)
class QuestionLanguages:
    """Languages that a question concerns."""

    asked: frozenset[str]
    """All of them."""
    quoted: frozenset[str]
    """Those of which it only says something that it asks about: the answer quotes it too, and does not speak it."""
    asks_in: str | None
    """The language that the question itself speaks, where that is Chinese or English."""


def _of_words(prompt: str) -> bool:
    """Whether a question asks about words that it shows: of another language in English, English glue in Chinese."""
    words = _WORD.findall(prompt)
    if _HAN.search(prompt):
        small = [word for word in words if word in _ENGLISH_GLUE and len(word) > 1]
        if small and not talks_of_code(prompt) and len(words) < 12:
            return True
    if len(_ENGLISH.findall(prompt)) < 2:
        return False
    shown = {word for found in _QUOTE.findall(prompt) for word in _WORD.findall(found)} - _ENGLISH_GLUE
    return bool(letters(prompt)) or any(shown & sure for sure in SURE.values())


def _about(prompt: str) -> bool:
    """Whether a question says that it is about a language."""
    low = prompt.lower()
    if any(about.search(low) for about in _ABOUT):
        return True
    return _A_NAME.search(low) is not None and _ABOUT_ONE.search(prompt) is not None


@lru_cache(maxsize=64)
def languages_asked(prompt: str) -> QuestionLanguages:
    """The languages that a question about languages concerns: those that it names or is written in; else none."""
    if not _about(prompt) and not _of_words(prompt):
        return QuestionLanguages(frozenset(), frozenset(), None)
    found = {name for name, pattern in _NAMED.items() if pattern.search(prompt)}
    said = set(letters(prompt)) if NOT_LATIN.search(prompt) else set[str]()
    shown = {word for found in _QUOTE.findall(prompt) for word in _WORD.findall(found)} - _ENGLISH_GLUE
    words = {word.lower().replace("’", "'") for word in _WORD.findall(prompt)}
    said |= {name for name in found & SURE.keys() if len(words & (SURE[name] | LIKELY[name])) > 1}
    said |= {
        name
        for name, sure in SURE.items()
        if len(words & sure) > (_TRANSLATE.search(prompt) is None and not shown & sure)
        or len(words & (sure | LIKELY[name])) > 2
    }
    if len(_ENGLISH.findall(prompt)) > 1 or (_OF_WORDS.search(prompt) and re.search(r"[A-Za-z]{3}", prompt)):
        said.add("en")
    asking = _QUOTE.sub(" ", prompt)
    in_han = len(_HAN.findall(asking)) >= max(1, sum(word.isascii() for word in _WORD.findall(asking)))
    if in_han and not (said | found) - {"zh"} and sum(word.isascii() for word in words) > 1:
        said.add("en")
    found |= said
    if found in ({"zh"}, {"en"}) and _TRANSLATE.search(prompt):
        found = {"zh", "en"}  # and no word of into what
    wanted = " ".join(filter(None, (word for match in _INTO.finditer(prompt) for word in match.groups())))
    into = {name for name, pattern in _NAMED.items() if pattern.search(wanted)}
    asks_in = "zh" if in_han else "en" if "en" in said else None
    if in_han:
        said |= found & {"en"}
    quoted = frozenset[str]() if _MAKE.search(prompt) else frozenset(name for name in said - into if name != asks_in)
    return QuestionLanguages(frozenset(found), quoted, asks_in)
