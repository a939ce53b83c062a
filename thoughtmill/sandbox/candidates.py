"""What a run runs once its walls stand: a module of Python, one of two that talk, a compiler. It relies on nothing."""

import collections
import gc
import json
import os
import sys
import threading
import traceback
import types
from typing import Any

from thoughtmill.sandbox import talk

ROOM = "/tmp"  # noqa: S108  # the sandbox's own, the only place where a candidate may write
PROGRAM, SAID = f"{ROOM}/program", f"{ROOM}/said"
ENVIRONMENT = {"PATH": "/usr/bin", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
"""Of programs that are executed. Threads else reserve 64 MB each of the address space."""
MAX_DEPTH, MAX_INT_BITS = 200, 14_280  # the JSON of a reference can hold no longer integer
MAX_NOTE_CHARS = 300


def run(code: str, function: str | None, asked: Any) -> tuple[Any, int]:
    """Run a candidate: what to note of it, and its exit status. From here on nothing can be relied upon."""
    name = "__main__" if function is None else "solution"
    module = types.ModuleType(name)
    sys.modules[name] = module
    sys.argv = ["solution.py"]
    try:
        program = compile(code, "solution.py", "exec")
    except Exception as error:  # noqa: BLE001  # whatever the compiler says of it; nothing of the candidate runs yet
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


def environment(command: list[str]) -> dict[str, str]:
    """Of a program: without /proc it is told where it lies, for libraries that lie beside it."""
    return {**ENVIRONMENT, "LD_ORIGIN_PATH": command[0].rpartition("/")[0]}


def write(place: str, content: bytes, mode: int) -> None:
    """Write a file."""
    file = os.open(place, os.O_WRONLY | os.O_CREAT, mode)
    write_all(file, content)
    os.close(file)


def write_all(file: int, content: bytes) -> None:
    """Write all of it, to a file or a pipe."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]


def build(source: str, command: list[str]) -> tuple[Any, int]:
    """Compile a source, the last word of a command, and write the program that comes of it to standard output.

    Of a compiler that leaves a folder, that is an archive of it.
    """
    write(command[-1], source.encode("utf-8", "replace"), 0o600)
    child = os.fork()
    if child == 0:
        said_at = os.open(SAID, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(said_at, 2)
        os.dup2(said_at, 1)
        os.execve(command[0], command, environment(command))  # noqa: S606  # a compiler
    _, status = os.waitpid(child, 0)
    if status:
        told = os.read(os.open(SAID, os.O_RDONLY), 100_000).decode("utf-8", "replace")
        every = [line.strip() for line in told.splitlines() if not line.startswith("#")]
        lines = [line for line in every if "error" in line.lower()] or every  # Go's compiler names none
        return {"error": " ".join(lines)[:MAX_NOTE_CHARS] or f"status {status}"}, 1
    if os.access(f"{PROGRAM}/", os.F_OK):
        return archive()
    program = os.open(PROGRAM, os.O_RDONLY)
    while more := os.read(program, 2**20):
        write_all(1, more)
    return None, 0


def archive() -> tuple[Any, int]:
    """Write the folder that a compiler has left to standard output, as a zip archive."""
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for folder, _, names in os.walk(PROGRAM):
            for place in (f"{folder}/{name}" for name in names):
                file.write(place, place.removeprefix(PROGRAM))
    write_all(1, packed.getvalue())
    return None, 0


def talk_of(role: str, code: str) -> tuple[Any, int]:
    """Run one of two that talk: the program that is asked, or the tests that ask. Nothing can be relied upon."""
    line, told = talk.Line(), json.loads(code)
    if role == "ask":
        return talk.run_tests(told, line), 0
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    sys.argv = ["solution.py"]
    try:
        program = compile(told["program"], "solution.py", "exec")
    except Exception as error:  # noqa: BLE001  # whatever the compiler says of it; nothing of the candidate runs yet
        return {"unreadable": said(error)}, 1
    try:
        exec(told["setup"], module.__dict__)  # noqa: S102  # what the set puts before a program
        exec(program, module.__dict__)  # noqa: S102  # what this room is for
    except BaseException as error:  # noqa: BLE001  # whatever the candidate raises is its result
        return {"error": said(error)}, 1
    talk.serve(module, line, find)
    return None, 0


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
