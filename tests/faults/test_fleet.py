"""A fleet on a real Prefect server: workers, runs, `produce`, server and networks vanish, and nobody lifts a hand.

All waits of the factory are a fifth of what they are in production; `make fleet-faults` takes the real ones.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.schemas.objects import FlowRun

from tests.faults.fleet import Fleet, Scene, a_fleet, network, scene, until
from thoughtmill.store.leases.claims import claimed
from thoughtmill.store.upkeep.check import damage

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


def test_a_queue_that_no_worker_serves_is_told_and_two_engines_make_the_release_that_one_process_makes(
    fleet: Fleet, tmp_path: Path
) -> None:
    words = "prefect worker start --pool gpu --work-queue thinker"
    with scene(fleet, tmp_path, workers=0) as at:
        at.produce()
        until(lambda: fleet.said(at.run, words))
        at.begin_work("gpu-1", "gpu-2")
        ends_well(at)
        assert min(at.engines[name].seen.requests for name in ("gpu-1", "gpu-2")) > 0, "both have worked"
        assert at.requests() == at.traces(), "nothing was asked twice"
        until(lambda: fleet.said(at.run, "nothing more is to be asked of thinker"))
        assert not claimed(at.store.storage)


def test_produce_killed_and_started_again_adopts_what_lives_and_a_server_and_a_network_that_are_away_stop_nothing(
    fleet: Fleet, tmp_path: Path
) -> None:
    before = {run.id for run in fleet.runs("generate")}

    def generating() -> list[FlowRun]:
        return [run for run in fleet.runs("generate") if run.id not in before]

    with scene(fleet, tmp_path, answer_s=1) as at:
        at.produce()
        at.working()
        at.asked.answer_s = 10  # so that there is work left for all that follows
        fleet.vanish("cpu")
        fleet.cpu()
        at.produce()
        until(lambda: (state := fleet.state(at.run)) is not None and state.is_running())
        at.asked.answer_s = 3
        answered = at.answered()
        network(fleet.to_server, 12)
        assert at.answered() > answered, "the engines were asked on"
        fleet.vanish("server")
        time.sleep(6)
        fleet.server()
        state = fleet.wait(at.run)
        assert state.is_completed(), state.message
        assert at.requests() == at.traces(), "what lived went on, and nothing was asked twice"
        assert len(generating()) == 2, "no other run was needed"
        until(lambda: all(run.state and run.state.is_final() for run in generating()))
        assert at.samples() == at.undisturbed()
        assert not list(damage(at.store))
