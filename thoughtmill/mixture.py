"""How often each domain is seen in an epoch: the weights of the recipe as whole numbers of samples, fixed beforehand.

A weight of 2 shows every sample of a domain twice an epoch, 0.5 one half of them, 0 none. The samples of a domain lie
in an order that the seed gives, and each epoch takes the next ones, round and round: so a weight of 0.5 shows the other
half in the second epoch, and no sample is ever seen more than once more often than another one of its domain.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from thoughtmill.errors import TrainingFailed
from thoughtmill.recipe import Student


def weight(domain: str, mixture: Mapping[str, float]) -> float:
    """Of a domain, as `part/domain`: the mixture names it so, or by its domain, or its part; in this order. Else 1."""
    part, _, name = domain.partition("/")
    return next((mixture[key] for key in (domain, name, part) if key in mixture), 1.0)


def refuse_strangers(domains: Iterable[str], mixture: Mapping[str, float]) -> None:
    """Raises TrainingFailed where a name of the mixture is of no sample. domains: of each sample, as `part/domain`."""
    known = {name for domain in set(domains) for name in (domain, *domain.split("/"))}
    if strangers := sorted(set(mixture) - known):
        todo = f"name some of {', '.join(sorted(known))}"
        raise TrainingFailed("student.mixture to name domains or parts of the release", ", ".join(strangers), todo)


def in_epoch(domains: Iterable[str] | Mapping[str, int], mixture: Mapping[str, float]) -> dict[str, int]:
    """How many samples of each domain an epoch has; half a sample is one.

    domains: of each sample, or how many samples each has. Raises TrainingFailed where a weight is too small for
    a single one.
    """
    there = Counter(domains)
    weights = {domain: weight(domain, mixture) for domain in there}
    found = {domain: int(weights[domain] * samples + 0.5) for domain, samples in there.items()}
    for domain, many in found.items():
        if weights[domain] and not many:
            told = f"{weights[domain]:g} of the {there[domain]:,} of {domain}"
            raise TrainingFailed("student.mixture to show a sample of each domain", told, "raise it, or set it to 0")
    if not any(found.values()):
        raise TrainingFailed("student.mixture to show some samples", "none", "give one domain a weight over 0")
    return found


def epochs(domains: Sequence[str], recipe: Student) -> Iterator[list[int]]:
    """The numbers of the samples that each epoch has, from low to high; some come several times."""
    many, groups = in_epoch(domains, recipe.mixture), defaultdict[str, list[int]](list)
    for number, domain in enumerate(domains):
        groups[domain].append(number)
    for domain, numbers in groups.items():
        Random(f"{recipe.seed}-{domain}").shuffle(numbers)
    for epoch in range(recipe.epochs):
        yield sorted(
            numbers[place % len(numbers)]
            for domain, numbers in groups.items()
            for place in range(epoch * many[domain], (epoch + 1) * many[domain])
        )


def is_kept(seen: Counter[int], domains: Sequence[str], recipe: Student) -> bool:
    """Whether a plan in which each sample comes so often is what the recipe says; counted without `epochs`."""
    many, there = in_epoch(domains, recipe.mixture), Counter(domains)
    total = Counter[str]()
    for number, times in seen.items():
        total[domains[number]] += times
    fair = {domain: divmod(recipe.epochs * many[domain], samples) for domain, samples in there.items()}
    return all(total[domain] == recipe.epochs * many[domain] for domain in there) and all(
        seen[number] in (fair[domain][0], fair[domain][0] + bool(fair[domain][1]))
        for number, domain in enumerate(domains)
    )
