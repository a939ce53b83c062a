"""What verdicts say of checks and references: yield by source, questions that fall alike, traces that agree."""

import json
from pathlib import Path

import pytest

from tests.small_campaign import prepared, right, run_rounds
from tests.terminal import Terminal
from thoughtmill.errors import QuotaNotMet
from thoughtmill.generation.planner import Ledger
from thoughtmill.judging.disputed import disputes
from thoughtmill.judging.recall import by_source, plain_answer
from thoughtmill.questions.exclusions import in_force
from thoughtmill.reporting.status import status
from thoughtmill.store.store import Store

POLICY = {"first_round": 2, "max_traces": 8, "max_kept": 1}
DOUBTED = "What is 3 + 4?"
"""Its reference, 7, is doubted by all its traces."""

HUNGRY = {"reasoning": {"quota": 7, "teacher": "thinker", "domains": {"math": 1.0}}}
"""It needs one of the two questions that are never solved."""
WRITING = {"general": {"quota": 2, "teacher": "writer", "domains": {"writing": 1.0}}}


def answering(prompt: str, round_: int, index: int) -> str:
    """All traces of one question agree on 8, in three dresses; those of another one err, each in its own way."""
    if prompt == DOUBTED:
        dressed = ("8", "$8$", " 8.")[(round_ + index) % 3]
        return f"<think>It is 8, in words of {round_} and {index}.</think><answer>{dressed}</answer>"
    if prompt == "What is 5 + 4?":
        return f"<think>A guess of {round_} and {index}.</think><answer>{10 * round_ + index}</answer>"
    return right(prompt, round_, index)


def test_the_records_count_by_source_and_verifier_what_status_shows(tmp_path: Path, thoughtmill: Terminal) -> None:
    store, found, questions = prepared(tmp_path, sums=8, policy=POLICY)
    run_rounds(store, found, questions, answering)
    stands = status(store, found, Ledger(store, found, questions))
    math, writing = stands.sources
    assert (math.source, math.verifier, writing.source, writing.verifier) == ("sums", "math", "writing", "none")
    assert (math.traces + writing.traces, math.kept + writing.kept) == (stands.traces, stands.kept)
    rounds = math.alike - math.agreeing
    assert (math.agreeing, rounds) == (math.questions - 6 - rounds, rounds), "six of eight questions were right at once"
    assert 1 <= rounds <= 4
    assert (math.undecided, writing.questions, writing.alike) == (0, 0, 0), "one trace falls alike with nobody"
    shown = thoughtmill("status", str(store.root)).stdout
    assert "by source, the least yield first" in shown
    (line,) = [line for line in shown.splitlines() if "sums" in line and "math" in line and "%" in line]
    assert f"{math.agreeing} of {math.questions}" in line
    assert by_source([{"traces": 4, "kept": 4}]) == [], "a record of earlier versions says nothing"


def test_a_question_whose_traces_agree_against_its_reference_is_asked_no_further_listed_and_can_be_left_out(
    tmp_path: Path, thoughtmill: Terminal
) -> None:
    store, found, questions = prepared(tmp_path, sums=8, policy=POLICY, parts=HUNGRY | WRITING)
    with pytest.raises(QuotaNotMet):
        run_rounds(store, found, questions, answering)
    url = str(store.root)
    (doubt,) = disputes(store, found)
    assert (doubt.prompt, doubt.reference, plain_answer(doubt.answer)) == (DOUBTED, "7", "8")
    fourth = [commit for commit in store.commits("rounds") if commit.facts["round"] == 4]
    asked = [row["question_id"] for commit in fourth for row in store.read(commit.file("plan.parquet")).to_pylist()]
    assert (len(asked), doubt.question_id in asked) == (1, False), (
        "the other one, whose answers don't agree, is asked on"
    )
    assert (doubt.votes, doubt.answered, doubt.kept, len(doubt.traces)) == (6, 6, 0, 6)
    assert [one["question_id"] for one in json.loads(thoughtmill("disputed", url, "--json").stdout)] == [
        doubt.question_id
    ]
    shown = thoughtmill("disputed", url).stdout
    assert doubt.evidence in shown
    assert thoughtmill("explain", url, doubt.traces[0]).returncode == 0
    assert not disputes(store, found, least=7)
    refused = thoughtmill("disputed", url, "--share", "0.4")
    assert (refused.returncode, "only a majority" in refused.stdout) == (1, True)
    made = thoughtmill("disputed", url, "--exclude", "--by", "Ann")
    assert "1 questions excluded as disputed" in made.stdout
    again = Store.existing(url)
    assert not disputes(again, found)
    assert in_force(again)[0].facts["reason"] == "disputed"


def test_answers_are_compared_without_their_dress() -> None:
    assert len({plain_answer(text) for text in ("x + 1", "$x+1$", "**x + 1**.", r"\left x\,+1\right ")}) == 1
    assert (plain_answer(None), plain_answer("1.5"), plain_answer("Paris") == plain_answer("paris")) == (
        "",
        "1.5",
        True,
    )
