"""The wheel alone: built, installed into an environment of what it declares and nothing else, and used from there."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
EARLIER = ROOT / "tests" / "store" / "fixtures" / "store-7c69906" / "store"
PACKAGED = ("thoughtmill", "tasks", "flows", "deployments")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")

pytestmark = pytest.mark.slow


class Installed(NamedTuple):
    """A wheel, and the environment that it is installed in."""

    wheel: Path
    home: Path

    def run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, far from the checkout."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        command = [self.home / "bin" / program, *words]
        return subprocess.run(command, cwd=self.home, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of a copy of this checkout, in an environment beside the libraries that it asks for."""
    copy, home = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("elsewhere") / "venv"
    for name in PACKAGED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    build = ["wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", copy / "dist", copy]
    subprocess.run([*PIP, *build], check=True)
    (wheel,) = (copy / "dist").iterdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    packages = home / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    for place in {place for name in asked_for(wheel) for place in places(name)}:
        (packages / place.name).symlink_to(place)
    subprocess.run([*PIP, "--python", home / "bin" / "python", "install", "--no-deps", "--no-index", wheel], check=True)
    return Installed(wheel, home)


def asked_for(wheel: Path) -> set[str]:
    """The libraries that a wheel asks for, with all that these ask for, without extras of its own."""
    with zipfile.ZipFile(wheel) as content:
        (metadata,) = (name for name in content.namelist() if name.endswith(".dist-info/METADATA"))
        lines = content.read(metadata).decode().splitlines()
    waiting = [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]
    wanted = [(Requirement(line), "") for line in waiting]
    found: set[tuple[str, str]] = set()
    while wanted:
        one, extra = wanted.pop()
        if one.marker is not None and not one.marker.evaluate({"extra": extra}):
            continue
        for named in ("", *one.extras):
            if (row := (canonicalize_name(one.name), named)) not in found:
                found.add(row)
                wanted += [(Requirement(line), named) for line in distribution(one.name).requires or ()]
    return {name for name, _ in found}


def places(name: str) -> set[Path]:
    """The folders and modules that an installed distribution brought into site-packages, and what is known of it."""
    known = distribution(name)
    tops = {file.parts[0] for file in known.files or () if file.parts[0] not in ("..", "__pycache__")}
    return {Path(str(known.locate_file(top))) for top in tops}


def test_it_holds_the_library_and_nothing_else(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as content:
        held = {name for name in content.namelist() if not name.endswith("/")}
    library = {str(path.relative_to(ROOT)) for path in (ROOT / "thoughtmill").rglob("*.py")}
    about = {name for name in held if name.startswith("thoughtmill-") and ".dist-info/" in name}
    assert held - about == {*library, "thoughtmill/py.typed"}


def test_what_it_declares_is_all_there_and_neither_the_flows_nor_prefect_are(installed: Installed) -> None:
    checked = subprocess.run(
        [*PIP, "--python", installed.home / "bin" / "python", "check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    names = ("tasks", "flows", "deployments", "tests", "prefect", "torch")
    seen = f"import importlib.util as u; print([name for name in {names} if u.find_spec(name)])"
    shown = installed.run("python", "-c", seen)
    assert shown.stdout == "[]\n", shown.stderr


def test_every_module_of_it_can_be_imported(installed: Installed) -> None:
    walk = "[__import__(one.name) for one in pkgutil.walk_packages(thoughtmill.__path__, 'thoughtmill.')]"
    shown = installed.run("python", "-c", f"import pkgutil, thoughtmill; {walk}")
    assert (shown.returncode, shown.stderr) == (0, "")


def test_it_tries_an_answer_and_looks_at_a_store(installed: Installed, tmp_path: Path) -> None:
    store = str(shutil.copytree(EARLIER, tmp_path / "store"))
    for words in (
        ("try", "--verifier", "math", "--reference", r"\frac{1}{2}", "--answer", "It is 0.5."),
        ("check", store),
        ("report", store, "--out", str(tmp_path / "report.html")),
        ("status", store, "--json"),
        ("log", store),
        ("sql", store, "select created_at, text from traces", "--json"),
    ):
        shown = installed.run("thoughtmill", *words)
        assert (shown.returncode, shown.stderr) == (0, ""), shown.stdout
    assert "8 of 8 samples" in (tmp_path / "report.html").read_text(encoding="utf-8")


PROGRAM = r"""
from thoughtmill import judge, verify
assert verify("It is 0.5.", r"\frac{1}{2}").outcome == "correct"
assert verify(r"\frac{1}{2}", r"\int_0^1 x dx").outcome == "correct"  # by the algebra system, in a process of its own
assert not judge("2 + 2?", r"<think>Two and two.</think>\boxed{5}", verifier="math", reference="4").kept
"""


def test_a_program_of_ones_own_verifies_and_judges(installed: Installed) -> None:
    shown = installed.run("python", "-c", PROGRAM)
    assert (shown.returncode, shown.stderr) == (0, "")


def test_what_needs_the_flows_says_so_in_three_lines(installed: Installed) -> None:
    shown = installed.run("thoughtmill", "produce", "x.toml", "--no-train")
    assert (shown.returncode, shown.stderr) == (1, "")
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["expected", "found", "to"]
    assert "checkout" in shown.stdout
    listed = installed.run("thoughtmill", "--help").stdout
    assert "    check " in listed
    assert "    produce " not in listed
    assert "checkout" in listed, "what is elsewhere is named"
