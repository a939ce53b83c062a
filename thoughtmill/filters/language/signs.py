"""What words say about the language of a text in Latin letters, remembered: words recur."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from thoughtmill.filters.language.english_words import DISCOURSE, SMALL
from thoughtmill.filters.language.function_words import LIKELY, SURE
from thoughtmill.filters.language.function_words import words as _set

W = TypeVar("W", str, bytes)
T = TypeVar("T")
Signs = tuple[frozenset[str], frozenset[str]]
"""Languages of which a word is a sure sign, and those of which it is a likely one."""
MOST, LONG = 50_000, 40
"""So many words are remembered, and none longer than that."""


class Remembered(dict[W, T]):
    """What a function says of a word; it must say the same each time."""

    def __init__(self, told: Callable[[W], T]) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, word: W) -> T:
        """Ask the function, and forget all others where they are too many."""
        found = self._told(word)
        if len(word) <= LONG:
            if len(self) >= MOST:
                self.clear()
            self[word] = found
        return found


SURE_OF = {**SURE, "en": DISCOURSE | {"the"}}
LIKELY_OF = {**LIKELY, "en": SMALL - _set("a an as in on per via")}
_SHAPES = {
    "it": re.compile(r"\w{3,}iamo|(?:l|d|dell|all|nell|un|c)'[a-zà-ÿ]\w+"),
    "fr": re.compile(r"(?:l|d|qu|n|j|s|c)'[a-zà-ÿ]\w+"),
    "es": re.compile(r"\w{3,}[aei]mos"),
    "pt": re.compile(r"\w{3,}[aei]mos"),
}
"""Verbs and elided articles that only this language has."""
_SURE_SHAPES = {
    "it": re.compile(r"\w{2,}(?:iamo|zione|zioni|issim[oaie])"),
    "es": re.compile(r"\w{2,}(?:ción|ciones|sión|amente|ió)"),
    "pt": re.compile(r"\w{2,}(?:ção|ções)"),
    "fr": re.compile(r"\w{2,}(?:aient|èrent)"),
    "de": re.compile(r"\w{3,}(?:keit|heit|keiten|heiten|ungen|schaft|lich|liche[nmrs]?)"),
}
"""Endings that no English word has: one such word is sure."""
_SHAPED = re.compile(
    rb"[aei]mos\b|iamo\b|zion[ei]\b|ciones\b|amente\b|aient\b|[kh]eit(?:en)?\b|ungen\b|schaft\b|lich(?:e[nmrs]?)?\b|\b(?:[dljn]|qu|dell|all|nell|un)'|[\x80-\xff]"
)


def _signs(word: str) -> Signs | None:
    sure = {name for name, known in SURE_OF.items() if word in known}
    sure |= {name for name, shape in _SURE_SHAPES.items() if shape.fullmatch(word)}
    likely = {name for name, known in LIKELY_OF.items() if word in known}
    likely |= {name for name, shape in _SHAPES.items() if shape.fullmatch(word)}
    return (frozenset(sure), frozenset(likely)) if sure or likely else None


SIGNS = Remembered[str, Signs | None](_signs)
"""The languages of which a word in lower case is a sure sign, and those of which it is a likely one; None if none."""


def _signs_of_bytes(word: bytes) -> Signs | None:
    return SIGNS[word.strip(b"'").decode("latin-1")]


SIGNS_B = Remembered[bytes, Signs | None](_signs_of_bytes)
"""The same for words in Latin-1 letters, with or without apostrophes around them."""

SHAPED = Remembered[bytes, bool](lambda word: _SHAPED.search(word) is not None)
"""Whether a word has an ending, an elided article or a letter that other languages have more often than English."""

FAMILIES = ({"es", "it", "pt", "ro"}, {"de", "nl", "sv"}, {"pl", "cs"})
"""Languages whose clauses look alike."""
LEAST = 2.5
"""The weight from which on a clause is of another language: a sure word counts 3, a likely one 1."""
ARTICLES = _set("El La Los Las Le Les Un Une Der Die Das Ein Eine Il Lo Gli I O Os As Um Uma L'")
"""Articles with a capital: within a sentence, the title of a work begins."""
_TINY = _set("no do us me he be")
"""English words of two letters that any cut, number sign or abbreviation makes."""
_IN_TITLES = _set(
    "zur zum und von für über aus bei nach im unter oder avec dans sur à de la le les des du et della delle del di"
    " e y dos das"
)
"""What joins the big words of a title or a name."""


@cache
def weight(name: str, main: str) -> float:
    """What a sure word counts. The lists were held against English: other languages have many of each other's words."""
    return 3.0 if "en" in (name, main) else 1.5


def other_language(
    words: list[str], own: frozenset[str], rivals: Iterable[str], main: str, least: float = LEAST
) -> str | None:
    """The language of a clause among these words: sure words count 3, likely ones 1, words of the main language −1."""
    low = [word.lower() for word in words]
    signs = {word: sign for word in set(low) - own if (sign := SIGNS[word])}
    if not signs:
        return None
    said = {name for sign in signs.values() for names in sign for name in names}
    for name in rivals:
        if name not in said:
            continue
        sure = {word for word, (of, _) in signs.items() if name in of}
        likely = {word for word, (_, of) in signs.items() if name in of}
        if not sure and len(likely) < 2:
            continue
        worth = weight(name, main)
        best = score = 0.0
        titled = False
        for place, (word, lower) in enumerate(zip(words, low, strict=True)):
            named = not word.islower() and not (place == 0 and len(words) > 1 and words[1].islower())
            titled = titled and lower not in own
            if place and word in ARTICLES and words[place - 1].islower():
                titled = True  # a capital within a sentence: the title of a work begins
            if titled or (
                lower in _IN_TITLES
                and words[place - 1][0].isupper()
                and words[min(place + 1, len(words) - 1)][0].isupper()
            ):
                value = 0.0
            elif (
                lower in sure and len(lower) == 1 and (place == 0 or low[place - 1] in own or len(low[place - 1]) == 1)
            ):
                value = 0.0  # a letter that is spoken of
            elif lower in sure:
                value = 0.0 if named and not (place == 0 and len(words) < 3) else worth if lower not in _TINY else 1.0
            elif lower in likely:
                value = 0.0 if named else 1.0
            else:
                value = -1.0 if lower in own else -0.3 if named else -0.1 if lower.isascii() else 0.3
            score = max(0.0, score + value)
            best = max(best, score)
        if best >= least and (sure or len(likely) >= 3 or len(words) <= 6):
            return name
    return None


_TONGUES = {
    "Spanish": "es", "French": "fr", "German": "de", "Italian": "it", "Portuguese": "pt", "Dutch": "nl",
    "Swedish": "sv",
    "Polish": "pl", "Turkish": "tr", "Romanian": "ro", "Czech": "cs", "Finnish": "fi", "Hungarian": "hu",
}  # fmt: skip
_NAMED_TONGUE = re.compile(rf"\b(?:[Ii]n|[Tt]he|[Aa]|[Ff]rom|[Ii]ts|[Oo]ld) ({'|'.join(_TONGUES)})\b")
"""A text that names a language quotes it."""


def named_in(plain: str) -> set[str]:
    """Languages that a text names."""
    if not any(map(plain.__contains__, _TONGUES)):
        return set()
    return {_TONGUES[name] for name in _NAMED_TONGUE.findall(plain)}
