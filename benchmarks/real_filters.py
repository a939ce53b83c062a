"""What the filters say of text that models really wrote: by source, how many answers each reason would reject.

    python benchmarks/real_filters.py FOLDER             # *.jsonl, *.jsonl.gz: response, perhaps question and id
    python benchmarks/real_filters.py FOLDER --show 20   # with that many passages a source and reason, to read

Nothing of ordinary answers should be rejected but loops, refusals and what really mixes languages. A file whose rows
are labelled refusals (`kind` is refusal, `label` true where people called it one in whole or in part, `refusal` begins
with 2 where in whole) is counted against its labels. Every language is allowed: only mixing counts.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from thoughtmill.campaign import Policy  # noqa: E402  # found by the line above
from thoughtmill.filters import FILTERS, Reason, Subject  # noqa: E402  # as above
from thoughtmill.template import ThinkAnswer, map_response  # noqa: E402  # as above

ASKED = ("language", "repetition", "refusal")


def main(words: Sequence[str] | None = None) -> None:
    """One line a source, then the labels of refusals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="passages to show, drawn by chance")
    given = parser.parse_args(words)
    files = sorted(path for path in given.folder.glob("*.jsonl*") if path.suffix in (".jsonl", ".gz"))
    if not files:
        found = "no such file in it" if given.folder.is_dir() else "no such folder"
        todo = "name another one; benchmarks/real_responses.py makes one"
        sys.exit(
            "expected  a folder of *.jsonl or *.jsonl.gz, a row a line: response, perhaps question and id\n"
            f"found     {given.folder}: {found}\nto do     {todo}"
        )
    print(f"{'source':<24}{'answers':>8}  rejected, each filter asked of all")
    labelled = Counter[tuple[str, bool]]()
    for path in files:
        seen = Counter[Reason]()
        told: list[str] = []
        number = 0
        for number, row in enumerate(rows(path), 1):  # noqa: B007  # how many there were
            subject = subject_of(row)
            found = [one for name in ASKED if (one := FILTERS[name].reject(subject))]
            found = [one for one in found if one.reason is not Reason.LANGUAGE_NOT_ALLOWED]
            seen.update(one.reason for one in found)
            told += [f"    {one.reason.value} {row['id']}: {one.detail}" for one in found]
            if row.get("kind") == "refusal":
                labelled[row["refusal"], any(one.reason is Reason.REFUSAL for one in found)] += 1
        nothing = "-" if number else "no row has a text as its `response`"
        counts = ", ".join(f"{reason.value} {many}" for reason, many in sorted(seen.items()))
        print(f"{path.name.partition('.jsonl')[0]:<24}{number:>8}  {counts or nothing}", flush=True)
        for line in random.Random(1).sample(told, min(given.show, len(told))):
            print(line)
    for label in sorted({name for name, _ in labelled}):
        caught = labelled[label, True]
        print(f"{label}: {caught} of {caught + labelled[label, False]} called refusals")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file that have a text."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line) if line.strip() else {}
            if isinstance(row.get("response"), str):
                yield {"id": f"row {number}"} | row


def subject_of(row: dict[str, Any]) -> Subject:
    """An answer as the cascade shows it to a filter: its thinking apart, if it has any."""
    text = row["response"]
    mapped = map_response("r1", text) if "</think>" in text else None
    parts = mapped if isinstance(mapped, ThinkAnswer) else ThinkAnswer("", text)
    return Subject(row.get("question") or "", "", "direct", text, None, "stop", parts, Policy())


if __name__ == "__main__":
    main()
