"""`thoughtmill try`: one answer against one reference."""

from argparse import ArgumentParser, Namespace

from rich.console import Console

from thoughtmill import verify
from thoughtmill.cli.command import Command
from thoughtmill.reporting.checks import print_check
from thoughtmill.verifiers import VERIFIERS, Outcome


def arguments(parser: ArgumentParser) -> None:
    """A verifier, a reference and an answer."""
    parser.add_argument("--verifier", required=True, help=f"one of {', '.join(sorted(VERIFIERS))}")
    parser.add_argument("--reference", required=True, help="what a source's reference column would hold")
    parser.add_argument("--question", default="", help="what was asked, where that settles something")
    parser.add_argument("--answer", required=True, help="what a teacher wrote, prose included")


def run(given: Namespace, console: Console) -> int:
    """Check one answer. 0 if it is correct, 1 if it isn't or if that can't be told."""
    found = verify(given.answer, given.reference, given.verifier, question=given.question)
    print_check(found, console)
    return 0 if found.outcome is Outcome.CORRECT else 1


TRY = Command("try", "check one answer against one reference; exit 0 only if it is correct", arguments, run)
