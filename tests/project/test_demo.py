"""The whole way with the real engine and real training, on a tiny campaign: killed, gone on with, repeated, ended."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.scripted_engine import Text, scripted_engine
from tests.small_campaign import toml
from thoughtmill.engine import watchdog
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

pytestmark = [pytest.mark.heavy, pytest.mark.needs("engine")]


class Demo:
    """`make demo` without make: in a home of its own, with a campaign of a dozen samples."""

    def __init__(self, folder: Path, model: Path, engine_url: str = "") -> None:
        self.home, self.engine = folder / ".thoughtmill", {"THOUGHTMILL_ENGINE_URL": engine_url} if engine_url else {}
        self.home.mkdir()
        (self.home / "models").symlink_to(model.parent)
        self.campaign = folder / "campaigns" / "tiny.toml"
        self.campaign.parent.mkdir()
        self.log = folder / "log"
        (self.campaign.parent / "demo").symlink_to(ROOT / "campaigns" / "demo")
        self.campaign.write_text(toml(tiny()))

    def start(self) -> subprocess.Popen[bytes]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        env |= {"THOUGHTMILL_HOME": str(self.home), "THOUGHTMILL_CAMPAIGN": str(self.campaign)} | self.engine
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "deployments.demo"]
            return subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)

    def walk(self) -> str:
        """To the end; what it printed."""
        before = self.log.stat().st_size if self.log.exists() else 0
        code = self.start().wait()
        printed = self.log.read_bytes()[before:].decode()
        assert code == 0, printed[-4000:]
        self.assert_nothing_is_left(0)
        return printed

    def until(self, running: subprocess.Popen[bytes], seen: Callable[[], bool]) -> None:
        while not seen():
            assert running.poll() is None, self.log.read_text()[-4000:]
            time.sleep(0.3)

    def store(self) -> Store:
        return Store.existing(str(self.home / "store"))

    def committed(self, stage: str) -> dict[str, str]:
        return {commit.key: commit.attempt for commit in self.store().commits(stage)}

    def assert_nothing_is_left(self, within_s: float) -> None:
        mark = (self.home / "lock").read_text()
        deadline = time.monotonic() + within_s
        while (left := watchdog.leftovers(mark)) and time.monotonic() < deadline:
            time.sleep(0.3)
        assert not left


def tiny() -> dict[str, Any]:
    """The demo's campaign with quotas that one round fills, one epoch, one family to be examined in."""
    found = tomllib.loads((ROOT / "campaigns" / "demo.toml").read_text())
    found["parts"]["reasoning"]["quota"] = 12
    found["parts"]["general"]["quota"] = 4
    found["student"]["epochs"] = 1
    found["evaluation"]["sources"] = found["evaluation"]["sources"][:1]
    found["work"] = {"shard_questions": 6, "run_shards": 2}
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, demo_model: Path) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"), demo_model)


def test_killed_9_in_training_nothing_lives_on_and_nothing_committed_is_made_again(demo: Demo) -> None:
    running = demo.start()
    demo.until(running, lambda: "train: step 1 of" in demo.log.read_text())
    running.kill()
    running.wait()
    demo.assert_nothing_is_left(15)
    before = demo.committed("traces") | demo.committed("releases")

    printed = demo.walk()
    assert "is dead" in printed
    assert "going on from there" in printed
    assert demo.committed("traces") | demo.committed("releases") == before
    assert not list(damage(demo.store()))


def test_the_quotas_are_filled_exactly_and_one_student_came_of_it(demo: Demo) -> None:
    store = demo.store()
    (release,) = store.commits("releases")
    assert (release.counts["samples.reasoning"], release.counts["samples.general"]) == (12, 4)
    (student,) = store.commits("students")
    assert student.counts == {"samples": 16, "steps": 2}
    assert all(0 < student.facts[loss] < 10 for loss in ("first_loss", "last_loss")), "two steps show no more"
    (comparison,) = store.commits("comparisons")
    assert comparison.facts["all"]["n"] == 15
    shown = json.loads((demo.home / "comparison.json").read_text())
    assert shown == comparison.facts
    assert (demo.home / "report.html").exists()


def test_a_second_demo_generates_and_trains_nothing_and_shows_the_same(demo: Demo) -> None:
    stages = ("rounds", "traces", "verdicts", "releases", "students", "comparisons", "attempts")
    before = {stage: demo.committed(stage) for stage in stages}
    printed = demo.walk()
    assert {stage: demo.committed(stage) for stage in stages} == before
    assert "nothing was generated or trained" in printed
    assert "in the right form" in printed


def test_ended_by_ctrl_c_in_generation_it_says_that_it_goes_on_and_nothing_lives_on(
    tmp_path: Path, demo_model: Path
) -> None:
    with scripted_engine(lambda *_: Text("never", delay_s=600), model=demo_model.name) as engine:
        demo = Demo(tmp_path, demo_model, engine.url)
        running = demo.start()
        demo.until(running, lambda: engine.seen.requests > 0)
        running.send_signal(signal.SIGINT)
        assert running.wait() == 130
        demo.assert_nothing_is_left(0)
    assert "goes on from there" in demo.log.read_text()
