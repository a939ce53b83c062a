"""The commands that look at a store, or judge it again: they need nothing but the store."""

from argparse import ArgumentParser, Namespace
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from thoughtmill.campaign import Campaign
from thoughtmill.cli.command import Command, of_campaign, of_store
from thoughtmill.cli.output import files_of, never_over
from thoughtmill.cli.read_commands import READ_COMMANDS
from thoughtmill.errors import StoreError
from thoughtmill.judging.explain import explain
from thoughtmill.judging.rejudge import rejudge, shards_to_judge
from thoughtmill.questions.prepare import prepared
from thoughtmill.reporting.checks import print_changes, print_explanation
from thoughtmill.reporting.html import page
from thoughtmill.reporting.status import status
from thoughtmill.store.campaigns import read, thaw
from thoughtmill.store.places.storage import reported
from thoughtmill.store.store import Commit, Store
from thoughtmill.store.upkeep.sweep import sweep


def run_migrate(given: Namespace, console: Console) -> int:
    """Give a store of an earlier version what this one has; may be ended and started again at any moment."""
    store = Store.existing(given.store)
    written = store.journal.fold(1, everything=True)
    if not store.journal.complete:
        raise StoreError("a journal that can be continued", "its chain is broken", "see `thoughtmill check`")
    console.print(f"{written:,} records written into the journal, which now holds all", highlight=False)
    return 0


def run_sweep(given: Namespace, console: Console) -> int:
    """Remove what nothing needs any more, or only say how much that is."""
    number, unit = given.older[:-1], given.older[-1:]
    if not number.isdigit() or unit not in UNITS:
        raise StoreError("--older with a number and m, h or d, such as 24h", repr(given.older), "write it so")
    older = timedelta(**{UNITS[unit]: int(number)})
    swept = sweep(Store.existing(given.store), older, dry_run=given.dry_run)
    console.print(
        f"{'would remove' if given.dry_run else 'removed'} {swept.files:,} files, {swept.size:,} bytes: "
        f"{swept.parts:,} parts of committed shards, {swept.attempts:,} files of attempts that never committed, "
        f"{swept.waiting:,} records on their way",
        highlight=False,
        soft_wrap=True,
    )
    return 0


UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def run_report(given: Namespace, console: Console) -> int:
    """One page for a campaign of the store."""
    store, out = Store.existing(given.store), Path(given.out)
    campaign = looked_at(store, given, console)
    never_over(out, [Path(given.store), *files_of(campaign, given.campaign)])
    found = page(store, status(store, campaign))
    with reported(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(found, encoding="utf-8")
    console.print(f"written: {given.out}", highlight=False, soft_wrap=True)
    return 0


def run_filter(given: Namespace, console: Console) -> int:
    """Judge every trace again and say what that changed."""
    store = Store.existing(given.store)
    campaign = looked_at(store, given, console)
    if given.campaign:
        prepared(store, campaign)  # the store's own questions, or a message that names the difference
    total = sum(shard.counts["traces"] for shard in shards_to_judge(store, campaign))
    columns = (
        TextColumn("judging"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} traces/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("judging", total=total, rate="?")

        def on_trace() -> None:
            speed = progress.tasks[0].speed
            progress.update(bar, advance=1, rate=f"{speed:,.0f}" if speed else "?")

        changes = rejudge(store, campaign, on_trace)
    print_changes(changes, console)
    if given.campaign:
        told = f"a trial: other commands keep to what `produce` has frozen; --campaign {given.campaign} shows them this"
        console.print(told, highlight=False, soft_wrap=True, markup=False)
    return 0


def run_explain(given: Namespace, console: Console) -> int:
    """Why a trace was kept or rejected, check by check."""
    store = Store.existing(given.store)
    for found in explain(store, looked_at(store, given, console), given.trace):
        print_explanation(found, console, whole=given.whole)
    return 0


def looked_at(store: Store, given: Namespace, console: Console, release: Commit | None = None) -> Campaign:
    """The campaign that was named; else that of the release, if one is meant; else the one that was frozen last.

    Says which it is, but for programs (`--json`). Raises StoreError if there is none.
    """
    found, told = _named(store, given, release)
    if not getattr(given, "json", False):
        console.print(f"about the campaign {found.name}: {told}", highlight=False, soft_wrap=True, markup=False)
    return found


def _named(store: Store, given: Namespace, release: Commit | None) -> tuple[Campaign, str]:
    """The campaign, and where it is from."""
    if given.campaign:
        return read(given.campaign), f"the file {given.campaign}"
    frozen = sorted(store.commits("campaigns"), key=lambda commit: commit.created_at)
    if not frozen:
        raise StoreError("a store with a campaign", "none is frozen in it", "run `thoughtmill produce` first")
    id_of_release = release.facts.get("campaign_id") if release else None
    if ours := [one for one in frozen if id_of_release and one.key.startswith(f"{id_of_release}-")]:
        return thaw(store, ours[-1].key), f"{ours[-1].key}, which published the release"
    told = f"{frozen[-1].key}, frozen {frozen[-1].created_at[:16]}"
    if len(frozen) > 1:
        told += f", the last of {len(frozen)}; a campaign's file names another one"
    return thaw(store, frozen[-1].key), told


def _store_and_campaign(parser: ArgumentParser) -> None:
    of_store(parser)
    of_campaign(parser)


def _sweep(parser: ArgumentParser) -> None:
    of_store(parser)
    older = "only what was last written longer ago: 24h, 90m, 2d (default: 24h)"
    parser.add_argument("--older", default="24h", help=older)
    parser.add_argument("--dry-run", action="store_true", help="say how much there is, and remove nothing")


def _report(parser: ArgumentParser) -> None:
    _store_and_campaign(parser)
    parser.add_argument("--out", default="report.html", help="the page to write (default: report.html)")


def _filter(parser: ArgumentParser) -> None:
    of_store(parser)
    other = "a campaign file, perhaps with another policy, which is tried (default: the one frozen last)"
    parser.add_argument("--campaign", help=other)


def _explain(parser: ArgumentParser) -> None:
    _store_and_campaign(parser)
    parser.add_argument("trace", help="question-round-index: the `id` of a sample, or of any row of traces")
    parser.add_argument("--whole", action="store_true", help="show the whole text, not its beginning and end")


STORE_COMMANDS = (
    *READ_COMMANDS,
    Command("migrate", "write all records of a store into its journal; changes no record", of_store, run_migrate),
    Command("sweep", "remove parts of committed shards and files of attempts that never committed", _sweep, run_sweep),
    Command("report", "write one HTML page: funnel, reasons, lengths, before and after", _report, run_report),
    Command("filter", "judge all traces of a store again and say what changed; asks no engine", _filter, run_filter),
    Command("explain", "why a trace was kept or rejected, check by check", _explain, run_explain),
)
