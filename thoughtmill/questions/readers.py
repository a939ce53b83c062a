"""Who reads a file, by the end of its name: Parquet, JSON, JSON lines, CSV and TSV, each also as gzip or zstd.

A row that can't be read is handed on as a fault with its number; a file that is broken as a whole raises CampaignError.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import CampaignError

T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """One row of a source: its number from 1, its values, or why it could not be read."""

    number: int
    values: dict[str, Any]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """Some rows of a file as they lie in it, so that another process can read them.

    number: of the first one, from 1. lines: of JSON. batch: rows of Parquet as an Arrow stream. before: rows of the
    files before this one.
    """

    number: int
    lines: list[bytes] | None
    batch: bytes | None = None
    before: int = 0

    def rows(self) -> Iterator[Row]:
        """The rows in it, but for empty lines."""
        if self.lines is None:
            values = (one for batch in pa.ipc.open_stream(self.batch) for one in _values(batch))
            found = (_row_of_values(number, one) for number, one in enumerate(values, self.number))
        else:
            found = (_row_of_line(number, line) for number, line in enumerate(self.lines, self.number))
        rows = (row for row in found if row is not None)
        return (Row(self.before + row.number, row.values, row.fault) for row in rows) if self.before else rows

    def told(self) -> tuple[Any, ...]:
        """It in values of Python's own types, as it is made of them."""
        return self.number, self.lines, self.batch, self.before

    def in_file(self, before: int) -> "Pack":
        """The same, behind so many rows of other files."""
        return Pack(self.number, self.lines, self.batch, before)


PACK = 1 << 17
"""Bytes of rows that are packed together, or a single row."""

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
    return _whole(path, _reader_of(path, READERS))


def packs_of(path: Path) -> Iterator[tuple[Pack, int]]:
    """The rows of a file that is one of PACKERS, packed, and the number of the last one. Raises CampaignError."""
    return _whole(path, _reader_of(path, PACKERS))


def _reader_of(path: Path, readers: dict[str, Callable[[Path], Iterator[T]]]) -> Callable[[Path], Iterator[T]]:
    reader = readers.get(kind_of(path))
    if reader is None:
        *some, last = READERS
        expected = f"a {', '.join(some)} or {last} file, perhaps .gz or .zst, or a `datasets` folder"
        raise CampaignError(expected, path.name, "convert the source")
    if path.stat().st_size == 0:
        raise CampaignError("a source with rows", f"{path.name} is empty", "fill it, or leave it out")
    return reader


def _whole(path: Path, reader: Callable[[Path], Iterator[T]]) -> Iterator[T]:
    try:
        yield from reader(path)
    except (OSError, EOFError, pa.ArrowException, csv.Error) as error:
        raise CampaignError(f"{path.name}: a whole file", str(error)[:300], "write it, or download it, anew") from error


def _read_parquet(path: Path) -> Iterator[Row]:
    values = (one for batch in _batches(path) for one in _values(batch))
    return (_row_of_values(number, one) for number, one in enumerate(values, 1))


def _pack_parquet(path: Path) -> Iterator[tuple[Pack, int]]:
    number = 1
    for batch in _batches(path):
        few = max(1, PACK * batch.num_rows // max(batch.nbytes, 1))
        for first in range(0, batch.num_rows, few):
            some = batch.slice(first, few)
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, some.schema) as stream:
                stream.write_batch(some)
            yield Pack(number, None, sink.getvalue().to_pybytes()), (last := number + some.num_rows - 1)
            number = last + 1


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    packed = path.suffix.lower() in COMPRESSED
    try:
        file = pq.ParquetFile(pa.BufferReader(opened(path).read()) if packed else path)
    except pa.ArrowInvalid as error:
        raise CampaignError("a Parquet file", f"{path.name}: {error}", "write it anew") from error
    yield from file.iter_batches(batch_size=1024)


def _row_of_values(number: int, values: dict[str, Any] | str) -> Row:
    return Row(number, {}, values) if isinstance(values, str) else Row(number, values)


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


def _pack_jsonl(path: Path) -> Iterator[tuple[Pack, int]]:
    number = 1
    with opened(path) as stream:
        while lines := stream.readlines(PACK):
            last = number + len(lines)
            while lines and _is_empty(number + len(lines) - 1, lines[-1]):
                lines.pop()
            if lines:
                yield Pack(number, lines), number + len(lines) - 1
            number = last


def _is_empty(number: int, line: bytes) -> bool:
    return not line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").strip()


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
    if delimiter == "," and _is_of_semicolons(path):
        delimiter = ";"
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


def _is_of_semicolons(path: Path) -> bool:
    """Whether a CSV file parts cells by semicolons, as spreadsheets write it where commas part decimals."""
    with opened(path) as stream:
        first = stream.readline(1 << 20)
    return b"," not in first and b";" in first


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
PACKERS: dict[str, Callable[[Path], Iterator[tuple[Pack, int]]]] = {
    ".parquet": _pack_parquet,
    ".jsonl": _pack_jsonl,
    ".ndjson": _pack_jsonl,
}
"""Who packs the rows of a file for other processes; all others are read where the file is."""
