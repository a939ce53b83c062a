"""Programs that tests start and kill."""

import signal
import subprocess
from contextlib import suppress
from typing import Any

import psutil


def kill_all(program: subprocess.Popen[Any]) -> None:
    """SIGKILL for a program and all that it has started, in that order, and wait for it."""
    below = psutil.Process(program.pid).children(recursive=True)
    program.send_signal(signal.SIGKILL)
    for one in below:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    program.wait()
