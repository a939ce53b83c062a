"""One function an instruction: does this answer follow it? Named as IFEval and those after it name them.

IFBench's are in `ifbench.py`. Each takes the answer and the arguments of the instruction. TypeError: other arguments
than these.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from thoughtmill.verifiers.instructions.counting import as_asked, parts, sentences, words
from thoughtmill.verifiers.instructions.ifbench import IFBENCH

Rule = Callable[..., bool | None]

_PLACEHOLDER = re.compile(r"\[[^\[\]\n]*\]")
_BULLET = re.compile(r"^[^\S\n]*(?:\*[^*]|-)", re.MULTILINE)
_FENCED = re.compile(r"```(?:json)?\s*+(.*?)\n?```", re.DOTALL | re.IGNORECASE)
"""For the places to fill in an answer; the points of its lists; an answer that is one block."""


def _existence(text: str, keywords: list[str]) -> bool:
    return all(_has(text, one) for one in keywords)


def _has(text: str, keyword: str) -> bool:
    return keyword.casefold() in text.casefold()


def _whole(text: str, word: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))


def _frequency(text: str, keyword: str, frequency: int, relation: str | None = None) -> bool:
    return as_asked(text.casefold().count(keyword.casefold()), relation, frequency)


def _forbidden(text: str, forbidden_words: list[str]) -> bool:
    return not any(_whole(text, one) for one in forbidden_words)


def _letters(text: str, letter: str, let_frequency: int, let_relation: str | None = None) -> bool:
    return as_asked(text.casefold().count(letter.casefold()), let_relation, let_frequency)


def _all_letters(text: str, N: int, relation: str | None = None) -> bool:  # noqa: N803  # the sets' name of it
    return as_asked(sum(map(str.isalpha, text)), relation, N)


def _language(text: str, language: str) -> bool:
    import langdetect

    langdetect.DetectorFactory.seed = 0
    try:
        return langdetect.detect(text).partition("-")[0] == language.partition("-")[0]
    except langdetect.LangDetectException:  # nothing that has a language
        return True


def _sentences(text: str, num_sentences: int, relation: str | None = None) -> bool:
    return as_asked(sentences(text), relation, num_sentences)


def _words(text: str, num_words: int, relation: str | None = None) -> bool:
    return as_asked(len(words(text)), relation, num_words)


def _paragraphs(text: str, num_paragraphs: int) -> bool:
    found = parts(text, r"\s?\*\*\*\s?")
    return found is not None and len(found) == num_paragraphs


def _nth_paragraph(text: str, num_paragraphs: int, nth_paragraph: int, first_word: str) -> bool:
    found = [one.strip() for one in re.split(r"\n\n", text)]
    if len([one for one in found if one]) != num_paragraphs or not 0 < nth_paragraph <= len(found):
        return False
    first = (found[nth_paragraph - 1].split() or [""])[0].lstrip("'\"")
    return re.split(r"[.,?!'\"]", first.casefold())[0] == first_word.casefold()


def _placeholders(text: str, num_placeholders: int) -> bool:
    return len(_PLACEHOLDER.findall(text)) >= num_placeholders


def _postscript(text: str, postscript_marker: str) -> bool:
    marks = {"P.P.S": r"p\.\s?p\.\s?s", "P.S.": r"p\.\s?s\."}
    mark = marks.get(postscript_marker, re.escape(postscript_marker.casefold()))
    return bool(re.search(mark, text.casefold()))


def _bullets(text: str, num_bullets: int) -> bool:
    return len(_BULLET.findall(text)) == num_bullets


def _one_of(text: str) -> bool:
    return any(one in text for one in ("My answer is yes.", "My answer is no.", "My answer is maybe."))


def _highlights(text: str, num_highlights: int) -> bool:
    single = [one for one in re.findall(r"\*[^\n\*]*\*", text) if one.strip("*").strip()]
    double = [one for one in re.findall(r"\*\*[^\n\*]*\*\*", text) if one.strip("*").strip()]
    return len(single) + len(double) >= num_highlights


def _sections(text: str, section_spliter: str, num_sections: int) -> bool:
    return len(re.split(rf"\s?{re.escape(section_spliter)}\s?\d+\s?", text)) - 1 >= num_sections


def _json(text: str) -> bool:
    bare = text.strip()
    fenced = _FENCED.fullmatch(bare)
    try:
        json.loads(fenced[1] if fenced else bare)
    except (ValueError, RecursionError):
        return False
    return True


def _title(text: str) -> bool:
    spans = ((line, line.find("<<"), line.rfind(">>")) for line in text.split("\n"))
    return any(line[start:end].strip("<>").strip() for line, start, end in spans if 0 <= start < end)


def _two_responses(text: str) -> bool:
    found = [one.strip() for one in text.split("******")]
    middle_empty = any(not one for one in found[1:-1])
    kept = [one for one in found if one]
    return not middle_empty and len(kept) == 2 and kept[0] != kept[1]


def _repeat(text: str, prompt_to_repeat: str) -> bool:
    return text.strip().casefold().startswith(prompt_to_repeat.strip().casefold())


def _ends(text: str, end_phrase: str) -> bool:
    return text.strip().strip('"').casefold().endswith(end_phrase.strip().casefold())


def _quoted(text: str) -> bool:
    bare = text.strip()
    return len(bare) > 1 and bare[0] == bare[-1] == '"'


def _capital_words(text: str, capital_frequency: int, capital_relation: str | None = None) -> bool:
    found = [one for one in re.findall(r"\w[\w\-/&’']*", text) if one.isupper()]
    return as_asked(len(found), capital_relation, capital_frequency)


def _upper(text: str) -> bool:
    return text.isupper() and _language(text, "en")


def _lower(text: str) -> bool:
    return text.islower() and _language(text, "en")


def _lowercase_words(text: str, N: int) -> bool:  # noqa: N803  # the sets' name of it
    return len([one for one in words(text) if one.islower()]) <= N


def _last_word(text: str, last_word: str) -> bool:
    return (words(text) or [""])[-1].casefold() == last_word.casefold()


def _first_word(text: str, first_word: str) -> bool:
    return (words(text) or [""])[0].casefold() == first_word.casefold()


def _first_of_each(text: str, first_word: str) -> bool:
    found = [one for one in re.split(r"(?<=[.!?])\s+", text.strip()) if words(one)]
    return bool(found) and all(_first_word(one, first_word) for one in found)


def _two_paragraphs(text: str) -> bool:
    found = parts(text, r"\s?\*\*\*\s?")
    return found is not None and len(found) == 2


def _all_of(text: str, **keywords: str) -> bool:
    wanted = [keywords[f"keyword{number}"] for number in range(1, 6) if keywords.get(f"keyword{number}")]
    return bool(wanted) and all(
        _whole(text, word) == number for number, word in zip((1, 2, 3, 5, 7), wanted, strict=False)
    )


RULES: dict[str, Rule] = {
    "keywords:existence": _existence,
    "keywords:frequency": _frequency,
    "keywords:forbidden_words": _forbidden,
    "keywords:letter_frequency": _letters,
    "language:response_language": _language,
    "length_constraints:number_sentences": _sentences,
    "length_constraints:number_paragraphs": _paragraphs,
    "length_constraints:number_words": _words,
    "length_constraints:nth_paragraph_first_word": _nth_paragraph,
    "detectable_content:number_placeholders": _placeholders,
    "detectable_content:postscript": _postscript,
    "detectable_format:number_bullet_lists": _bullets,
    "detectable_format:constrained_response": _one_of,
    "detectable_format:number_highlighted_sections": _highlights,
    "detectable_format:multiple_sections": _sections,
    "detectable_format:json_format": _json,
    "detectable_format:title": _title,
    "combination:two_responses": _two_responses,
    "combination:repeat_prompt": _repeat,
    "startend:end_checker": _ends,
    "startend:quotation": _quoted,
    "change_case:capital_word_frequency": _capital_words,
    "change_case:english_capital": _upper,
    "change_case:english_lowercase": _lower,
    "punctuation:no_comma": lambda text: "," not in text,
    "punctuation:punctuation_dot": lambda text: "." not in text,
    "punctuation:punctuation_exclamation": lambda text: "!" not in text,
    "letters:letter_counting": _all_letters,
    "count:lowercase_counting": _lowercase_words,
    "count:keywords_multiple": _all_of,
    "last_word:last_word_answer": _last_word,
    "first_word:first_word_answer": _first_word,
    "first_word:first_word_sent": _first_of_each,
    "paragraphs:paragraphs": _two_paragraphs,
    **IFBENCH,
}
"""Every instruction by its name. What is not here is refused at prepare, with its name."""


def follows(name: str, answer: str, arguments: dict[str, Any]) -> bool | None:
    """Whether an answer follows an instruction, None if nobody can tell. One that says nothing follows none.

    Raises ValueError saying what is wrong with the instruction.
    """
    if name not in RULES:
        raise ValueError(f"the instruction {name!r} is not known")
    if not any(one.isalnum() or unicodedata.category(one) == "So" for one in answer):
        return False
    given = {key: int(one) if isinstance(one, float) and one.is_integer() else one for key, one in arguments.items()}
    try:
        return RULES[name](answer, **given)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"the arguments of {name!r}: {error}") from error
