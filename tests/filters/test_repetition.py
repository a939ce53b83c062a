"""Good traces repeat for a reason and are kept; loops are found: all kinds, several of each, both halves."""

import random

import pytest

from tests.filters.more_repetition_cases import MORE_GOOD, MORE_LOOPS
from tests.filters.repetition_cases import GOOD, HALVES, KEPT, LOOPS, NO_LANGUAGE, Half, texts
from tests.filters.repetition_classes import CLASSES, CLOSE
from tests.filters.repetition_drawn import DRAWN, ORDERED
from thoughtmill.filters import Reason
from thoughtmill.filters.cycles import Numbers, cycle, kind_of, masked
from thoughtmill.filters.repetition import fault


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


@pytest.mark.parametrize("kind", CLASSES)
def test_what_changes_in_a_loop_does_not_hide_it(kind: str) -> None:
    assert not [seed for seed in range(6) if not fault(CLASSES[kind](random.Random(f"{kind} {seed}")))]


@pytest.mark.parametrize("kind", CLOSE)
def test_good_traces_that_look_like_such_a_loop_are_kept(kind: str) -> None:
    assert not [found for seed in range(6) if (found := fault(CLOSE[kind](random.Random(f"{kind} {seed}"))))]


@pytest.mark.parametrize("kind", DRAWN)
def test_words_drawn_for_the_gaps_of_a_row_are_no_content(kind: str) -> None:
    assert not [seed for seed in range(6) if not fault(DRAWN[kind](random.Random(f"{kind} {seed}")))]


@pytest.mark.parametrize("kind", ORDERED)
def test_rows_that_somebody_asked_for_or_that_go_in_order_are_kept(kind: str) -> None:
    assert not [found for seed in range(6) if (found := fault(ORDERED[kind](random.Random(f"{kind} {seed}"))))]


@pytest.mark.parametrize("kind", NO_LANGUAGE)
def test_what_is_no_language_has_its_own_reason(kind: str) -> None:
    reasons = [found.reason for half in HALVES for name, text in texts(LOOPS, half) if name.startswith(f"{kind}-")
               if (found := fault(text))]  # fmt: skip
    assert set(reasons) == {Reason.GIBBERISH}


@pytest.mark.parametrize("kind", [kind for kind in LOOPS if kind not in KEPT])
def test_a_loop_after_a_long_good_trace_is_found_too(kind: str) -> None:
    before = "\n\n".join(GOOD[name](random.Random(5)) for name in ("cases", "knights", "long_division", "queue"))
    if not kind.startswith(("doubled", "chinese_doubled")):  # these are about the whole text
        assert fault(before + "\n\n" + LOOPS[kind](random.Random(6)))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([[b"7"]] * 9, Numbers.SAME),
        ([[b"7", b"%d" % i] for i in range(9)], Numbers.COUNT),
        ([[b"%d" % i, b"%d" % (i + 1)] for i in range(9)], Numbers.COUNT),
        ([[b"%d" % i, b"%d" % (3 * i)] for i in range(9)], Numbers.EVEN),
        ([[b"%d" % i, b"%d" % (i * i)] for i in range(9)], Numbers.OTHER),
    ],
)
def test_what_the_numbers_do_is_told_apart(rows: list[list[bytes]], kind: Numbers) -> None:
    assert kind_of(rows) is kind


def test_the_detail_shows_what_is_said_and_how_often() -> None:
    raw = b"We compute. " + b"So the answer is 7. " * 30
    found = cycle(raw, masked(raw))
    assert found
    assert "30 times" in found
    assert "the answer is 7" in found
