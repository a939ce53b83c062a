"""What is left out although it was paid for: planner and release both ask here, so quotas count what is left.

An exclusion is a committed record, `exclusion-<number>`; it may be withdrawn by a later one. No verdict changes by it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from thoughtmill.errors import CommandError
from thoughtmill.questions.layers import LEAKED, Layers, newest, number_of
from thoughtmill.store.records.commits import RECORD
from thoughtmill.store.records.replaced import is_purge
from thoughtmill.store.schemas import EXCLUDED
from thoughtmill.store.store import Commit, Store

FILE = "excluded.parquet"
QUESTION_ID = re.compile(r"[0-9a-f]{16}")
"""For an id that a person names."""
TRACE_ID = re.compile(r"([0-9a-f]{16})-([1-9]\d{0,8})-(\d{1,9})")
"""For an id that a person names: question, round, index, as in the `id` of a sample."""
SHOWN = 5

Trace = tuple[str, int, int]
"""Question, round, index."""


class ExcludedFor(StrEnum):
    """Why a person excludes questions or traces."""

    LEAK = "leak"
    """It gives away what an exam asks."""
    TOO_LONG = "too_long"
    """Longer than the training that is planned can use."""
    DISPUTED = "disputed"
    """Its reference, its answer, or the question itself is doubted."""
    WITHDRAWN = "withdrawn"
    """Whoever it came from does not want it used any more."""
    OVERRULED = "overruled"
    """A person read it and says that the checks were wrong to keep it."""
    SICK_ENGINE = "sick_engine"
    """It was written by an engine that was unlike the others which serve the same teacher."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """Questions that are neither asked nor released, and traces that are not released, whoever wrote them."""

    questions: frozenset[str] = frozenset()
    traces: frozenset[Trace] = frozenset()
    too_long: frozenset[Trace] = frozenset()
    """Those of `traces` that count as asked: who is asked anew writes as much again, and would be for ever."""

    def rows(self, verdicts: pa.Table) -> set[int]:
        """The numbers of the rows of verdicts (`question_id`, `round`, `index`) that are excluded."""
        if not self.questions and not self.traces:
            return set()
        names = _names(verdicts)
        return {row for row, name in enumerate(names) if name[0] in self.questions or name in self.traces}

    def asked_anew(self, rows: set[int], verdicts: pa.Table) -> set[int]:
        """Of the excluded rows those that are as if they had not been asked."""
        if not rows or not self.too_long:
            return rows
        return rows - {row for row, name in enumerate(_names(verdicts)) if name in self.too_long}


def _names(verdicts: pa.Table) -> Iterator[Trace]:
    return zip(*(verdicts[name].to_pylist() for name in ("question_id", "round", "index")), strict=True)


NOTHING = Excluded()
"""Where nothing is excluded."""


def in_force(store: Store, *, look: bool = True) -> list[Commit]:
    """The exclusions that no later one has withdrawn, the oldest first; without `look`, as of the last look."""
    return _standing(list(store.commits("exclusions", look=look)))


def _standing(every: list[Commit]) -> list[Commit]:
    undone = {commit.facts.get("undoes") for commit in every}
    return [commit for commit in every if commit.files and commit.key not in undone]


def excluded_now(store: Store) -> Excluded:
    """What all that is committed now excludes. It asks for two stages, where a look would ask for all that is new."""
    layers, exclusions = _committed_now(store, "questions"), _standing(_committed_now(store, "exclusions"))
    return excluded_by(store, Layers.up_to(store, max(layers, key=number_of)), exclusions)


def _committed_now(store: Store, stage: str) -> list[Commit]:
    paths = (RECORD.fullmatch(listed.path) for listed in store.storage.listed(f"commits/{stage}"))
    return [store.get(stage, found[1].partition("/")[2]) for found in paths if found]


def excluded_by(store: Store, layers: Layers, exclusions: Sequence[Commit]) -> Excluded:
    """What these exclusions exclude, and what these layers do: questions that leak an exam which was added later."""
    questions: set[str] = set()
    traces: set[Trace] = set()
    long: set[Trace] = set()
    files = [(layer.file(LEAKED), "") for layer in layers.commits[1:]]
    files += [(commit.file(FILE), commit.facts["reason"]) for commit in exclusions]
    for file, reason in files:
        for name in store.read(file, ["id"])["id"].to_pylist():
            trace = TRACE_ID.fullmatch(name)
            traces.add(_trace(trace)) if trace else questions.add(name)
            if trace and reason == ExcludedFor.TOO_LONG:
                long.add(_trace(trace))
    for commit in exclusions:
        questions.update(_added_since(store, layers, commit.facts))
    return Excluded(frozenset(questions), frozenset(traces), frozenset(long))


def _added_since(store: Store, layers: Layers, said: Mapping[str, Any]) -> Iterator[str]:
    """Questions of withdrawn sources in layers that came after the withdrawal."""
    sources = said.get("sources", ())
    for layer in layers.commits[said["layers"] :] if sources else ():
        for shard in layer.facts["shards"]:
            table = store.read(layer.file(f"{shard['shard']}.parquet"), ["question_id", "source"])
            yield from table.filter(pc.field("source").isin(sources))["question_id"].to_pylist()


def _trace(found: re.Match[str]) -> Trace:
    return found[1], int(found[2]), int(found[3])


def exclude(
    store: Store, named: Mapping[str, str], reason: ExcludedFor, by: str, more: Mapping[str, Any] | None = None
) -> Commit | None:
    """Commit an exclusion of questions, or of traces (`question-round-index`, the `id` of a sample).

    named: id → detail; none where `more`, the facts of the record, names `sources` that gave no question. What is
    excluded already is left away; None if that is all. Raises CommandError for ids that are of both kinds, or that
    the store does not have.
    """
    layers = Layers.up_to(store, newest(store))
    sources = (more or {}).get("sources", ())
    kinds = {_kind(name) for name in named} or ({"question"} if sources else set[str]())
    if len(kinds) != 1:
        found = f"{len(named)} ids, of both or none"
        raise CommandError("ids of questions, or ids of traces", found, "exclude one kind at a time")
    now = excluded_by(store, layers, in_force(store))
    there = {*now.questions, *("-".join(map(str, trace)) for trace in now.traces)}
    fresh = {name: named[name] for name in sorted(named) if name not in there}
    if missing := sorted(_missing(store, layers, fresh)):
        found = ", ".join(missing[:SHOWN]) + (f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else "")
        raise CommandError("ids that this store has", f"not in it: {found}", "is it the right store?")
    withdrawn = {source for commit in in_force(store) for source in commit.facts.get("sources", ())}
    if not fresh and withdrawn.issuperset(sources):
        return None
    facts = {"kind": kinds.pop(), "reason": reason.value, "by": by, **(more or {})}
    return _commit(store, facts, pa.table([list(fresh), list(fresh.values())], schema=EXCLUDED))


def undo(store: Store, key: str, by: str) -> Commit:
    """Withdraw an exclusion. Raises CommandError if it is not in force, or a purge: there is nothing to give back."""
    known = [commit.key for commit in in_force(store) if not is_purge(commit)]
    if key not in known:
        raise CommandError("an exclusion that is in force", f"{key!r}; in force are {known}", "name one of these")
    return _commit(store, {"kind": "undo", "undoes": key, "by": by}, None)


def _commit(store: Store, facts: dict[str, Any], excluded: pa.Table | None) -> Commit:
    """Commit under the next number that is free."""
    while True:
        parents = (f"exclusions/{facts['undoes']}",) if excluded is None else ()
        counts = {} if excluded is None else {"excluded": excluded.num_rows}
        with store.begin("exclusions", next_key(store)) as attempt:
            if excluded is not None:
                attempt.write_table(FILE, excluded)
            counted = attempt.commit(counts=counts, parents=parents, facts=facts)
        if counted.attempt == attempt.name:
            return counted


def next_key(store: Store) -> str:
    """The key of the next exclusion: one more than the highest, as a repair may have set one aside."""
    numbers = (int(key.rpartition("-")[2]) for key in store.keys("exclusions"))
    return f"exclusion-{max(numbers, default=0) + 1:05}"


def _kind(name: str) -> str:
    return "trace" if TRACE_ID.fullmatch(name) else "question" if QUESTION_ID.fullmatch(name) else ""


def _missing(store: Store, layers: Layers, named: Iterable[str]) -> set[str]:
    """The ids that are neither a question nor a trace of the store."""
    traces = {name: _trace(found) for name in named if (found := TRACE_ID.fullmatch(name))}
    wanted = {name: traces[name][0] if name in traces else name for name in named}
    home = _homes(store, layers, set(wanted.values()))
    missing = {name for name, question in wanted.items() if question not in home}
    by_round: dict[str, list[str]] = {}
    for name in traces.keys() - missing:
        by_round.setdefault(f"{home[traces[name][0]]}.r{traces[name][1]}.", []).append(name)
    keys = store.keys("traces", look=False)
    for prefix, names in by_round.items():
        there: set[tuple[str, int]] = set()
        for key in (key for key in keys if key.startswith(prefix)):
            table = store.read(store.get("traces", key).file("traces.parquet"), ["question_id", "index"])
            there.update(zip(table["question_id"].to_pylist(), table["index"].to_pylist(), strict=True))
        missing.update(name for name in names if (traces[name][0], traces[name][2]) not in there)
    return missing


def _homes(store: Store, layers: Layers, questions: set[str]) -> dict[str, str]:
    """Question → the shard that holds it."""
    found: dict[str, str] = {}
    for shard in layers.all_shards:
        table = store.read(layers.holding(shard).file(f"{shard}.parquet"), ["question_id"])
        found.update(dict.fromkeys(questions.intersection(table["question_id"].to_pylist()), shard))
    return found
