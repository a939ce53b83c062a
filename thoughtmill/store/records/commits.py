"""Commit records: what they say, how they become bytes, and how bytes that were edited are noticed."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field, Strict, TypeAdapter, ValidationError
from pydantic_core import from_json

from thoughtmill.errors import LaterVersion, StoreError

RESTORE = "restore it from a copy of the store; nothing reads it as it is"

RECORD_BYTES = 64 << 20
"""Far more than any record has: what is longer is none, and is not read further."""

FORMAT = 2
"""Of the records that are written; those of format 1 did not name it. The seal is the same in all formats."""
NEEDS = "0.1.0"
"""The first version that reads this format: what one is told who has an older one."""


KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}")
STAGES = (
    "campaigns",
    "questions",
    "imports",
    "rounds",
    "traces",
    "verdicts",
    "exclusions",
    "releases",
    "attempts",
    "students",
    "comparisons",
)
"""Everything that is ever committed, in the order of the way of the data."""

RECORD = re.compile(rf"commits/((?:{'|'.join(STAGES)})/[^/]+)\.json")
"""Where a record lies: `stage/key` is how other records name it."""


def inside(path: str) -> str:
    """A file's path, with slashes. Raises ValueError if it could lead out of the folder that it is put under."""
    parts = path.split("/")
    if not path.isprintable() or any(part in ("", ".", "..") or len(part.encode()) > 255 for part in parts):
        raise ValueError("no path of a file below a folder")
    return path


Count = Annotated[int, Strict(), Field(ge=0, lt=1 << 63)]


@dataclass(frozen=True, slots=True)
class File:
    """One file of a shard: its path in the store, sha256, size in bytes, and rows (0 if it has none)."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    name: str
    path: Annotated[str, AfterValidator(inside)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: Count
    rows: Count = 0


@dataclass(frozen=True, slots=True)
class Commit:
    """The record that makes a shard exist. `facts` is small JSON; `parents` are names of commits.

    more: fields of the record that this version doesn't know, as they were read.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    stage: str
    key: str
    files: tuple[File, ...]
    counts: Mapping[str, Count] = field(default_factory=dict[str, int])
    parents: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    attempt: str = ""
    created_at: str = ""
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])

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


def whole(blocks: Iterable[bytes], what: str) -> bytes:
    """The bytes of a record. Raises StoreError as soon as they are more than one can have."""
    content = b""
    for block in blocks:
        content += block
        if len(content) > RECORD_BYTES:
            raise StoreError(what, f"more than {RECORD_BYTES:,} bytes", RESTORE)
    return content


def read_fields(content: bytes, what: str) -> dict[str, Any]:
    """A JSON object in UTF-8, nested at most 200 deep. Raises StoreError for everything else, and nothing else."""
    try:
        found = from_json(content)
    except ValueError as error:
        raise StoreError(what, f"no JSON: {error}", RESTORE) from error
    if not isinstance(found, dict):
        raise StoreError(what, "JSON, but no object", RESTORE)
    return found


def unsealed(content: bytes, what: str) -> dict[str, Any]:
    """The fields of a record. Raises StoreError if one byte of it is not as `sealed` made it."""
    found = read_fields(content, what)
    told = str(found.pop("record_sha256", "missing"))[:64]
    if told != (seal := _seal(found)) or _written(found, seal) != content:
        raise StoreError(f"{what} as it was made, sha256 {told}", f"sha256 {seal}: it was edited", RESTORE)
    return found


def _expect_known(found: Mapping[str, Any], path: str) -> None:
    told = found.get("format", 1)
    if told not in range(1, FORMAT + 1):
        needs = str(found.get("needs", "a newer version"))[:40]
        raise LaterVersion(f"{path} of a format up to {FORMAT}", f"format {told!r:.40}", f"install thoughtmill {needs}")


def parsed(found: dict[str, Any], path: str) -> Commit:
    """The commit that the fields of a record make.

    Raises StoreError if it names files that are not its own, or is of a format that a later version made.
    """
    _expect_known(found, path)
    known = {name: value for name, value in found.items() if name in _KNOWN}
    more = {name: value for name, value in found.items() if name not in _KNOWN | _OF_THE_RECORD}
    try:
        commit = _COMMIT.validate_python({**known, "more": more})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))[:80]
        raise StoreError(f"a commit record in {path}", f"{where!r}: {first['msg'][:200]}", RESTORE) from error
    for file in commit.files:
        own = file_path(commit.stage, commit.key, commit.attempt, file.name)
        if file.path != own:
            raise StoreError(f"{path} to name its own file {own}", repr(file.path[:300]), RESTORE)
    if len({file.name for file in commit.files}) < len(commit.files):
        raise StoreError(f"{path} to name each file once", "a name that is there twice", RESTORE)
    return commit


_COMMIT = TypeAdapter(Commit)
_KNOWN = {one.name for one in fields(Commit)} - {"more"}
_OF_THE_RECORD = {"format", "needs"}


def record_of(commit: Commit, store_id: str) -> bytes:
    """The bytes of a commit's record."""
    said = asdict(commit)
    more = said.pop("more")
    return sealed({**said, **more, "store_id": store_id, "format": FORMAT, "needs": NEEDS})


def record_path(stage: str, key: str) -> str:
    """Where the record of a shard lies. Raises StoreError for a key that could name something else."""
    if stage not in STAGES or not KEY.fullmatch(key):
        expected = "a known stage, and a key of letters, digits, dot, dash and underscore"
        raise StoreError(expected, repr(f"commits/{stage}/{key}.json"), "rename it")
    return f"commits/{stage}/{key}.json"


def file_path(stage: str, key: str, attempt: str, name: str) -> str:
    """Where the file `name` of an attempt at a shard lies."""
    return f"shards/{stage}/{key}/{attempt}/{name}"


def now() -> str:
    """The time, as records say it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
