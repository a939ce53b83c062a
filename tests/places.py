"""The two places a store may lie in, and how a test damages what lies there."""

import os
import shutil

from thoughtmill.store.places.s3 import Bucket
from thoughtmill.store.places.storage import Folder
from thoughtmill.store.store import Store

PLACES = ("folder", "bucket")


def overwrite(store: Store, path: str, content: bytes) -> None:
    """What no code of ours can do: change a file. Then the store knows nothing, as on another machine."""
    storage = store.storage
    if isinstance(storage, Folder):
        target = storage.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    else:
        assert isinstance(storage, Bucket)
        storage._ask.put(storage._bucket, path, content)
        without_copies()
    store.__init__(storage, store.store_id)


def without_copies() -> None:
    """This machine has read nothing of any bucket yet."""
    if named := os.environ.get("THOUGHTMILL_CACHE"):
        shutil.rmtree(named, ignore_errors=True)


def everything(store: Store) -> dict[str, bytes]:
    """All that lies in a store."""
    return {listed.path: store.storage.read(listed.path) for listed in store.storage.listed("")}
