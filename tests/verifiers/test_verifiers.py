"""Properties that every verifier has; the table is walked."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import walk
from tests.verifiers.cases import CASES
from thoughtmill.ids import content_id
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.contract import EVIDENCE, NO_ANSWER, UNREAD

MATH = VERIFIERS["math"]
HERE = Path(__file__).parent
OF_EXTRAS = {"logic": pytest.mark.needs("logic")}
NAMES = [pytest.param(name, marks=OF_EXTRAS.get(name, ())) for name in VERIFIERS]
CODE = [
    "__import__('os').system('touch {}')",
    "(lambda: __import__('os').system('touch {}'))()",
    "exec(\"open('{}', 'w')\")",
    "5 if open('{}', 'w') else 5",
    r"\input{{{}}}",
    r"\immediate\write18{{touch {}}}",
]
HOSTILE = [
    "9**9**9**9",
    "9^{9^{9^{9}}}",
    "9^{999999999}",
    "2^{2^{2^{2^{2}}}}",
    "100000000!",
    r"\binom{10^9}{5*10^8}",
    "{" * 50_000,
    "(" * 100_000 + "5" + ")" * 100_000,
    "{" * 100 + "5" + "}" * 100,
    r"\boxed{" * 20_000,
    r"\boxed{5" + "{" * 10_000,
    r"\frac{" * 1_000,
    r"\sqrt{" * 200 + "5" + "}" * 200,
    "1" * 1_000_000,
    "x" * 1_000_000,
    " " * 1_000_000 + "x",
    "5 " * 200_000,
    "is " * 100_000,
    ",".join(["5"] * 5_000) + ",6",
    "$" * 100_001,
    "^" * 10_000,
    "\u200b" * 100_000 + "5x",
    "答案" * 50_000,
    "**" * 50_000,
    r"\left(" * 30_000,
    "1_{" + "9" * 5_000 + "}",
]
EXACT = st.one_of(
    st.integers(-(10**12), 10**12).map(str),
    st.tuples(st.integers(-999, 999), st.integers(1, 999)).map(lambda f: rf"\frac{{{f[0]}}}{{{f[1]}}}"),
    st.decimals(-1000, 1000, places=3).map(str),
    st.tuples(st.integers(2, 99), st.integers(2, 99)).map(lambda f: rf"{f[0]}\sqrt{{{f[1]}}}"),
    st.lists(st.integers(-99, 99), min_size=2, max_size=5).map(lambda xs: f"({', '.join(map(str, xs))})"),
    st.lists(st.integers(-99, 99), min_size=2, max_size=5).map(lambda xs: rf"\{{{','.join(map(str, xs))}\}}"),
)


@pytest.mark.parametrize("name", NAMES)
def test_every_verifier_accepts_its_right_example_and_refuses_its_wrong_one(name: str) -> None:
    verifier, example = VERIFIERS[name], VERIFIERS[name].example
    assert verifier.name == name
    assert verifier.check(example.right, example.reference).outcome is Outcome.CORRECT
    assert verifier.check(example.wrong, example.reference).outcome is Outcome.WRONG
    assert verifier.faults_of(example.reference) is None


@pytest.mark.parametrize("name", NAMES)
def test_every_verifier_is_documented_and_has_cases(name: str) -> None:
    assert f"## {name}" in Path("docs/verifiers.md").read_text(encoding="utf-8")
    assert {outcome for _, _, outcome in CASES[name]} >= {Outcome.CORRECT, Outcome.WRONG}


@pytest.mark.parametrize("name", NAMES)
def test_every_case_has_its_outcome(name: str) -> None:
    def holds(answer: str, reference: str, outcome: Outcome) -> None:
        check = VERIFIERS[name].check(answer, reference)
        unanswered = outcome is Outcome.WRONG and (check.why or "").startswith((NO_ANSWER, UNREAD))
        assert check.outcome is (Outcome.UNDECIDED if unanswered else outcome), check.why
        evident = (check.why or "").startswith(EVIDENCE)
        assert (check.why is None or evident) == (outcome is Outcome.CORRECT), "a check that fails says why"

    walk(CASES[name], holds)


@pytest.mark.parametrize("name", NAMES)
def test_cases_change_only_together_with_the_version(name: str) -> None:
    recorded = json.loads((HERE / "recorded.json").read_text(encoding="utf-8"))[name]
    found = content_id([[answer, reference, outcome.value] for answer, reference, outcome in CASES[name]])
    version = VERIFIERS[name].version
    assert recorded.get(version) == found, (
        f"the cases of {name!r} are not those recorded for version {version}: raise the verifier's `version` and add "
        f'"<new version>": "{found}" to {HERE.name}/recorded.json'
    )


@given(text=EXACT)
def test_an_exact_answer_equals_itself_in_any_dress(text: str) -> None:
    dresses = [text, f"${text}$", rf"\boxed{{{text}}}", f" {text}. ", f"The answer is ${text}$.", f"答案是 {text}。"]
    assert [MATH.check(dress, text).outcome for dress in dresses] == [Outcome.CORRECT] * len(dresses)


@given(a=EXACT, b=EXACT)
def test_equality_has_no_direction(a: str, b: str) -> None:
    assert MATH.check(a, b).outcome is MATH.check(b, a).outcome


@given(a=st.integers(-(10**30), 10**30), b=st.integers(1, 10**30), change=st.integers(1, 10**6))
def test_another_value_is_wrong_however_close(a: int, b: int, change: int) -> None:
    assert MATH.check(rf"\frac{{{a + change}}}{{{b}}}", f"{a}/{b}").outcome is Outcome.WRONG


@given(text=st.text(max_size=60))
def test_no_text_breaks_a_verifier(text: str) -> None:
    for verifier in (VERIFIERS["choice"], VERIFIERS["text"]):
        verifier.check(text, verifier.example.reference)
        verifier.faults_of(text)


@given(text=st.text(alphabet=r"0123456789xyi+-*/^_{}()[],.=<>%\$ \fracsqrtpi\{\}或厘米°√∞", max_size=30))
def test_no_text_breaks_the_exact_way_of_math(text: str) -> None:
    from thoughtmill.verifiers.contract import unclear
    from thoughtmill.verifiers.math.compare import compare
    from thoughtmill.verifiers.math.extract.final import final_answer
    from thoughtmill.verifiers.math.parse.normalize import normalize
    from thoughtmill.verifiers.math.parse.shapes import shape

    final = final_answer(text)
    found = shape(normalize(final.answer or ""))
    compare(found, shape("5"), lambda a, b: unclear("not asked"))


@pytest.mark.parametrize("name", NAMES)
def test_code_in_an_answer_is_never_run_and_never_accepted(name: str, tmp_path: Path) -> None:
    trap = tmp_path / "trap"

    def holds(code: str, reference: str) -> None:
        assert VERIFIERS[name].check(code.format(trap), reference).outcome is not Outcome.CORRECT
        assert not trap.exists()

    walk(((code, reference) for code in CODE for reference in (VERIFIERS[name].example.reference, r"\sin x")), holds)


@pytest.mark.parametrize("name", NAMES)
def test_hostile_answers_end_and_are_never_accepted(name: str) -> None:
    def holds(answer: str) -> None:
        assert VERIFIERS[name].check(answer, VERIFIERS[name].example.reference).outcome is not Outcome.CORRECT

    walk(((answer,) for answer in HOSTILE), holds)


def test_a_reference_that_cannot_be_used_is_named() -> None:
    def holds(name: str, reference: str) -> None:
        assert VERIFIERS[name].faults_of(reference)

    rows = [
        ("math", ""),
        ("math", "maybe 5"),
        ("math", r"\boxed{1} \boxed{2}"),
        ("math", '{"value": 3}'),
        ("math", '["7", ""]'),
        ("math", "1" * 30_000),
        ("choice", "Paris"),
        ("choice", "K"),
        ("choice", '["A", "Z"]'),
        ("text", " . "),
        ("text", '[""]'),
    ]
    walk(rows, holds)


def test_mathematics_that_looks_like_json_is_mathematics() -> None:
    looks = ["7", "[0, 1]", "1e6", r"\{1,2\}", "x^2+1", '["1/2", "0.5"]', r"\sin x", "无解"]
    assert {reference: fault for reference in looks if (fault := MATH.faults_of(reference))} == {}


def test_the_environment_of_the_worker_holds_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    from thoughtmill.verifiers.math.symbolic import symbolic

    symbolic.ALGEBRA.end()  # so that a fresh one is started with the secret around
    monkeypatch.setenv("ENGINE_API_KEY", "secret")
    assert MATH.check(r"\sum_{n=1}^{5} n", "16").outcome is Outcome.WRONG
    stem = symbolic.ALGEBRA.stem
    assert stem is not None
    environment = Path(f"/proc/{stem.program.pid}/environ").read_bytes()
    assert b"ENGINE_API_KEY" not in environment
    assert os.environ["ENGINE_API_KEY"] == "secret"
