"""As many cores as this program may use: by affinity, and by the quota of any group above it."""

import math
import os
import subprocess
import sys
from pathlib import Path

from thoughtmill.cores import quota, usable_cores


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def test_a_program_bound_to_one_core_uses_one() -> None:
    program = (
        "import os; from thoughtmill.cores import usable_cores\n"
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); print(usable_cores())"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "1\n"
    assert 1 <= usable_cores() <= len(os.sched_getaffinity(0))


def test_the_least_quota_of_a_group_and_those_above_counts(tmp_path: Path) -> None:
    write(tmp_path / "jobs/cpu.max", "150000 100000\n")
    write(tmp_path / "jobs/one/cpu.max", "max 100000\n")
    write(tmp_path / "old/cpu.cfs_quota_us", "400000\n")
    write(tmp_path / "old/cpu.cfs_period_us", "100000\n")
    write(tmp_path / "free/cpu.cfs_quota_us", "-1\n")
    write(tmp_path / "free/cpu.cfs_period_us", "100000\n")
    assert quota(tmp_path, ["/jobs/one"]) == 1.5
    assert quota(tmp_path, ["/jobs/one", "old"]) == 1.5
    assert quota(tmp_path, ["old"]) == 4
    assert quota(tmp_path, ["free", "/nowhere", ""]) == math.inf
