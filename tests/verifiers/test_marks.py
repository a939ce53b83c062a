"""A marked answer is the answer, unless the mark itself is denied, doubted or replaced."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.contract import NO_ANSWER, UNREAD
from thoughtmill.verifiers.options import Options

MATH, CHOICE, TEXT = (VERIFIERS[name].check for name in ("math", "choice", "text"))
WORDS = [
    "not divisible by 3", "that cannot be seated", "neither red nor blue", "which could be chosen",
    "that seems longest",
    "who had not voted by noon", "without a partner", "never seen before",
]  # fmt: skip
READ = [
    ("<think>2 + 3</think>\n<answer> 5", "5"),
    ("<think>2 + 3\n<answer>5</answer>", "5"),
    ("Итак.\n\n### Вывод\nЧисло различных укладок равно **5**.", "5"),
    ("Таким образом, значение равно \\(\\frac{10}{2}\\).", "5"),
    ("\\boxed{5}\n\n**Ответ: существует ровно $5$ попарно различных укладок**", "5"),
    ('{"reasoning": "3 or 4", "answer": "$\\\\frac{10}{2}$"}', "5"),
    ("**সঠিক উত্তর:** 5", "5"),
    ("The answer is 4. Wait, the answer is 5.", "5"),
    ("\\boxed{4} is not enough, so we need \\boxed{5}.", "5"),
    ("The roots are \\boxed{3} and then, by symmetry, \\boxed{5}.", "3, 5"),
    ("It takes at least $\\boxed{5}$ cuts.", "5"),
    ("```output\n5.0\n```\nFive men can stay.", "5"),
    ("#### 5 in September", "5"),
    ("3 + 2 = 5\nA: 5", "5"),
    ("2 + 3 = 5\n\n#### <number> 5", "5"),
    ("$$\\boxed{5}$$\n\n#### <final_answer>5</final_answer>", "5"),
    ("So $\\\\frac{10}{2}=\\\\boxed{5}$.\nFinal Answer: The final answer is $5$. I hope it is correct.", "5"),
    ("不是相邻的排法共有 $\\boxed{480}$ 种。", "480"),
]
TAKEN_BACK = [
    "Таким образом, значение не равно \\(\\frac{10}{2}\\).",
    "The answer is not \\boxed{5}.", "I am not sure it is \\boxed{5}.", "答案不是\\boxed{5}。",
    "It could be \\boxed{5}.",
    "\\boxed{5}. Wait, that is wrong: \\boxed{6}.", "\\boxed{5}?", "\\boxed{5} is wrong.", "I guess it is \\boxed{5}.",
]  # fmt: skip


@given(words=st.sampled_from(WORDS), many=st.integers(10, 999))
def test_a_word_of_negation_in_what_was_counted_takes_no_box_back(words: str, many: int) -> None:
    for said in (
        f"The number of those {words} is $\\boxed{{{many}}}$.",
        f"There are $\\boxed{{{many}}}$ of those {words}.",
    ):
        assert MATH(said, str(many)).outcome is Outcome.CORRECT, said
        assert MATH(said, str(many + 1)).outcome is Outcome.WRONG, said


@pytest.mark.parametrize(("said", "wanted"), READ)
def test_a_mark_is_read(said: str, wanted: str) -> None:
    assert MATH(said, wanted).outcome is Outcome.CORRECT


@pytest.mark.parametrize("said", TAKEN_BACK)
def test_a_mark_that_is_itself_denied_or_doubted_or_replaced_is_no_answer(said: str) -> None:
    assert MATH(said, "5").outcome is not Outcome.CORRECT


def test_the_option_on_a_line_of_its_own_counts_whatever_was_said_of_the_others() -> None:
    said = "选项A错误。所以选项B是错误的。选项C可能正确。\n【答案】{}"
    assert CHOICE(said.format("D"), "D").outcome is Outcome.CORRECT
    assert CHOICE(said.format("D"), "B").outcome is Outcome.WRONG
    assert CHOICE(said.format("A或B"), "A").outcome is not Outcome.CORRECT


_CONTEST = r"Which? $\textbf{(A)}\ 10 \qquad \textbf{(B)}\ 12 \qquad \textbf{(C)}\ 14$"
_PLACES = "Where? (A) in the park (B) at the lake (C) at home (D) wait for orders"
_NAMES = "Which?\nA. B12\nB. E. coli\nC. H. pylori\nD. C++\nE. flu"
ASKED = [
    ("math", "\\boxed{12}", "B", _CONTEST, "Which?"),
    ("math", "$\\boxed{12}$, which is option **B**", "B", _CONTEST, "Which?"),
    ("math", "\\boxed{B}", "12", _CONTEST, "Which?"),
    ("math", "\\boxed{\\text{(B) }12}", "12", _CONTEST, "Which?"),
    ("math", "Answer: B. 12", "12", "Which?\nA. 10\nB. 12\nC. 14", "Which?"),
    ("math", "\\boxed{f'(2)=5}", "5", "Find $f'(2)$.", "Find it."),
    ("math", "\\boxed{x^2+1/x^2=7}", "7", r"Find $x^2+\frac{1}{x^2}$.", "Find it."),
    ("choice", "\\boxed{12} (B)", "B", _CONTEST, "Which?"),
    ("choice", "The answer is E. coli.", "B", _NAMES, "Which?"),
    ("choice", "\\boxed{E. coli}", "B", _NAMES, "Which?"),
    ("choice", "H. pylori", "C", _NAMES, "Which?"),
    ("choice", "Answer: H. pylori", "C", _NAMES, "Which?"),
    ("choice", "Answer: C++", "D", _NAMES, "Which?"),
    ("math", "\\boxed{198}", "198\\%", "What percent is needed?", "What is needed?"),
    ("math", "10%", "10", "By how many percent does it grow?", "By how many does it grow?"),
    ("math", "1112112", "1112112_3", "What is the product in base three?", "What is the product?"),
    ("math", "\\boxed{25\\%}\n\n#### 25", "25", "What percent is needed?", "What is needed?"),
    ("math", "$3/5$", "0,6", "Найдите значение выражения.", "Value?"),
    (
        "math",
        "7/2",
        "3,5",
        "Wie groß ist die Länge für Übende?",
        "Für welche Größen x ist es wahr? Gib Lösungen über 0 an.",
    ),
    ("math", "Answer: 24 cups will not be used.", "24", "How many cups will not be used?", "How many are used?"),
    ("math", "Answer: 24 fewer people can join", "24", "How many fewer people can join?", "How many people?"),
    ("math", "1.500", "1500", "Wie viele Bücher hat die Bücherei für Schüler?", "How many?"),
    ("math", "\\boxed{2,5}", "2.5", "Hãy tính giá trị của biểu thức.", "Find all x."),
    ("math", "#### 2600g", "2600", "Each bar weighs 100g.", "Each bar is heavy."),
    ("math", "#### 24 pears if he sells all of them", "24", "What if he sells all of them?", "What then?"),
    ("math", "4.51e11", "451104793605.24", "Give it correct to 3 significant figures.", "Give it."),
    ("math", r"\boxed{1.23 \cdot 10^{350}}", "1234" + "0" * 347, "Give it to 3 significant figures.", "Give it."),
    ("choice", "The answer is Paris.", "B", "Which?\nA. Rome\nB. Paris\nC. Bonn", "Which?"),
    ("choice", "**Paris**", "B", "Which? (A) Rome (B) Paris (C) Bonn", "Which?"),
    ("choice", "So he was at home (C).", "C", _PLACES, "Where?"),
    ("choice", "He was (C) at home. It is warm there.", "C", _PLACES, "Where?"),
    ("choice", "Answer: D) Wait for orders", "D", _PLACES, "Which?\nA. wait\nB. go"),
    ("choice", "b,a", "A, B", "どれか。\na. 関節痛\nb. 骨壊死\nc. 骨髄炎", "どれか。"),
    ("choice", "正解はbです。", "B", "どれか。\na. 関節痛\nb. 骨壊死", "どれか。"),
    ("choice", "সঠিক উত্তর হল:\n\nখ) ঋণাত্মক", "B", "কোনটি?\nক) ধনাত্মক\nখ) ঋণাত্মক", "কোনটি?"),
    ("choice", "الإجابة: ب", "B", "ما هو؟\nأ- نعم\nب- لا\nج- ربما", "ما هو؟"),
    ("choice", "Ответ: В) три", "C", "Сколько?\nА) один\nБ) два\nВ) три", "Сколько?"),
    ("choice", "정답: 나", "B", "무엇?\n가. 하나\n나. 둘", "무엇?"),
    ("choice", "정답: ② 둘", "B", "무엇?\n① 하나\n② 둘", "무엇?"),
    ("choice", "答え: イ", "B", "どれ？\nア．一\nイ．二", "どれ？"),
    ("choice", "उत्तर: (ख)", "B", "क्या?\n(क) एक\n(ख) दो", "क्या?"),
]
"""Verifier, answer, reference, a question that settles it, and one that does not."""


def test_a_number_in_another_unit_than_asked_is_no_answer() -> None:
    check, said = VERIFIERS["math"].check, "\\boxed{40 \\text{ hours}}"
    assert check(said, "40", "How many hours does it take?").outcome is Outcome.CORRECT
    assert check(said, "40", "How many minutes does it take?").outcome is Outcome.WRONG


@pytest.mark.parametrize(("name", "answer", "reference", "settles", "leaves_open"), ASKED)
def test_the_question_settles_what_the_answer_leaves_open(
    name: str, answer: str, reference: str, settles: str, leaves_open: str
) -> None:
    check = VERIFIERS[name].check
    assert check(answer, reference, settles).outcome is Outcome.CORRECT
    assert check(answer, reference, leaves_open).outcome is not Outcome.CORRECT
    assert check(answer, reference).outcome is not Outcome.CORRECT


def test_the_expression_that_the_question_gives_is_no_answer_to_it() -> None:
    check = VERIFIERS["math"].check
    assert check(r"\boxed{2^5+3^5}", "275", "Compute $2^5 + 3^5$.").outcome is Outcome.UNDECIDED
    assert check(r"\boxed{2^5+3^5}", "275", "Add the fifth powers of 2 and 3.").outcome is Outcome.CORRECT


def test_a_name_that_begins_with_the_letter_of_an_option_is_not_that_option() -> None:
    for said in ("The answer is E. coli.", "E. coli", "\\boxed{E. coli}"):
        assert CHOICE(said, "E", _NAMES).outcome is Outcome.WRONG
    assert CHOICE("\\boxed{A}", "A", "Which point?\nA. C\nB. A\nC. B").outcome is Outcome.CORRECT
    assert CHOICE("\\boxed{12}", "C", _CONTEST).outcome is Outcome.WRONG
    assert MATH("\\boxed{B}", "14", _CONTEST).outcome is Outcome.WRONG


def test_a_sentence_with_both_alternatives_of_the_question_chooses_none() -> None:
    for said in (
        "The sky is blue while the sea is red.",
        "The sky is blue and the sea is red.",
        "The red sky is blue.",
    ):
        assert TEXT(said, "red", "Is the sky red or blue?").outcome is Outcome.UNDECIDED
    assert TEXT("The sky is red.", "red", "Is the sky red or blue?").outcome is Outcome.CORRECT


def test_options_that_are_named_together_are_all_chosen_or_none_is() -> None:
    for said in ("Answer: (A) in the park (B) at the lake", "The answer is (A) in the park, (C) at home."):
        assert CHOICE(said, "A", _PLACES).outcome is Outcome.WRONG
    for said in (
        "The answer is (A) in the park or (C) at home.",
        "He was not at home (C).",
        "It can't be (C) at home.",
    ):
        assert CHOICE(said, "C", _PLACES).outcome is not Outcome.CORRECT
        assert CHOICE(said, "A", _PLACES).outcome is not Outcome.CORRECT
    assert CHOICE("Answer: (A) in the park (B) at the lake", "A, B", _PLACES).outcome is Outcome.CORRECT


ALLOWED = [
    ("9.8", {"relative": 0.01}, "9.81", "9.6"),
    ("10", {"absolute": 0.5}, "10.4", "10.6"),
    ("0.0536", {"digits": 3}, "0.0535714285", "0.0535"),
    ("50", {"percent": True}, "50%", "5%"),
    ("5", {"unit": "m"}, "500 cm", "500 km"),
    ("(1, 2)", {"order": "any"}, "(2, 1)", "(2, 2)"),
    ("1, 2", {"order": "same"}, "1, 2", "2, 1"),
]
"""A reference, what its source allows, an answer that is right by it and one that is not."""


@pytest.mark.parametrize(("reference", "allows", "right", "wrong"), ALLOWED)
def test_a_source_says_what_it_allows_in_the_reference_or_beside_it(
    reference: str, allows: dict[str, Any], right: str, wrong: str
) -> None:
    inside = json.dumps({"answer": reference, "options": allows})
    for check in (lambda said: MATH(said, inside), lambda said: MATH(said, reference, "", Options(**allows))):
        assert check(right).outcome is Outcome.CORRECT
        assert check(wrong).outcome is not Outcome.CORRECT
    assert VERIFIERS["math"].faults_of(inside) is None
    assert VERIFIERS["math"].faults_of(json.dumps({"answer": reference, "options": {"exactness": 1}}))


def test_prose_counts_only_where_the_source_lets_it() -> None:
    for said, counts in (("So Tom has 5 apples.", False), ("5", True), ("#### 5", True)):
        assert MATH(said, "5").outcome is Outcome.CORRECT
        strict = MATH(said, "5", "", Options(prose=False))
        assert (strict.outcome is Outcome.CORRECT) is counts
        assert counts or (strict.why or "").startswith(NO_ANSWER)


def test_nothing_found_or_not_read_is_undecided_and_only_another_answer_is_wrong() -> None:
    for name, said, reference in (("math", "I do not know.", "5"), ("choice", "All are nice.", "B"), ("math", "", "5")):
        found = VERIFIERS[name].check(said, reference)
        assert found.outcome is Outcome.UNDECIDED
        assert (found.why or "").startswith(NO_ANSWER)
    assert (MATH("\\boxed{5 @ 3}", "5").why or "").startswith(UNREAD)
    assert MATH("\\boxed{6}", "5").outcome is Outcome.WRONG


def test_who_marks_three_options_and_ends_otherwise_than_begun_has_chosen_none() -> None:
    assert CHOICE("The answer is (B).\nThe answer is (J).\nThe answer is (D).", "D").outcome is not Outcome.CORRECT
    assert CHOICE("The answer is (B).\nThe answer is (J).\nThe answer is (B).", "B").outcome is Outcome.CORRECT


_LEFT_OPEN = [
    ("choice", "The answer is C. Ibuprofen", "C", "Which?\nA. Aspirin\nB. Ibuprofen\nC. Acetaminophen"),
    (
        "choice",
        "Aspirin is a better choice than C. Acetaminophen",
        "C",
        "Which?\nA. Aspirin\nB. Salt\nC. Acetaminophen",
    ),
    ("choice", "Paris (B) is ruled out.", "B", "Which?\nA. Rome\nB. Paris"),
    ("choice", "(A) Yes or (B) No", "A", "Is it? (A) Yes (B) No"),
    ("choice", "La réponse n'est pas (b).", "B", "Laquelle ?\na. Lyon\nb. Paris"),
    ("choice", "Die richtige Antwort ist nicht (B).", "B", "Welche?\nA) Bonn\nB) Berlin"),
    ("choice", "Descarto b) Madrid", "B", "¿Cuál?\na) Toledo\nb) Madrid"),
    ("choice", "উত্তর খ) নয়।", "B", "কোনটি?\nক) ধনাত্মক\nখ) ঋণাত্মক"),
    ("choice", "Б) Москва — неправильно", "B", "Какой?\nА) Казань\nБ) Москва"),
    ("choice", "الإجابة ليست ب", "B", "ما هو؟\nأ) نعم\nب) لا"),
    ("choice", "उत्तर B नहीं है", "B", "क्या?\nA. एक\nB. दो"),
    ("text", "Die Hauptstadt ist nicht Berlin.", "Berlin", "Was ist die Hauptstadt von Deutschland?"),
    ("text", "Es ist Bonn oder Berlin.", "Berlin", "Was ist die Hauptstadt von Deutschland?"),
    ("text", "Ce n'est pas Paris.", "Paris", "Quelle est la capitale de la France ?"),
    ("text", "Quizás es Madrid.", "Madrid", "¿Cuál es la capital de España?"),
    ("text", "Это Санкт-Петербург, а не Москва.", "Москва", "Какая столица России?"),
    ("text", "首都是里昂，最大城市是巴黎。", "巴黎", "法国的首都是哪里？"),
    ("text", "It is not Paris.", "Paris", "Which city is not a capital?"),
    ("text", "Was it Paris?", "Paris", "Was it Lyon, or which city was it?"),
    ("text", "It is not Lyon or Paris.", "Paris", "Which is not the city, or is there none?"),
    ("text", "Everyone but Alonzo Church.", "Alonzo Church", "Who invented it?"),
    ("text", "K2 is taller than Everest.", "Everest", "Which is the tallest?"),
    ("text", "Haskell Curry, Alan Turing, Alonzo Church", "Alan Turing", "Who invented it?"),
    ("text", "Alonzo Church denied that he invented it.", "Alonzo Church", "Who invented it?"),
    ("text", "More than 387,000 people live there.", "387,000", "How many people live there?"),
    ("text", "It ended before 1945.", "1945", "When did it end?"),
    ("text", "No. Yes would be wrong.", "yes", "Is it?"),
    ("text", "Mars has two moons.", "2", "How many has it?"),
    ("text", "There are 387 000.", "387,000", "How many are there?"),
    ("choice", "易错选B", "B", "哪个？\nA. 4\nB. 5"),
]
"""Verifier, answer, the reference that it names, and the question."""


@pytest.mark.parametrize(("name", "answer", "reference", "question"), _LEFT_OPEN)
def test_what_is_denied_or_doubted_is_left_open_in_any_language(
    name: str, answer: str, reference: str, question: str
) -> None:
    assert VERIFIERS[name].check(answer, reference, question).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("said", "wanted", "question"),
    [
        ("Die Hauptstadt ist Berlin.", "Berlin", "Was ist die Hauptstadt von Deutschland?"),
        ("C'est Paris.", "Paris", "Quelle est la capitale de la France ?"),
        ("It was invented by the American mathematician Alonzo Church.", "Alonzo Church", "Who invented it?"),
        (
            "In 1930 a student, Alonzo Church, invented it. He was born in Washington.",
            "Alonzo Church",
            "Who invented it?",
        ),
        ("The song Don't Look Back was written by Ann Lee.", "Ann Lee", "Who wrote don't look back?"),
        ("Ferdinand Marcos", "Marcos", "Who was the president?"),
        ("Step 1: a and b.\nThe concatenated letters are: ab.", "ab", "Take the letters and concatenate them."),
    ],
)
def test_a_sentence_that_states_a_short_answer_counts(said: str, wanted: str, question: str) -> None:
    assert TEXT(said, wanted, question).outcome is Outcome.CORRECT
