"""Run as a program: import some modules, one after the other, and tell what that did besides defining things.

JSON in and out. What a line of our own asked for counts; what Python or a library does to be imported is theirs.
"""

import contextlib
import importlib
import io
import json
import sys
import threading
from types import FrameType

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


def main(modules: list[str], rooms: list[str], heavy: list[str]) -> None:
    """Print what was heard of each module, and what is heavy and was loaded with it for the first time."""
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

    sys.addaudithook(hook)
    told: dict[str, dict[str, list[str]]] = {}
    for module in modules:
        before, printed = {*sys.modules, *threading.enumerate()}, io.StringIO()
        with contextlib.redirect_stdout(printed):
            importlib.import_module(module)
        if printed.getvalue():
            heard.append(f"it printed {printed.getvalue()!r}")
        ours = [one.name for one in set(threading.enumerate()) - before if type(one) is threading.Thread]
        if ours:
            heard.append(f"it started threads: {ours}")
        told[module] = {"heard": list(heard), "heavy": sorted(set(heavy) & set(sys.modules) - before)}
        heard.clear()
    print(json.dumps(told))


if __name__ == "__main__":
    main(**json.load(sys.stdin))
