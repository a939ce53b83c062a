"""Whatever is killed and whenever: nothing is lost, nothing is there twice, and the release is the same."""

import shutil
from collections.abc import Iterator

import pytest

from tests.faults.kill_points import Ways, Zygote, answer, campaign, contents, run, some_zygotes
from tests.scripted_engine import Text, scripted_engine
from thoughtmill.store.store import Store
from thoughtmill.store.upkeep.check import damage

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def zygotes() -> Iterator[list[Zygote]]:
    with some_zygotes(3) as found:
        yield found


@pytest.fixture(scope="module")
def ways(zygotes: list[Zygote], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    """What an undisturbed way comes to, and the engine that it asked."""
    home = tmp_path_factory.mktemp("ways")
    with campaign(home) as toml, scripted_engine(lambda prompt, _: Text(answer(prompt), 0.01)) as engine:
        yield Ways(home, toml, engine, zygotes[0])


@pytest.mark.parametrize(("kills", "in_a_bucket"), [(7, False), (2, True)])
def test_random_kill_points_lose_nothing_double_nothing_and_change_no_release(
    zygotes: list[Zygote], kills: int, in_a_bucket: bool
) -> None:
    """`make faults` has a thousand; the answers of the bucket get lost."""
    tally = run(kills, 20_261_124, zygotes[:2], in_a_bucket=in_a_bucket)
    assert tally.kills >= kills
    assert tally.signals.total() == tally.kills
    assert bool(tally.answers_lost) == in_a_bucket
    assert tally.restarts >= tally.kills
    assert not tally.failures, tally.failures
    assert (tally.lost, tally.doubled, tally.other_releases, tally.damaged) == (0, 0, 0, 0)


def test_three_factories_at_once_on_one_store_commit_everything_once(zygotes: list[Zygote], ways: Ways) -> None:
    place = ways.place("raced")
    order = {"campaign": str(ways.toml), "store": place, "engine": ways.engine.url}
    told = [rival.result() for rival in [rival.begin(**order) for rival in zygotes]]
    assert [answer.get("release") for answer in told] == [ways.release] * 3, told
    store = Store.existing(place)
    found = contents(store)
    assert set(found.traces.values()) == {1}
    assert found.samples == ways.calm.samples
    assert not list(damage(store))


def test_the_harness_notices_a_lost_commit(zygotes: list[Zygote], ways: Ways) -> None:
    place = ways.folder / "way-1"
    told = zygotes[0].run(campaign=str(ways.toml), store=str(place), engine=ways.engine.url)
    key = min(path.stem for path in (place / "commits" / "traces").iterdir())  # the quota needs it
    for record in (place / "commits").rglob(f"{key}*.json"):
        record.unlink()
    ways.check(1, str(place), told, 0, 0, 0)
    assert ways.tally.damaged, "the journal misses it"
    shutil.rmtree(place / "log")
    ways.check(1, str(place), told, 0, 0, 0)
    assert len(ways.tally.failures) == 2
    assert ways.tally.lost, "without a journal too"
