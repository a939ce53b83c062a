"""Near copies of a trace: what a sketch of 128 bytes tells, and that it is the same for ever."""

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.judging.trace_copies import SKETCH_BYTES, is_copy, sketch, sketch_likeness


@given(st.text(max_size=400), st.text(max_size=400))
def test_sketches_are_as_long_as_their_column_symmetric_and_the_same_for_the_same_text(one: str, other: str) -> None:
    assert len(sketch(one)) == SKETCH_BYTES
    assert sketch_likeness(sketch(one), sketch(other)) == sketch_likeness(sketch(other), sketch(one))
    assert is_copy(sketch(one), sketch(one))


@pytest.mark.parametrize("length", [60, 400, 3000])
def test_a_sketch_tells_near_copies_from_another_telling(length: int) -> None:
    draw = random.Random(length)
    words = [f"w{draw.randrange(900)}" for _ in range(length)]
    copy = [*words[: length // 2], "instead", *words[length // 2 + 1 :]]
    other = [word if draw.random() < 0.8 else "else" for word in words]
    assert is_copy(sketch(" ".join(words)), sketch(" ".join(copy).upper() + "!"))
    assert not is_copy(sketch(" ".join(words)), sketch(" ".join(other)))
    assert not is_copy(sketch(" ".join(words)), sketch(" ".join(reversed(words))))


def test_a_sketch_estimates_the_share_of_common_triples() -> None:
    draw = random.Random(1)
    for changed in (0.01, 0.05, 0.2):
        one = [f"w{draw.randrange(900)}" for _ in range(1000)]
        other = [word if draw.random() > changed else "x" for word in one]
        triples = [set(zip(text, text[1:], text[2:], strict=False)) for text in (one, other)]
        true = len(triples[0] & triples[1]) / len(triples[0] | triples[1])
        assert sketch_likeness(sketch(" ".join(one)), sketch(" ".join(other))) == pytest.approx(true, abs=0.15)


def test_sketches_are_the_same_in_every_program_and_never_change_unnoticed() -> None:
    text = "Sketches lie in a store for years, so 这个 text must have the same one for ever."
    program = f"from thoughtmill.judging.trace_copies import sketch; print(sketch({text!r}).hex())"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    assert told == sketch(text).hex()
    assert told[:32] == "219519c854c8b3fb0801302e44811829", "another sketch: SKETCH_VERSION must go up"
