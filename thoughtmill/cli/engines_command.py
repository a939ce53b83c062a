"""`thoughtmill engines`: what each engine wrote, beside the others of the same teacher; sick ones are told."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from thoughtmill.cli.command import Command, both_or_none, by_whom, of_store
from thoughtmill.cli.store_commands import looked_at
from thoughtmill.errors import CommandError
from thoughtmill.judging.engine_health import MEASURES, EngineHealth, engines, leave_out
from thoughtmill.reporting.plain import json_line
from thoughtmill.store.store import Store

SICK = 1
"""The exit status where an engine is sick."""


def arguments(parser: ArgumentParser) -> None:
    """A store, perhaps a campaign, and perhaps an engine whose traces are left out."""
    of_store(parser)
    parser.add_argument("campaign", nargs="?", help="a campaign file; by default the one that was frozen last")
    parser.add_argument("--json", action="store_true", help="a list of objects, for programs")
    parser.add_argument("--exclude", metavar="ENGINE", help="leave out all that this engine wrote: it is asked again")
    by_whom(parser)


def run(given: Namespace, console: Console) -> int:
    """Compare, and tell. 1 if an engine is sick."""
    both_or_none("--exclude ENGINE", given.exclude, given.by)
    store = Store.existing(given.store)
    campaign = looked_at(store, given, console)
    found = engines(store, campaign)
    if given.exclude:
        ours = [health for health in found if health.engine == given.exclude]
        if not ours:
            names = ", ".join(dict.fromkeys(health.engine for health in found)) or "none"
            raise CommandError(
                "an engine that wrote judged traces", f"{given.exclude!r}; there are {names}", "name one"
            )
        for health in ours:
            made = leave_out(store, campaign, health, given.by)
            told = f"{made.key}: {made.counts['excluded']:,} traces excluded" if made else "all are excluded already"
            console.print(
                f"{health.engine}, {health.teacher}: {told}; `produce` asks for what is missing", soft_wrap=True
            )
        return 0
    if given.json:
        console.file.write(json_line([asdict(health) | {"sick": health.sick} for health in found]) + "\n")
    else:
        _print(found, console)
    return SICK if any(health.sick for health in found) else 0


def _print(found: list[EngineHealth], console: Console) -> None:
    table = Table("engine", "teacher", "traces", "questions", *(f"{name} (others)" for name in MEASURES), "")
    for health in found:
        cells = [f"{health.found[name]:.1%}{_beside(health, name)}" for name in MEASURES]
        counts = f"{health.traces:,}", f"{health.questions:,}"
        table.add_row(health.engine, health.teacher, *counts, *cells, "sick" if health.sick else "")
    console.print(table)
    console.print("yield, cut_off, loops: a share of the traces; length: tokens a trace, as a share of max_tokens")
    for health in (one for one in found if one.sick):
        for one in health.findings:
            said = f"{one.measure} {one.found:.1%} where the others have {one.expected:.1%}"
            console.print(
                f"{health.engine} is sick: {said}, by chance at most once in {1 / one.chance:.0e}", soft_wrap=True
            )
        console.print(f"to do: stop it, then --exclude {health.engine} --by NAME, then `produce`", soft_wrap=True)


def _beside(health: EngineHealth, name: str) -> str:
    return f" ({health.expected[name]:.1%})" if name in health.expected else ""


ENGINES = Command("engines", "what each engine wrote beside the others; which of them is sick", arguments, run)
