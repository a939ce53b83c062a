"""`install.py thoughtmill engine-cpu logic`: make the environments from their locks, unless they are there.

`install.py thoughtmill --gpu` is for a machine with NVIDIA GPUs: `train-cuda` and `engine-cuda` with it.

Run by the system's Python, with nothing but its standard library. What is missing is said before anything is made. The
stamp is written last: without it, or with another one, an environment is deleted and made anew. A second run waits for
the first; pip holds the same lock, so it is waited for even if the first was killed. pip's own output goes to a log.
What stands upon another environment (`logic`; `thoughtmill`, which is this checkout, editable) is added to it.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / ".thoughtmill" / "logs"
PYTORCH_INDEX = "https://download.pytorch.org/whl/cpu"
"""Where the CPU build of torch lies for those whose pip isn't told of one. Asked for torch only."""


@dataclass(frozen=True)
class Environment:
    """A folder in the checkout, the locks it is made from, and the room it takes while it is made."""

    name: str
    folder: Path
    locks: tuple[Path, ...]
    gigabytes: float
    extra_of: str = ""
    projects: tuple[Path, ...] = ()
    better: str = ""
    """Another environment in the same folder that does all that this one does."""

    @property
    def stamp(self) -> Path:
        """Written last: says what the environment was made from."""
        return self.folder / (f"stamp-{self.name}" if self.extra_of else "stamp")

    def made_from(self) -> str:
        """Hash of the locks, the projects, the Python and the place; another place breaks the paths inside."""
        parts = [path.read_bytes() for path in self.locks] + [sys.version.encode(), str(self.folder).encode()]
        parts += [packaging(project) for project in self.projects]
        return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def is_made(self) -> bool:
        """Whether it, or the better one in its place, was made to its end from today's locks."""
        better = [ENVIRONMENTS[self.better]] if self.better else []
        return self.stamp.is_file() and self.stamp.read_text() in [one.made_from() for one in (self, *better)]


def packaging(project: Path) -> bytes:
    """What an installation takes from a project's pyproject.toml; tools' settings there change nothing installed."""
    found = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    return json.dumps([found["build-system"], found["project"], found["tool"]["setuptools"]]).encode()


def environment(name: str, folder: str, gigabytes: float, *locks: str, better: str = "") -> Environment:
    """One row of the table below. `locks`: torch first, if it has a lock of its own."""
    return Environment(name, ROOT / folder, tuple(HERE / lock for lock in locks), gigabytes, better=better)


def extra(name: str, base: Environment, gigabytes: float, *locks: str, projects: tuple[Path, ...] = ()) -> Environment:
    """A row for what is added to another one: the packages of its locks, or projects that are edited where they lie."""
    added = tuple(HERE / lock for lock in locks)
    return Environment(name, base.folder, (*base.locks, *added), gigabytes, base.name, projects)


HERE = ROOT / "requirements"
FACTORY = environment("factory", ".venv", 3, "torch.txt", "factory.txt")
ENGINE = ".venv-engine"
ON_GPU = ("train-cuda", "engine-cuda")
ENVIRONMENTS = {
    row.name: row
    for row in (
        FACTORY,
        environment("engine-cpu", ENGINE, 5, "torch.txt", "engine-cpu.txt", better="engine-cuda"),
        environment("engine-cuda", ENGINE, 20, "engine-cuda.txt"),
        extra("thoughtmill", FACTORY, 0.01, projects=(ROOT, ROOT / "flows")),
        extra("logic", FACTORY, 0.3, "logic.txt"),
        extra("trainers", FACTORY, 0.3, "trainers.txt"),
        extra("train-cuda", FACTORY, 8, "train-cuda.txt"),
    )
}


class CannotInstall(Exception):
    """Expected, found, to do: for the person who asked for the environment."""


def main() -> int:
    """Make the environments that are named. 1 and one message if this machine can't have them."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: end pip, then ourselves
    named = [name for name in sys.argv[1:] if name != "--gpu"]
    on_gpu = ON_GPU if "--gpu" in sys.argv else ()
    names = [*(named or (name for name in ENVIRONMENTS if name not in ON_GPU)), *on_gpu]
    asked = [ENVIRONMENTS[name] for name in names if not (on_gpu and name == "engine-cpu")]
    bases = [ENVIRONMENTS[one.extra_of] for one in asked if one.extra_of]
    wanted = list({one.name: one for one in (*bases, *asked)}.values())
    try:
        if missing := [one for one in wanted if not one.is_made()]:
            check_machine(missing)
            for one in missing:
                with_lock(one)
    except CannotInstall as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; the same command makes the environment anew", file=sys.stderr)
        return 130
    if missing and shutil.which("bwrap") is None:
        print("bubblewrap is missing: questions with code are refused (apt-get install bubblewrap; docs/sandbox.md)")
    return 0


def check_machine(missing: list[Environment]) -> None:
    """Raises CannotInstall with all that is wrong at once."""
    faults = []
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        faults.append(("Linux on x86-64", f"{sys.platform} on {platform.machine()}", "use such a machine"))
    if sys.version_info[:2] != (3, 11):
        faults.append(("Python 3.11", platform.python_version(), "install it and run make PYTHON=python3.11 …"))
    if importlib.util.find_spec("ensurepip") is None:  # Debian ships it apart
        faults.append(("Python's venv", "no ensurepip", "apt-get install python3-venv"))
    if any(one.name == "engine-cpu" for one in missing) and "avx2" not in processor_flags():
        todo = "use an engine that you have, anywhere: make demo ENGINE_URL=http://…/v1"
        faults.append(("a CPU with AVX2 for the built-in engine", "none", todo))
    if any(one.name == "logic" for one in missing):
        compiler = sysconfig.get_config_var("CC") or "cc"
        if shutil.which(compiler.split()[0]) is None and shutil.which("gcc") is None:
            faults.append(("a C compiler for the extra `logic`", "none", "apt-get install gcc"))
        if not Path(sysconfig.get_path("include"), "Python.h").is_file():
            faults.append(("Python's C headers for the extra `logic`", "no Python.h", "apt-get install python3-dev"))
    needed = sum(one.gigabytes for one in missing)
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < needed:
        faults.append((f"{needed:g} GB free on the disk of {ROOT}", f"{free:.1f} GB", "make room"))
    if faults:
        lines = [f"expected  {expected}\nfound     {found}\nto do     {todo}" for expected, found, todo in faults]
        raise CannotInstall("\n\n".join(["nothing was installed", *lines]))


def processor_flags() -> set[str]:
    """What the first processor of this machine can do."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return set(next((line for line in lines if line.startswith("flags")), "").split())


def with_lock(one: Environment) -> None:
    """One installation of an environment at a time."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / f"install-{one.extra_of or one.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print(f"{one.name}: another installation is running, waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not one.is_made():
            Installation(one, lock.fileno()).run()


class Installation:
    """One environment being made, told in a line a stage."""

    def __init__(self, one: Environment, lock: int) -> None:
        self.one, self.lock = one, lock
        self.log = LOGS / f"install-{one.name}.log"
        self.began = time.monotonic()

    def run(self) -> None:
        """Raises CannotInstall with the end of the log."""
        one = self.one
        if one.extra_of:
            self.add()
            return
        if one.folder.exists():
            self.say(f"{one.folder.name} was not made to its end, or from other locks: making it anew")
            shutil.rmtree(one.folder)
        self.log.write_bytes(b"")
        self.say(f"making {one.folder.name}; what pip says is in {self.log.relative_to(ROOT)}")
        self.command("an empty environment", [sys.executable, "-m", "venv", str(one.folder)])
        *torch, lock = one.locks
        for cpu_build in torch:
            try:
                self.pip("torch", ["-r", str(cpu_build)])
            except CannotInstall:
                self.pip("torch, from PyTorch's own index", ["-r", str(cpu_build), "--index-url", PYTORCH_INDEX])
        packages = [line for line in lock.read_text().splitlines() if line and not line.startswith("#")]
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as builder:
            builder.writelines(line for line in packages if line.startswith("setuptools=="))
            builder.flush()
            self.pip("what builds packages that come as source", ["-r", builder.name])
        self.pip(f"{len(packages)} packages", ["-r", str(lock)], len(packages))
        python = str(one.folder / "bin" / "python")
        self.command("compiled", [python, "-m", "compileall", "-q", "-j", "0", str(one.folder / "lib")], may_fail=True)
        one.stamp.write_text(one.made_from())
        self.say(f"{one.folder.name} is ready")

    def add(self) -> None:
        """An extra, into the environment that is there. Raises CannotInstall."""
        one = self.one
        one.stamp.unlink(missing_ok=True)
        self.log.write_bytes(b"")
        self.say(f"adding {one.name} to {one.folder.name}; what pip says is in {self.log.relative_to(ROOT)}")
        if one.projects:
            editable = [word for project in one.projects for word in ("--editable", str(project))]
            self.command("this checkout", [*self.installer(), "--no-index", *editable])
        else:
            lines = one.locks[-1].read_text().splitlines()
            packages = sum(not line.startswith("#") for line in lines if line)
            instead = ["--force-reinstall"] if any(line.startswith("torch=") for line in lines) else []
            self.pip(f"{packages} packages", [*instead, "-r", str(one.locks[-1])], packages)
        one.stamp.write_text(one.made_from())
        self.say(f"{one.name} is ready")

    def installer(self) -> list[str]:
        """pip in the new environment: nothing is resolved, nothing is built with what is not locked."""
        python = str(self.one.folder / "bin" / "python")
        command = [python, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-input", "--no-compile"]
        return [*command, "--disable-pip-version-check"]

    def pip(self, what: str, arguments: list[str], packages: int = 0) -> None:
        """Install hashed lines."""
        self.command(what, [*self.installer(), "--require-hashes", *arguments], packages)

    def command(self, what: str, command: list[str], packages: int = 0, *, may_fail: bool = False) -> None:
        """Run one command, its output in the log; every ten seconds a line about how far it is."""
        collected = 0
        started = time.monotonic()
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, pass_fds=[self.lock]
        ) as running:

            def follow() -> None:
                nonlocal collected
                with self.log.open("a", encoding="utf-8") as log:
                    for line in running.stdout or ():
                        log.write(line)
                        collected += line.startswith(("Collecting ", "Processing "))

            reader = threading.Thread(target=follow)
            reader.start()
            code = None
            try:
                while code is None:
                    try:
                        code = running.wait(timeout=10)
                    except subprocess.TimeoutExpired:
                        far = f"{collected} of {packages} found" if collected < packages else "unpacking"
                        self.say(f"  {what}: {far}" if packages else f"  {what}: going on")
            finally:
                running.kill()  # when we are interrupted; nothing if it has ended
                reader.join()
        if code and not may_fail:
            raise CannotInstall(self.failed(what))
        self.say(f"{what}: done in {time.monotonic() - started:.0f} s")

    def failed(self, what: str) -> str:
        """The message, with the end of the log."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        told = [line for line in lines if not line.startswith("WARNING")][-12:]
        expected, todo = (
            f"expected  {what} installed in {self.one.folder.name}",
            "to do     see above, then run it again",
        )
        return "\n".join([*told, "", expected, f"found     pip failed; all of it is in {self.log}", todo])

    def say(self, line: str) -> None:
        """One line, with the seconds since this environment was begun."""
        print(f"{time.monotonic() - self.began:5.0f} s  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
