"""An engine: a server that speaks OpenAI's API. Ask it everything, each thing once."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack

from thoughtmill.engine.backend import Backend
from thoughtmill.engine.endpoint import Engine, from_environment, of_endpoint, sampling_of
from thoughtmill.engine.http import enough_files, session
from thoughtmill.engine.protocol import Ask, Completion, Refused, Sampling
from thoughtmill.engine.scheduler import RETRIES, Load, RequestScheduler, RetryPolicy, Revive

__all__ = [
    "Ask",
    "Completion",
    "Engine",
    "Load",
    "Refused",
    "Revive",
    "Sampling",
    "ask_all",
    "from_environment",
    "of_endpoint",
    "sampling_of",
]


async def ask_all(
    engine: Engine,
    asks: Iterator[Ask | None],
    sampling: Sampling,
    concurrency: int,
    stall_s: float = 600,
    revive: Revive | None = None,
    retries: RetryPolicy = RETRIES,
    load: Load | None = None,
) -> AsyncGenerator[Completion | Refused]:
    """One result for every ask, as they come; `asks` is drawn from only when one of the slots is free.

    None among the asks says that there is none just now: it is drawn from again a moment later.
    There are `concurrency` slots for each URL of the engine. They are refilled also while the caller is busy with a
    result, until as many results wait as there are slots. stall_s: without any progress of the engine for this long, an
    ask is asked again. load: is told, if given, how full the engine is. Raises EngineError, EngineUnavailable, and what
    `asks` raises; what is in flight is given up then.
    """
    enough_files(concurrency * len(engine.addresses))
    async with AsyncExitStack() as stack:
        backends: list[Backend] = []
        for address in engine.addresses:
            connected = await stack.enter_async_context(session(address, engine.connect_timeout_s))
            backends.append(Backend(engine, address, sampling, concurrency, stall_s, connected))
        scheduler = RequestScheduler(backends, concurrency, engine.patience_s or stall_s, revive, retries)
        if load is not None:
            load.backends = backends
        background = [asyncio.create_task(scheduler.feed(asks))]
        background += [asyncio.create_task(backend.watch(retries.silences)) for backend in backends]
        try:
            while (result := await scheduler.results.get()) is not None:
                if isinstance(result, Exception):
                    raise result
                yield result
        finally:
            left = [*background, *scheduler.tasks]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
