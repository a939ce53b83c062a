"""Checkpoints that are whole: each gets a list of its files and sizes, written last. All others are removed."""

import json
import os
import re
import shutil
from pathlib import Path

from thoughtmill.errors import TrainingFailed

WHOLE = "whole.json"
SHARDS = "pytorch_model_fsdp_0"
"""The folder in a checkpoint that holds weights in shards, as accelerate calls it."""
_NAME = re.compile(r"checkpoint-\d+")


def mark(checkpoint: Path) -> None:
    """Say that a checkpoint is whole: every file is on the disk, and listed with its size in bytes."""
    sizes: dict[str, int] = {}
    for file in sorted(checkpoint.rglob("*")):
        if file.is_file() and file.name != WHOLE:
            with file.open("rb") as stream:
                os.fsync(stream.fileno())
            sizes[file.relative_to(checkpoint).as_posix()] = file.stat().st_size
    waiting = checkpoint / f".{WHOLE}"
    waiting.write_text(json.dumps(sizes), encoding="utf-8")
    waiting.rename(checkpoint / WHOLE)


def is_whole(checkpoint: Path) -> bool:
    """Whether every file that the list names is there with its size."""
    try:
        sizes: dict[str, int] = json.loads((checkpoint / WHOLE).read_text(encoding="utf-8"))
        return all((checkpoint / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


def link(file: str | Path, to: str | Path) -> None:
    """Have a file that changes no more under another name too; a copy where the file system has no links."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)


def newest(folder: Path) -> Path | None:
    """As `last_whole`, for those who may not remove anything."""
    found = (path for path in folder.glob("checkpoint-*") if _NAME.fullmatch(path.name) and is_whole(path))
    return max(found, key=step_of, default=None)


def step_of(checkpoint: Path) -> int:
    """The step that a checkpoint was made at."""
    return int(checkpoint.name.rpartition("-")[2])


def last_whole(folder: Path) -> Path | None:
    """The newest whole checkpoint in a folder, None if there is none. Halves that a kill left are removed."""
    for path in folder.glob("checkpoint-*"):
        if _NAME.fullmatch(path.name) and not is_whole(path):
            shutil.rmtree(path)
    return newest(folder)


def refuse_other_strategy(checkpoint: Path, sharded: bool) -> None:
    """Raises TrainingFailed where a checkpoint's weights lie in shards and this training's don't, or the other way.

    Shards go on with any number of processes but one, whole weights with any.
    """
    if (checkpoint / SHARDS).is_dir() == sharded:
        return
    words = ("fsdp2, on at least two processes", "ddp, or one process")
    began, now = words if not sharded else reversed(words)
    anew = f"stored_checkpoints = 0, and remove {checkpoint.parent}"
    todo = f"go on with the strategy that it began with; to begin anew: {anew}"
    raise TrainingFailed(f"the strategy of {checkpoint.name}: {began}", now, todo)
