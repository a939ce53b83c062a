"""A script of assertions, run against the program: as it stands, and what pytest and unittest would find in it."""

import ast
import builtins
import importlib
import io
import sys
import types
from typing import Any, cast

from thoughtmill.sandbox.talk.asking import Asker
from thoughtmill.sandbox.talk.line import Line, said
from thoughtmill.sandbox.talk.pytest_like import FIXTURES, OPEN, pytest_like
from thoughtmill.sandbox.talk.values import Gone, Stop, Unsendable

CO_COROUTINE = 128


class _Module(types.ModuleType):
    """The program, to be imported from as `solution`."""

    def __init__(self, asker: Asker, names: list[str], function: str | None) -> None:
        super().__init__("solution")
        public = [name for name in names if name[0] != "_" and (name == function or not hasattr(builtins, name))]
        self.__dict__.update(asker_=asker, __all__=public)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__dict__["asker_"].get(0, name)


def run_tests(asked: dict[str, Any], line: Line) -> dict[str, Any]:
    """Run a script of assertions against the program. What to note of it: how many calls were made, or what failed.

    And `waited`: for how many seconds it waited for the program.
    """
    asker, failed = Asker(line), cast("BaseException | None", None)
    try:
        _run_tests(asked, asker)
    except BaseException as error:  # noqa: BLE001  # whatever a test raises is its result
        failed = None if isinstance(error, SystemExit) and not error.code and asker.asked else error
    failed = Stop.first or failed  # a test may have caught it: that the program has died is no error of the program's
    if failed is None:
        return {"value": asker.asked, "waited": asker.waited}
    lacks = isinstance(failed, Unsendable) or (isinstance(failed, ModuleNotFoundError) and failed.name is not None)
    lacks = lacks or (asker.flat and _asks_its_class(failed, asked["script"]))
    kind = "unsendable" if lacks else "gone" if isinstance(failed, Gone) else "failed"
    at = _line_of(failed)
    where = f"line {at}, {asked['script'].splitlines()[at - 1].strip()[:120]}: " if at else ""
    return {"error": f"{where}{type(failed).__name__}: {said(failed)}"[:400], "kind": kind, "waited": asker.waited}


def _line_of(error: BaseException) -> int:
    """The line of the tests at which they failed, 0 if there is none."""
    found, trace = 0, error.__traceback__
    while trace is not None:
        found = trace.tb_lineno if trace.tb_frame.f_code.co_filename == "test.py" else found
        trace = trace.tb_next
    return found


def _asks_its_class(error: BaseException, script: str) -> bool:
    """Whether tests failed at what only a subclass of a value has, a namedtuple its names, a defaultdict all keys."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_code.co_filename != "test.py":
        return False
    if isinstance(error, AssertionError):
        line = script.splitlines()[trace.tb_lineno - 1]
        return "isinstance(" in line or "type(" in line
    return isinstance(error, AttributeError | KeyError | TypeError)


def _run_tests(asked: dict[str, Any], asker: Asker) -> None:
    script, function = asked["script"], asked.get("function")
    try:
        theirs = asker.ask("names", 0)["value"]
    except KeyError as error:
        raise Gone(str(error)) from error
    sys.modules["solution"] = _Module(asker, theirs, function)
    sys.modules["pytest"] = pytest_like()
    sys.argv, sys.stdout = ["test.py"], io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    tree = ast.parse(script)
    if "unittest" in script:  # its cases are run below: `main` would look for them in another module, and end all
        cast("Any", importlib.import_module("unittest")).main = lambda *_, **__: None
    checks = any(isinstance(one, ast.FunctionDef) and one.name == "check" for one in tree.body)
    exec(asked.get("setup") or "", names)  # noqa: S102  # tests of a set, in the sandbox
    if checks and function and not _calls_check(tree):
        exec(asked.get("solution") or "", names)  # noqa: S102  # as above: helpers that its tests lean on
    for name in _unbound(tree) - names.keys():
        if name in theirs and (name == function or not hasattr(builtins, name)):  # what judges offer is there, too
            names[name] = asker.get(0, name)
    if function:
        names["candidate"] = asker.get(0, function)
        if not checks:
            names[function] = names["candidate"]
    exec(compile(tree, "test.py", "exec"), names)  # noqa: S102  # as above
    if checks and not _calls_check(tree):
        names["check"](names["candidate"])
    if lacks := names.keys() & {"setup_module", "setup_function"}:
        raise Unsendable(f"{lacks} of pytest")
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for name, test in list(names.items()):
        _run_found(name, test, called)
    if not asker.asked:
        raise Unsendable("the tests never call the program")


def _calls_check(tree: ast.Module) -> bool:
    return any(
        isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and ast.unparse(one.value.func) == "check"
        for one in tree.body
    )


def _unbound(tree: ast.Module) -> set[str]:
    """Names that a script uses and binds nowhere."""
    used, bound = set[str](), set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.arg(arg=name):
                bound.add(name)
            case ast.alias(name=name, asname=other):
                bound.add(other or name.partition(".")[0])
            case _:
                pass
    return used - bound


def _run_found(name: str, test: Any, called: set[str]) -> None:
    """What pytest and unittest would find: functions `test…`, classes `Test…`, test cases."""
    if isinstance(test, types.FunctionType) and name.startswith("test"):
        by_itself = name in called and not hasattr(test, "parameters")  # a helper, if it needs what is no fixture
        if not by_itself or FIXTURES.keys() >= set(_arguments(test)):
            _each(test)
    elif isinstance(test, type) and getattr(test, "__module__", "") == "__main__":
        unittest = sys.modules.get("unittest")
        if unittest is not None and issubclass(test, unittest.TestCase):
            _run_case(unittest, test)
        elif name.startswith("Test") and "__init__" not in vars(test):
            _run_class(test)


def _run_class(test: Any) -> None:
    getattr(test, "setup_class", lambda: None)()
    for name in [one for one in vars(test) if one.startswith("test")]:
        one = test()
        method, setup = getattr(one, name), getattr(one, "setup_method", None)
        if not hasattr(method, "__code__"):
            continue
        if setup is not None:
            setup(*[method][: len(_arguments(setup))])
        _each(method)


def _run_case(unittest: Any, test: Any) -> None:
    found = unittest.TestResult()
    found.failfast = True
    unittest.defaultTestLoader.loadTestsFromTestCase(test).run(found)
    for _, told in (*found.errors, *found.failures):
        raise AssertionError(told.strip().splitlines()[-1])


def _each(test: Any) -> None:
    """Run a test, once for each of its parameters."""
    rows: list[dict[str, Any]] = [{}]
    for names, values in getattr(test, "parameters", []):
        wanted = [one.strip() for one in names.split(",")] if isinstance(names, str) else list(names)
        more = [dict(zip(wanted, row if len(wanted) > 1 else [row], strict=True)) for row in values]
        rows = [{**row, **one} for row in rows for one in more]
    if test.__code__.co_flags & CO_COROUTINE:
        raise Unsendable("a test that is a coroutine")
    for row in rows:
        test(**_filled(test, row, {}))


def _arguments(test: Any) -> tuple[str, ...]:
    """What a function must be given."""
    code: types.CodeType = test.__code__
    first = 1 if isinstance(test, types.MethodType) else 0
    return code.co_varnames[first : code.co_argcount - len(test.__defaults__ or ())]


def _filled(test: Any, row: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """What a test or a fixture is given: its row of parameters, and fixtures, each made once. Raises Unsendable."""
    for name in _arguments(test):
        if name in row or name in made:
            continue
        if name not in FIXTURES:
            raise Unsendable(f"the fixture {name}")
        found = FIXTURES[name](**_filled(FIXTURES[name], {}, made))
        if isinstance(found, types.GeneratorType):
            OPEN.append(found)
            found = next(cast("types.GeneratorType[Any]", found))
        made[name] = found
    return {**{name: made[name] for name in _arguments(test) if name not in row}, **row}
