"""A source's files in a bucket, `s3://bucket/path`: a file, a folder or a glob; copied here once a version."""

import glob
import hashlib
import os
from pathlib import Path
from uuid import uuid4

from thoughtmill.errors import CampaignError
from thoughtmill.store.places.cache import cache_folder
from thoughtmill.store.places.s3 import Bucket
from thoughtmill.store.places.storage import Listed, reported

SCHEME = "s3://"


def copied(url: str) -> Path:
    """What a URL names, as a path of this machine: of a copy in the cache folder. It may still hold a pattern.

    A copy is used again while its object has the same size and time. Raises CampaignError if there is nothing,
    StoreError if the bucket can't be read.
    """
    bucket, _, named = url.removeprefix(SCHEME).rstrip("/").partition("/")
    parts = named.split("/")
    fixed = next((at for at, part in enumerate(parts) if glob.has_magic(part)), len(parts) - 1)
    source = Bucket(f"{SCHEME}{bucket}/{'/'.join(parts[:fixed])}".rstrip("/"))
    last = "/".join(parts[fixed:])
    wanted = [one for one in source.listed("") if glob.has_magic(last) or f"{one.path}/".startswith(f"{last}/")]
    if not wanted:
        raise CampaignError("a source file", f"nothing at {url}", "mend `path` in the campaign")
    folder = cache_folder() / "sources" / _version(source.url, wanted)
    for one in wanted:
        if ".." in one.path.split("/"):
            raise CampaignError("objects whose names are paths", f"{one.path!r} in {source.url}", "rename it")
        _copy(source, one, folder / one.path)
    return folder / last


def _version(url: str, wanted: list[Listed]) -> str:
    """A name for these objects as they are now."""
    told = [url, *sorted(f"{one.path} {one.size} {one.modified}" for one in wanted)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def _copy(source: Bucket, one: Listed, target: Path) -> None:
    with reported(target):
        if target.is_file() and target.stat().st_size == one.size:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{uuid4().hex}.part")
        with part.open("wb") as stream:
            for block in source.blocks(one.path):
                stream.write(block)
        os.replace(part, target)  # noqa: PTH105  # atomic, whoever copies it as well
