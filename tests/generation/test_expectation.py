"""What is expected of units that nobody has judged: rates of their own for each round, from all that is judged."""

from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.generation.expectation import Expectation
from thoughtmill.generation.history import JudgedRound

ROUND = st.tuples(st.integers(0, 2_000), st.floats(0, 1)).map(lambda r: JudgedRound(r[0], range(int(r[0] * r[1]))))
SHARDS = st.lists(st.lists(ROUND, max_size=4), max_size=12)


@given(SHARDS, st.integers(1, 6))
def test_rates_are_shares_and_no_round_is_expected_to_be_free(shards: list[list[JudgedRound]], number: int) -> None:
    found = Expectation.of(shards)
    assert 0 < found.rate(number) < 1
    assert found.again(number) > 0


@given(st.integers(1, 2_000), st.integers(1, 2_000), st.integers(2, 40))
def test_many_shards_decide_and_few_hardly_change_what_is_usual(asked: int, again: int, shards: int) -> None:
    def rounds(count: int) -> Expectation:
        return Expectation.of([[JudgedRound(asked, range(asked // 2)), JudgedRound(again, range(again // 4))]] * count)

    far = rounds(2_000)
    assert abs(far.rate(1) - (asked // 2) / asked) < 1e-2
    assert abs(far.rate(2) - (again // 4) / again) < 0.1
    assert abs(far.again(2) - again / asked) < 1e-2 * max(1, again / asked)
    usual = Expectation()
    for found in (usual.again(2), usual.rate(2) / usual.rate(1)):
        assert found == 0.5
    assert (
        min(usual.again(2), far.again(2)) - 1e-2 <= rounds(shards).again(2) <= max(usual.again(2), far.again(2)) + 1e-2
    )


def test_a_round_that_asked_nothing_of_a_shard_counts_as_nothing() -> None:
    some = [JudgedRound(1_000, range(500)), JudgedRound(400, range(100))]
    none = [JudgedRound(1_000, range(1_000)), JudgedRound(0, ())]
    assert Expectation.of([some, none]).again(2) < Expectation.of([some, some]).again(2)
