"""Every task that can be used accepts its own answers and no wrong ones; every other one is left out for a reason."""

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_campaign import table
from thoughtmill.campaign import check
from thoughtmill.errors import CampaignError
from thoughtmill.questions.sources import content_hash, read_rows, resolved
from thoughtmill.verifiers import VERIFIERS, Outcome
from thoughtmill.verifiers.dress import candidates
from thoughtmill.verifiers.logic.own import reaches
from thoughtmill.verifiers.logic.tasks import EXACT, FORMS, LEFT_OUT, NUMBER, ONE_OF, OWN, USABLE
from thoughtmill.verifiers.math.symbolic.closed_form import FUNCTIONS

LOGIC = VERIFIERS["logic"]
DOCS = Path("docs/verifiers.md")
needs_logic = pytest.mark.needs("logic")


def rows(task: str, size: int, seed: int = 7) -> list[tuple[str, str, str]]:
    """prompt, reference, and the task's own answer."""
    found = read_rows(resolved(f"reasoning-gym:{task}?size={size}&seed={seed}", Path))
    values = [row.values for row in found]
    return [(v["prompt"], v["reference"], json.loads(v["reference"])["entry"]["answer"]) for v in values]


def wrong(prompt: str, own: str) -> Iterator[str]:
    """Texts that are no answer to this question, whatever the task."""
    yield from ("", " ", "I don't know", "banana", "[]", "{}", "None", "nan", "inf", "1e400", "asdf qwer\nzxcv 1 2 3")
    yield prompt
    yield from (f"not {own}", f"maybe {own}", f"{own} or not", f"{own} or 7", f"{own}\n{own}x", f"{own} 99 x")
    yield rf"\boxed{{{own}}} or \boxed{{banana}}"
    yield "__import__('os').getpid()"


def test_every_task_is_usable_or_left_out_with_a_reason() -> None:
    assert len(USABLE | LEFT_OUT.keys()) == 106
    assert not USABLE & LEFT_OUT.keys()
    assert not (EXACT | NUMBER | ONE_OF | OWN | FORMS.keys()) - USABLE
    section = DOCS.read_text(encoding="utf-8").split("\n## logic\n")[1].split("\n## ")[0]
    for task, why in LEFT_OUT.items():
        assert re.search(rf"\|[^|]*`{task}`[^|]*\| {re.escape(why)} \|", section), (task, why)
    assert f"{len(USABLE)} of 106" in section


@needs_logic
@pytest.mark.slow
def test_the_table_knows_every_task_of_the_library() -> None:
    assert set(importlib.import_module("reasoning_gym.factory").DATASETS) == USABLE | LEFT_OUT.keys()


@needs_logic
@pytest.mark.slow
@pytest.mark.parametrize("task", sorted(USABLE))
def test_a_task_accepts_its_own_answers_in_any_dress_and_refuses_wrong_ones(task: str) -> None:
    questions = rows(task, 4)
    assert questions == rows(task, 4), "the same seed gives the same questions"
    asked = [q for q in questions if q[2].strip()]
    assert asked
    for prompt, reference, own in asked:
        assert LOGIC.faults_of(reference) is None
        for dress in (own, f" {own}\n", f"```\n{own}\n```", f"The answer is {own}"):
            found = LOGIC.check(dress, reference)
            assert found.outcome is Outcome.CORRECT, (dress, found.why)
        for text in set(wrong(prompt, own)) - set(candidates(own)):
            assert LOGIC.check(text, reference).outcome is not Outcome.CORRECT, text


def test_a_reference_that_cannot_be_used_is_named() -> None:
    for reference in ("", "7", "{}", '{"task": "ab", "entry": {}}', '{"task": "ab", "entry": {"answer": 3}}', "[1]"):
        assert LOGIC.faults_of(reference)
    assert "evaluates" in (LOGIC.faults_of('{"task": "simple_integration", "entry": {"answer": "x"}}') or "")
    assert LOGIC.faults_of('{"task": "none_such", "entry": {"answer": "x"}}')


def test_dress_is_taken_off_only_where_it_leaves_no_doubt() -> None:
    assert "A B" in candidates("The answer is **A B**.")
    assert "5" in candidates("答案是：5。")
    assert candidates(r"so \boxed{\text{yes}}") == ["yes"]
    assert candidates(r"\boxed{5} or \boxed{6}") == []
    assert candidates("```\n1 2\n3 4\n```")[-1] == "1 2\n3 4"
    for text in ("I think 5", "5 or 6", "the answer is not clear", "`5` and `6`"):
        assert "5" not in candidates(text)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("(3 + 5) * 3 * 1", True),
        ("3×(5+3)×1", True),
        ("3*(5+3)/1", True),
        ("24", False),
        ("(3 + 5) * 3 * 1 = 24.", True),
        ("3*8", False),
        ("3*(5+3)", False),
        ("3*(5+3)*1*1", False),
        ("3*5+3*1", False),
        ("3**3 - 5 + 1", False),
        ("__import__('os')", False),
        ("(" * 390 + "3", False),
        ("9" * 5000, False),
    ],
)
def test_an_expression_is_calculated_and_uses_the_numbers_given(answer: str, right: bool) -> None:
    assert reaches(answer, [3, 5, 3, 1], 24) is right


def test_a_decimal_is_no_two_of_the_numbers() -> None:
    assert not reaches("1.5*2", [1, 5, 2], 3)
    assert not reaches("1.5*2 = 3.", [1, 5, 2], 3)
    assert reaches("5-1*2.", [1, 5, 2], 3)


@given(text=st.text(alphabet=r"0123456789+-*/() .\{}" + "".join(FUNCTIONS)[:12], max_size=40))
def test_no_text_breaks_the_calculation(text: str) -> None:
    reaches(text, [1, 2, 3], 6)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("reasoning-gym:simple_integration", "evaluates the answer as Python"),
        ("reasoning-gym:none_such", "none_such"),
        ("reasoning-gym:ab?size=0", "size"),
        ("reasoning-gym:ab?size=many", "size"),
        ("reasoning-gym:ab?seed=-1", "seed"),
    ],
)
def test_a_path_that_asks_for_what_there_is_not_is_told_what_is_wrong(path: str, told: str) -> None:
    with pytest.raises(CampaignError, match=told):
        resolved(path, Path)


@needs_logic
@pytest.mark.slow
def test_options_reach_the_task_and_its_scorer_and_unknown_ones_are_refused() -> None:
    found = list(read_rows(resolved("reasoning-gym:chain_sum?size=3&seed=1&min_terms=2&max_terms=2", Path)))
    for row in found:
        assert row.values["prompt"].count("+") + row.values["prompt"].count(" - ") <= 2
        assert json.loads(row.values["reference"])["config"] == {"max_terms": 2, "min_terms": 2}
        assert LOGIC.faults_of(row.values["reference"]) is None
    with pytest.raises(CampaignError, match="options"):
        list(read_rows(resolved("reasoning-gym:chain_sum?no_such_option=1", Path)))


@needs_logic
@pytest.mark.slow
def test_the_fingerprint_says_all_that_the_questions_depend_on() -> None:
    paths = [f"reasoning-gym:{asked}" for asked in ("ab?size=5", "ab?size=6", "ab?size=5&seed=1", "aiw?size=5")]
    assert len({content_hash(resolved(path, Path)) for path in paths}) == len(paths)
    assert content_hash(resolved(paths[0], Path)) == content_hash(resolved("reasoning-gym:ab?seed=0&size=5", Path))


def test_a_source_of_a_campaign_needs_no_more_than_its_path(tmp_path: Path) -> None:
    found = table(tmp_path)
    first = found["sources"][0]
    found["sources"][0] = {"part": first["part"], "domain": first["domain"], "path": "reasoning-gym:ab?size=5"}
    source = check(found, tmp_path).sources[0]
    assert (source.verifier, source.generated, set(source.columns)) == ("logic", True, {"prompt", "reference"})
