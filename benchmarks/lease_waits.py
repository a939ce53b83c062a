"""How often a holder that lives is taken for dead: many leases of another machine, each waited for, beside other work.

A process whose lock files this one does not see, as on another machine, holds the leases and renews them as in
production (every 10 s, dead after 30 s); this one waits for all of them at once. Each wait has to end with "another run
still does". `--busy` starts that many programs that never sleep.

    python benchmarks/lease_waits.py --busy 8
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from thoughtmill.errors import AlreadyRunning  # noqa: E402  # found by the line above
from thoughtmill.store.leases.lease import held  # noqa: E402  # as above
from thoughtmill.store.places.storage import Folder  # noqa: E402  # as above


def main() -> None:
    """Hold, or start who holds and wait."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--waits", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=100, help="that each wait lasts")
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument("--hold", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.hold:
        hold(told.hold, told.waits)
        return
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        for _ in range(told.busy):
            stack.callback(subprocess.Popen([sys.executable, "-c", "while True: pass"]).kill)
        words = [sys.executable, __file__, "--hold", folder, "--waits", str(told.waits)]
        elsewhere = {**os.environ, "THOUGHTMILL_CACHE": f"{folder}/cache"}
        holder = subprocess.Popen(words, env=elsewhere, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        stack.callback(holder.communicate, "")
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        begun = time.monotonic()
        with ThreadPoolExecutor(told.waits) as pool:
            kept = sum(pool.map(lambda number: waits(Path(folder), number, told.seconds), range(told.waits)))
        load = os.getloadavg()[0]
        print(f"{told.waits} waits of {time.monotonic() - begun:.0f} s at load {load:.0f}: ", end="")
        print(f"{told.waits - kept} took a living holder for dead")


def hold(folder: Path, leases: int) -> None:
    """Hold so many leases until the input ends."""
    with ExitStack() as stack:
        for number in range(leases):
            stack.enter_context(held(Folder(folder), f"one-{number}", "does it"))
        print("held", flush=True)
        sys.stdin.read()


def waits(folder: Path, number: int, seconds: float) -> bool:
    """Whether a lease was its holder's all the time."""
    try:
        with held(Folder(folder), f"one-{number}", "does it", wait_s=seconds):
            return False
    except AlreadyRunning:
        return True


if __name__ == "__main__":
    main()
