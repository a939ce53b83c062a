"""Frozen plans → traces. One run draws piece after piece and keeps every slot of its engine filled across them.

A unit's shard is opened before a slot is free for it, several are open at once, and each is committed as soon as its
last trace is there, by whoever asked that. Until then what has come is saved as parts, every two seconds in a folder
and every thirty in a bucket: whoever goes on with the shard asks only the rest. Reading, saving, committing and
progress happen in threads: the engine is asked on meanwhile.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import aclosing
from threading import Event
from typing import Any

from thoughtmill.campaign import Campaign
from thoughtmill.engine.client import Ask, Engine, Revive, ask_all, sampling_of
from thoughtmill.errors import EngineError, StoreError
from thoughtmill.generation.pieces import Listed, Work
from thoughtmill.generation.run import GenerationProgress, GenerationRun
from thoughtmill.store.store import Store

__all__ = ["GenerationProgress", "Tell", "ask_work", "generate"]

COMMITS = 4
"""Shards that are being committed while the engine is asked on; with more, its answers wait."""

AHEAD, AHEAD_S = 32, 2.0
"""So many asks are ready, and all that are begun in so many seconds. Measured by benchmarks/fleet_sim.py."""

LOOK_S = 0.05
"""From look to look whether more has to be drawn."""

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
    work = Listed(store, keys)
    names = {unit.facts["teacher"] for unit in work.units}
    if len(names) > 1:
        raise EngineError("units of one teacher", f"{sorted(names)}", "plan them again")
    if names:
        await ask_work(store, campaign, names.pop(), work, engine, progress, revive)
    return [key for key in keys if store.find("traces", key)]


async def ask_work(
    store: Store,
    campaign: Campaign,
    teacher: str,
    work: Work,
    engine: Engine,
    progress: Tell | None = None,
    revive: Revive | None = None,
    stop: Event | None = None,
) -> list[str]:
    """Ask a teacher what `work` gives until it is over.

    If `stop` is set, or nobody needs anything any more, what is in flight is given up.

    Returns the keys that this run committed, or found committed in a list of its own. Errors and `progress` are those
    of `generate`.

    The next piece is drawn while as many asks are ready as there are slots, so that none of these waits for a store.
    """
    run = GenerationRun(store, campaign, work)
    telling = asyncio.create_task(_tell(run, progress)) if progress else None
    try:
        ends = stop or Event()
        await _until_first(_ask(run, campaign, teacher, engine, revive, ends), _save_often(run), _set(ends))
    finally:
        await _save_rest(run)
        if telling:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
    if progress:
        await _tell_once(run, progress)
    return run.committed


async def _ask(
    run: GenerationRun, campaign: Campaign, name: str, engine: Engine, revive: Revive | None, ends: Event
) -> None:
    teacher = campaign.teachers.get(name)
    if teacher is None:
        raise EngineError("a teacher of this campaign", name, "plan its units again")
    slots = teacher.concurrency
    drawing = asyncio.create_task(_draw(run, slots * len(engine.addresses), ends))
    asks = _asks(run, drawing)
    every = ask_all(engine, asks, sampling_of(teacher), slots, teacher.stall_s, revive, load=run.load)
    commits: set[asyncio.Task[None]] = set()
    try:
        async with aclosing(every) as results:
            async for result in results:
                if (complete := run.take(result)) is not None:
                    commits.add(asyncio.create_task(asyncio.to_thread(run.finish, complete)))
                await _ended(commits, COMMITS)
        await _ended(commits, 0)
        await drawing
    finally:
        drawing.cancel()
        await asyncio.gather(drawing, *commits, return_exceptions=True)
    await asyncio.to_thread(run.save)  # commits what parts alone had completed


async def _draw(run: GenerationRun, slots: int, given_up: Event) -> None:
    """Keep asks ready: as many as were begun in the last seconds, so that a claim may take as long, and a few more.

    No more than that: what is drawn is asked here, though another engine may be free sooner.
    """
    begun = deque([(time.monotonic(), run.begun)])
    while not run.is_over:
        now = time.monotonic()
        begun.append((now, run.begun))
        while now - begun[0][0] > AHEAD_S:
            begun.popleft()
        wanted = min(slots, max(AHEAD, run.begun - begun[0][1]))
        drawn = len(run.ready) < wanted and await asyncio.to_thread(run.draw)
        if not drawn:
            await asyncio.sleep(LOOK_S)
    if run.work.is_given_up:
        given_up.set()


def _asks(run: GenerationRun, drawing: asyncio.Task[None]) -> Iterator[Ask | None]:
    """What is drawn. Raises what ended the drawing."""
    for ask in run.asks():
        if ask is None and drawing.done():
            drawing.result()
        yield ask


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


async def _set(stop: Event) -> None:
    while not stop.is_set():  # noqa: ASYNC110  # it is set by another thread
        await asyncio.sleep(LOOK_S)


async def _until_first(*doing: Coroutine[Any, Any, None]) -> None:
    """Until one has ended: all is asked, or saving failed (what can't be kept need not be asked), or it is told to."""
    tasks = [asyncio.create_task(one) for one in doing]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _tell(run: GenerationRun, progress: Tell) -> None:
    while True:
        await asyncio.sleep(TELL_S)
        await _tell_once(run, progress)


async def _tell_once(run: GenerationRun, progress: Tell) -> None:
    try:
        await asyncio.to_thread(progress, run.progress())
    except Exception:  # whatever there is between us and who shows it; what is asked is paid for, and goes on
        logging.getLogger(__name__).warning("progress could not be told; the run goes on", exc_info=True)
