"""Our verifiers beside math-verify on what models really wrote: a folder of JSONL.gz, a source a file.

A row has `id`, `kind` (math, choice, text; others are left out), `question`, `reference`, `response`, `answer_field`
where the response was an object with its answer in a field (read instead, but for `--whole`), and `label` where its
source judged it. What a person decided on reading (real_responses_labels.json: true, false, or null for what stays
open, which is left out) goes before all of these. Else right is what is labelled so; where there is no label, what
either side accepts; a row labelled wrong that both accept counts as right as well.

The labels come of blind readings, question, reference and end of the response alone, in a random order. First every row
of mathematics where the source's label or math-verify disagreed with the rest, and 15 such rows of each source of
choices: 346 are published. Then 200 rows of each of the twelve sources with 300 right ones, on which all agreed (130 or
more of them accepted, the others refused), by two readers, each in an order of its own, with 12 rows a source that were
given the reference of another question: both called all 144 of these wrong, and read 2,390 of the 2,400 as all had
said. 10 are left out: a unit that the reference does not name; seven answers that mark several options and end with the
right one, which both readers called wrong. 19 rows are left out in all.

Printed by source: misses of both, wrong accepts of both, the paired 95 % interval of the difference in recall, pairs a
CPU second of both, and how many right responses are accepted with a reference of another value of the same source.
The verdicts of math-verify come from a process of its own, ten seconds a row, and stay in the file named by `--cache`.

    python benchmarks/real_responses.py FOLDER --cache /tmp/math-verify.json
    python benchmarks/real_responses.py FOLDER --cache /tmp/math-verify.json --failures --sources rho
"""

import argparse
import gzip
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.verifier_pairs.judges import Judge, theirs  # noqa: E402  # the repository itself, found above
from thoughtmill.verifiers import VERIFIERS, Check, Outcome  # noqa: E402  # as above

KINDS = ("math", "choice", "text")
SECONDS = 10
"""For math-verify and one row."""
LABELS = Path(__file__).with_name("real_responses_labels.json")
"""What was decided by reading: true, false, or null where it stays open, by the id of the row."""
Verdict = tuple[bool, float]
"""Whether math-verify accepts, and the CPU seconds that it took."""


@dataclass(frozen=True, slots=True)
class Row:
    """A response with both verdicts."""

    given: dict[str, Any]
    label: bool | None
    check: Check
    seconds: float
    theirs: bool
    their_seconds: float

    @property
    def ours(self) -> bool:
        """Whether we accept it."""
        return self.check.outcome is Outcome.CORRECT

    @property
    def right(self) -> bool:
        """By its label, else by whoever accepts it."""
        if self.label is None:
            return self.ours or self.theirs
        return self.label


_judge: Judge | None = None


def asked(response: str, reference: str) -> Verdict:
    """What math-verify says; made once a process."""
    global _judge  # noqa: PLW0603  # a worker's own
    if _judge is None:
        _judge = theirs()
        _judge("1", "1")
    begun = time.process_time()
    return _judge(response, reference) == "correct", time.process_time() - begun


def key(row: dict[str, Any]) -> str:
    """Of a row's verdict in the cache."""
    return hashlib.sha256(f"{row['reference']}\n{row['response']}".encode()).hexdigest()[:32]


def of_theirs(rows: list[dict[str, Any]], cache: dict[str, Verdict]) -> None:
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
                cache[name] = (False, SECONDS)
            except Exception:  # noqa: BLE001  # whatever its parser raised
                cache[name] = (False, 0)


def checked(row: dict[str, Any], reference: str) -> Check:
    """What ours says of a response and a reference."""
    return VERIFIERS[row["kind"]].check(row["response"], reference, row.get("question") or "")


def judged(row: dict[str, Any], cache: dict[str, Verdict], decided: dict[str, bool | None]) -> Row:
    """A row with both verdicts."""
    begun = time.process_time()
    check = checked(row, row["reference"])
    seconds = time.process_time() - begun
    their_verdict, their_seconds = cache[key(row)]
    label: bool | None = decided.get(row["id"], row.get("label"))
    if row["id"] not in decided and label is False and their_verdict and check.outcome is Outcome.CORRECT:
        label = True
    return Row(row, label, check, seconds, their_verdict, their_seconds)


def interval(rows: list[Row]) -> tuple[float, float, float]:
    """How much more of the right ones we recognise, with the paired 95 % interval (Agresti and Min), in points."""
    right = [row for row in rows if row.right]
    only_ours = sum(row.ours and not row.theirs for row in right)
    only_theirs = sum(row.theirs and not row.ours for row in right)
    n, gap = len(right) + 2, only_ours - only_theirs
    width = 1.96 * sqrt(only_ours + only_theirs + 1 - gap * gap / n) / n
    return 100 * gap / max(1, len(right)), 100 * (gap / n - width), 100 * (gap / n + width)


def shuffled(rows: list[Row], seed: int = 1) -> tuple[int, list[tuple[Row, str]]]:
    """Right responses that meet the reference of another question, unless it is equal: how many, and the accepted."""
    right = [row for row in rows if row.right]
    references = [row.given["reference"] for row in right]
    random.Random(seed).shuffle(references)
    asked_of, accepted = 0, list[tuple[Row, str]]()
    for row, other in zip(right, references, strict=True):
        wanted, kind = row.given["reference"], VERIFIERS[row.given["kind"]]
        if wanted == other or kind.check(other, wanted).outcome is not Outcome.WRONG:
            continue
        asked_of += 1
        if checked(row.given, other).outcome is Outcome.CORRECT:
            accepted.append((row, other))
    return asked_of, accepted


def listed(rows: list[Row], chars: int) -> Iterator[str]:
    """What we miss, what we accept wrongly, and where we alone decide."""
    for row in rows:
        alone = row.ours != row.theirs and row.label is None
        if row.right != row.ours or alone:
            said = ("ALONE" if row.ours else "THEIRS ALONE") if alone else "MISSED" if row.right else "WRONGLY ACCEPTED"
            end = row.given["response"][-chars:]
            yield f"  {said} {row.given['id']} ({row.check.why}) {row.given['reference'][:80]!r} | {end!r}"


HEAD = (
    f"{'source':22}{'rows':>6}{'right':>7}{'missed':>7}{'theirs':>7}{'wrong':>6}{'theirs':>7}{'recall':>8}{'theirs':>8}"
)


def line(name: str, rows: list[Row], of_others: tuple[int, int]) -> str:
    """Of one source."""
    right, wrong = [row for row in rows if row.right], [row for row in rows if not row.right]
    missed, their_missed = sum(not row.ours for row in right), sum(not row.theirs for row in right)
    gap, low, high = interval(rows)
    speed = len(rows) / max(1e-9, sum(row.seconds for row in rows))
    their_speed = len(rows) / max(1e-9, sum(row.their_seconds for row in rows))
    n = max(1, len(right))
    return (
        f"{name:22}{len(rows):6}{len(right):7}{missed:7}{their_missed:7}{sum(row.ours for row in wrong):6}"
        f"{sum(row.theirs for row in wrong):7}{1 - missed / n:8.2%}{1 - their_missed / n:8.2%}"
        f"  {gap:+7.2f} [{low:+.2f}, {high:+.2f}]  {speed:6.0f} / {their_speed:.0f}  {of_others[1]} of {of_others[0]}"
    )


def read(file: Path, whole: bool, left_out: set[str]) -> list[dict[str, Any]]:
    """The rows of a source that our verifiers are for."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["kind"] in KINDS and row["id"] not in left_out]
    if whole:
        return rows
    return [row | {"response": str(row.get("answer_field") or row["response"])} for row in rows]


def main() -> None:
    """One line a source, one a kind, and one for all."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, help="JSON of math-verify's verdicts, read and written")
    parser.add_argument("--sources", help="only these, with commas")
    parser.add_argument("--failures", action="store_true", help="list them")
    parser.add_argument("--chars", type=int, default=240, help="of the end of a response in that list")
    parser.add_argument("--whole", action="store_true", help="whole responses, not the field that holds the answer")
    told = parser.parse_args()
    cache: dict[str, Verdict] = json.loads(told.cache.read_text()) if told.cache and told.cache.exists() else {}
    decided: dict[str, bool | None] = json.loads(LABELS.read_text()) if LABELS.exists() else {}
    left_out = {name for name, label in decided.items() if label is None}
    VERIFIERS["math"].check(r"\sin^2 x", r"1-\cos^2 x")  # the algebra system starts
    print(HEAD + "   points more [95 %]   pairs/CPU s, theirs   other references accepted")
    everything, others = list[Row](), dict[str, tuple[int, int]]()
    for file in sorted(told.folder.glob("*.jsonl.gz")):
        name = file.name.removesuffix(".jsonl.gz")
        if told.sources and name not in told.sources.split(","):
            continue
        if not (rows := read(file, told.whole, left_out)):
            continue
        of_theirs(rows, cache)
        if told.cache:
            told.cache.write_text(json.dumps(cache))
        found = [judged(row, cache, decided) for row in rows]
        of_others, accepted = shuffled(found)
        others[name] = (of_others, len(accepted))
        print(line(name, found, others[name]), flush=True)
        if told.failures:
            print(*listed(found, told.chars), sep="\n")
            for row, other in accepted:
                print(f"  OF ANOTHER {row.given['id']} {other[:80]!r} | {row.given['response'][-told.chars :]!r}")
        everything += found
    total = (sum(n for n, _ in others.values()), sum(n for _, n in others.values()))
    for kind in KINDS:
        of_kind = [row for row in everything if row.given["kind"] == kind]
        if of_kind:
            print(line(f"all {kind}", of_kind, (0, 0)))
    print(line("all", everything, total))
    print(f"left out, for their right answer stays open: {len(left_out)}")


if __name__ == "__main__":
    main()
