"""What the verifier of code compares, reads and refuses."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verifiers.cases_code import ADD, DEF, HONEST, MISTAKEN, block, calls, reads
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.code.reference import read_tests, same_output, same_value
from thoughtmill.verifiers.code.verifier import program_in

CODE = VERIFIERS["code"]
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=20,
)


def test_there_are_enough_cases() -> None:
    assert len(HONEST) >= 12
    assert len(MISTAKEN) >= 8


@given(value=VALUES)
def test_a_value_is_the_same_as_itself_after_json(value: Any) -> None:
    assert same_value(json.loads(json.dumps(value)), value)


@given(value=VALUES, more=VALUES)
def test_a_longer_list_is_another_one(value: Any, more: Any) -> None:
    assert not same_value([value, more], [value])
    assert not same_value([value], [value, more])


@given(a=st.integers(), b=st.integers())
def test_integers_are_met_exactly(a: int, b: int) -> None:
    assert same_value(a, b) == (a == b)


@given(a=VALUES)
def test_truth_is_no_number(a: Any) -> None:
    assert same_value(a, True) == (a is True)
    assert same_value(True, a) == (a is True)


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        (2.0, 2, True),
        (2.5, 2, False),
        (2, 2.0, True),
        (0.1 + 0.2, 0.3, True),
        (1.000002, 1.0, False),
        (1e-20, 2e-20, False),
        (1e-12, 0.0, True),
        (1e-3, 0.0, False),
        (float("nan"), 1.0, False),
        (float("nan"), float("nan"), True),
        (float("inf"), 1e308, False),
        (float("inf"), float("inf"), True),
        (float("-inf"), float("inf"), False),
        (10**400, 1.5, False),
        (10**400, 10**400, True),
        ("1", 1, False),
        (None, 0, False),
        (None, False, False),
        ([], {}, False),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ({"b": 2, "a": 1}, {"a": 1, "b": 2}, True),
        ([1, [2, 3]], [1, [2, 3.0000001]], True),
    ],
)
def test_values_by_hand(found: Any, wanted: Any, same: bool) -> None:
    assert same_value(found, wanted) is same


@given(lines=st.lists(st.text(alphabet="ab 1.-", max_size=8), max_size=6))
def test_blanks_at_ends_do_not_count(lines: list[str]) -> None:
    wanted = "\n".join(lines)
    assert same_output("  \n".join(lines) + " \n\n", wanted)
    assert same_output("\r\n".join(lines), wanted)
    assert not same_output(wanted + "\nx", wanted)


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("1 2", "1 2\n", True),
        ("1  2", "1 2", True),
        (" 1", "1", True),
        ("1\n2", "1 2", True),
        ("1 2 3", "1 2", False),
        ("12", "1 2", False),
        (" *\n***", " *\n***", True),
        ("*\n***", " *\n***", False),
        ("a b\nc  d", "a  b\nc  d", False),
        ("", "", True),
        ("", "0", False),
        ("6.0", "6", False),
        ("6", "6.0", True),
        ("0.33333333", "0.3333333333", True),
        ("0.333", "0.3333333333", False),
        ("x = 0.5000000001", "x = 0.5", True),
        ("y = 0.5", "x = 0.5", False),
        ("nan", "0.5", False),
        ("1e400", "0.5", False),
        ("0x1", "1.0", False),
        ("1_0.0", "10.0", False),
        ("YES", "Yes", False),
    ],
)
def test_outputs_by_hand(found: str, wanted: str, same: bool) -> None:
    assert same_output(found, wanted) is same


@pytest.mark.needs("bwrap")
def test_a_program_may_use_what_judges_offer_and_what_is_not_there_is_no_fault_of_its_own() -> None:
    deep = "def f(n: int) -> int:\n    return 0 if n == 0 else 1 + f(n - 1)"
    usual = (
        "class Solution:\n    def f(self, a: List[int]) -> Optional[int]:\n        return len(Counter(a)) + gcd(3, 6)"
    )
    hidden = "def sqrt(n):\n    return n\ndef f(a):\n    return sqrt(len(a)) + pow(2, 3, 5)"
    ends = "print(max(accumulate([1, 2])))\nexit()"
    lacks = "import no_such_package\ndef f(a):\n    return 1"
    yes, question = reads(("", "YES")), "You can output the answer in any case."
    rows: list[tuple[str, str, str, Outcome]] = [
        (deep, calls("f", (20_000, 20_000)), "", Outcome.CORRECT),
        (usual, calls("f", ([1, 2, 2], 5)), "", Outcome.CORRECT),
        (hidden, calls("f", ([1, 2], 5)), "", Outcome.CORRECT),
        (ends, reads(("", "3")), "", Outcome.CORRECT),
        (lacks, calls("f", ([1], 1)), "", Outcome.UNDECIDED),
        ("print('Yes')", yes, question, Outcome.CORRECT),
        ("print('Yes')", yes, "Print YES or NO.", Outcome.WRONG),
    ]
    for program, reference, asked, outcome in rows:
        check = CODE.check(block(program), reference, asked)
        assert check.outcome is outcome, (program, check.why)


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("5", "a JSON object"),
        ("not json", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"tests": []}', "1 to 1,000 tests"),
        ('{"language": "cobol", "tests": [{"stdin": "", "stdout": ""}]}', "only Python"),
        ('{"language": "rust", "function": "f", "tests": [{"args": [], "expected": 1}]}', "calls of a function"),
        ('{"tests": [{"stdin": ""}]}', "test 1"),
        ('{"tests": [{"stdin": "", "stdout": 5}]}', "test 1"),
        ('{"tests": [{"args": [], "expected": 5}]}', "calls need `function`"),
        ('{"function": "f", "tests": [{"args": []}]}', "`expected`"),
        ('{"function": "f", "tests": [{"args": {}, "expected": 5}]}', "`args` as a list"),
        ('{"function": "f", "tests": [{"args": [], "expected": 5, "extra": 1}]}', "test 1"),
        ('{"function": "f()", "tests": [{"args": [], "expected": 5}]}', "not a name"),
        ('{"tests": [{"stdin": "", "stdout": ""}], "interactor": "1", "checker": "1"}', "beside a checker"),
        ('{"tests": [{"stdin": "", "stdout": ""}], "timeout": 5}', "unknown keys ['timeout']"),
        ('{"tests": [{"stdin": "", "stdout": ""}], "seconds": 1e9}', "`seconds`"),
        ('{"tests": [{"stdin": "", "stdout": ""}], "memory_mb": true}', "`memory_mb`"),
        ('{"tests": [{"stdin": "", "stdout": ""}], "solution": 5}', "`solution`"),
        (calls("f", ("[" * 200 + "]" * 200, 1)).replace('"[', "[").replace(']"', "]"), "nested"),
        (calls("f", (1, 10)).replace("10", "1" + "0" * 5_000), "not JSON"),
    ],
)
def test_a_reference_that_can_not_be_used_is_refused_with_the_reason(reference: str, why: str) -> None:
    assert why in (CODE.faults_of(reference) or "")
    assert CODE.check(block(DEF), reference).outcome is Outcome.UNDECIDED


@pytest.mark.needs("bwrap")
def test_a_solution_must_pass_its_own_tests() -> None:
    assert CODE.faults_of(json.dumps({**json.loads(ADD), "solution": DEF})) is None
    why = CODE.faults_of(json.dumps({**json.loads(ADD), "solution": "def add(a, b): return a"}))
    assert why == "its own solution fails: test 1 of 3: returned 1, expected 3"


def test_what_is_sent_into_the_sandbox_does_not_hold_what_is_expected() -> None:
    wanted = "the-expected-result"
    for reference in (calls("f", (1, wanted), solution=f"def f(x): return '{wanted}'"), reads(("1", wanted))):
        tests = read_tests(reference)
        assert wanted not in str(tests.job("def f(x): pass", tests.tests[0]))


@pytest.mark.parametrize(
    ("answer", "function", "code"),
    [
        ("```python\na\n```\n```python\nb\n```", None, "b\n"),
        ("```python\ndef f(): 1\n```\n```python\nf()\n```", "f", "def f(): 1\n"),
        ("```python\ndef f(): 1\n```\n```python\ndef f(): 2\n```", "f", "def f(): 2\n"),
        ("```python\ndef g(): 1\n```\n```\ndef f(): 2\n```", "f", "def g(): 1\n"),
        ("```\ndef f(): 1\n```\n```\n7\n```", "f", "def f(): 1\n"),
        ("```\na\n```", None, "a\n"),
        ("a = 1\n", None, "a = 1"),
        ("````python\na = '''\n```\n'''\n````", None, "a = '''\n```\n'''\n"),
        ("  ```Python3 title=x\n  a\n    b\n  ```", None, "a\n  b\n"),
        ("```python\ncut off", None, "cut off"),
    ],
)
def test_which_program_counts(answer: str, function: str | None, code: str) -> None:
    found = program_in(answer, function)
    assert not isinstance(found, str)
    assert found.code == code


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "no code"),
        ("```rust\nfn main() {}\n```", "code in rust"),
        ("```\n1\n```\n```\n2\n```", "several blocks"),
        ("x" * 200_001, "200,001 characters"),
    ],
)
def test_why_there_is_no_program(answer: str, why: str) -> None:
    assert why in str(program_in(answer, None))


@given(text=st.text(alphabet="`~ \npythondef:()", max_size=200))
def test_no_text_breaks_the_search_for_a_program(text: str) -> None:
    program_in(text, "f")


@pytest.mark.parametrize(
    "text", ["`" * 100_000, "```\n" * 40_000, " " * 150_000 + "```", "```python\n" + " \n" * 90_000]
)
def test_the_search_for_a_program_ends(text: str) -> None:
    program_in(text, "f")
