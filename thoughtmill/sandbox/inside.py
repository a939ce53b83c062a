"""The program that runs inside a sandbox, as its first process; nothing but the standard library and what lies beside.

It never runs a candidate and never sees one. For every run it starts an init in a process namespace of its own, which
does nothing but be there, and one child in that namespace. The child gives itself mounts of its own with a new and
empty /tmp, reads one order from the socket of orders, with the pipes for what the candidate says, closes that socket,
gives up its rights, takes its limits upon it, and runs the candidate. With the init all of the run is gone.

Replies are frames: one byte, four bytes of length, the content. `R`: ready. `E`: the end of a run, as wait4 tells it:
the status, then user and system time. `F`: why there can be no run. Notes are one `S` before the candidate begins, then
JSON with its result or its error.
"""

import _socket  # as `socket`, of which every run would have a copy, is made of it
import base64
import ctypes
import gc
import json
import os
import resource
import select
import signal
import struct
import sys
from typing import Any, NamedTuple, NoReturn

from thoughtmill.sandbox.candidates import PROGRAM, ROOM, build, environment, run, talk_of, write, write_all
from thoughtmill.sandbox.usual import PRELOADED, be_usual

ORDERS, REPLIES = 0, 1
PACKAGES, GIVEN = "/python/packages", f"{ROOM}/given"
NOBODY = 65_534
ROOM_OPTIONS = f"mode=700,uid={NOBODY},gid={NOBODY},size={32 * 2**20},nr_inodes=4000"
CLONE_VM, CLONE_NEWNS, CLONE_NEWPID = 0x0000_0100, 0x0002_0000, 0x2000_0000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MAX_FILE_BYTES, STACK_BYTES = 32 * 2**20, 128 * 2**20
STACK_OF_INIT, SIZE_OF_RUSAGE, SIZE_OF_END = 16_384, 144, 40
LIBC = ctypes.PyDLL(None, use_errno=True)  # keeps the interpreter's lock: a clone finds it as it was
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


def main(*inner: bytes) -> None:
    """Serve orders until nobody asks any more."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # the first process of a namespace ignores what it does not catch
    os.closerange(3, 256)  # whatever else the start left open
    orders, replies = _socket.socket(fileno=os.dup(ORDERS)), os.dup(REPLIES)
    null_standards()
    os.environ.clear()
    for name in PRELOADED.split(", "):
        __import__(name)
    for name in [name for name in sys.modules if name.startswith("thoughtmill")]:  # no package of a program's
        del sys.modules[name]
    sys.path[-1] = PACKAGES  # where this was found is no place of a program's
    LIBC.setenv(b"OPENBLAS_NUM_THREADS", b"1", 1)  # read by numpy as it is loaded; not in `os.environ`
    be_usual()
    seccomp, namespaces = _Filters(*map(_Seccomp, inner)), _Namespaces()
    try:
        for device in DEVICES:
            shield(device)
        gc.collect()
        gc.freeze()
        send(replies, b"R", b"")
        while True:
            one_run(orders, replies, namespaces, seccomp)
    except OSError as error:
        fail(replies, error)


def null_standards() -> None:
    """Have nothing to read and nowhere to write, opened anew: flags, locks and owners of what is open are shared."""
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)


def shield(device: str) -> None:
    """Make a node of the host read-only: no mode, owner or time of it can be changed from here. Raises OSError."""
    kept = os.statvfs(device).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount(None, device, MS_REMOUNT | MS_BIND | MS_RDONLY | kept, "")


def mount(kind: str | None, place: str, flags: int, options: str) -> None:
    """Mount a file system in this mount namespace. Raises OSError."""
    name = kind.encode() if kind else None
    if LIBC.mount(name, place.encode(), name, ctypes.c_ulong(flags), options.encode()):
        raise OSError(ctypes.get_errno(), f"no mount at {place}")


def fail(replies: int, error: OSError) -> NoReturn:
    """Tell why there can be no run, and end."""
    send(replies, b"F", f"{error}".encode())
    os._exit(1)


class _Namespaces:
    """Process namespaces, one after another. The init of each shares our memory, so it is cheap, and never wakes."""

    def __init__(self) -> None:
        self.home = os.pidfd_open(os.getpid())
        self.stack = ctypes.create_string_buffer(STACK_OF_INIT)
        self.top = ctypes.c_void_p((ctypes.addressof(self.stack) + STACK_OF_INIT) & ~63)
        self.pause = ctypes.cast(LIBC.pause, ctypes.c_void_p)
        self.end = ctypes.create_string_buffer(8 + SIZE_OF_RUSAGE)

    def new(self) -> int:
        """The init of a new process namespace, where the next child will be born; no signal from inside ends it."""
        if LIBC.setns(self.home, CLONE_NEWPID) or LIBC.unshare(CLONE_NEWPID):
            raise OSError(ctypes.get_errno(), "no process namespace for a run")
        init = LIBC.clone(self.pause, self.top, CLONE_VM | signal.SIGCHLD, None)
        if init < 0:
            raise OSError(ctypes.get_errno(), "no init for a run")
        return init

    def tell_end(self, child: int, replies: int) -> None:
        """Tell how a child ended, and keep none of it in memory, where the next candidate could read it."""
        LIBC.wait4(child, self.end, 0, ctypes.byref(self.end, 8))
        send(replies, b"E", memoryview(self.end)[:SIZE_OF_END])
        ctypes.memset(self.end, 0, len(self.end))


def one_run(orders: _socket.socket, replies: int, namespaces: _Namespaces, seccomp: "_Filters") -> None:
    """Have a child ready, wait until it has run a candidate, tell its end, and remove all of it. Raises OSError."""
    init = namespaces.new()
    child = os.fork()
    if child == 0:
        try:
            os.close(namespaces.home)
            serve(orders, replies, seccomp)
        finally:
            os._exit(1)
    gone = os.pidfd_open(child)
    poll = select.poll()
    poll.register(orders, 0)  # hung up: whoever asked is gone, and all in here goes with this process
    poll.register(gone, select.POLLIN)
    if orders.fileno() in dict(poll.poll()):
        os._exit(1)
    os.close(gone)
    namespaces.tell_end(child, replies)
    os.kill(init, signal.SIGKILL)
    os.waitpid(init, 0)


def send(pipe: int, kind: bytes, content: bytes | memoryview) -> None:
    """Write one short frame."""
    os.writev(pipe, [kind + struct.pack(">I", len(content)), content])


class _Seccomp:
    """The inner filter, ready to be put on."""

    def __init__(self, program: bytes) -> None:
        self.program = ctypes.create_string_buffer(program, len(program))
        self.header = ctypes.create_string_buffer(
            struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(self.program))
        )

    def put_on(self) -> None:
        """Bind this process and its threads, for ever."""
        if LIBC.prctl(38, 1, 0, 0, 0) or LIBC.prctl(22, 2, ctypes.byref(self.header), 0, 0):
            raise OSError(ctypes.get_errno(), "no filter for system calls")


class _Filters(NamedTuple):
    """The inner filters: of Python, of a program that is executed, of compilers."""

    python: _Seccomp
    executed: _Seccomp
    compiling: _Seccomp


def serve(orders: _socket.socket, replies: int, seccomp: _Filters) -> NoReturn:
    """In the child: read one order and run it. Nothing of the candidate's runs before the walls stand."""
    try:
        null_standards()
        room_of_its_own()
    except OSError as error:
        send(replies, b"F", f"{error}".encode())
        signal.pause()  # until whoever asks ends the sandbox
    os.close(replies)
    sizes, ((_, _, pipes),), *_ = orders.recvmsg(8, _socket.CMSG_SPACE(12))
    size, (output, notes, *heard) = struct.unpack(">II", sizes), struct.unpack(f"{len(pipes) // 4}i", pipes)
    order = json.loads(exactly(orders, size[0]))
    given = exactly(orders, size[1])
    orders.close()
    if heard:  # what another run writes, and what it reads
        os.dup2(heard[0], 0)
        os.dup2(output, 1)
        os.close(heard[0])
    elif order["function"] is None:
        stdin = os.memfd_create("stdin")
        with open(stdin, "wb", closefd=False) as file:
            file.write(given)
        os.lseek(stdin, 0, os.SEEK_SET)  # a real file: fast readers ask for its size
        os.dup2(stdin, 0)
        os.dup2(output, 1)
        os.close(stdin)
    os.close(output)
    asked = None if heard or order["function"] is None else json.loads(given)
    for limit, value in (
        (resource.RLIMIT_AS, order["memory"]),
        (resource.RLIMIT_CPU, order["cpu"]),
        (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, order["threads"]),  # counts all of this user; the watcher outside counts, too
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 64),
        (resource.RLIMIT_STACK, STACK_BYTES),
    ):
        hard = resource.getrlimit(limit)[1]
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (lowest, lowest))
    drop_rights()
    os.chdir(ROOM)
    if heard and given:  # what it needs beside what it hears
        write(GIVEN, given, 0o600)
    note, status = begin(order, asked, notes, seccomp)
    if note is not None:
        write_all(notes, json.dumps(note).encode())
    os._exit(status)


def room_of_its_own() -> None:
    """A session, whose signals stay in it, and mounts with a new and empty place to write. Raises OSError."""
    os.setsid()
    if LIBC.unshare(CLONE_NEWNS):
        raise OSError(ctypes.get_errno(), "no mounts for a run")
    mount("tmpfs", ROOM, MS_NOSUID | MS_NODEV, ROOM_OPTIONS)


def drop_rights() -> None:
    """Become nobody, without any right. Raises OSError."""
    if os.getuid() != NOBODY:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    header = struct.pack("Ii", 0x2008_0522, 0)  # version 3 of the call, this process
    if LIBC.capset(header, bytes(24)):
        raise OSError(ctypes.get_errno(), "rights can't be given up")


def exactly(orders: _socket.socket, size: int) -> bytes:
    """So many bytes. Ends this process if nobody asks any more."""
    found = bytearray()
    while len(found) < size:
        more = orders.recv(min(size - len(found), 2**20))
        if not more:
            os._exit(0)
        found += more
    return bytes(found)


def begin(order: dict[str, Any], asked: Any, notes: int, seccomp: _Filters) -> tuple[Any, int]:
    """Put the last wall up, and run what is asked for, in its role: what to note of it, and its exit status."""
    role, code = order["role"], order["code"]
    if role == "exec":
        write(PROGRAM, base64.b64decode(code), 0o500)
    (seccomp.executed if role == "exec" else seccomp.compiling if role == "build" else seccomp.python).put_on()
    os.write(notes, b"S")
    if role == "exec":
        os.set_inheritable(notes, False)
        os.execve(order["command"][0], order["command"], environment(order["command"]))  # noqa: S606  # what this room is for
    if role == "build":
        for name, text in order["files"]:
            write(f"{ROOM}/{name}", text.encode("utf-8", "replace"), 0o600)
        return build(code, order["command"])
    return run(code, order["function"], asked) if role == "run" else talk_of(role, code)
