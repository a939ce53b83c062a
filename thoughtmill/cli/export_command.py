"""`thoughtmill export`: a release in the form that another trainer reads."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from rich.console import Console

from thoughtmill.cli.command import Command, of_campaign, of_store
from thoughtmill.cli.named import shard
from thoughtmill.cli.store_commands import looked_at
from thoughtmill.release.export import DPO, FORMS, export
from thoughtmill.store.store import Store


def arguments(parser: ArgumentParser) -> None:
    """A store, a release, and who reads it."""
    of_store(parser)
    parser.add_argument("release", help="the key of a release, or its first signs")
    parser.add_argument("--to", required=True, choices=[*FORMS, DPO], help="the trainer; dpo: pairs of right and wrong")
    parser.add_argument("--out", type=Path, help="a new folder (default: RELEASE-TRAINER)")
    of_campaign(parser)


def run(given: Namespace, console: Console) -> int:
    """Write the files."""
    store = Store.existing(given.store)
    release = shard(store, "releases", given.release)
    out: Path = given.out or Path(f"{release.key}-{given.to}")
    lines = export(store, looked_at(store, given, console, release), release, given.to, out)
    console.print(f"{lines:,} lines in {out}: {', '.join(sorted(path.name for path in out.iterdir()))}", soft_wrap=True)
    return 0


EXPORT = Command("export", "write a release in the form that another trainer reads", arguments, run)
