"""Chinese, Japanese, Korean, Russian and Hindi in Latin letters inside a text in Latin letters.

Names, dishes and terms are no second language; words that only running speech has are. A word that is quoted, slanted
or in brackets was taken off before, and a sentence that names the language shows its words.
"""

import re

from thoughtmill.filters.language.english_words import DISCOURSE, EVERYDAY, SMALL
from thoughtmill.filters.language.function_words import words
from thoughtmill.filters.language.latin import QUOTED, Foreign, said_in
from thoughtmill.filters.language.scripts import prose, words_of
from thoughtmill.filters.language.worldly_words import WORLDLY

_SPOKEN = {
    "zh": words("""
        keyi danshi yinwei suoyi zhege nage zheyang nayang zheli nali shenme zenme zenmeyang weishenme jiushi haishi
        bushi meiyou xianzai ranhou shouxian zuihou yinci dengyu jisuan wenti timu daan jieguo xuyao yinggai nimen tamen
        zhexie naxie ruguo suoyou yige liangge sange meige jige yiqi yijing zhidao juede haiyou henduo feichang zhengque
        cuowu mingbai jiandan rongyi kunnan dangran keneng bixu xiaoxin zhuyi yidian fangfa fangcheng gongshi fenzi
        fenmu yuefen chengyi chuyi jiashang jianqu dedao buhui buneng buyao buduo meitian jintian mingtian zuotian
        qishi erqie huozhe buguo jiran suiran tongyang yihou yiqian shihou zheshi nashi dajia womende wojuede women'de
        yanzheng jiancha jiashe kaolv kaolu women
    """)
    - words("women"),
    "ja": words("""
        desu masu deshita masen dakara tsumari shikashi soshite sorede demo dewa kore kono sono watashi anata
        wakarimasu wakaru kotae mondai keisan tadashii machigai chigau kantan muzukashii ichiban totemo sugoku hontou
        tabun mazu tsugi tsugini saigo hitsuyou arimasu imasu shimasu narimasu naru suru shita shite dekimasu dekiru
        kangaemasu omoimasu omou kara keredo nani naze doushite ikutsu zenbu chotto yappari tashikameru iu dake
    """),
    "ko": words("""
        geuraeseo geurigo hajiman igeo geugeo igeoneun geugeoneun imnida ibnida hamnida isseumnida eopseumnida jeongdap
        munje gamsahamnida daeum ttaemune geureom geureomyeon ddaeraseo ttaraseo uri urineun ireoke maeu aju swipda
        eoryeopda gyesan
    """),
    "ru": words("""
        eto znachit chto kak nado nuzhno poetomu potomu teper togda mozhno ochen prosto otvet zadacha esli ili tozhe
        davayte davajte proverim poluchaem poluchaetsya ravno vsego seychas sejchas snachala potom dalshe konechno
        pravilno neverno zdes tolko uzhe budet bylo
    """),
    "hi": words("""
        kyunki kyonki lekin isliye yeh nahin nahi hum humein hamen matlab sahi galat jawab sawal karna karte karke kiya
        toh phir agar aur accha achha theek thik kitna kitne kitni milta hota hoga hain chahiye isse usse iska uska
        sakte sakta bahut bohot
    """),
}
"""Words of running speech; of Chinese one is enough."""
_BESIDE = {
    "zh": words("bu shi hen dou zai dui yao hao zhe ge wo ni hai jiu xiang dao cong gei rang suan"),
    "ja": words("wa ga wo ni no mo ne yo to ka de"),
    "ko": words("neun eun ui eul reul ga i"),
    "ru": words("my on ona ne v na i my vy net da tak"),
    "hi": words("hai ka ki ke ko se mein hi bhi ho"),
}
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uan|uai|uen|ai|ei|ao|ou|an"
    r"|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|[aeiouv]))"
)
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,4}}")
_KNOWN = DISCOURSE | SMALL | EVERYDAY | WORLDLY
_CLAUSE = re.compile(r"[^,;:.!?()\[\]{}\n\"“”«»*_`|/=+→。，；：！？、—–]+")
_BRACKETS = re.compile(r"[(（][A-Za-z ]{1,30}[)）]")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SHOWN = re.compile(
    r"\b(?:Chinese|Mandarin|pinyin|Pinyin|Cantonese|Japanese|romaji|[Rr]omani[sz]\w+|Korean|Russian|Hindi|Urdu|Sanskrit|called"
    r"|named|words?|phrase|means|meaning|literally|titled|song|poem|proverb|saying|greeting|particle)\b"
)
_FIRST = frozenset(
    word.encode() for name in _SPOKEN for word in _SPOKEN[name] | (_BESIDE[name] if name == "zh" else frozenset[str]())
) - {word.encode() for word in _KNOWN}


def romanized_in(text: str, said: list[bytes], permitted: frozenset[str], question: str) -> Foreign | None:
    """The first clause of a language that is romanized; None if there is none.

    said: the words of the text, from words_of. permitted: languages. question: its words are no foreign ones.
    """
    if _FIRST.isdisjoint(said):
        return None
    asked = frozenset(word.decode("latin-1") for word in said_in(question))
    for line in QUOTED.sub(" ; ", _BRACKETS.sub(" ; ", prose(text))).split("\n"):
        if _FIRST.isdisjoint(words_of(line)) or _SHOWN.search(line):
            continue
        for clause in _CLAUSE.findall(line):
            found = [word for word in _WORD.findall(clause) if word.lower() not in asked]
            if found and (name := _spoken(found)) and name not in permitted:
                return Foreign(name, clause.strip())
    return None


def _spoken(found: list[str]) -> str | None:
    low = [word.lower() for word in found]
    said = {word for word, lower in zip(found, low, strict=True) if word == lower}
    if found[0] != low[0] and len(found) > 1 and found[1] in said:
        said.add(low[0])  # a capital that only begins a sentence
    if _speaks_pinyin(low, said):
        return "zh"
    for name in ("ja", "ko", "ru", "hi"):
        sure = _SPOKEN[name].intersection(said) - _KNOWN
        if sure and len(sure) + len(_BESIDE[name].intersection(said)) > 1 and _mostly_unknown(low):
            return name
    return None


def _mostly_unknown(low: list[str]) -> bool:
    return sum(word in _KNOWN and len(word) > 2 for word in low) * 3 <= len(low)


def _speaks_pinyin(low: list[str], said: set[str]) -> bool:
    """One word of speech of two syllables, or four syllables in a row of which two are such words of one."""
    if not _SPOKEN["zh"].isdisjoint(said):
        return True
    row: list[str] = []
    for word in [*low, ""]:
        if word in said and _PINYIN.fullmatch(word):
            row.append(word)
            continue
        strange = [one for one in row if one not in _KNOWN]
        if len(strange) > 3 and len(_BESIDE["zh"].intersection(strange)) > 1:
            return True
        row = []
    return False
