"""Numbers by their hashes in little memory: 12 to 20 bytes each, where a dict takes a hundred."""

from array import array
from typing import Any

import numpy as np
import numpy.typing as npt

_AT_ONCE = 1 << 20
"""Numbers that are linked at once: what that takes on the way, some 50 bytes each, does not grow with all of them."""


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
        if not len(tags):
            return
        self._tags.frombytes(tags.tobytes())
        if len(self._tags) <= len(self._heads):
            self._link(tags)
            return
        while len(self._tags) > len(self._heads):
            self._heads = np.zeros(2 * len(self._heads), np.uint32)
        self._before = array("I")
        for first in range(0, len(self._tags), _AT_ONCE):
            self._link(self.tags[first : first + _AT_ONCE])

    def _link(self, tags: npt.NDArray[Any]) -> None:
        keys = (tags & (len(self._heads) - 1)).astype(np.uint64) << np.uint64(32)
        keys = np.sort(keys | np.arange(len(tags), dtype=np.uint64))  # by slot, then by number
        slots, order = (keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32)
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
