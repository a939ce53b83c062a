"""What records say of each other and of their files: parents that are there and come before, counts that add up."""

from collections.abc import Iterator, Mapping

from thoughtmill.errors import StoreError
from thoughtmill.store.records.commits import RESTORE, STAGES, Commit, record_path
from thoughtmill.store.records.faults import Fault, FaultKind, again

ROWS_OF = {
    ("questions", "refused"): "refused.parquet",
    ("questions", "held_out"): "held-out.parquet",
    ("imports", "refused"): "refused.parquet",
    ("traces", "traces"): "traces.parquet",
    ("traces", "set_aside"): "aside.parquet",
    ("verdicts", "traces"): "verdicts.parquet",
    ("comparisons", "answers"): "answers.parquet",
}
"""Counts that are the rows of one file of the shard."""


def is_name(name: str) -> bool:
    """Whether it is `stage/key`, and so names a record and nothing else."""
    stage, _, key = name.partition("/")
    try:
        record_path(stage, key)
    except StoreError:
        return False
    return True


def made_from(commits: Mapping[str, Commit]) -> dict[str, list[str]]:
    """Each parent with the names of those that were made from it."""
    found: dict[str, list[str]] = {}
    for commit in commits.values():
        for parent in commit.parents:
            found.setdefault(parent, []).append(commit.name)
    return found


def forged_parents(commits: Mapping[str, Commit]) -> Iterator[Fault]:
    """Records that can't have been made from what they name: from no record, or from what was made from them."""
    circles = _circles(commits)
    for commit in commits.values():
        for parent in commit.parents:
            if not is_name(parent):
                yield _forged(commit, f"made from {parent[:200]!r}, which names no record")
                break
            if parent in circles and commit.name in circles and not _is_before(parent, commit.name):
                yield _forged(commit, f"made from {parent}, which was made from it: a circle")
                break


def _circles(commits: Mapping[str, Commit]) -> set[str]:
    """What is in a circle of parents, or made from one."""
    waits = {name: {parent for parent in commit.parents if parent in commits} for name, commit in commits.items()}
    children = made_from(commits)
    free = [name for name, parents in waits.items() if not parents]
    while free:
        name = free.pop()
        del waits[name]
        for child in children.get(name, ()):
            if child in waits and name in waits[child]:
                waits[child].discard(name)
                if not waits[child]:
                    free.append(child)
    return set(waits)


def _is_before(parent: str, child: str) -> bool:
    """Whether the way of the data leads from one stage to the other: in every circle one step does not."""
    order = {stage: number for number, stage in enumerate(STAGES)}
    return order[parent.partition("/")[0]] < order[child.partition("/")[0]]


def _forged(commit: Commit, found: str) -> Fault:
    path = record_path(commit.stage, commit.key)
    todo = f"{RESTORE}; or `thoughtmill repair`: {again(commit.name)}"
    return Fault(FaultKind.PARENTS_FORGED, path, f"{path} to name what it was made from", found, todo)


def wrong_counts(commits: Mapping[str, Commit]) -> Iterator[Fault]:
    """Records that are whole, and whose counts disagree with the rows that they name."""
    for commit in commits.values():
        if (told := _disagrees(commit, commits)) is not None:
            path = record_path(commit.stage, commit.key)
            todo = f"{RESTORE}; or `thoughtmill repair` sets its shard aside: {again(commit.name)}"
            yield Fault(FaultKind.COUNTS_WRONG, path, f"{path} with counts of its own rows", told, todo)


def _disagrees(commit: Commit, commits: Mapping[str, Commit]) -> str | None:
    counts, rows = commit.counts, {file.name: file.rows for file in commit.files}
    for (stage, count), name in ROWS_OF.items():
        if stage == commit.stage and count in counts and name in rows and counts[count] != rows[name]:
            return f"{count} {counts[count]}, but {rows[name]} rows in {name}"
    if commit.stage == "traces" and rows and "aside.parquet" not in rows and counts.get("set_aside"):
        return f"set_aside {counts['set_aside']}, but no aside.parquet"
    if commit.stage == "releases" and "samples" in counts and counts["samples"] != commit.rows:
        return f"samples {counts['samples']}, but {commit.rows} rows"
    if commit.stage == "verdicts":
        return _disagrees_with_its_traces(commit, commits)
    return None


def _disagrees_with_its_traces(commit: Commit, commits: Mapping[str, Commit]) -> str | None:
    counts = commit.counts
    if {"kept", "rejected", "traces"} <= counts.keys() and counts["kept"] + counts["rejected"] != counts["traces"]:
        return f"kept {counts['kept']} and rejected {counts['rejected']} of {counts['traces']} traces"
    for parent in commit.parents:
        traces = commits.get(parent)
        asked = traces.counts.get("traces") if traces is not None and traces.stage == "traces" else None
        if asked is not None and "traces" in counts and counts["traces"] != asked:
            return f"verdicts on {counts['traces']} traces, but {parent} has {asked}"
    return None
