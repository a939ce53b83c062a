"""An engine: a server that speaks OpenAI's API. Is it the right one, and ask it everything, each thing once."""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterator

import aiohttp
from pydantic_core import from_json

from thoughtmill.engine.answer import one_line, said_in
from thoughtmill.engine.http import SHORT, WRONG_KEY, elsewhere, read_some, session, told, wrong_key
from thoughtmill.engine.protocol import Address, Ask, Completion, Refused, Sampling
from thoughtmill.engine.scheduler import PASSING, RETRIES, RequestScheduler, RetryPolicy, Revive
from thoughtmill.errors import EngineError, EngineUnavailable

__all__ = ["Ask", "Completion", "Engine", "Refused", "Revive", "Sampling", "ask_all", "from_environment"]


class Engine(Address):
    """An engine that can be asked."""

    async def check(self) -> None:
        """Raises EngineError if key or model are wrong, EngineUnavailable if it does not answer."""
        try:
            async with (
                session(self) as connected,
                connected.get(f"{self.url}/models", timeout=SHORT, allow_redirects=False) as answer,
            ):
                status, body = answer.status, await read_some(answer)
        except ValueError as error:  # aiohttp's InvalidURL
            raise EngineError("a URL like http://127.0.0.1:8000/v1", self.shown, "mend it") from error
        except (aiohttp.ClientError, OSError) as error:
            raise EngineUnavailable(f"an engine at {self.shown}", told(error), "start it, or mend its URL") from error
        if status in WRONG_KEY:
            raise wrong_key(self, status)
        if 300 <= status < 400:
            raise elsewhere(self, status, answer)
        if status in PASSING:
            raise EngineUnavailable(f"{self.shown}/models to answer", f"HTTP {status}: {said_in(body)}", "wait for it")
        try:
            served = [one_line(str(model["id"])) for model in from_json(body)["data"]]
        except (ValueError, LookupError, TypeError) as error:
            found = f"HTTP {status} from {self.shown}/models: {said_in(body)[:200]}"
            raise EngineError("a list of models", found, "name the /v1 of an OpenAI-compatible server") from error
        if self.model not in served:
            found = f"{self.shown} serves {', '.join(served)[:500] or 'nothing'}"
            todo = "name another engine, serve that model there (vLLM: --served-model-name), or name its model"
            raise EngineError(f"an engine that serves {self.model}", found, todo)


def from_environment(model: str) -> Engine | None:
    """The engine that THOUGHTMILL_ENGINE_URL and THOUGHTMILL_ENGINE_KEY name; None if no URL is set."""
    url = os.environ.get("THOUGHTMILL_ENGINE_URL", "").strip().rstrip("/")
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise EngineError("THOUGHTMILL_ENGINE_URL like http://127.0.0.1:8000/v1", repr(url), "mend it")
    return Engine(url, model, os.environ.get("THOUGHTMILL_ENGINE_KEY") or None)


async def ask_all(
    engine: Engine,
    asks: Iterator[Ask | None],
    sampling: Sampling,
    concurrency: int,
    stall_s: float = 600,
    revive: Revive | None = None,
    retries: RetryPolicy = RETRIES,
) -> AsyncGenerator[Completion | Refused]:
    """One result for every ask, as they come; `asks` is drawn from only when one of `concurrency` slots is free.

    None among the asks says that there is none just now: it is drawn from again a moment later. Slots are refilled
    also while the caller is busy with a result, until as many results wait as there are slots.
    stall_s: without any progress of the engine for this long, an ask is asked again. Raises EngineError,
    EngineUnavailable, and what `asks` raises; what is in flight is given up then.
    """
    async with session(engine) as connected:
        scheduler = RequestScheduler(engine, sampling, concurrency, stall_s, revive, connected, retries)
        background = [asyncio.create_task(scheduler.feed(asks)), asyncio.create_task(scheduler.watch())]
        try:
            while (result := await scheduler.results.get()) is not None:
                if isinstance(result, Exception):
                    raise result
                yield result
        finally:
            left = [*background, *scheduler.flying]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
