"""One natural language a trace: no words of another in the running text, and only languages that the policy allows.

What is no language is taken off first: LaTeX, code, identifiers, and what the question itself says. Between scripts,
one word decides; among languages in Latin letters, function words do.
"""

import re
from collections import Counter

from thoughtmill.filters.contract import Reason, Rejection, Subject, span
from thoughtmill.filters.language.code_switching import ORDINARY, Asked, code_switch
from thoughtmill.filters.language.english_words import DISCOURSE, EVERYDAY, SMALL
from thoughtmill.filters.language.latin import Foreign, english_in, foreign_in, main_of, said_in, says_any, spoken_by
from thoughtmill.filters.language.programs import talks_of_code
from thoughtmill.filters.language.question_languages import languages_asked
from thoughtmill.filters.language.romanized import romanized_in
from thoughtmill.filters.language.scripts import (
    HAN,
    KANA,
    NOT_LATIN,
    SCRIPTS,
    around,
    letters,
    prose,
    scripts_of,
    without_machines,
    words_of,
)

_SPEECH_B = frozenset(word.encode() for word in DISCOURSE | SMALL if len(word) > 1)
_EVERYDAY_B = frozenset(word.encode() for word in (DISCOURSE | SMALL | EVERYDAY | {"final", "ok"}) if len(word) > 1)
_OF_FORMULAS = re.compile(r"\b[A-Za-z_]\w*(?=[({\[]| ?[=^<>←])")
"""Names of functions and variables."""
_HAN_SPEECH = re.compile(
    "[的了是们这那我你他她它就也都还又再才很吗呢吧得着过]|因此|所以|因为|但|如果|那么|然后|首先|其次|最后|接着|由于|于是|等于|可以|需要|应该|一共|总共"
    "|得到|求出|计算|设|已知|综上|显然|检查|验证|注意|假设|考虑|意味|答案|结果|问题|不|没|有|和|与|或|在|从|到|把|被|对|给|让|每"
)
_CHINESE_ONLY = re.compile("[们們这這吗嗎么麼让讓哪呢吧您她它]|因此|所以|但是|答案")
_SENTENCE = re.compile(r"[^。！？\n]+")
_CHINESE_GLUE = frozenset(
    "的了是我你他她它们們這这个個就都把被得也很吗没沒还還让那哪呢吧么从過过说為为不在有和到会會能将將与與，"
)
_NAMED = re.compile(r"[A-Z][\w'’-]*(?:[ -][A-Z]?[\w'’-]+)? ?[(（][^()（）\n]{0,20}$")


_FILE = re.compile(r"[\w./\\-]*[/\\][\w./\\-]*|[\w.-]+\.[a-z]{1,5}\d?")
_CHUNK = re.compile(r"\S{0,80}$")
_LONG_WORD = 3
_CUE = re.compile(
    r"\b(?:titles?|names?|named|called|characters?|written(?: as)?|terms?|words?|literally|known as|in (?:Chinese"
    r"|Japanese|Korean"
    r"|Russian|Arabic|Greek|Hebrew)|phrases?|idioms?|surnames?)\b[A-Za-z ,:]{0,12}[\"'“‘「(]{0,2}$"
    r"|(?:文|语|語|称|叫|作|名)(?:是|为|做)?[:：“「 ]{0,2}$",
    re.IGNORECASE,
)
"""What says that a word is only named."""
_SAME = {name: re.compile(rf"(?:{script.pattern}[ ,.，-]{{1,2}}){{1,6}}$") for name, script in SCRIPTS.items()}
_SAME["el"] = re.compile("(?:[\u0370-\u03ff\u1f00-\u1fff]+[ ,.-]{1,2}){1,6}$")
_GLOSSED = re.compile(r" ?[(（][\"'“]?[a-zA-Z][a-zA-Z ,'-]{1,40}[\"'”]?[)）]")
_TERM_BEFORE = re.compile(r"([\w'’-]+) ?[(（]$")
_CONNECTIVE = re.compile(
    "因此|所以|因为|但是|如果|那么|然后|首先|其次|接着|由于|于是|应该|检查|验证|我先|我们|后来|其实"
)
_SET_OFF = re.compile(
    r"[\"“„«「『‘'（(\[*][^\"“”„«»「」『』‘’'（）()\[\]*\n]{0,120}[\"”“»」』’'）)\]*]"
    r"|[:：=→][^\n.;]{0,120}"  # what follows a colon is given, not said
)
_CLAUSE = {name: re.compile(rf"(?:{script.pattern}[，、 ,]{{0,2}}){{4,}}") for name, script in SCRIPTS.items()} | {
    "zh": re.compile(rf"[{HAN}，、]{{6,}}"),
    "ja": re.compile(rf"[{HAN}{KANA}、]{{8,}}"),
}
"""So many words of a script in a row that they are a clause, no term."""


def _main_language(plain: str, scripts: list[str], words: list[bytes] | None = None) -> str | None:
    """The language that most of a running text is in, None if there is too little of it to say."""
    counts = Counter(words_of(plain) if words is None else words)
    speech = sum(counts[word] for word in _SPEECH_B.intersection(counts))
    if found := letters(plain, scripts):
        name = max(found, key=lambda one: found[one])
        if speech and found[name] < min(15, counts.total()) and not _CHINESE_GLUE.intersection(plain):
            return main_of(counts, plain)  # names in a text of Latin letters
        # glue words weigh more than characters; terms and names say little about the language around them
        long = sum(count for word, count in counts.items() if len(word) > _LONG_WORD)
        if found[name] > 1.5 * speech and found[name] * 2 > long - speech:
            return name
    return main_of(counts, plain)


def _glue(words: list[bytes], plain: str, language: str) -> int:
    """How many words only running English has, or marks only running Chinese."""
    if language == "en":
        return sum(word in _SPEECH_B for word in words)
    return sum(map(plain.count, _CHINESE_GLUE))


def _by_question(language: str, prompt: str, words: list[bytes], plain: str) -> str:
    """English, where an English question's trace speaks some English: that what it quotes is more changes nothing.

    No English, where another question's trace has no word that only English has: No, no tengo una pistola.
    """
    asks = spoken_by(prompt)
    if language == "en" and asks not in (None, "en"):
        return language if english_in(words, asks) else asks
    if language == "en" or asks != "en":
        return language
    asked = said_in(prompt)
    if language not in SCRIPTS:
        without = main_of(Counter(word for word in words if word not in asked), plain)
        if without == "en" or (without is None and english_in(words, language)):
            return "en"
    if english_in(words, language) < 3:
        return language
    words = words_of(prose(plain))
    if language in SCRIPTS:
        if NOT_LATIN.search(prompt) or len(words) < sum(letters(plain).values()) * 0.4:
            return language
        words = [word for word in words if word not in asked]
    if english_in(words, language) < max(3, len(words) // 12):
        return language
    return "en"


def _unquoted(plain: str, prompt: str) -> str:
    """Without the words of another script that a question in Latin letters quotes."""
    quoted = (
        [word for script in SCRIPTS.values() for word in script.findall(prompt)] if NOT_LATIN.search(prompt) else []
    )
    if sum(map(len, quoted)) < len(words_of(prompt)) * 2:
        for word in sorted(set(quoted), key=len, reverse=True)[:50]:
            plain = plain.replace(word, " ")
    return plain


class Language:
    """Rejects traces in two languages, and traces in a language that the policy doesn't allow."""

    name = "language"
    version = "6"
    reasons = (Reason.LANGUAGE_MIXED, Reason.LANGUAGE_NOT_ALLOWED)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        assert subject.parts is not None
        whole = f"{subject.parts.think}\n\n{subject.parts.answer}"
        scripts = scripts_of(whole)
        latin = not scripts
        plain = whole if latin else prose(whole)
        words = words_of(plain)
        language = (None if latin else _main_language(_unquoted(plain, subject.prompt), scripts)) or _main_language(
            plain, scripts, words
        )
        if language is None:
            return None
        language = _by_question(language, subject.prompt, words, plain)
        languages = languages_asked(subject.prompt)
        if language in languages.quoted and languages.asks_in and _glue(words, plain, languages.asks_in) > 3:
            language = languages.asks_in  # much is quoted, but the question's language speaks
        concerned = languages.asked if language in languages.asked else frozenset[str]()
        quoted = languages.quoted & concerned - {language}
        permitted = concerned - quoted | {language}
        if foreign := self._foreign(subject, plain, words, language, (permitted, quoted), scripts):
            return Rejection(Reason.LANGUAGE_MIXED, f"{language}, but also {foreign.language}: {span(foreign.text)}")
        if language not in subject.policy.languages:
            return Rejection(Reason.LANGUAGE_NOT_ALLOWED, f"{language}: {span(plain)}")
        return None

    def _foreign(
        self,
        subject: Subject,
        plain: str,
        words: list[bytes],
        language: str,
        may: tuple[frozenset[str], frozenset[str]],
        scripts: list[str],
    ) -> Foreign | None:
        permitted, quotable = may
        quoted = f"{subject.prompt}\n{subject.reference or ''}"
        if scripts and (foreign := _other_script(plain, language, quoted, permitted | quotable, scripts)):
            return foreign
        if scripts and (foreign := _spoken_script(plain, quoted, quotable)):
            return foreign
        if (
            not permitted - {language}
            and subject.parts
            and (found := _answers_in_script(subject.parts.think, subject.parts.answer))
        ):
            return found
        if language in SCRIPTS:
            if "en" in permitted:
                return None
            return code_switch(plain, Asked(quoted, plain), f"{quoted}\n{subject.text}", "en" in quotable)
        answer = subject.parts.answer if subject.parts else ""
        return (
            foreign_in(plain, words, language, permitted - {language}, subject.prompt, quotable)
            or (language == "en" and romanized_in(plain, words, permitted | quotable, subject.prompt))
            or _answers_otherwise(answer, language, permitted | quotable, subject.prompt)
        )


def _answers_in_script(think: str, answer: str) -> Foreign | None:
    """A Chinese answer to thinking that has no Chinese and a word of English, however little both say."""
    if answer.isascii() or not _HAN_SPEECH.search(answer) or SCRIPTS["ja"].search(answer):
        return None
    if sum(map(len, SCRIPTS["zh"].findall(answer))) < 2 or NOT_LATIN.search(think) or talks_of_code(think):
        return None
    words = words_of(_OF_FORMULAS.sub(" ", without_machines(prose(think))))
    return Foreign("zh", answer) if not _EVERYDAY_B.isdisjoint(words) else None


def _answers_otherwise(answer: str, language: str, permitted: frozenset[str], prompt: str) -> Foreign | None:
    """An answer in other Latin letters than the thinking: too short for a clause to be sure of, but all of one kind."""
    asked = frozenset(said_in(prompt))
    counts = Counter(word for word in words_of(prose(answer)) if word not in asked)
    if sum(counts.values()) < 4:
        return None
    other = main_of(counts, answer)
    if other is None or other in permitted or says_any(counts, language):
        return None
    if other == "en" and english_in([*counts], language) < 2:
        return None  # a word such as me is of many languages
    return Foreign(other, answer)


def _chinese_sentence(plain: str) -> str | None:
    """A sentence of Chinese in a Japanese text: many characters, no kana, and glue that only Chinese has so much of."""
    for sentence in _SENTENCE.findall(plain):
        if len(sentence) < 8 or SCRIPTS["ja"].search(sentence) or len(_CHINESE_GLUE.intersection(sentence)) < 3:
            continue
        if sum(map(len, SCRIPTS["zh"].findall(sentence))) >= 8:
            return sentence
    return None


def _spoken_script(plain: str, quoted: str, quotable: frozenset[str]) -> Foreign | None:
    """A clause in a script that may be quoted here, which neither the question says nor marks set off."""
    for name in quotable.intersection(SCRIPTS):
        left = _SET_OFF.sub(" ; ", plain)
        for found in _CLAUSE[name].finditer(left):
            clause = found.group()
            if clause.strip() in quoted or (name == "zh" and not _HAN_SPEECH.search(clause)):
                continue
            return Foreign(name, around(left, found.start(), found.end()))
        if name == "zh" and (found := _CONNECTIVE.search(left)) and found.group() not in quoted:
            return Foreign(name, around(left, found.start(), found.end()))
    return None


def _in_brackets(before: str, plain: str, end: int) -> bool:
    """Whether brackets close at once around a word behind a word that no English list has: tsuba (鍔)."""
    word = _TERM_BEFORE.search(before)
    return word is not None and plain[end : end + 1] in (")", "）") and word.group(1).lower() not in ORDINARY


def _is_file(plain: str, found: re.Match[str]) -> bool:
    """Whether a word is part of the name of a file."""
    before = _CHUNK.search(plain, max(0, found.start() - 80), found.start())
    after = re.compile(r"\S{0,80}").match(plain, found.start())
    chunk = (before.group() if before else "") + (after.group() if after else "")
    return _FILE.fullmatch(chunk.strip("\"'“”,;:()")) is not None and not chunk.endswith("/")


def _other_script(
    plain: str, language: str, quoted: str, permitted: frozenset[str], scripts: list[str]
) -> Foreign | None:
    """The first word of another script that neither the question says nor a name in brackets explains."""
    asked_in_han = sum(map(len, SCRIPTS["zh"].findall(quoted))) > len(words_of(quoted))
    if language == "ja" and "zh" not in permitted and (sentence := _chinese_sentence(plain)):
        return Foreign("zh", sentence)
    fine: set[str] = set()
    for name in scripts:
        if name in permitted:
            continue
        if language == "ja" and name == "zh" and not _CHINESE_ONLY.search(plain):
            continue
        for found in SCRIPTS[name].finditer(plain):
            word = found.group()
            if word in fine:
                continue
            if language == "ja" and name == "zh" and not (len(word) > 3 and _CHINESE_ONLY.search(word)):
                continue
            if word in quoted and not (name == "zh" and asked_in_han and _HAN_SPEECH.search(word)):
                fine.add(word)
                continue
            if _NAMED.search(plain, max(0, found.start() - 60), found.start()) and len(word) < (
                8 if name == "zh" else 25
            ):
                continue
            before = _SAME[name].sub("", plain[max(0, found.start() - 60) : found.start()])
            told = _CUE.search(before) or _GLOSSED.match(plain, found.end()) or _in_brackets(before, plain, found.end())
            if told and len(word) < 10 and not (name == "zh" and _HAN_SPEECH.search(word)):
                continue
            if _is_file(plain, found) or plain[found.end() : found.end() + 1] == "]":
                continue
            return Foreign(name, around(plain, found.start(), found.end()))
    return None
