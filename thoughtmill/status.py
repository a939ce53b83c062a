"""Where a campaign stands, from the store alone: each domain against its quota, and why traces were rejected."""

from collections import Counter
from dataclasses import dataclass, field

from thoughtmill.campaign import Campaign
from thoughtmill.rounds import Ledger, Standing, standing
from thoughtmill.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of one campaign in one store. `rejected` is by reason; `tokens` are those that teachers wrote."""

    name: str
    questions: int
    refused: int
    traces: int
    kept: int
    set_aside: int
    tokens: int
    domains: tuple[Standing, ...]
    rejected: dict[str, int] = field(default_factory=dict[str, int])
    releases: tuple[str, ...] = ()
    students: tuple[str, ...] = ()

    @property
    def samples(self) -> int:
        """Samples that count towards the quotas: of a domain, never more than its quota."""
        return sum(min(domain.usable, domain.quota) for domain in self.domains)

    @property
    def quota(self) -> int:
        """Samples that all parts ask for together."""
        return sum(domain.quota for domain in self.domains)


def status(store: Store, campaign: Campaign, ledger: Ledger | None = None) -> Status:
    """Read the commits of a campaign. A `ledger` that is kept between calls spares reading verdicts again."""
    questions = next(store.commits("questions"), None)
    if questions is None:
        return Status(campaign.name, 0, 0, 0, 0, 0, 0, ())
    ledger = ledger or Ledger(store, campaign, questions)
    domains = [standing(ledger, part, domain) for part, p in campaign.parts.items() for domain in p.domains]
    ours = {state.unit.verdict_key for d in domains for state in ledger.units(d.part, d.domain)}
    verdicts: Counter[str] = Counter()
    for key in store.keys("verdicts"):
        if key in ours:
            verdicts.update(store.get("verdicts", key).counts)
    traces: Counter[str] = Counter()
    for commit in store.commits("traces"):
        traces.update(commit.counts)
    prefix = "rejected."
    rejected = {key.removeprefix(prefix): n for key, n in verdicts.most_common() if key.startswith(prefix)}
    return Status(
        name=campaign.name,
        questions=questions.counts["questions"],
        refused=questions.counts["refused"],
        traces=verdicts["traces"],
        kept=verdicts["kept"],
        set_aside=traces["set_aside"],
        tokens=traces["completion_tokens"],
        domains=tuple(domains),
        rejected=rejected,
        releases=tuple(store.keys("releases")),
        students=tuple(store.keys("students")),
    )
