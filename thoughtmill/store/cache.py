"""Copies, on this machine, of a store's files that lie elsewhere: for libraries that want a path."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from thoughtmill.store.storage import reported


def cache_folder() -> Path:
    """THOUGHTMILL_CACHE, or the user's own cache folder. All of it may be removed while nothing runs."""
    named = os.environ.get("THOUGHTMILL_CACHE")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else home / "thoughtmill"


def write_copy(target: Path, blocks: Iterator[bytes]) -> None:
    """Write a copy so that it is there whole or not at all. Raises StoreError, and what `blocks` raises."""
    waiting = target.parent / f".{uuid4().hex}"
    with reported(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = waiting.open("xb")
    try:
        with stream:
            for block in blocks:
                with reported(target):
                    stream.write(block)
        with reported(target):
            waiting.replace(target)
    finally:
        waiting.unlink(missing_ok=True)
