"""What whoever a source came from does not want used any more: whole sources, or rows of them, kept out of releases.

A withdrawal is an exclusion like any other. That of a whole source holds for the layers that come later as well.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thoughtmill.errors import CommandError
from thoughtmill.questions.exclusions import QUESTION_ID, ExcludedFor, exclude
from thoughtmill.questions.layers import Layers, newest
from thoughtmill.store.store import Commit, Store

ROWS = re.compile(r"(.+):(\d{1,12})(?:-(\d{1,12}))?")
"""For what a person names: `gsm8k:17`, `gsm8k:17-40`."""
MOST_ROWS = 1_000_000
"""Of one word; who means more means the source."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A withdrawal: the exclusion, None if all was out before; how many questions were named.

    released: of each release that holds some of them, its samples of them and of how many questions these are.
    """

    exclusion: Commit | None
    questions: int
    released: Mapping[str, tuple[int, int]]


def withdraw(store: Store, named: Sequence[str], why: str, by: str) -> Withdrawn:
    """Keep sources (`gsm8k`), rows (`gsm8k:17-40`) or questions (their ids) out of later plans and releases.

    Releases that are there stay; `released` says which hold samples of it. Raises CommandError for what is not there.
    """
    layers = Layers.up_to(store, newest(store))
    whole, rows, ids = sorted_out(named, layers)
    found = {question: f"{source}: {why}" for source, question in _of(store, layers, whole, rows)}
    found |= dict.fromkeys(ids, why)
    made = exclude(store, found, ExcludedFor.WITHDRAWN, by, facts_of(why, whole, layers))
    return Withdrawn(made, len(found), _released(store, found))


def facts_of(why: str, whole: set[str], layers: Layers) -> dict[str, Any]:
    """What the record of a withdrawal says beside its ids: of whole sources, from which layer on it holds unasked."""
    return {"why": why, "sources": sorted(whole), "layers": len(layers.commits)}


def sorted_out(named: Sequence[str], layers: Layers) -> tuple[set[str], dict[str, set[int]], list[str]]:
    """Whole sources, rows by source, and ids. A name that is a source is one, whatever it looks like."""
    sources, whole = layers.sources(), set[str]()
    rows: dict[str, set[int]] = defaultdict(set)
    ids: list[str] = []
    for word in named:
        part = ROWS.fullmatch(word)
        if word in sources:
            whole.add(word)
        elif part and part[1] in sources:
            first, last = int(part[2]), int(part[3] or part[2])
            if not 0 < first <= last < first + MOST_ROWS:
                raise CommandError("rows FIRST-LAST, counted from 1", repr(word), "mend it, or name the whole source")
            rows[part[1]].update(range(first, last + 1))
        elif QUESTION_ID.fullmatch(word):
            ids.append(word)
        else:
            known = ", ".join(sorted(sources))[:300]
            raise CommandError("a source, SOURCE:ROW, or a question's id", f"{word!r}", f"sources are {known}")
    return whole, {source: wanted for source, wanted in rows.items() if source not in whole}, ids


def _of(store: Store, layers: Layers, whole: set[str], rows: Mapping[str, set[int]]) -> Iterator[tuple[str, str]]:
    """Source and question of each. Raises CommandError for rows that gave none, or whose layer does not know them."""
    left = {(source, row) for source, wanted in rows.items() for row in wanted}
    unknown = 0
    for shard in layers.all_shards if whole or rows else ():
        known = layers.with_rows(shard)
        columns = ["question_id", "source", *(["row"] if known else [])]
        table = store.read(layers.holding(shard).file(f"{shard}.parquet"), columns)
        numbers = table["row"].to_pylist() if known else [None] * table.num_rows
        names = zip(table["question_id"].to_pylist(), table["source"].to_pylist(), numbers, strict=True)
        for question, source, row in names:
            unknown += row is None and source in rows
            if source in whole or row in rows.get(source, ()):
                left.discard((source, row))  # a row may hold several questions
                yield source, question
    if left:
        todo = "see refused.parquet of the layer: the row was refused, or the same question came from elsewhere"
        raise none_came_from(left, UNNUMBERED if unknown else todo)


UNNUMBERED = "an earlier version prepared them, without rows: name the ids of the questions"


def none_came_from(rows: Collection[tuple[str, int]], todo: str) -> CommandError:
    """What is said of rows that are named and that the store does not know."""
    told = ", ".join(f"{source}:{row}" for source, row in sorted(rows)[:5]) + (" …" if len(rows) > 5 else "")
    return CommandError("rows that became questions", f"none came from {told}", todo)


def _released(store: Store, questions: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Samples of these questions in each release that has some, and of how many of them these are."""
    found: dict[str, tuple[int, int]] = {}
    for release in store.commits("releases"):
        files = (file for file in release.files if file.name.startswith("data/"))
        names = (name for file in files for name in store.read(file, ["id"])["id"].to_pylist())
        if ours := [question for name in names if (question := name.partition("-")[0]) in questions]:
            found[release.key] = len(ours), len(set(ours))
    return found
