"""The layers of a store's questions: what a campaign added to those that were there, in order, each a commit.

A layer is named by its number, `layer-<number>`, so that only one can follow each: who adds at the same time and is
second is told. The first one of an earlier version's store is named by the hash of what it was made from. A layer names
the one before, and the units whose plan was frozen when it was made: these keep their places in the plan order.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from thoughtmill.errors import StoreError
from thoughtmill.store.store import Commit, Store

PRIVATE_FILE = "private.parquet"
"""In a layer: where its questions hold secrets or personal data, their ends alone; only where some do."""
PRIVATE_COUNT = "private"
"""How the counts of a layer's finds begin."""
LEAKED = "leaked.parquet"
"""In a layer: the questions of earlier ones that leak a held-out question which it adds."""


def number_of(layer: Commit) -> int:
    """Which layer of its store a commit of questions is, from 1."""
    return layer.facts.get("layer", 1)


def layer_id(layer: Commit) -> str:
    """The hash of all that a layer's questions depend on, the layers before included. Part of every policy id."""
    return layer.facts.get("layer_id", layer.key)


def layer_key(number: int) -> str:
    """The key of a layer that is made now."""
    return f"layer-{number:05}"


def latest(store: Store, *, look: bool = True) -> Commit | None:
    """The newest layer, None if nothing is prepared; without `look`, as of the store's last look."""
    return max(store.commits("questions", look=look), key=number_of, default=None)


def newest(store: Store) -> Commit:
    """The same, where there must be one. Raises StoreError."""
    if (found := latest(store)) is None:
        raise StoreError("a store with questions", f"none in {store.url}", "run `produce` first")
    return found


@dataclass(frozen=True)
class Layers:
    """A layer and all before it, the first one first."""

    commits: tuple[Commit, ...]

    @classmethod
    def up_to(cls, store: Store, last: Commit) -> Self:
        """The layers that end with this one, whatever was added later. Raises StoreError."""
        found = [last]
        while (before := found[-1].facts.get("previous")) is not None:
            found.append(store.get("questions", before))
        return cls(tuple(reversed(found)))

    @property
    def last(self) -> Commit:
        """The newest one."""
        return self.commits[-1]

    @cached_property
    def counts(self) -> Counter[str]:
        """The counts of all of them together."""
        return sum((Counter(layer.counts) for layer in self.commits), Counter[str]())

    @cached_property
    def all_shards(self) -> dict[str, dict[str, Any]]:
        """Every shard by its name: part, domain, number of questions. In the order of the layers."""
        return {shard["shard"]: shard for layer in self.commits for shard in layer.facts["shards"]}

    def shards(self, part: str, domain: str) -> list[str]:
        """The names of a domain's shards, in the order of the layers."""
        found = self.all_shards.values()
        return [shard["shard"] for shard in found if (shard["part"], shard["domain"]) == (part, domain)]

    @cached_property
    def _homes(self) -> dict[str, Commit]:
        return {shard["shard"]: layer for layer in self.commits for shard in layer.facts["shards"]}

    def holding(self, shard: str) -> Commit:
        """The layer that holds a shard. Raises StoreError if none of these does."""
        if (found := self._homes.get(shard)) is None:
            expected = f"the shard {shard} in layer 1 to {number_of(self.last)}"
            raise StoreError(expected, "none of this name", "another run has added questions: start again")
        return found

    def frozen(self) -> Iterator[frozenset[str]]:
        """For each layer but the first the keys of the units that have their places before it."""
        for layer in self.commits[1:]:
            yield frozenset(layer.facts["frozen"])

    def with_rows(self, shard: str) -> bool:
        """Whether the layer that holds a shard says from which row of its source each question came."""
        return bool(self.holding(shard).facts.get("with_rows"))

    def sources(self) -> dict[str, dict[str, Any]]:
        """Every source that questions came from, as the campaigns named it, the newest table of each."""
        return {name: table for layer in self.commits for name, table in layer.facts["sources"].items()}
