"""Every case of the form: exactly one think block, then exactly one answer block, and nothing else."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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

GOOD = [
    ("<think>a</think><answer>7</answer>", "a", "7"),
    ("<think>a</think>\n<answer>7</answer>", "a", "7"),
    (" \r\n<think>\r\na\r\n</think>\r\n\r\n<answer>\t7 </answer>\r\n", "a", "7"),
    ("\u3000<think>想\u3000</think>\u3000<answer>七</answer>\u3000", "想", "七"),
    ("<think>a &lt;answer&gt; b</think><answer>7</answer>", "a &lt;answer&gt; b", "7"),
    ("<think>use <answers> and <thinking> here</think><answer>7</answer>", "use <answers> and <thinking> here", "7"),
    ("<think>if a < b and b > c</think><answer>x < 7</answer>", "if a < b and b > c", "x < 7"),
    ("<think>\u200b</think><answer>7</answer>", "\u200b", "7"),
    ("<think>a\n\nb</think><answer>7\n8</answer>", "a\n\nb", "7\n8"),
    ("<think>we know 0 <|x|> 1</think><answer>7</answer>", "we know 0 <|x|> 1", "7"),
    ("<think><THINK> is no tag</think><answer>7</answer>", "<THINK> is no tag", "7"),
]
BAD = [
    ("", FormFault.NO_THINK),
    ("7", FormFault.NO_THINK),
    ("<answer>7</answer>", FormFault.NO_THINK),
    ("<think>a", FormFault.NO_THINK),
    ("a</think><answer>7</answer>", FormFault.NO_THINK),
    ("<think>a<answer>7</answer>", FormFault.NO_THINK),
    ("<think>a</think>7", FormFault.NO_ANSWER),
    ("<think>a</think><answer>7", FormFault.NO_ANSWER),
    ("<think>a</think>7</answer>", FormFault.NO_ANSWER),
    ("<Think>a</Think><answer>7</answer>", FormFault.NO_THINK),
    ("<think>a</think><ANSWER>7</ANSWER>", FormFault.NO_ANSWER),
    ('<think id="1">a</think><answer>7</answer>', FormFault.NO_THINK),
    ("<think>a</think><answer >7</answer>", FormFault.NO_ANSWER),
    ("< think>a</think><answer>7</answer>", FormFault.NO_THINK),
    ("<think></think><answer>7</answer>", FormFault.EMPTY_THINK),
    ("<think> \r\n\u3000</think><answer>7</answer>", FormFault.EMPTY_THINK),
    ("<think>\u00a0</think><answer>7</answer>", FormFault.EMPTY_THINK),
    ("<think>a</think><answer>\n</answer>", FormFault.EMPTY_ANSWER),
    ("<think>a</think><answer></answer>", FormFault.EMPTY_ANSWER),
    ("so <think>a</think><answer>7</answer>", FormFault.STRAY_TEXT),
    ("<think>a</think>so<answer>7</answer>", FormFault.STRAY_TEXT),
    ("<think>a</think><answer>7</answer>.", FormFault.STRAY_TEXT),
    ("\ufeff<think>a</think><answer>7</answer>", FormFault.STRAY_TEXT),
    ("<think>a</think>\u200b<answer>7</answer>", FormFault.STRAY_TEXT),
    ("<think>a</think><answer>7</answer>\u200d", FormFault.STRAY_TEXT),
    ("```\n<think>a</think><answer>7</answer>\n```", FormFault.STRAY_TEXT),
    ("<answer>7</answer><think>a</think>", FormFault.STRAY_TAG),
    ("<think>a<answer>7</answer></think>", FormFault.STRAY_TAG),
    ("<think>a<think>b</think><answer>7</answer>", FormFault.STRAY_TAG),
    ("<think><think>a</think></think><answer>7</answer>", FormFault.STRAY_TAG),
    ("<think>a</think><think>b</think><answer>7</answer>", FormFault.STRAY_TAG),
    ("<think>a</think><answer>7</answer><answer>8</answer>", FormFault.STRAY_TAG),
    ("<think>a</think><answer>7</answer></answer>", FormFault.STRAY_TAG),
    ("<think>write `<answer>` first</think><answer>7</answer>", FormFault.STRAY_TAG),
    ("<think>```\n</think>\n```</think><answer>7</answer>", FormFault.STRAY_TAG),
    ('<think>he said "<answer>7</answer>"</think><answer>7</answer>', FormFault.STRAY_TAG),
    ("</think><think>a<answer>7</answer>", FormFault.STRAY_TAG),
    ("<think>a</think><answer>7</answer><|im_end|>", FormFault.CONTROL_TOKEN),
    ("<think>a<|endoftext|></think><answer>7</answer>", FormFault.CONTROL_TOKEN),
    ("<think>a</think><answer>7<｜end▁of▁sentence｜></answer>", FormFault.CONTROL_TOKEN),
    ("<think>a</think><answer>7<|end▁of▁sentence|></answer>", FormFault.CONTROL_TOKEN),
    ("<think>a<|eot_id|></think><answer>7</answer>", FormFault.CONTROL_TOKEN),
    ("<think>a<|reserved_special_token_12|></think><answer>7</answer>", FormFault.CONTROL_TOKEN),
    ("<think>a</think><answer>7</s></answer>", FormFault.CONTROL_TOKEN),
    ("<think>a</think><answer>7<end_of_turn></answer>", FormFault.CONTROL_TOKEN),
    ("<think>[INST] a [/INST]</think><answer>7</answer>", FormFault.CONTROL_TOKEN),
]
R1 = [
    ("a\n</think>\n\nSo it is \\boxed{7}.", None, Parts("a", "So it is \\boxed{7}.")),
    ("<think>\na\n</think>\n\n\\boxed{7}", None, Parts("a", "\\boxed{7}")),
    ("\\boxed{7}", "a", Parts("a", "\\boxed{7}")),
    ("a \\boxed{7}", None, FormFault.NO_THINK),
    ("<think>a", None, FormFault.NO_THINK),
    ("<think><think>a</think>7", None, FormFault.STRAY_TAG),
    ("a<think>b</think>7", None, FormFault.STRAY_TAG),
    ("a</think>b</think>7", None, FormFault.STRAY_TAG),
    ("a</think><answer>7</answer>", None, FormFault.STRAY_TAG),
    ("<think></think>7", None, FormFault.EMPTY_THINK),
    ("</think>7", None, FormFault.EMPTY_THINK),
    ("a</think>\n", None, FormFault.EMPTY_ANSWER),
    ("7", "", FormFault.EMPTY_THINK),
    ("7", "a<|im_end|>", FormFault.CONTROL_TOKEN),
    ("<think>a</think>7", "b", FormFault.STRAY_TAG),
]
DIRECT = [
    (" A rose.\n", None, Parts("", "A rose.")),
    ("", None, FormFault.EMPTY_ANSWER),
    (" \u00a0\n", None, FormFault.EMPTY_ANSWER),
    ("<think>a</think>A rose.", None, FormFault.STRAY_TAG),
    ("A rose.</answer>", None, FormFault.STRAY_TAG),
    ("A rose.", "hm", FormFault.STRAY_TAG),
    ("A rose.<|im_end|>", None, FormFault.CONTROL_TOKEN),
]
EDGE = " \t\r\n\f\v\u3000"
CONTENT = st.text(min_size=1).map(lambda text: text.strip(EDGE)).filter(lambda text: bool(text.strip()))


@pytest.mark.parametrize(("text", "think", "answer"), GOOD)
def test_the_strict_form_gives_both_contents_stripped_and_otherwise_untouched(
    text: str, think: str, answer: str
) -> None:
    assert map_response("think-answer", text) == Parts(think, answer)


@pytest.mark.parametrize(("text", "fault"), BAD)
def test_whatever_else_is_rejected_for_its_reason(text: str, fault: FormFault) -> None:
    assert map_response("think-answer", text) is fault


@pytest.mark.parametrize(("text", "reasoning", "expected"), R1)
def test_r1_thinks_up_to_the_first_closing_tag(text: str, reasoning: str | None, expected: Parts | FormFault) -> None:
    assert map_response("r1", text, reasoning) == expected


@pytest.mark.parametrize(("text", "reasoning", "expected"), DIRECT)
def test_direct_is_all_answer(text: str, reasoning: str | None, expected: Parts | FormFault) -> None:
    assert map_response("direct", text, reasoning) == expected


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
