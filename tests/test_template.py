"""Every case of the form: exactly one think block, then exactly one answer block, and nothing else."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.filters.form_cases import CONTROL_TOKENS, DIRECT, OPENED, R1, STRICT
from thoughtmill.template import (
    CONTROL,
    TAGS,
    TEMPLATES,
    FormFault,
    Parts,
    completion,
    forbidden_in_prompt,
    map_response,
    strict_parts,
)

EDGE = " \t\r\n\f\v\u3000"
CONTENT = st.text(min_size=1).map(lambda text: text.strip(EDGE)).filter(lambda text: bool(text.strip()))


@pytest.mark.parametrize(("text", "expected"), STRICT)
def test_the_strict_form_gives_both_contents_stripped_or_its_fault(text: str, expected: Parts | FormFault) -> None:
    assert map_response("think-answer", text) == expected


@pytest.mark.parametrize(("text", "expected"), OPENED)
def test_where_the_prompt_opened_the_thinking_one_more_tag_is_one_too_many(
    text: str, expected: Parts | FormFault
) -> None:
    assert map_response("think-answer", text, prompt_opened=True) == expected


@pytest.mark.parametrize(("text", "reasoning", "expected"), R1)
def test_r1_thinks_up_to_the_first_closing_tag(text: str, reasoning: str | None, expected: Parts | FormFault) -> None:
    assert map_response("r1", text, reasoning) == expected


@pytest.mark.parametrize(("text", "reasoning", "expected"), DIRECT)
def test_direct_is_all_answer(text: str, reasoning: str | None, expected: Parts | FormFault) -> None:
    assert map_response("direct", text, reasoning) == expected


@pytest.mark.parametrize("token", CONTROL_TOKENS)
def test_a_control_token_is_found_wherever_it_stands(token: str) -> None:
    for text in (f"<think>a{token}</think><answer>7</answer>", f"<think>a</think><answer>`{token}`</answer>{token}"):
        assert map_response("think-answer", text) is FormFault.CONTROL_TOKEN
    assert map_response("r1", f"a</think>7 {token}") is FormFault.CONTROL_TOKEN
    assert map_response("r1", "7", f"{token}a") is FormFault.CONTROL_TOKEN
    assert map_response("direct", f"A {token} rose.") is FormFault.CONTROL_TOKEN


def test_reasoning_that_the_api_split_off_counts_as_the_think_block() -> None:
    assert map_response("think-answer", "\n<answer>7</answer>", "a") == Parts("a", "7")
    assert map_response("think-answer", "<think>a</think><answer>7</answer>", "b") is FormFault.STRAY_TAG


@given(think=CONTENT, answer=CONTENT)
def test_a_completion_maps_back_to_the_same_parts(think: str, answer: str) -> None:
    assume(not any(tag in part for tag in TAGS for part in (think, answer)))
    assume(not any(CONTROL.search(part) for part in (think, answer)))
    parts = Parts(think, answer)
    assert map_response("think-answer", completion(parts)) == parts


@given(text=st.lists(st.sampled_from([*TAGS, "a", " ", "\n", "<|im_end|>", "<"])).map("".join))
def test_what_maps_to_parts_has_a_completion_that_maps_to_them_too(text: str) -> None:
    for template in ("think-answer", "r1"):
        found = map_response(template, text)
        if isinstance(found, Parts):
            assert strict_parts(completion(found)) == found
            assert forbidden_in_prompt(found.think + " " + found.answer) is None


@given(text=st.text(), reasoning=st.none() | st.text())
def test_every_text_gets_parts_or_a_reason(text: str, reasoning: str | None) -> None:
    for template in TEMPLATES:
        assert isinstance(map_response(template, text, reasoning), Parts | FormFault)


@pytest.mark.parametrize("found", [*TAGS, "<|im_end|>", "<｜User｜>", "<s>"])
def test_a_prompt_with_a_tag_or_a_control_token_is_refused(found: str) -> None:
    assert forbidden_in_prompt(f"What does {found} mean?") == found
    assert forbidden_in_prompt("What does <answers> mean, if a<b?") is None
