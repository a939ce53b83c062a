"""The rules of instructions on answers that run away: each is read once."""

import time

import pytest

from tests.verifiers.cases_instructions import LONG, PAIRS
from thoughtmill.verifiers.instructions.counting import sentences
from thoughtmill.verifiers.instructions.rules import follows

OWN_TIME = {"language:response_language", "change_case:english_capital", "change_case:english_lowercase"}
"""Rules that ask a library for the language."""


@pytest.mark.parametrize("name", [name for name, *_ in PAIRS if name not in OWN_TIME])
def test_a_rule_reads_the_longest_answer_once_whatever_it_is(name: str) -> None:
    arguments = next(arguments for one, arguments, *_ in PAIRS if one == name)
    for text in LONG:
        begun = time.process_time()
        follows(name, text, arguments)
        assert time.process_time() - begun < 2, text[:5]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two?! Three…", 3),
        ('He said "go." Then he went', 2),
        ("! ! a! ...", 1),
        ("一。二！！三", 3),
        ("Dr. No came. 1. Rain", 3),
        ("a.b !c", 1),
        ("", 0),
    ],
)
def test_sentences_are_counted_by_their_ends(text: str, count: int) -> None:
    assert sentences(text) == count
