"""What becomes of public sets as they lie on disk: `python benchmarks/formats.py FOLDER [--json FILE]`.

For each file: the format that `auto` finds, its verifier by the first rows, rows, how many could be questions, and why
others are refused. Duplicates and leaks are not looked for; nothing is committed.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from thoughtmill.campaign import Source
from thoughtmill.errors import ThoughtmillError
from thoughtmill.questions.first_look import looked_at
from thoughtmill.questions.looking import fault_of_text, faults_of
from thoughtmill.questions.readers import COMPRESSED, READERS, kind_of
from thoughtmill.questions.reading import Question, Reader
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.questions.sources import read_rows


@dataclass
class Found:
    """What became of one file."""

    file: str
    format: str = ""
    verifier: str = ""
    rows: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter[str])
    fault: str = ""


def refused_for(source: Source, asked: Question) -> RefusedFor | None:
    """Why a row can be no question, as far as it alone says."""
    if fault := fault_of_text(asked):
        return fault[0]
    if source.verifier is None:
        return None
    if asked.reference is None:
        return RefusedFor.NO_REFERENCE
    return RefusedFor.BAD_REFERENCE if faults_of(source.verifier, asked.reference) else None


def tried(path: Path) -> Found:
    """Read a file as a source whose format, and whose verifier, is left to the program."""
    found = Found(path.name)
    try:
        look = looked_at(path)
        found.format, found.verifier = look.format or "", look.verifier or ""
        source = Source(
            part="p", domain="d", path=path.name, format=look.format, columns=look.columns, verifier=look.verifier
        )
        reader = Reader(source, read_rows(path))
        for row in reader:
            found.rows += 1
            asked = reader.read(row)
            if fault := refused_for(source, asked):
                found.refused[fault.value] += 1
            else:
                found.accepted += 1
    except ThoughtmillError as error:
        found.fault = " | ".join(map(str, error.args))
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="write the rows of the table there as well")
    given = parser.parse_args()
    names = {*READERS, *COMPRESSED}
    files = [path for path in sorted(given.folder.rglob("*")) if path.suffix.lower() in names and kind_of(path)]
    table = [tried(path) for path in files]
    print("| file | format | verifier | rows | accepted | refused |\n|---|---|---|---|---|---|")
    for one in table:
        why = ", ".join(f"{reason} {n}" for reason, n in one.refused.most_common()) or one.fault
        print(f"| {one.file} | {one.format} | {one.verifier} | {one.rows} | {one.accepted} | {why} |")
    whole = sum(one.rows > 0 and one.accepted > 0 for one in table)
    print(f"\n{len(table)} files, {whole} with questions; {sum(t.rows for t in table)} rows, ", end="")
    print(f"{sum(t.accepted for t in table)} accepted")
    if given.json:
        given.json.write_text(json.dumps([vars(one) for one in table], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
