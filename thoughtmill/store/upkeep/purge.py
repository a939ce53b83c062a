"""The second half of a purge: what its record replaces is removed, wherever else in the store the text lies too.

The record of a purge decides; all of this may be ended at any moment and done again, and then finds less to do.
"""

import hashlib

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.store.partial_shards import PART
from thoughtmill.store.records.replaced import Replaced, is_purge
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.check import ASIDE
from thoughtmill.store.upkeep.redaction import Redaction

TOMBSTONES = "purged.parquet"
"""In a purge: one row for each question or refused row whose text is gone."""


def purges(store: Store) -> list[Commit]:
    """All purges of a store, the oldest first."""
    return [commit for commit in store.commits("exclusions") if is_purge(commit)]


def finish_purges(store: Store) -> None:
    """Remove what purges replaced; the text in parts, and what a repair set aside. Raises StoreError.

    Nothing may work on the store: who has the text in memory would write it again.
    """
    made = purges(store)
    if not made:
        return
    gone = sorted(Replaced.by(made).gone)
    store.storage.delete_all(gone)
    meant = _redaction(store, made)
    for path in [listed.path for listed in store.storage.listed("parts") if PART.fullmatch(listed.path)]:
        _purge_part(store, path, meant)
    for path in [listed.path for listed in store.storage.listed(ASIDE.rstrip("/"))]:
        if _may_hold(store, path, meant):
            store.storage.delete(path)
    store.cache.forget(gone)


def _redaction(store: Store, made: list[Commit]) -> Redaction:
    stones = [row for commit in made for row in store.read(commit.file(TOMBSTONES)).to_pylist()]
    return Redaction(
        frozenset(row["id"] for row in stones if row["id"]),
        frozenset((row["source"], row["row"]) for row in stones if row["row"] is not None),
        frozenset(source for commit in made for source in commit.facts.get("sources", ())),
    )


def _purge_part(store: Store, path: str, meant: Redaction) -> None:
    """Write a part again without the rows that are meant, then remove it; one that can't be read goes as it is."""
    content = store.storage.read(path)
    named = PART.fullmatch(path)
    assert named, "only parts are given"
    table = _table(content) if hashlib.sha256(content).hexdigest() == named[4] else None
    if table is not None:
        ids = table["question_id"].to_pylist()
        left = table.filter(pa.array([one not in meant.questions for one in ids], pa.bool_()))
        if left.num_rows == table.num_rows:
            return
        if left.num_rows:
            stream = pa.BufferOutputStream()
            pq.write_table(left, stream, compression="zstd")
            content = stream.getvalue().to_pybytes()
            digest = hashlib.sha256(content).hexdigest()
            store.storage.create(f"{path.rpartition('/')[0]}/{named[2]}-{named[3]}.{digest}.parquet", content)
    store.storage.delete(path)


def _may_hold(store: Store, path: str, meant: Redaction) -> bool:
    """Whether a file that was set aside holds rows that are meant, or is a table that nobody can read."""
    try:
        content = store.storage.read(path)
    except FileNotFoundError:
        return False
    if not path.endswith(".parquet") and not content.startswith(b"PAR1"):
        return False
    table = _table(content)
    return table is None or meant.of(table) is not table


def _table(content: bytes) -> pa.Table | None:
    try:
        return pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError):
        return None
