"""Who reads a file, by the end of its name: Parquet, JSON, JSON lines, CSV and TSV, each also as gzip or zstd.

A row that can't be read is handed on as a fault with its number; a file that is broken as a whole raises CampaignError.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import CampaignError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a source: its number from 1, its values, or why it could not be read."""

    number: int
    values: dict[str, Any]
    fault: str | None = None


COMPRESSED = {".gz": "gzip", ".gzip": "gzip", ".zst": "zstd", ".zstd": "zstd"}
"""The ends of names that say how a file is compressed."""

MCQ_COLUMNS = ("question", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J")
"""The columns of a CSV file of multiple choice without a first line of names: as MMLU lies on disk."""


def kind_of(path: Path) -> str:
    """The end of a file's name that says who reads it, without the one that says how it is compressed."""
    plain = path.with_suffix("") if path.suffix.lower() in COMPRESSED else path
    return plain.suffix.lower()


def opened(path: Path) -> BinaryIO:
    """A file as a stream of its bytes, decompressed."""
    how = COMPRESSED.get(path.suffix.lower())
    stream = pa.input_stream(str(path), compression=how, buffer_size=1 << 20)
    return cast("BinaryIO", io.BufferedReader(stream, 1 << 20))


def readable(path: Path) -> Iterator[Row]:
    """The rows of a file. Raises CampaignError if no reader knows it, it is empty, or broken as a whole."""
    reader = READERS.get(kind_of(path))
    if reader is None:
        *some, last = READERS
        expected = f"a {', '.join(some)} or {last} file, perhaps .gz or .zst, or a `datasets` folder"
        raise CampaignError(expected, path.name, "convert the source")
    if path.stat().st_size == 0:
        raise CampaignError("a source with rows", f"{path.name} is empty", "fill it, or take it out of the campaign")
    return _whole(path, reader)


def _whole(path: Path, reader: Callable[[Path], Iterator[Row]]) -> Iterator[Row]:
    try:
        yield from reader(path)
    except (OSError, EOFError, pa.ArrowException, csv.Error) as error:
        raise CampaignError(f"{path.name}: a whole file", str(error)[:300], "write it, or download it, anew") from error


def _read_parquet(path: Path) -> Iterator[Row]:
    packed = path.suffix.lower() in COMPRESSED
    try:
        file = pq.ParquetFile(pa.BufferReader(opened(path).read()) if packed else path)
    except pa.ArrowInvalid as error:
        raise CampaignError("a Parquet file", f"{path.name}: {error}", "write it anew") from error
    number = 0
    for batch in file.iter_batches(batch_size=1024):
        for values in _values(batch):
            number += 1
            yield Row(number, {}, values) if isinstance(values, str) else Row(number, values)


def _values(batch: pa.RecordBatch) -> list[dict[str, Any] | str]:
    """The rows of a batch; of one that Python has no value for what is wrong: no UTF-8, a date beyond its calendar."""
    try:
        return [*batch.to_pylist()]
    except MemoryError:  # of the machine, not of the row
        raise
    except Exception as error:  # noqa: BLE001  # pyarrow raises many kinds
        if batch.num_rows > 1:
            return [row for at in range(batch.num_rows) for row in _values(batch.slice(at, 1))]
        return ["not_utf8" if isinstance(error, UnicodeDecodeError) else type(error).__name__]


def _read_jsonl(path: Path) -> Iterator[Row]:
    with opened(path) as stream:
        for number, line in enumerate(stream, start=1):
            row = _row_of_line(number, line)
            if row is not None:
                yield row


def _row_of_line(number: int, line: bytes) -> Row | None:
    """The row of a line of JSON; None for an empty line."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        if not text.strip():
            return None
        values = json.loads(text)
    except UnicodeDecodeError:
        return Row(number, {}, "not_utf8")
    except (ValueError, RecursionError):
        return Row(number, {}, "not_json")
    return _row(number, values)


def _row(number: int, values: Any) -> Row:
    """A row of JSON; of one that is a list of objects, a chat as Open-Reasoner-Zero writes it, as `conversations`."""
    if isinstance(values, list) and values and all(isinstance(one, dict) for one in cast("list[Any]", values)):
        return Row(number, {"conversations": values})
    return Row(number, cast("dict[str, Any]", values)) if isinstance(values, dict) else Row(number, {}, "not_json")


def _read_json(path: Path) -> Iterator[Row]:
    """A list of rows, an object that holds one, an object of columns, or JSON lines under this name.

    A document is read whole into memory: sets of millions are better JSON lines or Parquet.
    """
    with opened(path) as stream:
        first = stream.readline()
        rest = stream.read()
    try:
        json.loads(first)
        lines = bool(rest.strip())
    except (ValueError, RecursionError):
        lines = False
    if lines:
        yield from _read_jsonl(path)
        return
    try:
        found = json.loads((first + rest).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CampaignError("JSON, or JSON lines", f"{path.name}: {error}", "write it anew") from error
    for number, values in enumerate(rows_of_json(found, path.name), start=1):
        yield _row(number, values)


def rows_of_json(found: Any, called: str) -> list[Any]:
    """The rows in a JSON document. Raises CampaignError if it can't be said which they are."""
    if isinstance(found, list):
        return cast("list[Any]", found)
    if not isinstance(found, dict):
        raise CampaignError("rows in JSON: a list of objects", f"{called}: {str(found)[:80]!r}", "write it anew")
    table = cast("dict[str, Any]", found)
    lists = {name: value for name, value in table.items() if isinstance(value, list) and value}
    of_rows = [name for name, value in lists.items() if all(isinstance(row, dict) for row in value)]
    if len(of_rows) == 1 and (len(lists) == 1 or len(of_rows) < len(table)):
        return lists[of_rows[0]]
    if len(of_rows) < len(lists) == len(table) and len({len(value) for value in lists.values()}) == 1:
        return _of_columns(lists)
    if len(of_rows) > 1:
        expected = f"{called}: one list of rows"
        raise CampaignError(expected, f"several: {', '.join(of_rows)}", "write the one that is meant as a file")
    inner = [value for value in table.values() if isinstance(value, dict)]
    if len(inner) == len(table) > 1:
        return _of_objects(cast("dict[str, dict[str, Any]]", table))
    return [table]


def _of_columns(lists: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(lists, cells, strict=True)) for cells in zip(*lists.values(), strict=True)]


def _of_objects(table: dict[str, dict[str, Any]]) -> list[Any]:
    """An object of objects: columns with numbered cells, as pandas writes them, or rows by their ids."""
    numbers = [set(cells) for cells in table.values()]
    if numbers[0] and all(name.isdecimal() for name in numbers[0]) and all(one == numbers[0] for one in numbers):
        return [{name: cells[at] for name, cells in table.items()} for at in sorted(numbers[0], key=int)]
    return list(table.values())


def _read_csv(path: Path, delimiter: str = ",") -> Iterator[Row]:
    csv.field_size_limit(1 << 27)
    # A byte that is no UTF-8 becomes half a surrogate pair, which no UTF-8 holds: so the row that has one is known.
    with io.TextIOWrapper(opened(path), "utf-8-sig", "surrogateescape", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        names = next(reader, [])
        first = [names] if _is_a_row(names) else []
        if first:
            names = [*MCQ_COLUMNS[: len(names) - 1], "answer"]
        number = 0
        for cells in (row for rows in (first, reader) for row in rows):
            if not cells:
                continue
            number += 1
            values: dict[Any, Any] = dict(zip(names, cells, strict=False))
            values |= dict.fromkeys(names[len(cells) :])
            if len(cells) > len(names):
                values[None] = cells[len(names) :]
            broken = any("\udc80" <= sign <= "\udcff" for cell in cells if not cell.isascii() for sign in cell)
            yield Row(number, {} if broken else values, "not_utf8" if broken else None)


def _is_a_row(names: list[str]) -> bool:
    """Whether the first line of a CSV file is a question with its options and the letter of one, and no names."""
    *options, letter = names or [""]
    is_letter = len(letter) == 1 and "A" <= letter <= "J"
    return 4 <= len(options) <= len(MCQ_COLUMNS) and is_letter and options[-1] not in MCQ_COLUMNS


def _read_tsv(path: Path) -> Iterator[Row]:
    return _read_csv(path, "\t")


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".parquet": _read_parquet,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".tsv": _read_tsv,
    ".csv": _read_csv,
}
"""Who reads a file, by the end of its name."""
