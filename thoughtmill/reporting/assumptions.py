"""What a plan assumes: each figure with where it comes from: given by a person, measured in the store, or guessed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from thoughtmill.campaign import Campaign, Teacher
from thoughtmill.evaluation.statistics import wilson
from thoughtmill.generation.forecast import spread_of
from thoughtmill.judging.verdict_index import VerdictIndex
from thoughtmill.judging.verdicts import is_of
from thoughtmill.questions.layers import Layers, layer_id, newest
from thoughtmill.reporting.status import KEPT_BY, DomainStatus, status
from thoughtmill.store.store import Commit, Store

Domain = tuple[str, str]
"""Part and domain."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One assumption."""

    value: float
    how: Literal["given", "measured", "guessed"]
    why: str


Given = Mapping[str, Mapping[str, float]]
"""What a person has given: name of the figure → whom it is of (a teacher, a part, part/domain; "": all) → value."""

GUESSES = {
    "pass-rate": (0.5, "half of the traces of questions with a verifier become usable"),
    "pass-rate-open": (0.9, "no verifier: only the filters reject"),
    "spread": (0.3, "questions differ: what failed once fails more often again"),
    "tokens": (7000.0, "about the mean of DeepSeek-R1 on mathematics and code"),
    "tokens-direct": (1400.0, "about the mean of answers without thinking"),
    "tokens-per-second": (2500.0, "of one engine, all its requests together; depends on model, GPUs and lengths"),
    "gpu-hour": (2.5, "money for one GPU and hour"),
    "gpus-per-engine": (1.0, "`serve` says nothing of more"),
    "bytes-per-token": (1.5, "traces of DeepSeek-R1 in Parquet, 4 characters a token"),
}
"""What is taken where nothing is given or measured, and why."""

VERDICT_BYTES = 250
"""Of a verdict, about."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a store tells: of first rounds how many traces became usable, what traces were long, what they take."""

    rates: Mapping[Domain, Figure] = field(default_factory=dict[Domain, Figure])
    spreads: Mapping[Domain, Figure] = field(default_factory=dict[Domain, Figure])
    tokens: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    speeds: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    bytes_per_token: Figure | None = None
    there: Mapping[Domain, DomainStatus] = field(default_factory=dict[Domain, DomainStatus])


@dataclass(slots=True)
class _FirstRounds:
    """Sums over the first rounds of a domain: questions by how often they were asked, and by how much they gave."""

    traces: int = 0
    usable: int = 0
    asked: Counter[int] = field(default_factory=Counter[int])
    kept_by: dict[int, Counter[int]] = field(default_factory=dict[int, Counter[int]])


@dataclass(slots=True)
class _Asked:
    """When the shards of a teacher were asked, and what it wrote into them."""

    tokens: int = 0
    times: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    def add(self, traces: Commit) -> None:
        """One shard; brought ones, and those of a version that did not say it, took no time."""
        if seconds := traces.facts.get("seconds", 0.0):
            ended = datetime.fromisoformat(traces.created_at).timestamp()
            self.times.append((ended - seconds, ended))
            self.tokens += traces.counts["completion_tokens"]

    def speed(self) -> Figure | None:
        """Tokens a second while shards were asked, those of one time counted once: of all its engines together."""
        busy = until = 0.0
        for begun, ended in sorted(self.times):
            busy += max(ended - max(begun, until), 0.0)
            until = max(until, ended)
        if not self.tokens or not busy:
            return None
        return Figure(self.tokens / busy, "measured", f"{self.tokens:,} tokens in {busy:,.0f} s of asking")


def measure(store: Store, campaign: Campaign) -> Measured:
    """Read the records of a store that has questions; no shard is read."""
    layers, index = Layers.up_to(store, newest(store)), VerdictIndex(store, campaign)
    first: dict[Domain, _FirstRounds] = {}
    written: dict[str, Counter[str]] = {}
    asked: dict[str, _Asked] = {}
    size = tokens = 0
    for traces in store.commits("traces", look=False):
        if not is_of(campaign, traces):
            continue
        written.setdefault(traces.facts["teacher_id"], Counter()).update(traces.counts)
        asked.setdefault(traces.facts["teacher_id"], _Asked()).add(traces)
        size, tokens = size + _size(traces), tokens + traces.counts["completion_tokens"]
        key = index.key_of(traces, layer_id(layers.holding(traces.facts["shard"])))
        if key is None:
            continue
        verdicts = store.get("verdicts", key)
        size += _size(verdicts)
        asked_now = traces.facts["teacher_id"] == campaign.teacher_of(traces.facts["part"]).teacher_id()
        if traces.facts["round"] == 1 and asked_now:
            domain = traces.facts["part"], traces.facts["domain"]
            _add(first.setdefault(domain, _FirstRounds()), store.get("rounds", traces.key), verdicts)
    domains = status(store, campaign).domains
    return Measured(
        rates={at: _rate(found) for at, found in first.items() if found.traces},
        spreads={at: spread for at, found in first.items() if (spread := _spread(found))},
        tokens={at: _tokens(counts) for at, counts in written.items() if counts["traces"]},
        speeds={at: speed for at, found in asked.items() if (speed := found.speed())},
        bytes_per_token=Figure(size / tokens, "measured", f"{tokens:,} tokens in the store") if tokens else None,
        there={(found.part, found.domain): found for found in domains},
    )


def _size(commit: Commit) -> int:
    return sum(file.size for file in commit.files)


def _add(found: _FirstRounds, plan: Commit, verdicts: Commit) -> None:
    kept = {int(name.removeprefix(KEPT_BY)): n for name, n in verdicts.counts.items() if name.startswith(KEPT_BY)}
    found.traces += verdicts.counts["traces"]
    found.usable += sum(number * questions for number, questions in kept.items())
    each, odd = divmod(plan.counts["traces"], plan.rows)
    if not odd:
        found.asked[each] += plan.rows
        found.kept_by.setdefault(each, Counter()).update(kept)


def _rate(found: _FirstRounds) -> Figure:
    why = f"{found.usable:,} of {found.traces:,} traces of first rounds gave a text of their own that was kept"
    return Figure(found.usable / found.traces, "measured", why + _interval(found))


def _interval(found: _FirstRounds) -> str:
    """Of the rate, Wilson's over questions: traces of one question have much in common. Nothing of a single question.

    n traces that hang together count as so few that stand alone (Kish's effective sample size): as many as the
    questions where all traces, or none, were usable, since then nobody knows how far they hang together.
    """
    each, n = next(iter(found.asked.most_common(1)), (1, 0))
    if n < 2:
        return ""
    kept = found.kept_by[each]
    mean = sum(k * m for k, m in kept.items()) / (n * each)
    square = sum((k / each) ** 2 * m for k, m in kept.items()) / n
    apart, alone = max(square - mean * mean, 0.0) / (n - 1), mean * (1 - mean)
    alike = n if not alone else min(alone / apart, n * each) if apart else n * each
    low, high = wilson(mean * alike, alike)
    return f" (95 %: {low:.1%} to {high:.1%}, over {n:,} questions)"


def _spread(found: _FirstRounds) -> Figure | None:
    if not found.asked:
        return None
    ((each, questions),) = found.asked.most_common(1)
    spread = spread_of(found.kept_by[each], questions, each)
    why = f"{questions:,} questions that were asked {each} times each"
    return None if spread is None else Figure(spread, "measured", why)


def _tokens(counts: Counter[str]) -> Figure:
    return Figure(counts["completion_tokens"] / counts["traces"], "measured", f"{counts['traces']:,} traces")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Where a plan gets its figures: what is given goes before what is measured, and that before a guess."""

    given: Given
    measured: Measured

    def rate(self, part: str, domain: str, *, verified: bool) -> Figure:
        """The share of traces that become usable, in the first round."""
        found = self.measured.rates.get((part, domain))
        return self._named("pass-rate", part, domain) or found or _guess("pass-rate" if verified else "pass-rate-open")

    def spread(self, part: str, domain: str) -> Figure:
        """How far the questions of a domain lie apart."""
        return self._named("spread", part, domain) or self.measured.spreads.get((part, domain)) or _guess("spread")

    def tokens(self, name: str, teacher: Teacher) -> Figure:
        """Tokens a trace, never more than the teacher may write."""
        guess = _guess("tokens-direct" if teacher.template == "direct" else "tokens")
        found = self._of("tokens", name) or self.measured.tokens.get(teacher.teacher_id()) or guess
        most = teacher.max_tokens or found.value
        return found if found.value <= most else Figure(most, found.how, f"{found.why}; no more than `max_tokens`")

    def gpus(self, name: str, teacher: Teacher) -> Figure:
        """GPUs of one engine; none of ours where it is asked at an endpoint, until somebody says so."""
        if teacher.endpoint:
            elsewhere = Figure(0.0, "given", "its endpoint: others pay for them; --gpus-per-engine counts them")
            return self._of("gpus-per-engine", name) or elsewhere
        served = 1
        for option in ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size"):
            said = teacher.serve.get(option, teacher.serve.get(option.replace("_", "-"), 1))
            served *= int(str(said)) if str(said).isdigit() else 1
        ours = Figure(served, "given", "`serve` of the teacher") if served > 1 else _guess("gpus-per-engine")
        return self._of("gpus-per-engine", name) or ours

    def engines(self, name: str, campaign: Campaign) -> Figure:
        """Engines of one teacher at once: of an endpoint one a URL."""
        if endpoint := campaign.teachers[name].endpoint:
            return self._of("engines", name) or Figure(len(endpoint.urls), "given", "the URLs of its endpoint")
        return self._of("engines", name) or Figure(campaign.work.runs, "given", "`work.runs` of the campaign")

    def speed(self, name: str, campaign: Campaign) -> Figure:
        """Tokens a second of one engine: what was measured of all, over as many as the campaign has."""
        found = self.measured.speeds.get(campaign.teachers[name].teacher_id())
        if given := self._of("tokens-per-second", name):
            return given
        if found is None:
            return _guess("tokens-per-second")
        engines = Assumptions({}, self.measured).engines(name, campaign).value
        over = f", over {engines:g} engines" if engines > 1 else ""
        return replace(found, value=found.value / engines, why=f"{found.why}{over}; more where more is asked at once")

    def of(self, name: str, teacher: str = "") -> Figure:
        """A figure that no store tells."""
        return self._of(name, teacher) or _guess(name)

    def bytes_per_token(self) -> Figure:
        """What a token takes in the store."""
        return self.measured.bytes_per_token or _guess("bytes-per-token")

    def _named(self, name: str, part: str, domain: str) -> Figure | None:
        return self._of(name, f"{part}/{domain}") or self._of(name, part)

    def _of(self, name: str, whose: str) -> Figure | None:
        values = self.given.get(name, {})
        value = values.get(whose, values.get(""))
        return None if value is None else Figure(value, "given", f"--{name}")


def _guess(name: str) -> Figure:
    value, why = GUESSES[name]
    return Figure(value, "guessed", why)
