"""Tests that are scripts: what they may say, what the program under test can't do to them, and what checkers say."""

# ruff: noqa: E501  # a program of a table is a line

import json
from typing import Any

import pytest

from tests.verifiers.cases_code import block, reads
from thoughtmill.verifiers import VERIFIERS, Outcome

pytestmark = pytest.mark.needs("bwrap")
CODE = VERIFIERS["code"]
CORRECT, WRONG, UNDECIDED = Outcome.CORRECT, Outcome.WRONG, Outcome.UNDECIDED


def script(tests: str, function: str | None = "f", **more: Any) -> str:
    """A reference of assertions."""
    return json.dumps({"script": tests, "seconds": 1, **({"function": function} if function else {}), **more})


DIES = "import os\ndef f(a): return a if a > 0 else os._exit(0)"
FILES = "import os\ndef f(name):\n    os.makedirs('more', exist_ok=True)\n    with open(name) as file: text = file.read()\n    with open('more/out', 'w') as file: file.write(text[::-1])\n    os.remove(name)\n    raise ValueError"
ASKS_FILES = "with open('in', 'w') as file: file.write('abc')\ntry: f('in')\nexcept ValueError: pass\nimport os\nassert open('more/out').read() == 'cba' and os.listdir() == ['more']"
FORGES_FILES = "import gc\ndef f(a):\n    for one in gc.get_objects():\n        if type(one).__name__ == 'Files': one.changed = lambda: {'files': @}\n    return a"
RAISES = "class E(Exception):\n    def __init__(self, n): super().__init__('no'); self.n = n\ndef f(a): raise E(a)"
NUMBER = "class V:\n    def __init__(self, a): self.a = a\n    def __add__(self, o): return V(self.a + o.a)\n    def __lt__(self, o): return self.a < o.a\n    def __contains__(self, n): return n == self.a\ndef f(a): return V(a)"
HELD = "class H:\n    def __init__(self): self.rows, self.table, self.kinds = [], {}, set(); self.same = self.rows\n    def all(self): return [self.same, self.table, self.kinds, self.same is self.rows]\ndef f(a): return H()"
POINT = "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass P:\n    a: int\ndef f(a): return P(a)"
PAIR = "from collections import namedtuple\nP = namedtuple('P', 'x y')\ndef f(a): return P(a, 2 * a)"
ROWS: list[tuple[str, str, Outcome]] = [
    ("assert f(1) == (1, {2}) and type(f(1)) is tuple", "def f(a): return (a, {a + 1})", CORRECT),
    ("assert f(1) == (1, {2})", "def f(a): return [a, {a + 1}]", WRONG),
    ("assert set(f([1, 2])) == {1, 2}", "def f(a): return (x for x in a[::-1])", CORRECT),
    ("assert abs(f(2) - 1.414) < 1e-3", "def f(a): return a ** 0.5", CORRECT),
    ("assert f(2.0) == {1: 'a', (2, 3): b'x', 1 + 2j: 10**40}", "def f(a): return {1: 'a', (2, 3): b'x', 1 + 2j: 10**40}", CORRECT),
    ("a = [3, 1]\nf(a)\nassert a == [1, 3]", "def f(a): a.sort()", CORRECT),
    ("import random\nfor _ in range(9):\n    n = random.randint(0, 99)\n    assert f(f(n)) == n", "def f(a): return -a", CORRECT),
    ("def check(candidate):\n    assert candidate(2) == 4 and not candidate(0)", "def f(a): return 2 * a", CORRECT),
    ("def check(candidate):\n    assert candidate(2) == 5\n\ncheck(Solution().f)", "class Solution:\n    def f(self, a): return 2 * a", WRONG),
    ("l = lambda a: ListNode(a[0], l(a[1:])) if a else None\nu = lambda n: [n.val] + u(n.next) if n else []\nassert u(Solution().f(l([1, 2]))) == [2, 1]",
     "class Solution:\n    def f(self, head: Optional[ListNode]):\n        last = None\n        while head:\n            head.next, last, head = last, head, head.next\n        return last", CORRECT),
    ("assert f(TreeNode(1, TreeNode(2))).left.val == 2", "def f(root: TreeNode): return root", CORRECT),
    ("assert f(3) == 3", "import numpy as np\nfrom sortedcontainers import SortedList\ndef f(a): return np.array([len(SortedList([1, 2, a]))])[0]", CORRECT),
    ("assert f(3) == 3", "import no_such_package\ndef f(a): return a", UNDECIDED),
    (ASKS_FILES, FILES, CORRECT),
    (ASKS_FILES, FILES.replace("[::-1]", ""), WRONG),
    ("f(0)\nassert f(1) == 1", "def f(a):\n    open('a', 'w').write('a' * 2**21)\n    return a", UNDECIDED),
    ("assert f(1) == 1\nimport os\nassert os.listdir() == []", "import os\ndef f(a):\n    os.symlink('/python', 'link')\n    os.symlink('none', 'none')\n    return a", CORRECT),
    ("assert f(1) == 1", FORGES_FILES.replace("@", "{'/dev/null/x': '00', '../python/x': '', '': '00', '../../../': None}"), CORRECT),
    ("assert f(1) == 1", FORGES_FILES.replace("@", "{'x': 'no'}"), WRONG),
    ("assert f(1) == 1", FORGES_FILES.replace("@", "7"), WRONG),
    ("for n in range(9):\n    open('a', 'w').write(str(n))\n    assert f(n) == str(n) and open('a').read() == 'x'", "def f(n):\n    text = open('a').read()\n    open('a', 'w').write('x')\n    return text", CORRECT),
    ("assert f(3) == 3", "def g(a): return a", WRONG),
    ("assert f(3) == 3", "def f(a) return a", WRONG),
    ("assert f(3) == 3", "def f(a):\n    while True: pass", WRONG),
    ("from solution import *\nassert f(3) == 3", "import math\ndef f(a): return a", CORRECT),
    ("import pytest\nassert f(3) == 3\nwith pytest.raises(Exception):\n    f(-1)", "def f(a): return a if a > 0 else 1 / 0", CORRECT),
    ("import pytest\nassert f(3) == 3\nwith pytest.raises(Exception):\n    f(-1)", DIES, WRONG),
    ("import unittest\nclass A(unittest.TestCase):\n    def test_it(self):\n        with self.assertRaises(Exception): f(-1)", DIES, WRONG),
    ("assert f(3) == 3\ntry: f(-1)\nexcept: pass", DIES, WRONG),
    ("assert f(ListNode(1)).val == 2", "class ListNode:\n    def __init__(self, x): self.val, self.next = x, None\ndef f(n): return ListNode(n.val + 1)", CORRECT),
    ("assert isclose(f(1.0), 5.0)", "def isclose(*a, **k): return True\ndef f(a): return a", WRONG),
    ("from solution import *\nassert isclose(f(1.0), 5.0)", "def isclose(*a, **k): return True\ndef f(a): return a", WRONG),
    ("def test_a(capsys):\n    assert f(3) == 3", "def f(a): return a", UNDECIDED),
    ("import no_such_package\nassert f(3) == 3", "def f(a): return a", UNDECIDED),
    ("import pytest\npytest.importorskip('numpy')\nassert f(3) == 3", "def f(a): return a", UNDECIDED),
    ("import pytest\n@pytest.fixture\ndef two(): yield 2\n@pytest.fixture\ndef four(two): return two * 2\ndef test_a(four): assert f(4) == four", "def f(a): return a", CORRECT),
    ("class TestA:\n    test_data = [3]\n    def setup_method(self, method): self.n = 3\n    def test_a(self): assert f(self.n) == 3", "def f(a): return a", CORRECT),
    ("def test_f(cases):\n    for n in cases: assert f(n) == n\ntest_f([1, 2])", "def f(a): return a", CORRECT),
    ("try: f(3)\nexcept Exception as e: assert e.n == 3", RAISES, UNDECIDED),
    ("try: f(3)\nexcept ValueError as e: assert e.n == 3", "def f(a):\n    e = ValueError('no')\n    e.n = a\n    raise e", UNDECIDED),
    ("import unittest\nclass A(unittest.TestCase):\n    def test_it(self):\n        f(3)", RAISES, WRONG),
    ("h = f(0)\nh.rows.append({'a': 1})\nh.table['b'] = 2\nh.kinds.add(3)\nassert h.all() == [[{'a': 1}], {'b': 2}, {3}, True]", HELD, CORRECT),
    ("h = f(0)\nrows = h.rows\nfor n in range(3): rows.append(n)\nassert h.all()[0] == [0, 1, 2]\nrows[0] = 9\nassert h.rows == [9, 1, 2]", HELD, CORRECT),
    ("h = f(0)\nassert h.rows == []\nh.rows.append(1)\nassert h.all()[0] == []", HELD, WRONG),
    ("assert (f(1) + f(2)).a == 3 and f(1) < f(2) and not f(2) < f(1)", NUMBER, CORRECT),
    ("assert f(1) + 2 == 3", NUMBER, UNDECIDED),
    ("assert f(1) < 2", NUMBER, UNDECIDED),
    ("assert P(1) == P(1) and [f(1)] == [P(1)] and f(1) != P(2) and f(1) in {P(1)} and P(3) != 3", POINT, CORRECT),
    ("assert f(1) == P(2)", POINT, WRONG),
    ("assert f(1) == f(1)", NUMBER, WRONG),
    ("assert f(2) == [1, 2]", "def f(a): return [*SortedList([a, 1])]", CORRECT),
    ("assert 1 in f(1)", NUMBER, UNDECIDED),
    ("assert f(2).y == 4", PAIR, UNDECIDED),
    ("assert isinstance(f(2), P)", PAIR, UNDECIDED),
    ("assert f(2) == (2, 4) and f(3)[1] == 6", PAIR, CORRECT),
    ("assert f(2) == (2, 5)", PAIR, WRONG),
    ("assert f(2)[3] == 4", "from collections import defaultdict\ndef f(a): return defaultdict(int, {a: 4})", UNDECIDED),
    ("assert f(2)[3] == 4", "def f(a): return {a: 4}", WRONG),
    ("assert f(2).name == 'B'", "import enum\nclass E(enum.IntEnum): A, B = 1, 2\ndef f(a): return E(a)", UNDECIDED),
    ("assert next(iter(f(3))) == 3", "def f(a):\n    while True: yield a", UNDECIDED),
    ("import time\nassert f(3) == 3\ntime.sleep(4)\nassert f(3) == 3", "def f(a): return a", UNDECIDED),
    ("assert f(3) == 3", "import time\ndef f(a): time.sleep(99)", WRONG),
    ("assert f(lambda: 3) == 3", "def f(a): return a()", UNDECIDED),
    ("assert 1 == 1", "def f(a): return a", UNDECIDED),
]  # fmt: skip
PYTEST = """
import pytest
from solution import Account, TooLittle

@pytest.fixture
def rich():
    return Account(100)

@pytest.mark.parametrize("take, left", [(10, 90), (100, 0)])
def test_take(rich, take, left):
    assert rich.take(take) == pytest.approx(left)
    assert isinstance(rich, Account) and len(rich) == 1

class TestErrors:
    def test_too_much(self):
        with pytest.raises(TooLittle, match="only 5"):
            Account(5).take(6)
"""
UNITTEST = """
import unittest
from solution import Account

class TestAccount(unittest.TestCase):
    def setUp(self):
        self.account = Account(5)

    def test_take(self):
        self.account.amount = 7
        self.assertEqual(self.account.take(2), 5)
"""
ACCOUNT = """
class TooLittle(ValueError): pass
class Account:
    def __init__(self, amount): self.amount = amount
    def __len__(self): return 1
    def take(self, n):
        if n > self.amount: raise TooLittle(f"only {self.amount}")
        self.amount -= n
        return self.amount
"""
FORGED = [
    "class Equal:\n    def __eq__(self, other): return True\ndef f(a): return Equal()",
    "class Equal(int):\n    def __eq__(self, other): return True\ndef f(a): return Equal(0)",
    "class Near:\n    def __sub__(self, other): return 0\n    __rsub__ = __sub__\n    def __abs__(self): return 0\ndef f(a): return Near()",
    "class Any:\n    def __contains__(self, one): return True\n    def __iter__(self): return iter([])\ndef f(a): return Any()",
    "def f(a): raise SystemExit(0)",
    "import os\ndef f(a): os._exit(0)",
    "def f(a): raise type('AssertionError', (Exception,), {})()",
    "import builtins\nbuiltins.abs = lambda _: 0\ndef abs(_): return 0\ndef sorted(_): return [1]\ndef f(a): return 0",
    "import os\nfor n in range(3, 40):\n    try: os.write(n, b'{\"value\": 42}\\n' * 9)\n    except OSError: pass\ndef f(a): return 0",
    "import gc, os\ndef f(a):\n    for one in gc.get_objects():\n        if isinstance(one, str) and 'assert' in one and '42' in one: return 42\n    return 0",
    "import sys\ndef f(a):\n    for n in range(99):\n        try: g = sys._getframe(n).f_globals\n        except ValueError: return 0\n        if 'wanted' in g: return g['wanted']",
    "import time\ndef f(a): time.sleep(99)",
    "def f(a):\n    while True: yield a",
    "def f(a):\n    x = []\n    x.append(x)\n    return x",
    "def f(a): return '\\udc80'",
]  # fmt: skip
"""Programs that know no answer."""


@pytest.mark.parametrize(("tests", "program", "outcome"), ROWS)
def test_a_script_may_ask_in_any_way_and_sees_values_as_they_are(tests: str, program: str, outcome: Outcome) -> None:
    check = CODE.check(block(program), script(tests))
    assert check.outcome is outcome, check.why


@pytest.mark.parametrize("tests", [PYTEST, UNITTEST, UNITTEST + "\nif __name__ == '__main__':\n    unittest.main()"])
def test_files_for_pytest_and_unittest_are_run_as_they_are(tests: str) -> None:
    assert CODE.check(block(ACCOUNT), script(tests, None)).outcome is CORRECT
    broken = ACCOUNT.replace("self.amount -= n", "self.amount -= n + 1")
    assert CODE.check(block(broken), script(tests, None)).outcome is WRONG


@pytest.mark.parametrize("program", FORGED)
def test_a_program_passes_no_assertion_whose_result_it_does_not_know(program: str) -> None:
    tests = "wanted = 42\nassert f(1) == wanted or wanted in [f(1)] or abs(f(1) - wanted) < 1e-6 or wanted in f(1)"
    for one in (
        tests,
        f"def check(candidate):\n    f = candidate\n    {tests.splitlines()[1].replace('wanted', '42')}",
    ):
        check = CODE.check(block(program), script(one))
        assert check.outcome is not CORRECT, check


def test_helpers_of_the_set_are_its_own_not_those_of_the_program() -> None:
    head = "def helper(a):\n    return a + 1\n\ndef f(a):\n    pass\n"
    tests = "def check(candidate):\n    assert helper(candidate(1)) == 3"
    reference = script(tests, setup=head, solution="def helper(a):\n    return a + 1\ndef f(a):\n    return 2 * a")
    assert CODE.faults_of(reference) is None
    assert CODE.check(block("def f(a): return helper(a)"), reference).outcome is CORRECT
    assert CODE.check(block("def helper(a): return 3\ndef f(a): return 0"), reference).outcome is WRONG


def test_a_checker_says_which_output_is_right_and_a_broken_one_says_nothing() -> None:
    opened = "import sys\ngiven, _, found = (open(one).read() for one in sys.argv[1:])\n"
    rows = [
        (f"{opened}print(int(sum(map(int, found.split())) == int(given)))", CORRECT, WRONG),
        ("def check(given, expected, found): return sum(map(int, found.split())) == int(given)", CORRECT, WRONG),
        ("raise ValueError", UNDECIDED, UNDECIDED),
        (f"{opened}print(0)\nprint(found)", UNDECIDED, UNDECIDED),
    ]
    for checker, right, wrong in rows:
        reference = reads(("5", "1 4"), checker=checker)
        assert CODE.check(block("print(1, 4)"), reference).outcome is CORRECT, "as it is expected"
        assert CODE.check(block("print(2, 3)"), reference).outcome is right
        assert CODE.check(block("print(2, 4)"), reference).outcome is wrong


def test_a_checker_in_cpp_says_by_its_exit_what_it_thinks() -> None:
    code = """#include <fstream>
int main(int count, char* names[]) {
    std::ifstream given(names[1]), found(names[2]), answer(names[3]); int n, a, b, c;
    given >> n; answer >> c;
    if (!(found >> a >> b)) return 2;
    return c == 9 ? 3 : a + b == n ? 0 : 1;
}"""
    judge = {"language": "cpp", "code": code}
    rows = [("2 3", "1 4", CORRECT), ("2 4", "1 4", WRONG), ("x", "1 4", WRONG), ("2 3", "9", UNDECIDED)]
    for found, answer, outcome in rows:
        check = CODE.check(block(f"print('{found}')"), reads(("5", answer), checker=judge))
        assert check.outcome is outcome, check
    judge["code"] = code.replace("return c", '__builtin_printf("0"); return 0; return c')
    assert CODE.check(block("print(2, 3)"), reads(("5", "1 4"), checker=judge)).outcome is WRONG, "a score, exit 0"
    judge["code"] = '#include "testlib.h"\n' + code
    assert "THOUGHTMILL_TESTLIB" in (CODE.faults_of(reads(("5", "1 4"), checker=judge)) or "")


GUESS = """
import sys
number = int(open(sys.argv[1]).read())
for _ in range(8):
    guess = int(input())
    print("=" if guess == number else "<" if number < guess else ">", flush=True)
    if guess == number:
        sys.exit(0)
sys.exit(1)
"""
HALVES = """
low, high = 1, 100
while True:
    guess = (low + high) // 2
    print(guess, flush=True)
    said = input()
    if said == "=": break
    if said == "<": high = guess - 1
    else: low = guess + 1
"""


def test_an_interactor_and_a_program_hear_each_other_and_nothing_hangs() -> None:
    rows = [
        (HALVES, CORRECT),
        ("for n in range(1, 101):\n    print(n, flush=True)\n    if input() == '=': break", WRONG),
        ("input()", WRONG),
        ("print('x', flush=True)\ninput()\nraise ValueError", WRONG),
        (HALVES + "raise ValueError", WRONG),
        ("import os\nprint(open('/tmp/given').read())", WRONG),
    ]
    for program, outcome in rows:
        check = CODE.check(block(program), reads(("77", ""), interactor=GUESS, seconds=1))
        assert check.outcome is outcome, check


def test_a_problem_may_leave_order_and_the_error_of_fractions_open() -> None:
    several = json.dumps({"function": "f", "tests": [{"args": [], "expected": [1, 2]}]})
    either = json.dumps({"function": "f", "tests": [{"args": [], "accepted": [[3], 3]}]})
    rows = [
        ("def f(): return [2, 1]", several, "Return the pairs in any order.", CORRECT),
        ("def f(): return [2, 1]", several, "Visit them in any order. Return the pairs.", WRONG),
        ("def f(): return [2, 2]", several, "Return the pairs in any order.", WRONG),
        ("print(3, 1, 2)", reads(("", "1 2 3")), "Print the numbers in any order.", CORRECT),
        (
            "print(3, 1, 2)",
            reads(("", "1 2 3")),
            "You are given a list of integers in any order. Print them sorted.",
            WRONG,
        ),
        ("def f(): return [2, 1]", several, "Return a list containing the pairs in any order.", CORRECT),
        ("print(3, 1, 2)", reads(("", "1 2 3")), "Print the sum; the input contains them in any order.", WRONG),
        ("print(3, 1, 2)", reads(("", "1 2 3")), "Print them! They come in any order.", WRONG),
        ("print('3 4\\n1 2')", reads(("", "1 2\n3 4")), "Print the pairs in any order.", CORRECT),
        ("print('2 1\\n3 4')", reads(("", "1 2\n3 4")), "Print the pairs in any order.", WRONG),
        ("print('1\\n3\\n2 4')", reads(("", "1 2\n3 4")), "Print the pairs in any order.", WRONG),
        ("print('3\\n9 7 8\\n1')", reads(("", "3\n7 8 9\n1")), "Print k, then k numbers in any order.", CORRECT),
        ("print('2 9 7\\n1 5')", reads(("", "2 7 9\n1 5")), "Print k, then k numbers in any order.", CORRECT),
        ("print('3\\n9 7 1\\n8')", reads(("", "3\n7 8 9\n1")), "Print k, then k numbers in any order.", WRONG),
        ("def f(): return 3", either, "", CORRECT),
        (
            "print(0.3331)",
            reads(("", "0.3333")),
            r"if its absolute or relative error does not exceed $10^{-3}$",
            CORRECT,
        ),
        ("print(0.3331)", reads(("", "0.3333")), "Print it.", WRONG),
    ]
    for program, reference, question, outcome in rows:
        assert CODE.check(block(program), reference, question).outcome is outcome, (program, question)


def test_tests_that_contradict_each_other_or_fail_every_solution_of_the_set_are_refused() -> None:
    twice = {"args": [1], "expected": 2}
    rows: list[tuple[dict[str, Any], str | None]] = [
        ({"tests": [twice, {"args": [1], "expected": 3}]}, "test 2 contradicts an earlier one"),
        ({"tests": [twice], "solutions": ["def f(a): return 0", "def f(a): return 2 * a"]}, None),
        ({"tests": [twice], "solutions": ["def f(a): return 0"]}, "its own solution fails: test 1 of 1"),
        ({"script": "assert f(1) =="}, "`script` is not Python"),
        ({"script": "assert f(1) == 3", "solution": "def f(a): return 2 * a"}, "its own solution fails: line 1"),
    ]
    for keys, why in rows:
        found = CODE.faults_of(json.dumps({"function": "f", **keys}))
        assert (found is None) if why is None else why in (found or ""), found
