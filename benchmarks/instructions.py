"""Instructions, judged beside labels: `python benchmarks/instructions.py QUESTIONS RESPONSES`, both `.jsonl.gz`.

QUESTIONS: `question` and `reference` of the verifier. RESPONSES: `question`, `response`, and `followed`, what another
checker says of each instruction. Every one that differs is listed.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thoughtmill.verifiers.instructions.rules import follows
from thoughtmill.verifiers.instructions.verifier import read


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print a table by instruction, then what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("responses", type=Path)
    given = parser.parse_args()
    references = {row["question"].strip(): row["reference"] for row in rows(given.questions)}
    asked, differ, listed, unknown = Counter[str](), Counter[str](), list[str](), 0
    for row in rows(given.responses):
        reference = references.get(row["question"].strip())
        if reference is None:
            unknown += 1
            continue
        text = row["response"] or ""
        for (name, arguments), label in zip(read(reference), row["followed"], strict=True):
            found = follows(name, text, arguments)
            asked[name] += 1
            if found != label:
                differ[name] += 1
                listed.append(f"{row['id']} {name} {arguments}: there {label}, here {found}")
    for name, number in sorted(asked.items()):
        print(f"{name:48}{number:6}{differ[name]:6}")
    total = sum(asked.values())
    print(
        f"{'all':48}{total:6}{sum(differ.values()):6}   of {total} instructions; {unknown} responses to other questions"
    )
    print(*listed, sep="\n")


if __name__ == "__main__":
    main()
