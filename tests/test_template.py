"""Every case of the form: exactly one think block, then exactly one answer block, and nothing else."""

from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.conftest import walk
from tests.filters.form_cases import CONTROL_TOKENS, DIRECT, OPENED, R1, STRICT
from thoughtmill.template import (
    CONTROL,
    SPACE,
    TAGS,
    TEMPLATES,
    FormFault,
    ThinkAnswer,
    completion,
    forbidden_in_prompt,
    map_response,
    strict_parts,
)

EDGE = " \t\r\n\f\v\u3000"
CONTENT = st.text(min_size=1).map(lambda text: text.strip(EDGE)).filter(lambda text: bool(text.strip()))


def mapped_by(template: str, rows: list[tuple[Any, ...]]) -> None:
    """Each row is a text, the reasoning that the API split off where the table has it, and what comes of them."""

    def holds(*row: Any) -> None:
        assert map_response(template, *row[:-1]) == row[-1]

    walk(rows, holds)


def test_the_strict_form_gives_both_contents_stripped_or_its_fault() -> None:
    mapped_by("think-answer", STRICT)


def test_where_the_prompt_opened_the_thinking_one_more_tag_is_one_too_many() -> None:
    mapped_by("think-answer-opened", OPENED)


def test_r1_thinks_up_to_the_first_closing_tag() -> None:
    mapped_by("r1", R1)


def test_direct_is_all_answer() -> None:
    mapped_by("direct", DIRECT)


def test_a_control_token_is_found_wherever_it_stands() -> None:
    def found(token: str) -> None:
        inside, after = (
            f"<think>a{token}</think><answer>7</answer>",
            f"<think>a</think><answer>`{token}`</answer>{token}",
        )
        assert map_response("think-answer", inside) is FormFault.CONTROL_TOKEN
        assert map_response("think-answer", after) is FormFault.CONTROL_TOKEN
        assert map_response("r1", f"a</think>7 {token}") is FormFault.CONTROL_TOKEN
        assert map_response("r1", "7", f"{token}a") is FormFault.CONTROL_TOKEN
        assert map_response("direct", f"A {token} rose.") is FormFault.CONTROL_TOKEN

    walk(((token,) for token in CONTROL_TOKENS), found)


def test_reasoning_that_the_api_split_off_counts_as_the_think_block() -> None:
    assert map_response("think-answer", "\n<answer>7</answer>", "a") == ThinkAnswer("a", "7")
    assert map_response("think-answer", "<think>a</think><answer>7</answer>", "b") is FormFault.STRAY_TAG


@given(think=CONTENT, answer=CONTENT)
def test_a_completion_maps_back_to_the_same_parts(think: str, answer: str) -> None:
    assume(not any(tag in part for tag in TAGS for part in (think, answer)))
    assume(not any(CONTROL.search(part) for part in (think, answer)))
    parts = ThinkAnswer(think, answer)
    assert map_response("think-answer", completion(parts)) == parts


@given(text=st.lists(st.sampled_from([*TAGS, "a", " ", "\n", "<|im_end|>", "<"])).map("".join))
def test_what_maps_to_parts_has_a_completion_that_maps_to_them_too(text: str) -> None:
    for template in ("think-answer", "r1"):
        found = map_response(template, text)
        if isinstance(found, ThinkAnswer):
            assert strict_parts(completion(found)) == found
            assert forbidden_in_prompt(found.think + " " + found.answer) is None


CUT = sorted({piece for token in CONTROL_TOKENS for piece in (token[:-1], token[1:], token[:2], token[-2:])})
BLANK = [*SPACE, *"\u00a0\u2003\x1c\x85\u200b\u200d\ufeff"]
"""White space that counts as none, that counts as some, and what nobody sees."""

PIECE = st.sampled_from([*TAGS, "a", "7", "想", "😀", *"<>/[]|"]) | st.sampled_from(BLANK) | st.sampled_from(CUT)
PIECES = st.lists(PIECE, max_size=6).map("".join)
TEXT = st.tuples(PIECES, st.sampled_from([""] * 500 + CONTROL_TOKENS), PIECES).map("".join)
FULL = PIECES.filter(lambda text: "<" not in text) | TEXT
AROUND = st.sampled_from(["", "", "", *SPACE, *SPACE, *BLANK, "a"])
IN_FORM = st.tuples(AROUND, FULL, AROUND, FULL, AROUND).map(
    lambda t: f"{t[0]}<think>{t[1]}</think>{t[2]}<answer>{t[3]}</answer>{t[4]}"
)


def slowly(template: str, text: str, reasoning: str | None) -> ThinkAnswer | FormFault:
    """`map_response` in the plainest words: CONTROL on all of the text, then each tag counted and looked for."""
    if any(CONTROL.search(part) for part in (text, reasoning or "")):
        return FormFault.CONTROL_TOKEN
    if template == "think-answer-opened" and reasoning is None:
        text = f"<think>{text}"
    if template.startswith("think-answer"):
        found = strictly(text if reasoning is None else f"<think>{reasoning}</think>{text}")
    elif template == "r1":
        found = as_r1(text, reasoning)
    else:
        found = FormFault.STRAY_TAG if reasoning or tagged(text) else ("-", text)
    if isinstance(found, FormFault):
        return found
    think, answer = (part.strip(SPACE) for part in found)
    if not think.strip():
        return FormFault.EMPTY_THINK
    if not answer.strip():
        return FormFault.EMPTY_ANSWER
    return ThinkAnswer("" if template == "direct" else think, answer)


def tagged(text: str) -> bool:
    """Whether one of the tags is in it."""
    return any(tag in text for tag in TAGS)


def as_r1(text: str, reasoning: str | None) -> tuple[str, str] | FormFault:
    """Think and answer as R1 writes them."""
    think, answer = reasoning, text
    if think is None:
        if "</think>" not in text:
            return FormFault.NO_THINK
        think, answer = text.split("</think>", 1)
        think = think.lstrip(SPACE).removeprefix("<think>")
    return FormFault.STRAY_TAG if tagged(think) or tagged(answer) else (think, answer)


def strictly(text: str) -> tuple[str, str] | FormFault:
    """Think and answer of the strict form."""
    for opening, closing, fault in ((*TAGS[:2], FormFault.NO_THINK), (*TAGS[2:], FormFault.NO_ANSWER)):
        if not (text.count(opening) and text.count(closing)):
            return fault
    if [text.count(tag) for tag in TAGS] != [1, 1, 1, 1] or sorted(TAGS, key=text.index) != list(TAGS):
        return FormFault.STRAY_TAG
    before, rest = text.split("<think>")
    think, rest = rest.split("</think>")
    between, rest = rest.split("<answer>")
    answer, after = rest.split("</answer>")
    stray = any(part.strip(SPACE) for part in (before, between, after))
    return FormFault.STRAY_TEXT if stray else (think, answer)


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None)
@given(text=TEXT | IN_FORM, reasoning=st.none() | PIECES)
@example(text="<think>a</think><answer>[INST]</answer>", reasoning=None)
@example(text="<think>a[INST]</think><answer>7</answer>", reasoning=None)
@example(text="<think>a</think><answer>7</answer>", reasoning=None)
@example(text="<think>a</think><answer>7</answer>", reasoning="a")
def test_the_fast_ways_give_what_the_plain_one_gives(text: str, reasoning: str | None) -> None:
    for template in TEMPLATES:
        assert map_response(template, text, reasoning) == slowly(template, text, reasoning), template


def test_the_fast_ways_see_whatever_stands_before_in_and_after_the_blocks() -> None:
    def same(place: int, whole: str) -> None:
        parts = ["", "a", "", "7", ""]
        parts[place] = whole
        text = "{}<think>{}</think>{}<answer>{}</answer>{}".format(*parts)
        for template in TEMPLATES:
            assert map_response(template, text) == slowly(template, text, None), text

    pieces = [*TAGS, *CONTROL_TOKENS, *CUT, *BLANK, "a", "a < b", "a<b", "<", "x[1]"]
    walk(
        ((place, whole) for place in range(5) for piece in pieces for whole in (piece, f"a{piece}a", f" {piece}")),
        same,
    )


@given(text=st.text(), reasoning=st.none() | st.text())
def test_every_text_gets_parts_or_a_reason(text: str, reasoning: str | None) -> None:
    for template in TEMPLATES:
        assert isinstance(map_response(template, text, reasoning), ThinkAnswer | FormFault)


def test_a_prompt_with_a_tag_or_a_control_token_is_refused() -> None:
    forbidden = [*TAGS, "<|im_end|>", "<｜User｜>", "<s>"]
    assert [forbidden_in_prompt(f"What does {found} mean?") for found in forbidden] == forbidden
    assert forbidden_in_prompt("What does <answers> mean, if a<b?") is None
