"""`thoughtmill verify`: judge a file of (question, reference, response), a row a line, without a store."""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from thoughtmill.cli.command import Command
from thoughtmill.errors import CommandError
from thoughtmill.questions.readers import readable
from thoughtmill.verifiers import VERIFIERS, Check, Outcome

EVERY_SECONDS = 5
"""Between two lines of progress."""
COLUMNS = ("question", "reference", "response", "verifier")


def arguments(parser: ArgumentParser) -> None:
    """A file, what its columns are called, and where each row's verdict goes."""
    parser.add_argument("file", type=Path, help="JSONL, JSON, CSV, TSV or Parquet, perhaps .gz or .zst")
    parser.add_argument("--verifier", default="math", help=f"{', '.join(sorted(VERIFIERS))}; a row's own goes before")
    for column in COLUMNS:
        parser.add_argument(f"--{column}-column", default=column, metavar="NAME", help=f"default: {column}")
    parser.add_argument("--out", type=Path, help="write every row's outcome, reason and final answer there, as JSONL")


def run(given: Namespace, console: Console) -> int:
    """Judge every row. 0 if all could be judged, 1 if some could not. Raises CommandError for what no row can have."""
    counts, reasons, unjudged, shown = Counter[str](), Counter[tuple[str, str]](), Counter[str](), time.monotonic()
    if given.verifier not in VERIFIERS:
        raise CommandError(f"one of {sorted(VERIFIERS)}", repr(given.verifier), "name one with --verifier")
    if not given.file.is_file():
        raise CommandError("a file", f"{given.file}: there is none", "name one")
    out = given.out.open("w", encoding="utf-8") if given.out else None
    try:
        for number, row in enumerate(readable(given.file), 1):
            check = row.fault or judged(row.values, number, given)
            if isinstance(check, str):
                unjudged[check] += 1
            else:
                counts[check.outcome.value] += 1
                if check.why:
                    reasons[check.outcome.value, check.why.partition(":")[0]] += 1
            if out:
                out.write(json.dumps({"row": number} | _told(check), ensure_ascii=False) + "\n")
            if time.monotonic() - shown >= EVERY_SECONDS:
                shown = time.monotonic()
                sys.stderr.write(f"{number:,} rows judged\n")
    finally:
        if out:
            out.close()
    _summarise(counts, reasons, unjudged, console)
    return 1 if unjudged else 0


def judged(row: dict[str, Any], number: int, given: Namespace) -> Check | str:
    """One row judged, or why it can't be. Raises CommandError where the first one lacks a column."""
    for column in (given.reference_column, given.response_column):
        if number == 1 and column not in row:
            todo = "say what it is called: --reference-column, --response-column"
            raise CommandError(f"a column {column!r}", f"row {number} has {sorted(row)}", todo)
        if row.get(column) is None:
            return f"there is no {column}"
    name = row.get(given.verifier_column) or given.verifier
    if not isinstance(name, str) or name not in VERIFIERS:
        return "no verifier of that name"
    response, reference = row[given.response_column], row[given.reference_column]
    if isinstance(response, list | dict):
        return f"{given.response_column} is a {type(response).__name__}, where one text is judged: a row for each"
    reference = reference if isinstance(reference, str) else json.dumps(reference, ensure_ascii=False, default=str)
    if VERIFIERS[name].faults_of(reference):
        return "the reference can't be used"
    return VERIFIERS[name].check(str(response), reference, str(row.get(given.question_column) or ""))


def _told(check: Check | str) -> dict[str, str | None]:
    if isinstance(check, str):
        return {"outcome": None, "why": check, "answer": None}
    return {"outcome": check.outcome.value, "why": check.why, "answer": check.answer}


def _summarise(
    counts: Counter[str], reasons: Counter[tuple[str, str]], unjudged: Counter[str], console: Console
) -> None:
    """Outcomes with their shares, and the most usual reasons."""
    total = sum(counts.values())
    table = Table("outcome", "reason", title=f"{total:,} rows judged", title_justify="left")
    table.add_column("rows", justify="right")
    table.add_column("share", justify="right")
    for outcome in Outcome:
        n = counts[outcome.value]
        table.add_row(outcome.value, "", f"{n:,}", f"{n / max(1, total):.1%}")
        for (_, why), many in [one for one in reasons.most_common(40) if one[0][0] == outcome.value][:8]:
            table.add_row("", why, f"{many:,}", f"{many / max(1, total):.1%}")
    console.print(table)
    for why, many in unjudged.most_common():
        console.print(f"{many:,} rows not judged: {why} (--out names them)", style="red", soft_wrap=True)


VERIFY = Command("verify", "judge a JSONL or Parquet file of question, reference and response", arguments, run)
