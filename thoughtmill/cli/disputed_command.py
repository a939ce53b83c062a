"""`thoughtmill disputed`: questions whose traces agree against the reference, with their evidence."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from rich.console import Console

from thoughtmill.cli.command import Command, both_or_none, by_whom, of_store, typed
from thoughtmill.cli.store_commands import looked_at
from thoughtmill.errors import CommandError
from thoughtmill.judging.disputed import Dispute, disputes, leave_out
from thoughtmill.judging.recall import LEAST, SHARE
from thoughtmill.reporting.plain import json_line
from thoughtmill.store.store import Store

EXCERPT = 300


def arguments(parser: ArgumentParser) -> None:
    """A store, perhaps a campaign; how many have to agree; whether these questions are left out."""
    of_store(parser)
    parser.add_argument("campaign", nargs="?", help="a campaign file; by default the one that was frozen last")
    parser.add_argument("--least", type=int, default=LEAST, help=f"traces that have to agree; {LEAST}")
    parser.add_argument("--share", type=float, default=SHARE, help=f"of those that gave an answer; {SHARE}")
    parser.add_argument("--json", action="store_true", help="a list of objects, for programs")
    parser.add_argument("--exclude", action="store_true", help="leave these questions out; needs --by")
    by_whom(parser)


def run(given: Namespace, console: Console) -> int:
    """List them, or leave them out."""
    both_or_none("--exclude", given.exclude, given.by)
    if given.least < 2 or not 0.5 < given.share <= 1:
        raise CommandError(
            "--least from 2, --share over 0.5", f"{given.least}, {given.share}", "only a majority can doubt"
        )
    store = Store.existing(given.store)
    found = disputes(store, looked_at(store, given, console), given.least, given.share)
    if given.exclude:
        made = leave_out(store, found, given.by) if found else None
        told = (
            f"{made.key}: {made.counts['excluded']:,} questions excluded as disputed" if made else "nothing to exclude"
        )
        console.print(f"{told}; `produce` asks them no further, releases go without them", soft_wrap=True)
    elif given.json:
        console.file.write(json_line([asdict(one) for one in found]) + "\n")
    else:
        _print(found, given, console)
        if not found:
            asked = f"with {given.least} traces or more that agree, {given.share:.0%} of those that gave an answer"
            told = f"0 disputed questions {asked}; of questions with fewer traces --least 2 tells more"
            console.print(told, highlight=False, soft_wrap=True)
    return 0


def _print(found: list[Dispute], given: Namespace, console: Console) -> None:
    for one in found:
        console.rule(f"{one.question_id}, {one.source}, {one.verifier}", align="left")
        console.print(one.prompt[:EXCERPT], markup=False, highlight=False)
        kept = f"; {one.kept} agree with the reference" if one.kept else ""
        console.print(f"{one.evidence}, in {one.rounds} rounds{kept}", markup=False, highlight=False, soft_wrap=True)
        read = typed("explain", given.store, one.traces[0], "--campaign", given.campaign)
        console.print(f"read: {read}", markup=False, highlight=False, soft_wrap=True)
    todo = "read them; then --exclude --by NAME, or mend the reference in the source"
    if found:
        console.print(f"{len(found):,} disputed questions: {todo}", highlight=False, soft_wrap=True)


DISPUTED = Command("disputed", "questions whose traces agree against the reference", arguments, run)
