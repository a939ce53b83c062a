"""One URL of an engine: what it understands, how much it takes, whether it lives, and one request to it."""

import asyncio
import json
import math
import re
import time
from typing import Any

import aiohttp
from yarl import URL

from thoughtmill.engine.answer import Broken, longest, one_line, said_in
from thoughtmill.engine.dialects import HOSTED, fields, listed, must_fit, told_by
from thoughtmill.engine.endpoint import Engine
from thoughtmill.engine.http import (
    DOWN,
    PASSING,
    SHORT,
    WRONG_KEY,
    elsewhere,
    read,
    read_models,
    read_some,
    told,
    wrong_key,
)
from thoughtmill.engine.limits import MOST_REST_S, AdaptiveLimit, Pace, used_up_s, wanted_pause_s
from thoughtmill.engine.protocol import TOO_LONG, Address, Ask, Completion, Refused, Sampling, reply
from thoughtmill.errors import EngineError

METRICS_BYTES = 2**24
REFUSING = {400, 413, 422}
NO_CREDIT = b"insufficient_quota"
"""OpenAI's code in a 429 that no waiting mends."""

NO_REPLICA = re.compile(r"not found or vLLM engine is sleeping|no (available|healthy|ready)\b", re.IGNORECASE)
"""How routers say, with a 400 or 404 too, that none of their engines is there just now."""


class Again(Exception):
    """A try failed in a way that may pass."""

    def __init__(self, said: str, *, status: int = 0, silent: bool = False, pause_s: float = 0) -> None:
        super().__init__(said)
        self.said, self.status, self.silent, self.pause_s = said, status, silent, pause_s
        self.at = asyncio.get_running_loop().time()

    @property
    def perhaps_dead(self) -> bool:
        """Whether it could be that the engine has died: no connection, or a server's error."""
        return not self.silent and (self.status == 0 or self.status in DOWN)


class Backend:
    """One URL that is asked. `in_flight`, `limit`, `down` and `rests_until` say whether it has room."""

    def __init__(
        self,
        engine: Engine,
        address: Address,
        sampling: Sampling,
        concurrency: int,
        stall_s: float,
        session: aiohttp.ClientSession,
    ) -> None:
        self.engine, self.address, self.sampling = engine, address, sampling
        self.stall_s, self.session = stall_s, session
        self.host, self.name, self.longest = address.host, address.name, longest(sampling.max_tokens)
        self.limit = AdaptiveLimit(concurrency)
        paced = engine.requests_per_minute or engine.tokens_per_minute
        self.pace = Pace(engine.requests_per_minute, engine.tokens_per_minute, sampling.max_tokens) if paced else None
        self.in_flight = 0
        self.rests_until, self.down, self.down_at = -math.inf, False, 0.0
        self.mending, self.lives, self.well_at = asyncio.Lock(), 0, 0.0
        self.now = asyncio.get_running_loop().time
        self.moved_at = self.now()  # when it was last seen to get on
        self.asked: dict[asyncio.Task[Any], float] = {}
        self.silenced: set[asyncio.Task[Any]] = set()
        self._meeting = asyncio.Lock()
        self._heads: tuple[bytes, bytes] | None = None
        self._urls = URL(f"{address.url}/chat/completions"), URL(f"{address.url}/completions")
        self.many = engine.has_many("auto" if engine.dialect == "auto" else engine.dialect)

    def has_room(self, now: float) -> bool:
        """Whether one more may be sent now."""
        free = not self.down and self.in_flight < self.limit.room and self.rests_until <= now
        return free and (self.pace is None or self.pace.due_at <= now)

    @property
    def has_slot(self) -> bool:
        """Whether it takes one more as soon as it may be sent."""
        return not self.down and self.in_flight < self.limit.room

    @property
    def due_at(self) -> float:
        """When one more may be sent."""
        return max(self.rests_until, self.pace.due_at) if self.pace else self.rests_until

    def take(self) -> float:
        """Take a slot; it is used at once. Returns the tokens that its answer is expected to take."""
        self.in_flight += 1
        return self.pace.sent(self.now()) if self.pace else 0.0

    def leave(self, expected: float, result: Completion | Refused | None) -> None:
        """Leave the slot, with what came of it."""
        self.in_flight -= 1
        if result is not None:
            self.moved_at = self.now()
            self.limit.answered()
        if self.pace:
            done = isinstance(result, Completion)
            self.pace.took(expected, result.prompt_tokens + result.completion_tokens if done else 0)

    async def request(self, ask: Ask) -> Completion | Refused:
        """One request, in a slot that was taken. Raises Again, EngineError."""
        try:
            chat, plain = self._heads or await self._meet()
            if ask.messages is None:
                url, body = self._urls[1], b'%b, "prompt": %b}' % (plain, json.dumps(ask.prompt).encode())
            else:
                url, body = self._urls[0], b'%b, "messages": [%b]}' % (chat, _turns(ask.messages))
            payload = aiohttp.BytesPayload(body, content_type="application/json")
            task = asyncio.current_task()
            assert task, "a slot is a task"
            self.asked[task] = self.now()
            try:
                async with self.session.post(url, data=payload, allow_redirects=False) as answer:
                    if answer.status != 200:
                        return self._judge(ask, answer, await read_some(answer))
                    if rest_s := used_up_s(answer.headers):
                        self.rests_until = max(self.rests_until, self.now() + min(rest_s, MOST_REST_S))
                    found = await read(answer, self.longest)
            finally:
                del self.asked[task]
            return reply(ask, self.sampling, found, self.name)
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) not in self.silenced or not task:
                raise
            self.silenced.discard(task)
            if task.uncancel():
                raise
            raise Again(f"no answer, and no progress for {self.stall_s:g} s", silent=True) from None
        except Broken as error:
            raise Again(one_line(str(error)), status=200) from error
        except aiohttp.ClientError as error:
            raise Again(told(error)) from error
        except OSError as error:
            raise Again(told(error)) from error

    async def _meet(self) -> tuple[bytes, bytes]:
        """Find out, once, who it is and whether we fit. Returns how the bodies of all requests begin."""
        async with self._meeting:
            if self._heads:
                return self._heads
            dialect, models = self.engine.dialect, None
            if dialect not in HOSTED:
                async with self.session.get(
                    f"{self.address.url}/models", timeout=SHORT, allow_redirects=False
                ) as answer:
                    status, found = answer.status, await read_models(answer)
                if status in PASSING or (self.many and status == 200 and listed(found) == []):
                    raise Again(f"HTTP {status}: {said_in(found)}", status=status if status in PASSING else 503)
                models = listed(found) if status == 200 else None
                dialect = told_by(self.address, models) if dialect == "auto" else dialect
            must_fit(self.address, dialect, models, self.sampling)
            self.many = self.engine.has_many(dialect)
            model = self.engine.model
            chat, plain = (json.dumps(fields(dialect, model, self.sampling, chat=chat)) for chat in (True, False))
            self._heads = chat[:-1].encode(), plain[:-1].encode()
            return self._heads

    def _judge(self, ask: Ask, answer: aiohttp.ClientResponse, body: bytes) -> Refused:
        """What a status that is not 200 means. Raises Again, EngineError."""
        status, said = answer.status, said_in(body)
        shown = f"HTTP {status}: {said}"
        if status in WRONG_KEY:
            raise wrong_key(self.address, status)
        if 300 <= status < 400:
            raise elsewhere(self.address, status, answer)
        if status == 402 or (status == 429 and NO_CREDIT in body):
            todo = "mend the account there, then start the run again: it goes on from there"
            raise EngineError(f"{self.address.shown} to answer on this account", shown, todo)
        if self.many and status in (400, 404) and NO_REPLICA.search(said):
            raise Again(shown, status=503)
        if status in REFUSING:
            return Refused(ask, "too_long" if status == 413 or TOO_LONG.search(said) else "engine_refused", said)
        if status in PASSING or not 400 <= status < 500:
            pause_s = wanted_pause_s(answer.headers, time.time())
            raise Again(shown, status=status, pause_s=pause_s)
        todo = "mend the engine's URL, or the model's name"
        raise EngineError(f"{self.address.shown} to answer for {self.address.model}", shown, todo)

    async def healthy(self) -> bool:
        """By /health where there is one (vLLM: 503 once its core is dead), else by the list of models."""
        for url in (f"{self.address.root}/health", f"{self.address.url}/models"):
            try:
                async with self.session.get(url, timeout=SHORT, allow_redirects=False) as answer:
                    if answer.status < 400 or answer.status >= 500:
                        return answer.status < 400
            except (aiohttp.ClientError, OSError):
                return False
        return self.many  # it answers, which is all that a hosted API may tell

    async def watch(self, silences: int) -> None:
        """While it gets on, whether by replies or by the tokens it counts, no request times out."""
        tokens: float | None = None
        while True:
            await asyncio.sleep(self.stall_s / 8)
            now = self.now()
            if any(now - begun > self.stall_s / 4 for begun in self.asked.values()):
                counted = await self._tokens()
                if counted is not None and tokens is not None and counted > tokens:
                    self.moved_at = self.now()
                tokens = counted
            now = self.now()
            for task, begun in self.asked.items():
                silent = now - max(begun, self.moved_at) > self.stall_s
                if (silent or now - begun > silences * self.stall_s) and task not in self.silenced:
                    self.silenced.add(task)
                    task.cancel()

    async def _tokens(self) -> float | None:
        """How many tokens vLLM has generated in all; None if the engine doesn't tell."""
        url = f"{self.address.root}/metrics"
        try:
            async with self.session.get(url, timeout=SHORT, allow_redirects=False) as answer:
                lines = (await read(answer, METRICS_BYTES)).splitlines()
            return sum(float(line.split()[-1]) for line in lines if line.startswith(b"vllm:generation_tokens_total"))
        except (aiohttp.ClientError, OSError, ValueError, Broken):
            return None


def _turns(messages: tuple[tuple[str, str], ...]) -> bytes:
    """Messages as JSON; of texts alone json makes it in a tenth of the time that it takes for a list of them."""
    said = [f'{{"role": {json.dumps(role)}, "content": {json.dumps(content)}}}' for role, content in messages]
    return ", ".join(said).encode()
