"""Which engine is unlike the others that serve the same teacher: broken, badly quantised, or another model.

What engines wrote is compared question by question with what others wrote in the same round of the same domain and
layer: there, which engine got a question is chance. What the traces of a question have in common does not count twice:
each question counts once for each engine. An engine is sick only if it is far from the others and chance can't explain
it; then it is left out and the rest are compared anew, so that none is sick for being unlike a sick one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from thoughtmill.campaign import Campaign
from thoughtmill.evaluation.statistics import Drawn, surprise
from thoughtmill.filters.contract import Reason
from thoughtmill.judging.verdicts import is_of, judged
from thoughtmill.questions.exclusions import Excluded, ExcludedFor, exclude, excluded_now
from thoughtmill.questions.layers import Layers, newest, number_of
from thoughtmill.store.store import Commit, Store

CHANCE = 1e-6
"""An engine is sick only if chance explains what it wrote less often than this, all comparisons together."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared: the mean of a value from 0 to 1 over questions.

    far: the difference from which it matters; of the mean of the others if `relative`. worse: +1 if more is worse, -1
    if less is; 0 if both are.
    """

    far: float
    worse: int
    relative: bool = False


MEASURES = {
    "yield": Measure(0.10, -1),
    "cut_off": Measure(0.05, +1),
    "loops": Measure(0.05, +1),
    "length": Measure(0.25, 0, relative=True),
}
"""Share of traces that are kept, are cut off, go in circles; tokens as a share of what the teacher may write."""

LOOPS = (Reason.REPETITION.value, Reason.STOPPED_LOOP.value)
CUT_OFF = "length"
"""The finish reason of a trace at its limit; loops often end so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which an engine is unlike the others. chance: at most so likely, all comparisons counted."""

    measure: str
    found: float
    expected: float
    chance: float


@dataclass(frozen=True, slots=True)
class EngineHealth:
    """What one engine wrote for one teacher, beside what was to be expected of it by what the others wrote.

    expected: nothing where no other engine was asked the like. findings: empty if nothing is wrong.
    """

    engine: str
    teacher: str
    teacher_id: str
    traces: int
    questions: int
    found: Mapping[str, float]
    expected: Mapping[str, float]
    findings: tuple[Finding, ...] = ()

    @property
    def sick(self) -> bool:
        """Whether what it wrote should be left out and asked again."""
        return bool(self.findings)


Stratum = tuple[int, str, str, int]
"""Layer, part, domain, round."""


@dataclass(slots=True)
class _Sums:
    """Of one engine in one stratum: questions, and of each measure the sum over them."""

    questions: int = 0
    traces: int = 0
    of: dict[str, float] = field(default_factory=lambda: dict.fromkeys(MEASURES, 0.0))

    def add(self, other: "_Sums") -> None:
        """Take in other sums of the same engine and stratum."""
        self.questions, self.traces = self.questions + other.questions, self.traces + other.traces
        for name, value in other.of.items():
            self.of[name] += value


Fleet = dict[str, dict[Stratum, _Sums]]
"""Engine → stratum → sums, of one teacher."""


class FleetHealth:
    """What engines wrote, told again and again: every shard is read once, until something else is excluded.

    newest: so many shards count, those that were committed last; all if None.
    """

    def __init__(self, store: Store, campaign: Campaign, newest: int | None = None) -> None:
        self.store, self.campaign, self.newest = store, campaign, newest
        self._excluded = Excluded()
        self._read: dict[str, dict[str, _Sums]] = {}  # verdicts' key → engine → sums

    def look(self) -> list[EngineHealth]:
        """Every engine that wrote judged traces for a teacher of the campaign, as of a look at it.

        The sick ones first. Raises StoreError.
        """
        layers, excluded = Layers.up_to(self.store, newest(self.store)), excluded_now(self.store)
        if excluded != self._excluded:
            self._excluded, self._read = excluded, {}
        names = {one.teacher_id(): name for name, one in self.campaign.teachers.items() if one.traces is None}
        shards = [one for one in judged(self.store, self.campaign, layers) if one[0].facts["teacher_id"] in names]
        shards.sort(key=lambda one: one[0].created_at)
        shards = shards[-self.newest :] if self.newest else shards
        known, self._read = self._read, {}
        fleets: dict[str, Fleet] = defaultdict(lambda: defaultdict(lambda: defaultdict(_Sums)))
        for traces, verdicts in shards:
            facts, sums = traces.facts, known.get(verdicts.key)
            if sums is None:
                most = self.campaign.teachers[names[facts["teacher_id"]]].max_tokens
                sums = _by_engine(_rows(self.store, traces, verdicts, excluded), most)
            self._read[verdicts.key] = sums
            at = (number_of(layers.holding(facts["shard"])), facts["part"], facts["domain"], facts["round"])
            for engine, of_engine in sums.items():
                fleets[facts["teacher_id"]][engine][at].add(of_engine)
        found = [one for teacher_id, fleet in fleets.items() for one in _compared(fleet, names[teacher_id], teacher_id)]
        return sorted(found, key=lambda one: (not one.sick, one.teacher, one.engine))


def engines(store: Store, campaign: Campaign) -> list[EngineHealth]:
    """Every engine that wrote judged traces for a teacher of this campaign; the sick ones first."""
    return FleetHealth(store, campaign).look()


def _rows(store: Store, traces: Commit, verdicts: Commit, excluded: Excluded) -> list[dict[str, Any]]:
    """The traces of a shard that are not excluded, with their reasons: verdicts stand in the order of the traces."""
    columns = ["question_id", "round", "index", "engine", "finish_reason", "completion_tokens"]
    table = store.read(traces.file("traces.parquet"), columns)
    table = table.append_column("reason", store.read(verdicts.file("verdicts.parquet"), ["reason"])["reason"])
    gone = excluded.rows(table)
    return [row for number, row in enumerate(table.to_pylist()) if number not in gone]


def _by_engine(rows: list[dict[str, Any]], max_tokens: int) -> dict[str, _Sums]:
    """Engine → its sums over questions; of a question the mean over its traces from this engine."""
    each: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
    for row in rows:
        reason, tokens = row["reason"], row["completion_tokens"] or 0
        values = (reason is None, row["finish_reason"] == CUT_OFF, reason in LOOPS, min(tokens / max_tokens, 1.0))
        each[row["engine"], row["question_id"]].append(values)
    found: dict[str, _Sums] = defaultdict(_Sums)
    for (engine, _), traces in each.items():
        means = (sum(column) / len(traces) for column in zip(*traces, strict=True))
        found[engine].add(_Sums(1, len(traces), dict(zip(MEASURES, means, strict=True))))
    return found


def _compared(fleet: Fleet, teacher: str, teacher_id: str) -> list[EngineHealth]:
    """All engines of a teacher; the least likely one is found first, and then is no part of the others."""
    well, sick = dict(fleet), dict[str, tuple[Finding, ...]]()
    against: dict[str, Fleet] = {}
    comparisons = 2 * len(MEASURES) * len(fleet)
    while len(well) > 1:
        found = {engine: _findings(engine, well, comparisons) for engine in well}
        worst = min((engine for engine in found if found[engine]), key=lambda e: found[e][0].chance, default=None)
        if worst is None:
            break
        sick[worst], against[worst] = found[worst], {name: well[name] for name in well if name != worst}
        del well[worst]
    return [
        _health(engine, (teacher, teacher_id), strata, against.get(engine, well), sick.get(engine, ()))
        for engine, strata in fleet.items()
    ]


def _health(
    engine: str,
    teacher: tuple[str, str],
    strata: dict[Stratum, _Sums],
    others: Fleet,
    findings: tuple[Finding, ...],
) -> EngineHealth:
    """What is told of one engine. teacher: its name and its id."""
    every = _Sums()
    for sums in strata.values():
        every.add(sums)
    found = {name: value / every.questions for name, value in every.of.items()}
    rest = {name: fleet for name, fleet in others.items() if name != engine}
    expected = {name: mean for name in MEASURES if (mean := _expected(strata, rest, name)) is not None}
    return EngineHealth(engine, *teacher, every.traces, every.questions, found, expected, findings)


def _pooled(others: Fleet, at: Stratum, name: str) -> tuple[int, float]:
    """Questions of the others in a stratum, and the sum of a measure over them."""
    there = [fleet[at] for fleet in others.values() if at in fleet]
    return sum(sums.questions for sums in there), sum(sums.of[name] for sums in there)


def _expected(strata: dict[Stratum, _Sums], others: Fleet, name: str) -> float | None:
    """What the others had on average, each stratum weighed as this engine was asked it."""
    weight = total = 0.0
    for at, sums in strata.items():
        questions, there = _pooled(others, at, name)
        if questions:
            weight, total = weight + sums.questions, total + sums.questions * there / questions
    return total / weight if weight else None


def _findings(engine: str, fleet: Fleet, comparisons: int) -> tuple[Finding, ...]:
    """In what an engine is unlike the others, the least likely first."""
    others = {name: strata for name, strata in fleet.items() if name != engine}
    found = [_finding(fleet[engine], others, name, comparisons) for name in MEASURES]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.chance))


def _finding(strata: dict[Stratum, _Sums], others: Fleet, name: str, comparisons: int) -> Finding | None:
    measure, drawn, mine, least, questions = MEASURES[name], list[Drawn](), 0.0, 0.0, 0
    for at, sums in strata.items():
        theirs, total = _pooled(others, at, name)
        if theirs:
            of = sums.questions + theirs
            drawn.append(Drawn(sums.questions, of, min((sums.of[name] + total) / of, 1.0)))
            mine, least = mine + sums.of[name], least + sums.questions * total / theirs
            questions += sums.questions
    if not questions or (not measure.worse and len(others) < 2):  # of two that differ nobody knows which is right
        return None
    difference = (mine - least) / questions
    far = measure.far * (least / questions if measure.relative else 1)
    if abs(difference) < far or difference * measure.worse < 0:
        return None
    chance = min(1.0, comparisons * surprise(drawn, mine))
    return Finding(name, mine / questions, least / questions, chance) if chance < CHANCE else None


def traces_of(store: Store, campaign: Campaign, engine: str, teacher_id: str) -> list[str]:
    """The ids of all traces that an engine wrote for a teacher, as exclusions name them."""
    found: list[str] = []
    for traces in store.commits("traces"):
        if is_of(campaign, traces) and traces.facts["teacher_id"] == teacher_id:
            table = store.read(traces.file("traces.parquet"), ["question_id", "round", "index", "engine"])
            written = (row for row in table.to_pylist() if row["engine"] == engine)
            found += [f"{row['question_id']}-{row['round']}-{row['index']}" for row in written]
    return found


def leave_out(store: Store, campaign: Campaign, health: EngineHealth, by: str) -> Commit | None:
    """Exclude all that an engine wrote for a teacher; None if that is done, or it wrote nothing.

    What is missing then is asked again, as far as `max_traces` allows it: what is left out was asked.
    """
    ids = traces_of(store, campaign, health.engine, health.teacher_id)
    gone = {"-".join(map(str, trace)) for trace in excluded_now(store).traces}
    detail = "; ".join(f"{one.measure} {one.found:.3f}, others {one.expected:.3f}" for one in health.findings)
    named = {name: f"{health.engine}: {detail}" for name in ids if name not in gone}
    return exclude(store, named, ExcludedFor.SICK_ENGINE, by) if named else None
