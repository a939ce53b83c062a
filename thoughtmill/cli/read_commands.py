"""The commands that read a store for people and for programs: status, log, sql. They change nothing in it."""

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.filesize import decimal

from thoughtmill.cli.command import Command, of_store
from thoughtmill.errors import CommandError
from thoughtmill.reporting.plain import json_line
from thoughtmill.reporting.rows import print_table, write_csv, write_json_lines
from thoughtmill.reporting.status import Status, status
from thoughtmill.reporting.text import print_at_work, print_comparison, print_status
from thoughtmill.store.campaigns import thaw
from thoughtmill.store.dataset import KINDS
from thoughtmill.store.leases.observer import Observer
from thoughtmill.store.log import Log, PastStore, until
from thoughtmill.store.records.commits import STAGES, Commit
from thoughtmill.store.sql import answer
from thoughtmill.store.store import Store

INTERRUPTED = 130
"""The exit status of a program that Ctrl-C ended, as shells have it."""


def run_status(given: Namespace, console: Console) -> int:
    """Every campaign of the store against its quotas, every comparison, and who works on it just now.

    As of an earlier commit without the last.
    """
    store, at = Store.existing(given.store), None
    if given.at is not None:
        commits = Log(store).new()
        then = until(commits, given.at)
        at = {"commits": len(then), "of": len(commits), "last": then[-1].created_at if then else None}
        store = PastStore(store, then)
    campaigns = {key: status(store, thaw(store, key)) for key in store.keys("campaigns")}
    comparisons = {comparison.key: comparison.facts for comparison in store.commits("comparisons")}
    at_work = None if at else Observer(store.storage).seen_at_work()
    if given.json:
        told = {"store": store.url, "at": at, "campaigns": {key: _told(found) for key, found in campaigns.items()}}
        told |= {"comparisons": comparisons, "at_work": at_work}
        console.file.write(json_line(told) + "\n")
        return 0
    if at is not None:
        last = f", the last of {at['last']}" if at["last"] else ""
        console.print(f"as of {at['commits']:,} of {at['of']:,} commits{last}", soft_wrap=True)
    newest = sorted(campaigns, key=lambda key: store.get("campaigns", key).created_at, reverse=True)
    for place, key in enumerate(newest):
        if len(newest) > 1:
            which = "the newest" if place == 0 else "an earlier one, its traces judged as it says"
            when = store.get("campaigns", key).created_at[:16]
            console.print(f"\ncampaign {key}, frozen {when}: {which}", highlight=False)
        print_status(campaigns[key], console)
    for key, facts in comparisons.items():
        console.print(f"\ncomparison {key}", highlight=False)
        print_comparison(facts, console)
    if at_work is not None:
        print_at_work(at_work, console)
    return 0


def _told(found: Status) -> dict[str, Any]:
    """A status as JSON has it, with what is counted from it."""
    return {**asdict(found), "samples": found.samples, "quota": found.quota}


def run_log(given: Namespace, console: Console) -> int:
    """Every commit, one a line; with --follow until the person ends it."""
    if not (0 < given.every <= 86_400 and (given.last is None or given.last >= 0)):
        found = f"--every {given.every:g} --last {given.last}"
        raise CommandError("--every with seconds up to a day, --last with a number from 0", found, "write them so")
    try:
        with _read_as_far_as_wanted():
            log = Log(Store.existing(given.store), given.stage or STAGES)
            found = log.new()
            _print_commits(found if given.last is None else found[max(0, len(found) - given.last) :], given, console)
            while given.follow:
                time.sleep(given.every)
                _print_commits(log.new(), given, console)
    except KeyboardInterrupt:
        return 0 if given.follow else INTERRUPTED
    return 0


def _print_commits(commits: list[Commit], given: Namespace, console: Console) -> None:
    for commit in commits:
        size = sum(file.size for file in commit.files)
        if given.json:
            kept = {name: getattr(commit, name) for name in ("created_at", "stage", "key", "counts", "rows")}
            told = kept | {"size": size, "parents": commit.parents, "attempt": commit.attempt}
            console.file.write(json_line(told) + "\n")
            continue
        counts = ", ".join(f"{name} {n:,}" for name, n in commit.counts.items() if n and "." not in name)
        about = f"{commit.created_at[:19]}  {commit.stage:<11} {commit.key}"
        console.print(f"{about}  {commit.rows:,} rows, {decimal(size)}{counts and f'  ({counts})'}", soft_wrap=True)
    console.file.flush()


def run_sql(given: Namespace, console: Console) -> int:
    """Answer one query."""
    write = write_csv if given.csv else write_json_lines if given.json else print_table
    try:
        with _read_as_far_as_wanted(), answer(Store.existing(given.store), given.query) as found:
            write(found.names, found.rows, console)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


@contextmanager
def _read_as_far_as_wanted() -> Iterator[None]:
    """A pipe that is read no further (`| head`) ends what is written without a word."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains when it ends


def _status(parser: ArgumentParser) -> None:
    of_store(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object, for programs")
    then = "as of its first N commits, or of a time (2026-11-29T14:30, UTC if it says no zone)"
    parser.add_argument("--at", metavar="N|TIME", help=then)


def _log(parser: ArgumentParser) -> None:
    of_store(parser)
    parser.add_argument("--follow", action="store_true", help="go on with what is committed from now on, until Ctrl-C")
    parser.add_argument("--json", action="store_true", help="a JSON object a line, for programs")
    parser.add_argument("--stage", action="append", choices=STAGES, metavar="STAGE", help=f"only: {', '.join(STAGES)}")
    parser.add_argument("--last", type=int, metavar="N", help="begin with the last N")
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="how often --follow looks (5)")


def _sql(parser: ArgumentParser) -> None:
    of_store(parser)
    parser.add_argument("query", help=f"one SELECT over the views {', '.join(KINDS)}; `show tables`, `describe traces`")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="all rows as CSV")
    form.add_argument("--json", action="store_true", help="all rows, a JSON object a line")


READ_COMMANDS = (
    Command("status", "where the campaigns of a store stand: needs nothing but the store", _status, run_status),
    Command("log", "every commit of a store in order of time; --follow goes on", _log, run_log),
    Command("sql", "ask a store in SQL; reads only what is committed", _sql, run_sql),
)
