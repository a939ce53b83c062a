"""`thoughtmill`: look at a store, check it, try a verifier; and, where the flows are installed, run a campaign."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib.metadata import entry_points

from thoughtmill.cli.ask_command import ASK
from thoughtmill.cli.command import Command
from thoughtmill.cli.data_commands import DATA_COMMANDS
from thoughtmill.cli.disputed_command import DISPUTED
from thoughtmill.cli.engines_command import ENGINES
from thoughtmill.cli.exclude_command import EXCLUDE
from thoughtmill.cli.export_command import EXPORT
from thoughtmill.cli.lineage_command import LINEAGE
from thoughtmill.cli.mend_commands import MEND_COMMANDS
from thoughtmill.cli.plan_command import PLAN
from thoughtmill.cli.ready_command import READY
from thoughtmill.cli.store_commands import STORE_COMMANDS
from thoughtmill.cli.student_commands import STUDENT_COMMANDS
from thoughtmill.cli.try_command import TRY
from thoughtmill.cli.verify_command import VERIFY
from thoughtmill.cli.withdraw_command import WITHDRAW
from thoughtmill.errors import CommandError, ThoughtmillError
from thoughtmill.reporting.plain import PlainConsole

GROUP = "thoughtmill.commands"
"""The entry points by which another distribution adds a Command each. The flows add theirs; the wheel has none.

One that is called as a command of ours stands in its place."""

OURS = (
    *STORE_COMMANDS,
    *MEND_COMMANDS,
    *DATA_COMMANDS,
    *STUDENT_COMMANDS,
    ASK,
    EXPORT,
    LINEAGE,
    READY,
    PLAN,
    ENGINES,
    DISPUTED,
    EXCLUDE,
    WITHDRAW,
    TRY,
    VERIFY,
)

NEEDS_FLOWS = "produce, and what else runs a campaign, needs a checkout (make) or the image of docker-compose.yml"


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. 1 and three lines (expected, found, to do) where a person has to mend something."""
    words = sys.argv[1:] if words is None else words
    console = PlainConsole(width=None if sys.stdout.isatty() else 120)
    try:
        added = [entry.load() for entry in entry_points(group=GROUP)]
        every = {command.name: command for command in (*OURS, *added)}
        given = parse(words, list(every.values()), "" if added else NEEDS_FLOWS)
        return given.run(given, console)
    except ThoughtmillError as error:
        console.print(str(error), soft_wrap=True, style="red")
        return 1


def parse(words: Sequence[str], commands: Sequence[Command], note: str) -> Namespace:
    """What was asked for; `note` says which commands are elsewhere. Raises CommandError for one that is not here."""
    parser = ArgumentParser(
        prog="thoughtmill",
        description="Questions into verified reasoning traces, traces into a small model.",
        epilog=note,
    )
    rows = parser.add_subparsers(required=True, metavar="command")
    for command in commands:
        row = rows.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(row)
        row.set_defaults(run=command.run)
    names = [command.name for command in commands]
    if words and words[0] not in names and not words[0].startswith("-"):
        todo = note or "`thoughtmill --help` explains them"
        raise CommandError(f"one of the commands {', '.join(names)}", repr(words[0]), todo)
    return parser.parse_args(words)
