"""The bare pairs: every value in several spellings and dresses, beside itself and beside what it is not."""

from collections.abc import Iterator
from random import Random

from benchmarks.verifier_pairs import gatherings, mean, numbers, quantities, roots, symbols, unseen
from benchmarks.verifier_pairs.case import Pair, Value
from benchmarks.verifier_pairs.dresses import dressed

FAMILIES = (
    *numbers.FAMILIES,
    *roots.FAMILIES,
    *gatherings.FAMILIES,
    *symbols.FAMILIES,
    *quantities.FAMILIES,
)
CHINESE = 0.09
"""The share of formulas that get a Chinese dress."""


def bare() -> list[Pair]:
    """All of them, each once; the same on every machine."""
    found: dict[tuple[str, str], Pair] = {}
    for pair in (*mean.pairs(), *unseen.pairs(), *generated()):
        found.setdefault((pair.answer, pair.reference), pair)
    return list(found.values())


def generated() -> Iterator[Pair]:
    """Two or three right and two or three wrong answers to every value."""
    for family in FAMILIES:
        rng = Random(f"verifier pairs, {family.__name__}")
        for value in family(rng):
            yield from drawn(rng, value)


def drawn(rng: Random, value: Value) -> Iterator[Pair]:
    """Some pairs of one value."""
    right = spellings(value.same[1:] or value.same, value.said)
    known = {text for text, _ in right} | set(value.same)
    wrong = [one for one in spellings(value.other, value.missaid) if one[0] not in known]
    for chosen, label, count in ((right, True, 3), (wrong, False, rng.choice((2, 2, 3)))):
        for text, formula in rng.sample(chosen, min(count, len(chosen))):
            answer = dressed(rng, text, formula=formula, scalar=value.scalar, chinese=CHINESE if formula else 0.12)
            reference = rng.choice(value.same) if value.swaps and rng.random() < 0.25 else value.same[0]
            if rng.random() < 0.08:
                reference = f"${reference}$"
            if answer != reference:
                yield Pair(answer, reference, label, value.family)


def spellings(formulas: tuple[str, ...], said: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Each with whether it is a formula."""
    return [(text, True) for text in dict.fromkeys(formulas)] + [(text, False) for text in dict.fromkeys(said)]
