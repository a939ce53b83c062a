"""Where a command writes what `--out` asks for: never over what it reads, and whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import TextIO

from thoughtmill.campaign import Campaign
from thoughtmill.errors import CommandError

TODO = "name another one: --out FILE"
STREAMS = (Path("/dev"), Path("/dev/fd"))
"""Where what is no file of a disk has its name: /dev/stdout is written as it is."""


@contextmanager
def written(out: Path | None) -> Iterator[TextIO | None]:
    """A text that stands at `out` when all of it is written; until then, and if that fails, what stood there stays.

    None without `out`. Raises CommandError if it can't be written.
    """
    if out is None:
        yield None
        return
    is_file = out.parent not in STREAMS and (out.is_file() or not out.exists())
    place = out.resolve() if is_file else out  # of a link: what it leads to
    part = place.parent / f".thoughtmill-{os.getpid()}.part" if is_file else place
    try:
        if is_file and place.exists():
            place.open("r+b").close()  # perhaps nobody may write it
        stream = part.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError("a file that can be written", f"{out}: {error.strerror or error}", TODO) from error
    try:
        with stream:
            yield stream
        if is_file:
            part.replace(place)
    finally:
        if is_file:
            part.unlink(missing_ok=True)


def never_over(out: Path | None, read: Iterable[Path]) -> None:
    """Raises CommandError if `out` is one of the files that are read, by whatever name, or lies in a folder of them."""
    for path in read if out else ():
        if out and _is_of(out, path):
            raise CommandError(
                "a file that is not read", f"--out {out}: it is, or lies in, {path}, which is read", TODO
            )


def files_of(campaign: Campaign, named: str | None) -> Iterator[Path]:
    """What a campaign is read from: its file, where it is `named`, and the files, folders and globs that it names."""
    if named:
        yield Path(named)
    sources = [source.path for source in (*campaign.sources, *campaign.exams)]
    traces = [teacher.traces.path for teacher in campaign.teachers.values() if teacher.traces]
    yield from (campaign.path(path) for path in (*sources, *traces))


def _is_of(out: Path, path: Path) -> bool:
    place, pattern = out.resolve(), str(path.absolute())
    try:
        if out.exists() and path.exists() and out.samefile(path):
            return True
    except OSError:  # no place that can be looked at: writing says what is wrong
        return False
    if path.is_dir():
        return place.is_relative_to(path.resolve())
    return place.match(pattern) or ("**" in pattern and fnmatch(str(place), pattern))
