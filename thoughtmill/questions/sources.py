"""Read or make the rows of a source, whatever its kind. A row that can't be read is handed on as a fault."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import CampaignError
from thoughtmill.questions import reasoning_gym


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a source: its number from 1, its values, or why it could not be read."""

    number: int
    values: dict[str, Any]
    fault: str | None = None


class Generator(Protocol):
    """What makes rows instead of reading them: the same ones, in the same order, whenever it is asked."""

    def content_hash(self) -> str:
        """All that the rows depend on, as text. Raises CampaignError if they can't be made here."""
        ...

    def rows(self) -> Iterator[dict[str, Any]]:
        """Values by column. Raises CampaignError."""
        ...


def resolved(path: str, resolve: Callable[[str], Path]) -> Path | Generator:
    """Where the rows of a campaign's `path` come from: a file or folder of this machine, or what makes them.

    Raises CampaignError for what can't be made.
    """
    scheme, colon, _ = path.partition(":")
    return GENERATORS[scheme](path) if colon and scheme in GENERATORS else resolve(path)


def content_hash(where: Path | Generator) -> str:
    """Hash of all that the rows depend on. Raises CampaignError if there is nothing, or it can't be made."""
    if not isinstance(where, Path):
        return hashlib.sha256(where.content_hash().encode()).hexdigest()
    if not where.exists():
        raise CampaignError("a source file", f"nothing at {where}", "mend `path` in the campaign")
    digest = hashlib.sha256()
    for file in sorted(where.rglob("*")) if where.is_dir() else [where]:
        if file.is_file():
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def read_rows(path: Path | Generator) -> Iterator[Row]:
    """All rows of a file that one of READERS reads, of a folder written by `datasets`, or of a generator, in order.

    Raises CampaignError if there is no such file or it isn't one of these.
    """
    if not isinstance(path, Path):
        return (Row(number, values) for number, values in enumerate(path.rows(), start=1))
    if path.is_dir():
        return _read_datasets(path)
    if not path.is_file():
        raise CampaignError("a source file", f"{path.name}: there is none at {path}", "mend the path in the campaign")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        *some, last = READERS
        expected = f"a {', '.join(some)} or {last} file, or a `datasets` folder"
        raise CampaignError(expected, path.name, "convert the source")
    if path.stat().st_size == 0:
        raise CampaignError("a source with rows", f"{path.name} is empty", "fill it, or take it out of the campaign")
    return reader(path)


def _read_parquet(path: Path) -> Iterator[Row]:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise CampaignError("a Parquet file", f"{path.name}: {error}", "write it anew") from error
    number = 0
    for batch in file.iter_batches(batch_size=1024):
        for values in _values(batch):
            number += 1
            yield Row(number, {}, "not_utf8") if values is None else Row(number, values)


def _values(batch: pa.RecordBatch) -> list[dict[str, Any] | None]:
    """The rows of a batch, None for one with a text that is no UTF-8."""
    try:
        return [*batch.to_pylist()]
    except UnicodeDecodeError:
        return (
            [row for at in range(batch.num_rows) for row in _values(batch.slice(at, 1))] if len(batch) > 1 else [None]
        )


def _lines(path: Path) -> Iterator[tuple[int, str | None]]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                yield number, None


def _read_jsonl(path: Path) -> Iterator[Row]:
    for number, line in _lines(path):
        if line is None:
            yield Row(number, {}, "not_utf8")
        elif line.strip():
            try:
                values = json.loads(line)
            except (ValueError, RecursionError):
                yield Row(number, {}, "not_json")
                continue
            yield Row(number, values) if isinstance(values, dict) else Row(number, {}, "not_json")


def _read_csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(1 << 27)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Which row is broken depends on quoting: read all of it, and mark the rows that hold a replaced byte.
        text = raw.decode("utf-8-sig", "replace")
    marked = "\ufffd" in text and "\ufffd".encode() not in raw
    for number, values in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
        broken = marked and any("\ufffd" in str(value) for value in values.values())
        yield Row(number, {} if broken else dict(values), "not_utf8" if broken else None)


def _read_datasets(path: Path) -> Iterator[Row]:
    if not (path / "dataset_info.json").is_file() and not (path / "dataset_dict.json").is_file():
        raise CampaignError("a folder written by `datasets`' save_to_disk", path.name, "name one, or a file")
    import datasets

    loaded = datasets.load_from_disk(str(path))
    if isinstance(loaded, datasets.DatasetDict):
        raise CampaignError(f"one split of {sorted(loaded)}", path.name, f"name a folder in it: {path.name}/<split>")
    for number, values in enumerate(loaded, start=1):
        yield Row(number, dict(values))


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".parquet": _read_parquet,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}
"""Who reads a file, by the end of its name."""

GENERATORS: dict[str, Callable[[str], Generator]] = {reasoning_gym.SCHEME: reasoning_gym.parse}
"""Who makes rows, by what stands before the colon of a `path`; given the whole path."""
