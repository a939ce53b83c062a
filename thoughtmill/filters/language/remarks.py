"""English between brackets and between examples inside Chinese: a term or an example that is shown, or a remark."""

import re

from thoughtmill.filters.language.english_words import DISCOURSE, EVERYDAY, KEYWORDS, SMALL, SURELY
from thoughtmill.filters.language.function_words import words as _set
from thoughtmill.filters.language.programs import PLAIN_WORD
from thoughtmill.filters.language.scripts import HAN

_GLOSS = re.compile(
    rf"(?<=[{HAN}”》」;])[ ]?[（(](?:[^\n（）()A-Za-z]{{0,20}}[:：]? ?)?([A-Za-z][A-Za-zÀ-ɏ ,.'’&/-]{{0,80}})[)）]"
)
_SPEECH = DISCOURSE - KEYWORDS
_IN_TERMS = _set(
    "no not all any each every most more less least first last next second third same other both between without"
    " within is"
    " has make take know say thinking find need self never wait see go keep come look use almost too many few some"
    " than one how what why who needs uses means making taking finding checking right good great well final together"
)
"""Running speech that terms have too, where brackets set them off behind their translation."""
_NO_GLOSS = _SPEECH - _IN_TERMS
_BEGIN_REMARKS = _set("this that these those it a an as so when because")
_POINTING = _set("this these those")
_MANY = _set("most many some few all every each no")
_WHO = EVERYDAY & _set(
    "people persons men women children boys girls friends families teachers students doctors workers farmers drivers"
    " players winners customers books words sentences questions problems answers stories animals dogs cats birds cars"
)
_IS = _set("is has")

_MENTIONED = re.compile(r"[是说为作成如有译叫即像：:、写词语句法和与或=→-]\s*[\"“'(（]?$")
_MEANT = re.compile(r"\s*[\"”')）]?\s*(?:的|表示|意思|是|意为|指|直译|中(?!文)|这|在|作|为|都|、|和|与|：|=|→)")
_EXPLAINED = re.compile(r"\s*(?:[（(=→]|表示|意思|意为|直译|即|的意思|翻译|译)")
_SENTENCE_BEFORE = re.compile(r"(?:^|[。！？])\s*$")
MENTIONS = re.compile(
    r"一词|英文|英语|单词|连接词|短语|句型|口号|标语|广告语|介词|动词|名词|形容词|副词|代词|冠词|这类词|等词|翻译|英译|译本|"
    r"词源|词根|前缀|后缀|音译|词汇|术语|缩写|拼写|字母|译[为作成]|直译|"
    r"[德法意西葡俄越荷韩日]语|[德法意西葡俄越荷]文|拉丁|希腊语|梵语|世界语"
)
"""What says that words of another language are shown in a sentence."""


def is_mentioned(text: str, start: int, end: int) -> bool:
    """Whether a clause of English is an example: a word before or after it says so."""
    if _SENTENCE_BEFORE.search(text, 0, start) and text[start:end].rstrip()[-1:] in (".", "!", "?"):
        return _EXPLAINED.match(text, end) is not None  # a sentence among sentences
    return bool(_MENTIONED.search(text, 0, start) or _MEANT.match(text, end))


_NAMED_IN_ROW = re.compile(
    rf"(?:{MENTIONS.pattern})[^，。；A-Za-z]{{0,12}}(?:[A-Za-zÀ-ɏ' ]{{1,20}}[、/和与,] ?){{0,4}}$"
)
_ROW = re.compile(r"[A-Za-z-]+(?: ?[、,，和与及/] ?[A-Za-z-]+){2,}")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,8}(?![A-Za-z])")
_BIG = re.compile(r"(?<![A-Za-z])[A-Z]{3,8}(?![A-Za-z])")


_LIST = re.compile(
    r"(?<![A-Za-z])[A-Za-z][A-Za-z' -]{0,30}(?: ?、 ?[A-Za-z][A-Za-z' -]{0,30}){2,}(?: ?[和与及或] ?[A-Za-z]+)?"
)
_SAID = re.compile(
    r"(?:题|原文|句|条件|写道|歌词|台词|名言|标题|口号)[^，。；“\"A-Za-z]{0,8}(?:“[\x20-\x7e’‘—–]{1,160}”|\"[^\"\n]{1,160}\")"
)
"""What a text says that is spoken of."""


def without_lists(sentence: str) -> str:
    """A sentence without names in a row of three or more, and without what it quotes from somewhere."""
    if "、" in sentence:
        sentence = _LIST.sub(" ; ", sentence)
    return _SAID.sub(" ; ", sentence) if "“" in sentence or '"' in sentence else sentence


def without_initials(sentence: str) -> str:
    """A sentence without rows of words that an acronym in it stands for."""
    if not (big := set(_BIG.findall(sentence))):
        return sentence

    def told(found: re.Match[str]) -> str:
        firsts = "".join(word[0] for word in re.findall("[A-Za-z-]+", found.group())).upper()
        return " ; " if any(one in firsts for one in big) else found.group()

    return _ROW.sub(told, sentence)


def named_near(text: str, start: int, end: int) -> bool:
    """Whether one or two words are called words, or words of a language, beside them."""
    said = text[start:end].split()
    if len(said) < 7 and _NAMED_IN_ROW.search(text, max(0, start - 80), start):
        return True
    if len(said) > 2:
        return len(said) < 7 and MENTIONS.search(text, end, end + 8) is not None
    if len(said) == 1 and said[0].lower() not in DISCOURSE | SMALL:
        return True  # the sentence is about words
    return bool(MENTIONS.search(text, max(0, start - 12), start) or MENTIONS.search(text, end, end + 8))


def without_glosses(sentence: str) -> str:
    """A sentence without the terms that stand in brackets behind their translation; remarks in brackets stay."""
    return _GLOSS.sub(_gloss, sentence)


def _gloss(found: re.Match[str]) -> str:
    low = [word.lower() for word in PLAIN_WORD.findall(found.group(1))]
    speech = _NO_GLOSS if len(low) > 1 else _SPEECH
    if len(low) > 8 or not speech.isdisjoint(low):
        return found.group()
    quoted = found.string[found.start() - 1] in "”》」"
    return found.group() if not quoted and len(low) > 3 and _is_remark(low) else " ; "


def _is_remark(low: list[str]) -> bool:
    """Whether four words or more say something, and name nothing."""
    return (
        low[0] in _BEGIN_REMARKS
        or not _POINTING.isdisjoint(low)
        or not SURELY.isdisjoint(low)
        or (low[0] in _MANY and low[1] in _WHO)
        or not _IS.isdisjoint(low[1:-1])
    )


def spells_out(words: list[str], sentence: str) -> bool:
    """Whether words are the long form of an acronym beside them."""
    if len(words) < 2:
        return False
    all_of_them = "".join(word[0] for word in words).upper()
    big = "".join(word[0] for word in words if word not in SMALL).upper()
    return any(acronym in (all_of_them, big) for acronym in _ACRONYM.findall(sentence))
