"""An engine is asked what its teacher has solved before: a healthy one passes, one that answers otherwise does not."""

import asyncio
import random
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripted_engine import scripted_engine
from tests.small_campaign import prepared, right, run_rounds
from thoughtmill.errors import StoreError
from thoughtmill.generation.canary import KnownAnswers, canary, known_answers

SUMS = [
    {"part": "reasoning", "domain": "math", "path": "sums.jsonl", "generated": True, "verifier": "math"}
    | {"columns": {"prompt": "problem", "reference": "answer"}}
]


@pytest.fixture
def known(tmp_path: Path) -> KnownAnswers:
    """What a teacher that is right in nine of ten has solved."""
    parts = {"reasoning": {"quota": 70, "teacher": "thinker", "domains": {"math": 1.0}}}
    changes = {"policy": {"first_round": 2, "max_traces": 6, "max_kept": 1}, "work": {"shard_questions": 80}}
    store, found, questions = prepared(tmp_path, sums=80, parts=parts, sources=SUMS, **changes)
    with pytest.raises(StoreError, match="none is judged yet"):
        known_answers(store, found, "reasoning")
    run_rounds(store, found, questions, sometimes(0.9, 1))
    told = known_answers(store, found, "reasoning")
    assert told == known_answers(store, found, "reasoning"), "the same ones every time"
    return told


def sometimes(rate: float, seed: int) -> Callable[[str, int, int], str]:
    chance = random.Random(seed)

    def write(prompt: str, number: int, index: int) -> str:
        text = right(prompt, number, index)
        return text if chance.random() < rate else text.replace("<answer>", "<answer>1")

    return write


def asked(known: KnownAnswers, write: Callable[[str, int, int], str]) -> tuple[bool, int, int]:
    with scripted_engine(lambda prompt, before: write(prompt, 1, before)) as server:
        told = asyncio.run(canary(server.engine, known))
        assert told.asked == server.seen.requests == len(known.questions)
        assert told.engine == f"{socket.gethostname()}:{server.port}"
    return told.sick, told.kept, told.asked


def test_an_engine_that_writes_as_ever_passes(known: KnownAnswers) -> None:
    assert len(known.questions) == 40
    assert 0.75 < known.expected < 1
    for seed in range(2, 6):
        assert not asked(known, sometimes(0.9, seed))[0]
    assert asked(known, right) == (False, 40, 40), "better is no fault"


def test_an_engine_that_writes_something_else_fails(known: KnownAnswers) -> None:
    assert asked(known, sometimes(0.4, 7))[0]
    assert asked(known, lambda *_: "wer wer wer wer") == (True, 0, 40)
    assert asked(known, lambda *_: "<think>It is so.</think><answer>7</answer>")[0]
