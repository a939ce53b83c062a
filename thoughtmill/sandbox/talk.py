"""Tests and the program under test, each in a sandbox of its own: what they say to each other over two pipes.

Runs inside, as `inside.py` does; nothing but the standard library. The side of the program executes it and answers
requests. The side of the tests runs a script of assertions in which the names of the program stand for what is asked
there. Only values travel: what is expected never leaves the side of the tests, and no object of the program's (with an
`__eq__` of its own) is ever compared there but by identity. A line is a message, JSON.
"""

import ast
import builtins
import collections
import datetime as dt
import decimal
import fractions
import importlib
import io
import itertools
import json
import os
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any, ClassVar, Self, cast

PLAIN_BUILTINS = frozenset(dir(builtins))
MAX_ITEMS = 1_000_000
"""Of an iterator, or of a chain of nodes."""
MAX_INT = 2**53


class ListNode:
    """A node of a linked list, as LeetCode has it."""

    def __init__(self, val: Any = 0, next: Any = None) -> None:  # noqa: A002  # the name that solutions use
        self.val, self.next = val, next


class TreeNode:
    """A node of a binary tree, as LeetCode has it."""

    def __init__(self, val: Any = 0, left: Any = None, right: Any = None) -> None:
        self.val, self.left, self.right = val, left, right


NODES = {"ListNode": ("val", "next"), "TreeNode": ("val", "left", "right")}


class Stop(BaseException):
    """The tests can't go on, whatever in them catches this: the first one is kept, and is their result."""

    first: ClassVar["Stop | None"] = None

    def __init__(self, why: str) -> None:
        super().__init__(why)
        Stop.first = Stop.first or self


class Unsendable(Stop):
    """A value that can't be said over a pipe, or something else that can't be told here."""


class Gone(Stop):
    """The program has ended, or said something that can't be read."""


class Coder:
    """Values as JSON and back. `keep` gives an object that is no value a number; `known` makes something of one."""

    def __init__(self, keep: Callable[[Any], Any], known: Callable[[Any], Any], nodes: Callable[[str], Any]) -> None:
        self.keep, self.known, self.nodes = keep, known, nodes

    def encode(self, value: Any) -> Any:
        """A value as JSON can hold it."""
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str:
            return value
        if isinstance(value, int):
            whole = int(value)
            return whole if abs(whole) < MAX_INT else {"_": "int", "v": hex(whole)}
        if kind is list:
            return [self.encode(one) for one in value]
        if kind.__name__ in NODES and all(hasattr(value, name) for name in NODES[kind.__name__]):
            return {"_": kind.__name__, "v": self._nodes(value, NODES[kind.__name__])}
        for base, (tag, plain) in _AS_JSON.items():
            if isinstance(value, base):
                return {"_": tag, "v": self.encode(plain(value))}
        if kind.__module__ == "numpy" and hasattr(value, "tolist"):
            return self.encode(value.tolist())
        return self.keep(value)

    def decode(self, said: Any) -> Any:
        """The value that stands there. Raises ValueError, KeyError, TypeError for what is none."""
        if isinstance(said, list):
            return [self.decode(one) for one in cast("list[Any]", said)]
        if not isinstance(said, dict):
            return said
        told = cast("dict[str, Any]", said)
        tag = told["_"]
        if tag == "object":
            return self.known(told)
        if tag == "int":
            return int(told["v"], 16)
        if tag in NODES:
            return self._linked(self.nodes(tag), told["v"], NODES[tag])
        return _FROM_JSON[tag](self.decode(told["v"]))

    def _nodes(self, first: Any, names: tuple[str, ...]) -> list[Any]:
        """Nodes that hang together, each as [value, numbers of the nodes that it points to]."""
        numbers: dict[int, int] = {id(first): 0}
        nodes, rows = [first], list[Any]()
        for node in nodes:
            if len(nodes) > MAX_ITEMS:
                raise Unsendable("a million nodes")
            points: list[int | None] = []
            for name in names[1:]:
                other = getattr(node, name)
                if other is not None and id(other) not in numbers:
                    numbers[id(other)] = len(nodes)
                    nodes.append(other)
                points.append(None if other is None else numbers[id(other)])
            rows.append([self.encode(getattr(node, names[0])), *points])
        return rows

    def _linked(self, kind: Any, rows: list[Any], names: tuple[str, ...]) -> Any:
        nodes = [kind(self.decode(row[0])) for row in rows]
        for node, row in zip(nodes, rows, strict=True):
            for name, number in zip(names[1:], row[1:], strict=True):
                setattr(node, name, None if number is None else nodes[number])
        return nodes[0]


def _listed(items: Iterable[Any]) -> list[Any]:
    found = list(itertools.islice(items, MAX_ITEMS + 1))
    if len(found) > MAX_ITEMS:
        raise Unsendable("an iterator without end")
    return found


def _pairs(table: Any) -> list[Any]:
    return [list(pair) for pair in dict.items(table)]


_AS_JSON: dict[Any, tuple[str, Callable[[Any], Any]]] = {
    float: ("float", float.__float__),
    str: ("str", str.__str__),
    list: ("list", lambda value: list.__getitem__(value, slice(None))),
    tuple: ("tuple", lambda value: [*tuple.__iter__(value)]),
    collections.Counter: ("Counter", _pairs),
    dict: ("dict", _pairs),
    set: ("set", lambda value: [*set.__iter__(value)]),
    frozenset: ("frozenset", lambda value: [*frozenset.__iter__(value)]),
    collections.deque: ("deque", lambda value: [*value]),
    range: ("range", lambda value: [value.start, value.stop, value.step]),
    bytearray: ("bytearray", lambda value: bytes(value).hex()),
    bytes: ("bytes", lambda value: bytes(value).hex()),
    complex: ("complex", lambda value: [value.real, value.imag]),
    decimal.Decimal: ("Decimal", str),
    fractions.Fraction: ("Fraction", lambda value: [value.numerator, value.denominator]),
    dt.datetime: ("datetime", lambda value: value.isoformat()),
    dt.date: ("date", lambda value: value.isoformat()),
    dt.time: ("time", lambda value: value.isoformat()),
    dt.timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    type({}.keys()): ("list", list),
    type({}.values()): ("list", list),
    type({}.items()): ("list", lambda value: [list(pair) for pair in value]),
    Iterator: ("iterator", _listed),
}
_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "float": float,
    "str": str,
    "list": list,
    "tuple": tuple,
    "Counter": lambda pairs: collections.Counter(dict(pairs)),
    "dict": dict,
    "set": set,
    "frozenset": frozenset,
    "deque": collections.deque,
    "range": lambda ends: range(*ends),
    "bytearray": bytearray.fromhex,
    "bytes": bytes.fromhex,
    "complex": lambda parts: complex(*parts),
    "Decimal": decimal.Decimal,
    "Fraction": lambda parts: fractions.Fraction(*parts),
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "timedelta": lambda parts: dt.timedelta(*parts),
    "iterator": iter,
}


class Line:
    """The two pipes of one side, taken away from standard input and output."""

    def __init__(self) -> None:
        self.reader, self.writer = os.fdopen(os.dup(0), "rb"), os.dup(1)
        nothing = os.open("/dev/null", os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.close(nothing)

    def say(self, message: Any) -> None:
        """One line. Raises BrokenPipeError if nobody reads any more."""
        rest = memoryview(json.dumps(message).encode() + b"\n")
        while rest:
            rest = rest[os.write(self.writer, rest) :]

    def hear(self) -> Any:
        """What the next line says, None at the end. Raises ValueError."""
        line = self.reader.readline()
        return json.loads(line) if line.endswith(b"\n") else None


def serve(module: types.ModuleType, line: Line, find: Callable[[types.ModuleType, str], Any]) -> None:
    """Answer requests about the names of a program until nobody asks any more."""
    kept: list[Any] = [module]
    numbers: dict[int, int] = {}

    def keep(value: Any) -> Any:
        if id(value) not in numbers:
            numbers[id(value)] = len(kept)
            kept.append(value)
        named = value if isinstance(value, type) else type(value)
        mro = [one.__name__ for one in named.__mro__]
        return {"_": "object", "v": numbers[id(value)], "mro": mro, "class": isinstance(value, type)}

    coder = Coder(keep, lambda said: kept[said["v"]], lambda tag: module.__dict__.get(tag) or globals()[tag])
    while (asked := line.hear()) is not None:
        try:
            line.say(_answer(asked, kept, coder, find))
        except BrokenPipeError:
            return
        except Unsendable as error:
            line.say({"unsendable": _said(error)})
        except BaseException as error:  # noqa: BLE001  # whatever the program raises is its answer
            mro = [one.__name__ for one in type(error).__mro__]
            line.say({"raised": mro, "said": _said(error), "more": bool(getattr(error, "__dict__", None))})


def _said(error: BaseException) -> str:
    try:
        return str(error)[:1_000]
    except BaseException:  # noqa: BLE001  # an exception may be hostile, too
        return ""


def _answer(asked: dict[str, Any], kept: list[Any], coder: Coder, find: Callable[..., Any]) -> dict[str, Any]:
    on = kept[asked["on"]]
    match asked["do"]:
        case "names":
            return {"value": [name for name, value in vars(on).items() if _is_own(value, on.__name__)]}
        case "get":
            found = find(on, asked["name"]) if isinstance(on, types.ModuleType) else getattr(on, asked["name"])
            return {"value": coder.encode(found)}
        case "set":
            setattr(on, asked["name"], coder.decode(asked["value"]))
            return {"value": None}
        case _:
            args = coder.decode(asked["args"])
            named = {name: coder.decode(value) for name, value in asked["named"].items()}
            value = coder.encode(on(*args, **named))
            left = [coder.encode(one) for one in args]
            changed = {place: one for place, one in enumerate(left) if one != asked["args"][place]}
            return {"value": value, "changed": changed}


def _is_own(value: Any, module: str) -> bool:
    """Whether a name of a program is of its own, not one that it imported."""
    return not isinstance(value, types.ModuleType) and getattr(value, "__module__", module) == module


class Asker:
    """The side of the tests: what it asks of the program."""

    def __init__(self, line: Line) -> None:
        self.line, self.asked, self.waited = line, 0, 0.0
        self.errors: dict[str, type[Exception]] = {}
        self.coder = Coder(self._keep, self._known, lambda tag: globals()[tag])

    def ask(self, do: str, on: int, **more: Any) -> dict[str, Any]:
        """The program's answer. Raises what the program raised; Gone, Unsendable."""
        begun = monotonic()
        try:
            self.line.say({"do": do, "on": on, **more})
            said = self.line.hear()
        except (OSError, ValueError, RecursionError) as error:
            raise Gone(str(error)) from error
        finally:
            self.waited += monotonic() - begun
        if not isinstance(said, dict):
            raise Gone("it ended")
        told = cast("dict[str, Any]", said)
        if "unsendable" in told:
            raise Unsendable(f"of the program: {told['unsendable']}")
        if "raised" in told:
            kind = self.error(told["raised"])
            if told.get("more") and kind.__module__ == "builtins":
                kind = type(kind.__name__, (kind,), {"__getattr__": _untold})
            raise kind(str(told.get("said")))
        return told

    def error(self, names: Any) -> type[Exception]:
        """An exception of the program: a built-in one, or one of the same name under the nearest built-in one.

        Always an Exception: what would end the tests (SystemExit) is an error like others here.
        """
        name = str(names[0])
        if name not in self.errors:
            kinds = [getattr(builtins, one) for one in map(str, names) if one in PLAIN_BUILTINS]
            base = next((one for one in kinds if isinstance(one, type) and issubclass(one, Exception)), Exception)
            if issubclass(base, UnicodeError):  # takes more than a message
                base = ValueError
            self.errors[name] = base if base.__name__ == name else type(name, (base,), {"__getattr__": _untold})
        return self.errors[name]

    def call(self, number: int, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What a function of the program returns; lists, sets and dicts that it changed are changed here."""
        self.asked += 1
        sent = [self.coder.encode(one) for one in args]
        said = self.ask("call", number, args=sent, named={name: self.coder.encode(one) for name, one in named.items()})
        for place, left in (said.get("changed") or {}).items():
            _become(args[int(place)], self._read(left))
        return self._read(said.get("value"))

    def get(self, number: int, name: str) -> Any:
        """An attribute, or a name of the program."""
        return self._read(self.ask("get", number, name=name).get("value"))

    def _read(self, said: Any) -> Any:
        try:
            return self.coder.decode(said)
        except (ValueError, KeyError, TypeError, IndexError, ArithmeticError, AttributeError) as error:
            raise Gone(f"a value that can't be read: {error}") from error

    def _keep(self, value: Any) -> Any:
        if isinstance(value, Remote):
            return {"_": "object", "v": value.number_}
        raise Unsendable(f"an argument of the kind {type(value).__name__}")

    def _known(self, said: dict[str, Any]) -> Any:
        if said["class"] and "BaseException" in said["mro"]:
            return self.error(said["mro"])
        return Remote(self, said["v"], said["mro"])


def _untold(error: Exception, name: str) -> Any:
    """An attribute of an exception of the program, of which only name and message come over."""
    if name.startswith("_"):
        raise AttributeError(name)
    raise Unsendable(f"the attribute {name} of {type(error).__name__}")


def _become(ours: Any, theirs: Any) -> None:
    if isinstance(ours, list) and isinstance(theirs, list):
        ours[:] = theirs
    elif isinstance(ours, dict | set) and type(ours) is type(theirs):
        cast("set[Any]", ours).clear()
        cast("set[Any]", ours).update(theirs)
    elif type(ours).__name__ in NODES and type(ours) is type(theirs):
        vars(ours).update(vars(theirs))


class Remote:
    """Something of the program that is no value: a function, a class, an object."""

    def __init__(self, asker: Asker, number: int, mro: list[str]) -> None:
        self.__dict__.update(asker_=asker, number_=number, mro_=mro)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call it there."""
        return self.asker_.call(self.number_, args, named)

    def __getattr__(self, name: str) -> Any:
        """An attribute of it."""
        if name in ("asker_", "number_", "mro_"):
            raise AttributeError(name)
        return self.asker_.get(self.number_, name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute there."""
        self.asker_.ask("set", self.number_, name=name, value=self.asker_.coder.encode(value))

    def __eq__(self, other: object) -> bool:
        """Only itself: what an object of the program says of equality counts for nothing here."""
        return isinstance(other, Remote) and other.number_ == self.number_

    def __hash__(self) -> int:
        """By its number."""
        return hash(self.number_)

    def __bool__(self) -> bool:
        """True, as of objects."""
        return True

    def __contains__(self, one: object) -> bool:
        """Compared here, with what it is made of."""
        try:
            items = list(cast("Iterable[Any]", self))
        except AttributeError:
            raise Unsendable("what an object of the program says of `in`") from None
        return one in items

    def __instancecheck__(self, one: Any) -> bool:
        """Whether something of the program is of this class of the program."""
        return isinstance(one, Remote) and self.mro_[0] in one.mro_


def _forward(name: str) -> Callable[..., Any]:
    def method(self: Remote, *args: Any) -> Any:
        found = self.asker_.get(self.number_, name)(*args)
        return iter(found) if name == "__iter__" else found

    return method


def _refused(name: str) -> Callable[..., Any]:
    def method(self: Remote, *_: Any) -> Any:
        raise Unsendable(f"what {self.mro_[0]} of the program says of `{name}`")

    return method


_CALCULATED = (
    "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor "
    "radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor "
    "neg pos abs invert int float complex index round lt le gt ge"
)
"""Whose result, told by the program, would be compared here as if it were a value; and nothing else can tell it."""
for _name in _CALCULATED.split():
    setattr(Remote, f"__{_name}__", _refused(_name))
for _name in ("len", "iter", "getitem", "setitem", "delitem", "str", "repr", "enter", "exit"):  # none is told a result
    setattr(Remote, f"__{_name}__", _forward(f"__{_name}__"))


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
    kind = "unsendable" if lacks else "gone" if isinstance(failed, Gone) else "failed"
    at = _line_of(failed)
    where = f"line {at}, {asked['script'].splitlines()[at - 1].strip()[:120]}: " if at else ""
    return {"error": f"{where}{type(failed).__name__}: {_said(failed)}"[:400], "kind": kind, "waited": asker.waited}


def _line_of(error: BaseException) -> int:
    """The line of the tests at which they failed, 0 if there is none."""
    found, trace = 0, error.__traceback__
    while trace is not None:
        found = trace.tb_lineno if trace.tb_frame.f_code.co_filename == "test.py" else found
        trace = trace.tb_next
    return found


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
        if not by_itself or _FIXTURES.keys() >= set(_arguments(test)):
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
        if name not in _FIXTURES:
            raise Unsendable(f"the fixture {name}")
        found = _FIXTURES[name](**_filled(_FIXTURES[name], {}, made))
        if isinstance(found, types.GeneratorType):
            _OPEN.append(found)
            found = next(cast("types.GeneratorType[Any]", found))
        made[name] = found
    return {**{name: made[name] for name in _arguments(test) if name not in row}, **row}


CO_COROUTINE = 128
_FIXTURES: dict[str, Callable[..., Any]] = {}
_OPEN: list[Any] = []
"""Fixtures that would be torn down, were they forgotten."""


class _Raises:
    """`pytest.raises` as a context."""

    def __init__(self, kinds: Any, match: str | None = None) -> None:
        self.kinds_, self.match_, self.value = kinds, match, cast("Any", None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise Unsendable(f"{name} of pytest.raises")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if error is None:
            raise AssertionError(f"did not raise {self.kinds_}")
        self.value, self.type = error, kind
        if self.match_ is not None and not __import__("re").search(self.match_, str(error)):
            raise AssertionError(f"{error} does not match {self.match_}")
        return isinstance(error, self.kinds_)


class _Approx:
    """`pytest.approx` for numbers, and lists and dicts of them."""

    def __init__(self, wanted: Any, rel: float | None = None, abs: float | None = None, nan_ok: bool = False) -> None:  # noqa: A002  # pytest's name
        self.wanted, self.rel, self.abs, self.nan_ok = wanted, rel, abs, nan_ok

    def __eq__(self, found: object) -> bool:
        return self._near(found, self.wanted)

    def __hash__(self) -> int:
        return 0

    def _near(self, found: Any, wanted: Any) -> bool:
        if isinstance(wanted, dict):
            pair = cast("dict[Any, Any]", wanted), cast("dict[Any, Any]", found)
            return (
                isinstance(found, dict)
                and pair[0].keys() == pair[1].keys()
                and all(self._near(pair[1][name], pair[0][name]) for name in pair[0])
            )
        if isinstance(wanted, list | tuple):
            ours, theirs = cast("list[Any]", wanted), cast("list[Any]", found)
            return type(found) is type(wanted) and len(theirs) == len(ours) and all(map(self._near, theirs, ours))
        if isinstance(wanted, bool) or not isinstance(wanted, int | float | complex):
            return bool(found == wanted)
        if not isinstance(found, int | float | complex):
            return False
        if found == wanted or (self.nan_ok and found != found and wanted != wanted):  # noqa: PLR0124  # only NaN differs from itself
            return True
        near = (
            self.abs
            if self.abs is not None and self.rel is None
            else max((1e-6 if self.rel is None else self.rel) * abs(wanted), 1e-12 if self.abs is None else self.abs)
        )
        return abs(found - wanted) <= near


class _Marks:
    """`pytest.mark`: parameters count, all other marks don't."""

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **_: args[0] if len(args) == 1 and callable(args[0]) else lambda test: test

    def parametrize(self, names: Any, values: Any, **more: Any) -> Callable[[Any], Any]:
        """Have a test run once for each of these."""
        if more.get("indirect"):
            raise Unsendable("parameters of fixtures")

        def marked(test: Any) -> Any:
            test.parameters = [*getattr(test, "parameters", []), (names, [getattr(one, "row_", one) for one in values])]
            return test

        return marked


class _Parameters:
    """`pytest.param`."""

    def __init__(self, *row: Any, **_: Any) -> None:
        self.row_: Any = row if len(row) > 1 else next(iter(row), None)


def pytest_like() -> Any:
    """What the tests of programs use of pytest."""
    found = cast("Any", types.ModuleType("pytest"))

    def fixture(*args: Any, **more: Any) -> Any:
        if more.keys() & {"params", "autouse", "name"}:
            raise Unsendable(f"a fixture with {list(more)}")

        def kept(make: Any) -> Any:
            _FIXTURES[make.__name__] = make
            return make

        return kept(args[0]) if args and callable(args[0]) else kept

    def raises(kinds: Any, *args: Any, match: str | None = None, **named: Any) -> Any:
        context = _Raises(kinds, match)
        if args:
            with context:
                args[0](*args[1:], **named)
        return context

    def fail(why: str = "", **_: Any) -> None:
        raise AssertionError(why)

    def lacks(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Unsendable(f"{name} of pytest")

    found.raises, found.approx, found.mark, found.fixture = raises, _Approx, _Marks(), fixture
    found.__getattr__ = lacks
    found.fail, found.param, found.main = fail, _Parameters, lambda *_, **__: 0
    return found
