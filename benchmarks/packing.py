"""How much of a training step is spent on tokens, packed and padded, for several numbers of processes.

    python benchmarks/packing.py                              # lengths like DeepSeek-R1's, batches of 64
    python benchmarks/packing.py --lengths FILE               # one number a line, in tokens

Time is counted in tokens of the process that is waited for. `padded` is what a training without packing does:
`--at-once` samples on each process, filled up to the longest of them, and all processes wait for each other after each
(TRL gathers its metrics there). `packed` waits after every row. `best` is what no packing can beat: one sample is never
cut, and lies on one process. Attention, which grows with the square of a sample, is left out.
"""

import argparse
import math
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from thoughtmill.student import packing  # noqa: E402  # found by the line above

SPREAD = 0.9
"""Of the logarithm of a length: with a mean of 7,000 and at most 32,768."""


def drawn(many: int, mean: float, most: int) -> list[int]:
    """Lengths in tokens, log-normal."""
    chance = random.Random(1)
    found = (chance.lognormvariate(math.log(mean) - SPREAD**2 / 2, SPREAD) for _ in range(many))
    return [max(200, min(most, int(length))) for length in found]


def padded(batch: tuple[int, ...], lengths: list[int], processes: int, at_once: int) -> float:
    """The share of a step that is spent on tokens where each process takes `at_once` samples, and fills them up."""
    together = min(len(batch), processes * at_once)
    turns = [[lengths[number] for number in batch[i : i + together]] for i in range(0, len(batch), together)]
    return sum(map(sum, turns)) / (together * sum(map(max, turns)))


def best(batch: tuple[int, ...], lengths: list[int], processes: int) -> float:
    """What no order of samples on processes beats."""
    found = [lengths[number] for number in batch]
    return sum(found) / max(sum(found), processes * max(found))


def main() -> None:
    """Print a line for each number of processes."""
    told = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    told.add_argument("--lengths", type=Path, help="a file with a length in tokens a line")
    told.add_argument("--mean", type=float, default=7_000)
    told.add_argument("--max-length", type=int, default=32_768)
    told.add_argument("--batch", type=int, default=64)
    told.add_argument("--at-once", type=int, default=1, help="device_batch_size of the padded way")
    told.add_argument("--processes", type=int, nargs="+", default=[1, 8, 16, 64])
    named = told.parse_args()
    lengths = (
        [int(line) for line in named.lengths.read_text().split()]
        if named.lengths
        else drawn(100 * named.batch, named.mean, named.max_length)
    )
    steps = [step for step in packing.batches([range(len(lengths))], named.batch, 7) if len(step) == named.batch]
    sys.stdout.write(f"{len(lengths):,} samples, {sum(lengths) / len(lengths):,.0f} tokens on average\n")
    sys.stdout.write("processes  padded  packed  best  packed ÷ padded\n")
    for processes in named.processes:
        found = [packing.packed(step, lengths, named.max_length, processes) for step in steps]
        new = sum(packing.useful(share, lengths) for share in found) / len(steps)
        old = sum(padded(step, lengths, processes, named.at_once) for step in steps) / len(steps)
        most = sum(best(step, lengths, processes) for step in steps) / len(steps)
        sys.stdout.write(f"{processes:9}  {old:6.2f}  {new:6.2f}  {most:4.2f}  {new / old:15.1f}\n")


if __name__ == "__main__":
    main()
