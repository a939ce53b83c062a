"""A mix of kinds of answers in about the proportions of the MATH questions, for speed only."""

from random import Random

from benchmarks.verifier_pairs import gatherings, numbers, quantities, roots, symbols
from benchmarks.verifier_pairs.bare import drawn
from benchmarks.verifier_pairs.case import Pair

SHARES = (
    (55, (numbers.integers,)),
    (15, (numbers.fractions,)),
    (6, (roots.radicals,)),
    (8, (symbols.lines, symbols.expressions)),
    (5, (gatherings.points, gatherings.sets, gatherings.intervals)),
    (4, (roots.circles,)),
    (3, (quantities.words, quantities.options)),
    (2, (numbers.decimals, quantities.money)),
    (1, (gatherings.matrices,)),
    (1, (quantities.units,)),
)
"""Percent of the mix, and where it comes from."""


def mix(size: int) -> list[Pair]:
    """About so many pairs with fresh numbers: next to none twice, so that remembering does not help."""
    found: list[Pair] = []
    for share, families in SHARES:
        some: dict[Pair, None] = {}
        want = size * share // 100
        for turn in range(200):
            for family in families:
                rng = Random(f"mix, {family.__name__}, {turn}")
                fresh = (pair for value in family(rng) for pair in drawn(rng, value) if not pair.chinese)
                some.update(dict.fromkeys(pair for pair in fresh if fits(pair)))
            if len(some) >= 2 * want:
                break
        rng = Random(f"mix, {share}")
        found += rng.sample(list(some), min(want, len(some)))
    Random("mix").shuffle(found)
    return found


def fits(pair: Pair) -> bool:
    """Of units the degrees alone, of long integers those that such questions have."""
    if pair.family == "thousands":
        return len(pair.reference) < 7
    return pair.family != "unit" or "circ" in pair.reference
