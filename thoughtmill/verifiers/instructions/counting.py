"""What is counted in an answer: words, sentences, paragraphs, and whether a count is as asked."""

import re
from collections.abc import Callable
from functools import lru_cache

_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<![.!?。！？])[.!?。！？]++[\"'”’)\]*]*+(?=\s|$)|[。！？]")
_SHORT = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|vs|etc|e\.g|i\.e|No|Inc|Ltd|Co|Fig|approx|a\.m|p\.m|U\.S)\.)$"
)
"""For the words of a text; the ends of its sentences; full stops that are none (Mr., but not 1., as in IFEval)."""


def words(text: str) -> list[str]:
    """The runs of letters, digits and underscores, as IFEval counts words."""
    return _WORD.findall(text)


@lru_cache(maxsize=16)
def split(text: str) -> tuple[str, ...]:
    """The sentences of a text: what ends as one, and a rest without an end; without words no sentence."""
    found: list[str] = []
    begun, at, word = 0, 0, False
    for end in _END.finditer(text):
        word, at, mark = word or bool(_WORD.search(text, at, end.end())), end.end(), end.start()
        if word and not (text[mark] == "." and _SHORT.search(text[max(0, mark - 11) : mark + 1])):
            found.append(text[begun:at].strip())
            begun, word = at, False
    if word or _WORD.search(text, at):
        found.append(text[begun:].strip())
    return tuple(found)


def sentences(text: str) -> int:
    """How many sentences a text has."""
    return len(split(text))


def parts(text: str, between: str) -> list[str] | None:
    """The parts of a text between marks, without empty ones at its ends; None if one in the middle is empty."""
    found = [one.strip() for one in re.split(between, text)]
    if found and not found[0]:
        found = found[1:]
    if found and not found[-1]:
        found = found[:-1]
    return found if all(found) else None


_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "at least": lambda found, wanted: found >= wanted,
    "less than": lambda found, wanted: found < wanted,
    "at most": lambda found, wanted: found <= wanted,
    "more than": lambda found, wanted: found > wanted,
    "exactly": lambda found, wanted: found == wanted,
    "around": lambda found, wanted: abs(found - wanted) <= max(round(wanted * 0.1), 1),
}


def as_asked(found: float, relation: str | None, wanted: float) -> bool:
    """Whether a count is as asked. Raises ValueError for a relation that is not known."""
    if relation is not None and relation not in _RELATIONS:
        raise ValueError(f"the relation {relation!r}; known are {sorted(_RELATIONS)}")
    return _RELATIONS[relation or "at least"](found, wanted)
