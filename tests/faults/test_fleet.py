"""A fleet on a real Prefect server: workers, runs, `produce`, server and networks vanish, and nobody lifts a hand.

All waits of the factory are a fifth of what they are in production; `make fleet-faults` takes the real ones.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.fleet import Fleet, Scene, a_fleet, network, scene, until
from thoughtmill.store.check import damage
from thoughtmill.store.claims import claimed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with a_fleet(tmp_path_factory.mktemp("fleet") / "home") as made:
        yield made


def ends_well(at: Scene) -> None:
    """`produce` completes, no run is left, and the release is the one that one process makes."""
    state = at.fleet.wait(at.run)
    assert state.is_completed(), state.message
    assert not at.fleet.left_running()
    assert at.samples() == at.undisturbed()
    assert not list(damage(at.store))


def test_two_engines_make_the_release_that_one_process_makes(fleet: Fleet, tmp_path: Path) -> None:
    with scene(fleet, tmp_path) as at:
        at.produce()
        ends_well(at)
        assert min(at.engines[name].seen.requests for name in ("gpu-1", "gpu-2")) > 0, "both have worked"
        assert at.requests() == at.traces(), "nothing was asked twice"
        assert not claimed(at.store.storage)


def test_a_machine_that_vanishes_is_replaced_and_only_what_was_not_saved_is_asked_again(
    fleet: Fleet, tmp_path: Path
) -> None:
    with scene(fleet, tmp_path, answer_s=1) as at:
        at.produce()
        until(lambda: at.engines["gpu-1"].seen.answered > 6)
        fleet.gpu("gpu-3", at.engines["gpu-3"])
        at.lost("gpu-1", lambda: fleet.vanish("gpu-1"))
        ends_well(at)
        assert 0 <= at.requests() - at.traces() <= at.engines["gpu-1"].seen.requests


def test_produce_that_is_killed_and_started_again_adopts_the_runs_that_live(fleet: Fleet, tmp_path: Path) -> None:
    before = {run.id for run in fleet.runs("generate")}
    with scene(fleet, tmp_path) as at:
        at.produce()
        at.working()
        fleet.vanish("cpu")
        fleet.cpu()
        at.produce()
        state = fleet.wait(at.run)
        assert state.is_completed(), state.message
        assert at.requests() == at.traces(), "what lived went on, and nothing was asked twice"
        assert len({run.id for run in fleet.runs("generate")} - before) == 2, "no other run was needed"
        assert at.samples() == at.undisturbed()
        assert not list(damage(at.store))


def test_a_server_and_a_network_that_are_away_for_a_while_stop_nothing(fleet: Fleet, tmp_path: Path) -> None:
    with scene(fleet, tmp_path, answer_s=2) as at:
        at.produce()
        at.working()
        answered = at.answered()
        network(fleet.to_server, 6)
        assert at.answered() > answered, "the engines were asked on"
        fleet.vanish("server")
        time.sleep(6)
        fleet.server()
        ends_well(at)
        assert at.requests() == at.traces()


def test_a_queue_that_no_worker_serves_is_told(fleet: Fleet, tmp_path: Path) -> None:
    words = "prefect worker start --pool gpu --work-queue thinker"
    with scene(fleet, tmp_path, workers=0, sums=24, quota=8) as at:
        at.produce()
        until(lambda: fleet.said(at.run, words))
        fleet.gpu("gpu-1", at.engines["gpu-1"])
        assert fleet.wait(at.run).is_completed(), "it goes on by itself once there is a worker"
