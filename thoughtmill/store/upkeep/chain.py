"""The journal as it lies, whole or broken: which records it holds, and where its chain ends."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import Storage
from thoughtmill.store.records.commits import RESTORE, unsealed
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.records.journal import SEGMENT, segment
from thoughtmill.store.records.relations import is_name
from thoughtmill.store.upkeep.readings import small_file

ANEW = f"{RESTORE}; or `thoughtmill repair` writes the journal anew from the records"


@dataclass(slots=True)
class Chain:
    """What the segments hold: each record's segment and the sha256 of its bytes.

    proven: those of the unbroken chain. beyond: those of whole segments behind a break, which nothing proves.
    """

    storage: Storage
    store_id: str
    proven: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    beyond: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    paths: list[str] = field(default_factory=list[str])
    complete: bool = False
    fault: Fault | None = None

    def held(self) -> list[str]:
        """The names of all records that any segment holds."""
        return sorted({*self.proven, *self.beyond})

    def record(self, name: str) -> bytes | None:
        """A record as its segment holds it."""
        where = self.proven.get(name) or self.beyond.get(name)
        if where is None:
            return None
        try:
            return segment(self.storage.read(where[0]), where[0])["records"][name].encode()
        except (StoreError, FileNotFoundError, KeyError):
            return None


def read_chain(storage: Storage, store_id: str, listed: list[str]) -> Chain:
    """Read all segments among what is listed, in their order. Changes nothing; never raises StoreError."""
    chain = Chain(storage, store_id, paths=sorted(path for path in listed if SEGMENT.fullmatch(path)))
    before = ""
    for number, path in _numbered(chain.paths):
        try:
            found = _segment(storage, path)
        except FileNotFoundError:
            if number <= len(chain.paths):
                gone = "it is missing: the journal ends before it"
                chain.fault = chain.fault or Fault(FaultKind.JOURNAL_BROKEN, path, path, gone, ANEW)
            continue
        if isinstance(found, Fault):
            chain.fault = chain.fault or found
            continue
        fields, digest = found
        if fields["store_id"] != store_id:
            chain.fault = chain.fault or _breaks(path, "it belongs to another store")
            continue
        if (fields["previous"], fields["number"]) != (before, number):
            chain.fault = chain.fault or _breaks(path, "another chain: one of the two segments was replaced")
        if (nothing := next((name for name in fields["records"] if not is_name(name)), None)) is not None:
            chain.fault = chain.fault or _breaks(path, f"a record under {nothing[:100]!r}, which names none")
        before = digest
        into = chain.beyond if chain.fault else chain.proven
        for name, record in fields["records"].items():
            if is_name(name):
                into[name] = (path, hashlib.sha256(record.encode()).hexdigest())
        chain.complete = chain.complete or bool(fields["complete"])
    return chain


def _numbered(paths: list[str]) -> Iterator[tuple[int, str]]:
    """The segments with the numbers that they should have; the first one that is not listed is asked for too."""
    missing, number = False, 0
    for number, path in enumerate(paths, 1):
        wanted = f"log/{number:09}.json"
        if not missing and path != wanted:
            missing = True  # or the listing is stale
            yield number, wanted
        yield int(path[4:13]), path
    if not missing:
        yield number + 1, f"log/{number + 1:09}.json"


def _segment(storage: Storage, path: str) -> tuple[dict[str, Any], str] | Fault:
    content = small_file(storage, path, FaultKind.JOURNAL_BROKEN)
    if isinstance(content, Fault):
        return content
    try:
        return segment(content, path), hashlib.sha256(content).hexdigest()
    except StoreError as error:
        expected, found, _ = error.args
        if _is_later(content, path):
            todo = "use the version of thoughtmill that wrote it: this one leaves it as it is"
            return Fault(FaultKind.LATER_VERSION, path, expected, found, todo)
        return Fault(FaultKind.JOURNAL_BROKEN, path, expected, found, ANEW)


def _is_later(content: bytes, path: str) -> bool:
    try:
        told = unsealed(content, path).get("format")
    except StoreError:
        return False
    return isinstance(told, int) and told > 1


def _breaks(path: str, found: str) -> Fault:
    return Fault(FaultKind.JOURNAL_BROKEN, path, f"{path} to continue the segment before it", found, ANEW)
