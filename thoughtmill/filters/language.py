"""One natural language a trace: no words of another in the running text, and only languages that the policy allows.

What is no language is taken off first: LaTeX, code, identifiers, and what the question itself says. Between scripts,
one word decides; among languages in Latin letters, function words do.
"""

import re
from collections import Counter

from thoughtmill.filters.contract import Reason, Rejection, Subject, span
from thoughtmill.filters.english_inside import Asked, english_inside
from thoughtmill.filters.english_words import DISCOURSE
from thoughtmill.filters.latin import Foreign, foreign_in, main_of, says_any, words_of
from thoughtmill.filters.scripts import NOT_LATIN, SCRIPTS, around, letters, prose, scripts_of
from thoughtmill.filters.tongues import tongues_asked

_SPEECH_B = frozenset(word.encode() for word in DISCOURSE)
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


def _main_language(plain: str, words: list[bytes] | None = None) -> str | None:
    """The language that most of a running text is in, None if there is too little of it to say."""
    counts = Counter(words_of(plain) if words is None else words)
    speech = sum(counts[word] for word in _SPEECH_B.intersection(counts))
    if found := letters(plain):
        name = max(found, key=lambda one: found[one])
        # glue words weigh more than characters; terms and names say little about the language around them
        long = sum(count for word, count in counts.items() if len(word) > _LONG_WORD)
        if found[name] > 1.5 * speech and found[name] * 2 > long - speech:
            return name
    return main_of(counts, plain)


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
    version = "2"
    reasons = (Reason.LANGUAGE_MIXED, Reason.LANGUAGE_NOT_ALLOWED)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        assert subject.parts is not None
        whole = f"{subject.parts.think}\n\n{subject.parts.answer}"
        latin = not scripts_of(whole)
        plain = whole if latin else prose(whole)
        words = words_of(plain)
        language = (None if latin else _main_language(_unquoted(plain, subject.prompt))) or _main_language(plain, words)
        if language is None:
            return None
        asked = tongues_asked(subject.prompt)
        permitted = asked | {language} if language in asked else frozenset({language})
        if foreign := self._foreign(subject, plain, words, language, permitted, latin):
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
        permitted: frozenset[str],
        latin: bool,
    ) -> Foreign | None:
        quoted = f"{subject.prompt}\n{subject.reference or ''}"
        if not latin and (foreign := _other_script(plain, language, quoted, permitted)):
            return foreign
        if language in SCRIPTS:
            if "en" in permitted:
                return None
            return english_inside(plain, Asked(quoted, plain), f"{quoted}\n{subject.text}")
        answer = subject.parts.answer if subject.parts else ""
        return foreign_in(plain, words, language, permitted - {language}) or _answers_otherwise(
            answer, language, permitted
        )


def _answers_otherwise(answer: str, language: str, permitted: frozenset[str]) -> Foreign | None:
    """An answer in other Latin letters than the thinking: too short for a clause to be sure of, but all of one kind."""
    counts = Counter(words_of(prose(answer)))
    if sum(counts.values()) < 4:
        return None
    other = main_of(counts, answer)
    return None if other is None or other in permitted or says_any(counts, language) else Foreign(other, answer)


def _chinese_sentence(plain: str) -> str | None:
    """A sentence of Chinese in a Japanese text: many characters, no kana, and glue that only Chinese has so much of."""
    for sentence in _SENTENCE.findall(plain):
        if SCRIPTS["ja"].search(sentence) or len(_CHINESE_GLUE.intersection(sentence)) < 3:
            continue
        if sum(map(len, SCRIPTS["zh"].findall(sentence))) >= 8:
            return sentence
    return None


def _is_file(plain: str, found: re.Match[str]) -> bool:
    """Whether a word is part of the name of a file."""
    before = _CHUNK.search(plain, max(0, found.start() - 80), found.start())
    after = re.compile(r"\S{0,80}").match(plain, found.start())
    chunk = (before.group() if before else "") + (after.group() if after else "")
    return _FILE.fullmatch(chunk.strip("\"'“”,;:()")) is not None and not chunk.endswith("/")


def _other_script(plain: str, language: str, quoted: str, permitted: frozenset[str]) -> Foreign | None:
    """The first word of another script that neither the question says nor a name in brackets explains."""
    asked_in_han = sum(map(len, SCRIPTS["zh"].findall(quoted))) > len(words_of(quoted))
    if language == "ja" and "zh" not in permitted and (sentence := _chinese_sentence(plain)):
        return Foreign("zh", sentence)
    fine: set[str] = set()
    for name in scripts_of(plain):
        if name in permitted:
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
            if _is_file(plain, found):
                continue
            return Foreign(name, around(plain, found.start(), found.end()))
    return None
