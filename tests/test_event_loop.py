"""A signal that raises ends what runs in an event loop, also where it lands inside a task's step."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import NoReturn

import pytest

from thoughtmill import event_loop


class Told(BaseException):
    """What the handler raises, as Prefect's does."""


def tell(*_: object) -> NoReturn:
    raise Told


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, tell)
    yield
    signal.signal(signal.SIGTERM, before)


async def wait_for_a_task_that_is_told(seconds: float) -> str:
    found: asyncio.Queue[str] = asyncio.Queue()

    async def step() -> None:
        time.sleep(seconds)  # noqa: ASYNC251  # the signal lands in here
        await found.put("done")

    task = asyncio.create_task(step())
    try:
        return await asyncio.wait_for(found.get(), 20)
    finally:
        task.cancel()


def test_it_ends_and_the_handler_raises_where_it_was_called() -> None:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    begun = time.monotonic()
    with pytest.raises(Told):
        event_loop.run(wait_for_a_task_that_is_told(0.5))
    assert time.monotonic() - begun < 15, "nobody waited for what the task was to do"
    assert signal.getsignal(signal.SIGTERM) is tell


def test_without_a_signal_or_in_another_thread_it_is_as_asyncio_has_it() -> None:
    assert event_loop.run(wait_for_a_task_that_is_told(0)) == "done"
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(event_loop.run(wait_for_a_task_that_is_told(0))))
    thread.start()
    thread.join()
    assert found == ["done"]
