"""Good traces repeat for a reason and are kept; loops are found: all kinds, several of each, both halves."""

import random
from collections.abc import Callable

import pytest

from tests.conftest import walk
from tests.filters.more_repetition_cases import MORE_GOOD, MORE_LOOPS
from tests.filters.repetition_cases import GOOD, HALVES, KEPT, LOOPS, NO_LANGUAGE, Half, texts
from tests.filters.repetition_classes import CLASSES, CLOSE
from tests.filters.repetition_drawn import DRAWN, ORDERED
from thoughtmill.filters import Reason
from thoughtmill.filters.repetition.cycles import Numbers, cycle, kind_of, masked
from thoughtmill.filters.repetition.rule import fault


@pytest.mark.parametrize("half", HALVES)
def test_no_good_trace_is_rejected(half: Half) -> None:
    assert not [(name, found) for name, text in texts(GOOD, half) if (found := fault(text))]


@pytest.mark.parametrize("half", HALVES)
def test_no_loop_is_kept_but_of_the_kinds_that_are_known_to_be(half: Half) -> None:
    assert {name.split("-")[0] for name, text in texts(LOOPS, half) if fault(text) is None} <= set(KEPT)


@pytest.mark.parametrize("seed", range(5))
def test_kinds_that_no_threshold_was_set_on_are_judged_as_well(seed: int) -> None:
    assert not [kind for kind, good in MORE_GOOD.items() if fault(good(random.Random(f"{kind} {seed}")))]
    assert not [kind for kind, loop in MORE_LOOPS.items() if not fault(loop(random.Random(f"{kind} {seed}")))]


def found(of: dict[str, Callable[[random.Random], str]]) -> None:
    """Every kind is a fault, whichever words are drawn for it."""

    def holds(kind: str, seed: int) -> None:
        assert fault(of[kind](random.Random(f"{kind} {seed}")))

    walk(((kind, seed) for kind in of for seed in range(6)), holds)


def kept(of: dict[str, Callable[[random.Random], str]]) -> None:
    """No kind is a fault, whichever words are drawn for it."""

    def holds(kind: str, seed: int) -> None:
        assert not fault(of[kind](random.Random(f"{kind} {seed}")))

    walk(((kind, seed) for kind in of for seed in range(6)), holds)


def test_what_changes_in_a_loop_does_not_hide_it() -> None:
    found(CLASSES)


def test_good_traces_that_look_like_such_a_loop_are_kept() -> None:
    kept(CLOSE)


def test_words_drawn_for_the_gaps_of_a_row_are_no_content() -> None:
    found(DRAWN)


def test_rows_that_somebody_asked_for_or_that_go_in_order_are_kept() -> None:
    kept(ORDERED)


def test_what_is_no_language_has_its_own_reason() -> None:
    def holds(kind: str) -> None:
        drawn = [text for half in HALVES for name, text in texts(LOOPS, half) if name.startswith(f"{kind}-")]
        assert {seen.reason for text in drawn if (seen := fault(text))} == {Reason.GIBBERISH}

    walk(((kind,) for kind in NO_LANGUAGE), holds)


def test_a_loop_after_a_long_good_trace_is_found_too() -> None:
    before = "\n\n".join(GOOD[name](random.Random(5)) for name in ("cases", "knights", "long_division", "queue"))

    def holds(kind: str) -> None:
        assert fault(before + "\n\n" + LOOPS[kind](random.Random(6)))

    of_the_whole_text = ("doubled", "chinese_doubled")
    walk(((kind,) for kind in LOOPS if kind not in KEPT and not kind.startswith(of_the_whole_text)), holds)


def test_what_the_numbers_do_is_told_apart() -> None:
    def holds(rows: list[list[bytes]], kind: Numbers) -> None:
        assert kind_of(rows) is kind

    cases = [
        ([[b"7"]] * 9, Numbers.SAME),
        ([[b"7", b"%d" % i] for i in range(9)], Numbers.COUNT),
        ([[b"%d" % i, b"%d" % (i + 1)] for i in range(9)], Numbers.COUNT),
        ([[b"%d" % i, b"%d" % (3 * i)] for i in range(9)], Numbers.EVEN),
        ([[b"%d" % i, b"%d" % (i * i)] for i in range(9)], Numbers.OTHER),
    ]
    walk(cases, holds)


def test_the_detail_shows_what_is_said_and_how_often() -> None:
    raw = b"We compute. " + b"So the answer is 7. " * 30
    detail = cycle(raw, masked(raw))
    assert detail
    assert "30 times" in detail
    assert "the answer is 7" in detail
