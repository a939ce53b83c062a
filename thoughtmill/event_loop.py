"""Run a coroutine to its end, so that a SIGTERM ends it wherever it lands, as asyncio does for SIGINT.

A handler that raises (Prefect's does) may raise inside a task. asyncio keeps that with the task and tells nobody: who
waits for what the task was to do waits for ever, and a run that was told to end hung instead.
"""

import asyncio
import signal
import threading
from collections.abc import Coroutine
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run`. On a SIGTERM that somebody handles, all tasks are cancelled first, then the handler is called."""
    handler = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        return asyncio.run(main)
    told: list[FrameType | None] = []

    async def cancellable() -> T:
        """`main`, in a task that a SIGTERM cancels."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def remember(_: int, frame: FrameType | None) -> None:
            """Stands in for the handler until the task has ended."""
            told.append(frame)
            loop.call_soon_threadsafe(task.cancel)

        signal.signal(signal.SIGTERM, remember)
        return await main

    try:
        return asyncio.run(cancellable())
    except asyncio.CancelledError:
        if not told:
            raise
        raise InterruptedError("the handler of SIGTERM has raised nothing") from None
    finally:
        signal.signal(signal.SIGTERM, handler)
        if told:
            handler(signal.SIGTERM, told[0])
