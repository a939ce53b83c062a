"""Whole clauses of another language in Latin letters: however few words they have, none is of the text's own."""

import re
from collections.abc import Iterable
from functools import cache

from thoughtmill.filters.language.common_words import COMMON
from thoughtmill.filters.language.english_words import COUNTED, DISCOURSE, EVERYDAY, SMALL
from thoughtmill.filters.language.function_words import LIKELY, LOAN_WORDS, LOANS, SURE, words
from thoughtmill.filters.language.more_common import MORE_COMMON
from thoughtmill.filters.language.scripts import on_pages, words_of
from thoughtmill.filters.language.signs import Remembered
from thoughtmill.filters.language.worldly_words import WORLDLY

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏẠ-ỹ"
_WORD = re.compile(rf"[{_LETTER}]+(?:['’][{_LETTER}]+)*")
_CLAUSE = re.compile(r"[^,;:.!?()\[\]{}\n\"“”«»„|/=+→⇒✓✔✗…。，；：！？、（）—–]+")
_STRANGE = re.compile(r"[\u0100-\u024f\u1ea0-\u1eff]")
"""A letter that no language of western Europe has."""
_STRANGE_PAGES = b"\x01\x02\x1e"
_MANY = 30
_LOANS = re.compile(LOANS, re.IGNORECASE)
_ENGLISH = DISCOURSE | SMALL | EVERYDAY | COUNTED
_NONE = frozenset[str]()
_OF = {
    name: COMMON.get(name, _NONE) | MORE_COMMON.get(name, _NONE) | sure | LIKELY.get(name, _NONE)
    for name, sure in SURE.items()
}
_WEAK = words("""
    base ben fall rest gut grand petit premier encore double simple impair second note pair pour fin par pose fast
    kind man bis war art gift hop vale lista listo logo claro total real taken sans chez plus minus moins mal pas
    merci rast rot se bra tar ska dit rem logo van som bald hier von sets even tie vet log sin cos raid sine era
    idea passes fine sale casos case cases caso data mai ore pari dare sono primo ha va ho hat tag bin min max dim
    arg mod res ramas paso nos tot hun het ten tan wit tun mit wird die der du la le les el los las un une et est
    de di da do es en no il lo un una al del dei per con non ma me te ne re mi ti ya si su tu lui elle des aux dan
    ini dia van dos
    alto amor blanco casa domingo flores julio luna maestro mayo mesa mundo negro padre persona pueblo rama rico verde
    vida aide amer amour beau belle blanc branches changer commence corps femme fort genre jolie lent lieu maison mardi
    monde mort noir nouveau passer payer porte rouge sang soleil suit terre ville voyager anders berg bitten frau kinder
    land lang mann reich stark vogel aria bella bello cane dice dire dolce donna estate fare forte latte mani mare nero
    pace pane parole regina sera serve sole terra como contra janeiro nova novo ramos boom brood hart mens vader barn
    bred fisk fred glad kung lever brat pies chose lait deux
""")
"""Words and names that English texts have as well: they call for no look."""
_TELLING = {name: known - _ENGLISH - WORLDLY - _WEAK for name, known in _OF.items()}
_IN_NAMES = {name: more - COMMON.get(name, _NONE) - SURE[name] for name, more in MORE_COMMON.items()}
"""Of two or three words with one of these, most are a dish or a thing: dulce de leche, fleur de sel."""
_ANY = frozenset().union(*_TELLING.values())
_FLAT = frozenset(
    word.encode("latin-1") for word in _ANY if (len(word) > 3 or not word.isascii()) and max(word) < "\u0100"
)
_ENDS = {
    "es": re.compile(r"\w{3,}(?:[aei]mos|ción|ciones|mente|iendo)"),
    "fr": re.compile(r"\w{3,}(?:aient|èrent|ement)|(?:l|d|qu|n|j|s|c)'\w+"),
    "de": re.compile(r"\w{3,}(?:keit|heit|ungen|schaft|lich|liche[nmrs]?|ieren|iert)|ge\w{3,}(?:cht|llt|hrt|tzt)"),
    "it": re.compile(r"\w{3,}(?:iamo|zione|zioni|mente)|(?:l|d|dell|all|nell|un|c)'\w+"),
    "pt": re.compile(r"\w{3,}(?:[aei]mos|ção|ções|mente)"),
    "pl": re.compile(r"\w{2,}(?:amy|emy|imy|ymy|ość|ych|ego|iem|ują)"),
    "cs": re.compile(r"\w{2,}(?:íme|áme|eme|ení|ání|ých|ého|ost)"),
    "tr": re.compile(r"\w{2,}(?:elim|alım|iyor|ıyor|uyor|üyor|yoruz|ecek|acak|dır|miş|mış)"),
    "nl": re.compile(r"\w{3,}(?:lijk|lijke|heid|eren)"),
    "sv": re.compile(r"\w{3,}(?:arna|erna|igt|ligt|ande)"),
}


def may_hold_clauses(text: str, words: Iterable[bytes]) -> bool:
    """Whether any word of a text, or a letter of it, may be of such a clause: a quick first look."""
    return not _FLAT.isdisjoint(words) or strange_in(text)


def strange_in(text: str) -> bool:
    """Whether a text has any letter that no language of western Europe has."""
    return not text.isascii() and on_pages(text, _STRANGE_PAGES) and _STRANGE.search(text) is not None


@cache
def _alone(main: str) -> frozenset[str]:
    """Words of a language that no other here has."""
    return _own(main) - frozenset().union(*(of for name, of in _OF.items() if name != main))


def _own(main: str) -> frozenset[str]:
    return _ENGLISH if main == "en" else _OF.get(main, frozenset[str]())


def foreign_clause(text: str, main: str, spared: frozenset[str], permitted: frozenset[str]) -> tuple[str, str] | None:
    """The language of the first clause of another language than the text's, and the clause; None if there is none.

    text: without formulas, code and quotations. spared: words that are no foreign ones. permitted: languages.
    """
    rivals = [name for name in _OF if name not in permitted]
    if first := _first(text, main, spared, rivals):
        return _first(_LOANS.sub(" ; ", text), main, spared, rivals) and first  # looked for only now: it takes long
    return None


def odd_letters_in(text: str) -> bool:
    """Whether a text has any letters that its words in Latin-1 do not show as they are."""
    return "''" in text or "ª" in text or "º" in text or "µ" in text or strange_in(text)


def _may_be_of(word: bytes) -> frozenset[str]:
    low = word.strip(b"'").decode("latin-1")
    return _NAMES_OF[low]


def _names_of(low: str) -> frozenset[str]:
    if len(low) <= 3 and low.isascii():
        return frozenset()
    found = {name for name, telling in _TELLING.items() if low in telling}
    if not low.isascii() and low not in LOAN_WORDS:
        found |= {name for name, of in _OF.items() if low in of}
        found |= {name for name, ends in _ENDS.items() if ends.fullmatch(low)}
    return frozenset(found)


_NAMES_OF = Remembered[str, frozenset[str]](_names_of)
"""The languages of which a word in lower case may be a clause's one sure sign."""
_NAMES_OF_B = Remembered[bytes, frozenset[str]](_may_be_of)


def _signs_in(words: Iterable[bytes], own: frozenset[str], rivals: list[str]) -> list[str]:
    """The words of which a clause of another language must have one."""
    telling = filter(_NAMES_OF_B.__getitem__, set(words))
    found = {word.strip(b"'").decode("latin-1") for word in telling if not _NAMES_OF_B[word].isdisjoint(rivals)}
    return sorted(found - own)


def _first(text: str, main: str, spared: frozenset[str], rivals: list[str]) -> tuple[str, str] | None:
    own = _own(main) | spared
    needed = None
    if not odd_letters_in(text) and not (needed := _signs_in(words_of(text), own, rivals)):
        return None
    if needed and len(needed) > _MANY:
        needed = None  # to look for each of them would take longer than to look at all clauses
    return next(filter(None, (_first_of_line(line, main, own, rivals, needed) for line in text.split("\n"))), None)


def _first_of_line(
    line: str, main: str, own: frozenset[str], rivals: list[str], needed: list[str] | None
) -> tuple[str, str] | None:
    if needed is not None:
        low = line.lower().replace("’", "'")
        needed = [word for word in needed if word in low]
        if not needed:
            return None
    alone = _alone(main)
    for clause in _CLAUSE.findall(line):
        low = clause.lower()
        if needed is not None:
            plain = low.replace("’", "'")
            if not any(word in plain for word in needed):
                continue
        known = low.split()
        if not 2 <= len(known) <= 30 or not alone.isdisjoint(known):
            continue
        if _ANY.isdisjoint(known) and clause.isascii():
            continue
        if language := clause_language(_WORD.findall(clause), own, rivals, 2 if main == "en" else 3):
            return language, clause.strip()
    return None


def _says_own(own: frozenset[str], known: set[str]) -> bool:
    """Whether any word is the text's own; the many words of the world are no part of `own`, which is copied often."""
    return not own.isdisjoint(known) or ("the" in own and not WORLDLY.isdisjoint(known))


def clause_language(
    said: list[str], own: frozenset[str] = _ENGLISH, rivals: Iterable[str] = tuple(SURE), least: int = 2
) -> str | None:
    """The language of the words of one clause, if none is the text's own and two are known in another language."""
    if not 2 <= len(said) <= 30:
        return None
    low = [word.replace("’", "'").lower() for word in said]
    if sum(len(word) == 1 for word in low) * 3 > len(low):
        return None
    known = set(low)
    accented = {word for word in known if not word.isascii() and word not in LOAN_WORDS}
    if _ANY.isdisjoint(known) and not accented:
        return None
    lower_on = all(word.islower() for word in said[1:])  # a capital that only begins a sentence
    small = sum(word.islower() or (place == 0 and lower_on) for place, word in enumerate(said))
    if small * 3 < len(said) * 2:
        return None  # names, or the title of a work
    if any(word in _ARTICLES for word in said[1:]):
        return None
    may = frozenset[str]().union(*map(_NAMES_OF.__getitem__, known))
    best, most = None, 0.0
    for name in rivals:
        if name not in may:
            continue
        weight = 0.0 if _says_own(own, known - _OF[name]) else _weight(name, said, accented, own)
        if weight >= least and weight * 5 >= len(known) * least and weight > most:
            best, most = name, weight
    return best or ("another language" if _unheard_of(said, low, own, rivals) else None)


def _weight(name: str, said: list[str], accented: set[str], own: frozenset[str]) -> float:
    """How much the words of a clause say of a language; nothing where none is a sure sign."""
    known = {word.replace("’", "'").lower() for word in said}
    signs = _OF[name] & known
    if ends := _ENDS.get(name):
        signs = signs | {word for word in known if ends.fullmatch(word)}
    telling = {word for word in signs if (word in _TELLING[name] or word in accented) and word not in own}
    if len(said) < 4:
        telling -= _IN_NAMES.get(name, _NONE)
    sure = any(len(word) > 3 or not word.isascii() for word in telling)
    return len(signs) + 0.5 * len(accented - signs) if sure and (len(said) > 2 or len(signs) > 1) else 0.0


_EASTERN = frozenset(("pl", "cs", "tr", "vi", "ro", "hu"))


def _unheard_of(said: list[str], low: list[str], own: frozenset[str], rivals: Iterable[str]) -> bool:
    """Whether three words or more are none of English, and two in lower case have letters of no western language."""
    if len(said) < 3 or "the" not in own or not _EASTERN.issubset(rivals) or _says_own(own, set(low)):
        return False
    return sum(word.islower() and _STRANGE.search(word) is not None for word in said) > 1


_ARTICLES = words("El La Los Las Le Les Un Une Der Die Das Ein Eine Il Lo Gli")
