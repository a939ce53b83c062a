"""Languages in Latin letters, told apart by function words; langdetect (seeded) only where there are none."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from thoughtmill.filters.language.detected import guess
from thoughtmill.filters.language.english_words import DISCOURSE, EVERYDAY, SMALL
from thoughtmill.filters.language.function_words import (
    ALSO,
    ENGLISH_TOO,
    LATIN_LANGUAGES,
    LIKELY,
    LOAN_WORDS,
    LOANS,
    SURE,
)
from thoughtmill.filters.language.function_words import words as _set
from thoughtmill.filters.language.scripts import LETTERS, flat, prose, without_machines, words_of
from thoughtmill.filters.language.signs import (
    ARTICLES,
    FAMILIES,
    LEAST,
    LIKELY_OF,
    SHAPED,
    SIGNS_B,
    SURE_OF,
    Remembered,
    Signs,
    named_in,
    other_language,
    weight,
)
from thoughtmill.filters.language.whole_clauses import foreign_clause, may_hold_clauses, odd_letters_in
from thoughtmill.filters.language.worldly_words import WORLDLY


def _bytes(words: Iterable[str]) -> frozenset[bytes]:
    return frozenset(word.encode("latin-1", "replace") for word in words if word.isascii() or _in_latin_1(word))


def _in_latin_1(word: str) -> bool:
    return max(word) < "\u0100"


_CALLS = _set("oh ah hm hmm okay")
"""Sounds that every language has."""
_AMBIGUOUS = frozenset().union(*ALSO.values()) - _set("but second suppose assume final for done more some due") | _set(
    "a to i do use can even over via per"
)
ENGLISH = DISCOURSE | SMALL
_OF = {name: SURE_OF[name] | LIKELY_OF[name] for name in SURE_OF}
_GLUE = ENGLISH - _AMBIGUOUS
_KNOWN = frozenset().union(*SURE.values(), *LIKELY.values()) - _GLUE
_ENGLISH_B = _bytes(ENGLISH)
_ENGLISH_ALONE_B = _bytes(ENGLISH - _AMBIGUOUS)
_OF_B = {name: _bytes(words) for name, words in _OF.items() if name != "en"}
_PLAIN_B = _bytes(ENGLISH | EVERYDAY | WORLDLY)
"""English words of all kinds: a short text may have little glue."""
_LANGUAGES_B = {
    word: tuple(name for name, marks in _OF_B.items() if word in marks) for word in frozenset().union(*_OF_B.values())
}
_ALSO_B = {name: _bytes(words) for name, words in ALSO.items()}
_SURE_B = _bytes(set().union(*SURE.values()) - ENGLISH)
_LIKELY_B = _bytes({word for words in LIKELY.values() for word in words if len(word) > 1} - ENGLISH - ENGLISH_TOO)

_SUSPECTS = _SURE_B | _LIKELY_B
_BREAKS = _ENGLISH_B | {bytes([letter]) for letter in LETTERS}
"""Words between which a stretch of another language may lie."""

_SENTENCE = re.compile(r"[^.!?。！？;:\n]+")
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ]+(?:['’][A-Za-zÀ-ÖØ-öø-ɏ]+)*")
_PLAIN_RUN = re.compile(r"(?<![a-zà-öø-ɏ])(?:[a-zà-öø-ɏạ-ỹ'’]{2,30}+[ ,]{1,2}+){9,60}+")
_SPOKEN = 8.0
"""The weight, in sure words times three, from which on a language is spoken where it may be quoted."""
QUOTED = re.compile(
    r"[\"“«„'*](?:(?<=\")(?<![\w\"].)(?! )[^\"\n]{1,80}(?<! )\"(?!\w)|(?<=“)[^”\n]{1,80}”|(?<=«)[^»\n]{1,80}»"
    r"|(?<=„)[^“”\n]{1,80}[“”]|(?<=')(?<![\w'].)(?! )[^'\n]{1,60}(?<! )'(?!\w)"
    r"|(?<=\*)(?<![\w*].)(?! )[^*\n]{1,60}(?<! )\*(?![\w*]))"
)
"""Words that a text only mentions: between quotation marks, or slanted."""
_SPELLED = re.compile(r"(?<=[A-Z]) ?\([A-Z][^()\n]{3,80}\)")
"""What an acronym stands for: GmbH (Gesellschaft mit beschränkter Haftung)."""
_COMPOUND = re.compile(r"\b[A-Za-z]+(?:-[A-Za-z]+)+\b")
_BIG_COMPOUND = re.compile(r"\b[A-Z][a-zà-ÿ]+(?:-\w+)+")
"""know-how, check-in: other languages have them from English as one word."""
_GAP = bytes(10)
"""As many words in a row of which none is one of _BREAKS are worth a look."""
_LOANS = re.compile(LOANS, re.IGNORECASE)
_IDENTIFIER = re.compile(
    r"[\w/@\\-](?<![\w./@\\-].)(?:[\w/@\\-]*(?:[\d_/@\\]|[a-z][A-Z]|\w\.\w)|(?<=[\d_/@\\])|(?<=[a-z])[A-Z]|(?<=\w)\.\w)"
    r"[\w./@\\-]*",
    re.ASCII,
)
_SIGN_OF_ONE = re.compile(r"[0-9_/@\\]")
_CAMEL = re.compile(r"[a-z][A-Z]")


@dataclass(frozen=True, slots=True)
class Foreign:
    """A passage in another language than the text around it."""

    language: str
    text: str


def said_in(text: str) -> list[bytes]:
    """The words of a question, also those between single quotation marks."""
    return [word.strip(b"'") for word in words_of(text)]


def main_of(counts: Mapping[bytes, int], text: str) -> str | None:
    """The language of a text in Latin letters; None where too few words say it."""
    english = sum(counts[word] for word in _ENGLISH_ALONE_B.intersection(counts))
    total = sum(counts.values())
    if english * 4 >= total and english > 2:
        return "en"
    tallies = dict.fromkeys(_OF_B, 0)
    for word in _LANGUAGES_B.keys() & counts.keys():
        for name in _LANGUAGES_B[word]:
            tallies[name] += counts[word]
    name = max(tallies, key=lambda one: (tallies[one], one))
    said = sum(counts[word] for word in _only_english(name).intersection(counts))
    if tallies[name] > said and tallies[name] >= 2 and _sure_of(name, counts):
        return name
    if english >= 1 and (english * 12 >= total or sum(counts[w] for w in _PLAIN_B.intersection(counts)) * 3 > total):
        return "en"
    if total >= 20:
        return _detected(text, counts)
    return "en" if not _ENGLISH_B.isdisjoint(counts) else None


def _sure_of(name: str, counts: Mapping[bytes, int]) -> bool:
    """Whether a tally of another language than English rests on more than names and single letters."""
    distinct = [w for w in _OF_B[name].intersection(counts) if (len(w) > 1 or w >= b"\x80") and w not in _ENGLISH_B]
    return len(distinct) >= 3 or any(word in _SURE_B for word in distinct)


def _detected(text: str, counts: Mapping[bytes, int]) -> str | None:
    """What langdetect is sure of, in prose of which no function word is known; else None."""
    plain = " ".join(_PLAIN_RUN.findall(_IDENTIFIER.sub(" ; ", prose(text[:20_000]))))[:3_000]
    words = plain.split()
    if len(set(words)) < 15 or len(words) * 2 < min(sum(counts.values()), 400):
        return None  # a list of names or terms is no foreign language
    return guess(plain)


def foreign_in(
    text: str,
    words: list[bytes],
    main: str,
    permitted: frozenset[str],
    said: str = "",
    quoted: frozenset[str] = frozenset(),
) -> Foreign | None:
    """The first passage in another language in Latin letters, None if there is none.

    words: those of the text, from words_of. permitted: languages that are no foreign ones here.
    said: the question, whose words are no foreign ones if it is in the main language.
    quoted: languages that may be quoted at length, but not spoken.
    """
    looked = bool(_suspects(words, main)) or _GAP in bytes(map(_BREAKS.__contains__, words))
    if not looked and not may_hold_clauses(text, words):
        return None
    plain = prose(text)  # only now: most texts have nothing to look at
    own_words = said_in(said)
    spared = set(own_words) if spoken_by(said) in (main, None) else set[bytes]()
    may = (permitted, quoted)
    looked = looked and _passage(plain, main, may, spared) is not None
    kin = frozenset(one for family in FAMILIES if main in family for one in family)
    if not looked and not foreign_clause(plain, main, frozenset(), permitted | kin | {main}):
        return None  # before anything that takes longer
    if main != "en":
        plain = without_machines(plain)
    spared |= set(said_in(" ".join(QUOTED.findall(text))))  # said once between marks, it may be said again without
    left = _SPELLED.sub(" ; ", QUOTED.sub(" ; ", plain))
    if looked and (found := _passage(left, main, may, spared)):
        return found
    theirs = permitted | quoted | named_in(plain) | {main}
    theirs |= {one for family in FAMILIES if family & (theirs - {"en"}) for one in family}
    clause = foreign_clause(left, main, frozenset(word.decode("latin-1") for word in spared), theirs)
    return Foreign(*clause) if clause else None


@cache
def _own(main: str) -> frozenset[str]:
    """Words that are no foreign ones in a text of a language."""
    return _CALLS | (ENGLISH | ENGLISH_TOO if main == "en" else _OF.get(main, frozenset()) | ALSO.get(main, _AMBIGUOUS))


@cache
def _others(main: str) -> frozenset[bytes]:
    """Glue words of any other languages than English and a text's own."""
    others = (words - _GLUE for name, words in _OF.items() if name not in (main, "en"))
    return _bytes(frozenset().union(*others) - _OF.get(main, frozenset()))


class _Telling(dict[bytes, Signs]):
    """Words that may be of another language than a text's own, with the languages that they are signs of."""

    def __init__(self, words: list[bytes], main: str, spared: set[bytes]) -> None:
        super().__init__((word, signs) for word in set(words) - spared if (signs := _signs_against(main)[word]))
        self._weights = _weights(main)
        self._others = _others(main)

    def hopeless(self, said: list[bytes]) -> bool:
        """Whether a sentence has too few of them to be of another language, however they stand."""
        if len(self._others.intersection(said)) > 1:
            return False
        if self.keys().isdisjoint(said):
            return True
        accented = 0.3 * (len(said) - sum(map(bytes.isascii, said)))
        most = dict[str, float]()
        for word in said:
            if word in self:
                sure, likely = self[word]
                for name in sure:
                    most[name] = most.get(name, accented) + self._weights[name]
                for name in likely - sure:
                    most[name] = most.get(name, accented) + 1.0
        return max(most.values()) < LEAST - 0.01


@cache
def _weights(main: str) -> dict[str, float]:
    return {name: weight(name, main) for name in SURE_OF}


@cache
def _signs_against(main: str) -> Remembered[bytes, Signs | None]:
    """What a word says, unless it is of a text's own language too."""
    own = _own(main)
    return Remembered(lambda word: None if word.strip(b"'").decode("latin-1") in own else SIGNS_B[word])


def _passage(plain: str, main: str, may: tuple[frozenset[str], frozenset[str]], spared: set[bytes]) -> Foreign | None:
    """The first passage that is neither in the main language nor, as a whole, of words that are spared."""
    permitted, quoted = may
    words = words_of(plain)
    if suspects := _suspects(words, main) - spared:
        told = quoted | named_in(plain) - permitted - {main}
        kin = {one for family in FAMILIES if family & (permitted | told) for one in family}
        rivals = [name for name in (*LATIN_LANGUAGES, "en") if name not in permitted | kin and name != main]
        fully, partly = [name for name in rivals if name not in told], sorted(SURE_OF.keys() & told)
        own = _own(main).union(word.decode("latin-1") for word in spared) if spared else _own(main)
        telling = None if main == "en" or odd_letters_in(plain) else _Telling(words, main, spared)
        sentences = _SENTENCE.findall(plain)
        for sentence, letters in zip(sentences, flat("\n".join(sentences), lines=True).split(b"\n"), strict=True):
            said = letters.split()
            if suspects.isdisjoint(said) or (telling is not None and telling.hopeless(said)):
                continue
            if _judged(sentence, own, main, (fully, partly), permitted | told) and (
                foreign := _judged(_LOANS.sub(" ; ", sentence), own, main, (fully, partly), permitted | told)
            ):
                return foreign  # loan phrases are looked for only now: it takes long
    if main == "en" and not permitted | quoted and _GAP in bytes(map(_BREAKS.__contains__, words)):
        return _unknown(plain)
    return None


def _may_hold_identifiers(sentence: str) -> bool:
    rest = sentence[1:]
    return (
        "." in rest
        or _SIGN_OF_ONE.search(sentence) is not None
        or (rest.lower() != rest and _CAMEL.search(sentence) is not None)
    )


def _judged(
    sentence: str, own: frozenset[str], main: str, rivals: tuple[list[str], list[str]], permitted: frozenset[str]
) -> Foreign | None:
    """A sentence, or a clause of it, in another language. rivals: languages that no word may be of, and quoted ones."""
    fully, partly = rivals
    running = _IDENTIFIER.sub(" ; ", sentence) if _may_hold_identifiers(sentence) else sentence
    if "-" in running:
        running = (_BIG_COMPOUND if main == "en" else _COMPOUND).sub(" ; ", running)
    found = _words(running)
    if [*map(len, found)].count(1) * 2 > len(found):
        return None  # letters that are counted or named
    # a list in English names dishes and the like: what each of them says is not of one clause
    parts = _parts(running) if main == "en" and sentence.count(",") * 5 >= len(found) else [found]
    language = next(filter(None, (other_language(part, own, fully, main) for part in parts)), None) or (
        None if sentence.count(",") * 3 > len(found) else other_language(found, own, partly, main, _SPOKEN)
    )
    if language:
        return Foreign(language, sentence)
    return _unlike_clause(running, found, permitted) if main == "en" else _alone(running, main, [*fully, *partly])


def _words(running: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(running)]


def _parts(running: str) -> list[list[str]]:
    return [found for part in running.split(",") if (found := _words(part))]


@lru_cache(maxsize=64)
def spoken_by(question: str) -> str | None:
    """The language in Latin letters that a question speaks, whatever it quotes."""
    return main_of(Counter(words_of(QUOTED.sub(" ", question))), question)


@cache
def _only_english(main: str) -> frozenset[bytes]:
    """English words that another language does not have."""
    return _ENGLISH_B - _ALSO_B.get(main, frozenset()) - _OF_B.get(main, frozenset())


def english_in(words: list[bytes], main: str) -> int:
    """How many words only English has among those of a text in another language."""
    return sum(map(_only_english(main).__contains__, words))


def says_any(counts: Mapping[bytes, int], language: str) -> bool:
    """Whether there is any glue word of a language in Latin letters."""
    return not (_ENGLISH_ALONE_B if language == "en" else _OF_B.get(language, frozenset())).isdisjoint(counts)


def _alone(sentence: str, main: str, rivals: list[str]) -> Foreign | None:
    """A clause without one glue word of its text's language, but with two of another, which langdetect confirms."""
    for clause in sentence.split(","):
        low = [word.lower() for word in _WORD.findall(clause)]
        if len(low) < 4 or not _OF.get(main, frozenset()).isdisjoint(low):
            continue
        for name in rivals:
            if name != "en" and len(_OF[name].intersection(low) - _GLUE) > 1 and guess(" ".join(low)) == name:
                return Foreign(name, clause)
    return None


def _unlike_clause(sentence: str, words: list[str], permitted: frozenset[str]) -> Foreign | None:
    """A sentence, or a clause of one, that looks like no English at all and that langdetect knows."""
    title = next((at for at in range(1, len(words)) if words[at] in ARTICLES and words[at - 1].islower()), None)
    if title is not None:
        return None  # wrote El amor en los tiempos del cólera
    listed = sentence.count(",") * 5 >= len(words)  # tortillas, siestas, fiestas: a list of loan words
    if not listed and (language := unlike_english(words)) and language not in permitted:
        return Foreign(language, sentence)
    for clause in sentence.split(",") if "," in sentence and not listed else ():
        language = unlike_english(_WORD.findall(clause), least=5)
        if language and language not in permitted:
            return Foreign(language, clause)
    return None


_GREEK = _set("alpha beta gamma delta epsilon theta lambda omega sigma")


_NOT_UNKNOWN = ENGLISH | _GREEK


def unlike_english(words: list[str], least: int = 4) -> str | None:
    """The language of a few words: most in lower case, no English glue, one at least known or accented."""
    low = [word.lower() for word in words]
    small = [word for word in words if word.islower() and len(word) > 1]
    if len(words) < least or len(small) * 2 < len(words) or len(small) < 3:
        return None
    accented = {word for word in small if not word.isascii()}
    if (
        (glue := sum(word in _GLUE for word in low)) > 1
        or (glue and len(accented) * 2 < len(small))
        or not _GREEK.isdisjoint(small)
    ):
        return None
    signs = {word for word in _KNOWN.intersection(small) if len(word) > 2} | {
        word for word in accented if word.removesuffix("'s") not in LOAN_WORDS
    }
    if least == 4 and words[0] in ARTICLES and len(small) == len(words) - 1:
        signs.add(words[0])  # a sentence that begins with an article of another language
    language = guess(" ".join(low)) if signs else None
    return language if language in LATIN_LANGUAGES else None


@cache
def _not_of(main: str) -> frozenset[bytes]:
    """Function words that a language other than English does not have."""
    return (_SURE_B | _LIKELY_B | _ENGLISH_B) - _OF_B.get(main, frozenset())


def _suspects(words: list[bytes], main: str) -> set[bytes]:
    """Words that may be of another language than the main one; few or none in most texts."""
    known = set(words)
    if main != "en":
        return known & _not_of(main)
    return known & _SUSPECTS | set(filter(SHAPED.__getitem__, known))


def _unknown(plain: str) -> Foreign | None:
    """A stretch of prose without one English function word, if langdetect is sure that it is no English."""
    for found in _PLAIN_RUN.finditer(plain):
        words = found.group().replace(",", " ").split()
        if not _NOT_UNKNOWN.isdisjoint(words) or len(set(words)) < 8 or len(found.group()) < 60:
            continue
        # a list of terms has no English function word either; langdetect sees letters only
        if (language := guess(found.group())) not in (None, "en"):
            return Foreign(str(language), found.group())
    return None
