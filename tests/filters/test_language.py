"""The filter `language` against large mean sets, and the laws that hold for every text."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import walk
from tests.filters.cases import Case
from tests.filters.language_cases import ALL, documents
from tests.filters.language_lines import CLEAN
from tests.filters.language_passages import PASSAGES, WORDS
from thoughtmill.filters import FILTERS, Reason

ENGLISH, CHINESE = PASSAGES["en"], PASSAGES["zh"]


def reason(case: Case) -> Reason | None:
    rejection = FILTERS["language"].reject(case.subject())
    return rejection.reason if rejection else None


def thought(think: str, policy: dict[str, Any] = ALL) -> Case:
    """A trace that thinks this and answers 7, to a question without words of its own."""
    return Case(None, think=think, answer="7", prompt="", verifier=None, reference=None, policy=policy)


def kept(think: str) -> None:
    assert reason(thought(think)) is None


def mixed(think: str) -> None:
    assert reason(thought(think)) is Reason.LANGUAGE_MIXED


@pytest.mark.parametrize("half", [0, 1])
def test_of_a_large_set_no_clean_trace_is_rejected_and_hardly_a_mixed_one_kept(half: int) -> None:
    seen = [(document, reason(document.case)) for document in documents(half)]
    clean = [(document, found) for document, found in seen if document.case.reason is None]
    mixed = [(document, found) for document, found in seen if document.case.reason is not None]
    assert len(clean) >= 300
    assert len(mixed) >= 300
    assert not [document for document, found in clean if found is not None]
    assert len([document for document, found in mixed if found is not Reason.LANGUAGE_MIXED]) <= len(seen) // 100


def test_a_whole_trace_in_a_language_is_kept_only_where_the_policy_has_it() -> None:
    def holds(language: str) -> None:
        text = "\n\n".join(PASSAGES[language][:3])
        case = thought(text, policy={"languages": [language]})
        assert reason(case) is None
        other = "zh" if language == "en" else "en"
        assert reason(replace(case, policy={"languages": [other]})) is Reason.LANGUAGE_NOT_ALLOWED

    walk(((language,) for language in PASSAGES), holds)


@given(st.sampled_from(ENGLISH), st.sampled_from(WORDS["en"][:16]), st.integers(min_value=1))
def test_one_chinese_word_anywhere_in_english_is_mixed_unless_the_question_says_it(
    text: str, word: str, place: int
) -> None:
    words = text.split(" ")
    words.insert(place % len(words), word)
    case = Case(None, think=" ".join(words), answer="7", prompt="Solve it.", verifier=None, reference=None, policy=ALL)
    assert reason(case) is Reason.LANGUAGE_MIXED
    assert reason(replace(case, prompt=f"What is {word} here?")) is None


SHARED = (
    "Wir prüfen alle Fälle nacheinander. Es waren vier Fälle, und alle führen zum selben Ergebnis.",
    "La differenza fra i due numeri è sette, come è stata detta prima, e resta da vedere il resto.",
    "On doit vérifier, et je dois dire que tout est juste. Le chat dort au sein de la famille.",
    "La misma cosa viene después, y solamente queda comprobar la última ecuación con el resultado.",
    "São onze alunos na sala, cinco deles já saíram, e o resultado é o que resta depois disso.",
)
"""Ordinary words of one language that are sure signs of another one elsewhere: alle, fra, dois, dort, viene, onze."""


def test_words_that_two_languages_share_are_of_the_texts_own() -> None:
    def holds(think: str) -> None:
        assert reason(thought(think, policy={"languages": ["de", "it", "fr", "es", "pt"]})) is None

    walk(((think,) for think in SHARED), holds)


@given(st.permutations(CLEAN["zh"][:12]))
def test_the_order_of_clean_paragraphs_never_matters(lines: list[str]) -> None:
    kept("\n\n".join([CHINESE[0], *lines]))


def test_a_translation_has_the_two_languages_concerned_and_no_third() -> None:
    ask = "Translate into French: I like apples."
    think = "To like is aimer, so we write: j'aime les pommes, donc c'est bien. That is correct."
    case = Case(None, think=think, answer="J'aime les pommes.", prompt=ask, verifier=None, reference=None, policy=ALL)
    assert reason(case) is None
    assert reason(replace(case, think=f"{think} 这样就对了。")) is Reason.LANGUAGE_MIXED
    assert reason(replace(case, prompt="A French restaurant sells apples. Why?")) is Reason.LANGUAGE_MIXED


def test_a_language_that_is_only_asked_about_may_be_quoted_but_not_spoken() -> None:
    ask = "What does the Chinese idiom 画蛇添足 mean?"
    think = "画蛇添足 is made of 画蛇 (to draw a snake) and 添足 (to add feet), so it means to spoil by adding."
    case = Case(None, think=think, answer="To overdo it.", prompt=ask, verifier=None, reference=None, policy=ALL)
    assert reason(case) is None
    assert reason(replace(case, think=f"{think} 我先给出字面意思, then the story.")) is Reason.LANGUAGE_MIXED


CLAUSES = {
    "es": ["Ahora falta dividir entre cuatro", "Vamos paso por paso", "Con eso basta"],
    "fr": ["Il reste à diviser par quatre", "On tombe juste", "Cela suffit largement"],
    "de": ["Nun fehlt der letzte Schritt", "Das reicht völlig aus", "Daraus folgt die Behauptung"],
    "it": ["Adesso dividiamo per quattro", "Il conto torna perfettamente", "Il risultato non cambia"],
    "pt": ["Falta dividir por quatro", "Vamos com calma", "Podemos concluir assim"],
    "nl": ["Dat klopt precies", "Nog even het teken controleren", "Zo simpel is het"],
    "sv": ["Nu delar vi med fyra", "Det stämmer precis", "Resten är uppenbart"],
    "pl": ["Wszystko się zgadza", "Był wielkim patriotą", "Nie ma innej możliwości"],
    "cs": ["Teď vydělíme čtyřmi", "To je velmi jednoduché", "Jiná možnost není"],
    "tr": ["Sonuç doğru görünüyor", "Bu çok kolay", "Bu kadar yeterli"],
    "vi": ["Bây giờ chia cho bốn", "Mọi thứ đều ổn", "Như vậy là đủ"],
}


def test_a_short_clause_of_another_language_is_found_wherever_it_stands() -> None:
    rows = (
        (think,)
        for clauses in CLAUSES.values()
        for clause in clauses
        for text in (ENGLISH[0], CHINESE[0])
        for think in (f"{clause}. {text}", f"{text} {clause}.", f"{text}\n\n{clause}, x = 5.\n\n{text}")
    )
    walk(rows, mixed)


def test_names_of_variables_columns_dishes_and_works_are_no_clause() -> None:
    names = [
        "令 best = 0，逐个更新，best 最终是 6，正确。",
        "函数 solve(left, right, target) 返回下标，solve 是递归的，left 小于 right 时继续。",
        "表结构：book(isbn, title, author, publisher, year)；字段：id、title、author、price、date。",
        "他演奏了贝多芬的 Für Elise，还唱了 La vita è bella。",
        "We ordered pad thai, phở and bánh mì; then Ben and Łukasz read Sein und Zeit, marked allegro ma non troppo.",
        "The café serves pain au chocolat, coq au vin and tarte tatin near the Plaza de la Constitución.",
    ]
    walk(((think,) for think in names), kept)


def test_a_chinese_answer_to_a_few_words_of_english_is_mixed() -> None:
    def holds(think: str) -> None:
        case = replace(thought(think), answer="所以答案是 55。")
        assert reason(case) is Reason.LANGUAGE_MIXED
        assert reason(replace(case, answer="55")) is None
        assert reason(replace(case, think="3·5 + 2·20 = 55 ✓")) is None

    few = ["Let n = 10. n(n+1)/2 = 55 ✓", "12 × 4 = 48 ✓. So 55.", "Total: 3·5 + 2·20 = 55. OK."]
    walk(((think,) for think in few), holds)


def test_the_detail_names_the_passage() -> None:
    case = Case(None, think=f"{ENGLISH[0]} So we 得到 it. {ENGLISH[1]}", prompt="", verifier=None, reference=None)
    rejection = FILTERS["language"].reject(case.subject())
    assert rejection is not None
    assert "so we 得到 it" in rejection.detail.lower()
    assert len(rejection.detail) < 200


UNITS = [
    "a",
    "de la ",
    "the 我",
    "中",
    "（a",
    "“a",
    "x=",
    "(a",
    "l'a ",
    "\\(",
    "$a ",
    "é",
    "a.b",
    "Aa(",
    "、and",
    "报错",
    "α",
    "ά",
    "So ",
    "《",
]


@pytest.mark.slow
def test_a_megabyte_of_anything_is_read_once() -> None:
    def ends(unit: str, around: str) -> None:
        text = around + unit * (1_000_000 // len(unit)) + around
        FILTERS["language"].reject(Case(None, think=text, verifier=None, reference=None).subject())

    walk(((unit, around) for unit in UNITS for around in ("", " so we de la 得到 ")), ends)
