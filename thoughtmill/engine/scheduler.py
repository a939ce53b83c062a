"""The scheduler of many requests: slots, pauses, retries, and who is to blame when the engine dies.

What may pass (no connection, 408, 425, 429, 5xx, cut JSON, an empty 200, no choice, silence) is asked again with
growing pauses; what a person has to mend (key, model, address) stops at once; what is the question's own fault (too
long, it kills the engine, it alone is never answered) comes back as Refused. Waiting ends when nothing moves on any
more, never because much time has passed.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from thoughtmill.engine.answer import Broken, longest, one_line, said_in
from thoughtmill.engine.http import SHORT, WRONG_KEY, elsewhere, read, read_some, told, wrong_key
from thoughtmill.engine.protocol import (
    KEEP_SPECIAL_TOKENS,
    SHOWS_SPECIAL_TOKENS,
    TOO_LONG,
    Address,
    Ask,
    Completion,
    Refused,
    Sampling,
    owners,
    reply,
    request,
    standard,
)
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
BUSY, DOWN = {425, 429, 503}, {500, 502, 503, 504}
METRICS_BYTES = 2**24
LOOK_S = 0.05
"""From look to look for more to ask, while slots are free and there is none."""
PASSING, REFUSING = {408, *BUSY, *DOWN}, {400, 413, 422}


class _Again(Exception):
    """A try failed in a way that may pass."""

    def __init__(self, said: str, *, status: int = 0, silent: bool = False, pause_s: float = 0) -> None:
        super().__init__(said)
        self.said, self.status, self.silent, self.pause_s = said, status, silent, pause_s
        self.at = asyncio.get_running_loop().time()

    @property
    def perhaps_dead(self) -> bool:
        """Whether it could be that the engine has died: no connection, or a server's error."""
        return not self.silent and (self.status == 0 or self.status in DOWN)


@dataclass(slots=True, eq=False)
class _Trial:
    """An ask, and how often the engine died while it was asked, in company and alone."""

    ask: Ask
    deaths: int = 0
    deaths_alone: int = 0


class RequestScheduler:
    """One call of `ask_all`: `feed` and `watch` run beside each other, `results` fills; None is the end."""

    def __init__(
        self,
        engine: Address,
        sampling: Sampling,
        concurrency: int,
        stall_s: float,
        revive: Revive | None,
        session: aiohttp.ClientSession,
        retries: RetryPolicy,
    ) -> None:
        self.engine, self.sampling, self.concurrency = engine, sampling, concurrency
        self.stall_s, self.revive, self.session, self.retries = stall_s, revive, session, retries
        self.host, self.said, self.longest = engine.host, standard(engine.model, sampling), longest(sampling.max_tokens)
        self.met, self.proven = False, False  # whether we know who it is; that it takes requests like ours
        self.refuses_all: EngineError | None = None
        self.meeting, self.proving = asyncio.Lock(), asyncio.Lock()
        self.results: asyncio.Queue[Completion | Refused | Exception | None] = asyncio.Queue(max(concurrency, 1))
        self.flying: set[asyncio.Task[None]] = set()
        self.freed = asyncio.Event()
        self.suspects: list[_Trial] = []
        self.limits: dict[asyncio.Timeout, float] = {}
        self.now = asyncio.get_running_loop().time
        self.moved_at = self.now()  # when the engine was last seen to get on
        self.mending, self.lives, self.well_at = asyncio.Lock(), 0, 0.0
        self.replies = self.refusals = 0

    async def feed(self, asks: Iterator[Ask | None]) -> None:
        """Keep every slot filled until all asks are answered. None among the asks: there is none just now."""
        try:
            waits = False
            while True:
                if self.suspects:
                    self._launch_suspects()
                else:
                    waits = self._launch_more(asks)
                if not self.flying and not waits:
                    return await self.results.put(None)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S if waits else None):
                        await self.freed.wait()
                self.freed.clear()
        except Exception as error:  # noqa: BLE001  # what `asks` raises is raised again where the results are read
            await self.results.put(error)

    def _launch_more(self, asks: Iterator[Ask | None]) -> bool:
        """Fill the free slots. Whether some are left because there is nothing to ask just now."""
        while len(self.flying) < self.concurrency:
            try:
                ask = next(asks)
            except StopIteration:
                return False
            if ask is None:
                return True
            self._launch(_Trial(ask), alone=False)
        return False

    def _launch_suspects(self) -> None:
        """What saw two deaths is asked without the others, in ever smaller lots, until one is alone and convicted."""
        if self.flying:
            return
        deepest = max(trial.deaths for trial in self.suspects)
        most = max(1, self.concurrency // 8 ** (deepest - 1))
        lot = [trial for trial in self.suspects if trial.deaths == deepest][:most]
        self.suspects = [trial for trial in self.suspects if trial not in lot]
        for trial in lot:
            self._launch(trial, alone=len(lot) == 1)

    def _launch(self, trial: _Trial, *, alone: bool) -> None:
        task = asyncio.create_task(self._fly(trial, alone))
        self.flying.add(task)
        task.add_done_callback(self._land)

    def _land(self, task: asyncio.Task[None]) -> None:
        self.flying.discard(task)
        self.freed.set()

    async def _fly(self, trial: _Trial, alone: bool) -> None:
        try:
            result = await self.answer(trial, alone)
        except Exception as error:  # noqa: BLE001  # raised again where the results are read
            result = error
        if result is None:
            self.suspects.append(trial)
        else:
            await self.results.put(result)

    async def answer(self, trial: _Trial, alone: bool) -> Completion | Refused | None:
        """Ask until there is a result. None: the engine has died on it more than once. Raises EngineError."""
        failures = pauses = 0
        while True:
            life = self.lives
            try:
                return self._count(await self._proved(await self.once(trial.ask)))
            except _Again as fault:
                again = fault
            if not await self._lives(life, again):
                trial.deaths += 1
                trial.deaths_alone += alone
                if trial.deaths_alone >= self.retries.deaths_alone:
                    return self._count(Refused(trial.ask, "kills_engine", again.said))
                if trial.deaths > 1:
                    return None
                continue
            pauses += 1
            if again.status in BUSY:
                if self.now() - self.moved_at > self.stall_s:
                    raise self._unavailable(again.said)
            else:
                failures += 2 if again.silent else 1
                if failures >= self.retries.tries:
                    if not await self._answers_another(trial.ask):
                        raise self._unavailable(again.said)
                    return self._count(Refused(trial.ask, "no_answer", again.said))
            pause_s = min(self.retries.longest_pause_s, self.retries.first_pause_s * 2 ** (pauses - 1))
            await asyncio.sleep(again.pause_s or pause_s * (0.5 + random.random()))

    async def _another(self, ask: Ask) -> Completion | Refused:
        """What the engine answers to something harmless, asked in the same way. Raises _Again, EngineError."""
        turns = ask.messages and (("user", "Say: yes"),)
        return await self.once(Ask("", 0, 0, turns, ask.prompt and "Say: yes"))

    async def _answers_another(self, ask: Ask) -> bool:
        """Whether it does: then it is the ask's own fault that it has no answer."""
        try:
            return isinstance(await self._another(ask), Completion)
        except (_Again, EngineError):
            return False

    async def _proved(self, result: Completion | Refused) -> Completion | Refused:
        """The result, unless the engine refuses whatever we ask. Raises _Again; EngineError with the engine's words.

        Before the first reply a refusal may be our settings' fault; then another question is refused as well.
        """
        if isinstance(result, Completion):
            return result
        async with self.proving:
            if self.refuses_all:
                raise self.refuses_all
            if not (self.replies or self.proven):
                if isinstance(another := await self._another(result.ask), Refused):
                    todo = "mend the teacher's settings (max_tokens, stop, serve.max_model_len), or the engine's"
                    self.refuses_all = EngineError(f"{self.engine.shown} to take a request", another.detail, todo)
                    raise self.refuses_all
                self.proven = True
        return result

    def _count(self, result: Completion | Refused) -> Completion | Refused:
        self.moved_at = self.now()
        if isinstance(result, Completion):
            self.replies += 1
            return result
        self.refusals += 1
        if self.refusals >= self.retries.none_but_refused and not self.replies:
            found = f"{self.refusals} refusals and no reply, the last one {result.reason}: {result.detail[:300]}"
            todo = "mend the teacher's max_tokens, stop or serve.max_model_len, or the questions"
            raise EngineError(f"{self.engine.shown} to answer questions", found, todo)
        return result

    async def once(self, ask: Ask) -> Completion | Refused:
        """One request. Raises _Again, EngineError."""
        try:
            if not self.met:
                await self._meet()
            path, body = request(ask, self.said)
            async with asyncio.timeout(self.stall_s) as limit:
                self.limits[limit] = self.now()
                try:
                    async with self.session.post(self.engine.url + path, data=body, allow_redirects=False) as answer:
                        if answer.status != 200:
                            return self._judge(ask, answer, said_in(await read_some(answer)))
                        found = await read(answer, self.longest)
                finally:
                    del self.limits[limit]
            return reply(ask, self.sampling, found, self.host)
        except Broken as error:
            raise _Again(one_line(str(error)), status=200) from error
        except aiohttp.ClientError as error:
            raise _Again(told(error)) from error
        except TimeoutError as error:
            raise _Again(f"no answer, and no progress for {self.stall_s:g} s", silent=True) from error
        except OSError as error:
            raise _Again(told(error)) from error

    async def _meet(self) -> None:
        """Find out, once, whether the engine understands more than the standard says."""
        async with self.meeting:
            if self.met:
                return
            async with self.session.get(f"{self.engine.url}/models", timeout=SHORT, allow_redirects=False) as answer:
                status, found = answer.status, await read_some(answer)
            if status in PASSING:
                raise _Again(f"HTTP {status}: {said_in(found)}", status=status)
            if status == 200 and owners(found) & SHOWS_SPECIAL_TOKENS:
                self.said = self.said | KEEP_SPECIAL_TOKENS
            self.met = True

    def _judge(self, ask: Ask, answer: aiohttp.ClientResponse, said: str) -> Refused:
        """What a status that is not 200 means. Raises _Again, EngineError."""
        status, shown = answer.status, f"HTTP {answer.status}: {said}"
        if status in WRONG_KEY:
            raise wrong_key(self.engine, status)
        if 300 <= status < 400:
            raise elsewhere(self.engine, status, answer)
        if status in REFUSING:
            return Refused(ask, "too_long" if status == 413 or TOO_LONG.search(said) else "engine_refused", said)
        if status in PASSING or not 400 <= status < 500:
            wanted = answer.headers.get("Retry-After", "")
            pause_s = float(wanted) if wanted.isascii() and wanted.isdigit() else 0
            raise _Again(shown, status=status, pause_s=min(pause_s, self.retries.longest_pause_s))
        todo = "mend the engine's URL, or the model's name"
        raise EngineError(f"{self.engine.shown} to answer for {self.engine.model}", shown, todo)

    async def _lives(self, life: int, again: _Again) -> bool:
        """Whether the engine has lived through the try that failed. If it is dead now, it is revived or waited for."""
        if not again.perhaps_dead and not again.silent:
            return True
        async with self.mending:
            if self.lives != life:
                return False
            if self.well_at > again.at:
                return True
            if again.silent and self.revive is not None and self.now() - self.moved_at > self.stall_s:
                await self.revive()  # it may hang: whoever owns it looks closer than we can
            began = self.now()
            await asyncio.sleep(self.retries.settle_s)
            if await self._healthy():
                self.well_at = began
                return True
            await self._bring_back(again.said)
            self.lives += 1
            self.moved_at = self.now()
            return False

    async def _bring_back(self, said: str) -> None:
        if self.revive is not None:
            return await self.revive()
        begun, pause = self.now(), 0.25
        while self.now() - begun < self.stall_s:
            await asyncio.sleep(pause)
            if await self._healthy():
                return None
            pause = min(2 * pause, 15.0)
        raise self._unavailable(f"{said}; then nothing for {self.stall_s:g} s")

    async def _healthy(self) -> bool:
        """By /health where there is one (vLLM: 503 once its core is dead), else by the list of models."""
        for url in (f"{self.engine.root}/health", f"{self.engine.url}/models"):
            try:
                async with self.session.get(url, timeout=SHORT, allow_redirects=False) as answer:
                    if answer.status < 400 or answer.status >= 500:
                        return answer.status < 400
            except (aiohttp.ClientError, OSError):
                return False
        return False

    async def watch(self) -> None:
        """While the engine gets on, whether by replies or by the tokens it counts, no request times out."""
        tokens: float | None = None
        while True:
            looked_at = self.now()
            await asyncio.sleep(self.stall_s / 4)
            if any(looked_at - begun > self.stall_s / 8 for begun in self.limits.values()):
                counted = await self._tokens()
                if counted is not None and tokens is not None and counted > tokens:
                    self.moved_at = self.now()
                tokens = counted
            if self.moved_at > looked_at:
                for limit, begun in self.limits.items():
                    if not limit.expired() and self.now() - begun < (self.retries.silences - 1) * self.stall_s:
                        limit.reschedule(self.now() + self.stall_s)

    async def _tokens(self) -> float | None:
        """How many tokens vLLM has generated in all; None if the engine doesn't tell."""
        try:
            async with self.session.get(f"{self.engine.root}/metrics", timeout=SHORT, allow_redirects=False) as answer:
                lines = (await read(answer, METRICS_BYTES)).splitlines()
            return sum(float(line.split()[-1]) for line in lines if line.startswith(b"vllm:generation_tokens_total"))
        except (aiohttp.ClientError, OSError, ValueError, Broken):
            return None

    def _unavailable(self, said: str) -> EngineUnavailable:
        todo = "look at its log, start it again, then start the run again: it goes on from there"
        return EngineUnavailable(f"an answer of {self.engine.shown} ({self.engine.model})", said, todo)
