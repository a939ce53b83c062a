"""`thoughtmill lineage`: where something of a store comes from, and what came of it."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from rich.console import Console

from thoughtmill.cli.command import Command, of_store
from thoughtmill.reporting.lineage import SHOWN, lineage
from thoughtmill.reporting.plain import json_line
from thoughtmill.store.store import Store


def arguments(parser: ArgumentParser) -> None:
    """A store, and anything in it."""
    of_store(parser)
    parser.add_argument(
        "anything", help="a key or its first signs; an id of a question, trace, sample, teacher, policy"
    )
    parser.add_argument("--json", action="store_true", help="all keys, as a list of objects, for programs")


def run(given: Namespace, console: Console) -> int:
    """Show the way, campaign first; `▶` marks what was named."""
    store = Store.existing(given.store)
    steps = lineage(store, given.anything)
    if given.json:
        console.file.write(json_line([asdict(step) for step in steps]) + "\n")
        return 0
    for step in steps:
        more = f" and {len(step.keys) - SHOWN:,} more" if len(step.keys) > SHOWN else ""
        console.print(
            f"{'▶' if step.named else ' '} {step.stage}: {', '.join(step.keys[:SHOWN])}{more}", soft_wrap=True
        )
        if step.about:
            console.print(f"    {step.about}", soft_wrap=True)
        console.print(f"    again: {step.again}", style="dim", soft_wrap=True)
    return 0


LINEAGE = Command("lineage", "where something of a store comes from, and what came of it", arguments, run)
