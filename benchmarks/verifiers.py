"""Our math verifier beside math-verify: the same pairs, in the same run, in alternating blocks.

Labels are beyond argument, by construction (benchmarks/verifier_pairs). A pair counts as right if the verdict is
`correct` exactly where the label says so; `undecided` is not correct. The set falls by a hash into `dev`, to work with,
and `held`, of which failures are only counted unless `--reveal` is given.

    python benchmarks/verifiers.py
    python benchmarks/verifiers.py --half dev --failures --ours --parts bare,responses
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.verifier_pairs.bare import bare  # noqa: E402  # the repository itself, found by the line above
from benchmarks.verifier_pairs.case import Pair  # noqa: E402  # as above
from benchmarks.verifier_pairs.hostile import hostile  # noqa: E402  # as above
from benchmarks.verifier_pairs.judges import JUDGES, Judge  # noqa: E402  # as above
from benchmarks.verifier_pairs.mix import mix  # noqa: E402  # as above
from benchmarks.verifier_pairs.responses import responses  # noqa: E402  # as above
from benchmarks.verifier_pairs.siege import Fate, siege  # noqa: E402  # as above

PARTS = ("bare", "responses", "mix", "hostile")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of a pair."""

    pair: Pair
    outcome: str

    @property
    def good(self) -> bool:
        """Accepted if and only if right."""
        return (self.outcome == "correct") == self.pair.right


def main() -> None:
    """Measure, print tables, and write all figures as JSON if asked."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--half", choices=["dev", "held", "all"], default="all")
    parser.add_argument("--parts", default=",".join(PARTS), help="which of " + ", ".join(PARTS))
    parser.add_argument("--ours", action="store_true", help="without math-verify")
    parser.add_argument("--failures", action="store_true", help="list them (of the held half only with --reveal)")
    parser.add_argument("--reveal", action="store_true")
    parser.add_argument("--rounds", type=int, default=5, help="of the mix")
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    judges = {name: make() for name, make in JUDGES.items() if name == "ours" or not told.ours}
    parts = told.parts.split(",")
    found: dict[str, Any] = {"half": told.half, "cpus": os.cpu_count()}
    for part, pairs in (("bare", bare()), ("responses", responses())):
        if part in parts:
            chosen = [pair for pair in pairs if told.half in ("all", pair.half)]
            found[part] = compared(part, chosen, judges, told)
    if "mix" in parts:
        found["mix"] = raced(judges, told.rounds)
    if "hostile" in parts:
        found["hostile"] = {name: besieged(name, told) for name in judges}
    if told.json:
        told.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def compared(part: str, pairs: list[Pair], judges: dict[str, Judge], told: argparse.Namespace) -> dict[str, Any]:
    """Every judge on every pair, block by block in turn."""
    verdicts: dict[str, list[Verdict]] = {name: [] for name in judges}
    seconds: dict[str, list[float]] = {name: [] for name in judges}
    for i in range(0, len(pairs), 250):
        for name, judge in judges.items():
            begun = time.monotonic()
            verdicts[name] += [Verdict(pair, asked(judge, pair)) for pair in pairs[i : i + 250]]
            seconds[name].append(time.monotonic() - begun)
    wrong = sum(not pair.right for pair in pairs)
    print(f"\n{part}, {told.half}: {len(pairs)} pairs, {wrong / len(pairs):.1%} wrong, ", end="")
    print(f"{sum(pair.chinese for pair in pairs)} Chinese or full-width")
    print(f"{'':14}{'accuracy':>10}{'accepts':>9}{'missed':>8}{'undecided':>11}{'Chinese':>9}{'pairs/s':>10}")
    found = {name: summed(verdicts[name], sum(seconds[name])) for name in judges}
    for name, row in found.items():
        print(
            f"{name:14}{row['accuracy']:10.2%}{row['wrong_accepts']:9}{row['missed']:8}{row['undecided']:11}"
            f"{row['chinese']:9.2%}{row['pairs_per_s']:10,.0f}"
        )
    if len(judges) > 1:
        ratios = [b / a for a, b in zip(*seconds.values(), strict=True)]
        found["ratio"] = {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}
        print(f"ratio of speed: {statistics.median(ratios):.0f} ({min(ratios):.0f}-{max(ratios):.0f} by block of 250)")
    by_family(verdicts)
    if told.failures:
        listed(verdicts["ours"], told.reveal)
    return found


def asked(judge: Judge, pair: Pair) -> str:
    """A judge that raises has not decided."""
    try:
        return judge(pair.answer, pair.reference)
    except Exception as broken:  # noqa: BLE001  # told in the table as undecided
        return f"raised {type(broken).__name__}"


def summed(verdicts: list[Verdict], seconds: float) -> dict[str, Any]:
    """The figures of one judge."""
    chinese = [one for one in verdicts if one.pair.chinese]
    families = Counter(one.pair.family for one in verdicts)
    bad = Counter(one.pair.family for one in verdicts if not one.good)
    return {
        "pairs": len(verdicts),
        "accuracy": sum(one.good for one in verdicts) / len(verdicts),
        "wrong_accepts": sum(not one.good and not one.pair.right for one in verdicts),
        "missed": sum(not one.good and one.pair.right for one in verdicts),
        "undecided": sum(one.outcome not in ("correct", "wrong") for one in verdicts),
        "chinese": sum(one.good for one in chinese) / max(1, len(chinese)),
        "pairs_per_s": len(verdicts) / seconds,
        "families": {name: [count - bad[name], count] for name, count in sorted(families.items())},
    }


def by_family(verdicts: dict[str, list[Verdict]]) -> None:
    """Failures a family, most pairs first: wrong accepts + missed."""
    families = Counter(one.pair.family for one in verdicts["ours"])
    print(f"\n{'family':24}{'pairs':>6}" + "".join(f"{name:>16}" for name in verdicts) + "   (wrong accepts + missed)")
    for family, count in families.most_common():
        row = ""
        for some in verdicts.values():
            bad = Counter(one.pair.right for one in some if one.pair.family == family and not one.good)
            row += f"{f'{bad[False]} + {bad[True]}' if bad else '-':>16}"
        print(f"{family:24}{count:6}{row}")


def listed(verdicts: list[Verdict], reveal: bool) -> None:
    """Our failures; those of the held half are not shown, so that nobody works on them."""
    hidden = 0
    for one in verdicts:
        if one.good:
            continue
        if one.pair.half == "held" and not reveal:
            hidden += 1
            continue
        label = "right" if one.pair.right else "wrong"
        print(f"  [{one.pair.family}] {one.pair.answer!r} | {one.pair.reference!r} is {label}, said {one.outcome}")
    if hidden:
        print(f"  and {hidden} of the held half, not shown")


def raced(judges: dict[str, Judge], rounds: int) -> dict[str, Any]:
    """Pairs a second on the mix, by the wall and by CPU time of all processes, in alternating rounds."""
    sizes = {"ours": 4000, "math-verify": 300}
    pairs = mix(4000 * rounds)
    rates: dict[str, list[float]] = {name: [] for name in judges}
    cpu: dict[str, list[float]] = {name: [] for name in judges}
    accurate: dict[str, list[bool]] = {name: [] for name in judges}
    for i in range(rounds):
        for name, judge in judges.items():
            some = pairs[4000 * i : 4000 * i + sizes[name]]
            before, begun = cpu_seconds(), time.monotonic()
            outcomes = [asked(judge, pair) for pair in some]
            rates[name].append(len(some) / (time.monotonic() - begun))
            cpu[name].append(len(some) / max(1e-9, cpu_seconds() - before))
            accurate[name] += [Verdict(*one).good for one in zip(some, outcomes, strict=True)]
    print(f"\nMATH-like mix, {rounds} rounds\n{'':14}{'pairs/s':>10}{'range':>16}{'per CPU s':>11}{'accuracy':>10}")
    found: dict[str, Any] = {}
    for name in judges:
        found[name] = {
            "pairs_per_s": statistics.median(rates[name]),
            "pairs_per_cpu_s": statistics.median(cpu[name]),
            "accuracy": sum(accurate[name]) / len(accurate[name]),
        }
        span = f"{min(rates[name]):,.0f}-{max(rates[name]):,.0f}"
        row = found[name]
        print(f"{name:14}{row['pairs_per_s']:10,.0f}{span:>16}{row['pairs_per_cpu_s']:11,.0f}{row['accuracy']:10.2%}")
    if len(judges) > 1:
        ratios = [a / b for a, b in zip(*rates.values(), strict=True)]
        found["ratio"] = {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}
        print(f"ratio: {statistics.median(ratios):.0f} ({min(ratios):.0f}-{max(ratios):.0f})")
    return found


def cpu_seconds() -> float:
    """Of this program and its workers."""
    own = psutil.Process()
    total = 0.0
    for one in [own, *own.children(recursive=True)]:
        try:
            used = one.cpu_times()
        except psutil.Error:
            continue
        total += used.user + used.system
    return total


def besieged(name: str, told: argparse.Namespace) -> dict[str, Any]:
    """One judge under all hostile strings of the half, the honest ones between them."""
    pairs = [pair for pair in hostile() if pair.right or told.half in ("all", pair.half)]
    fates, ran = siege(name, pairs)
    attacks = [fate for fate in fates if not fate.pair.right]
    honest = [fate for fate in fates if fate.pair.right]
    slow = max(attacks, key=lambda fate: fate.seconds)
    heavy = max(attacks, key=lambda fate: fate.over_mb)
    found = {
        "strings": len(attacks),
        "accepted": sum(fate.outcome == "correct" for fate in attacks),
        "executed": ran,
        "raised": sum(fate.outcome.startswith("raised") for fate in attacks),
        "killed_or_died": sum(fate.outcome in ("killed", "died") for fate in attacks),
        "slowest_s": slow.seconds,
        "over_1_s": sum(fate.seconds > 1 for fate in attacks),
        "worst_mb_over_base": heavy.over_mb,
        "over_300_mb": sum(fate.over_mb > 300 for fate in attacks),
        "honest": len(honest),
        "honest_accepted": sum(fate.outcome == "correct" for fate in honest),
    }
    print(f"\nhostile, {told.half}, {name}: " + ", ".join(f"{key} {shown(value)}" for key, value in found.items()))
    worst = [fate for fate in attacks if fate.outcome == "correct" or fate.seconds > 1 or fate.over_mb > 300]
    print(f"  slowest: {told_of(slow)}\n  heaviest: {told_of(heavy)}")
    if told.failures and name == "ours":
        for fate in [one for one in worst if told.reveal or one.pair.half == "dev"]:
            print(f"  {told_of(fate)}")
        for fate in [one for one in honest if one.outcome != "correct"]:
            print(f"  not accepted: {told_of(fate)}")
    return found


def shown(value: object) -> str:
    """Floats with two places."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def told_of(fate: Fate) -> str:
    """A line about one string."""
    start = fate.pair.answer if len(fate.pair.answer) < 60 else fate.pair.answer[:57] + "..."
    return f"[{fate.pair.family}] {start!r}: {fate.outcome}, {fate.seconds:.2f} s, {fate.over_mb:.0f} MB"


if __name__ == "__main__":
    main()
