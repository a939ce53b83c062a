"""Snapshots of shards' histories in this machine's cache: who starts again reads no verdicts that it has read before.

A snapshot is derived, and may be lost at any time. Its seal is the hash of its content and of all that it was made
from: the records of plans and verdicts as they lie in the store, `max_kept`, what is excluded, the version of the
history. It is computed again from what counts now; where it differs in one bit, the history is made anew from verdicts.
"""

import hashlib
import json
from collections.abc import Callable

from thoughtmill.generation.history import STATE, VERSION, ShardHistory
from thoughtmill.questions.exclusions import Excluded
from thoughtmill.store.places.cache import Cache

SEAL_BYTES, ROUNDS_BYTES = 32, 4
"""What a snapshot begins with: its seal, and of how many rounds it is."""

MadeFrom = Callable[[int], tuple[str, str]]
"""Of a round of a shard: the key of the verdicts that count, and the hash of their record and of its plan's; the hash
is empty where there are not both."""


class HistorySnapshots:
    """The snapshots of one store's histories, under what is excluded."""

    def __init__(self, cache: Cache, excluded: Excluded) -> None:
        self._cache = cache
        self._for_all = _hash(
            [VERSION, STATE.to_string(), *map(sorted, (excluded.questions, excluded.traces, excluded.too_long))]
        )

    def restore(self, history: ShardHistory, made_from: MadeFrom) -> None:
        """Make an empty history what it was when its snapshot was kept, if there is one that is true of the store."""
        rounds = [made_from(1)]
        found = self._cache.recall(self._name(history, rounds[0][0]))
        if found is None:
            return
        seal, rest = found[:SEAL_BYTES], found[SEAL_BYTES:]
        while rounds[-1][1] and len(rounds) < int.from_bytes(rest[:ROUNDS_BYTES]):
            rounds.append(made_from(len(rounds) + 1))
        if seal == self._seal(history, rounds, rest):
            history.restore(rest[ROUNDS_BYTES:], rounds)

    def keep(self, history: ShardHistory) -> None:
        """Make a snapshot, unless the history can't have one or the cache does not take it."""
        rounds = [(one.verdicts, one.records) for one in history.rounds if one.verdicts]
        state = history.state() if all(records for _, records in rounds) else None
        if state is not None:
            rest = len(rounds).to_bytes(ROUNDS_BYTES) + state
            self._cache.remember(self._name(history, rounds[0][0]), self._seal(history, rounds, rest) + rest)

    def _about(self, history: ShardHistory) -> list[object]:
        return [self._for_all, history.max_kept]

    def _name(self, history: ShardHistory, verdicts: str) -> str:
        """Its own for each campaign whose histories differ: by what is excluded, and the verdicts on round 1."""
        return f"histories/{_hash([self._about(history), verdicts])}"

    def _seal(self, history: ShardHistory, rounds: list[tuple[str, str]], rest: bytes) -> bytes:
        return hashlib.sha256(_hash([self._about(history), rounds]).encode() + rest).digest()


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
