"""`thoughtmill`: run a campaign here, look at a store, check it."""

import argparse
import logging
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import track

from thoughtmill.errors import StoreError, ThoughtmillError
from thoughtmill.frozen import read, thaw
from thoughtmill.page import page
from thoughtmill.report import print_comparison, print_status
from thoughtmill.status import status
from thoughtmill.store import Store, damage


def arguments() -> argparse.ArgumentParser:
    """The commands and what they need."""
    parser = argparse.ArgumentParser(
        prog="thoughtmill", description="Questions into verified reasoning traces, traces into a small model."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    made = commands.add_parser("produce", help="fill a campaign's quotas, publish the release, ask for its training")
    made.add_argument("campaign", help="a campaign file, e.g. campaigns/demo.toml, or a URL")
    made.add_argument("--store", help="another store than the one that the campaign names")
    made.add_argument("--no-train", action="store_true", help="end with the release")
    made.set_defaults(run=run_produce)

    looked = commands.add_parser("status", help="where the campaigns of a store stand: needs nothing but the store")
    looked.add_argument("store", help="the folder that the campaign calls `store`")
    looked.set_defaults(run=run_status)

    checked = commands.add_parser("check", help="verify every record and every hash of a store; changes nothing")
    checked.add_argument("store", help="the folder that the campaign calls `store`")
    checked.set_defaults(run=run_check)

    shown = commands.add_parser("report", help="write one HTML page: funnel, reasons, lengths, before and after")
    shown.add_argument("store", help="the folder that the campaign calls `store`")
    shown.add_argument("--out", default="report.html", help="the page to write (default: report.html)")
    shown.set_defaults(run=run_report)
    return parser


def run_produce(given: argparse.Namespace, console: Console) -> int:
    """Run the flow in this process, against the Prefect server that PREFECT_API_URL names."""
    read(given.campaign)  # what is wrong in the file is said at once, without a server
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    from flows.produce import ProduceOptions, produce

    for name in PREFECT_LOGS:
        logging.getLogger(name).addFilter(without_traceback)
    made = produce(given.campaign, ProduceOptions(store=given.store, train=not given.no_train))
    for name, value in made.items():
        console.print(f"{name}: {value}", highlight=False, soft_wrap=True)
    return 0


PREFECT_LOGS = ("prefect", "prefect.flow_runs", "prefect.task_runs")


def without_traceback(record: logging.LogRecord) -> bool:
    """Prefect logs every exception with its traceback; ours say what to do, and are told once, at the end."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, ThoughtmillError)


def run_status(given: argparse.Namespace, console: Console) -> int:
    """Every campaign of the store against its quotas, and every comparison."""
    store = Store.existing(given.store)
    for campaign_id in store.keys("campaigns"):
        print_status(status(store, thaw(store, campaign_id)), console)
    for comparison in store.commits("comparisons"):
        console.print(f"\ncomparison {comparison.key}", highlight=False)
        print_comparison(comparison.facts, console)
    return 0


def run_check(given: argparse.Namespace, console: Console) -> int:
    """1 if anything is damaged."""
    store = Store.existing(given.store)
    faults = list(track(damage(store), "checking", console=console, transient=True))
    for fault in faults:
        console.print(fault, markup=False, highlight=False, soft_wrap=True)
    console.print(f"{len(faults)} faults" if faults else "every record and every hash is as it should be")
    return 1 if faults else 0


def run_report(given: argparse.Namespace, console: Console) -> int:
    """One page for the newest campaign of the store."""
    store = Store.existing(given.store)
    newest = max(store.commits("campaigns"), key=lambda commit: commit.created_at, default=None)
    if newest is None:
        raise StoreError("a store with a campaign", f"none in {given.store}", "run `thoughtmill produce` first")
    Path(given.out).write_text(page(store, status(store, thaw(store, newest.key))), encoding="utf-8")
    console.print(f"written: {given.out}", highlight=False, soft_wrap=True)
    return 0


def main() -> int:
    """Run one command. 1 and three lines (expected, found, to do) where a person has to mend something."""
    given = arguments().parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    try:
        return given.run(given, console)
    except ThoughtmillError as error:
        console.print(str(error), markup=False, highlight=False, soft_wrap=True, style="red")
        return 1


if __name__ == "__main__":
    sys.exit(main())
