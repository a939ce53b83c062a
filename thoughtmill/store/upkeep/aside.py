"""Files set aside: copied to `aside/<time>/<number>/` of their own store, with a note that says why, then removed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import Storage
from thoughtmill.store.places.transfer import transfer
from thoughtmill.store.records.commits import inside
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.upkeep.check import ASIDE
from thoughtmill.store.upkeep.readings import unreadable

PATH_BYTES = 900
"""Longer paths are set aside under a name of their own: an object's key has 1,024 bytes at most."""


@dataclass(slots=True)
class Aside:
    """The folder of one repair below `aside/`."""

    storage: Storage
    folder: str
    number: int = 0

    @classmethod
    def new(cls, storage: Storage) -> "Aside":
        """A folder that no other repair has."""
        return cls(storage, f"{ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}")

    def take(self, paths: list[str], fault: Fault, why: str) -> list[str]:
        """Set files aside together; they go in the order given, once all are copied. Returns those that were there.

        A note, `why.json`, says what was wrong and where each file was. Raises StoreError, also where something lies
        there that is no file: then all others are set aside.
        """
        self.number += 1
        folder = f"{self.folder}/{self.number:04}"
        taken: list[dict[str, object]] = []
        stuck: list[Fault] = []
        for path in paths:
            to = f"{folder}/{_name_for(path)}"
            try:
                sha256, size = transfer(self.storage, path, self.storage, to)
            except FileNotFoundError:
                continue  # it is gone: that is the fault, or somebody else has set it aside
            except StoreError as error:
                if (found := unreadable(path, error, FaultKind.FILE_DAMAGED)).kind is FaultKind.UNREADABLE:
                    raise
                stuck.append(found)
                continue
            taken.append({"path": path, "aside": to, "sha256": sha256, "size": size})
        note = {"why": why, "fault": fault.shown(), "files": taken}
        if taken:
            self.storage.create(f"{folder}/why.json", json.dumps(note, indent=1).encode())
        for one in taken:
            self.storage.delete(str(one["path"]))
        if stuck:
            raise StoreError(
                stuck[0].expected, stuck[0].found, f"look at {stuck[0].shown()['path']} and remove it by hand"
            )
        return [str(one["path"]) for one in taken]


def _name_for(path: str) -> str:
    """Where a file lies in its aside folder: under its own path, unless that could lead elsewhere or is too long."""
    try:
        if len(path.encode()) <= PATH_BYTES:
            return f"files/{inside(path)}"
    except ValueError:  # also of bytes that are no text
        pass
    return f"unnamed/{hashlib.sha256(path.encode(errors='surrogateescape')).hexdigest()}"
