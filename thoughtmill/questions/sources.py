"""Where the rows of a source come from: files of this machine, a bucket, a hub, or what makes them."""

import glob
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from thoughtmill.errors import CampaignError
from thoughtmill.questions import bucket_files, hub, reasoning_gym
from thoughtmill.questions.readers import PACKERS, READERS, Pack, Row, kind_of, packs_of, readable

SPLIT = re.compile(r"(?:^|[^a-z])(train|validation|valid|val|dev|test)(?:[^a-z]|$)")
"""Which split of a set a file of a folder holds, by its name in lower case."""


class Generator(Protocol):
    """What makes rows instead of reading them: the same ones, in the same order, whenever it is asked."""

    def content_hash(self) -> str:
        """All that the rows depend on, as text. Raises CampaignError if they can't be made here."""
        ...

    def rows(self) -> Iterator[dict[str, Any]]:
        """Values by column. Raises CampaignError."""
        ...


@dataclass(frozen=True, slots=True)
class Files:
    """Several files that are one source, in the order of their paths."""

    paths: tuple[Path, ...]


def resolved(path: str, resolve: Callable[[str], Path]) -> Path | Files | Generator:
    """Where the rows of a campaign's `path` come from: files or a folder of this machine, or what makes them.

    What lies in a bucket is copied to this machine first. Raises CampaignError for what can't be made.
    """
    scheme, colon, _ = path.partition(":")
    if colon and scheme in GENERATORS:
        return GENERATORS[scheme](path)
    where = bucket_files.copied(path) if path.startswith(bucket_files.SCHEME) else resolve(path)
    if where.exists() or not glob.has_magic(str(where)):
        return where
    found = tuple(Path(one) for one in sorted(glob.glob(str(where), recursive=True)))  # noqa: PTH207  # an absolute pattern
    if not found:
        raise CampaignError("a source file", f"nothing matches {path}", "mend `path` in the campaign")
    return Files(tuple(one for one in found if one.is_file()))


def content_hash(where: Path | Files | Generator) -> str:
    """Hash of all that the rows depend on. Raises CampaignError if there is nothing, or it can't be made."""
    if not isinstance(where, Path | Files):
        return hashlib.sha256(where.content_hash().encode()).hexdigest()
    if isinstance(where, Path) and not where.exists():
        raise CampaignError("a source file", f"nothing at {where}", "mend `path` in the campaign")
    digest = hashlib.sha256()
    files = where.paths if isinstance(where, Files) else sorted(where.rglob("*")) if where.is_dir() else [where]
    for file in files:
        if file.is_file():
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def read_rows(where: Path | Files | Generator) -> Iterator[Row]:
    """All rows in order: of files that READERS read, of a folder of them, of one that `datasets` wrote, or made ones.

    Raises CampaignError if there is no such file or it isn't one of these.
    """
    if isinstance(where, Files):
        return _read_files(where.paths)
    if not isinstance(where, Path):
        return (Row(number, values) for number, values in enumerate(where.rows(), start=1))
    if where.is_dir():
        return _read_folder(where)
    if not where.is_file():
        raise CampaignError("a source file", f"{where.name}: there is none at {where}", "mend the path in the campaign")
    return readable(where)


def packed(where: Path | Files | Generator) -> Iterator[Pack] | None:
    """The same rows, packed for other processes; None where only this one can read them. Raises CampaignError."""
    paths = where.paths if isinstance(where, Files) else ()
    if isinstance(where, Path):
        paths = _files_of(where) if where.is_dir() and not _is_of_datasets(where) else (where,)
    return _packed_files(paths) if paths and all(kind_of(path) in PACKERS for path in paths) else None


def _packed_files(paths: tuple[Path, ...]) -> Iterator[Pack]:
    before = 0
    for path in paths:
        number = 0
        for pack, number in packs_of(path):  # noqa: B007  # of the last one
            yield pack.in_file(before)
        before += number


def _read_files(paths: tuple[Path, ...]) -> Iterator[Row]:
    """The rows of all of them, numbered through."""
    before = 0
    for path in paths:
        row = None
        for row in readable(path):
            yield Row(before + row.number, row.values, row.fault)
        before += row.number if row else 0


def _read_folder(path: Path) -> Iterator[Row]:
    return _read_datasets(path) if _is_of_datasets(path) else _read_files(_files_of(path))


def _is_of_datasets(path: Path) -> bool:
    return (path / "dataset_info.json").is_file() or (path / "dataset_dict.json").is_file()


def _files_of(path: Path) -> tuple[Path, ...]:
    """The files of a folder that are read. Raises CampaignError if there are none, or they are of several splits."""
    files = tuple(one for one in sorted(path.rglob("*")) if one.is_file() and kind_of(one) in READERS)
    if not files:
        expected = "a folder with files of rows, or written by `datasets`' save_to_disk"
        raise CampaignError(expected, path.name, "name one, or a file")
    splits = {found[1] for one in files if (found := SPLIT.search(str(one.relative_to(path)).lower()))}
    if len(splits) > 1:
        todo = f"name the files of one split, such as {path.name}/**/*{min(splits)}*"
        raise CampaignError(f"{path.name}: the files of one split", f"files of {', '.join(sorted(splits))}", todo)
    return files


def _read_datasets(path: Path) -> Iterator[Row]:
    import datasets

    loaded = datasets.load_from_disk(str(path))
    if isinstance(loaded, datasets.DatasetDict):
        raise CampaignError(f"one split of {sorted(loaded)}", path.name, f"name a folder in it: {path.name}/<split>")
    for number, values in enumerate(loaded, start=1):
        yield Row(number, dict(values))


GENERATORS: dict[str, Callable[[str], Generator]] = {
    reasoning_gym.SCHEME: reasoning_gym.parse,
    hub.SCHEME: hub.parse,
}
"""Who makes rows, by what stands before the colon of a `path`; given the whole path."""
