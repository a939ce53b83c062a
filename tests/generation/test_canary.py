"""An engine is asked what its teacher has solved before: a healthy one passes, one that answers otherwise does not."""

import asyncio
import random
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.scripted_engine import scripted_engine
from tests.small_campaign import prepared, right, run_rounds
from thoughtmill.engine.local import free_port
from thoughtmill.generation.canary import KnownAnswers, canary, known_answers, without

SUMS = [
    {"part": "reasoning", "domain": "math", "path": "sums.jsonl", "generated": True, "verifier": "math"}
    | {"columns": {"prompt": "problem", "reference": "answer"}}
]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> KnownAnswers:
    """What a teacher that is right in nine of ten has solved."""
    parts = {"reasoning": {"quota": 70, "teacher": "thinker", "domains": {"math": 1.0}}}
    changes = {"policy": {"first_round": 2, "max_traces": 6, "max_kept": 1}, "work": {"shard_questions": 80}}
    store, found, questions = prepared(tmp_path_factory.mktemp("known"), sums=80, parts=parts, sources=SUMS, **changes)
    assert known_answers(store, found, "thinker", 16) is None, "nothing is judged yet"
    run_rounds(store, found, questions, sometimes(0.9, 1))
    told = known_answers(store, found, "thinker", 16)
    assert told == known_answers(store, found, "thinker", 16), "the same ones every time"
    assert known_answers(store, found, "thinker", 40) is None, "the shortest of four times as many"
    assert told
    return told


def sometimes(rate: float, seed: int) -> Callable[[str, int, int], str]:
    chance = random.Random(seed)

    def write(prompt: str, number: int, index: int) -> str:
        text = right(prompt, number, index)
        return text if chance.random() < rate else text.replace("<answer>", "<answer>1")

    return write


def asked(known: KnownAnswers, write: Callable[[str, int, int], str]) -> tuple[bool, int, int]:
    with scripted_engine(lambda prompt, before: write(prompt, 1, before)) as server:
        (told,) = asyncio.run(canary(server.engine, known))
        assert told.asked == server.seen.requests == len(known.questions)
        assert told.engine == f"{socket.gethostname()}:{server.port}"
    return told.sick, told.kept, told.asked


def test_an_engine_that_writes_as_ever_passes(known: KnownAnswers) -> None:
    assert len(known.questions) == 16
    assert 0.75 < known.expected < 1
    for seed in range(2, 6):
        assert not asked(known, sometimes(0.9, seed))[0]
    assert asked(known, right) == (False, 16, 16), "better is no fault"


def test_an_engine_that_writes_something_else_fails(known: KnownAnswers) -> None:
    assert asked(known, sometimes(0.15, 7))[0]
    assert asked(known, lambda *_: "wer wer wer wer") == (True, 0, 16)
    assert asked(known, lambda *_: "<think>It is so.</think><answer>7</answer>")[0]


def test_of_several_urls_the_sick_one_is_left_out_and_one_that_is_away_is_not_judged(known: KnownAnswers) -> None:
    away = f"http://127.0.0.1:{free_port()}/v1"
    with scripted_engine(right) as well, scripted_engine(lambda *_: "wer wer") as sick:
        engine = replace(well.engine, also=(sick.url, away))
        told = asyncio.run(canary(engine, known))
        rest = without(engine, [one for one in told if one.sick])
        assert [(one.engine, one.kept) for one in told] == [(well.engine.name, 16), (sick.engine.name, 0)]
        assert rest == replace(well.engine, also=(away,))
        assert without(sick.engine, told[1:]) is None
