"""Labels are exactly the completion and its end token, and whatever breaks that is told before the first step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import tiny_student
from thoughtmill.errors import LabelError
from thoughtmill.student.labels import UNTRAINED, audit, audit_serving, encode, first_in, spread, use_chatml
from thoughtmill.template import CONTROL, END, chatml


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """The student's tokenizer."""
    made = tiny_student.tokenizer()
    use_chatml(made)
    return made


def said(prompt: str, completion: str) -> dict[str, Any]:
    return {
        "prompt": [{"role": "user", "content": prompt}],
        "completion": [{"role": "assistant", "content": completion}],
    }


plain = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda t: not CONTROL.search(t)
)


@given(prompt=plain, completion=plain)
@settings(deadline=None, max_examples=200)
def test_whatever_is_written_only_completion_and_end_token_are_trained(prompt: str, completion: str) -> None:
    words = _words()
    sample = said(prompt, completion)
    row = encode(words, sample, 4_000)
    audit(words, sample, row)
    trained = [label for label in row["labels"] if label != UNTRAINED]
    assert words.decode(trained, skip_special_tokens=False) == completion + END
    untrained = row["input_ids"][: -len(trained)]
    assert words.decode(untrained, skip_special_tokens=False) == chatml([("user", prompt)])


_made: list[Any] = []


def _words() -> Any:
    if not _made:
        _made.append(tiny_student.tokenizer())
        use_chatml(_made[0])
    return _made[0]


def test_a_tokenizer_without_our_tokens_gets_them_and_its_padding_is_not_its_end() -> None:
    words = tiny_student.tokenizer(specials=())
    assert use_chatml(words) == 3
    assert words.eos_token == END != words.pad_token
    sample = said("Hi", "<think>a</think>\n<answer>b</answer>")
    audit(words, sample, encode(words, sample, 200))


def _template(source: str) -> Callable[[Any], None]:
    return lambda words: setattr(words, "chat_template", source)


TURNS = "{% for m in messages %}<|im_start|>{{ m.role }}\n"
TAIL = "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
BROKEN: dict[str, Callable[[Any], None]] = {
    "strips the thinking": _template(TURNS + "{{ m.content.split('</think>')[-1] }}<|im_end|>\n" + TAIL),
    "trims the content": _template(TURNS + "{{ m.content.strip() }}<|im_end|>\n" + TAIL),
    "a system prompt of its own": _template(
        f"<|im_start|>system\nBe good.<|im_end|>\n{TURNS}{{{{ m.content }}}}<|im_end|>\n{TAIL}"
    ),
    "opens the thinking": _template(
        TURNS + "{{ m.content }}<|im_end|>\n" + TAIL.replace("assistant\n", "assistant\n<think>")
    ),
    "no end token": _template(TURNS + "{{ m.content }}\n" + TAIL),
    "another end token": lambda words: setattr(words, "eos_token", "<|endoftext|>"),
    "padding that is the end": lambda words: setattr(words, "pad_token", END),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_or_token_is_told_with_an_example(name: str) -> None:
    words = tiny_student.tokenizer()
    use_chatml(words)
    sample = said("What is 3 + 4?", " <think>3 + 4 = 7.</think>\n<answer>7</answer>")
    audit(words, sample, encode(words, sample, 200))
    BROKEN[name](words)
    with pytest.raises(LabelError) as told:
        audit(words, sample, encode(words, sample, 200))
    assert "'" in told.value.args[1], "an example"


def test_a_sample_that_is_too_long_is_an_error_and_never_cut(tokenizer: Any) -> None:
    sample = said("What is 3 + 4?", "<think>3 + 4 = 7.</think>\n<answer>7</answer>")
    length = len(encode(tokenizer, sample, 4_000)["input_ids"])
    encode(tokenizer, sample, length)
    with pytest.raises(LabelError, match=r"What is 3 \+ 4"):
        encode(tokenizer, sample, length - 1)


def spelt() -> list[int]:
    """The end token as plain text, in tokens that end nothing."""
    return [token for piece in ("<|im", "_end|>") for token in _words().encode(piece, add_special_tokens=False)]


Row = dict[str, list[int]]
SPOILT: dict[str, Callable[[Row], object]] = {
    "cut at the end": lambda row: [row[name].pop() for name in row],
    "the end token untrained": lambda row: row["labels"].__setitem__(-1, UNTRAINED),
    "the prompt trained": lambda row: row.update(labels=list(row["input_ids"])),
    "one prompt token trained": lambda row: row["labels"].__setitem__(3, row["input_ids"][3]),
    "a hole": lambda row: row["labels"].__setitem__(-4, UNTRAINED),
    "the first token untrained": lambda row: row["labels"].__setitem__(row["labels"].count(UNTRAINED), UNTRAINED),
    "another token": lambda row: [row[name].__setitem__(-3, 9) for name in row],
    "shifted by one": lambda row: row["labels"].insert(0, row["labels"].pop()),
    "nothing trained": lambda row: row.update(labels=[UNTRAINED] * len(row["input_ids"])),
    "the prompt cut off": lambda row: [row.update({name: row[name][2:]}) for name in list(row)],
    "the end token spelt out": lambda row: [row[name].__setitem__(slice(-1, None), spelt()) for name in row],
    "text after the end": lambda row: (row["input_ids"].append(9), row["labels"].append(UNTRAINED)),
}


@pytest.mark.parametrize("name", SPOILT)
def test_labels_that_are_not_exactly_the_completion_are_told(tokenizer: Any, name: str) -> None:
    sample = said("What is 3 + 4?", "<think>3 + 4 = 7.</think>\n<answer>7</answer>")
    row = encode(tokenizer, sample, 200)
    audit(tokenizer, sample, {key: list(value) for key, value in row.items()})
    SPOILT[name](row)
    with pytest.raises(LabelError):
        audit(tokenizer, sample, row)


def test_padding_after_the_end_is_allowed(tokenizer: Any) -> None:
    sample = said("What is 3 + 4?", "<think>3 + 4 = 7.</think>\n<answer>7</answer>")
    row = encode(tokenizer, sample, 200)
    row["input_ids"] += [tokenizer.pad_token_id] * 3
    row["labels"] += [UNTRAINED] * 3
    audit(tokenizer, sample, row)


@pytest.mark.parametrize("token", ["<|im_end|>", "<|im_start|>", "<｜end▁of▁sentence｜>"])
@pytest.mark.parametrize("where", ["prompt", "completion"])
def test_a_control_token_in_a_sample_is_told(tokenizer: Any, token: str, where: str) -> None:
    sample = said("What is 3?", "<think>3.</think>\n<answer>3</answer>")
    sample[where][0]["content"] += f" {token} more"
    with pytest.raises(LabelError, match="control token"):
        audit(tokenizer, sample, encode(tokenizer, sample, 200))


@pytest.mark.parametrize("where", ["prompt", "completion"])
def test_a_control_token_that_only_the_tokenizer_knows_is_told(where: str) -> None:
    words = tiny_student.tokenizer(specials=("<|endoftext|>", "<|im_start|>", "<|im_end|>", "[MASK]"))
    words.add_special_tokens({"mask_token": "[MASK]"})
    use_chatml(words)
    sample = said("What is 3?", "<think>3.</think>\n<answer>3</answer>")
    audit(words, sample, encode(words, sample, 200))
    sample[where][0]["content"] += " [MASK] more"
    with pytest.raises(LabelError, match="control token of the tokenizer"):
        audit(words, sample, encode(words, sample, 200))


def test_a_tokenizer_that_puts_something_before_a_prompt_is_told() -> None:
    from tokenizers.processors import TemplateProcessing

    words = tiny_student.tokenizer()
    use_chatml(words)
    audit_serving(words)
    words.backend_tokenizer.post_processor = TemplateProcessing(
        single="<|endoftext|> $A", special_tokens=[("<|endoftext|>", 0)]
    )
    with pytest.raises(LabelError, match="adds nothing"):
        audit_serving(words)


@given(count=st.integers(0, 10_000), most=st.integers(1, 500))
def test_a_spread_is_within_its_bounds_and_starts_at_the_first(count: int, most: int) -> None:
    found = list(spread(count, most))
    assert len(found) <= most
    assert found[:1] == [0][:count]
    assert all(0 <= number < count for number in found)


def test_of_a_conversation_only_the_last_answer_is_trained() -> None:
    words = _words()
    turns = [("user", "How many days has a week?"), ("assistant", "It has 7."), ("user", "And two?")]
    sample = said("", "<think>7 + 7</think>\n<answer>14</answer>")
    sample["prompt"] = [{"role": role, "content": text} for role, text in turns]
    row = encode(words, sample, 4_000)
    audit(words, sample, row)
    asked = [token for token, label in zip(row["input_ids"], row["labels"], strict=True) if label == UNTRAINED]
    assert words.decode(asked, skip_special_tokens=False) == chatml(turns)


def test_a_base_with_a_token_before_every_text_is_trained_and_served_with_exactly_one(tmp_path: Path) -> None:
    from tokenizers.processors import TemplateProcessing
    from transformers import AutoTokenizer

    words = tiny_student.tokenizer(specials=("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<s>"))
    words.add_special_tokens({"bos_token": "<s>"})
    first = words.bos_token_id
    words.backend_tokenizer.post_processor = TemplateProcessing(single="<s> $A", special_tokens=[("<s>", first)])
    use_chatml(words)
    sample = said("What is 3 + 4?", "<think>3 + 4 = 7.</think>\n<answer>7</answer>")
    row = encode(words, sample, 200)
    audit(words, sample, row)
    assert row["input_ids"].count(first) == 1
    assert row["input_ids"][0] == first
    words.save_pretrained(tmp_path)
    assert first_in(tmp_path) == "<s>", "the exam writes it, too"
    served: Any = AutoTokenizer.from_pretrained(tmp_path)
    use_chatml(served)
    audit_serving(served)
    rendered = served.apply_chat_template(sample["prompt"], tokenize=False, add_generation_prompt=True)
    prompt = row["input_ids"][: row["labels"].count(UNTRAINED)]
    assert served.encode(rendered) == served.encode(rendered, add_special_tokens=False) == prompt
    inside = said("What is <s>?", "<think>3.</think>\n<answer>3</answer>")
    spoilt = encode(words, inside, 200)
    with pytest.raises(LabelError, match="control token inside a sample"):
        audit(words, inside, spoilt)
