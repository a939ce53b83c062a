"""Calls to Prefect's server beside the work: one that hangs, for minutes, holds up nothing."""

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def beside(call: Callable[[], T]) -> Future[T]:
    """Make a call in a thread, as the same flow or task run. The process ends without waiting for it."""
    made: Future[T] = Future()

    def run() -> None:
        try:
            made.set_result(call())
        except BaseException as error:  # noqa: BLE001  # whoever asks for the result gets it
            made.set_exception(error)

    Thread(target=copy_context().run, args=(run,), daemon=True).start()
    return made
