"""What a simulated campaign asks: domains of questions, their units, and what the traces of a unit come to.

The same seed gives the same traces, whoever asks them and when: the pass rate of a question, the tokens of a trace and
whether it is right depend on the domain, the shard and the round alone.
"""

from dataclasses import dataclass, field
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TOKENS_PER_S = 25.0
"""Of one slot of a full engine of speed 1."""

NO_PLAN, PLANNABLE, OPEN, JUDGED, NOTHING = range(5)
"""States of a unit: its earlier round is not judged; it is; frozen and asked; judged; there is nothing to ask."""


@dataclass(frozen=True, slots=True)
class Work:
    """One domain of a campaign. tokens: (mean, sigma, most) of the lognormal length of a trace, cut at `most`.

    hopeless: share of the questions that are never solved; the others have pass rates from Beta(*rates). same: share of
    the variance of log length that is the question's own, the same for all its traces.
    """

    name: str
    quota: int
    questions: int
    teacher: str = "thinker"
    shard: int = 500
    first_round: int = 2
    max_traces: int = 8
    max_kept: int = 2
    rates: tuple[float, float] = (1.5, 1.0)
    hopeless: float = 0.0
    tokens: tuple[float, float, float] = (7_000.0, 0.8, 32_768.0)
    same: float = 0.0


@dataclass(slots=True, eq=False)
class Slice:
    """Some questions of a unit, drawn by one engine: the tokens of the traces to ask, how many have not ended."""

    number: int
    within: int
    unit: "Unit"
    tokens: list[float]
    left: int
    drawn: bool = False


@dataclass(slots=True, eq=False)
class Unit:
    """A frozen shard of one round. busy: slot-seconds spent on it. asked: traces in the slices that were drawn."""

    domain: "Domain"
    shard: int
    place: int
    plan: Ints
    tokens: list[Floats]
    right: Ints
    slices: list[Slice] = field(default_factory=list[Slice])
    left: int = 0
    asked: int = 0
    busy: float = 0.0

    @property
    def traces(self) -> int:
        """How many it asks for."""
        return int(self.plan.sum())

    @property
    def work(self) -> float:
        """Slot-seconds at speed 1."""
        return sum(float(found.sum()) for found in self.tokens) / TOKENS_PER_S


class Domain:
    """The questions of a domain and what was judged of them, unit by unit in plan order: round, then shard."""

    def __init__(self, work: Work, seed: int) -> None:
        self.work, self.seed = work, (seed, *work.name.encode())
        self.shards, self.rounds = -(-work.questions // work.shard), -(-work.max_traces // work.first_round)
        draw = np.random.default_rng((*self.seed, 0))
        self.rate = draw.beta(*work.rates, work.questions) * (draw.random(work.questions) >= work.hopeless)
        self.long = draw.standard_normal(work.questions) * work.tokens[1] * sqrt(work.same)
        self.given, self.asked = np.zeros(work.questions, np.int64), np.zeros(work.questions, np.int64)
        self.written = np.zeros(work.questions)
        units = self.rounds * self.shards
        self.state, self.traces, self.usable = np.full(units, NO_PLAN), np.zeros(units), np.zeros(units)
        self.state[: self.shards] = PLANNABLE
        self.traces[: self.shards] = [self.plan(shard).sum() for shard in range(self.shards)]
        self.open: dict[int, Unit] = {}
        self.units: dict[int, Unit] = {}
        self.last: int | None = None
        """The place of the last unit of the release, once the quota is filled."""

    def _rows(self, shard: int) -> slice:
        return slice(shard * self.work.shard, min((shard + 1) * self.work.shard, self.work.questions))

    def plan(self, shard: int) -> Ints:
        """Traces a question of the next round of a shard."""
        given, asked = self.given[self._rows(shard)], self.asked[self._rows(shard)]
        again = (given < self.work.max_kept) & (asked < self.work.max_traces)
        return np.where(again, np.minimum(self.work.first_round, self.work.max_traces - asked), 0)

    def freeze(self, place: int, *, longest_first: bool = False) -> Unit:
        """A unit with its traces; its questions in order, or those whose earlier traces were longest first."""
        assert self.state[place] == PLANNABLE, "a unit is frozen once, when the round before is judged"
        number, shard = divmod(place, self.shards)
        plan, rows = self.plan(shard), self._rows(shard)
        question = np.repeat(np.arange(len(plan)), plan)
        draw = np.random.default_rng((*self.seed, 1, number, shard))
        mean, sigma, most = self.work.tokens
        chance = sigma * sqrt(1 - self.work.same) * draw.standard_normal(len(question))
        tokens = np.minimum(most, np.exp(log(mean) - sigma * sigma / 2 + self.long[rows][question] + chance))
        right = np.bincount(question, draw.random(len(question)) < self.rate[rows][question], len(plan))
        each = [found for found in np.split(tokens, np.cumsum(plan)[:-1]) if len(found)]
        if longest_first and number:
            earlier = (self.written[rows] / np.maximum(self.asked[rows], 1))[plan > 0]
            each = [each[at] for at in np.argsort(-earlier, kind="stable").tolist()]
        self.written[rows] += np.bincount(question, tokens, len(plan))
        unit = self.open[place] = self.units[place] = Unit(self, shard, place, plan, each, right.astype(np.int64))
        self.state[place] = OPEN
        return unit

    def judge(self, unit: Unit) -> None:
        """Count what a complete unit gave; the next round of its shard can be planned, or is empty from now on."""
        rows, place = self._rows(unit.shard), unit.place
        new = np.minimum(unit.right, self.work.max_kept - self.given[rows])
        self.given[rows] += new
        self.asked[rows] += unit.plan
        del self.open[place]
        self.state[place], self.usable[place] = JUDGED, int(new.sum())
        following = place + self.shards
        if following < len(self.state):
            self.traces[following], self.state[following] = self.plan(unit.shard).sum(), PLANNABLE
            if not self.traces[following]:
                self.state[following :: self.shards] = NOTHING
        if self.last is None:
            settled = np.logical_and.accumulate(self.state >= JUDGED)
            enough = np.flatnonzero((np.cumsum(self.usable) >= self.work.quota) & settled)
            self.last = int(enough[0]) if len(enough) else None

    def released(self) -> list[Unit]:
        """The units of the release: the shortest complete prefix that fills the quota."""
        return [unit for place, unit in self.units.items() if self.last is not None and place <= self.last]

    def chain_s(self, verdict_s: float, speed: float) -> float:
        """The longest chain of rounds of one shard inside the release, on engines of this speed."""
        chains = np.zeros(self.shards)
        for unit in self.released():
            longest = max(float(found.max()) for found in unit.tokens)
            chains[unit.shard] += longest / (TOKENS_PER_S * speed) + verdict_s
        return float(chains.max())
