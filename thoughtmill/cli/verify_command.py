"""`thoughtmill verify`: judge a file of (question, reference, response), a row a line, without a store."""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from thoughtmill.cli.command import Command
from thoughtmill.cli.output import never_over, written
from thoughtmill.errors import CommandError
from thoughtmill.questions.looking import faults_of
from thoughtmill.questions.readers import readable
from thoughtmill.verifiers import VERIFIERS, Check, Outcome

EVERY_SECONDS = 5
"""Between two lines of progress."""
DETAILS = 1_000
"""Different faults of one kind that are told apart."""
COLUMNS = ("question", "reference", "response", "verifier")


def arguments(parser: ArgumentParser) -> None:
    """A file, what its columns are called, and where each row's verdict goes."""
    parser.add_argument("file", type=Path, help="JSONL, JSON, CSV, TSV or Parquet, perhaps .gz or .zst")
    parser.add_argument("--verifier", default="math", help=f"{', '.join(sorted(VERIFIERS))}; a row's own goes before")
    for column in COLUMNS:
        parser.add_argument(f"--{column}-column", default=column, metavar="NAME", help=f"default: {column}")
    parser.add_argument("--out", type=Path, help="write every row's outcome, reason and final answer there, as JSONL")


class Unjudged(NamedTuple):
    """Why a row could not be judged: of what kind that is, and what is the matter with this one."""

    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}" if self.detail else self.kind


def run(given: Namespace, console: Console) -> int:
    """Judge every row. 0 if all could be judged, 1 if some could not. Raises CommandError for what no row can have."""
    counts, reasons, unjudged = Counter[str](), Counter[tuple[str, str]](), dict[str, Counter[str]]()
    shown = time.monotonic()
    if given.verifier not in VERIFIERS:
        raise CommandError(f"one of {sorted(VERIFIERS)}", repr(given.verifier), "name one with --verifier")
    if not given.file.is_file():
        found = "a folder, not a file" if given.file.is_dir() else "there is none"
        raise CommandError("a file", f"{given.file}: {found}", "name one")
    never_over(given.out, [given.file])
    with written(given.out) as out:
        for number, row in enumerate(readable(given.file), 1):
            check = Unjudged(row.fault) if row.fault else judged(row.values, number, given)
            if isinstance(check, Unjudged):
                details = unjudged.setdefault(check.kind, Counter())
                details[check.detail if check.detail in details or len(details) < DETAILS else ""] += 1
            else:
                counts[check.outcome.value] += 1
                if check.why:
                    reasons[check.outcome.value, check.why.partition(":")[0]] += 1
            if out:
                out.write(json.dumps({"row": number} | _told(check), ensure_ascii=False) + "\n")
            if time.monotonic() - shown >= EVERY_SECONDS:
                shown = time.monotonic()
                sys.stderr.write(f"{number:,} rows judged\n")
    _summarise(counts, reasons, console)
    _tell_unjudged(unjudged, "" if given.out else " (--out names them)", console)
    return 1 if unjudged else 0


def judged(row: dict[str, Any], number: int, given: Namespace) -> Check | Unjudged:
    """One row judged, or why it can't be. Raises CommandError where the first one lacks a column."""
    needed = {"reference": given.reference_column, "response": given.response_column}
    if number == 1 and (missing := [part for part, column in needed.items() if column not in row]):
        columns = " and ".join(f"a column {needed[part]!r}" for part in missing)
        todo = "say what it is called: " + ", ".join(f"--{part}-column NAME" for part in missing)
        raise CommandError(columns, f"row {number} has {sorted(map(str, row))}", todo)
    for column in needed.values():
        if row.get(column) is None:
            return Unjudged(f"there is no {column}")
    name = row.get(given.verifier_column) or given.verifier
    if not isinstance(name, str) or name not in VERIFIERS:
        return Unjudged("no verifier of that name", f"{str(name)[:80]!r}; there are {', '.join(sorted(VERIFIERS))}")
    response, reference = row[given.response_column], row[given.reference_column]
    if isinstance(response, list | dict):
        kind = type(response).__name__
        return Unjudged(f"{given.response_column} is a {kind}, where one text is judged: a row for each")
    reference = reference if isinstance(reference, str) else json.dumps(reference, ensure_ascii=False, default=str)
    if fault := faults_of(name, reference):
        return Unjudged("the reference can't be used", fault)
    return VERIFIERS[name].check(str(response), reference, str(row.get(given.question_column) or ""))


def _told(check: Check | Unjudged) -> dict[str, str | None]:
    if isinstance(check, Unjudged):
        return {"outcome": None, "why": str(check), "answer": None}
    return {"outcome": check.outcome.value, "why": check.why, "answer": check.answer}


def _tell_unjudged(unjudged: dict[str, Counter[str]], more: str, console: Console) -> None:
    """How many rows of each kind, and what is most often the matter with them."""
    for kind, details in sorted(unjudged.items(), key=lambda one: -one[1].total()):
        ((detail, many), *others) = details.most_common(2)
        often = f", {many:,} times" if others else ""
        told = f"{Unjudged(kind, detail)}{often if detail else ''}"
        console.print(f"{details.total():,} rows not judged: {told}{more}", style="red", soft_wrap=True)


def _summarise(counts: Counter[str], reasons: Counter[tuple[str, str]], console: Console) -> None:
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


VERIFY = Command("verify", "judge a file of question, reference and response", arguments, run)
