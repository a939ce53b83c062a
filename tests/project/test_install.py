"""How an environment is made: in one go or anew, once, and left alone when it is there. Real venvs, empty locks."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NO_AVX2 = "avx2" not in Path("/proc/cpuinfo").read_text()

pytestmark = pytest.mark.slow


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with locks that name no package, so that making an environment takes seconds and no network."""
    (tmp_path / "requirements").mkdir()
    shutil.copy(ROOT / "requirements" / "install.py", tmp_path / "requirements")
    for name in ("torch", "factory", "engine-cpu", "engine-cuda"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("# nothing\n")
    return tmp_path


def install(checkout: Path, *around: str) -> subprocess.CompletedProcess[str]:
    """Run it as the Makefile does, under another program if one is named."""
    command = [*around, sys.executable, "requirements/install.py", "engine-cpu"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


@pytest.mark.skipif(NO_AVX2, reason="the built-in engine needs a CPU with AVX2")
def test_an_environment_is_made_once_by_one_of_two_and_anew_of_other_locks(checkout: Path) -> None:
    logs = checkout / ".thoughtmill" / "logs"
    logs.mkdir(parents=True)
    with (logs / "install-engine-cpu.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "requirements/install.py", "engine-cpu"]
        with subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE, text=True) as second:
            assert second.stdout is not None
            assert "waiting" in second.stdout.readline()
            time.sleep(0.5)
            assert not (checkout / ".venv-engine").exists()
            fcntl.flock(lock, fcntl.LOCK_UN)
            assert "is ready" in second.stdout.read()
            assert second.wait() == 0
    stamp = checkout / ".venv-engine" / "stamp"
    made = stamp.stat().st_mtime_ns

    again = install(checkout)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert stamp.stat().st_mtime_ns == made

    (checkout / "requirements" / "engine-cpu.txt").write_text("# another lock\n")
    (checkout / ".venv-engine" / "leftover").write_text("of the old one")
    assert "making it anew" in install(checkout).stdout
    assert not (checkout / ".venv-engine" / "leftover").exists()
    assert stamp.exists()


@pytest.mark.skipif(NO_AVX2, reason="the built-in engine needs a CPU with AVX2")
def test_a_package_that_cannot_be_installed_is_told_and_what_is_half_made_is_made_anew(checkout: Path) -> None:
    lock = checkout / "requirements" / "engine-cpu.txt"
    lock.write_text(f"thoughtmill-is-no-package==9.9 --hash=sha256:{'0' * 64}\n")
    failed = install(checkout)
    assert failed.returncode == 1
    assert "expected  1 packages installed in .venv-engine" in failed.stderr
    assert "to do" in failed.stderr
    stamp = checkout / ".venv-engine" / "stamp"
    assert stamp.parent.exists()
    assert not stamp.exists()
    lock.write_text("# nothing\n")
    mended = install(checkout)
    assert mended.returncode == 0
    assert "making it anew" in mended.stdout
    assert stamp.exists()


@pytest.mark.needs("bwrap")
def test_a_cpu_without_avx2_is_told_of_engines_elsewhere_before_anything_is_made(checkout: Path) -> None:
    cpuinfo = checkout / "cpuinfo"
    cpuinfo.write_text(Path("/proc/cpuinfo").read_text().replace("avx2", "other"))
    older = ["bwrap", "--dev-bind", "/", "/", "--ro-bind", str(cpuinfo), "/proc/cpuinfo"]  # the same machine, less able
    failed = install(checkout, *older)
    assert failed.returncode == 1
    assert "AVX2" in failed.stderr
    assert "make demo ENGINE_URL=" in failed.stderr
    assert not (checkout / ".venv-engine").exists()


@pytest.mark.skipif(NO_AVX2, reason="the built-in engine needs a CPU with AVX2")
def test_an_engine_for_gpus_takes_the_place_of_the_one_for_a_cpu_and_does_its_work(checkout: Path) -> None:
    for name in ("engine-cuda", "train-cuda"):
        (checkout / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    assert "is ready" in install(checkout).stdout
    little_room = (checkout / "requirements" / "install.py").read_text().replace("ENGINE, 20,", "ENGINE, 1,")
    (checkout / "requirements" / "install.py").write_text(little_room.replace("FACTORY, 8,", "FACTORY, 1,"))
    command = [sys.executable, "requirements/install.py", "factory", "--gpu"]
    on_gpu = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert on_gpu.returncode == 0, on_gpu.stdout + on_gpu.stderr
    assert "adding train-cuda to .venv" in on_gpu.stdout
    assert ".venv-engine was not made to its end, or from other locks" in on_gpu.stdout
    made = (checkout / ".venv-engine" / "stamp").stat().st_mtime_ns
    assert install(checkout).stdout == "", "it serves the demo too"
    assert (checkout / ".venv-engine" / "stamp").stat().st_mtime_ns == made


def test_an_extra_is_added_to_its_environment_and_again_when_that_is_made_anew(checkout: Path) -> None:
    (checkout / "requirements" / "logic.txt").write_text("# nothing\n")
    command = [sys.executable, "requirements/install.py", "logic"]
    stamp = checkout / ".venv" / "stamp-logic"
    subprocess.run([sys.executable, "-m", "venv", str(checkout / ".venv")], check=True)
    made = "import install; install.FACTORY.stamp.write_text(install.FACTORY.made_from())"
    subprocess.run([sys.executable, "-c", made], cwd=checkout / "requirements", check=True)
    first = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stdout + first.stderr
    assert stamp.is_file()
    again = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (0, "")
    (checkout / "requirements" / "logic.txt").write_text("# another lock\n")
    changed = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert "adding logic" in changed.stdout
    assert "making .venv" not in changed.stdout, "the factory stays as it is"


def test_the_checkout_is_added_to_its_environment_and_again_only_when_what_is_packaged_changes(checkout: Path) -> None:
    for name in ("thoughtmill", "tasks", "flows", "deployments"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(checkout / ".venv")], check=True)
    (packages,) = (checkout / ".venv").glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(str(distribution("setuptools").locate_file("")))  # as if locks brought them
    made = "import install; install.FACTORY.stamp.write_text(install.FACTORY.made_from())"
    subprocess.run([sys.executable, "-c", made], cwd=checkout / "requirements", check=True)

    def installed() -> str:
        command = [sys.executable, "requirements/install.py", "thoughtmill"]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def produce() -> subprocess.CompletedProcess[str]:
        program = checkout / ".venv" / "bin" / "thoughtmill"
        env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [program, "produce", "no.toml"]
        return subprocess.run(command, cwd=checkout.parent, env=env, capture_output=True, text=True, check=False)

    def everything() -> set[Path]:
        found = {path.relative_to(checkout) for path in checkout.rglob("*")}
        return {
            path for path in found if path.parts[0] not in (".venv", ".thoughtmill") and "__pycache__" not in path.parts
        }

    before = everything()
    assert "thoughtmill is ready" in installed()
    assert produce().stdout.startswith("expected  a campaign file")
    assert everything() == before, "an installation leaves nothing in the checkout"
    assert installed() == ""
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text().replace("line-length = 120", "line-length = 100"))
    assert installed() == "", "a tool's settings are no part of what is installed"
    flows = checkout / "flows" / "pyproject.toml"
    flows.write_text(flows.read_text().replace('"thoughtmill.commands"', '"other.commands"'))
    assert "adding thoughtmill" in installed()
    assert produce().stdout.startswith("expected  one of the commands")
