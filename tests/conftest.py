"""What every test stands on: a Prefect home of its own, nothing of the caller's settings, a store; how skips are told.

A test that needs a program says so: `@pytest.mark.needs("chromium")`. Without it the test is skipped, with what to
install; where THOUGHTMILL_CI is set, a skipped test is a failure.
The session's Prefect server will be the fixture `prefect_server`.
"""

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from filelock import FileLock
from hypothesis import settings

from deployments import demo_model as the_demos_model
from tests.s3_server import Way, environment, make_bucket, s3_server, way_to
from tests.terminal import Terminal
from thoughtmill.store.store import Store

ROOT = Path(__file__).resolve().parent.parent
CI = bool(os.environ.get("THOUGHTMILL_CI"))
PROGRAMS = {
    "chromium": "apt-get install chromium",
    "bwrap": "apt-get install bubblewrap",
    "node": "apt-get install nodejs",
    "postgres": "apt-get install postgresql",
    "engine": "python3 requirements/install.py engine-cpu",
    "logic": "python3 requirements/install.py logic",
    "trainers": "python3 requirements/install.py trainers",
}
"""What tests may need, and how it comes onto a machine."""

EXTRAS = {"logic": "reasoning_gym", "trainers": "llamafactory"}
"""A module of each extra in PROGRAMS."""

LONGEST = ("test_demo", "test_flows", "test_train", "test_fleet", "test_vllm", "test_operations", "test_kill_points")
"""What begins first of all that is not quick: files of tests, by their names."""

HOME = tempfile.mkdtemp(prefix="thoughtmill-tests-")
"""Of this session; before anything imports Prefect, which reads its settings once."""

for _name in [name for name in os.environ if name.startswith(("PREFECT_", "THOUGHTMILL_"))]:
    if _name != "THOUGHTMILL_CI":  # what this session starts, other processes of it too, is in CI as well
        del os.environ[_name]
os.environ |= {
    "PREFECT_HOME": f"{HOME}/prefect",
    "THOUGHTMILL_CACHE": f"{HOME}/cache",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "DO_NOT_TRACK": "1",
    "HF_HOME": f"{HOME}/hf",
    "HF_HUB_OFFLINE": "1",
    # Several processes of tests share the cores: threads of torch and vLLM that wait for each other would hold them.
    "OMP_NUM_THREADS": "1",
}


settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def s3() -> Generator[str]:
    """The URL of an S3 server, started once a session."""
    with s3_server() as url:
        yield url


@pytest.fixture(scope="session")
def demo_model(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo's model, unpacked once for all processes of a session, where an earlier one had left a half of it."""
    home = tmp_path_factory.getbasetemp()
    models = (home if worker_id == "master" else home.parent) / "models"
    with FileLock(f"{models}.lock"):
        if not models.exists():
            half = models / f"{the_demos_model.NAME}.half"
            half.mkdir(parents=True)
            (half / "model.safetensors").write_bytes(b"half of it")
        return the_demos_model.unpack(models, print)


@pytest.fixture
def bucket(s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket, as the URL of a store in it; this program and those that it starts can use it."""
    name = f"b{uuid4().hex}"
    make_bucket(s3, name)
    for variable, value in {**environment(s3), "THOUGHTMILL_CACHE": str(tmp_path / "cache")}.items():
        monkeypatch.setenv(variable, value)
    return f"s3://{name}/campaigns/one"


@pytest.fixture
def way(bucket: str, s3: str, monkeypatch: pytest.MonkeyPatch) -> Generator[Way]:
    """The way to the bucket, which all that is opened now goes: it counts, and a test can make it bad."""
    with way_to(s3) as found:
        for name, value in environment(found.url).items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A new store in a temporary folder."""
    return Store.open(str(tmp_path / "store"))


@pytest.fixture
def thoughtmill(capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The command line."""
    return Terminal(capsys)


def walk(rows: Iterable[tuple[Any, ...]], holds: Callable[..., None]) -> None:
    """Hold every row of a table against what is asserted of it; fail once, with all rows that break it."""
    table, broken = list(rows), list[str]()
    assert table, "an empty table proves nothing"
    for row in table:
        try:
            holds(*row)
        except (Exception, pytest.fail.Exception) as fault:  # noqa: BLE001  # a row that raises is one that fails
            shown = ", ".join(one if len(one) < 200 else f"{one[:150]}…{len(one)}" for one in map(repr, row))
            broken.append(f"({shown})\n    {type(fault).__name__}: {str(fault)[:600]}")
    if broken:
        pytest.fail(f"{len(broken)} of {len(table)} rows:\n" + "\n".join(broken), pytrace=False)


def missing(program: str) -> bool:
    """Whether this machine lacks something of PROGRAMS."""
    if program == "engine":
        return not (ROOT / ".venv-engine" / "bin" / "python").exists()
    if program in EXTRAS:
        return importlib.util.find_spec(EXTRAS[program]) is None
    if program == "postgres":
        return not any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return shutil.which(program) is None


def pytest_configure(config: pytest.Config) -> None:
    """Declare our own mark."""
    config.addinivalue_line("markers", "needs(program): skipped, with what to install, where it is missing")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick ones, then the files that take longest, so that no process works alone at the end."""
    items.sort(key=_place)


def _place(test: pytest.Item) -> int:
    if test.get_closest_marker("slow") is None and test.get_closest_marker("heavy") is None:
        return -1
    return LONGEST.index(test.path.stem) if test.path.stem in LONGEST else len(LONGEST)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what can't run here."""
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if missing(program):
                pytest.skip(f"{program} is missing: {PROGRAMS[program]}")


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _fail_if_skipped(report: Report) -> Report:
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is a failure here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failure."""
    return _fail_if_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """So is a file that is skipped as a whole."""
    return _fail_if_skipped((yield))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests did not run here, and what to install so that they do."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        reasons = sorted({str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped})
        terminalreporter.section(f"{len(skipped)} tests were skipped")
        for reason in reasons:
            terminalreporter.write_line(reason)
