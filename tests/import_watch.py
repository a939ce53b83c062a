"""Run as a program: import one module and tell what its import did besides defining things. Prints JSON."""

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


def main(module: str, rooms: list[str], heavy: list[str]) -> None:
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
    print(json.dumps({"heard": heard, "heavy": sorted(set(heavy) & set(sys.modules))}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2].split(), sys.argv[3].split())
