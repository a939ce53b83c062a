"""Slots that do useful work, and time to the release, of a simulated fleet: slices drawn as slots free, against waves.

Lengths are lognormal (7,000 tokens on average, cut at 32,768), 25 tokens a second a slot, pass rates from
Beta(1.5, 1), up to eight traces a question in rounds of two, two kept; 256 slots an engine. `fill` is slot-time spent
on units of the release ÷ (slots x time to the release); `held` leaves out engines that have nothing left to do and are
given back; `waste` is traces paid beyond the release; `bound` is the larger of work ÷ slots and the longest chain of
rounds of one shard: no fleet is faster, and none that can't know lengths before reaches it at the end.

    python benchmarks/fleet_sim.py                    # 600,000 samples; 16 engines, equal and a quarter at 0.6
    python benchmarks/fleet_sim.py --engines 1 100 1000
    python benchmarks/fleet_sim.py --quota 96000 --choices
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.fleet_sim_outcome import Outcome  # noqa: E402  # the repository itself, found by the line above
from benchmarks.fleet_sim_stream import Fleet, Rules  # noqa: E402  # as above
from benchmarks.fleet_sim_waves import waves  # noqa: E402  # as above
from benchmarks.fleet_sim_work import Work  # noqa: E402  # as above

CHOICES: tuple[dict[str, Any], ...] = (
    {},
    {"slice_traces": 16, "threshold": 8},
    {"slice_traces": 256, "threshold": 256},
    {"slice_traces": 1_000},
    {"stock": 0.25},
    {"stock": 4.0},
    {"estimate": "one rate", "margin": 0.0},
    {"margin": 0.0},
    {"estimate": "by round"},
    {"estimate": "known", "margin": 0.0},
    {"share": False},
    {"spread": True},
    {"longest_first": True},
    {"slow_wait": True},
    {"quickens": True},
)
"""What differs from the rules that are built."""


def one_domain(quota: int) -> list[Work]:
    """The workload of the figures: 0.7 questions a sample."""
    return [Work("math", quota, quota * 7 // 10)]


def three_domains(quota: int) -> list[Work]:
    """Domains of different yields; the last one is small and needs many rounds."""
    return [
        Work("math", quota * 64 // 100, quota * 45 // 100),
        Work("code", quota * 34 // 100, quota * 40 // 100, rates=(1.0, 1.6)),
        Work("logic", quota * 2 // 100, quota * 35 // 1_000, rates=(0.8, 2.0), hopeless=0.25, same=0.5),
    ]


def two_teachers(quota: int) -> list[Work]:
    """Three quarters reasoning; a quarter of short traces that nothing checks, one a question, nine of ten kept."""
    shorter = Work("writing", quota // 4, quota * 3 // 10, "writer", first_round=1, max_traces=1, max_kept=1)
    shorter = replace(shorter, rates=(18.0, 2.0), tokens=(900.0, 0.7, 8_192.0))
    return [*one_domain(quota * 3 // 4), shorter]


def speeds(engines: int, *, slow: bool) -> list[float]:
    """Of a fleet, a quarter of it at 0.6 or not."""
    return [1.0 - 0.4 * (slow and number % 4 == 3) for number in range(engines)]


def line(name: str, found: Outcome) -> str:
    """One row of the table."""
    return (
        f"{name:<46} {found.fill:6.1%} {found.held_fill:6.1%} {found.waste:7.2%} {found.over:8.3f}"
        f" {found.seconds / 3600:8.2f} h {found.traces:11,}"
    )


def main() -> None:
    """One row a fleet and way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quota", type=int, default=600_000)
    parser.add_argument("--engines", type=int, nargs="+", default=[16])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--choices", action="store_true", help="other rules instead of other fleets")
    given = parser.parse_args()
    print(f"{'':<46} {'fill':>6} {'held':>6} {'waste':>7} {'÷ bound':>8} {'time':>10} {'traces':>11}")
    for engines in given.engines:
        for slow in (False, True):
            name = f"{engines} engines{', a quarter at 0.6' if slow else ''}"
            fleet = {"thinker": speeds(engines, slow=slow)}
            if given.choices:
                _choices(name, three_domains(given.quota), fleet, given.seed)
                continue
            for kind, works in (("", one_domain(given.quota)), (", three domains", three_domains(given.quota))):
                print(line(f"waves: {name}{kind}", waves(works, fleet, seed=given.seed)), flush=True)
                print(line(f"slices: {name}{kind}", Fleet(works, fleet, Rules(), seed=given.seed).run()), flush=True)
    if not given.choices:
        works, fleet = two_teachers(given.quota), {"thinker": speeds(12, slow=False), "writer": speeds(4, slow=False)}
        for way, found in (
            ("waves", waves(works, fleet, seed=given.seed)),
            ("slices", Fleet(works, fleet, Rules(), seed=given.seed).run()),
        ):
            print(line(f"{way}: two teachers, 12 and 4 engines", found), _ends(found))


def _ends(found: Outcome) -> str:
    """When each domain was filled; slices begin all of them at once."""
    return ", ".join(f"{name} filled at {seconds / 3600:.1f} h" for name, seconds in found.filled.items())


def _choices(name: str, works: list[Work], fleet: dict[str, list[float]], seed: int) -> None:
    print(name)
    for change in CHOICES:
        said = ", ".join(f"{key} {value}" for key, value in change.items()) or "as built"
        print(line(f"  {said}", Fleet(works, fleet, replace(Rules(), **change), seed=seed).run()), flush=True)


if __name__ == "__main__":
    main()
