"""Whose a damaged store is: what its `store.json` says, held against what its journal and its records say."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from thoughtmill.errors import StoreError
from thoughtmill.store.places.storage import Storage
from thoughtmill.store.records.commits import RESTORE, read_fields, unsealed
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.records.identity import COPYING, FORMAT, STORE_FILE, STORE_ID, storage_at, store_id_of
from thoughtmill.store.store import STAGES, Store
from thoughtmill.store.upkeep.readings import is_sealed, small_file

WITNESSES = 1
"""Records of each stage that are asked whose they are, beside the first segment of the journal."""

TODO = f"{RESTORE}; or `thoughtmill repair` writes it anew from what the records say"


def identified(url: str) -> tuple[Store, Fault | None]:
    """The store at `url`, and what is wrong with its `store.json`: gone, damaged, or another store's.

    Raises StoreError if there is no store, one of another format, or if that can't be found out.
    """
    storage = storage_at(url)
    told = _told(storage)
    if isinstance(told, str):
        votes = Counter(_witnesses(storage))
        if votes[told] * 2 >= votes.total():
            return Store(storage, told), None
        whose = votes.most_common(1)[0][0]
        expected, found = f"{STORE_FILE} of the store {whose}, as journal and records say", f"that of the store {told}"
        return Store(storage, whose), Fault(FaultKind.STORE_REPLACED, STORE_FILE, expected, found, TODO)
    if told.kind is FaultKind.UNREADABLE:
        raise told.error()
    if (votes := Counter(_witnesses(storage))).total():
        return Store(storage, votes.most_common(1)[0][0]), told
    if told.kind is FaultKind.STORE_LOST:
        raise StoreError("a store", f"{storage.url}: no {STORE_FILE} in it", "name what a campaign calls `store`")
    store_id_of(storage)  # says what is wrong with it
    raise told.error()


def _told(storage: Storage) -> str | Fault:
    """The id that `store.json` says. Raises StoreError for one of another format that is whole."""
    try:
        content = small_file(storage, STORE_FILE, FaultKind.STORE_DAMAGED)
    except FileNotFoundError:
        return Fault(FaultKind.STORE_LOST, STORE_FILE, f"{STORE_FILE}, with the store's id", "no such file", TODO)
    if isinstance(content, Fault):
        return content
    try:
        return store_id_of(storage) or Fault(FaultKind.STORE_LOST, STORE_FILE, STORE_FILE, "no such file", TODO)
    except StoreError as error:
        if is_sealed(content, STORE_FILE) and read_fields(content, STORE_FILE).get("format") != FORMAT:
            raise
        expected, found, _ = error.args
        return Fault(FaultKind.STORE_DAMAGED, STORE_FILE, expected, found, TODO)


def _witnesses(storage: Storage) -> Iterator[str]:
    """The store that the journal's first segment, and some records of each stage, say they belong to."""
    paths = ["log/000000001.json", COPYING]
    for stage in STAGES:
        with suppress(StoreError):
            paths += [listed.path for listed in islice(storage.listed(f"commits/{stage}"), WITNESSES)]
    for path in paths:
        with suppress(StoreError, FileNotFoundError):
            content = small_file(storage, path, FaultKind.RECORD_DAMAGED)
            if isinstance(content, bytes) and STORE_ID.fullmatch(told := str(unsealed(content, path).get("store_id"))):
                yield told
