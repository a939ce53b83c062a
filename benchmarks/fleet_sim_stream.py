"""A fleet whose engines draw slices of wanted units, simulated event by event; its choices are `Rules`."""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush, heapreplace, merge

import numpy as np

from benchmarks.fleet_sim_needs import needed
from benchmarks.fleet_sim_outcome import Outcome, outcome
from benchmarks.fleet_sim_work import OPEN, PLANNABLE, TOKENS_PER_S, Domain, Slice, Unit, Work

ENDS, DRAWS, IS_JUDGED, PLANS, DIES, RETURNS = range(6)
"""A trace ends; an engine draws; a unit is judged; the planner runs; an engine dies; what it had can be drawn again."""

LEASE_S = 60.0
"""Until a dead engine is missed."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The choices; times in seconds.

    slice_traces: most traces of a slice, but a question is never cut. threshold: an engine draws when fewer asks than
    this wait in its hand. stock: traces that are frozen and not drawn, in slots of the teacher. estimate: one of
    ESTIMATES. margin: standard deviations of what is expected that are asked on top. share: the domain that is least
    far comes first, not the first one. spread: when all that is needed is frozen, the first slices of all units come
    first. longest_first: questions with long earlier traces come first in a unit. slow_wait: an engine leaves slices
    to faster ones that would end them earlier. quickens: an engine with free slots is faster in the others, up to 3.2
    times.
    """

    slice_traces: int = 64
    threshold: int = 32
    stock: float = 1.0
    estimate: str = "by curve"
    margin: float = 1.0
    share: bool = True
    spread: bool = False
    longest_first: bool = False
    slow_wait: bool = False
    quickens: bool = False
    draw_s: float = 1.0
    plan_s: float = 5.0
    verdict_s: float = 30.0
    judged_per_s: float = 2_000.0


@dataclass(slots=True, eq=False)
class Engine:
    """An engine: what runs in its slots, and the asks that wait in its hand.

    clock: tokens that a slot has decoded since the beginning, at time `at`. running: of each trace the clock at its
    end, its slice, and when it began. turn: the number of its next end; another end is out of date.
    """

    number: int
    teacher: str
    speed: float
    slots: int
    quickens: bool
    clock: float = 0.0
    at: float = 0.0
    turn: int = 0
    draws: bool = True
    dead: bool = False
    running: list[tuple[float, int, float]] = field(default_factory=list[tuple[float, int, float]])
    hand: deque[tuple[float, int]] = field(default_factory=deque[tuple[float, int]])

    def rate(self) -> float:
        """Tokens a second in each slot that is busy."""
        faster = min(3.2, (self.slots / len(self.running)) ** 0.21) if self.quickens and self.running else 1.0
        return TOKENS_PER_S * self.speed * faster

    def move_to(self, now: float) -> None:
        """Decode until now."""
        self.clock += (now - self.at) * self.rate()
        self.at = now


Event = tuple[float, int, int, int]
"""When, what, and two numbers: of an engine and its turn or its return, or of a domain and the place of a unit."""


class Fleet:
    """The events, and a planner that runs every few seconds when something has changed.

    speeds: of each teacher's engines. deaths: (when, which engine, when another one takes its place). record: keep
    every job (engine, slice, begin, end) that ended.
    """

    def __init__(
        self,
        works: Sequence[Work],
        speeds: dict[str, list[float]],
        rules: Rules,
        *,
        slots: int = 256,
        seed: int = 1,
        deaths: Sequence[tuple[float, int, float]] = (),
        record: bool = False,
    ) -> None:
        self.rules, self.speeds, self.deaths = rules, speeds, deaths
        self.domains = [Domain(work, seed) for work in works]
        named = [(teacher, speed) for teacher, found in speeds.items() for speed in found]
        self.engines = [Engine(n, *name, slots, rules.quickens) for n, name in enumerate(named)]
        self.slots = {teacher: slots * len(found) for teacher, found in speeds.items()}
        self.events: list[Event] = [(0.0, PLANS, 0, 0), *((0.0, DRAWS, n, 0) for n in range(len(named)))]
        self.events += [(when, DIES, engine, n) for n, (when, engine, _) in enumerate(deaths)]
        heapify(self.events)
        self.slices: list[Slice] = []
        self.wanted: dict[str, deque[Slice]] = {teacher: deque() for teacher in speeds}
        self.undrawn = dict.fromkeys(speeds, 0)
        self.whole = dict.fromkeys(speeds, False)
        self.sleeping: dict[str, list[int]] = {teacher: [] for teacher in speeds}
        self.planning = True
        self.jobs: list[tuple[int, int, float, float]] | None = [] if record else None
        self.filled: dict[str, float] = {}

    def run(self) -> Outcome:
        """Until the quota of every domain is filled. Raises ValueError if the questions don't suffice."""
        happens: dict[int, Callable[[float, int, int], None]] = {
            DRAWS: self._draw,
            IS_JUDGED: self._judge,
            PLANS: self._plan,
            DIES: self._die,
            RETURNS: self._return,
        }
        now = 0.0
        while len(self.filled) < len(self.domains):
            if not self.events:
                raise ValueError("a campaign needs questions enough for its quotas")
            now, what, one, other = self.events[0]
            if what == ENDS:
                self._end(now, self.engines[one], other)
            else:
                heappop(self.events)
                happens[what](now, one, other)
        waiting = [self.slices[of] for engine in self.engines if not engine.dead for _, of in engine.hand]
        idle = {engine.teacher: 0.0 for engine in self.engines}
        for engine in self.engines:
            if not engine.dead and not engine.running:
                idle[engine.teacher] += (now - engine.at) * engine.slots
        return outcome(now, self.domains, self.speeds, self.slots, self.rules.verdict_s, waiting, idle, self.filled)

    def _end(self, now: float, engine: Engine, turn: int) -> None:
        """The trace that ends next in this engine has ended; its slot is free for the next ask in the hand."""
        if turn != engine.turn or engine.dead:
            heappop(self.events)
            return
        engine.clock, number, begun = engine.running[0]
        engine.at = now
        part = self.slices[number]
        part.left -= 1
        part.unit.busy += now - begun
        if self.jobs is not None:
            self.jobs.append((engine.number, number, begun, now))
        if engine.hand:
            tokens, of = engine.hand.popleft()
            heapreplace(engine.running, (engine.clock + tokens, of, now))
        else:
            heappop(engine.running)
        engine.turn += 1
        if engine.running:
            heapreplace(self.events, (self._next_end(engine), ENDS, engine.number, engine.turn))
        else:
            heappop(self.events)
        if len(engine.hand) < self.rules.threshold and not engine.draws:
            engine.draws = True
            heappush(self.events, (now + self.rules.draw_s, DRAWS, engine.number, 0))
        if not part.left:
            self._ended(now, part.unit)

    def _next_end(self, engine: Engine) -> float:
        return engine.at + (engine.running[0][0] - engine.clock) / engine.rate()

    def _ended(self, now: float, unit: Unit) -> None:
        """A slice of this unit has ended."""
        unit.left -= 1
        if not unit.left:
            judged = now + self.rules.verdict_s + unit.traces / self.rules.judged_per_s
            heappush(self.events, (judged, IS_JUDGED, self.domains.index(unit.domain), unit.place))

    def _draw(self, now: float, number: int, _: int) -> None:
        engine = self.engines[number]
        queue = self.wanted[engine.teacher]
        if engine.dead:
            return
        if not queue or (self.rules.slow_wait and self._ends_earlier_elsewhere(engine)):
            self.sleeping[engine.teacher].append(number)
            return
        part = queue.popleft()
        part.drawn = True
        part.unit.asked += len(part.tokens)
        self.undrawn[engine.teacher] -= len(part.tokens)
        engine.hand.extend((tokens, part.number) for tokens in part.tokens)
        self._fill(now, engine)
        engine.draws = len(engine.hand) < self.rules.threshold
        if engine.draws:
            heappush(self.events, (now + self.rules.draw_s, DRAWS, number, 0))
        if self.undrawn[engine.teacher] < self.rules.stock * self.slots[engine.teacher] * 0.75:
            self._plan_soon(now)

    def _fill(self, now: float, engine: Engine) -> None:
        """Give free slots what waits in the hand."""
        if len(engine.running) == engine.slots or not engine.hand:
            return
        engine.move_to(now)
        while engine.hand and len(engine.running) < engine.slots:
            tokens, of = engine.hand.popleft()
            heappush(engine.running, (engine.clock + tokens, of, now))
        engine.turn += 1
        heappush(self.events, (self._next_end(engine), ENDS, engine.number, engine.turn))

    def _ends_earlier_elsewhere(self, engine: Engine) -> bool:
        """Whether the longest trace would end earlier if the faster engines did all that is left before it."""
        if not self.whole[engine.teacher]:
            return False
        mean, _, most = next(d.work.tokens for d in self.domains if d.work.teacher == engine.teacher)
        faster = [speed for speed in self.speeds[engine.teacher] if speed > engine.speed]
        if not faster:
            return False
        wait = self.undrawn[engine.teacher] * mean / (TOKENS_PER_S * sum(faster) * engine.slots)
        return wait + most / (TOKENS_PER_S * min(faster)) < most / (TOKENS_PER_S * engine.speed)

    def _judge(self, now: float, number: int, place: int) -> None:
        domain = self.domains[number]
        domain.judge(domain.open[place])
        if domain.last is not None:
            self.filled.setdefault(domain.work.name, now)
        self._plan_soon(now)

    def _plan_soon(self, now: float) -> None:
        if not self.planning:
            self.planning = True
            heappush(self.events, ((now // self.rules.plan_s + 1) * self.rules.plan_s, PLANS, 0, 0))

    def _plan(self, now: float, _: int, __: int) -> None:
        """What is wanted now, in order; units are frozen until the stock is large enough."""
        self.planning = False
        for teacher in self.wanted:
            listed: list[Slice] = []
            stock, self.whole[teacher] = 0, True
            for _share, number, place in merge(*self._needed(teacher)):
                if stock >= self.rules.stock * self.slots[teacher]:
                    self.whole[teacher] = False
                    break
                unit = self.domains[number].open.get(place) or self._freeze(self.domains[number], place)
                waiting = [part for part in unit.slices if not part.drawn]
                listed += waiting
                stock += sum(len(part.tokens) for part in waiting)
            if self.rules.spread and self.whole[teacher]:
                listed.sort(key=lambda part: part.within)
            self.wanted[teacher], self.undrawn[teacher] = deque(listed), stock
            self._wake(now, teacher)

    def _needed(self, teacher: str) -> list[list[tuple[float, int, int]]]:
        """The units of each domain that are needed and can be asked: what they are ordered by, domain, place."""
        found: list[list[tuple[float, int, int]]] = []
        for number, domain in enumerate(self.domains):
            if domain.work.teacher == teacher and domain.last is None:
                count, share = needed(domain, self.rules.estimate, self.rules.margin)
                state = domain.state[:count]
                places = np.flatnonzero((state == PLANNABLE) | (state == OPEN))
                key = share[places] if self.rules.share else np.full(len(places), float(number))
                found.append([(k, number, p) for k, p in zip(key.tolist(), places.tolist(), strict=True)])
        return found

    def _freeze(self, domain: Domain, place: int) -> Unit:
        unit = domain.freeze(place, longest_first=self.rules.longest_first)
        cut: list[list[float]] = [[]]
        for found in unit.tokens:
            if cut[-1] and len(cut[-1]) + len(found) > self.rules.slice_traces:
                cut.append([])
            cut[-1] += found.tolist()
        for within, tokens in enumerate(cut):
            unit.slices.append(Slice(len(self.slices), within, unit, tokens, len(tokens)))
            self.slices.append(unit.slices[-1])
        unit.left = len(cut)
        return unit

    def _wake(self, now: float, teacher: str) -> None:
        sleeping = self.sleeping[teacher]
        sleeping.sort(key=lambda number: -self.engines[number].speed)
        for _ in range(min(len(sleeping), len(self.wanted[teacher]))):
            heappush(self.events, (now + self.rules.draw_s, DRAWS, sleeping.pop(0), 0))

    def _die(self, now: float, number: int, death: int) -> None:
        """What runs or waits is lost and drawn again when its lease has ended; what had ended was saved."""
        engine = self.engines[number]
        engine.move_to(now)
        engine.dead = True
        lost: defaultdict[int, list[float]] = defaultdict(list)
        for tokens, of in engine.hand:
            lost[of].append(tokens)
        for end, of, _ in engine.running:
            lost[of].append(end - engine.clock)
        for of, tokens in lost.items():
            self.slices[of].tokens = tokens
            heappush(self.events, (now + LEASE_S, RETURNS, of, 0))
        heir = Engine(len(self.engines), engine.teacher, engine.speed, engine.slots, self.rules.quickens)
        heir.at = max(now, self.deaths[death][2])
        self.engines.append(heir)
        heappush(self.events, (heir.at, DRAWS, heir.number, 0))

    def _return(self, now: float, number: int, _: int) -> None:
        part = self.slices[number]
        part.drawn = False
        teacher = part.unit.domain.work.teacher
        self.wanted[teacher].appendleft(part)
        self.undrawn[teacher] += len(part.tokens)
        self._wake(now, teacher)
