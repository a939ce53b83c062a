"""Frozen plans → traces. One run works on a list of units and keeps every slot of its engine filled across them.

A unit's shard is opened when a slot is free, several are open at once, and each is committed as soon as its last trace
is there. Until then what has come is saved as parts, every two seconds in a folder and every thirty in a bucket:
whoever goes on with the shard asks only the rest. Reading, saving, committing and progress happen in threads: the
engine is asked on meanwhile.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any

from thoughtmill.campaign import Campaign
from thoughtmill.engine.client import Engine, Revive, Sampling, ask_all
from thoughtmill.errors import StoreError
from thoughtmill.generation.run import GenerationProgress, GenerationRun
from thoughtmill.store.store import Store

__all__ = ["GenerationProgress", "Tell", "generate"]

COMMITS = 4
"""Shards that are being committed while the engine is asked on; with more, its answers wait."""

TELL_S = 1.0
"""Progress is told no more often than this."""

Tell = Callable[[GenerationProgress], None]


async def generate(
    store: Store,
    campaign: Campaign,
    keys: list[str],
    engine: Engine,
    progress: Tell | None = None,
    revive: Revive | None = None,
) -> list[str]:
    """Ask the frozen units `keys`, all of one teacher, and commit each as it completes. Returns the committed keys.

    What is committed already, or was saved by an attempt that ended, is not asked again. `progress` is called in a
    thread, about once a second; what it raises is logged, and stops nothing. Raises EngineError, EngineUnavailable,
    StoreError.
    """
    run = GenerationRun(store, campaign, keys)
    telling = asyncio.create_task(_tell(run, progress)) if progress else None
    try:
        if run.units:
            await _until_first_fault(_ask(run, engine, revive), _save_often(run))
    finally:
        await _save_rest(run)
        if telling:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
    if progress:
        await _tell_once(run, progress)
    return [key for key in keys if store.find("traces", key)]


async def _ask(run: GenerationRun, engine: Engine, revive: Revive | None) -> None:
    teacher = run.teacher
    sampling = Sampling(teacher.temperature, teacher.top_p, teacher.max_tokens, teacher.stop)
    every = ask_all(engine, run.asks(), sampling, teacher.concurrency, teacher.stall_s, revive)
    commits: set[asyncio.Task[None]] = set()
    try:
        async with aclosing(every) as results:
            async for result in results:
                if (complete := run.take(result)) is not None:
                    commits.add(asyncio.create_task(asyncio.to_thread(run.commit, complete)))
                await _ended(commits, COMMITS)
        await _ended(commits, 0)
    finally:
        await asyncio.gather(*commits, return_exceptions=True)
    await asyncio.to_thread(run.save)  # commits what parts alone had completed


async def _ended(commits: set[asyncio.Task[None]], most: int) -> None:
    """Forget commits that have ended, and wait while there are more than `most`. Raises what a commit raised."""
    while True:
        for task in [task for task in commits if task.done()]:
            commits.remove(task)
            task.result()
        if len(commits) <= most:
            return
        await asyncio.wait(commits, return_when=asyncio.FIRST_COMPLETED)


async def _save_often(run: GenerationRun) -> None:
    while True:
        await asyncio.sleep(run.store.storage.save_every_s)
        await asyncio.to_thread(run.save)


async def _save_rest(run: GenerationRun) -> None:
    """What came since the last save of a run that fails. The fault that ended it is what has to be told."""
    try:
        await asyncio.to_thread(run.save)
    except StoreError as error:
        logging.getLogger(__name__).warning("the last traces could not be saved and will be asked again: %s", error)


async def _until_first_fault(asking: Coroutine[Any, Any, None], saving: Coroutine[Any, Any, None]) -> None:
    """Until all is asked. If saving fails, asking ends: what can't be kept need not be asked."""
    both = [asyncio.create_task(asking), asyncio.create_task(saving)]
    try:
        ended, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _tell(run: GenerationRun, progress: Tell) -> None:
    while True:
        await asyncio.sleep(TELL_S)
        await _tell_once(run, progress)


async def _tell_once(run: GenerationRun, progress: Tell) -> None:
    try:
        await asyncio.to_thread(progress, run.progress())
    except Exception:
        logging.getLogger(__name__).warning("progress could not be told; the run goes on", exc_info=True)
