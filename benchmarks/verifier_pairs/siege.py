"""Hostile strings, each judged in a process of its own kind that is watched and, if need be, killed."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.verifier_pairs.case import Pair
from benchmarks.verifier_pairs.hostile import TRACE

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 12.0
"""Seconds until a judge that says nothing is killed."""
MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one string: `killed` and `died` are outcomes too."""

    pair: Pair
    outcome: str
    seconds: float
    over_mb: float
    """Resident memory over its base, of the judge or of the worst of its workers."""


class Watch:
    """Peaks of a process and its children: the kernel's own high-water marks, and samples for those that vanish."""

    def __init__(self, pid: int) -> None:
        self.root = psutil.Process(pid)
        self.bases = {pid: self.root.memory_info().rss}
        children = self.root.children(recursive=True)
        self.worker = max((one.memory_info().rss for one in children), default=self.bases[pid])
        self.peak = 0.0
        self.stopped = threading.Event()
        self.sampler = threading.Thread(target=self._sample, daemon=True)
        self.sampler.start()

    def family(self) -> list[psutil.Process]:
        """The judge and its workers, those that are alive."""
        try:
            return [self.root, *self.root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def over(self, pid: int, rss: int) -> float:
        """MB over the base."""
        return (rss - self.bases.get(pid, self.worker)) / MB

    def reset(self) -> None:
        """Forget the peaks."""
        self.peak = 0.0
        for one in self.family():
            try:
                Path(f"/proc/{one.pid}/clear_refs").write_text("5", encoding="ascii")
            except OSError:
                continue

    def marks(self) -> float:
        """The worst since the reset."""
        for one in self.family():
            try:
                lines = Path(f"/proc/{one.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
            except OSError:
                continue
            kilobytes = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
            self.peak = max(self.peak, self.over(one.pid, kilobytes * 1024))
        return self.peak

    def _sample(self) -> None:
        while not self.stopped.wait(0.005):
            for one in self.family():
                try:
                    self.peak = max(self.peak, self.over(one.pid, one.memory_info().rss))
                except psutil.Error:
                    continue


class Speaker:
    """One judge in a process of its own, in a folder of its own."""

    def __init__(self, name: str, folder: str) -> None:
        command = [sys.executable, "-c", "from benchmarks.verifier_pairs.siege import speak; speak()", name]
        self.running = subprocess.Popen(
            command,
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.running.stdout
        self.running.stdout.readline()
        self.watch = Watch(self.running.pid)

    def judge(self, pair: Pair) -> Fate:
        """Ask and wait, at most `PATIENCE` seconds."""
        assert self.running.stdin
        assert self.running.stdout
        self.watch.reset()
        begun = time.monotonic()
        killer = threading.Timer(PATIENCE, self.end)
        killer.start()
        try:
            self.running.stdin.write(json.dumps([pair.answer, pair.reference]) + "\n")
            self.running.stdin.flush()
            said = self.running.stdout.readline()
        except OSError:
            said = ""
        waited = time.monotonic() - begun
        killer.cancel()
        if not said:
            return Fate(pair, "killed" if waited >= PATIENCE else "died", waited, self.watch.peak)
        outcome, seconds = json.loads(said)
        return Fate(pair, outcome, seconds, self.watch.marks())

    def end(self) -> None:
        """The judge and its workers are killed."""
        self.watch.stopped.set()
        for one in self.watch.family()[::-1]:
            try:
                one.kill()
            except psutil.Error:
                continue
        self.running.wait()


def speak() -> None:
    """Judge what comes in, a line a pair; the child's side."""
    import resource

    from benchmarks.verifier_pairs.judges import JUDGES

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    judge = JUDGES[sys.argv[1]]()
    out = sys.stdout
    sys.stdout = sys.stderr
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        answer, reference = json.loads(line)
        begun = time.monotonic()
        try:
            outcome = judge(answer, reference)
        except BaseException as broken:  # noqa: BLE001  # whatever a string does to a judge is told
            outcome = f"raised {type(broken).__name__}"
        print(json.dumps([outcome, time.monotonic() - begun]), file=out, flush=True)


@contextmanager
def camp() -> Iterator[str]:
    """A folder where injected code would leave its trace."""
    with tempfile.TemporaryDirectory() as folder:
        yield folder


def siege(name: str, pairs: list[Pair]) -> tuple[list[Fate], bool]:
    """All of them, and whether any code ran."""
    fates: list[Fate] = []
    with camp() as folder:
        speaker = Speaker(name, folder)
        try:
            for pair in pairs:
                fates.append(speaker.judge(pair))
                if fates[-1].outcome in ("killed", "died"):
                    speaker.end()
                    speaker = Speaker(name, folder)
        finally:
            speaker.end()
        return fates, (Path(folder) / TRACE).exists()
