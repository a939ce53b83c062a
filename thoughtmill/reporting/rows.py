"""Rows of a query → a table for people, CSV or lines of JSON for programs. Counts nothing itself."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from rich.console import Console
from rich.table import Table

from thoughtmill.errors import QueryError
from thoughtmill.reporting.plain import json_line, visible

SHOWN_ROWS, SHOWN_CHARS = 200, 300
"""What of an answer a terminal shows: of its rows, and of each text."""

Rows = Iterator[tuple[Any, ...]]


def print_table(names: Sequence[str], rows: Rows, console: Console) -> None:
    """The first rows, each text cut; what is left out is said."""
    table = Table(*names)
    for row in islice(rows, SHOWN_ROWS):
        table.add_row(*map(_cell, row))
    console.print(table)
    if next(rows, None) is not None:
        console.print(f"the first {SHOWN_ROWS} rows; --csv and --json write all")


def write_csv(names: Sequence[str], rows: Rows, console: Console) -> None:
    """All rows, nested values as JSON, null as nothing. On a terminal control characters are spelled out."""
    shown = visible if console.is_terminal else str
    out = csv.writer(console.file, lineterminator="\n")
    out.writerow(map(shown, names))
    for row in rows:
        out.writerow(["" if value is None else shown(_text(value)) for value in row])


def write_json_lines(names: Sequence[str], rows: Rows, console: Console) -> None:
    """All rows, an object each. Raises QueryError where two columns have one name."""
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise QueryError("columns with names of their own", f"{', '.join(twice)} twice", "name them: `… AS other`")
    for row in rows:
        console.file.write(json_line(dict(zip(names, map(_number, row), strict=True))) + "\n")


def _number(value: Any) -> Any:
    """What SQL counts exactly, as JSON has numbers."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _text(value: Any) -> str:
    """A value as text: as it is, or as JSON has it, without quotation marks around it."""
    if isinstance(value, str | Decimal):
        return str(value)
    return json_line(value).removeprefix('"').removesuffix('"')


def _cell(value: Any) -> str:
    text = "NULL" if value is None else _text(value)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}… ({len(text):,} characters)"
