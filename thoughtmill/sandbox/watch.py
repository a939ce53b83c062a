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
    """One run, whose only process is the child of the only child of the first process of its sandbox."""

    def __init__(self, first: int, job: Job) -> None:
        self.first, self.job = first, job
        self.begun, self.used, self.waited = monotonic(), 0.0, 0.0

    def look(self) -> Ended | None:
        """The limit that is exceeded, if any. Decided by CPU seconds, also where the machine is busy."""
        lasted, asleep = monotonic() - self.begun, True
        with suppress(OSError, IndexError, ValueError):  # it may not be there yet, and be gone at any moment
            candidate = Path(f"/proc/{_only_child(_only_child(self.first))}")
            stat = (candidate / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            self.used = (int(stat[11]) + int(stat[12])) / _TICKS
            self.waited = max(self.waited, _waited(candidate))
            if int(stat[21]) * _PAGE > self.job.memory_mb * 2**20:
                return Ended.MEMORY
            if int(stat[17]) > MAX_THREADS:
                return Ended.THREADS
            if self.used > self.job.seconds:
                return Ended.TIME
            asleep = stat[0] != "R"  # while it waits, its waiting is not yet counted
        if asleep and lasted - self.waited > self.job.seconds + SLEEP_S:
            return Ended.STALLED
        return Ended.STARVED if lasted > PATIENCE * (self.job.seconds + 1) else None


def _only_child(process: int) -> int:
    """Raises IndexError if there is none."""
    return int(Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()[0])


def _waited(process: Path) -> float:
    """For how many seconds its threads were ready to run and had no CPU."""
    return sum(int((thread / "schedstat").read_text().split()[1]) for thread in (process / "task").iterdir()) / 1e9
