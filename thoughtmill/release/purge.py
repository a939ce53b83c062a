"""Text that has to be gone: what is withdrawn is left out, and its text removed from every file of the store.

No file changes and no record either. Each file that holds the text is written once more without it; one commit, an
exclusion, names what is left out and what replaces what; then the replaced files are removed. Until that commit nothing
has happened, and from it on all is decided: who is ended on the way does the same again and ends at the same store.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pyarrow as pa

from thoughtmill.errors import CommandError, StoreError
from thoughtmill.pace import paced
from thoughtmill.questions.exclusions import FILE, ExcludedFor, excluded_now, in_force, next_key
from thoughtmill.questions.held_out import HELD_OUT_FILE
from thoughtmill.questions.layers import Layers, newest
from thoughtmill.release.withdrawal import UNNUMBERED, facts_of, none_came_from, sorted_out
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.records.replaced import PURGED, is_purge, purged_shards
from thoughtmill.store.schemas import EXCLUDED, PURGED_ROWS
from thoughtmill.store.store import Attempt, Commit, File, Store
from thoughtmill.store.upkeep.purge import TOMBSTONES, finish_purges, purges
from thoughtmill.store.upkeep.redaction import SHOWN, Redaction
from thoughtmill.store.upkeep.sweep import sweep

BY_ID = {"traces": ["question_id"], "verdicts": ["question_id"], "releases": ["id"]}
"""Of large files this column alone says whether they hold any of it."""
OF_RELEASES = "releases/"
ALL_OF_THEM = timedelta(days=-1)
"""Nothing is at work, so that no attempt is too young; a bucket's clock may be ahead of ours."""
HOLD_TEXT = ("questions", "imports", "traces", "verdicts", "exclusions", "releases")


@dataclass(slots=True)
class _Meant:
    """What a person named: as it is found, and as it is named in the record."""

    whole: set[str]
    rows: dict[str, set[int]]
    questions: set[str]
    stones: dict[tuple[str | None, str, int | None], str] = field(
        default_factory=dict[tuple[str | None, str, int | None], str]
    )
    shards: set[str] = field(default_factory=set[str])
    prompts: set[str] = field(default_factory=set[str])

    def is_named(self, source: str, row: int | None) -> bool:
        """Whether a row of a source is meant."""
        return source in self.whole or row in self.rows.get(source, ())

    @property
    def redaction(self) -> Redaction:
        """Whose text goes."""
        rows = frozenset((source, row) for source, numbers in self.rows.items() for row in numbers)
        return Redaction(frozenset(self.questions), rows, frozenset(self.whole), frozenset(self.prompts))


def purge(store: Store, named: Sequence[str], why: str, by: str) -> Commit | None:
    """Withdraw sources (`gsm8k`), rows (`gsm8k:17-40`) or questions (their ids), and remove their text for good.

    Returns the first record of it, None if nothing of it was there any more: what others commit meanwhile, who hold no
    lease, is looked for until none is found. Raises CommandError for what is not there, StoreError if something works
    on the store. Memory: the largest file that holds any of it.
    """
    _expect_nobody(store)
    first: Commit | None = None
    seen = set[str]()
    while seen != (there := _committed(store)):
        seen, made = there, _purge_what_is_there(store, named, why, by)
        first = first or made
        finish_purges(store)
        sweep(store, ALL_OF_THEM, wait_s=paced(store.storage.unsettled_s))  # attempts that never committed hold it too
    _expect_nobody(store)
    return first


def _committed(store: Store) -> set[str]:
    """All that may hold text."""
    store.journal.look()
    return {f"{stage}/{key}" for stage in HOLD_TEXT for key in store.keys(stage, look=False)}


def _purge_what_is_there(store: Store, named: Sequence[str], why: str, by: str) -> Commit | None:
    """Commit what replaces the files that hold the text; None if none does."""
    while True:
        purges(store)  # all that are there are seen: what is read from here on is what they left
        layers = Layers.up_to(store, newest(store))
        meant = _meant(store, layers, named)
        with store.begin("exclusions", next_key(store)) as attempt:
            counts = _rewrite(store, meant, attempt)
            if not attempt.files and _is_out(store, meant):
                return None
            made = _commit(attempt, meant, {**facts_of(why, meant.whole, layers), "by": by, PURGED: dict(counts)})
        if made.attempt == attempt.name:
            return made  # else somebody excluded something meanwhile, and perhaps purged: all is looked at again


def _is_out(store: Store, meant: _Meant) -> bool:
    """Whether all that is meant is out already, what later layers add to whole sources included."""
    whole = {source for commit in in_force(store) for source in commit.facts.get("sources", ())}
    return meant.questions <= excluded_now(store).questions and meant.whole <= whole


def _expect_nobody(store: Store) -> None:
    for name, holder in Observer(store.storage).at_work().items():
        found = f"{holder.host} {holder.does} (lease {name})"
        raise StoreError(
            "nobody at work on the store: it would write the text again", found, "end it, then purge again"
        )


def _meant(store: Store, layers: Layers, named: Sequence[str]) -> _Meant:
    """Every question and refused row that is named. Raises CommandError for names that mean none."""
    whole, rows, ids = sorted_out(named, layers)
    found = _Meant(whole, rows, set(ids))
    left = {(source, row) for source, wanted in rows.items() for row in wanted}
    missing, unknown = set(ids), False
    for shard in layers.all_shards:
        table = store.read(layers.holding(shard).file(f"{shard}.parquet"))
        unknown = unknown or ("row" not in table.column_names and not set(rows).isdisjoint(table["source"].to_pylist()))
        for one in table.to_pylist():
            question, source, row = one["question_id"], one["source"], one.get("row")
            if question in found.questions or found.is_named(source, row):
                left.discard((source, row))
                missing.discard(question)
                found.questions.add(question)
                found.shards.add(shard)
                found.prompts |= {one["prompt"][:shown] for shown in SHOWN} - {""}
                digest = hashlib.sha256(one["prompt"].encode()).hexdigest()
                found.stones[question, source, row] = digest if one["prompt"] else ""
    for layer in layers.commits:
        for one in store.read(layer.file("refused.parquet")).to_pylist():
            if found.is_named(one["source"], one["row"]):
                left.discard((one["source"], one["row"]))
                found.stones[None, one["source"], one["row"]] = ""
    if missing:
        raise CommandError("ids that this store has", f"not in it: {min(missing)}", "is it the right store?")
    if left:
        raise none_came_from(left, UNNUMBERED if unknown else "the source has no such row")
    return found


def _rewrite(store: Store, meant: _Meant, attempt: Attempt) -> Counter[str]:
    """Write every file that holds the text once more, without it. Returns what was purged of, in how many rows."""
    redaction, counts = meant.redaction, Counter[str]()
    for commit, file in _files(store, meant):
        if (few := BY_ID.get(commit.stage)) and redaction.questions.isdisjoint(
            str(name).partition("-")[0] for name in store.read(file, few)[few[0]].to_pylist()
        ):
            continue
        table = store.read(file)
        empty = redaction.of(table)
        if empty is not table:
            attempt.write_table(file.path, empty)
            counts[commit.stage] += _rows_that_differ(table, empty)
    return counts


def _files(store: Store, meant: _Meant) -> Iterator[tuple[Commit, File]]:
    """Every file that may hold text of what is meant."""
    units = tuple(f"{shard}.r" for shard in meant.shards)
    for stage in HOLD_TEXT:
        for commit in store.commits(stage):
            if stage in ("traces", "verdicts") and not commit.key.startswith(units):
                continue
            if stage == "exclusions" and commit.facts.get("reason") == ExcludedFor.WITHDRAWN:
                continue  # its details say why it was withdrawn
            for file in commit.files:
                if file.name.endswith(".parquet") and file.name != HELD_OUT_FILE:
                    yield commit, file


def _rows_that_differ(one: pa.Table, other: pa.Table) -> int:
    columns = [name for name in one.column_names if not one[name].equals(other[name])]
    pairs = zip(one.select(columns).to_pylist(), other.select(columns).to_pylist(), strict=True)
    return sum(before != after for before, after in pairs)


def _commit(attempt: Attempt, meant: _Meant, facts: dict[str, object]) -> Commit:
    """The tombstones, the ids that stay out for ever, and the record that makes it so."""
    stones = [(*name, sha256 or None) for name, sha256 in meant.stones.items()]
    columns = list(zip(*stones, strict=True)) or [[] for _ in PURGED_ROWS]
    arrays = [pa.array(values, kind.type) for values, kind in zip(columns, PURGED_ROWS, strict=True)]
    attempt.write_table(TOMBSTONES, pa.table(arrays, schema=PURGED_ROWS))
    ids = sorted(meant.questions)
    attempt.write_table(FILE, pa.table([ids, [f"purged: {facts['why']}"] * len(ids)], schema=EXCLUDED))
    told = {"kind": "question", "reason": ExcludedFor.WITHDRAWN.value, **facts}
    return attempt.commit(counts={"excluded": len(ids)}, facts=told)


def purge_of(store: Store, release: Commit) -> Commit | None:
    """The newest purge that removed samples of a release."""
    paths = {file.path for file in release.files}
    made = [one for one in store.commits("exclusions") if is_purge(one) and paths & {file.name for file in one.files}]
    return made[-1] if made else None


def purged_releases(store: Store) -> set[str]:
    """The ids of the releases of which purges removed samples."""
    names = (name for commit in store.commits("exclusions") if is_purge(commit) for name in purged_shards(commit))
    return {name.removeprefix(OF_RELEASES) for name in names if name.startswith(OF_RELEASES)}


def expect_unpurged(store: Store, release: Commit) -> None:
    """Raises StoreError where a purge removed samples of a release: it is read as it was published, or not at all."""
    if (purge := purge_of(store, release)) is not None:
        found = f"{purge.name} removed the text of samples"
        todo = "`thoughtmill produce` publishes the next one, without them"
        raise StoreError(f"the release {release.key} as it was published", found, todo)
