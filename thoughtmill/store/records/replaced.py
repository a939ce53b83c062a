"""Which files took the place of those whose rows were purged: the same rows, the purged ones without their text.

A purge is an exclusion whose record says `purged`. Beside the ids it holds, for each file that it replaces, a file that
is named by the path of that one. Of several purges of one file the newest counts. Once the record stands, what it
replaces is removed.
"""

from collections.abc import Iterable, Iterator
from typing import Self

from thoughtmill.store.records.commits import Commit, File

PURGED = "purged"
"""The fact by which a record is a purge."""
OF_SHARDS = "shards/"


def is_purge(commit: Commit) -> bool:
    """Whether a commit removed text for good."""
    return commit.stage == "exclusions" and PURGED in commit.facts


def purged_shards(commit: Commit) -> Iterator[str]:
    """`stage/key` of each shard of which a purge replaced a file."""
    for file in commit.files:
        if file.name.startswith(OF_SHARDS):
            yield "/".join(file.name.split("/")[1:3])


def purge_lines(commits: Iterable[Commit]) -> Iterator[str]:
    """What a check says of each purge: who, when, why, and how much."""
    for commit in commits:
        if is_purge(commit):
            told = ", ".join(f"{number:,} rows of {name}" for name, number in commit.facts[PURGED].items() if number)
            by, why = commit.facts["by"], commit.facts["why"]
            yield f"{commit.key}: text purged on {commit.created_at[:10]} by {by}: {told or 'nothing was left'} ({why})"


class Replaced:
    """What all purges that were seen replace. Those that came later win, in whatever order they are seen."""

    def __init__(self) -> None:
        self._now: dict[str, tuple[tuple[int, str], File]] = {}
        self.gone: dict[str, str] = {}

    @classmethod
    def by(cls, commits: Iterable[Commit]) -> Self:
        """What these commits replace; only purges do."""
        found = cls()
        for commit in commits:
            found.see(commit)
        return found

    def see(self, commit: Commit) -> None:
        """Take a commit into account. `gone` has then, of each file that must not be there, which purge says so."""
        if not is_purge(commit):
            return
        turn = len(commit.key), commit.key
        for file in commit.files:
            if not file.name.startswith(OF_SHARDS):
                continue
            before = self._now.get(file.name)
            if before is not None and before[0] > turn:
                self.gone[file.path] = f"exclusions/{before[0][1]}"
                continue
            self.gone[file.name] = commit.name
            if before is not None and before[0] != turn:
                self.gone[before[1].path] = commit.name
            self._now[file.name] = turn, file

    def now(self, file: File) -> File:
        """What is read in place of a file: itself, unless rows of it were purged."""
        found = self._now.get(file.path)
        return file if found is None else File(file.name, found[1].path, found[1].sha256, found[1].size, file.rows)
