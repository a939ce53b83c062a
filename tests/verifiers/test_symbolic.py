"""The algebra system behind its walls: what is decided, what never is, and what it costs the caller: nothing."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import walk
from thoughtmill.verifiers import LIMIT, VERIFIERS, Outcome
from thoughtmill.verifiers.math.symbolic import symbolic

CORRECT, WRONG, UNDECIDED = Outcome.CORRECT, Outcome.WRONG, Outcome.UNDECIDED
MATH = VERIFIERS["math"]
DECIDED = [
    (r"\sin^2 x+\cos^2 x", "1", CORRECT),
    (r"\sin 2x", r"2\sin x\cos x", CORRECT),
    (r"\sin 2x", r"2\sin x", WRONG),
    (r"\tan^2 x+1", r"\sec^2 x", CORRECT),
    (r"\sin(x+y)", r"\sin x\cos y+\cos x\sin y", CORRECT),
    (r"\sin 15^\circ", r"\frac{\sqrt6-\sqrt2}{4}", CORRECT),
    (r"\cos\frac{\pi}{7}-\cos\frac{2\pi}{7}+\cos\frac{3\pi}{7}", r"\frac{1}{2}", CORRECT),
    (r"\sin\frac{\pi}{5}", r"\frac{\sqrt{10-2\sqrt5}}{4}", CORRECT),
    (r"\arctan 1", r"\frac{\pi}{4}", CORRECT),
    (r"\cosh x", r"\frac{e^x+e^{-x}}{2}", CORRECT),
    (r"\ln 8", r"3\ln 2", CORRECT),
    (r"\ln 8", r"3\ln 3", WRONG),
    (r"\log_2 12", r"2+\log_2 3", CORRECT),
    (r"\frac{\log 8}{\log 2}", "3", CORRECT),
    (r"-\ln|\cos x|", r"\ln|\sec x|", CORRECT),
    (r"\ln(2x)", r"\ln 2+\ln x", CORRECT),
    (r"e^{2\ln 3}", "9", CORRECT),
    (r"\sqrt{2+\sqrt{3}}", r"\frac{\sqrt{6}+\sqrt{2}}{2}", CORRECT),
    (r"\sqrt[3]{2+\sqrt{5}}+\sqrt[3]{2-\sqrt{5}}", "1", CORRECT),
    (r"\sqrt[3]{2+\sqrt{5}}-\sqrt[3]{2-\sqrt{5}}", "1", WRONG),
    (r"\sqrt[3]{-8}", "-2", CORRECT),
    (r"\frac{1}{\sqrt[3]{2}}", r"\frac{\sqrt[3]{4}}{2}", CORRECT),
    (r"\sqrt{x^2}", "|x|", CORRECT),
    (r"\sqrt{x^2}", "x", WRONG),
    (r"\sqrt{x+1}-\sqrt{x}", r"\frac{1}{\sqrt{x+1}+\sqrt{x}}", CORRECT),
    ("(1+i)^8", "16", CORRECT),
    (r"\frac{1+i}{1-i}", "i", CORRECT),
    ("|3+4i|", "5", CORRECT),
    (r"e^{i\pi}+1", "0", CORRECT),
    (r"\frac{x^2-1}{x-1}", "x+1", CORRECT),
    (r"\binom{n}{2}", r"\frac{n(n-1)}{2}", CORRECT),
    ("A+a", "2a", WRONG),
    (r"\int_0^1 x dx", r"\frac12", CORRECT),
    (r"\sum_{n=1}^{\infty} \frac{1}{n^2}", r"\frac{\pi^2}{6}", CORRECT),
    (r"\lim_{x\to 0}\frac{\sin x}{x}", "1", CORRECT),
]
NEARLY = [
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt{6}}+10^{-30}"),
    (r"e^{\pi\sqrt{163}}", "262537412640768744"),
    (r"\sin x+10^{-60}", r"\sin x"),
    (r"\sqrt{10^{80}+1}", "10^{40}"),
    (r"0.1234567890123456789\sin x", r"0.1234567890123456788\sin x"),
    (r"10^{-50}", "10^{-51}"),
    (r"\frac{1}{2^{99}}\sin 1", r"\frac{1}{2^{98}}\sin 1"),
]
"""Two numbers that only almost agree."""
TWO_WAYS = [
    (r"\log 100", "2"),
    (r"\sin x/2", r"\sin \frac{x}{2}"),
    (r"\sin x(y+1)", r"(y+1)\sin x"),
    ("x^23", "x^{23}"),
    ("f(-x)", "-f(x)"),
    ("2 3", "6"),
    ("x2", "2x"),
    ("(-8)^{1/3}", "-2"),
    (r"\lim_{x\to 0}\frac{|x|}{x}", "1"),
]
"""Notation that people read in two ways: never accepted."""
HOSTILE = [
    r"\sum_{n=1}^{10^{9}} \sin(n)",
    "9^{999999999}",
    r"\prod_{n=1}^{10000000} n",
    r"\sin(10^{10^{10}})",
    r"7^{40000000}",
    "100000000!",
    r"\binom{10^9}{5*10^8}",
    "(x+y+z+1)^{300}-(x+y+z+1)^{299}(x+y+z+1)",
    r"\int_0^1 \sin(\cos(\tan(x^x))) dx",
    r"\sqrt[9999]{2}+\sqrt[9998]{3}",
    "+".join(rf"\sqrt{{{n}}}" for n in range(2, 60)),
    "((((((x+1)^9+1)^9+1)^9+1)^9+1)^9+1)^9",
    r"\frac{1}{" * 20 + "x" + "+1}" * 20,
]


def never_accepted(answer: str, reference: str) -> None:
    assert symbolic.equal(answer, reference).outcome is not CORRECT


def test_ordinary_closed_forms_are_decided_in_either_direction() -> None:
    def holds(answer: str, reference: str, outcome: Outcome) -> None:
        assert symbolic.equal(answer, reference).outcome is outcome
        assert symbolic.equal(reference, answer).outcome is outcome

    walk(DECIDED, holds)


def test_what_only_almost_agrees_is_never_accepted() -> None:
    walk(NEARLY, never_accepted)


def test_what_can_be_read_in_two_ways_is_never_accepted() -> None:
    walk(TWO_WAYS, never_accepted)


@pytest.mark.slow
def test_hostile_expressions_end_are_never_accepted_and_the_next_check_works() -> None:
    def holds(answer: str) -> None:
        assert symbolic.equal(answer, "5").outcome is not CORRECT
        symbolic.equal(answer, answer + "+x")
        assert symbolic.equal(r"\sin^2 x + \cos^2 x", "1").outcome is CORRECT

    walk(((answer,) for answer in HOSTILE), holds)


def test_a_check_that_twice_takes_too_long_is_undecided_with_the_limit_as_its_reason() -> None:
    check = symbolic.equal(r"\sum_{n=1}^{10^{9}} \sin(n)", "5")
    assert check.outcome is UNDECIDED
    assert (check.why or "").startswith(LIMIT)


ROOTS = st.integers(1, 50).map(lambda n: rf"\sqrt{{{n}}}")
CLOSED = st.recursive(
    st.one_of(st.integers(1, 99).map(str), ROOTS, st.sampled_from(["x", "y", r"\pi ", "e"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
        st.tuples(inner, inner).map(lambda t: rf"\frac{{{t[0]}}}{{{t[1]}+7}}"),
        inner.map(lambda t: rf"\sin({t})"),
        inner.map(lambda t: rf"\ln({t}+100)"),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(text=CLOSED, change=st.integers(1, 10**6))
def test_another_value_is_never_accepted_and_another_spelling_never_wrong(text: str, change: int) -> None:
    assert symbolic.equal(rf"{text}+\frac{{{change}}}{{10^{{9}}}}", text).outcome is not CORRECT
    for spelling in (f"0+{text}", f"({text})*1", rf"\frac{{2*({text})}}{{2}}", rf"{text}+\sin 1-\sin 1"):
        assert symbolic.equal(spelling, text).outcome is not WRONG


def test_many_threads_ask_at_once() -> None:
    pairs = [(rf"\log_2 {2**n}", str(n + n % 2)) for n in range(2, 18)]
    with ThreadPoolExecutor(8) as threads:
        checks = list(threads.map(lambda pair: symbolic.equal(*pair), pairs))
    assert [c.outcome for c in checks] == [WRONG if n % 2 else CORRECT for n in range(2, 18)]


def test_nothing_heavy_is_loaded_and_nothing_started_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "from thoughtmill.verifiers import VERIFIERS\nfrom thoughtmill.verifiers.math.symbolic import symbolic\n"
        "assert VERIFIERS['math'].check('The answer is 0.5.', '1/2').outcome == 'correct'\n"
        "assert symbolic.ALGEBRA.stem is None\n"
        "assert not {'sympy', 'mpmath', 'latex2sympy2_extended', 'math_verify', 'langdetect'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_code_in_an_expression_is_not_shown_to_the_algebra_system() -> None:
    for code in ("__import__('os')", "(lambda: 1)()", r"\input{x}", r"\write18{x}"):
        assert symbolic.not_for_algebra(code)
    assert MATH.check("__import__('os').getpid()", r"\sin x").outcome is WRONG
