"""The other side of `isolated_worker.py`: what a checker program calls. Load once, then fork a child for whoever asks.

Started as `python -P program.py SOCKET MEMORY_MB`. The stem is single-threaded. A child limits itself: address space by
RLIMIT_AS, over what it was born with; CPU time by a kernel timer whose signal has its default action, so that code
which never comes back to Python ends too; life by the kernel's death signal when the stem is gone.
"""

import ctypes
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOOK_SECONDS = 1.0
"""How often a stem looks whether the program that started it still lives."""

_PR_SET_PDEATHSIG = 1
_KERNEL = ctypes.CDLL(None, use_errno=True)

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def serve(prepare: Callable[[], Answer]) -> None:
    """Run as a checker: `prepare` loads what is heavy and returns what answers one request. Never raises for a request.

    What `answer` raises is a failure of the checker, but for MemoryError and RecursionError, which are limits.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    caller = os.getppid()
    answer = prepare()
    _be_silent()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are buried by the kernel
    control.sendall(b"r")
    while os.getppid() == caller:
        if not select.select([control], [], [], LOOK_SECONDS)[0]:
            continue
        asked, fds, _, _ = socket.recv_fds(control, 1, 1)
        if not asked:
            return
        stem = os.getpid()
        if os.fork() == 0:
            control.close()
            _answer_all(socket.socket(fileno=fds[0]), stem, int(sys.argv[2]), answer)
        os.close(fds[0])


def _be_silent() -> None:
    """What libraries print goes nowhere; until here it was kept for the message that a start failed."""
    with Path(os.devnull).open("wb") as nowhere:
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)


def _answer_all(ours: socket.socket, stem: int, memory_mb: int, answer: Answer) -> None:
    """A child's life."""
    try:
        _KERNEL.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if os.getppid() == stem:
            handle = os.pidfd_open(os.getpid())
            socket.send_fds(ours, [b"h"], [handle])
            os.close(handle)
            questions = ours.makefile("rb")
            while heading := questions.readline():
                seconds, size = heading.split()
                signal.setitimer(signal.ITIMER_PROF, float(seconds))
                reply = json.dumps(_reply(answer, json.loads(questions.read(int(size)))))
                signal.setitimer(signal.ITIMER_PROF, 0)
                ours.sendall(reply.encode() + b"\n")
    finally:
        os._exit(0)


def _reply(answer: Answer, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return answer(request)
    except MemoryError:
        return {"limit": "memory"}
    except RecursionError:
        return {"limit": "depth"}
    except Exception as error:  # noqa: BLE001  # told to the caller, who raises it as CheckerBroken
        return {"broken": f"{type(error).__name__}: {error}"[:300]}
