"""`thoughtmill`: run a campaign here, look at a store, check it."""

import argparse
import logging
import os
import sys

from rich.console import Console

from thoughtmill.cli.store_commands import (
    run_check,
    run_explain,
    run_filter,
    run_report,
    run_status,
    run_sweep,
    run_try,
)
from thoughtmill.errors import ThoughtmillError
from thoughtmill.reporting.plain import PlainConsole
from thoughtmill.store.campaigns import read
from thoughtmill.verifiers import VERIFIERS


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
    looked.add_argument("store", help="the folder or s3://… that the campaign calls `store`")
    looked.set_defaults(run=run_status)

    checked = commands.add_parser("check", help="verify every record and every hash of a store; changes nothing")
    checked.add_argument("store", help="the folder or s3://… that the campaign calls `store`")
    checked.set_defaults(run=run_check)

    swept = commands.add_parser(
        "sweep", help="remove parts of committed shards and files of attempts that never committed"
    )
    swept.add_argument("store", help="the folder or s3://… that the campaign calls `store`")
    swept.add_argument(
        "--older", default="24h", help="only what was last written longer ago: 24h, 90m, 2d (default: 24h)"
    )
    swept.add_argument("--dry-run", action="store_true", help="say how much there is, and remove nothing")
    swept.set_defaults(run=run_sweep)

    shown = commands.add_parser("report", help="write one HTML page: funnel, reasons, lengths, before and after")
    shown.add_argument("store", help="the folder or s3://… that the campaign calls `store`")
    shown.add_argument("--out", default="report.html", help="the page to write (default: report.html)")
    shown.add_argument("--campaign", help="the campaign file (default: the campaign that was frozen last there)")
    shown.set_defaults(run=run_report)

    again = commands.add_parser("filter", help="judge all traces of a store again and say what changed; asks no engine")
    again.add_argument("store", help="the folder or s3://… that the campaign calls `store`")
    again.add_argument("--campaign", help="a campaign file, perhaps with another policy (default: the one frozen last)")
    again.set_defaults(run=run_filter)

    why = commands.add_parser("explain", help="why a trace was kept or rejected, check by check")
    why.add_argument("store", help="the folder or s3://… that the campaign calls `store`")
    why.add_argument("trace", help="question-round-index: the `id` of a sample, or of any row of traces")
    why.add_argument("--campaign", help="the campaign file (default: the campaign that was frozen last there)")
    why.add_argument("--whole", action="store_true", help="show the whole text, not its beginning and end")
    why.set_defaults(run=run_explain)

    tried = commands.add_parser("try", help="check one answer against one reference; exit 0 only if it is correct")
    tried.add_argument("--verifier", required=True, help=f"one of {', '.join(sorted(VERIFIERS))}")
    tried.add_argument("--reference", required=True, help="what a source's reference column would hold")
    tried.add_argument("--answer", required=True, help="what a teacher wrote, prose included")
    tried.set_defaults(run=run_try)
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


def main() -> int:
    """Run one command. 1 and three lines (expected, found, to do) where a person has to mend something."""
    given = arguments().parse_args()
    console = PlainConsole(width=None if sys.stdout.isatty() else 120)
    try:
        return given.run(given, console)
    except ThoughtmillError as error:
        console.print(str(error), soft_wrap=True, style="red")
        return 1


if __name__ == "__main__":
    sys.exit(main())
