"""`thoughtmill init` and `thoughtmill prepare --dry-run`: from a file of questions to a campaign that reads it."""

import json
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from thoughtmill.campaign import Campaign
from thoughtmill.cli.command import Command, typed
from thoughtmill.cli.output import files_of, never_over, written
from thoughtmill.errors import CommandError
from thoughtmill.questions.draft import drafted
from thoughtmill.questions.dry_run import SeenRow, dry_run, held_out_exam, no_exam
from thoughtmill.reporting.text import strange_languages
from thoughtmill.store.campaigns import read

PRIVATE_SHOWN = 20
"""Rows with secrets or personal data that are shown; the file has all."""
SHOWN = 3
"""Refused rows that are shown of each reason; the file has all."""


def init_arguments(parser: ArgumentParser) -> None:
    """Files of questions, and where the campaign goes."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, folder, glob, s3://… or hub:… of questions")
    parser.add_argument("--exam", help="the same of held-out questions")
    parser.add_argument(
        "--columns",
        type=_columns,
        default={},
        metavar="prompt=NAME,reference=NAME",
        help="what is in which column, where its name does not say it; also language=NAME; of each file that has them",
    )
    parser.add_argument("--out", type=Path, help="the campaign's file; by default NAME.toml, by the first file's name")


def _columns(words: str) -> dict[str, str]:
    """`prompt=Frage,reference=Antwort`, by part. Raises ArgumentTypeError."""
    pairs = [word.partition("=") for word in words.split(",")]
    found = {part.strip(): name.strip() for part, _, name in pairs}
    if "prompt" not in found or not all(found.values()) or not found.keys() <= {"prompt", "reference", "language"}:
        raise ArgumentTypeError(f"prompt=NAME, and perhaps reference=NAME or language=NAME, not {words!r}")
    return found


def init(given: Namespace, console: Console) -> int:
    """Look at the files and write a campaign. Never writes over a file."""
    first = Path(given.files[0].partition("?")[0]).name.lower().partition(".")[0]
    name = re.sub(r"[^a-z0-9_-]+", "-", given.out.stem.lower() if given.out else first).strip("-_")[:40] or "campaign"
    out: Path = given.out or Path(f"{name}.toml")
    if out.exists():
        raise CommandError("a new file for the campaign", f"{out} is there", "name another one: --out FILE.toml")
    root = out.parent
    text = drafted(given.files, name, given.exam, root, given.columns)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError("a file that can be written", f"{out}: {error}", "name another one: --out") from error
    console.print(f"{out} is written; next: {typed('prepare', out, '--dry-run')}", soft_wrap=True)
    return 0


def prepare_arguments(parser: ArgumentParser) -> None:
    """A campaign, and where all its rows go."""
    parser.add_argument("campaign", help="a campaign file, or a URL")
    parser.add_argument("--dry-run", action="store_true", required=True, help="commit nothing: `produce` prepares")
    parser.add_argument("--out", type=Path, help="all rows as JSON lines, with what became of each")


def prepare(given: Namespace, console: Console) -> int:
    """Show what becomes of each row. 1 if a source gives no question."""
    campaign = read(given.campaign)
    never_over(given.out, files_of(campaign, given.campaign))
    gone = _exams_gone(campaign)
    exam = no_exam() if gone else held_out_exam(campaign)
    counts: dict[str, Counter[str]] = {source.name: Counter() for source in campaign.sources}
    formats: dict[str, str] = {}
    shown: list[SeenRow] = []
    private: list[SeenRow] = []
    with_private = 0
    with written(given.out) as file:
        for row in dry_run(campaign, exam):
            key = row.reason or "accepted"
            counts[row.source][key] += 1
            formats[row.source] = row.format
            if counts[row.source][key] <= (SHOWN if row.reason else 1):
                shown.append(row)
            if row.private:
                with_private += 1
                if len(private) < PRIVATE_SHOWN:
                    private.append(row)
            if file:
                file.write(json.dumps(asdict(row)) + "\n")
    _print(campaign, counts, formats, shown, console)
    _print_private(private, with_private, console)
    for line in strange_languages(campaign):
        console.print(line, highlight=False, soft_wrap=True)
    for path in gone:
        console.print(f"held-out questions: {path} is not there, so no leaks were looked for", soft_wrap=True)
    if given.out:
        console.print(f"all rows: {given.out}", soft_wrap=True)
    return 0 if all(count["accepted"] for count in counts.values()) else 1


def _exams_gone(campaign: Campaign) -> list[str]:
    """Files of held-out questions that are not there yet: a first campaign may be without."""
    paths = [source.path for source in campaign.exams if ":" not in source.path and "*" not in source.path]
    return [path for path in paths if not campaign.path(path).exists()]


def _print(
    campaign: Campaign, counts: dict[str, Counter[str]], formats: dict[str, str], shown: list[SeenRow], console: Console
) -> None:
    table = Table("source", "format", "verifier", "rows", "accepted", "refused", title="Rows", title_justify="left")
    for source in campaign.sources:
        found = counts[source.name]
        why = ", ".join(f"{reason} {n:,}" for reason, n in found.most_common() if reason != "accepted")
        numbers = f"{found.total():,}", f"{found['accepted']:,}"
        table.add_row(source.name, formats.get(source.name, ""), source.verifier or "none", *numbers, why)
    console.print(table)
    rows = Table("source", "row", "what", "why", "prompt → reference", title="\nSome of them", title_justify="left")
    for row in shown:
        rows.add_row(row.source, f"{row.row:,}", row.reason or "accepted", _short(row.detail), _excerpt(row))
    console.print(rows)


def _print_private(rows: list[SeenRow], number: int, console: Console) -> None:
    """What accepted rows hold that may be nobody's business; of many rows the first ones."""
    if not rows:
        return
    title = f"\nSecrets and personal data in {number:,} rows (`refuse_private = true` of a source refuses them)"
    table = Table("source", "row", "found", title=title, title_justify="left")
    for row in rows:
        table.add_row(row.source, f"{row.row:,}", _short("; ".join(row.private), 200))
    console.print(table)


def _excerpt(row: SeenRow) -> str:
    return f"{_short(row.prompt, 160)} → {_short(row.reference, 60)}" if row.reference else _short(row.prompt, 200)


def _short(text: str | None, most: int = 80) -> str:
    """A text on one line, printable, its end left out."""
    plain = " ".join((text or "").encode("utf-8", "replace").decode().split())
    plain = "".join(sign if sign.isprintable() else "�" for sign in plain)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


DATA_COMMANDS = (
    Command("init", "look at files of questions and write a campaign for them", init_arguments, init),
    Command("prepare", "with --dry-run: what becomes of each row of a campaign's sources", prepare_arguments, prepare),
)
