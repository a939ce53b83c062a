"""The journal: all records of a store in few files that form a chain. Readers ask little, and what is lost is found.

A record is true because it lies under its own key; the journal only repeats it. Before a record is created its key is
announced by an empty file, `new/<stage>/<key>`; so each record is in a segment or announced, and two listings find all.
A segment, `log/<number>.json`, holds records as they are and the hash of the segment before it. Whoever creates a
number first has written it; announcements of what it holds are removed afterwards. A store that was made without a
journal has records that nobody announced: it is read by listing them, until a segment says that now all are in.
"""

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import Storage
from thoughtmill.store.records.commits import RECORD, RECORD_BYTES, RESTORE, STAGES, sealed, unsealed

SEGMENT = re.compile(r"log/(\d{9})\.json")
ANNOUNCED = re.compile(rf"new/((?:{'|'.join(STAGES)})/[^/]+)")
MOST, MOST_BYTES = 1_000, 8 << 20
"""Records, and bytes of them, of one segment."""
LEAST = 64
"""Fewer records than this wait for others, so that segments are few."""

Fields = dict[str, Any]


class Journal:
    """The records that a store is known to have. May be used by several threads."""

    def __init__(self, storage: Storage, store_id: str) -> None:
        self._storage, self._store_id = storage, store_id
        self._records: dict[str, bytes] = {}
        self._folded: set[str] = set()
        self._announced: set[str] = set()
        self._last, self._hash = 0, ""
        self._complete = self._broken = False
        self._lock = threading.RLock()

    @property
    def complete(self) -> bool:
        """Whether every record that `look` did not find was not committed when it looked."""
        return self._complete and not self._broken

    @property
    def size(self) -> int:
        """How many records are known."""
        return len(self._records)

    def record(self, name: str) -> bytes | None:
        """The record of `stage/key`, if it is known; never wrong, as no record ever changes."""
        return self._records.get(name)

    def is_folded(self, name: str) -> bool:
        """Whether a record comes from a segment: then it is as it was made, as the segment's hash was checked."""
        return name in self._folded

    def names(self, stage: str) -> list[str]:
        """The keys of a stage that are known, sorted."""
        with self._lock:
            return sorted(name.partition("/")[2] for name in self._records if name.startswith(f"{stage}/"))

    def remember(self, name: str, record: bytes) -> None:
        """A record that was read or made."""
        with self._lock:
            self._records[name] = record

    def announce(self, name: str) -> None:
        """Before its record is created. Raises StoreError."""
        self._storage.create(f"new/{name}", b"")

    def look(self) -> None:
        """Find what was committed since the last look. Raises StoreError."""
        with self._lock:
            # In this order: what was announced no more when we looked is in a segment that we will see.
            self._announced = set(_names(self._storage, "new", ANNOUNCED))
            self._read_segments()
            self._read(name for name in self._announced if name not in self._records)

    def fold(self, least: int = LEAST, *, everything: bool = False) -> int:
        """Write what is in no segment yet into new ones, if it is `least` records. Returns how many they were.

        everything: list all records, also those that nobody announced: of an earlier version, or brought by hand. Where
        the chain is broken nothing is written. Raises StoreError.
        """
        with self._lock:
            self.look()
            if self._broken:
                return 0
            if everything or not self._complete:
                self._read(name for name in _names(self._storage, "commits", RECORD) if name not in self._records)
            waiting = sorted(name for name in self._records if name not in self._folded and self._is_whole(name))
            written, enough = 0, len(waiting) >= least or not self._complete
            while enough and not self._broken:
                batch = _first(waiting, self._records)
                if self._write(batch, complete=self._complete or len(batch) == len(waiting)):
                    written += len(batch)
                waiting = [name for name in waiting if name not in self._folded]  # perhaps somebody else was first
                enough = bool(waiting) or not self._complete
            self._storage.delete_all(sorted(f"new/{name}" for name in self._announced & self._folded))
            return written

    def _write(self, names: list[str], *, complete: bool) -> bool:
        """Write the next segment. False if somebody else was first: then it is theirs that is believed."""
        number, path = self._last + 1, f"log/{self._last + 1:09}.json"
        records = {name: self._records[name].decode() for name in names}
        content = sealed(
            {
                "format": 1,
                "store_id": self._store_id,
                "number": number,
                "previous": self._hash,
                "complete": complete,
                "records": records,
            }
        )
        mine = self._storage.create(path, content)
        if not mine:
            try:
                content = self._storage.read(path)
            except FileNotFoundError as error:
                raise StoreError(f"{path}, which was there", "no such file", "something removes from it") from error
        self._believe(content, path)
        return mine

    def _read_segments(self) -> None:
        paths = sorted(listed.path for listed in self._storage.listed("log") if SEGMENT.fullmatch(listed.path))
        fresh = [path for path in paths if int(path[4:13]) > self._last]
        with ThreadPoolExecutor(self._storage.at_once) as pool:
            for path, content in zip(fresh, pool.map(self._storage.read, fresh), strict=True):
                self._believe(content, path)

    def _believe(self, content: bytes, path: str) -> None:
        """Take a segment if it continues the chain; else the chain is broken, and `check` says how."""
        try:
            self._take(content, path)
        except StoreError:
            self._broken = True

    def _take(self, content: bytes, path: str) -> None:
        found = segment(content, path)
        if (found["number"], found["previous"], found["store_id"]) != (self._last + 1, self._hash, self._store_id):
            raise StoreError(f"{path} to continue segment {self._last} of this store", "another chain", RESTORE)
        for name, record in found["records"].items():
            self._records[name] = record.encode()
            self._folded.add(name)
        self._last, self._hash = found["number"], hashlib.sha256(content).hexdigest()
        self._complete = self._complete or bool(found["complete"])

    def _read(self, names: Iterable[str]) -> None:
        def read(name: str) -> bytes | None:
            content = b""
            with suppress(FileNotFoundError):  # announced, and not created yet, or never
                for block in self._storage.blocks(f"commits/{name}.json"):
                    content += block
                    if len(content) > RECORD_BYTES:
                        break  # it is none, as whoever asks for it will be told
                return content
            return None

        wanted = list(names)
        with ThreadPoolExecutor(self._storage.at_once) as pool:
            found = zip(wanted, pool.map(read, wanted), strict=True)
            self._records.update({name: record for name, record in found if record is not None})

    def _is_whole(self, name: str) -> bool:
        try:
            return unsealed(self._records[name], name).get("store_id") == self._store_id
        except StoreError:
            return False


def segment(content: bytes, path: str) -> Fields:
    """The fields of the segment at `path`. Raises StoreError if it is not as it was made."""
    found = unsealed(content, f"a segment of the journal in {path}")
    records = found.get("records")
    plain = isinstance(records, dict) and all(isinstance(record, str) for record in records.values())
    if not plain or found.get("number") != int(path[4:13]) or found.get("format") != 1:
        raise StoreError(f"{path} of format 1, with its number and records", str(found)[:200], RESTORE)
    return found


def _names(storage: Storage, folder: str, kind: re.Pattern[str]) -> Iterator[str]:
    """`stage/key` of each file of that kind in a folder."""
    for listed in storage.listed(folder):
        if found := kind.fullmatch(listed.path):
            yield found[1]


def _first(names: list[str], records: dict[str, bytes]) -> list[str]:
    """As many of the first as go into one segment: at least one, if there is any."""
    size = 0
    for number, name in enumerate(names):
        size += len(records[name])
        if number == MOST or (number and size > MOST_BYTES):
            return names[:number]
    return names
