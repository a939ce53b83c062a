"""Where a campaign stands, from the commit records alone: each domain against its quota, why traces were rejected.

No shard is read, so it takes seconds whatever the campaign's size. Samples are counted exactly where a question may
give one (`max_kept` = 1) and nothing is excluded, or where a `ledger` that has read the verdicts is given; else they
are "at most": copies of one text in two rounds, near copies, and what is excluded are found by the ledger only.
"""

from collections import Counter
from dataclasses import dataclass, field

from thoughtmill.campaign import Campaign
from thoughtmill.generation.planner import Ledger, standing
from thoughtmill.judging.recall import SourceYield, by_source
from thoughtmill.judging.verdict_index import VerdictIndex
from thoughtmill.judging.verdicts import is_of
from thoughtmill.questions.exclusions import in_force
from thoughtmill.questions.layers import Layers, latest, layer_id
from thoughtmill.store.store import Commit, Store

KEPT_BY = "kept_by."


@dataclass(frozen=True, slots=True)
class DomainStatus:
    """One domain: samples it has, at most if not `exact`; traces judged; shards that are asked or not judged yet.

    rejected: by reason, the most frequent first.
    """

    part: str
    domain: str
    quota: int
    usable: int
    exact: bool
    traces: int
    open: int
    rejected: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def samples(self) -> str:
        """Samples that count towards the quota, as they are shown."""
        return f"{'' if self.exact else 'at most '}{min(self.usable, self.quota):,}"


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
    domains: tuple[DomainStatus, ...]
    rejected: dict[str, int] = field(default_factory=dict[str, int])
    releases: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    layers: tuple[Commit, ...] = ()
    exclusions: tuple[Commit, ...] = ()
    sources: tuple[SourceYield, ...] = ()

    @property
    def samples(self) -> int:
        """Samples that count towards the quotas: of a domain, never more than its quota."""
        return sum(min(domain.usable, domain.quota) for domain in self.domains)

    @property
    def quota(self) -> int:
        """Samples that all parts ask for together."""
        return sum(domain.quota for domain in self.domains)


def status(store: Store, campaign: Campaign, ledger: Ledger | None = None) -> Status:
    """Read the commit records of a campaign, as the store knows them after a look.

    With a `ledger` samples are exact, and what it and its store know is told: then nothing is listed.
    """
    last = latest(store, look=ledger is None)
    domains = [(part, domain) for part, settings in campaign.parts.items() for domain in settings.domains]
    if last is None:
        empty = tuple(DomainStatus(*at, campaign.parts[at[0]].domain_quotas()[at[1]], 0, True, 0, 0) for at in domains)
        return Status(campaign.name, 0, 0, 0, 0, 0, 0, empty)
    layers, exclusions = Layers.up_to(store, last), tuple(in_force(store, look=False))
    left_out = bool(exclusions) or layers.counts["leak_found_later"] > 0
    home = {name: (shard["part"], shard["domain"]) for name, shard in layers.all_shards.items()}
    asked = {campaign.teacher_of(part).teacher_id() for part in campaign.parts}
    frozen = {key: home[key.split(".")[0]] for key in store.keys("rounds", look=False) if _teacher(key) in asked}
    counting, traces = VerdictIndex(store, campaign, look=False), Counter[str]()
    wanted: list[str] = []
    for commit in store.commits("traces", look=False):
        traces.update(commit.counts)
        if is_of(campaign, commit) and (
            key := counting.key_of(commit, layer_id(layers.holding(commit.facts["shard"])))
        ):
            wanted.append(key)
    verdicts = [store.get("verdicts", key) for key in wanted]
    judged: Counter[str] = Counter()
    for commit in verdicts:
        judged.update(commit.counts)
    sizes = {name: shard["questions"] for name, shard in layers.all_shards.items()}
    return Status(
        name=campaign.name,
        questions=layers.counts["questions"],
        refused=layers.counts["refused"],
        traces=judged["traces"],
        kept=judged["kept"],
        set_aside=traces["set_aside"],
        tokens=traces["completion_tokens"],
        domains=tuple(_domain(campaign, *at, verdicts, frozen, sizes, ledger, left_out) for at in domains),
        rejected=_rejected(judged),
        releases=tuple(store.keys("releases", look=False)),
        students=tuple(store.keys("students", look=False)),
        layers=layers.commits,
        exclusions=exclusions,
        sources=tuple(by_source(commit.counts for commit in verdicts)),
    )


def _teacher(key: str) -> str:
    """The teacher's id in the key of a unit."""
    return key.split(".")[2]


def _rejected(counts: Counter[str]) -> dict[str, int]:
    """Traces by the reason that rejected them, the most frequent first."""
    prefix = "rejected."
    return {key.removeprefix(prefix): n for key, n in counts.most_common() if key.startswith(prefix)}


def _domain(
    campaign: Campaign,
    part: str,
    domain: str,
    verdicts: list[Commit],
    frozen: dict[str, tuple[str, str]],
    sizes: dict[str, int],
    ledger: Ledger | None,
    left_out: bool,
) -> DomainStatus:
    ours = [commit for commit in verdicts if (commit.facts["part"], commit.facts["domain"]) == (part, domain)]
    quota, traces = campaign.parts[part].domain_quotas()[domain], sum(commit.counts["traces"] for commit in ours)
    done = {commit.key.rsplit(".", 1)[0] for commit in ours}
    waiting = sum(at == (part, domain) and key not in done for key, at in frozen.items())
    judged: Counter[str] = Counter()
    for commit in ours:
        judged.update(commit.counts)
    counted = traces, waiting, _rejected(judged)
    if ledger is not None:
        return DomainStatus(part, domain, quota, standing(ledger, part, domain).usable, True, *counted)
    most = campaign.policy_of(part).max_kept
    usable: Counter[str] = Counter()
    for commit in ours:
        shard = commit.key.split(".")[0]
        for name, questions in commit.counts.items():
            if name.startswith(KEPT_BY):
                usable[shard] += questions * min(int(name.removeprefix(KEPT_BY)), most)
    at_most = sum(min(n, sizes[shard] * most) for shard, n in usable.items())
    exact = at_most == 0 or (most == 1 and not left_out)
    return DomainStatus(part, domain, quota, at_most, exact, *counted)
