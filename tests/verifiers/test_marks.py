"""A marked answer is the answer, unless the mark itself is denied, doubted or replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.verifiers import VERIFIERS, Outcome

MATH, CHOICE = VERIFIERS["math"].check, VERIFIERS["choice"].check
WORDS = [
    "not divisible by 3", "that cannot be seated", "neither red nor blue", "which could be chosen",
    "that seems longest",
    "who had not voted by noon", "without a partner", "never seen before",
]  # fmt: skip
READ = [
    ("3 + 2 = 5\nA: 5", "5"),
    ("2 + 3 = 5\n\n#### <number> 5", "5"),
    ("$$\\boxed{5}$$\n\n#### <final_answer>5</final_answer>", "5"),
    ("So $\\\\frac{10}{2}=\\\\boxed{5}$.\nFinal Answer: The final answer is $5$. I hope it is correct.", "5"),
    ("不是相邻的排法共有 $\\boxed{480}$ 种。", "480"),
]
TAKEN_BACK = [
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
    assert CHOICE(said.format("A或B"), "A").outcome is Outcome.WRONG
