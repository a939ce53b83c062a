"""What the tests of programs use of pytest; what else it has can't be told here."""

import types
from collections.abc import Callable
from typing import Any, Self, cast

from thoughtmill.sandbox.talk.values import Unsendable

FIXTURES: dict[str, Callable[..., Any]] = {}
OPEN: list[Any] = []
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
            """The test, with its parameters."""
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
        """`pytest.fixture`, without parameters."""
        if more.keys() & {"params", "autouse", "name"}:
            raise Unsendable(f"a fixture with {list(more)}")

        def kept(make: Any) -> Any:
            """Remember what makes the fixture."""
            FIXTURES[make.__name__] = make
            return make

        return kept(args[0]) if args and callable(args[0]) else kept

    def raises(kinds: Any, *args: Any, match: str | None = None, **named: Any) -> Any:
        """`pytest.raises`, as a context or of a call."""
        context = _Raises(kinds, match)
        if args:
            with context:
                args[0](*args[1:], **named)
        return context

    def fail(why: str = "", **_: Any) -> None:
        """`pytest.fail`."""
        raise AssertionError(why)

    def lacks(name: str) -> Any:
        """What is not there can't be told."""
        if name.startswith("__"):
            raise AttributeError(name)
        raise Unsendable(f"{name} of pytest")

    found.raises, found.approx, found.mark, found.fixture = raises, _Approx, _Marks(), fixture
    found.__getattr__ = lacks
    found.fail, found.param, found.main = fail, _Parameters, lambda *_, **__: 0
    return found
