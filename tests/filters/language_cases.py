"""Traces in one language and traces in two, made from passages written by hand: two halves that share no passage.

The filter may be tuned on `documents(0)`; `documents(1)` is for looking once.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.filters.cases import Case
from tests.filters.language_documents import CLEAN_DOCUMENTS, MIXED_DOCUMENTS
from tests.filters.language_lines import CLEAN, MIXED
from tests.filters.language_passages import ADDED, CLEAN_WHOLE, MIXED_WHOLE, NOISE, PASSAGES, WORDS
from thoughtmill.filters import Reason

T = TypeVar("T")
ALL: dict[str, Any] = {"languages": ["en", "zh", "es", "fr", "de", "it", "pt", "ja", "ko", "ru"]}
NEUTRAL = {
    "en": "Solve the problem and explain how you found the result.",
    "zh": "请解答下面的题目，并写出过程。",
}


@dataclass(frozen=True)
class Document:
    """A trace, what it was made of, and whether two languages are in it."""

    case: Case
    kind: str


def _half(things: list[T], half: int) -> list[T]:
    return things[half::2]


def _case(mixed: bool, think: str, answer: str, prompt: str) -> Case:
    return Case(
        Reason.LANGUAGE_MIXED if mixed else None,
        think=think,
        answer=answer,
        prompt=prompt,
        verifier=None,
        reference=None,
        policy=ALL,
    )


def _paragraphs(chance: random.Random, language: str, half: int, noisy: bool) -> list[str]:
    some = _half(PASSAGES[language], half)
    chosen = chance.sample(some, k=min(len(some), chance.randint(1, 5)))
    if noisy:
        for noise in chance.sample(_half(NOISE.get(language, NOISE["any"]), half), k=chance.randint(1, 3)):
            chosen.insert(chance.randint(0, len(chosen)), noise)
    return chosen


def _sentences(text: str, language: str) -> list[str]:
    ends = "。" if language in ("zh", "ja") else ". "
    return [part + ends for part in text.split(ends) if part.strip()]


def _with_word(chance: random.Random, text: str, language: str, word: str) -> str:
    """A word of another language in the running text, at a seeded place."""
    if language in ("zh", "ja"):
        places = [i + 1 for i, c in enumerate(text[:-1]) if c in "，。" and "`" not in text and "$" not in text] or [0]
        at = chance.choice(places)
        return f"{text[:at]}{word} {text[at:]}" if chance.random() < 0.5 else f"{text[:at]} {word}，{text[at:]}"
    parts = text.split(" ")
    parts.insert(chance.randint(1, len(parts) - 1), word)
    return " ".join(parts)


def documents(half: int, each: int = 360) -> Iterator[Document]:
    """Clean and mixed documents of one half; the same ones always."""
    chance = random.Random(1000 + half)
    languages = ["en"] * 8 + ["zh"] * 8 + [name for name in PASSAGES if name not in ("en", "zh")]
    for prompt, think, answer in _half(CLEAN_WHOLE + CLEAN_DOCUMENTS, half):
        yield Document(_case(False, think, answer, prompt), "clean: written whole")
    for prompt, think, answer in _half(MIXED_WHOLE + MIXED_DOCUMENTS, half):
        yield Document(_case(True, think, answer, prompt), "mixed: written whole")
    for mixed, table in ((False, CLEAN), (True, MIXED)):
        for language, lines in table.items():
            for line in _half(lines, half):
                before, after = chance.sample(_half(PASSAGES[language], half), k=2)
                case = _case(mixed, f"{before}\n\n{line}\n\n{after}", "5", NEUTRAL[language])
                yield Document(case, f"{'mixed' if mixed else 'clean'}: line in {language}")
    for _ in range(each):
        language = chance.choice(languages)
        yield _clean(chance, language, half)
        yield _mixed(chance, language, half)


def _clean(chance: random.Random, language: str, half: int) -> Document:
    paragraphs = _paragraphs(chance, language, half, noisy=True)
    answer = chance.choice(["7", "x = 5", "$\\frac{1}{2}$", "(B)", _sentences(PASSAGES[language][half], language)[0]])
    return Document(
        _case(False, "\n\n".join(paragraphs), answer, NEUTRAL.get(language, NEUTRAL["en"])), f"clean: {language}"
    )


def _mixed(chance: random.Random, language: str, half: int) -> Document:
    paragraphs = _paragraphs(chance, language, half, noisy=chance.random() < 0.6)
    prompt = NEUTRAL.get(language, NEUTRAL["zh"] if language != "en" else "")
    other = chance.choice([name for name in PASSAGES if name != language])
    kind = chance.choice(["word", "word", "clause", "sentence", "last", "paragraph", "half", "answer"])
    answer = "7"
    place = chance.randrange(len(paragraphs))
    if kind == "word" and language in WORDS:
        paragraphs[place if "`" not in paragraphs[place] else 0] = _with_word(
            chance,
            chance.choice(_half(PASSAGES[language], half)),
            language,
            chance.choice(_half(WORDS[language], half)),
        )
    elif kind in ("word", "clause") and language in ADDED:
        sentences = _sentences(chance.choice(_half(PASSAGES[language], half)), language)
        sentences.insert(chance.randint(0, len(sentences)), chance.choice(_half(ADDED[language], half)) + " ")
        paragraphs.append("".join(sentences))
    elif kind == "answer":
        answer = chance.choice(_half(PASSAGES[other], half))
    elif kind == "half":
        paragraphs += _paragraphs(chance, other, half, noisy=False)
    elif kind == "paragraph":
        paragraphs.insert(place, chance.choice(_half(PASSAGES[other], half)))
    else:
        sentence = chance.choice(_sentences(chance.choice(_half(PASSAGES[other], half)), other))
        if kind == "last":
            paragraphs.append(sentence)
        else:
            paragraphs.insert(place, sentence)
    return Document(_case(True, "\n\n".join(paragraphs), answer, prompt), f"mixed: {language} with {kind} of {other}")
