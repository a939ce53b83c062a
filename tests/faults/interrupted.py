"""Commit shards, and raise something at one of the things that a commit does: a call, a line, a return.

`python -m tests.faults.interrupted STORE LAST EACH` commits one shard after the other, each broken off EACH events
later than the one before, over the LAST events of a commit; all of them are about 6,500 in a folder, and 400 of them
come after the record is there. Each is looked at and committed again, then the whole store is checked. Prints JSON.
"""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from types import FrameType
from typing import Any

import pyarrow as pa

from thoughtmill.errors import StoreError
from thoughtmill.store.store import Attempt, Commit, Store
from thoughtmill.store.upkeep.check import damage

ROWS = pa.table({"text": [f"row {i}" for i in range(50)]})
FAULTS = (
    KeyboardInterrupt,
    SystemExit,
    MemoryError,
    lambda: OSError(errno.EMFILE, os.strerror(errno.EMFILE)),
)
"""Ctrl-C, what a SIGTERM is turned into, no memory, no file handle: the last becomes a StoreError on its way."""


@dataclass
class Events:
    """How many events of a commit there were, and whether one of them was the last."""

    seen: int = 0
    raised: bool = False


@contextmanager
def broken_off(event: int, fault: BaseException) -> Iterator[Events]:
    """Raise `fault` at the event of that number, counted from 1, within `commit`; never for 0."""
    events, within = Events(), False

    def look(frame: FrameType, kind: str, _: object) -> Any:
        nonlocal within
        ours = frame.f_code is Attempt.commit.__code__
        within = within or (ours and kind == "call")
        events.seen += within
        if events.seen == event and within and not events.raised:
            events.raised = True
            raise fault
        within = within and not (ours and kind == "return")
        return look

    sys.settrace(look)  # calls, lines and returns of Python
    sys.setprofile(lambda frame, kind, given: kind.startswith("c_") and look(frame, kind, given))  # and of C
    try:
        yield events
    finally:
        sys.settrace(None)
        sys.setprofile(None)


@dataclass
class Told:
    """How many commits were broken off, of how many the record stands, and what is wrong with anything."""

    points: int = 0
    stand: int = 0
    wrong: list[str] = field(default_factory=list[str])


def commit(store: Store, key: str) -> Commit:
    """Commit a small shard."""
    with store.begin("traces", key) as attempt:
        attempt.write_table("traces.parquet", ROWS)
        attempt.write_bytes("notes/a.md", b"notes")
        return attempt.commit(counts={"traces": ROWS.num_rows})


def work(store: Store, last: int, each: int) -> Told:
    """All that the program does."""
    commit(store, "first")
    with broken_off(0, KeyboardInterrupt()) as calm:
        commit(store, "calm")
    told = Told()
    for event in range(max(1, calm.seen - last), calm.seen, each):
        key, fault = f"k{event}", FAULTS[event % len(FAULTS)]()
        with broken_off(event, fault) as events:
            try:
                commit(store, key)
            except BaseException:
                if not events.raised:
                    raise
        told.points += events.raised
        told.stand += store.find("traces", key) is not None
        for file in commit(store, key).files:
            try:
                store.verify(file)
            except StoreError as error:
                told.wrong.append(f"{fault!r} at event {event}: {error}")
    told.wrong += map(str, damage(store))
    return told


if __name__ == "__main__":
    print(json.dumps(asdict(work(Store.open(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
