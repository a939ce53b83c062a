"""The commands that the flows add to `thoughtmill`, by the entry points in pyproject.toml beside this file."""

import logging
import os
from argparse import ArgumentParser, Namespace

from rich.console import Console

from flows.options import ProduceOptions
from thoughtmill.cli.command import Command
from thoughtmill.cli.plan_command import PLAN
from thoughtmill.errors import CommandError, ThoughtmillError
from thoughtmill.reporting.text import strange_languages
from thoughtmill.store.campaigns import read

SERVER_STARTS_S = "300"
"""Seconds that Prefect's temporary server may take to start: on a busy machine its own 20 end in a traceback."""


def campaign_arguments(parser: ArgumentParser) -> None:
    """A campaign, and perhaps another store."""
    parser.add_argument("campaign", help="a campaign file, e.g. campaigns/demo.toml, or a URL")
    parser.add_argument("--store", help="another store than the one that the campaign names")


def arguments(parser: ArgumentParser) -> None:
    """A campaign, perhaps another store, and where to end."""
    campaign_arguments(parser)
    parser.add_argument("--no-train", action="store_true", help="end with the release")


def run_produce(given: Namespace, console: Console) -> int:
    """Run the flow in this process, against the Prefect server that PREFECT_API_URL names."""
    made = _produce(given, ProduceOptions(store=given.store, train=not given.no_train), console)
    for name, value in made.items():
        console.print(f"{name}: {value}", highlight=False, soft_wrap=True)
    return 0


def _produce(given: Namespace, options: ProduceOptions, console: Console) -> dict[str, str]:
    campaign = read(given.campaign)  # what is wrong in the file is said at once, without a server
    for line in strange_languages(campaign):
        console.print(line, highlight=False, soft_wrap=True)
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", SERVER_STARTS_S)
    from flows.produce import produce

    for name in PREFECT_LOGS:
        logging.getLogger(name).addFilter(told_later)
    return produce(given.campaign, options)


def pilot_arguments(parser: ArgumentParser) -> None:
    """A campaign, perhaps another store, and how many questions."""
    campaign_arguments(parser)
    parser.add_argument(
        "--questions", type=int, default=200, help="of each domain, at least; whole shards are asked; 200"
    )


def run_pilot(given: Namespace, console: Console) -> int:
    """Ask, judge, and plan from what came of it. 1 if a quota can't be expected to be met."""
    if given.questions < 1:
        raise CommandError("--questions from 1", str(given.questions), "say how many")
    made = _produce(given, ProduceOptions(store=given.store, train=False, pilot=given.questions), console)
    words = [given.campaign, "--store", made["store"]]
    parser = ArgumentParser()
    PLAN.arguments(parser)
    return PLAN.run(parser.parse_args(words), console)


PREFECT_LOGS = ("prefect", "prefect.flow_runs", "prefect.task_runs")


def told_later(record: logging.LogRecord) -> bool:
    """Prefect logs every exception with its traceback, and in the state of what it ended; ours are told at the end."""
    error = record.exc_info[1] if record.exc_info else None
    message = record.getMessage()
    is_in_a_state = message.startswith("Finished in state Failed(") and "\\nto do  " in message
    return not isinstance(error, ThoughtmillError) and not is_in_a_state


PRODUCE = Command(
    "produce", "fill a campaign's quotas, publish the release, ask for its training", arguments, run_produce
)
PILOT = Command("pilot", "ask a few questions, and plan from what came of it", pilot_arguments, run_pilot)
