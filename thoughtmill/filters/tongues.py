"""Which languages a question is about: a translation may have the two concerned, and no third."""

import re
from functools import lru_cache

from thoughtmill.filters.function_words import LIKELY, SURE
from thoughtmill.filters.scripts import NOT_LATIN, letters

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
    "ru": "russian|俄语|俄文",
    "ar": "arabic|阿拉伯语",
    "hi": "hindi|sanskrit|印地语",
    "th": "thai|泰语",
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
_ABOUT = re.compile(
    rf"translat|翻译|翻譯|译成|译为|译作|traduc|traduis|übersetz|перевед|翻訳|번역|transliterat|romani[sz]"
    rf"|\b(?:in|into|to|from|using|speak\w*|say|write|read|learn\w*|know)\s+(?:\w+\s+)?(?:{_ANY})\b(?!\s+(?:remainder|revolution|restaurant|dynasty"
    r"|class|food|history|literature|company|army|city|school|tourist|student|people|government|empire|war|market|town|store))"
    rf"|\b(?:{_ANY})\s+(?:words?|characters?|phrases?|sentences?|translations?|for\b|languages?|grammar|idioms?|proverbs?|verbs?"
    r"|nouns?|text|alphabet|pronunciation|meaning|spelling|letters?|poems?|equivalent|term|expression|vocabulary|adjectives?)"
    r"|用(?:英|中|法|德|日|韩|俄|西班牙|意大利)(?:语|文)|(?:英|中|法|德|日|韩|俄)(?:语|文)(?:里|中|单词|怎么|翻译|句|词|语法|写|是什么|表达|名|回答|作答)"
    r"|造句|单词|成语|拼音|语法|近义词|反义词|怎么说|什么意思|汉字",
    re.IGNORECASE,
)
_NAMED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _NAMES.items()}
_ENGLISH = re.compile(r"\b(?:the|is|of|to|into|in|what|how|does|translate|this|word|mean|and)\b", re.IGNORECASE)
_OF_WORDS = re.compile("造句|近义词|反义词|怎么说|什么意思|语法|时态")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=64)
def tongues_asked(prompt: str) -> frozenset[str]:
    """The languages that a question about languages concerns: those that it names or is written in; else none."""
    if not _ABOUT.search(prompt):
        return frozenset()
    found = {name for name, pattern in _NAMED.items() if pattern.search(prompt)}
    if NOT_LATIN.search(prompt):
        found |= letters(prompt).keys()
    words = {word.lower() for word in _WORD.findall(prompt)}
    found |= {name for name, sure in SURE.items() if len(words & sure) > 1 or len(words & (sure | LIKELY[name])) > 2}
    if len(_ENGLISH.findall(prompt)) > 1 or (_OF_WORDS.search(prompt) and re.search(r"[A-Za-z]{3}", prompt)):
        found.add("en")
    return frozenset(found)
