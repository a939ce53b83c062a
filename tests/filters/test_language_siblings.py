"""The filter `language` on siblings of what it once got wrong: each rule is tried by many words, not by its first."""

import pytest

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


@pytest.mark.parametrize("document", CLEAN, ids=lambda document: document[0][:20])
def test_terms_names_dishes_and_quotations_pass(document: tuple[str, str, str]) -> None:
    assert reason(*document) is None


@pytest.mark.parametrize("line", CLEAN_LINES)
def test_the_english_of_many_trades_passes_in_chinese(line: str) -> None:
    assert reason("请回答下面的问题。", AROUND["zh"].format(line), "见上。") is None


@pytest.mark.parametrize("document", MIXED, ids=lambda document: document[1][:40])
def test_a_word_or_a_clause_of_another_language_is_found(document: tuple[str, str, str]) -> None:
    assert reason(*document) is Reason.LANGUAGE_MIXED


@pytest.mark.parametrize(("language", "line"), [(name, line) for name, lines in MIXED_LINES.items() for line in lines])
def test_the_same_in_a_text_that_has_nothing_else(language: str, line: str) -> None:
    prompt = "Answer the question." if language == "en" else "请分析下面的问题。"
    assert reason(prompt, AROUND[language].format(line), "7") is Reason.LANGUAGE_MIXED


@pytest.mark.parametrize("prompt", QUOTING)
@pytest.mark.parametrize("own", OWN)
def test_english_of_its_own_is_no_quotation_of_the_question(prompt: str, own: str) -> None:
    for think in (
        f"先看字面意思。{own} 中文里也有类似说法。",
        f"{own} 字面意思很清楚，引申义则要结合语境。",
        f"先看字面意思，再看引申义。{own}",
    ):
        assert reason(prompt, think, "见上。") is Reason.LANGUAGE_MIXED, think
