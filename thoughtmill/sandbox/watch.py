"""Look at one run from outside, on a clock of one's own: what it uses, and which limit it has exceeded."""

import os
from contextlib import suppress
from pathlib import Path
from time import monotonic

from thoughtmill.sandbox.jobs import Ended, Job

MAX_THREADS = 128
SLEEP_S = 2.0
"""So much longer than its CPU seconds a run may take, beyond what it waits for a CPU."""

PATIENCE = 5.0
"""So many times its CPU seconds (and as many seconds more) a run may take in all, on a machine that is busy."""

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Watch:
    """One run, whose only process is the younger of the two children of the first process of its sandbox."""

    def __init__(self, first: int, job: Job) -> None:
        self.first, self.job = first, job
        self.begun, self.used, self.waited = monotonic(), 0.0, 0.0

    def look(self) -> Ended | None:
        """The limit that is exceeded, if any. Decided by CPU seconds, also where the machine is busy."""
        lasted, asleep = monotonic() - self.begun, True
        with suppress(OSError, ValueError):  # it may not be there yet, and be gone at any moment
            _, candidate = _read(f"/proc/{self.first}/task/{self.first}/children").split()  # the other one is its init
            stat = _read(f"/proc/{candidate}/stat").rpartition(")")[2].split()
            threads = int(stat[17])
            self.used = (int(stat[11]) + int(stat[12])) / _TICKS
            self.waited = max(self.waited, _waited(candidate, threads))
            if int(stat[21]) * _PAGE > self.job.memory_mb * 2**20:
                return Ended.MEMORY
            if threads > MAX_THREADS:
                return Ended.THREADS
            if self.used > self.job.seconds:
                return Ended.TIME
            asleep = stat[0] != "R"  # while it waits, its waiting is not yet counted
        if asleep and lasted - self.waited > self.job.seconds + SLEEP_S:
            return Ended.STALLED
        return Ended.STARVED if lasted > PATIENCE * (self.job.seconds + 1) else None


def _waited(process: str, threads: int) -> float:
    """For how many seconds its threads were ready to run and had no CPU."""
    of_each = [f"/proc/{process}"] if threads == 1 else Path(f"/proc/{process}/task").iterdir()
    return sum(int(_read(f"{one}/schedstat").split()[1]) for one in of_each) / 1e9


def _read(file: str) -> str:
    """What the kernel tells in a file of /proc."""
    return Path(file).read_text(encoding="utf-8", errors="replace")
