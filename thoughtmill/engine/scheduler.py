"""The scheduler of many requests: slots, pauses, retries, and who is to blame when an engine dies.

What may pass (no connection, 408, 425, 429, 5xx, cut JSON, an empty 200, no choice, silence) is asked again with
growing pauses; what a person has to mend (key, model, address) stops at once; what is the question's own fault (too
long, it kills the engine, it alone is never answered) comes back as Refused. Waiting ends when nothing moves on any
more, never because much time has passed.

Several URLs share the work by their free slots. One that dies is left out until it is back; the run ends with the last.
"""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

from thoughtmill.engine.backend import Again, Backend
from thoughtmill.engine.http import BUSY
from thoughtmill.engine.limits import LONGEST_WAIT_S
from thoughtmill.engine.protocol import Ask, Completion, Refused
from thoughtmill.errors import EngineError, EngineUnavailable

Revive = Callable[[], Awaitable[None]]
"""Makes an engine live again if it doesn't; raises EngineError if it can't."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How much is borne before something or somebody is given up."""

    tries: int = 6
    """Failures of one ask, on a living engine, until it is given up; a silence counts for two."""
    deaths_alone: int = 3
    """Deaths of the engine while it was asked one thing only, until that thing is set aside."""
    none_but_refused: int = 32
    """So many refusals before the first reply are no longer the questions' fault."""
    silences: int = 10
    """One answer may take this many times `stall_s`, if the engine works on all the while."""
    settle_s: float = 0.5
    """A dying engine says for some tenths of a second that it lives."""
    first_pause_s: float = 0.5
    """Before something is asked again; every further pause is twice as long, up to `longest_pause_s`."""
    longest_pause_s: float = 30.0


RETRIES = RetryPolicy()
LOOK_S = 0.05
"""From look to look for more to ask, while slots are free and there is none."""


class End:
    """No ask will come any more."""


END = End()


@dataclass(slots=True)
class Load:
    """How full an engine is, for whoever watches; `ask_all` keeps it true."""

    backends: list[Backend] = field(default_factory=list[Backend])

    @property
    def in_flight(self) -> int:
        """Requests that are being answered."""
        return sum(backend.in_flight for backend in self.backends)

    @property
    def limit(self) -> int:
        """Requests that may be in flight just now; less than was allowed after a 429 or 503."""
        return sum(backend.limit.room for backend in self.backends if not backend.down)

    @property
    def away(self) -> list[str]:
        """Host and port of what does not answer just now."""
        return [backend.host for backend in self.backends if backend.down]


@dataclass(slots=True, eq=False)
class _Trial:
    """An ask, and how often the engine died while it was asked, in company and alone."""

    ask: Ask
    alone: bool = False
    deaths: int = 0
    deaths_alone: int = 0
    failures: int = 0
    pauses: int = 0
    failed_at: float | None = None
    """When it first failed on an engine that lives."""


class RequestScheduler:
    """One call of `ask_all`: `feed` and `watch` run beside each other, `results` fills; None is the end."""

    def __init__(
        self, backends: list[Backend], concurrency: int, patience_s: float, revive: Revive | None, retries: RetryPolicy
    ) -> None:
        self.backends, self.patience_s, self.revive, self.retries = backends, patience_s, revive, retries
        self.slots = max(concurrency, 1) * len(backends)
        self.proven = False  # that it takes requests like ours
        self.refuses_all: EngineError | None = None
        self.proving, self.looking = asyncio.Lock(), asyncio.Lock()
        self.results: asyncio.Queue[Completion | Refused | Exception | None] = asyncio.Queue(self.slots)
        self.tasks: set[asyncio.Task[None]] = set()
        self.waiting: deque[asyncio.Future[tuple[Backend, float]]] = deque()
        self.alarm: asyncio.TimerHandle | None = None
        self.suspects: list[_Trial] = []
        self.loop = asyncio.get_running_loop()
        self.now = self.loop.time
        self.replies = self.refusals = 0
        self.broken = False

    async def feed(self, asks: Iterator[Ask | None]) -> None:
        """Keep every slot filled until all asks are answered. None among the asks: there is none just now."""
        try:
            while not self.broken:
                if self.suspects:
                    slots = [self._start(self._fly(trial)) for trial in self._lot()]
                else:
                    slots: list[asyncio.Task[None]] = []
                    while len(slots) < self.slots and not isinstance(ask := next(asks, END), End):
                        slots.append(self._start(self._slot(ask, asks)))
                if not slots:
                    return await self.results.put(None)
                await asyncio.gather(*slots)
        except Exception as error:  # noqa: BLE001  # what `asks` raises is raised again where the results are read
            await self.results.put(error)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def _lot(self) -> list[_Trial]:
        """What saw two deaths is asked without the others, in ever smaller lots, until one is alone and convicted."""
        deepest = max(trial.deaths for trial in self.suspects)
        most = max(1, self.slots // 8 ** (deepest - 1))
        lot = [trial for trial in self.suspects if trial.deaths == deepest][:most]
        self.suspects = [trial for trial in self.suspects if trial not in lot]
        for trial in lot:
            trial.alone = len(lot) == 1
        return lot

    async def _slot(self, ask: Ask | None, asks: Iterator[Ask | None]) -> None:
        """One slot: one ask after the other, while nothing is suspected."""
        try:
            while (ask := ask or await self._next(asks)) is not None:
                await self._fly(_Trial(ask))
                ask = None
        except Exception as error:  # noqa: BLE001  # what `asks` raises is raised again where the results are read
            self.broken = True
            await self.results.put(error)

    async def _next(self, asks: Iterator[Ask | None]) -> Ask | None:
        """What to ask next; None at the end, or when something is suspected. One slot looks, the others wait for it."""
        if self.looking.locked() or (ask := self._take(asks)) is None:
            async with self.looking:
                while (ask := self._take(asks)) is None:  # noqa: ASYNC110  # nobody tells when there is more
                    await asyncio.sleep(LOOK_S)
        return None if isinstance(ask, End) else ask

    def _take(self, asks: Iterator[Ask | None]) -> "Ask | End | None":
        return END if self.suspects or self.broken else next(asks, END)

    async def _fly(self, trial: _Trial) -> None:
        try:
            result = await self.answer(trial)
        except Exception as error:  # noqa: BLE001  # raised again where the results are read
            result, self.broken = error, True
        if result is None:
            self.suspects.append(trial)
        else:
            await self.results.put(result)

    async def answer(self, trial: _Trial) -> Completion | Refused | None:
        """Ask until there is a result. None: the engine has died on it more than once. Raises EngineError."""
        failed: Backend | None = None
        while True:
            backend, life, sent_at, result = await self._once(trial.ask, failed)
            if isinstance(result, Refused):
                result = await self._proved(result)
            if not isinstance(result, Again):
                return self._count(result)
            failed = backend
            if not await self._lives(backend, life, result):
                if self._died(backend, trial):
                    return self._convicted(trial, result)
                continue
            if (given_up := await self._failed(backend, trial, sent_at, result)) is not None:
                return given_up
            if not result.pause_s:
                pause_s = self.retries.first_pause_s * 2 ** (trial.pauses - 1)
                await asyncio.sleep(min(self.retries.longest_pause_s, pause_s) * (0.5 + random.random()))

    async def _once(self, ask: Ask, failed: Backend | None) -> tuple[Backend, int, float, Completion | Refused | Again]:
        """One request, as soon as there is room. Returns whom it went to, in which life, when, and what came of it."""
        found = (None if self.waiting else self._room(failed)) or await self._wait()
        backend, expected = found
        life, sent_at, result = backend.lives, self.now(), None
        try:
            result = await backend.request(ask)
            return backend, life, sent_at, result
        except Again as again:
            return backend, life, sent_at, again
        finally:
            backend.leave(expected, result)
            if self.waiting:
                self._admit()

    def _room(self, failed: Backend | None = None) -> tuple[Backend, float] | None:
        """A slot that is free now, on the emptiest URL, not on the one that has just failed if there is another."""
        now = self.now()
        if len(self.backends) == 1:
            (best,) = self.backends
            return (best, best.take()) if best.has_room(now) else None
        free = [backend for backend in self.backends if backend.has_room(now)]
        others = [backend for backend in free if backend is not failed] or free
        if not others:
            return None
        best = max(others, key=lambda backend: backend.limit.value - backend.in_flight)
        return best, best.take()

    async def _wait(self) -> tuple[Backend, float]:
        """A slot, when one is free; first come, first served."""
        future: asyncio.Future[tuple[Backend, float]] = self.loop.create_future()
        self.waiting.append(future)
        self._admit()
        return await future

    def _admit(self) -> None:
        """Give what is free to those who wait; look again when something is due."""
        while self.waiting:
            if not self.waiting[0].done():  # it is when the one who waited was cancelled
                if (room := self._room()) is None:
                    break
                self.waiting[0].set_result(room)
            self.waiting.popleft()
        due = [backend.due_at for backend in self.backends if backend.has_slot] if self.waiting else []
        if self.alarm:
            self.alarm.cancel()
        self.alarm = self.loop.call_at(min(due), self._admit) if due else None

    def _died(self, backend: Backend, trial: _Trial) -> bool:
        """Count a death, where a question can be to blame for it. Whether the trial must go on without the others."""
        if backend.many:
            return False
        trial.deaths += 1
        trial.deaths_alone += trial.alone
        return trial.deaths > 1

    def _convicted(self, trial: _Trial, again: Again) -> Refused | None:
        """The verdict on what killed the engine often enough while it was alone; None: the others must be left out."""
        if trial.deaths_alone < self.retries.deaths_alone:
            return None
        refused = Refused(trial.ask, "kills_engine", again.said)
        self._count(refused)
        return refused

    async def _failed(self, backend: Backend, trial: _Trial, sent_at: float, again: Again) -> Refused | None:
        """Count a failure on an engine that lives. Returns what ends the trial. Raises EngineUnavailable."""
        now = self.now()
        trial.pauses += 1
        if again.status in BUSY:
            backend.limit.refused(sent_at, backend.in_flight, now)
            backend.rests_until = max(backend.rests_until, now + again.pause_s)
            if self._nothing_moves(now, again.pause_s):
                raise self._unavailable(backend, again.said)
            return None
        trial.failures += 2 if again.silent else 1
        trial.failed_at = trial.failed_at or now
        if trial.failures < self.retries.tries or (backend.many and now - trial.failed_at < self.patience_s):
            return None
        if not await self._answers_another(trial.ask):
            raise self._unavailable(backend, again.said)
        refused = Refused(trial.ask, "no_answer", again.said)
        self._count(refused)
        return refused

    def _nothing_moves(self, now: float, pause_s: float) -> bool:
        """Whether no URL has answered for too long, beside the time that this one wants us to wait."""
        rests = min((backend.rests_until for backend in self.backends if not backend.down), default=now)
        moved_at = max(backend.moved_at for backend in self.backends)
        return rests - now > LONGEST_WAIT_S or now - moved_at > self.patience_s + pause_s

    async def _another(self, ask: Ask) -> Completion | Refused | Again:
        """What the engine answers to something harmless, asked in the same way. Raises EngineError."""
        turns = ask.messages and (("user", "Say: yes"),)
        return (await self._once(Ask("", 0, 0, turns, ask.prompt and "Say: yes"), None))[-1]

    async def _answers_another(self, ask: Ask) -> bool:
        """Whether it does: then it is the ask's own fault that it has no answer."""
        try:
            return isinstance(await self._another(ask), Completion)
        except EngineError:
            return False

    async def _proved(self, result: Refused) -> Refused | Again:
        """The result, unless the engine refuses whatever we ask. Raises EngineError with the engine's words.

        Before the first reply a refusal may be our settings' fault; then another question is refused as well.
        """
        async with self.proving:
            if self.refuses_all:
                raise self.refuses_all
            if not (self.replies or self.proven):
                another = await self._another(result.ask)
                if isinstance(another, Again):
                    return another
                if isinstance(another, Refused):
                    todo = "mend the teacher's settings (max_tokens, stop, serve.max_model_len), or the engine's"
                    shown = self.backends[0].address.shown
                    self.refuses_all = EngineError(f"{shown} to take a request", another.detail, todo)
                    raise self.refuses_all
                self.proven = True
        return result

    def _count(self, result: Completion | Refused) -> Completion | Refused:
        if isinstance(result, Completion):
            self.replies += 1
            return result
        self.refusals += 1
        if self.refusals >= self.retries.none_but_refused and not self.replies:
            found = f"{self.refusals} refusals and no reply, the last one {result.reason}: {result.detail[:300]}"
            todo = "mend the teacher's max_tokens, stop or serve.max_model_len, or the questions"
            raise EngineError(f"{self.backends[0].address.shown} to answer questions", found, todo)
        return result

    async def _lives(self, backend: Backend, life: int, again: Again) -> bool:
        """Whether it has lived through the try that failed. If it is dead, somebody brings it back or waits for it."""
        if backend.many and again.status:
            return True  # one machine of many has failed; what is asked again goes to another
        if not again.perhaps_dead and not again.silent:
            return True
        async with backend.mending:
            if backend.lives != life:
                return False
            if backend.well_at > again.at:
                return True
            if again.silent and self.revive is not None and self.now() - backend.moved_at > backend.stall_s:
                await self.revive()  # it may hang: whoever owns it looks closer than we can
            began = self.now()
            await asyncio.sleep(self.retries.settle_s)
            if await backend.healthy():
                backend.well_at = began
                return True
            backend.down_at, backend.down = self.now(), True
            backend.lives += 1
            self._start(self._bring_back(backend, again.said))
            return False

    async def _bring_back(self, backend: Backend, said: str) -> None:
        """Until it lives again; given up when it and all others have been away for too long."""
        try:
            if self.revive is not None:
                await self.revive()
            else:
                await self._until_healthy(backend, said)
            backend.moved_at = self.now()
            backend.down = False
            self._admit()
        except Exception as error:  # noqa: BLE001  # raised again where the results are read
            await self.results.put(error)

    async def _until_healthy(self, backend: Backend, said: str) -> None:
        pause = 0.25
        while True:
            await asyncio.sleep(pause)
            if await backend.healthy():
                return
            pause = min(2 * pause, 15.0)
            if all(one.down and self.now() - one.down_at > self.patience_s for one in self.backends):
                raise self._unavailable(backend, f"{said}; then nothing for {self.patience_s:g} s")

    def _unavailable(self, backend: Backend, said: str) -> EngineUnavailable:
        todo = "look at its log, start it again, then start the run again: it goes on from there"
        return EngineUnavailable(f"an answer of {backend.address.shown} ({backend.address.model})", said, todo)
