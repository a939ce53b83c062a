"""Assertions that tests of programs are written as; here they are read, never run.

`assert f(1, [2]) == 3` in a list (MBPP), in `def check(candidate)` (HumanEval, LeetCode), or after
`my_solution = Solution()` become arguments and results. What says more than that stays a script, for the sandbox.
"""

import ast
import builtins
import json
import operator
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

CANDIDATE = "candidate"
_ARITHMETIC: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(slots=True)
class _Script:
    """What was read so far: the one function that is called, literals by their names, the calls."""

    function: str | None = None
    literals: dict[str, Any] = field(default_factory=dict[str, Any])
    tests: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


class _Unreadable(ValueError):
    """Something that is no call of one function with literals and a literal that is expected."""


def calls_in(script: str, entry_point: str | None = None) -> dict[str, Any] | None:
    """The reference of the verifier `code` that these assertions are; None if one of them is anything else.

    entry_point: the function that `candidate` is, where the set says so in a column: `f`, or `Solution().f`.
    """
    found = _Script()
    try:
        for statement in _parsed(script).body:
            _read(statement, found)
        if entry_point:
            _be(entry_point.rpartition(".")[2].strip("() "), found)
    except (ValueError, SyntaxError, TypeError, ArithmeticError, RecursionError, MemoryError):
        return None
    if found.function in (None, CANDIDATE) or not found.tests:
        return None
    return {"function": found.function, "tests": found.tests}


def script_of(script: str, entry_point: str | None, setup: str) -> dict[str, Any] | None:
    """The reference of the verifier `code` for a script that is run; None if it is no Python, or asserts nothing.

    The function that is asked for is `entry_point`, else the first that an assertion calls and nobody defines.
    """
    try:
        tree = _parsed(script)
        _parsed(setup)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    if not any(isinstance(one, ast.Assert | ast.With) or "assert" in ast.unparse(one)[:2_000] for one in tree.body):
        return None
    function = entry_point.rpartition(".")[2].strip("() ") if entry_point else _asserted(tree, setup)
    found: dict[str, Any] = {"script": script}
    found |= {"function": function} if function and function.isidentifier() else {}
    return found | ({"setup": setup} if setup else {})


def reads(code: str) -> bool:
    """Whether it is Python of today."""
    try:
        _parsed(code)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


def _parsed(code: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(code)


def _asserted(tree: ast.Module, setup: str) -> str | None:
    """The function that assertions outside of functions call: none of Python's own, none that is defined here."""
    known = {*dir(builtins), *_bound(tree), *_bound(_parsed(setup))}
    for statement in tree.body:
        if isinstance(statement, ast.Assert):
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in known:
                    return node.func.id
    return None


def _bound(tree: ast.Module) -> set[str]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    names |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    aliases = [one for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for one in node.names]
    return names | {one.asname or one.name.partition(".")[0] for one in aliases}


def _read(statement: ast.stmt, found: _Script) -> None:
    match statement:
        case ast.FunctionDef(name="check", body=body):
            for one in body:
                _read(one, found)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call()):
            found.literals.pop(name, None)  # my_solution = Solution()
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            found.literals[name] = ast.literal_eval(value)  # test_input = {"word": "abc"}; METADATA
        case ast.Expr(value=ast.Call(func=ast.Name(id="check"), args=[one])):
            if (name := _called(one)) != CANDIDATE:
                _be(name, found)
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            pass
        case ast.Assert(test=ast.Compare(left=ast.Call() as call, ops=[ast.Eq()], comparators=[wanted])):
            if (name := _called(call.func)) != CANDIDATE:
                _be(name, found)
            found.tests.append(_test(call, wanted, found.literals))
        case ast.Assert(
            test=ast.Compare(
                left=ast.Call(
                    func=ast.Name(id="abs"), args=[ast.BinOp(left=ast.Call() as call, op=ast.Sub(), right=wanted)]
                ),
                ops=[ast.Lt() | ast.LtE()],
                comparators=[ast.Constant()],
            )
        ):  # assert abs(candidate(3.5) - 0.5) < 1e-6: the verifier allows as much of a float
            if (name := _called(call.func)) != CANDIDATE:
                _be(name, found)
            found.tests.append(_test(call, wanted, found.literals, as_float=True))
        case _:
            raise _Unreadable


def _be(name: str, found: _Script) -> None:
    if found.function not in (None, name):
        raise _Unreadable
    found.function = name


def _called(what: ast.expr) -> str:
    """f, Solution().f, my_solution.f: f."""
    match what:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name() | ast.Call(func=ast.Name(), args=[]), attr=name):
            return name
        case _:
            raise _Unreadable


def _test(call: ast.Call, wanted: ast.expr, literals: dict[str, Any], *, as_float: bool = False) -> dict[str, Any]:
    named = dict(_named(call.keywords, literals))
    args = [_literal(one, literals) for one in call.args]
    expected = _literal(wanted, literals)
    test = {"args": args, "expected": float(expected) if as_float else expected}
    test |= {"kwargs": named} if named else {}
    if json.loads(json.dumps(test)) != test:  # tuples, sets, keys that are no text
        raise _Unreadable
    return test


def _named(keywords: Sequence[ast.keyword], literals: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in keywords:
        value = _literal(one.value, literals)
        yield from value.items() if one.arg is None else [(one.arg, value)]


def _literal(node: ast.expr, literals: dict[str, Any]) -> Any:
    match node:
        case ast.Name(id=name) if name in literals:
            return literals[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:  # 2.0/3.0, 3 + 5 + 7
            one, other = (_literal(side, literals) for side in (left, right))
            if not isinstance(one, int | float) or not isinstance(other, int | float):
                raise _Unreadable
            return _ARITHMETIC[type(op)](one, other)
        case _:
            return ast.literal_eval(node)
