"""The side of the tests: what of the program stands here, and how it is asked for.

Values are compared here. Two objects of the program are compared there, by its own `__eq__`, which is told no value.
"""

import builtins
import sys
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, cast

from thoughtmill.sandbox.talk.files import Files
from thoughtmill.sandbox.talk.line import Line
from thoughtmill.sandbox.talk.values import NODE_KINDS, NODES, Coder, Gone, Unsendable

PLAIN_BUILTINS = frozenset(dir(builtins))
MOST_LENT = 10_000
"""Items of an attribute whose changes are looked for."""


class Asker:
    """The side of the tests: what it asks of the program."""

    def __init__(self, line: Line) -> None:
        self.line, self.asked, self.waited, self.flat = line, 0, 0.0, False
        self.errors: dict[str, type[Exception]] = {}
        self.files = Files()
        self.lent: dict[
            tuple[int, str], tuple[Any, Any]
        ] = {}  # attributes: what stands here of each, and as it was told
        self.coder = Coder(self._keep, self._known, lambda tag: NODE_KINDS[tag])

    def ask(self, do: str, on: int, **more: Any) -> dict[str, Any]:
        """The program's answer. Raises what the program raised; Gone, Unsendable."""
        written = self.files.changed()
        if "unsendable" in written:
            raise Unsendable(str(written["unsendable"]))
        left = self._left()
        begun = monotonic()
        try:
            self.line.say({"do": do, "on": on, **more, **written, **left})
            said = self.line.hear()
        except (OSError, ValueError, RecursionError) as error:
            raise Gone(str(error)) from error
        finally:
            self.waited += monotonic() - begun
        if not isinstance(said, dict):
            raise Gone("it ended")
        told = cast("dict[str, Any]", said)
        self.flat = self.flat or bool(told.get("flat"))
        try:
            self.files.take(told)
        except (ValueError, TypeError, AttributeError) as error:
            raise Gone(f"files that can't be read: {error}") from error
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
        """An attribute, or a name of the program. What the tests do to a list, dict or set is done there as well."""
        found = self._read(self.ask("get", number, name=name).get("value"))
        if isinstance(found, list | dict | set) and len(cast("list[Any]", found)) <= MOST_LENT:
            self.lent[number, name] = found, self.coder.encode(found)
        return cast("Any", found)

    def _left(self) -> dict[str, Any]:
        """The attributes that the tests have changed; what they hold no longer is looked at no more."""
        changed: list[Any] = []
        for place, (value, sent) in list(self.lent.items()):
            now = self.coder.encode(value)
            if now != sent:
                changed.append([*place, now])
                self.lent[place] = value, now
            elif sys.getrefcount(value) <= 3:  # ours, this name, and the argument
                del self.lent[place]
        return {"left": changed} if changed else {}

    def apply(self, name: str, *on: "Remote") -> Any:
        """What an operator, or a function that is built in, says there of objects of the program."""
        self.asked += 1
        return self._read(self.ask("apply", 0, name=name, of=[one.number_ for one in on]).get("value"))

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
        """Another object of the program, if the program says so; never a value, which stays here."""
        if not isinstance(other, Remote):
            return False
        return other.number_ == self.number_ or self.asker_.apply("eq", self, other) is True

    def __hash__(self) -> int:
        """As the program says, so that what is equal there is one key here."""
        return hash(self.asker_.apply("hash", self))

    def __bool__(self) -> bool:
        """True, as of objects."""
        return True

    def __contains__(self, one: object) -> bool:
        """Compared here, with what it is made of; an object of the program is looked for there."""
        if isinstance(one, Remote):
            return self.asker_.apply("contains", self, one) is True
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
        """The program's own method of that name."""
        found = self.asker_.get(self.number_, name)(*args)
        return iter(found) if name == "__iter__" else found

    return method


def _calculated(name: str) -> Callable[..., Any]:
    def method(self: Remote, *others: Any) -> Any:
        """What the program makes of objects that are all its own."""
        if all(isinstance(one, Remote) for one in others):
            return self.asker_.apply(name, self, *others)
        raise Unsendable(f"what {self.mro_[0]} of the program says of `{name}`")

    return method


_CALCULATED = (
    "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor "
    "radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand ror rxor "
    "neg pos abs invert int float complex index round lt le gt ge"
)
"""Not with a value: it could be one that is expected, which the program is not told."""
for _name in _CALCULATED.split():
    setattr(Remote, f"__{_name}__", _calculated(_name))
for _name in ("len", "iter", "getitem", "setitem", "delitem", "str", "repr", "enter", "exit"):  # none is told a result
    setattr(Remote, f"__{_name}__", _forward(f"__{_name}__"))
