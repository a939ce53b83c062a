"""Values as JSON and back, so that they can be said over a pipe; what no value is goes by a number."""

import collections
import datetime as dt
import decimal
import fractions
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, cast

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
NODE_KINDS: dict[str, Any] = {"ListNode": ListNode, "TreeNode": TreeNode}


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
    """Values as JSON and back. `keep` gives an object that is no value a number; `known` makes something of one.

    flat: whether a value of a subclass was told as one of its base, without what only the subclass has.
    """

    def __init__(self, keep: Callable[[Any], Any], known: Callable[[Any], Any], nodes: Callable[[str], Any]) -> None:
        self.keep, self.known, self.nodes, self.flat = keep, known, nodes, False

    def encode(self, value: Any) -> Any:
        """A value as JSON can hold it."""
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str:
            return value
        if isinstance(value, int):
            whole, self.flat = int(value), self.flat or kind is not int
            return whole if abs(whole) < MAX_INT else {"_": "int", "v": hex(whole)}
        if kind is list:
            return [self.encode(one) for one in value]
        if kind.__name__ in NODES and all(hasattr(value, name) for name in NODES[kind.__name__]):
            return {"_": kind.__name__, "v": self._nodes(value, NODES[kind.__name__])}
        for base, (tag, plain) in _AS_JSON.items():
            if isinstance(value, base):
                self.flat = self.flat or base not in (kind, Iterator)
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
