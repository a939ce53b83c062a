"""The commands that find what is wrong with a store, mend it, and copy it."""

import json
import shlex
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from thoughtmill.cli.command import Command, of_store
from thoughtmill.errors import StoreError
from thoughtmill.store.records.faults import Fault, FaultKind
from thoughtmill.store.upkeep.check import Checked, check
from thoughtmill.store.upkeep.copy import copy
from thoughtmill.store.upkeep.repair import Deed, repair


@contextmanager
def _bar(console: Console, doing: str) -> Iterator[Callable[[Checked], None]]:
    """A line that says how far it is, how fast it goes, and when it will be done; not drawn before it can say it."""
    columns = (
        TextColumn(f"{doing} {{task.fields[files]}} files"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=console, transient=True)
    bar = progress.add_task(doing, total=None, files="the")

    def on_file(so_far: Checked) -> None:
        progress.start()
        files = f"{so_far.files:,} of {so_far.all_files:,}"
        progress.update(bar, completed=so_far.size, total=so_far.all_size, files=files)

    try:
        yield on_file
    finally:
        if progress.live.is_started:
            progress.stop()


def run_check(given: Namespace, console: Console) -> int:
    """1 if anything is wrong."""
    if given.json:
        return _check_as_json(given, console)
    last = Checked(0, 0, 0, 0)
    with _bar(console, "checking") as show:

        def on_file(so_far: Checked) -> None:
            nonlocal last
            last = so_far
            show(so_far)

        faults = list(check(given.store, on_file))
    for fault in faults:
        console.print(str(fault), soft_wrap=True)
    console.print(f"{len(faults)} faults" if faults else "every record and every hash is as it should be")
    for line in last.purged:
        console.print(f"no fault: {line}", highlight=False, soft_wrap=True, markup=False)
    if last.unfolded:
        console.print(
            f"{last.unfolded:,} records are not in the journal yet, so nobody would miss them: no fault. "
            "`thoughtmill migrate` writes them into it, and so does every `produce`.",
            soft_wrap=True,
        )
    return 1 if faults else 0


def _check_as_json(given: Namespace, console: Console) -> int:
    """A list of objects, also where there is no store: then one that says so."""
    try:
        faults = list(check(given.store))
    except StoreError as error:
        faults = [Fault(FaultKind.STORE_UNUSABLE, str(given.store), *error.args)]
    console.print(json.dumps([fault.shown() for fault in faults], indent=1), soft_wrap=True)
    return 1 if faults else 0


def run_repair(given: Namespace, console: Console) -> int:
    """1 if anything waits, or could not be mended."""
    if not given.yes_nothing_runs:
        console.print(
            "Programs that work on the store rely on what is committed: records, segments and store.json are only "
            "taken away with --yes-nothing-runs, after every produce, worker and copy on it has ended.",
            soft_wrap=True,
        )
    with _bar(console, "checking") as on_file:
        done = list(repair(given.store, nothing_runs=given.yes_nothing_runs, dry_run=given.dry_run, on_file=on_file))
    for one in done:
        console.print(str(one), soft_wrap=True)
    deeds = Counter(one.deed for one in done)
    told = ", ".join(f"{number:,} {deed}" for deed, number in deeds.items()) or "nothing to mend"
    console.print(f"{'would be: ' if given.dry_run else ''}{told}", soft_wrap=True)
    for again in sorted({one.again for one in done if one.again and one.deed is Deed.SET_ASIDE}):
        console.print(f"next: {_here(again, given.store)}", soft_wrap=True)
    return 1 if deeds[Deed.WAITS] or deeds[Deed.LEFT] else 0


def _here(again: str, store: str) -> str:
    """What to do, its commands as they are typed for this store."""
    at = shlex.quote(store)
    return again.replace("STORE", at).replace("thoughtmill produce`", f"thoughtmill produce CAMPAIGN --store {at}`")


def run_copy(given: Namespace, console: Console) -> int:
    """1 if anything could not be copied, or if the two places disagree."""
    with _bar(console, "copying") as on_file:
        copied = copy(given.source, given.target, on_file)
    for fault in copied.faults:
        console.print(f"not copied: {fault}", soft_wrap=True)
    for name in copied.forks:
        console.print(f"not copied: {name}: the copy holds another record under this key; both stay", soft_wrap=True)
    console.print(
        f"{copied.shards:,} shards and {copied.parts:,} parts copied, {copied.size:,} bytes; "
        f"{copied.there:,} shards were there",
        soft_wrap=True,
    )
    return 1 if copied.faults or copied.forks else 0


def _check(parser: ArgumentParser) -> None:
    of_store(parser)
    parser.add_argument("--json", action="store_true", help="a list of objects: kind, path, expected, found, todo")


def _repair(parser: ArgumentParser) -> None:
    of_store(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    runs = "nothing works on the store: only then is what is committed taken away"
    parser.add_argument("--yes-nothing-runs", action="store_true", help=runs)


def _copy(parser: ArgumentParser) -> None:
    parser.add_argument("source", help="the store that is copied: a folder or s3://…")
    parser.add_argument("target", help="where to: a place that is empty, or holds an earlier copy of the same store")


MEND_COMMANDS = (
    Command("check", "verify every record, hash and count of a store; changes nothing", _check, run_check),
    Command("repair", "set aside what is broken and put back what is lost; deletes nothing", _repair, run_repair),
    Command("copy", "copy a store to another place, or bring a copy up to date", _copy, run_copy),
)
