"""A store's first use: where it lies, whose it is, and whether its place can keep the one promise that all leans on."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from thoughtmill.errors import StoreError
from thoughtmill.store.places.s3 import Bucket, shown
from thoughtmill.store.places.storage import Folder, Storage
from thoughtmill.store.records.commits import RESTORE, now, read_fields, sealed, unsealed, whole

FORMAT = 2
"""Of records and names. 1 had records without a hash and without the store's id."""
STORE_FILE = "store.json"
COPYING = "copying.json"
"""Stands where `store.json` will, until a copy of a store is whole."""
STORE_ID = re.compile(r"[0-9a-f]{32}")
RACERS = 8


def storage_at(url: str) -> Storage:
    """The place that a URL or a folder's name stands for. Raises StoreError if there is none of that kind."""
    if url.startswith("s3://"):
        return Bucket(url)
    if "://" in url:
        raise StoreError("a folder, or s3://bucket/prefix", shown(url), "name another store")
    return Folder(Path(url).expanduser().resolve())


def store_id_of(storage: Storage) -> str | None:
    """The id of the store that lies there, None if there is none. Raises StoreError for one of another format."""
    whose = f"{storage.url}/{STORE_FILE}"
    try:
        content = whole(storage.blocks(STORE_FILE), whose)
    except FileNotFoundError:
        return None
    except StoreError:
        if isinstance(storage, Folder) and not storage.root.is_dir():
            return None
        raise
    told = read_fields(content, whose).get("format")
    if isinstance(told, int) and told != FORMAT:
        todo = "use the version of thoughtmill that made it, or begin a new store"
        raise StoreError(f"a store of format {FORMAT}", f"{whose}: format {str(told)[:20]}", todo)
    store_id = unsealed(content, whose).get("store_id")
    if not isinstance(store_id, str) or not STORE_ID.fullmatch(store_id):  # it names a folder of the cache
        raise StoreError(f"{whose} with a store_id of 32 hex digits", repr(store_id)[:100], RESTORE)
    return store_id


def first_use(storage: Storage) -> str:
    """First use: see that only one create of a name succeeds. A store where two do would lose and double shards."""
    strangers = (listed.path for listed in storage.listed("") if not listed.path.startswith(("commits/", "tmp/")))
    if (stranger := next(strangers, None)) and store_id_of(storage) is None:
        raise StoreError("an empty folder, or a store", f"{storage.url} holds {stranger}", "name another store")
    try_creates(storage)
    made = {"format": FORMAT, "store_id": uuid4().hex, "created_at": now()}
    storage.create(STORE_FILE, sealed(made))
    counted = store_id_of(storage)
    if counted is None:
        raise StoreError(
            f"{storage.url}/{STORE_FILE} to be there", "nothing, just after it was made", "use another store"
        )
    return counted


def try_creates(storage: Storage) -> None:
    """See that of all who create a file at once, one is told that it did. Raises StoreError."""
    trial = f"tmp/trial-{uuid4().hex}"
    with ThreadPoolExecutor(RACERS) as pool:
        created = list(pool.map(lambda racer: storage.create(trial, b"%d" % racer), range(RACERS)))
    created.append(storage.create(trial, b"late"))
    storage.drop([trial], "")
    if created.count(True) > 1:
        found = f"{created.count(True)} of {len(created)} creates of one file succeeded in {storage.url}"
        todo = "use another store: this one would lose and double shards"
        raise StoreError("a create that only the first caller wins", found, todo)
