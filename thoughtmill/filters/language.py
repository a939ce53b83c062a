"""One natural language a trace: no words of another in the running text, and only languages that the policy allows.

What is no language is taken off first: LaTeX, code, identifiers, numbers, and whatever the question itself says.
Scripts are counted then; among languages written in Latin letters, function words decide, and langdetect (seeded) only
where a long text has few of them.
"""

import re
from collections import Counter
from functools import cache
from typing import Any

from thoughtmill.filters.contract import Reason, Rejection, Subject, span

_NO_LANGUAGE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]{0,1000}`|\$\$.{0,1000}?\$\$|\$[^$\n]{1,1000}\$|\\\(.{0,1000}?\\\)|\\\[.{0,1000}?\\\]"
    r"|\\begin\{\w{1,20}\*?\}.{0,1000}?\\end\{|\\boxed\{[^{}]{0,1000}\}|https?://\S+",
    re.DOTALL,
)
_CHUNK = re.compile(r"[\w./@\\-]++", re.ASCII)  # possessive: each is read once, however long
_IDENTIFIER = re.compile(r"[\d_/@\\]|[a-z][A-Z]|\w\.\w", re.ASCII)
_HAN = r"㐀-䶿一-鿿豈-﫿"
_SCRIPTS = {
    "zh": re.compile(rf"[{_HAN}]+"),
    "ja": re.compile(r"[\u3041-\u309f\u30a1-\u30fa\u30fd-\u30ff]+"),
    "ko": re.compile(r"[\uac00-\ud7af]+"),
    "ru": re.compile(r"[\u0400-\u04ff]{2,}"),
    "ar": re.compile(r"[\u0600-\u06ff]{2,}"),
    "he": re.compile(r"[\u0590-\u05ff]{2,}"),
    "hi": re.compile(r"[\u0900-\u097f]{2,}"),
    "th": re.compile(r"[\u0e00-\u0e7f]{2,}"),
    "el": re.compile(r"[\u0370-\u03ff]{4,}"),
}
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’][A-Za-z]+)?")
_LATIN_RUN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-zÀ-ÖØ-öø-ɏ'’ ,]*")
_SENTENCE = re.compile(r"[^.!?。！？\n]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _words("""
    the of and to in is that it for was on are as with be this by at from or have an had not but what all were when
    there can your which their if will each about how up out them then she many some so these would other into has
    two could my than first been who its now people let's let i you he they do does did need because since therefore
    thus hence number total where after before no yes answer we more
""")
_INTO_CHINESE = _words("""
    the so but we because therefore wait that this let's okay ok hmm which are was of maybe actually however thus hence
    you they it first then now finally check again also alternatively well here there correct right yes
""")
"""English words that are no technical term: one of them inside a Chinese sentence is a second language."""
_OTHERS = {
    "es": _words("""el la los las de que y en un una es por con para como pero entonces porque del se lo más está
        son tenemos"""),
    "fr": _words("""le la les de des et est que un une dans pour nous avec donc mais sur au du ce qui sont pas être
        on"""),
    "de": _words("""der die das und ist nicht ein eine wir zu den mit von für auf dass sich also aber dann sind es
        im"""),
    "it": _words("il lo la gli le di che e è un una per con non sono quindi ma della del abbiamo si"),
    "pt": _words("o a os as de que e em um uma é para com não por mas então temos do da se são"),
}  # fmt: skip
_ABOUT_LANGUAGE = re.compile(
    r"translat|\b(?:chinese|mandarin|japanese|korean|english|french|spanish|german|italian|russian|latin|pinyin)\b"
    r"|翻译|英文|英语|中文|汉语|日语|法语|德语|西班牙语|拼音|成语|单词",
    re.IGNORECASE,
)


def prose(text: str, quoted: str) -> str:
    """The running text: without formulas, code, identifiers, numbers, and the words that the question itself uses."""
    plain = _CHUNK.sub(_without_identifier, _NO_LANGUAGE.sub(" ; ", text))
    for run in set(_SCRIPTS["zh"].findall(quoted)):
        if len(run) <= 12 and run in plain and not _mostly_chinese(quoted):
            plain = plain.replace(run, " ")
    return plain


def _without_identifier(found: re.Match[str]) -> str:
    """A word stays; a number, a path, a name from a program goes, but not the point that ends the sentence."""
    chunk = found.group()
    if not _IDENTIFIER.search(chunk.rstrip(".")):
        return chunk
    return " ; ." if chunk.endswith(".") else " ; "


def _mostly_chinese(text: str) -> bool:
    return sum(map(len, _SCRIPTS["zh"].findall(text))) > 2 * len(_WORD.findall(text))


def main_language(plain: str) -> str | None:
    """The language that most of a running text is written in; None if there is too little of it to say."""
    letters = {name: sum(map(len, script.findall(plain))) for name, script in _SCRIPTS.items()}
    if letters["ja"] and letters["zh"]:
        letters["ja"] += letters.pop("zh") if letters["ja"] * 4 > letters["zh"] else 0
    words = [word.lower() for word in _WORD.findall(plain) if len(word) > 1]
    foreign = max(letters, key=lambda name: letters[name])
    # a word is worth about two characters; a technical term says little about the language around it
    weight = sum(1.0 if word in _ENGLISH or word in _INTO_CHINESE else 0.4 for word in words)
    if letters[foreign] > 2 * weight:
        return foreign
    return _latin(plain, words) if len(words) >= 3 else None


def _latin(plain: str, words: list[str]) -> str:
    counts = Counter({name: sum(w in marks for w in words) for name, marks in _OTHERS.items()})
    english = sum(word in _ENGLISH for word in words)
    name, most = counts.most_common(1)[0]
    if most > 2 * english and most >= 3 and most * 6 >= len(words):
        return name
    if english * 8 >= len(words) or len(plain) < 200 or len(set(words)) < 20:
        return "en"  # a list of names or terms is no foreign language
    return _detected(plain[:5_000])


@cache
def _detector() -> Any:
    from langdetect import DetectorFactory, detector_factory

    DetectorFactory.seed = 7  # else the same text may get another verdict
    detector_factory.init_factory()
    return detector_factory._factory  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # there is no other way to it


def _detected(plain: str) -> str:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _detector().create()
    detector.append(plain)
    try:
        guesses = detector.get_probabilities()
    except LangDetectException:
        return "en"
    best = guesses[0]
    return best.lang[:2] if best.prob > 0.99 else "en"


class Language:
    """Rejects traces in two languages, and traces in a language that the policy doesn't allow."""

    name = "language"
    version = "1"
    reasons = (Reason.LANGUAGE_MIXED, Reason.LANGUAGE_NOT_ALLOWED)

    def reject(self, subject: Subject) -> Rejection | None:
        """See Filter."""
        assert subject.parts is not None
        quoted = f"{subject.prompt} {subject.reference or ''}"
        think, answer = (prose(part, quoted) for part in (subject.parts.think, subject.parts.answer))
        whole = f"{think}\n{answer}"
        language = main_language(whole)
        if language is None:
            return None
        if not _ABOUT_LANGUAGE.search(subject.prompt):
            if foreign := _foreign_span(whole, language, quoted):
                return Rejection(Reason.LANGUAGE_MIXED, f"{language}, but also: {span(foreign)}")
            first, second = main_language(think), main_language(answer)
            if first and second and first != second:
                return Rejection(Reason.LANGUAGE_MIXED, f"think in {first}, answer in {second}: {span(answer)}")
        if language not in subject.policy.languages:
            return Rejection(Reason.LANGUAGE_NOT_ALLOWED, f"{language}: {span(whole)}")
        return None


def _foreign_span(plain: str, language: str, quoted: str) -> str | None:
    """The first passage of another language, None if there is none."""
    for name, script in _SCRIPTS.items():
        if name == language or (language == "ja" and name == "zh"):
            continue
        for found in script.finditer(plain):
            if found.group() not in quoted:
                return found.group()
    return _latin_span(plain, quoted) if language in _SCRIPTS else _other_latin(plain, language)


def _latin_span(plain: str, quoted: str) -> str | None:
    """English in a text of another script: a function word, or a run of words with one in it."""
    asked = {word.lower() for word in _WORD.findall(quoted)}
    for run in _LATIN_RUN.finditer(plain):
        words = [w.replace("’", "'") for w in _WORD.findall(run.group())]
        unquoted = [w.lower() for w in words if w.lower() not in asked and not (w.isupper() and len(w) > 1)]
        if any(w in _INTO_CHINESE for w in unquoted):
            return run.group()
        if len(unquoted) >= 4 and sum(w in _ENGLISH for w in unquoted) >= 2:
            return run.group()
    return None


def _other_latin(plain: str, language: str) -> str | None:
    """A sentence of another language in Latin letters, by function words: several of its, none of ours."""
    ours = _ENGLISH if language == "en" else _OTHERS.get(language, _ENGLISH)
    for found in _SENTENCE.finditer(plain):
        words = [w.lower() for w in _WORD.findall(found.group())]
        if len(words) < 5:
            continue
        for name, marks in {"en": _ENGLISH, **_OTHERS}.items():
            theirs = {w for w in words if w in marks and w not in ours}
            if name != language and len(theirs) >= 3 and sum(w in ours for w in words) * 3 <= len(theirs):
                return found.group()
    return None
