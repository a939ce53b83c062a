"""Whatever is killed and whenever: nothing is lost, nothing is there twice, and the release is the same."""

import shutil
from pathlib import Path

import pytest

from tests.faults.kill_points import Ways, Zygote, answer, campaign, contents, run
from tests.scripted_engine import Text, scripted_engine
from thoughtmill.store.check import damage
from thoughtmill.store.store import Store

pytestmark = pytest.mark.slow


def test_twenty_random_kill_points_lose_nothing_double_nothing_and_change_no_release() -> None:
    tally = run(20, 20_261_124, 2)
    assert tally.kills >= 20
    assert tally.restarts >= tally.kills
    assert not tally.failures, tally.failures
    assert (tally.lost, tally.doubled, tally.other_releases, tally.damaged) == (0, 0, 0, 0)


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
        key = min(path.stem for path in (tmp_path / "way-1" / "commits" / "traces").iterdir())  # the quota needs it
        for record in (tmp_path / "way-1" / "commits").rglob(f"{key}*.json"):
            record.unlink()
        ways.check(1, str(tmp_path / "way-1"), told, 0, 0, 0)
        assert ways.tally.damaged, "the journal misses it"
        shutil.rmtree(tmp_path / "way-1" / "log")
        ways.check(1, str(tmp_path / "way-1"), told, 0, 0, 0)
        assert len(ways.tally.failures) == 2
        assert ways.tally.lost, "without a journal too"
