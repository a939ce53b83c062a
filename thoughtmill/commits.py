"""Commit records: what they say, how they become bytes, and how bytes that were edited are noticed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from thoughtmill.errors import StoreError

RESTORE = "restore it from a copy of the store; nothing reads it as it is"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a shard: its path in the store, sha256, size in bytes, and rows (0 if it has none)."""

    name: str
    path: str
    sha256: str
    size: int
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Commit:
    """The record that makes a shard exist. `facts` is small JSON; `parents` are names of commits."""

    stage: str
    key: str
    files: tuple[File, ...]
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    parents: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    attempt: str = ""
    created_at: str = ""

    @property
    def rows(self) -> int:
        """Rows in all files together."""
        return sum(file.rows for file in self.files)

    @property
    def name(self) -> str:
        """`stage/key`: how other records refer to this one."""
        return f"{self.stage}/{self.key}"

    def file(self, name: str) -> File:
        """The file called `name`. Raises StoreError if the shard has none."""
        for file in self.files:
            if file.name == name:
                return file
        raise StoreError(f"{self.name} with a file {name}", f"{[f.name for f in self.files]}", "see docs/records.md")


def sealed(content: Mapping[str, Any]) -> bytes:
    """A record as bytes, with the hash of all its other fields in it."""
    plain = json.loads(json.dumps(content, ensure_ascii=False))
    return _written(plain, _seal(plain))


def _written(plain: Mapping[str, Any], seal: str) -> bytes:
    return json.dumps({**plain, "record_sha256": seal}, ensure_ascii=False, indent=1).encode()


def _seal(plain: Mapping[str, Any]) -> str:
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def unsealed(content: bytes, what: str) -> dict[str, Any]:
    """The fields of a record. Raises StoreError if one byte of it is not as `sealed` made it."""
    try:
        found: dict[str, Any] = json.loads(content)
        told = found.pop("record_sha256")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(what, f"{error!r}", RESTORE) from error
    if told != (seal := _seal(found)) or _written(found, seal) != content:
        raise StoreError(f"{what} as it was made, sha256 {told}", f"sha256 {seal}: it was edited", RESTORE)
    return found


def parsed(found: dict[str, Any], path: str) -> Commit:
    """The commit that the fields of a record make. Raises StoreError."""
    try:
        files = tuple(File(**file) for file in found.pop("files"))
        record: dict[str, Any] = {**found, "files": files, "parents": tuple(found["parents"])}
        return Commit(**record)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"a commit record in {path}", f"{error!r}", RESTORE) from error


def now() -> str:
    """The time, as records say it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
