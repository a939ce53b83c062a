"""The log of a store: its commits in order of time; and the store as it was after some of them."""

import re
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from thoughtmill.errors import StoreError
from thoughtmill.store.records.commits import STAGES, Commit
from thoughtmill.store.store import Attempt, Store

NUMBER = re.compile("[0-9]{1,9}")
"""A number of commits, as a person writes it; every time has other signs."""


class Log:
    """The commits of a store, each told once. Their order is that of `created_at`: the clocks of who committed."""

    def __init__(self, store: Store, stages: Collection[str] = STAGES) -> None:
        self.store, self.stages = store, [stage for stage in STAGES if stage in stages]
        self._told: set[str] = set()

    def new(self) -> list[Commit]:
        """What was committed and not told yet; of one moment, in the order of the stages. Raises StoreError."""
        store = self.store
        store.journal.look()
        names = [(stage, key) for stage in self.stages for key in store.keys(stage, look=False)]
        with ThreadPoolExecutor(store.storage.at_once) as pool:
            fresh = list(pool.map(lambda name: store.get(*name), (n for n in names if "/".join(n) not in self._told)))
        self._told.update(commit.name for commit in fresh)
        return sorted(fresh, key=lambda commit: (commit.created_at, STAGES.index(commit.stage), commit.key))


def until(commits: Sequence[Commit], then: str) -> Sequence[Commit]:
    """The first of a log: so many, or what was committed up to a time (UTC, if it says no zone). Raises StoreError."""
    todo = f"a number up to {len(commits)}, or a time such as 2026-11-29T14:30: see `thoughtmill log`"
    if NUMBER.fullmatch(then):
        if int(then) > len(commits):
            raise StoreError(f"at least {int(then):,} commits", f"{len(commits):,}", todo)
        return commits[: int(then)]
    try:
        when = datetime.fromisoformat(then)
    except ValueError:
        raise StoreError("a number of commits, or a time", repr(then), todo) from None
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    last = when.isoformat(timespec="milliseconds")  # as records write it, so text can be compared
    return [commit for commit in commits if commit.created_at <= last]


class PastStore(Store):
    """A store as it was when these were all its commits. Only for looking: nothing can be committed to it."""

    def __init__(self, store: Store, commits: Collection[Commit]) -> None:
        super().__init__(store.storage, store.store_id)
        self.journal = store.journal
        self._there = {commit.name: commit for commit in commits}

    def find(self, stage: str, key: str) -> Commit | None:
        """As of then."""
        return self._there.get(f"{stage}/{key}")

    def seen(self, stage: str, key: str) -> Commit | None:
        """As of then."""
        return self.find(stage, key)

    def record(self, stage: str, key: str) -> bytes | None:
        """As of then."""
        return super().record(stage, key) if self.seen(stage, key) else None

    def keys(self, stage: str, *, look: bool = True) -> list[str]:  # noqa: ARG002  # as Store says
        """As of then; nothing is asked."""
        return sorted(commit.key for commit in self._there.values() if commit.stage == stage)

    def begin(self, stage: str, key: str) -> Attempt:
        """Refused. Raises StoreError."""
        raise StoreError("the store as it is", f"{stage}/{key} begun in the store as it was", "open it without a time")
