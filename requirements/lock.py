"""`make lock`: resolve every requirements/*.in with pip and write what it chose, hashed, to the .txt beside it.

The hashes are those of the files that pip would install here: Linux x86-64, Python 3.11. No address is written, so a
lock installs from whatever index pip is configured with. torch.txt is written by hand: its one build is named exactly.
A lock that asks for torch itself has another build in it, for GPUs. pip 23.3 and later resolve without downloading.
An extra says `# beyond factory.txt`: it is resolved with those versions, and only what they lack is written.
With `--keep`, versions that a lock already names stay.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TORCH = HERE / "torch.txt"
BEYOND = "# beyond factory.txt"
PYTORCH_INDEX = "https://download.pytorch.org/whl/cpu"


def main() -> int:
    """Write all locks, or none of those that can't be resolved."""
    keep = "--keep" in sys.argv
    for wanted in sorted(HERE.glob("*.in"), key=lambda path: (BEYOND in path.read_text(encoding="utf-8"), path.name)):
        print(f"resolving {wanted.name} …", flush=True)
        lines = lock(wanted, keep=keep)
        wanted.with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{wanted.stem}.txt: {len(lines) - 1} packages", flush=True)
    return 0


def lock(wanted: Path, *, keep: bool) -> list[str]:
    """The lines of one lock, sorted by name. The CPU build of torch is left out, it has a file of its own."""
    lines = wanted.read_text(encoding="utf-8").splitlines()
    without = {line.split()[2] for line in lines if line.startswith("# without ")}
    alone = [line.split("#")[0].strip() for line in lines if re.search(r"# alone$", line)]
    asked = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    on_gpu = any(line.startswith("torch=") for line in asked)
    torch = [] if on_gpu else [TORCH.read_text(encoding="utf-8").split()[0]]
    without |= set() if on_gpu else {"torch"}
    before = wanted.with_suffix(".txt")
    kept = pinned(before) if keep and before.exists() else []
    if BEYOND in lines:
        kept += (there := pinned(HERE / "factory.txt"))
        without |= {pin.split("==")[0].lower() for pin in there}
    chosen = resolve([*torch, *(line for line in asked if line not in alone)], kept)
    if alone:
        chosen += resolve(alone, [], "--no-deps")
    found = [one for one in chosen if one["metadata"]["name"].lower() not in without]
    found.sort(key=lambda one: one["metadata"]["name"].lower())
    return [f"# Made by `make lock` from {wanted.name}: change that one.", *map(pin, found)]


def pinned(lock: Path) -> list[str]:
    """`name==version` of each line of a lock."""
    return re.findall(r"^[^#\s]\S+==\S+", lock.read_text(encoding="utf-8"), re.MULTILINE)


def resolve(wanted: list[str], constraints: list[str], *options: str) -> list[dict[str, Any]]:
    """What pip would install into an empty environment, from its report."""
    with tempfile.TemporaryDirectory() as scratch:
        report, limits = Path(scratch) / "report.json", Path(scratch) / "limits.txt"
        limits.write_text("\n".join(constraints))
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        command += ["--report", str(report), "-c", str(limits), *options, *wanted]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode and any(line.startswith("torch==") for line in wanted):
            command += ["--extra-index-url", PYTORCH_INDEX]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            said = [line for line in run.stderr.splitlines() if not line.startswith("WARNING")]
            raise SystemExit("\n".join(["pip can't resolve this:", *said[-20:]]))
        return json.loads(report.read_text())["install"]


def pin(one: dict[str, Any]) -> str:
    """`name==version --hash=sha256:…` of one package of pip's report."""
    about, archive = one["metadata"], one["download_info"]["archive_info"]
    return f"{about['name']}=={about['version']} --hash=sha256:{archive['hashes']['sha256']}"


if __name__ == "__main__":
    sys.exit(main())
