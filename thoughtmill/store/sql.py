"""SQL over a store: DuckDB sees every kind of rows as a view of that name, and nothing else of this machine."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from thoughtmill.errors import QueryError
from thoughtmill.store.dataset import KINDS, dataset
from thoughtmill.store.store import Store

if TYPE_CHECKING:  # heavy, and loaded by who asks
    from duckdb import DuckDBPyConnection

BATCH = 1_000
"""Rows that are fetched at once."""

VIEWS = f"the views {', '.join(KINDS)}: `describe traces` says the columns of one; docs/reading.md"


@dataclass(frozen=True, slots=True)
class Answer:
    """The names of the columns, and the rows, which are computed while they are read; inside `answer` only."""

    names: list[str]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def answer(store: Store, query: str) -> Iterator[Answer]:
    """Ask one query that only reads. Raises QueryError, and StoreError for a file that is not what was committed.

    No file can be named in it, for reading or for writing. What does not fit into memory goes to a temporary folder.
    """
    import duckdb

    store.journal.look()
    views = {kind: dataset(store, kind, {}, look=False) for kind in KINDS}

    @contextmanager
    def told() -> Iterator[None]:
        try:
            yield
        except (duckdb.Error, pa.ArrowException, ArithmeticError, ValueError) as error:
            for broken in filter(None, (view.fault for view in views.values())):
                raise broken from None
            raise QueryError("a query that DuckDB can answer", str(error), VIEWS) from None

    with TemporaryDirectory(prefix="thoughtmill-sql-") as spill, _alone(spill) as connection:
        with told(), _interruptible(connection) as ask:
            for kind, view in views.items():
                connection.register(kind, view)
            _reads_only(connection, query)
            reader = ask(lambda: connection.sql(query).to_arrow_reader(BATCH))

        def rows() -> Iterator[tuple[Any, ...]]:
            with told(), _interruptible(connection) as ask:
                while batch := ask(lambda: next(reader, None)):
                    yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

        yield Answer(reader.schema.names, rows())


@contextmanager
def _interruptible(connection: "DuckDBPyConnection") -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Calls of DuckDB in a thread of their own: in the main thread Ctrl-C would wait until they end."""
    with ThreadPoolExecutor(1) as pool:

        def ask(call: Callable[[], Any]) -> Any:
            done = pool.submit(call)
            try:
                return done.result()
            except KeyboardInterrupt:
                connection.interrupt()
                while not done.done():  # impatient people press it again
                    with suppress(KeyboardInterrupt):
                        wait([done])
                raise

        yield ask


@contextmanager
def _alone(spill: str) -> Iterator["DuckDBPyConnection"]:
    """A database in memory that can read and write no file but those it spills, whatever it is told."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": False,
        "python_enable_replacements": False,  # else the name of a variable of ours is a table
        "temp_directory": spill,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        connection.execute("SET lock_configuration = true")
        yield connection


def _reads_only(connection: "DuckDBPyConnection", query: str) -> None:
    from duckdb import StatementType

    query.encode()  # bytes that are no UTF-8 come from a command line as half characters: ValueError
    found = connection.extract_statements(query)
    if len(found) != 1 or found[0].type not in (StatementType.SELECT, StatementType.EXPLAIN):
        kinds = ", ".join(statement.type.name for statement in found) or "nothing"
        raise QueryError("one SELECT (or DESCRIBE, SUMMARIZE, SHOW TABLES, EXPLAIN)", kinds, VIEWS)
