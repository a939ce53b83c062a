"""Everything that we start is started through this: it ends when its owner ends, however that happens.

A watchdog is a small program of its own between owner and command. It holds the read end of a pipe whose write end is
its owner's alone: when the owner dies, by kill -9 too, the pipe closes (and its parent is another: looked at once a
second, in case a forked child kept the pipe open). It then ends all that came of the command: its descendants (orphans
come to the watchdog, it is their subreaper), its session, and what carries its mark in the environment. An owner that
finds its watchdog killed does the same by session and mark. Standard library only; `start` runs this file as a script,
and so may anyone: `python -I -S watchdog.py -- command …`.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable

RUN, GUARD = "THOUGHTMILL_RUN", "THOUGHTMILL_GUARD"
"""In the environment of all that is started: the run it belongs to, and the marks of all watchdogs above it."""

GRACE_S = 5.0
"""From being asked to end until what is left is killed."""

KILLING_S = 10.0
"""What is still there this long after it was killed is given up: it hangs in the kernel, or is another user's."""


def leftovers(mark: str) -> list[tuple[int, str]]:
    """(pid, command) of all that belongs to a run or a watchdog, by its mark; but for us and what we descend from."""
    found: list[tuple[int, str]] = []
    for pid in _family(mark):
        with contextlib.suppress(OSError):
            found.append((pid, _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()))
    return found


def end(mark: str, grace_s: float = GRACE_S) -> None:
    """End all that belongs to a run or a watchdog: asked first, killed after `grace_s`; returns when none is left."""
    _end(lambda: _family(mark), grace_s)


class Guarded:
    """A command under a watchdog. Keep it: when it is collected, the command ends. Not for a forked child."""

    def __init__(self, child: "subprocess.Popen[bytes]", pipe: int, mark: str) -> None:
        self._child, self._pipe, self.mark = child, pipe, mark

    @property
    def pid(self) -> int:
        """The watchdog's pid, which is also the session of the command."""
        return self._child.pid

    def poll(self) -> int | None:
        """The command's exit code (128 + n if signal n ended it), None while it runs.

        A killed watchdog counts as the end (-n): what it answered for is ended here.
        """
        if self._child.returncode is None and (code := self._child.poll()) is not None:
            self._settle(code)
        return self._child.returncode

    def wait(self, timeout_s: float | None = None) -> int:
        """The exit code, once it has ended. Raises subprocess.TimeoutExpired."""
        known = self._child.returncode
        code = self._child.wait(timeout_s)
        if known is None:
            self._settle(code)
        return code

    def stop(self, grace_s: float = GRACE_S) -> None:
        """End the command and all that came of it; returns when nothing is left."""
        if self.poll() is not None:
            return
        with contextlib.suppress(OSError):  # it may have ended a moment ago
            os.write(self._pipe, f"{grace_s}\n".encode())
            self._child.terminate()
        try:
            self.wait(grace_s + KILLING_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self.wait()

    def _settle(self, code: int) -> None:
        """It was just reaped: no stranger can have its pid yet."""
        self._let_go()
        if code < 0:
            _end(lambda: _family(self.mark, self.pid), GRACE_S)

    def _let_go(self) -> None:
        pipe, self._pipe = self._pipe, -1
        if pipe >= 0:
            os.close(pipe)

    def __del__(self) -> None:
        self._let_go()


def start(
    command: list[str],
    env: dict[str, str] | None = None,
    log: "os.PathLike[str] | None" = None,
    cwd: "os.PathLike[str] | None" = None,
    keep: tuple[int, ...] = (),
) -> Guarded:
    """Start a command under a watchdog. Its output is appended to `log`, or goes where ours goes.

    keep: open files that the watchdog keeps open until nothing of the command is left.

    A command that can't be started ends with 127 and says why in its output.
    """
    mark = os.urandom(16).hex()
    theirs, ours = os.pipe()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if log else None
    try:
        child = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, mark, str(theirs), str(os.getpid()), "--", *command],
            env=_marked(dict(os.environ if env is None else env), mark),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            cwd=cwd,
            pass_fds=[theirs, *keep],
            start_new_session=True,
        )
    except BaseException:
        os.close(ours)
        raise
    finally:
        for handle in (theirs, output):
            if handle is not None:
                os.close(handle)
    return Guarded(child, ours, mark)


def _marked(env: dict[str, str], mark: str) -> dict[str, str]:
    for name in (RUN, GUARD):
        if os.environ.get(name):
            env.setdefault(name, os.environ[name])
    env.setdefault(RUN, os.urandom(16).hex())
    env[GUARD] = f"{env[GUARD]}:{mark}" if env.get(GUARD) else mark
    return env | {"SPT_NOENV": "1"}  # setproctitle, which vLLM calls, would write over the environment that we look at


def _read(pid: int, name: str) -> bytes:
    with open(f"/proc/{pid}/{name}", "rb") as stream:  # noqa: PTH123  # pathlib is slow to load, this starts often
        return stream.read()


def _alive() -> dict[int, tuple[int, int]]:
    """pid → (parent, session) of everything that runs on this machine, zombies left out."""
    found: dict[int, tuple[int, int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208  # as above
        with contextlib.suppress(OSError):
            state, parent, _, session = _read(int(name), "stat").rpartition(b")")[2].split()[:4]
            if state not in (b"Z", b"X"):
                found[int(name)] = (int(parent), int(session))
    return found


def _carries(pid: int, mark: str) -> bool:
    with contextlib.suppress(OSError):
        return mark.encode() in _read(pid, "environ")
    return False


def _family(mark: str, watchdog: int = 0) -> list[int]:
    """What carries `mark` or is of the watchdog's session; with all descendants, and the sessions that they lead."""
    assert len(mark) >= 16, "a shorter mark might be in a stranger's environment"
    alive = _alive()
    above, pid = {0, 1}, os.getpid()
    while pid not in above:
        above.add(pid)
        pid = alive.get(pid, (0, 0))[0]
    found = ({watchdog} - {0}) | {pid for pid in alive if pid not in above and _carries(pid, mark)}
    while more := {pid for pid, (up, led) in alive.items() if up in found or led in found} - found - above:
        found |= more
    return sorted((found & alive.keys()) - above)


def _end(family: Callable[[], list[int]], grace_s: float) -> None:
    asked: set[int] = set()
    begun = time.monotonic()
    while left := family():
        late = time.monotonic() - begun - grace_s
        if late > KILLING_S:
            return
        for pid in left:
            if late >= 0 or pid not in asked:
                asked.add(pid)
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL if late >= 0 else signal.SIGTERM)
        time.sleep(0.05)


def _watch(command: list[str], mark: str, pipe: int, owner: int) -> int:
    """Run the command until it or its owner ends, or we are asked to; then end all that came of it. Its exit code."""
    woken = _wake_on_signals()
    _adopt_orphans()
    try:
        child = subprocess.Popen(command, process_group=0)
    except OSError as error:
        print(f"can't start {command[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201  # to the command's log
        return 127
    code: int | None = None
    grace = b""
    asked = False
    while code is None and not asked and os.getppid() == owner:
        ready, _, _ = select.select([woken, pipe] if pipe >= 0 else [woken], [], [], 1.0)
        if woken in ready:
            asked = any(number != signal.SIGCHLD for number in os.read(woken, 1024))
            code = _reap(child.pid, code)
        if pipe in ready or (asked and pipe >= 0):
            with contextlib.suppress(BlockingIOError):
                grace = os.read(pipe, 64)
            asked = True  # a word on the pipe is the owner's wish to end, silence its death
    _end(lambda: _family(mark, os.getpid()), float(grace or GRACE_S))
    code = _reap(child.pid, code)
    child.returncode = code = 128 + signal.SIGKILL if code is None else code
    return code


def _wake_on_signals() -> int:
    """A file that can be read when somebody asks us to end, or a child has ended: the signals' numbers."""
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(name, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    return woken


def _adopt_orphans() -> None:
    """Descendants whose parent has died become our children, whatever session or environment they took on."""
    import ctypes

    subreaper = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)
    ctypes.CDLL(None, use_errno=True).prctl(subreaper, 1, 0, 0, 0)


def _reap(child: int, code: int | None) -> int | None:
    """Let ended children go. The exit code of `child` (128 + n for signal n) as soon as it is known."""
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            if found[0] == child:
                code = os.waitstatus_to_exitcode(found[1])
                code = code if code >= 0 else 128 - code
    return code


def main() -> int:
    """`watchdog.py [MARK PIPE OWNER] -- COMMAND …`: without the three, our parent is the owner."""
    cut = sys.argv.index("--")
    told, command = sys.argv[1:cut], sys.argv[cut + 1 :]
    if told:
        os.set_blocking(int(told[1]), False)
        os.set_inheritable(int(told[1]), False)
        return _watch(command, told[0], int(told[1]), int(told[2]))
    mark = os.urandom(16).hex()
    os.environ.update(_marked(dict(os.environ), mark))
    return _watch(command, mark, -1, os.getppid())


if __name__ == "__main__":
    sys.exit(main())
