"""How many cores this program may use: not those of the machine where it is bound to fewer or has a quota."""

import math
import os
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")


def usable_cores() -> int:
    """Cores by affinity and by the quota of its control group and of those above, rounded up; at least one."""
    return max(1, math.ceil(min(len(os.sched_getaffinity(0)), quota(CGROUPS, _own_groups()))))


def quota(root: Path, groups: list[str]) -> float:
    """The least number of cores that a quota in these groups, or in one above, allows; infinite without any.

    Reads `cpu.max` (version 2) and `cpu.cfs_quota_us` with `cpu.cfs_period_us` (version 1) under `root`.
    """
    least = math.inf
    for group in groups:
        folder = root / group.lstrip("/")
        for place in (folder, *folder.parents):
            if not place.is_relative_to(root):
                break
            words = _words(place / "cpu.max") or [
                *_words(place / "cpu.cfs_quota_us"),
                *_words(place / "cpu.cfs_period_us"),
            ]
            if len(words) == 2 and all(word.isdecimal() for word in words) and int(words[1]):
                least = min(least, int(words[0]) / int(words[1]))
    return least


def _own_groups() -> list[str]:
    """The groups of this process, as folders under CGROUPS; a container sees its own as the root."""
    found = ["", "cpu", "cpu,cpuacct"]
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers or "cpu" in controllers.split(","):
            found.append(f"{controllers}{path}" if controllers else path)
    return found


def _words(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split()
    except OSError:
        return []
