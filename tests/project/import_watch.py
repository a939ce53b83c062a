"""Run as a program: import each of some modules alone and tell what that did besides defining things. JSON in and out.

Each is imported in a forked child of a process that has loaded nothing but the libraries named in `ready`: a library
takes seconds to load and is loaded once, a module of ours meets none of ours. What a package loads by itself is
imported alone by importing the package, which Python does first, so that it needs no child of its own.
"""

import contextlib
import importlib
import io
import json
import os
import sys
import threading
from types import FrameType
from typing import Any

LOUD = {  # audit events
    "open",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.fork",
    "os.posix_spawn",
    "shutil.rmtree",
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "tempfile.mkdtemp",
}


def alone(module: str, rooms: list[str], heavy: list[str]) -> dict[str, Any]:
    """What a line of our own asked for counts; what Python or a library does to be imported is theirs."""
    heard: list[str] = []

    def hook(event: str, found: tuple[object, ...]) -> None:
        if event not in LOUD or (event == "open" and str(found[0]).endswith((".py", ".pyc"))):  # @task reads its source
            return
        frame: FrameType | None = sys._getframe(1)
        while frame and not frame.f_code.co_filename.startswith(tuple(rooms)):
            if "importlib" in frame.f_code.co_filename:
                return
            frame = frame.f_back
        if frame:
            heard.append(f"{event} {found[:1]} at {frame.f_code.co_filename}:{frame.f_lineno}")

    printed = io.StringIO()
    threads = set(threading.enumerate())
    sys.addaudithook(hook)
    with contextlib.redirect_stdout(printed):
        importlib.import_module(module)
    if printed.getvalue():
        heard.append(f"it printed {printed.getvalue()!r}")
    ours = [one.name for one in set(threading.enumerate()) - threads if type(one) is threading.Thread]
    if ours:
        heard.append(f"it started threads: {ours}")
    return {"heard": heard, "heavy": sorted(set(heavy) & set(sys.modules)), "loaded": list(sys.modules)}


def in_a_child(module: str, rooms: list[str], heavy: list[str]) -> dict[str, Any]:
    """What `alone` found, in a child of this process; or why the module can't be imported."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        try:
            found = alone(module, rooms, heavy)
        except BaseException as fault:  # noqa: BLE001  # also SystemExit: whatever keeps it from being imported
            found = {"fault": f"{type(fault).__name__}: {fault}"}
        with os.fdopen(tell, "w") as stream:
            json.dump(found, stream)
        os._exit(0)
    os.close(tell)
    with os.fdopen(told) as stream:
        said = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.loads(said) if said else {"fault": f"its process ended with {status}"}


def main(modules: list[str], rooms: list[str], heavy: list[str], ready: list[str]) -> None:
    """Print what each module did, by its name; of those that a package loads the package speaks."""
    for name in ready:
        importlib.import_module(name)
    seen = sorted(set(heavy) & set(sys.modules)) + [name for name in sys.modules if name in modules]
    assert not seen, f"before the first import there is already {seen}"
    assert threading.active_count() == 1, "a process with threads can't be forked"
    told: dict[str, dict[str, Any]] = {}
    with_their_package: set[str] = set()
    for module in sorted(modules):
        if module not in with_their_package:
            told[module] = in_a_child(module, rooms, heavy)
            with_their_package |= {name for name in told[module].pop("loaded", ()) if name.startswith(f"{module}.")}
    print(json.dumps(told))


if __name__ == "__main__":
    main(**json.load(sys.stdin))
