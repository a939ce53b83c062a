"""Numbers by their hashes in little memory: 12 to 20 bytes each, where a dict takes a hundred."""

from array import array
from typing import Any

import numpy as np
import numpy.typing as npt


class Chains:
    """A hash table in three arrays; each slot leads to the newest number that fell into it, that to the one before."""

    def __init__(self, kind: str) -> None:
        """`kind`: of a hash, "I" for 32 bits, "Q" for 64."""
        self._tags, self._before = array(kind), array("I")
        self._heads = np.zeros(1 << 10, np.uint32)

    @property
    def tags(self) -> npt.NDArray[Any]:
        """The hashes in their order; not to be kept, as nothing can be added meanwhile."""
        return np.frombuffer(self._tags, self._tags.typecode)

    def add(self, tags: npt.NDArray[Any]) -> None:
        """The next numbers, from 0, have these hashes."""
        self._tags.frombytes(tags.tobytes())
        if len(self._tags) <= len(self._heads):
            self._link(tags)
            return
        while len(self._tags) > len(self._heads):
            self._heads = np.zeros(2 * len(self._heads), np.uint32)
        self._before = array("I")
        self._link(self.tags)

    def _link(self, tags: npt.NDArray[Any]) -> None:
        slots = (tags & (len(self._heads) - 1)).astype(np.uint32)
        order = np.argsort(slots, kind="stable").astype(np.uint32)
        slots = slots[order]
        is_first = np.append(True, slots[1:] != slots[:-1])
        is_last = np.append(is_first[1:], True)
        places = order + np.uint32(len(self._before) + 1)
        before = np.empty(len(tags), np.uint32)
        before[order] = np.where(is_first, self._heads[slots], np.append(np.uint32(0), places[:-1]))
        self._heads[slots[is_last]] = places[is_last]
        self._before.frombytes(before.tobytes())

    def has(self, tags: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Of each of these hashes, whether some number has it."""
        at, mine, before = self._heads[tags & (len(self._heads) - 1)], self.tags, np.frombuffer(self._before, np.uint32)
        found = np.zeros(len(tags), np.bool_)
        live = np.flatnonzero(at)
        while len(live):
            places = at[live] - 1
            found[live] = mine[places] == tags[live]
            at[live] = before[places]
            live = live[~found[live] & (at[live] > 0)]
        return found

    def find(self, tag: int, most: int) -> list[int]:
        """The newest numbers that have this hash, `most` of them at most."""
        found: list[int] = []
        at = int(self._heads[tag & (len(self._heads) - 1)])
        while at:
            if self._tags[at - 1] == tag:
                found.append(at - 1)
                if len(found) == most:
                    break
            at = self._before[at - 1]
        return found
