"""Whatever is killed and whenever: nothing is lost, nothing is there twice, and the release is the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.kill_points import Ways, Zygote, answer, campaign, contents, run
from tests.scripted_engine import Text, scripted_engine
from thoughtmill.store.check import damage
from thoughtmill.store.store import Store

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def test_sixty_random_kill_points_lose_nothing_double_nothing_and_change_no_release() -> None:
    tally = run(60, 20_261_124, 2)
    assert tally.kills >= 60
    assert tally.restarts >= tally.kills
    assert not tally.failures, tally.failures
    assert (tally.lost, tally.doubled, tally.other_releases, tally.damaged) == (0, 0, 0, 0)


@pytest.mark.parametrize("signal", ["TERM", "INT"])
def test_a_factory_that_is_told_to_end_at_any_moment_leaves_a_whole_store_and_is_gone_on_with(signal: str) -> None:
    tally = run(10, 20_261_129, 2, signal=signal)
    assert tally.kills >= 10
    assert not tally.failures, tally.failures
    assert (tally.lost, tally.doubled, tally.other_releases, tally.damaged) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("place", "last", "each"), [("folder", 500, 8), ("folder", 10_000, 149), ("bucket", 2_000, 67)]
)
def test_whatever_is_raised_in_a_commit_its_record_is_whole_or_absent_and_it_can_be_made_again(
    place: str, last: int, each: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = str(tmp_path / "store") if place == "folder" else request.getfixturevalue("bucket")
    words = [sys.executable, "-m", "tests.faults.interrupted", url, str(last), str(each)]
    told = json.loads(subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
    assert told["wrong"] == []
    assert told["points"] >= 25
    assert 0 < told["stand"] < told["points"], "both before the record and after it"


def test_three_factories_at_once_on_one_store_commit_everything_once(tmp_path: Path) -> None:
    with campaign(tmp_path) as toml, scripted_engine(lambda prompt, _: Text(answer(prompt), 0.01)) as engine:
        ways = Ways(tmp_path, toml, engine)
        place = tmp_path / "raced"
        rivals = [Zygote() for _ in range(3)]
        order = {"campaign": str(toml), "store": str(place), "engine": engine.url}
        told = [rival.result() for rival in [rival.begin(**order) for rival in rivals]]
        for rival in rivals:
            rival.end()
        assert [answer.get("release") for answer in told] == [ways.release] * 3, told
        store = Store.existing(str(place))
        found = contents(store)
        assert set(found.traces.values()) == {1}
        assert found.samples == ways.calm.samples
        assert not list(damage(store))


def test_the_harness_notices_a_lost_commit(tmp_path: Path) -> None:
    with campaign(tmp_path) as toml, scripted_engine(lambda prompt, _: answer(prompt)) as engine:
        ways = Ways(tmp_path, toml, engine)
        zygote = Zygote()
        order = {"campaign": str(toml), "store": str(tmp_path / "way-1"), "engine": engine.url}
        told = zygote.run(**order)
        zygote.end()
        key = next((tmp_path / "way-1" / "commits" / "traces").iterdir()).stem
        for record in (tmp_path / "way-1" / "commits").rglob(f"{key}*.json"):
            record.unlink()
        ways.check(1, tmp_path / "way-1", told, 0, 0, 0)
        assert ways.tally.failures
        assert ways.tally.lost
