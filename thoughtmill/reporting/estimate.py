"""What a campaign will take before anything is paid for: questions, rounds, traces, tokens, bytes, GPU-hours, money."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from thoughtmill.campaign import Campaign, Teacher
from thoughtmill.errors import CampaignError, StoreError
from thoughtmill.generation.forecast import Forecast, forecast
from thoughtmill.questions.census import SourceCount, census
from thoughtmill.questions.layers import Layers
from thoughtmill.questions.prepare import prepared
from thoughtmill.reporting.assumptions import VERDICT_BYTES, Assumptions, Figure, Given, Measured, measure
from thoughtmill.store.store import Store
from thoughtmill.teacher import Endpoint

PROMPT_CHARS_A_TOKEN = 4
"""Of prompts, about; nobody counts them before they are asked."""

ASKED_IN_A_COMPARISON = 3
"""The base bare, the base told the form, the student."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What there is to ask. by_domain: the questions of each shard."""

    sources: tuple[SourceCount, ...]
    by_domain: dict[tuple[str, str], list[int]]
    held_out: int
    how: str


@dataclass(frozen=True, slots=True)
class DomainEstimate:
    """One domain. traces: all that it takes; left: those that are not in the store yet; rejected: so far, by reason."""

    part: str
    domain: str
    teacher: str
    quota: int
    questions: int
    rate: Figure
    spread: Figure
    forecast: Forecast
    there: int
    usable_there: int
    brought: bool
    rejected: tuple[tuple[str, int], ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether the quota is filled, or expected to be; None where nobody knows before brought traces are judged."""
        if self.usable_there >= self.quota:
            return True
        return None if self.brought else self.forecast.met

    @property
    def left(self) -> float:
        """Traces that are still to ask."""
        missing = self.quota - self.usable_there
        if missing <= 0:
            return 0.0
        rate = self.forecast.usable / self.forecast.traces if self.forecast.traces else 0.0
        least = min(missing, self.forecast.usable) / rate if rate else 0.0
        return max(self.forecast.traces - self.there, least if self.there else 0.0)

    @property
    def questions_needed(self) -> int:
        """Questions like these that would fill the quota; 0 where nothing is expected of any."""
        each = self.forecast.usable / self.questions if self.questions else 0.0
        return math.ceil(self.quota / each) if each else 0


@dataclass(frozen=True, slots=True)
class TeacherEstimate:
    """What is asked of one teacher, and what that costs. All figures are of traces that are still to ask."""

    name: str
    traces: float
    tokens_each: Figure
    prompt_tokens: float
    tokens_per_second: Figure
    gpus: Figure
    engines: Figure
    gpu_hour: Figure
    endpoint: Endpoint | None = None
    runs: int = 1
    """Generate runs at once."""

    @property
    def tokens(self) -> float:
        """Tokens that it writes."""
        return self.traces * self.tokens_each.value

    @property
    def engine_hours(self) -> float:
        """Hours of one engine, every slot of it filled."""
        return self.tokens / self.tokens_per_second.value / 3600

    @property
    def gpu_hours(self) -> float:
        """Hours of one GPU."""
        return self.engine_hours * self.gpus.value

    @property
    def money(self) -> float:
        """In the currency of `gpu_hour`."""
        return self.gpu_hours * self.gpu_hour.value

    @property
    def hours(self) -> float:
        """From its first to its last trace, with all its engines, and no faster than its endpoint's limits a minute.

        Those are of one run to one URL, however many engines are behind it.
        """
        hours = [self.engine_hours / self.engines.value]
        if self.endpoint and self.endpoint.requests_per_minute:
            hours.append(self.traces / self.endpoint.requests_per_minute / self._limited / 60)
        if self.endpoint and self.endpoint.tokens_per_minute:
            both = self.tokens + self.prompt_tokens
            hours.append(both / self.endpoint.tokens_per_minute / self._limited / 60)
        return max(hours)

    @property
    def _limited(self) -> int:
        """How often a limit is there at once."""
        return self.runs * (len(self.endpoint.urls) if self.endpoint else 1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The plan of a campaign in figures."""

    campaign: Campaign
    questions: Questions
    domains: tuple[DomainEstimate, ...]
    teachers: tuple[TeacherEstimate, ...]
    bytes_per_token: Figure

    @property
    def hours(self) -> float:
        """Where `produce` asks itself, engines that it starts one after the other; all others side by side."""
        here = self.campaign.work.generate_on == "here"
        ours = [one.hours for one in self.teachers if here and one.endpoint is None]
        return max([sum(ours), *(one.hours for one in self.teachers)], default=0.0)

    @property
    def store_bytes(self) -> float:
        """Traces, verdicts and one release; what is there included."""
        each = {teacher.name: teacher.tokens_each.value for teacher in self.teachers}
        traces = {d: max(d.left, 0.0) + d.there for d in self.domains}
        tokens = sum((n + d.quota) * each.get(d.teacher, 0.0) for d, n in traces.items())
        verdicts = 0.0 if self.bytes_per_token.how == "measured" else VERDICT_BYTES * sum(traces.values())
        return tokens * self.bytes_per_token.value + verdicts

    @property
    def training_tokens(self) -> float:
        """Tokens that a training sees, prompts left out; 0 where nothing is trained."""
        if self.campaign.student is None:
            return 0.0
        each = {teacher.name: teacher.tokens_each.value for teacher in self.teachers}
        return sum(d.quota * each.get(d.teacher, 0.0) for d in self.domains) * self.campaign.student.epochs

    @property
    def training_steps(self) -> int:
        """Optimizer steps; 0 where nothing is trained."""
        if (student := self.campaign.student) is None:
            return 0
        samples = sum(d.quota for d in self.domains)
        return math.ceil(samples / student.batch_size) * student.epochs

    @property
    def comparison_tokens(self) -> int:
        """At most, of base and student."""
        if self.campaign.evaluation is None:
            return 0
        return ASKED_IN_A_COMPARISON * self.questions.held_out * self.campaign.evaluation.max_tokens


def estimate(
    campaign: Campaign, store: Store | None, given: Given, on_rows: Callable[[int], None] | None = None
) -> Estimate:
    """Read the sources, or the store where they are prepared, and count. Commits nothing.

    store: None where there is none yet. Raises CampaignError where `prepare` would, and StoreError.
    """
    has_questions = store is not None and bool(store.keys("questions"))
    measured = measure(store, campaign) if store is not None and has_questions else Measured()
    found = (_in_store(store, campaign) if store is not None and has_questions else None) or _in_sources(
        campaign, on_rows
    )
    assumed = Assumptions(given, measured)
    domains = tuple(
        _domain(campaign, part, domain, found, assumed)
        for part, settings in campaign.parts.items()
        for domain in settings.domains
    )
    names = dict.fromkeys(domain.teacher for domain in domains)
    teachers = tuple(_teacher(campaign, name, domains, found, assumed) for name in names)
    return Estimate(campaign, found, domains, teachers, assumed.bytes_per_token())


def _in_sources(campaign: Campaign, on_rows: Callable[[int], None] | None) -> Questions:
    """What the sources have, cut as `prepare` would. Raises CampaignError for a domain without questions."""
    counts, held_out = census(campaign, on_rows)
    by_domain: dict[tuple[str, str], list[int]] = {}
    for part, settings in campaign.parts.items():
        for domain in settings.domains:
            ours = [count for count in counts if (count.source.part, count.source.domain) == (part, domain)]
            questions, size = sum(count.questions for count in ours), campaign.work.shard_questions
            if not questions:
                reasons = {reason: n for count in ours for reason, n in count.refused.items()}
                told = ", ".join(f"{n:,} {reason}" for reason, n in reasons.items())
                raise CampaignError(
                    f"questions for {part}/{domain}", f"every row is refused: {told}", "mend the source"
                )
            by_domain[part, domain] = [min(size, questions - at) for at in range(0, questions, size)]
    exact = all(count.exact for count in counts)
    how = "counted as `produce` prepares them" if exact else "of the first rows; the rest by text and exact duplicates"
    return Questions(tuple(counts), by_domain, held_out, how)


def _in_store(store: Store, campaign: Campaign) -> Questions | None:
    """The questions of a store that has all of this campaign's; None if it lacks some."""
    try:
        layers = Layers.up_to(store, prepared(store, campaign))
    except StoreError:
        return None
    by_domain = {
        (part, domain): [layers.all_shards[shard]["questions"] for shard in layers.shards(part, domain)]
        for part, settings in campaign.parts.items()
        for domain in settings.domains
    }
    counts = _source_counts(store, layers, campaign)
    return Questions(counts, by_domain, layers.counts["held_out"], "prepared in the store")


def _source_counts(store: Store, layers: Layers, campaign: Campaign) -> tuple[SourceCount, ...]:
    counts = {source.name: SourceCount(source) for source in campaign.sources}
    chars = dict.fromkeys(counts, 0)
    for shard in layers.all_shards:
        table = store.read(layers.holding(shard).file(f"{shard}.parquet"), ["source", "prompt"])
        for name, prompt in zip(*(table[column].to_pylist() for column in ("source", "prompt")), strict=True):
            if (count := counts.get(name)) is not None:
                count.questions += 1
                chars[name] += len(prompt)
    for layer in layers.commits:
        for name, reason in zip(
            *(store.read(layer.file("refused.parquet"), ["source", "reason"])[c].to_pylist() for c in (0, 1)),
            strict=True,
        ):
            if name in counts:
                counts[name].refused[reason] += 1
    for name, count in counts.items():
        count.rows = count.looked_at = count.questions + count.refused.total()
        count.prompt_chars = chars[name] / max(count.questions, 1)
    return tuple(counts.values())


def _domain(campaign: Campaign, part: str, domain: str, found: Questions, assumed: Assumptions) -> DomainEstimate:
    settings = campaign.parts[part]
    quota, shards = settings.domain_quotas()[domain], found.by_domain[part, domain]
    ours = [source for source in campaign.sources if (source.part, source.domain) == (part, domain)]
    rate = assumed.rate(part, domain, verified=any(source.verifier for source in ours))
    spread = assumed.spread(part, domain)
    brought = campaign.teacher_of(part).traces is not None
    policy = campaign.policy_of(part)
    walked = Forecast(quota, ()) if brought else forecast(quota, shards, policy, rate.value, spread.value)
    there = assumed.measured.there.get((part, domain))
    judged, usable = (there.traces, there.usable) if there else (0, 0)
    counted = (part, domain, settings.teacher, quota, sum(shards))
    rejected = tuple(there.rejected.items()) if there else ()
    return DomainEstimate(*counted, rate, spread, walked, judged, usable, brought, rejected)


def _teacher(
    campaign: Campaign, name: str, domains: tuple[DomainEstimate, ...], found: Questions, assumed: Assumptions
) -> TeacherEstimate:
    teacher = campaign.teachers[name]
    prompt_tokens = traces = 0.0
    for domain in (one for one in domains if one.teacher == name):
        ours = [c for c in found.sources if (c.source.part, c.source.domain) == (domain.part, domain.domain)]
        chars = sum((c.prompt_chars + _shown(teacher, c.source.name)) * c.questions for c in ours)
        traces += domain.left
        prompt_tokens += domain.left * chars / max(sum(c.questions for c in ours), 1) / PROMPT_CHARS_A_TOKEN
    return TeacherEstimate(
        name,
        traces,
        assumed.tokens(name, teacher),
        prompt_tokens,
        assumed.speed(name, campaign),
        assumed.gpus(name, teacher),
        assumed.engines(name, campaign),
        assumed.of("gpu-hour", name),
        teacher.endpoint,
        campaign.work.runs,
    )


def _shown(teacher: Teacher, source: str) -> int:
    """Characters that go before every prompt of a source."""
    turns = teacher.turns(source)
    return len(teacher.system or "") + sum(len(turn.prompt) + len(turn.response) for turn in turns)
