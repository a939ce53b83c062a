"""Our verifiers beside math-verify on what models really wrote: a folder of JSONL.gz, a source a file.

A row has `kind` (math, choice, text; others are left out), `reference`, `response`, `answer_field` where the response
was an object with its answer in a field (read instead, but for `--whole`), and `label` where its source judged it.
Right is what is labelled so. Where there is no label, right is what either side accepts; a row labelled wrong that
both accept counts as right as well (labels of public sources are not always right).
The verdicts of math-verify come from a process of its own, ten seconds a row, and stay in the file named by `--cache`.

    python benchmarks/responses.py FOLDER --cache /tmp/math-verify.json
    python benchmarks/responses.py FOLDER --cache /tmp/math-verify.json --failures --sources rho
"""

import argparse
import gzip
import hashlib
import json
import sys
import time
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.verifier_pairs.judges import Judge, theirs  # noqa: E402  # the repository itself, found above
from thoughtmill.verifiers import VERIFIERS, Outcome  # noqa: E402  # as above

KINDS = ("math", "choice", "text")
SECONDS = 10
"""For math-verify and one row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A response with both verdicts."""

    kind: str
    reference: str
    response: str
    label: bool | None
    ours: bool
    why: str | None
    theirs: bool

    @property
    def right(self) -> bool:
        """By its label, else by whoever accepts it."""
        if self.label is None:
            return self.ours or self.theirs
        return self.label or (self.ours and self.theirs)


_judge: Judge | None = None


def asked(response: str, reference: str) -> bool:
    """What math-verify says; made once a process."""
    global _judge  # noqa: PLW0603  # a worker's own
    _judge = _judge or theirs()
    return _judge(response, reference) == "correct"


def key(row: dict[str, Any]) -> str:
    """Of a row's verdict in the cache."""
    return hashlib.sha256(f"{row['reference']}\n{row['response']}".encode()).hexdigest()[:32]


def of_theirs(rows: list[dict[str, Any]], cache: dict[str, bool]) -> None:
    """Ask math-verify for what the cache lacks; late, dead and raising are no acceptance."""
    missing = {key(row): row for row in rows if key(row) not in cache}
    with ProcessPool(max_workers=1) as pool:
        futures = {
            name: pool.schedule(asked, args=[row["response"], row["reference"]], timeout=SECONDS)
            for name, row in missing.items()
        }
        for name, future in futures.items():
            try:
                cache[name] = future.result()
            except (Late, ProcessExpired):
                cache[name] = False
            except Exception:  # noqa: BLE001  # whatever its parser raised
                cache[name] = False


def judged(row: dict[str, Any], cache: dict[str, bool]) -> Row:
    """A row with both verdicts."""
    found = VERIFIERS[row["kind"]].check(row["response"], row["reference"])
    label: bool | None = row.get("label")
    ours = found.outcome is Outcome.CORRECT
    return Row(row["kind"], row["reference"], row["response"], label, ours, found.why, cache[key(row)])


def counted(rows: list[Row]) -> list[int]:
    """Rows, right, our misses, theirs, our wrong accepts, theirs."""
    right = [row for row in rows if row.right]
    wrong = [row for row in rows if not row.right]
    return [
        len(rows),
        len(right),
        sum(not row.ours for row in right),
        sum(not row.theirs for row in right),
        sum(row.ours for row in wrong),
        sum(row.theirs for row in wrong),
    ]


def listed(rows: list[Row], chars: int) -> None:
    """What we miss, and what we accept wrongly or alone."""
    for row in rows:
        alone = row.ours and not row.theirs and row.label is None
        if row.right != row.ours or alone:
            said = "ALONE" if alone else "MISSED" if row.right else "WRONGLY ACCEPTED"
            print(f"  {said} ({row.why}) {row.reference[:80]!r} | {row.response[-chars:]!r}")


def main() -> None:
    """One line a source, and one for all."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, help="JSON of math-verify's verdicts, read and written")
    parser.add_argument("--sources", help="only these, with commas")
    parser.add_argument("--failures", action="store_true", help="list them")
    parser.add_argument("--chars", type=int, default=240, help="of the end of a response in that list")
    parser.add_argument("--whole", action="store_true", help="whole responses, not the field that holds the answer")
    told = parser.parse_args()
    cache: dict[str, bool] = json.loads(told.cache.read_text()) if told.cache and told.cache.exists() else {}
    print(f"{'source':26}{'rows':>6}{'right':>7}{'missed':>8}{'theirs':>8}{'wrong':>7}{'theirs':>8}{'rows/s':>8}")
    everything: list[Row] = []
    for file in sorted(told.folder.glob("*.jsonl.gz")):
        name = file.name.removesuffix(".jsonl.gz")
        if told.sources and name not in told.sources.split(","):
            continue
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if row["kind"] in KINDS]
        if not told.whole:
            rows = [row | {"response": str(row.get("answer_field") or row["response"])} for row in rows]
        if not rows:
            continue
        of_theirs(rows, cache)
        if told.cache:
            told.cache.write_text(json.dumps(cache))
        begun = time.monotonic()
        found = [judged(row, cache) for row in rows]
        line(name, found, len(found) / (time.monotonic() - begun))
        if told.failures:
            listed(found, told.chars)
        everything += found
    line("all", everything, 0)


def line(name: str, rows: list[Row], speed: float) -> None:
    """Of one source."""
    of, right, missed, theirs, wrong, their_wrong = counted(rows)
    print(f"{name:26}{of:6}{right:7}{missed:8}{theirs:8}{wrong:7}{their_wrong:8}{speed:8.0f}", end="  ")
    print(f"{missed / max(1, right):.1%} missed, theirs {theirs / max(1, right):.1%}", flush=True)


if __name__ == "__main__":
    main()
