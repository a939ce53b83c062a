"""Damages made by rule: to a small real store, in a folder or a bucket, of every kind that was ever seen or thought of.

Each is one change that no code of ours makes.
"""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.places import overwrite
from thoughtmill.store.partial_shards import PartialShards
from thoughtmill.store.records.commits import sealed
from thoughtmill.store.store import Store

EARLIER = Path(__file__).parent / "fixtures" / "store-7c69906" / "store"
UNPROTECTED = "commits/attempts/train-x-2.json"
"""A record that no segment of the journal holds yet: if it is lost, or replaced by a whole one, nobody can tell."""

OPEN_UNIT = "reasoning-math-00002.r2.8cc078d04579"

Content = dict[str, bytes]
"""What lies at each path."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One change of a store: its kind, and the new content of each path that it concerns; None: the file is gone."""

    kind: str
    changes: dict[str, bytes | None]


def small_store(root: Path) -> Store:
    """Questions, rounds, traces, verdicts, a release and a student; a part and an attempt of a unit under way."""
    shutil.copytree(EARLIER, root)
    store = Store.existing(str(root))
    PartialShards(store, OPEN_UNIT).flush([{"question_id": "q", "round": 2, "index": 0, "text": "t"}])
    store.journal.fold(1, everything=True)
    with store.begin("attempts", "train-x-1") as attempt:
        attempt.commit(facts={"ended": "crashed"})
    store.journal.fold(1)
    with store.begin("attempts", "train-x-2") as attempt:  # announced, and in no segment
        attempt.commit(facts={"ended": "crashed"})
    store.begin("traces", OPEN_UNIT).write_bytes("traces.parquet", b"half")
    return Store.existing(str(root))


def flipped(chance: random.Random, content: bytes) -> bytes:
    """One bit of it."""
    found = bytearray(content)
    found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def zeroed(chance: random.Random, content: bytes) -> bytes:
    """64 bytes of it are zero, as a disk loses a sector."""
    found = bytearray(content)
    at = chance.randrange(max(1, len(found) - 64))
    found[at : at + 64] = bytes(len(found[at : at + 64]))
    return bytes(found) if bytes(found) != content else b"\0" + content[1:]


BYTES: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "a bit flipped": flipped,
    "64 bytes zero": zeroed,
    "cut short": lambda chance, content: content[: chance.randrange(len(content))],
    "emptied": lambda chance, content: b"",
    "longer": lambda chance, content: content + chance.choice([b"\n", b" ", b"\0", b"{}"]),
    "random bytes": lambda chance, content: chance.randbytes(chance.randrange(1, 3_000)),
}
"""To any file."""


def with_field(content: bytes, text: str) -> bytes:
    """One more field, written by hand."""
    return content.replace(b"{\n", b'{\n "x": ' + text.encode() + b",\n", 1)


def edited(chance: random.Random, content: bytes) -> bytes:
    """A field changed by hand, neatly."""
    found = json.loads(content)
    found[chance.choice([name for name in found if name != "record_sha256"])] = chance.choice([0, "x", [], {}, None])
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


TEXTS: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "edited by hand": edited,
    "other spaces": lambda chance, content: json.dumps(json.loads(content), indent=2).encode(),
    "a field twice": lambda chance, content: content.replace(b"{\n", b'{\n "attempt": "evil",\n', 1),
    "no number": lambda chance, content: with_field(content, "NaN"),
    "a long number": lambda chance, content: with_field(content, "9" * 5_000),
    "utf-16": lambda chance, content: content.decode().encode("utf-16"),
    "a byte order mark": lambda chance, content: b"\xef\xbb\xbf" + content,
    "a lone surrogate": lambda chance, content: with_field(content, '"\\ud800"'),
    "a deep list": lambda chance, content: b"[" * 100_000 + b"]" * 100_000,
    "a deep field": lambda chance, content: with_field(content, "[" * 50_000 + "]" * 50_000),
}
"""To a record, a segment or `store.json`."""


def forged(content: bytes, **changes: object) -> bytes:
    """A record changed by somebody who knows how it is sealed."""
    found = json.loads(content)
    del found["record_sha256"]
    return sealed({**found, **changes})


def rewritten(content: bytes, *, twice: bool) -> bytes:
    """A Parquet file with the same rows in other bytes, or with its first row twice."""
    table = pq.read_table(pa.BufferReader(content))
    table = pa.concat_tables([table, table.slice(0, 1)]) if twice else table
    stream = pa.BufferOutputStream()
    pq.write_table(table, stream, compression="snappy")
    return stream.getvalue().to_pybytes()


STRANGERS = (
    "note.txt",
    "shards/traces/x/y.txt",
    "commits/traces/a.json.swp",
    "commits/traces/sub/a.json",
    "commits/secrets/a.json",
    "commits/traces/x y.json",
    "tmp/x",
    "parts/traces/zzz/notes.txt",
    ".nfs0001",
    "log/000000001.json.bak",
    "log/1.json",
    "new/x",
    "a\x1b[2Jb",
    "l" * 250,
)
NOTHING_WRONG = {
    "an attempt that never committed": f"shards/traces/{OPEN_UNIT}/0123456789ab-12/evil.parquet",
    "a record on its way": f"tmp/{'a' * 32}",
    "announced, and never came": "new/traces/never",
    "set aside before": "aside/20260101T000000Z-000000/0001/files/note.txt",
}
"""What `check` has to say nothing of."""


def damages(there: Content, other: Content, seed: int = 11) -> Iterator[Damage]:
    """All of them, in an order that chance mixes: `there` is the small store, `other` another store of its kind."""
    chance = random.Random(seed)
    found = list(_damages(chance, there, other))
    chance.shuffle(found)
    yield from found


def _damages(chance: random.Random, there: Content, other: Content) -> Iterator[Damage]:
    records = sorted(path for path in there if path.startswith("commits/"))
    segments = sorted(path for path in there if path.startswith("log/"))
    named = {file["path"] for path in records for file in json.loads(there[path])["files"]}
    parts = sorted(path for path in there if path.startswith("parts/"))
    data = sorted(named) + parts
    parquet = sorted(path for path in named if path.endswith(".parquet"))
    for path in [*data, *records, *segments, "store.json"]:
        where = path.split("/")[0]
        if path not in (*parts, UNPROTECTED):
            yield Damage(f"{where}: lost", {path: None})
        for kind, change in BYTES.items():
            if there[path] and (kind in ("a bit flipped", "emptied") or chance.random() < 0.35):
                yield Damage(f"{where}: {kind}", {path: change(chance, there[path])})
    for path in [*records, *segments, "store.json"]:
        changed = {kind: change(chance, there[path]) for kind, change in TEXTS.items() if chance.random() < 0.3}
        yield from (Damage(f"{path.split('/')[0]}: {kind}", {path: new}) for kind, new in changed.items())
    for path in parquet:
        yield Damage("shards: the same rows in other bytes", {path: rewritten(there[path], twice=False)})
        yield Damage("shards: a row twice", {path: rewritten(there[path], twice=True)})
    yield from _swaps(chance, there, {"files": parquet, "records": records, "segments": segments})
    yield from _forgeries(chance, there, records, segments)
    yield from (Damage("a stranger", {path: b"evil"}) for path in STRANGERS)
    yield from (Damage(kind, {path: b"evil"}) for kind, path in NOTHING_WRONG.items())
    shard = min(named).rpartition("/")[0]
    yield Damage("a stranger in a committed shard", {f"{shard}/extra.parquet": b"evil"})
    for path in sorted(other):
        if path.startswith(("commits/traces", "commits/questions", "log/", "store.json")):
            yield Damage(f"another store's {path.split('/')[0]}", {path: other[path]})


def _swaps(chance: random.Random, there: Content, pools: dict[str, list[str]]) -> Iterator[Damage]:
    for what, pool in pools.items():
        for _ in range(6):
            one, two = chance.sample(pool, 2)
            if there[one] != there[two]:
                yield Damage(f"two {what} swapped", {one: there[two], two: there[one]})


def _forgeries(chance: random.Random, there: Content, records: list[str], segments: list[str]) -> Iterator[Damage]:
    for path in records:
        record = json.loads(there[path])
        files, counts = record["files"], record["counts"]
        if path != UNPROTECTED:
            yield Damage("forged: another time", {path: forged(there[path], created_at="2020-01-01")})
            yield Damage("forged: a field more", {path: forged(there[path], later=1)})
        if files:
            yield Damage("forged: no files", {path: forged(there[path], files=[])})
            wrong = [{**files[0], "sha256": "0" * 64}, *files[1:]]
            yield Damage("forged: another hash", {path: forged(there[path], files=wrong)})
            away = [{**files[0], "path": "../../etc/passwd"}, *files[1:]]
            yield Damage("forged: a file elsewhere", {path: forged(there[path], files=away)})
            more = [{**files[0], "rows": files[0]["rows"] + 1}, *files[1:]]
            yield Damage("forged: other rows", {path: forged(there[path], files=more)})
        if "traces" in counts:
            yield Damage("forged: other counts", {path: forged(there[path], counts={**counts, "traces": 99})})
        yield Damage("forged: from nothing", {path: forged(there[path], parents=["traces/nobody"])})
        yield Damage("forged: from no name", {path: forged(there[path], parents=["../../x"])})
        yield Damage("forged: from itself", {path: forged(there[path], parents=[path[8:-5]])})
    for path in segments:
        kept = json.loads(there[path])["records"]
        yield Damage("forged: a segment without its records", {path: forged(there[path], records={})})
        if kept:
            fewer = dict(list(kept.items())[1:])
            yield Damage("forged: a segment with a record less", {path: forged(there[path], records=fewer)})
        evil = {**kept, "../../evil": "{}"}
        yield Damage("forged: a segment with a record elsewhere", {path: forged(there[path], records=evil)})


def put(store: Store, path: str, content: bytes | None) -> None:
    """Lay a file there, or take it away, as no code of ours does."""
    if content is not None:
        overwrite(store, path, content)
        return
    store.storage.delete(path)
    store.__init__(store.storage, store.store_id)


def of_another_store(there: Content) -> Content:
    """The same records, segments and `store.json`, of a store with another id."""
    found = {path: content for path, content in there.items() if path.startswith(("commits/", "log/", "store.json"))}
    return {path: forged(content, store_id="f" * 32) for path, content in found.items()}
