"""The program that runs inside a sandbox, as its first process; imported by nobody, nothing but the standard library.

It never runs a candidate and never sees one. It keeps one child waiting; the child reads one order from the pipe of
orders, closes that pipe, takes its limits upon it, and runs the candidate. What the child writes is passed on through
one buffer, which is wiped; so no child finds here what another was asked or said. When the child is gone, the end is
told, and whether anything was left behind: then this sandbox is not used again.

Replies are frames: one byte, four bytes of length, the content. `R`: ready. `O`: some of the candidate's output. `N`:
some of its notes: one `S` before the candidate begins, then JSON with its result or its error. `E`: its end.
"""

import collections
import ctypes
import gc
import json
import os
import resource
import select
import signal
import struct
import sys
import threading
import traceback
import types
from typing import Any, NoReturn

ORDERS, REPLIES = 0, 1
ROOM = "/tmp"  # noqa: S108  # the sandbox's own, the only place where a candidate may write
BUFFER = 65_536
MAX_DEPTH, MAX_INT_BITS = 200, 14_280  # the JSON of a reference can hold no longer integer
MAX_FILES, MAX_FILE_BYTES, MAX_NOTE_CHARS, STACK_BYTES = 4_000, 32 * 2**20, 300, 128 * 2**20
TICK_MS = 20
PRELOADED = (
    "bisect, cmath, collections, copy, datetime, decimal, enum, fractions, functools, hashlib, heapq, itertools, math, "
    "operator, queue, random, re, statistics, string, textwrap, time, typing, dataclasses, abc, array, contextlib"
)
"""What solutions like to import: loaded once, before the first of them."""


def main(inner: bytes) -> None:
    """Serve orders until nobody asks any more."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # the first process of a namespace ignores what it does not catch
    orders, replies = os.dup(ORDERS), os.dup(REPLIES)
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    os.environ.clear()
    for name in PRELOADED.split(", "):
        __import__(name)
    seccomp = _Seccomp(inner)
    view = memoryview(bytearray(BUFFER))
    gc.collect()
    gc.freeze()
    send(replies, b"R", b"")
    while True:
        output, output_end = os.pipe2(os.O_CLOEXEC)
        notes, notes_end = os.pipe2(os.O_CLOEXEC)
        child = os.fork()
        if child == 0:
            for other in (replies, output, notes):
                os.close(other)
            serve(orders, output_end, notes_end, seccomp)
        os.close(output_end)
        os.close(notes_end)
        status, too_much = relay(child, (output, notes, orders), replies, view)
        left = sum(1 for _ in os.scandir(ROOM))
        send(replies, b"E", json.dumps({"status": status, "left": left, "files": too_much}).encode())


def send(pipe: int, kind: bytes, content: bytes | memoryview) -> None:
    """Write one frame."""
    os.write(pipe, kind + struct.pack(">I", len(content)))
    while content:
        content = content[os.write(pipe, content) :]


def relay(child: int, pipes: tuple[int, int, int], replies: int, view: memoryview) -> tuple[int, bool]:
    """Pass on what the child says until it is gone: its exit status, and whether it was ended for too many files."""
    output, notes, orders = pipes
    gone = os.pidfd_open(child)
    poll = select.poll()
    poll.register(orders, 0)  # hung up: whoever asked is gone, and all in here goes with this process
    for pipe in (output, notes, gone):
        poll.register(pipe, select.POLLIN)
    told: dict[int, bytes] = {output: b"O", notes: b"N"}
    status, too_much = None, False
    while told or status is None:
        ready = poll.poll(TICK_MS if status is None else None)
        for pipe, _ in ready:
            if pipe == orders:
                os._exit(0)
            if pipe == gone:
                _, status = os.waitpid(child, 0)
                poll.unregister(gone)
                os.close(gone)
            elif count := os.readv(pipe, [view]):
                send(replies, told[pipe], view[:count])
                view[:count] = bytes(count)
            else:
                poll.unregister(pipe)
                os.close(pipe)
                del told[pipe]
        if not ready and not too_much:
            room = os.statvfs(ROOM)
            if too_much := room.f_files - room.f_ffree > MAX_FILES:
                os.kill(child, signal.SIGKILL)
    return status, too_much


class _Seccomp:
    """The inner filter, ready to be put on."""

    def __init__(self, program: bytes) -> None:
        self.prctl = ctypes.CDLL(None, use_errno=True).prctl
        self.program = ctypes.create_string_buffer(program, len(program))
        self.header = ctypes.create_string_buffer(
            struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(self.program))
        )

    def put_on(self) -> None:
        """Bind this process and its threads, for ever."""
        if self.prctl(38, 1, 0, 0, 0) or self.prctl(22, 2, ctypes.byref(self.header), 0, 0):
            raise OSError(ctypes.get_errno(), "no filter for system calls")


def serve(orders: int, output: int, notes: int, seccomp: _Seccomp) -> NoReturn:
    """In the child: read one order and run it. Nothing of the candidate's runs before the walls stand."""
    size = struct.unpack(">II", exactly(orders, 8))
    order = json.loads(exactly(orders, size[0]))
    given = exactly(orders, size[1])
    os.close(orders)
    if order["function"] is None:
        stdin = os.memfd_create("stdin")
        with open(stdin, "wb", closefd=False) as file:
            file.write(given)
        os.lseek(stdin, 0, os.SEEK_SET)  # a real file: fast readers ask for its size
        os.dup2(stdin, 0)
        os.dup2(output, 1)
        os.close(stdin)
    os.close(output)
    asked = None if order["function"] is None else json.loads(given)
    for limit, value in (
        (resource.RLIMIT_AS, order["memory"]),
        (resource.RLIMIT_CPU, order["cpu"]),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, order["threads"]),  # does not bind root; the watcher outside counts, too
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 64),
        (resource.RLIMIT_STACK, STACK_BYTES),
    ):
        hard = resource.getrlimit(limit)[1]
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (lowest, lowest))
    seccomp.put_on()
    os.write(notes, b"S")
    note, status = run(order["code"], order["function"], asked)
    if note is not None:
        content = memoryview(json.dumps(note).encode())
        while content:
            content = content[os.write(notes, content) :]
    os._exit(status)


def exactly(pipe: int, size: int) -> bytes:
    """So many bytes. Ends this process if nobody asks any more."""
    found = bytearray()
    while len(found) < size:
        more = os.read(pipe, min(size - len(found), 2**20))
        if not more:
            os._exit(0)
        found += more
    return bytes(found)


def run(code: str, function: str | None, asked: Any) -> tuple[Any, int]:
    """Run a candidate: what to note of it, and its exit status. From here on nothing can be relied upon."""
    name = "__main__" if function is None else "solution"
    module = types.ModuleType(name)
    sys.modules[name] = module
    sys.argv = ["solution.py"]
    try:
        program = compile(code, "solution.py", "exec")
    except BaseException as error:  # noqa: BLE001  # whatever the compiler says of it
        return {"unreadable": said(error)}, 1
    try:
        exec(program, module.__dict__)  # noqa: S102  # what this room is for
        if function is None:
            return at_exit(module, 0)
        return {"value": plain(find(module, function)(*asked[0], **asked[1]), 0)}, 0
    except SystemExit as error:
        if function is not None:
            return {"error": "SystemExit"}, 1
        return at_exit(module, error.code if isinstance(error.code, int) else 1 if error.code else 0)
    except BaseException as error:  # noqa: BLE001  # whatever the candidate raises is its result
        return {"error": said(error)}, 1


def find(module: types.ModuleType, function: str) -> Any:
    """The function of that name, or the method of a class `Solution`."""
    if hasattr(module, function):
        return getattr(module, function)
    if hasattr(module, "Solution"):
        return getattr(module.Solution(), function)
    raise NameError(f"no function {function}")


def at_exit(module: types.ModuleType, status: int) -> tuple[None, int]:
    """What Python does at its end: wait for threads, call what was registered, write what is buffered anywhere."""
    threading._shutdown()  # pyright: ignore[reportAttributeAccessIssue]  # noqa: SLF001  # what Python itself calls at its end
    import atexit

    atexit._run_exitfuncs()  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001  # as above
    sys.stdout.flush()
    module.__dict__.clear()
    gc.collect()
    if sys.__stdout__ is not None:
        sys.__stdout__.flush()
    return None, status & 255


def said(error: BaseException) -> str:
    """Type and message in one line."""
    try:
        return traceback.format_exception_only(type(error), error)[-1].strip()[:MAX_NOTE_CHARS]
    except BaseException:  # noqa: BLE001  # an exception may be hostile, too
        return type(error).__name__[:MAX_NOTE_CHARS]


def plain(value: Any, depth: int) -> Any:
    """The value as JSON can hold it. Raises ValueError for what it can't: sets, bytes, objects, endless nesting."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if value is None or value is True or value is False:
        return value
    if isinstance(value, int):
        if int.bit_length(value) > MAX_INT_BITS:
            raise ValueError("an integer too large")
        return int.__index__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, list | tuple | collections.deque):
        return [plain(one, depth + 1) for one in value]
    if isinstance(value, dict):
        found = {key(name): plain(one, depth + 1) for name, one in dict.items(value)}
        if len(found) != dict.__len__(value):
            raise ValueError("two keys that JSON writes alike")
        return found
    raise ValueError(f"a result of the kind {type(value).__name__}")


def key(name: Any) -> str:
    """A key as JSON writes it."""
    if isinstance(name, str):
        return str.__str__(name)
    if name is None or isinstance(name, bool | int | float):
        return json.dumps(name)
    raise ValueError(f"a key of the kind {type(name).__name__}")


if __name__ == "__main__":
    main(bytes.fromhex(sys.argv[1]))
