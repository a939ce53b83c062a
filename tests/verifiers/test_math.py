"""Laws of the math verifier: what keeps a value keeps the verdict, what changes it changes it, and no text is slow."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifiers.cases_math import ALGEBRA, MATH, NUMBERS
from tests.verifiers.cases_units import UNITS
from thoughtmill.verifiers import VERIFIERS, Check, Outcome
from thoughtmill.verifiers.contract import unclear
from thoughtmill.verifiers.math.compare import compare
from thoughtmill.verifiers.math.parse.normalize import normalize
from thoughtmill.verifiers.math.parse.shapes import shape
from thoughtmill.verifiers.math.verifier import USABLE_AT_SIGHT

CHECK = VERIFIERS["math"].check
FRACTIONS = st.fractions(-99, 99, max_denominator=60).filter(bool)
POLYNOMIALS = st.lists(st.integers(-9, 9), min_size=2, max_size=4).filter(lambda c: any(c[1:]))
FAMILIES = [
    r"\sqrt{%d}", r"%d\sqrt{3}", r"\frac{%d\pi}{7}", "e^{%d}", r"\ln %d", "x^2+%dx", "%d+2i", "(%d,3)", r"\{%d,50\}",
    "[%d,60]",
    "x>%d", "%d cm", r"%d^\circ", r"\frac{x+%d}{2}", r"\sin %d", "x=%d", "y=%dx+1", "%d:61", r"\pm %d",
    r"\log_2 %d", "2^{%d}",
    "%d!", r"\sqrt[3]{%d}", "%d_{16}", "%d%%", r"\$%d", "%d元", "|x-%d|", r"\begin{pmatrix}%d\\3\end{pmatrix}",
    "x<%d or x>60", "%d apples", "-%d", "%de5", r"0.\overline{%d7}", "f(x)=x^%d", "x=%d,y=3", r"%d\text{ kg}",
    "%d,60,70",
]  # fmt: skip
NEVER = [
    "\t" * 900_000 + "x", "答案是" * 300_000, "the answer is " * 70_000, "a " * 500_000,
    "1," * 500_000, "<answer>" * 120_000,
    "<answer>" * 60_000 + "</answer>", "x=1, " * 200_000, "one " * 250_000, "三分之" * 300_000,
    "5 cm " * 200_000, r"\pm " * 250_000,
    "**" * 500_000, "|x" * 60, "x^" * 300 + "5", r"\text{" * 200_000, "#### " * 200_000,
    "a " * 60 + "5", "is " * 60 + "5",
    r"\boxed{5", r"\infty-\infty", "--5", "5_{0}", "5'", "{5", "5 5", "print(5)", "5;import os", "<b>5</b>", "5 #",
]  # fmt: skip


def dresses(q: Fraction) -> list[str]:
    """Ways to write one fraction."""
    top, bottom, sign, size = q.numerator, q.denominator, "-" if q < 0 else "", abs(q.numerator)
    whole, rest = divmod(size, bottom)
    found = [
        f"{top}/{bottom}",
        rf"\frac{{{top}}}{{{bottom}}}",
        rf"{sign}\dfrac{{{3 * size}}}{{{3 * bottom}}}",
        rf"$\boxed{{{sign}\frac{{{size}}}{{{bottom}}}}}$",
        f"x = {top}/{bottom}",
        f"The answer is {top}/{bottom}.",
        f"所以答案是{top}/{bottom}。",
        rf"\frac{{{-top}}}{{{-bottom}}}",
        f"{sign}{size}\u2044{bottom}".replace("0", "\uff10"),
    ]
    if whole and rest:
        found += [
            f"{sign}{whole} {rest}/{bottom}",
            rf"{sign}{whole}\frac{{{rest}}}{{{bottom}}}",
            f"{sign}{whole}又{rest}/{bottom}",
        ]
    if 10**6 % bottom == 0:
        decimal = f"{q.numerator * 10**6 // bottom / 10**6:.6f}"
        found += [decimal, decimal.rstrip("0"), f"{q.numerator * 10**8 // bottom / 10**6:.6f}%"]
    return found


def polynomial(coefficients: list[int], unknown: str = "x") -> str:
    """Its terms, highest power first."""
    terms = [f"{c:+d}{unknown}^{{{n}}}" for n, c in enumerate(coefficients) if c]
    return "".join(reversed(terms)).lstrip("+")


@given(a=FRACTIONS, b=FRACTIONS)
@settings(max_examples=60)
def test_two_fractions_in_any_dress_are_equal_exactly_if_their_values_are(a: Fraction, b: Fraction) -> None:
    for answer in dresses(a):
        for wanted in dresses(b)[:4]:
            assert (CHECK(answer, wanted).outcome is Outcome.CORRECT) is (a == b), (answer, wanted)
        assert CHECK(answer, str(a)).outcome is Outcome.CORRECT, answer


@given(p=POLYNOMIALS, q=POLYNOMIALS)
def test_a_product_equals_its_expansion_and_no_other(p: list[int], q: list[int]) -> None:
    product = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    factored = f"({polynomial(p)})({polynomial(q)})"
    assert CHECK(factored, polynomial(product)).outcome is Outcome.CORRECT
    changed = [product[0] + 1, *product[1:]]
    assert CHECK(factored, polynomial(changed)).outcome is Outcome.WRONG


@given(a=st.integers(1, 99), b=st.integers(1, 99), c=st.integers(2, 40), d=st.integers(2, 40))
def test_sums_of_roots_are_compared_exactly(a: int, b: int, c: int, d: int) -> None:
    plain, squared = rf"{a}\sqrt{{{c}}}+{b}\sqrt{{{d}}}", rf"\sqrt{{{b * b * d}}}+\sqrt{{{a * a * c}}}"
    assert CHECK(squared, plain).outcome is Outcome.CORRECT
    assert CHECK(rf"{a + 1}\sqrt{{{c}}}+{b}\sqrt{{{d}}}", plain).outcome is Outcome.WRONG


@pytest.mark.parametrize("family", FAMILIES)
@given(i=st.integers(2, 58), j=st.integers(2, 58))
@settings(max_examples=25)
def test_another_number_in_the_same_form_is_another_answer(family: str, i: int, j: int) -> None:
    assert (CHECK(family % i, family % j).outcome is Outcome.CORRECT) is (i == j)


CONCLUSIONS = [
    "There were {i} of them at first, so now there are {j} left.",
    "With {i} rows the total comes to {j} chairs, tips not included.",
    "First we find {i}. Adding the rest, the sum is {j}. Great question!",
    "It would be easy to stop at {i}. The answer is {j}.",
    "Since the width is {i}, the length is $\\frac{{{j}}}{{1}}$ (in the same unit).",
    "一班有{i}人，两个班一共有{j}人。",
    "因为每排有{i}个，所以需要 {j}÷1={j} 个才能坐满。",
    "先求出宽为{i}，再求得长等于{j}。",
]


@pytest.mark.parametrize("form", CONCLUSIONS)
@given(i=st.integers(2, 900), j=st.integers(2, 900))
@settings(max_examples=15)
def test_what_a_text_states_last_is_its_answer_and_nothing_before_it(form: str, i: int, j: int) -> None:
    text = form.format(i=i, j=j)
    assert CHECK(text, str(j)).outcome is Outcome.CORRECT
    if i != j:
        assert CHECK(text, str(i)).outcome is not Outcome.CORRECT


@pytest.mark.parametrize(("answer", "reference", "outcome"), NUMBERS + ALGEBRA + UNITS)
def test_equality_has_no_direction_where_both_are_bare(answer: str, reference: str, outcome: Outcome) -> None:
    if VERIFIERS["math"].faults_of(answer) is None:  # a hedge or a question is no reference
        assert (CHECK(reference, answer).outcome is Outcome.CORRECT) is (outcome is Outcome.CORRECT)


@pytest.mark.parametrize("reference", sorted({reference for _, reference, _ in MATH + UNITS}))
def test_every_reference_is_equal_to_itself(reference: str) -> None:
    assert VERIFIERS["math"].faults_of(reference) is None


@given(st.from_regex(USABLE_AT_SIGHT, fullmatch=True))
@settings(max_examples=60)
def test_what_is_usable_at_sight_passes_its_own_check(reference: str) -> None:
    assert CHECK(reference, reference).outcome is Outcome.CORRECT


@pytest.mark.parametrize("answer", NEVER, ids=lambda answer: f"{answer[:12]!r}…{len(answer)}")
@pytest.mark.parametrize("reference", ["5", r"\frac{1}{2}", "x", "B"])
def test_no_text_of_any_length_is_accepted_by_accident(answer: str, reference: str) -> None:
    assert CHECK(answer, reference).outcome is not Outcome.CORRECT


@pytest.mark.parametrize(("answer", "reference", "outcome"), NUMBERS)
def test_numbers_never_ask_the_algebra_system(answer: str, reference: str, outcome: Outcome) -> None:
    asked: list[str] = []

    def ask(a: str, b: str) -> Check:
        asked.append(f"{a} | {b}")
        return unclear("not asked")

    compare(shape(normalize(answer)), shape(normalize(reference)), ask)
    assert not asked
