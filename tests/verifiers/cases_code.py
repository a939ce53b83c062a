"""What the verifier of code has to say: honest solutions in the habits of many, wrong ones, answers in any dress."""

import json
from typing import Any

from thoughtmill.verifiers import Outcome

CORRECT, WRONG = Outcome.CORRECT, Outcome.WRONG


def calls(function: str, *tests: tuple[Any, ...], **more: Any) -> str:
    """A reference of calls: (argument, …, result)."""
    cases = [{"args": list(test[:-1]), "expected": test[-1]} for test in tests]
    return json.dumps({"language": "python", "function": function, "tests": cases, **more})


def reads(*tests: tuple[str, str], **more: Any) -> str:
    """A reference of whole programs: (standard input, standard output)."""
    cases = [{"stdin": given, "stdout": wanted} for given, wanted in tests]
    return json.dumps({"language": "python", "tests": cases, **more})


def block(code: str, mark: str = "python") -> str:
    """An answer with one block of code."""
    return f"Here is my solution.\n\n```{mark}\n{code}\n```\nIt runs in linear time."


ADD = calls("add", (1, 2, 3), (-1, 1, 0), (10**30, 1, 10**30 + 1))
SUM = reads(("3\n1 2 3\n", "6\n"), ("1\n5", "5"))
DEF = "def add(a, b):\n    return a + b"
FIB = calls("fib", (0, 0), (10, 55), (90, 2880067194370816120))
LINES = reads(("2\n", "0\n1\n"), ("3\n", "0\n1\n2\n"))
WORDS = calls("count", ("a b a", {"a": 2, "b": 1}), ("", {}))
PAIRS = calls("pairs", ([1, 2, 3], 4, [[0, 2]]), ([2, 2], 4, [[0, 1]]))
ROOT = calls("root", (2.0, 1.4142135623730951), (0.0, 0.0), (1e-20, 1e-10))
SAME = calls("same", (True, True), (1, 1), (None, None), ("1", "1"))
MEAN = reads(("1 2", "1.5000000\n"), ("1 2 4", "2.3333333\n"))
DEEP = calls("depth", (20_000, 20_000))
FAST_READER = (
    "import io, os, sys\n"
    "input = io.BytesIO(os.read(0, os.fstat(0).st_size)).readline\n"
    "n = int(input())\n"
    "sys.stdout.write(str(sum(map(int, input().split()))))"
)
THREADED = (
    "import sys, threading\n"
    "sys.setrecursionlimit(10**6)\n"
    "threading.stack_size(1 << 27)\n"
    "def go(n): return 0 if n == 0 else 1 + go(n - 1)\n"
    "def main():\n"
    "    input()\n"
    "    print(sum(go(int(x)) for x in input().split()))\n"
    "threading.Thread(target=main).start()"
)
BUFFERED = (
    "import atexit, io, sys\n"
    "out = io.StringIO()\n"
    "sys.stdout = out\n"
    "atexit.register(lambda: sys.__stdout__.write(out.getvalue()))\n"
    "for i in range(int(input())): print(i)"
)
MAIN = """
def main():
    input()
    print(sum(map(int, input().split())))
if __name__ == '__main__':
    main()
"""
MEMO = """
memo = {}
def fib(n):
    if n not in memo: memo[n] = n if n < 2 else fib(n-1) + fib(n-2)
    return memo[n]
"""
DEFAULTS = """
from collections import defaultdict
def count(s):
    d = defaultdict(int)
    for w in s.split(): d[w] += 1
    return d
"""
RECORD = """
import dataclasses, enum, typing
@dataclasses.dataclass
class P:
    x: int
def add(a, b): return P(a).x + b
"""
POOLED = """
from concurrent.futures import ThreadPoolExecutor
def add(a, b):
    with ThreadPoolExecutor(4) as t: return sum(t.map(int, [a, b]))
"""
FILED = """
import tempfile
def add(a, b):
    with tempfile.TemporaryFile('w+') as f:
        f.write(str(a + b)); f.seek(0); return int(f.read())
"""
PAIRED = """
def pairs(a, t):
    return [(j, i) for i in range(len(a)) for j in range(i) if a[i] + a[j] == t]
"""
HONEST = [
    (block(DEF), ADD),
    (DEF, ADD),
    (block(DEF, ""), ADD),
    (block(DEF, "py"), ADD),
    (block("add = lambda a, b: a + b"), ADD),
    (block("class Solution:\n    def add(self, a: int, b: int) -> int:\n        return a + b"), ADD),
    (block("n = input()\nprint(sum(map(int, input().split())))"), SUM),
    (block("import sys\nprint(sum(map(int, sys.stdin.read().split()[1:])))"), SUM),
    (block("import sys\nprint(sum(map(int, open(0).readlines()[1].split())))"), SUM),
    (block(FAST_READER), SUM),
    (block(THREADED), SUM),
    (
        block(MAIN),
        SUM,
    ),
    (block("import sys\ninput()\nprint(sum(map(int, input().split())))\nsys.exit(0)"), SUM),
    (block(BUFFERED), LINES),
    (block("for i in range(int(input())): print(i, end=' ')"), LINES),
    (block("print(*range(int(input())), sep='  \\n', end='\\n\\n')"), LINES),
    (block("print('\\r\\n'.join(map(str, range(int(input())))))"), LINES),
    (
        block(
            "from functools import lru_cache\n@lru_cache(None)\ndef fib(n): return n if n < 2 else fib(n-1) + fib(n-2)"
        ),
        FIB,
    ),
    (
        block(MEMO),
        FIB,
    ),
    (block("from collections import Counter\ndef count(s): return Counter(s.split())"), WORDS),
    (
        block(DEFAULTS),
        WORDS,
    ),
    (
        block(PAIRED),
        PAIRS,
    ),
    (
        block(
            "def pairs(a, t):\n    return tuple((j, i) for i in range(len(a)) for j in range(i) if a[i] + a[j] == t)"
        ),
        PAIRS,
    ),
    (block("def root(x): return x ** 0.5"), ROOT),
    (block("import math\ndef root(x): return math.sqrt(x)"), ROOT),
    (block("def same(x):\n    print('looking at', x)\n    return x"), SAME),
    (block("a = list(map(int, input().split()))\nprint(sum(a) / len(a))"), MEAN),
    (block("import sys\nsys.setrecursionlimit(10**6)\ndef depth(n): return 0 if n == 0 else 1 + depth(n - 1)"), DEEP),
    (
        block(RECORD),
        ADD,
    ),
    (block("import asyncio\nasync def work(a, b): return a + b\ndef add(a, b): return asyncio.run(work(a, b))"), ADD),
    (
        block(POOLED),
        ADD,
    ),
    (
        block(FILED),
        ADD,
    ),
    (block("import ssl, sqlite3, hashlib, zlib, decimal\n" + DEF), ADD),
    (block("x = [0] * 10**7\n" + DEF), ADD),
    (block(DEF) + "\n\n" + block("print(add(1, 2))"), ADD),
    (block("def add(a, b): return 0") + "\nThat is wrong. Better:\n" + block(DEF), ADD),
    (f"1. Add them:\n\n   ```python\n{DEF}\n   ```", ADD),
    (f"```python\n{DEF}", ADD),
    (f"~~~python\n{DEF}\n~~~", ADD),
    (block("3\n1 2 3", "text") + "\n" + block(DEF), ADD),
    ("解答：\n```python\ndef add(甲, 乙):\n    return 甲 + 乙\n```", ADD),
]
MISTAKEN = [
    (block("def add(a, b): return a - b"), ADD),
    (block("def add(a, b): return str(a + b)"), ADD),
    (block("def add(a, b): return float(a + b)"), ADD),
    (block("def add(a, b): print(a + b)"), ADD),
    (block("def add(a): return a"), ADD),
    (block("def plus(a, b): return a + b"), ADD),
    (block("def add(a, b) return a + b"), ADD),
    (block("def add(a, b): return [a + b]"), ADD),
    (block("function add(a, b) { return a + b }", "javascript"), ADD),
    (block("int add(int a, int b) { return a + b; }", "cpp"), ADD),
    (block(DEF) + "\nNo, rather:\n" + block("def add(a, b): return 0"), ADD),
    (block("print(1)", "") + "\n" + block("print(2)", ""), SUM),
    ("Add the two numbers.", ADD),
    ("3", ADD),
    ("", ADD),
    (block(""), ADD),
    (block("print(6)"), SUM),
    (block("print(sum(map(int, open(0).read().split())))"), SUM),
    (block("input()\nprint(sum(map(int, input().split())))\nraise SystemExit(1)"), SUM),
    (block("input()\nprint(sum(map(int, input().split())))\n1 / 0"), SUM),
    (block("input()\nprint('The sum is', sum(map(int, input().split())))"), SUM),
    (block("def root(x): return round(x ** 0.5, 3)"), ROOT),
    (block("def root(x): return 0.0 if x < 1 else x ** 0.5"), ROOT),
    (block("def same(x): return 1 if x is True else x"), SAME),
    (block("def same(x): return True if x == 1 else x"), SAME),
    (block("def same(x): return str(x)"), SAME),
    (block("a = list(map(int, input().split()))\nprint(round(sum(a) / len(a), 2))"), MEAN),
    (block("def pairs(a, t): return {(j, i) for i in range(len(a)) for j in range(i) if a[i] + a[j] == t}"), PAIRS),
    (block("def pairs(a, t): return [(i, j) for i in range(len(a)) for j in range(i) if a[i] + a[j] == t]"), PAIRS),
    (block("def count(s): return sorted(s.split())"), WORDS),
]
CODE = [(*case, CORRECT) for case in HONEST] + [(*case, WRONG) for case in MISTAKEN]
