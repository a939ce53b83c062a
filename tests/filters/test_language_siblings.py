"""The filter `language` on siblings of what it once got wrong: each rule is tried by many words, not by its first."""

from tests.conftest import walk
from tests.filters.cases import Case
from tests.filters.language_cases import ALL
from tests.filters.language_siblings import CLEAN, CLEAN_LINES, MIXED, MIXED_LINES
from thoughtmill.filters import FILTERS, Reason

AROUND = {
    "zh": "先把条件整理一下，再逐项分析。{}最后核对结果，没有发现矛盾。",
    "en": "Let me look at the conditions first. {} Nothing else is needed, so the result holds.",
}
QUOTING = ['解释谚语 "The early bird catches the worm" 的含义。', "“Practice makes perfect” 是什么意思？"]
OWN = ["People who act sooner than others usually get the best chances.", "This line is about choice and fear."]


def reason(prompt: str, think: str, answer: str) -> Reason | None:
    case = Case(None, think=think, answer=answer, prompt=prompt, verifier=None, reference=None, policy=ALL)
    rejection = FILTERS["language"].reject(case.subject())
    return rejection.reason if rejection else None


def kept(*document: str) -> None:
    assert reason(*document) is None


def mixed(*document: str) -> None:
    assert reason(*document) is Reason.LANGUAGE_MIXED


def test_terms_names_dishes_and_quotations_pass() -> None:
    walk(CLEAN, kept)


def test_the_english_of_many_trades_passes_in_chinese() -> None:
    walk((("请回答下面的问题。", AROUND["zh"].format(line), "见上。") for line in CLEAN_LINES), kept)


def test_a_word_or_a_clause_of_another_language_is_found() -> None:
    walk(MIXED, mixed)


def test_the_same_in_a_text_that_has_nothing_else() -> None:
    prompts = {"en": "Answer the question."}
    rows = (
        (prompts.get(language, "请分析下面的问题。"), AROUND[language].format(line), "7")
        for language, lines in MIXED_LINES.items()
        for line in lines
    )
    walk(rows, mixed)


def test_english_of_its_own_is_no_quotation_of_the_question() -> None:
    thinking = (
        "先看字面意思。{} 中文里也有类似说法。",
        "{} 字面意思很清楚，引申义则要结合语境。",
        "先看字面意思，再看引申义。{}",
    )
    walk(((prompt, think.format(own), "见上。") for prompt in QUOTING for own in OWN for think in thinking), mixed)
