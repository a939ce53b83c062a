"""How a teacher writes and how a student writes. The one place that knows the tags.

A template maps the text of a response, exactly as it came, to think and answer, or says why it can't.
Sources: DeepSeek-R1 (arXiv 2501.12948) for the two tags; ChatML for the student.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

VERSION = "2"

THINK, THINK_END, ANSWER, ANSWER_END = TAGS = ("<think>", "</think>", "<answer>", "</answer>")
END = "<|im_end|>"
"""The student's end token, in its tokenizer and its generation config."""

CONTROL = re.compile(
    r"<(?:[|｜]/?[A-Za-z▁][A-Za-z0-9_▁]{2,60}[|｜]>"  # <|im_end|>, <｜end▁of▁sentence｜>, <|eot_id|>, <|channel|> …
    r"|/?s>|(?:bos|eos|pad|unk|sop|eop|eoh|eoa)>|(?:BOS|EOS)_TOKEN>|(?:start|end)_of_(?:turn|image)>"
    r"|</?SYS>>|fim_(?:prefix|middle|suffix|pad)>|(?:unused_?|reserved_|extra_id_|SPECIAL_)\d{1,4}>"
    r"|(?:file_sep|gh_stars|empty_output|issue_(?:start|comment|closed)|jupyter_(?:start|text|code|output|script))>)"
    r"|\[(?:/?INST|/?AVAILABLE_TOOLS|/?TOOL_RESULTS|TOOL_CALLS|/?SYSTEM_PROMPT|[gs]MASK|UNUSED_TOKEN_\d{1,4})\]"
)
"""Tokens that steer a model, written out: a tokenizer would turn them into the real thing.

Qwen, DeepSeek, Llama, Mistral, Gemma, SmolLM2, GLM, Phi, Yi, InternLM and what is spelt like theirs. Left out, because
people write them: `<filename>`, `<repo_name>` and `<reponame>` (placeholders of command lines, tokens of SmolLM2),
`<mask>`, `[MASK]`, `<tool_call>`.
"""

SPACE = " \t\r\n\f\v\u3000"
"""White space between the blocks; zero-width characters and a byte-order mark are text."""

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
"""The student's template, for SFT, evaluation and serving: no default system prompt, never touches `<think>`."""


class FormFault(StrEnum):
    """Why a response has no think and answer."""

    CONTROL_TOKEN = "control_token"
    """A model's control token is written in the text."""
    NO_THINK = "no_think"
    """No closed think block at the start."""
    NO_ANSWER = "no_answer"
    """No closed answer block after the thinking."""
    EMPTY_THINK = "empty_think"
    """A think block with nothing in it."""
    EMPTY_ANSWER = "empty_answer"
    """An answer with nothing in it."""
    STRAY_TAG = "stray_tag"
    """One of the four tags where it does not belong, or once too often."""
    STRAY_TEXT = "stray_text"
    """Text before, between or after the two blocks."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Think and answer of one response, stripped, otherwise untouched. `direct` has an empty think."""

    think: str
    answer: str


def map_response(
    template: str, text: str, reasoning: str | None = None, *, prompt_opened: bool = False
) -> Parts | FormFault:
    """Think and answer of a response in one of TEMPLATES, or why there are none.

    text: verbatim, with the stop string. reasoning: what the API split off, null if it didn't. prompt_opened: the
    prompt is known to have ended in `<think>`: the text starts inside the block, and one more is one too many.
    """
    if CONTROL.search(text) or (reasoning and CONTROL.search(reasoning)):
        return FormFault.CONTROL_TOKEN
    if prompt_opened and reasoning is None:
        text = f"{THINK}{text}"
    return TEMPLATES[template](text, reasoning)


def _think_answer(text: str, reasoning: str | None) -> Parts | FormFault:
    if reasoning is not None:
        text = f"{THINK}{reasoning}{THINK_END}{text}"
    return strict_parts(text)


def strict_parts(text: str) -> Parts | FormFault:
    """Exactly `<think>…</think>` then `<answer>…</answer>`: only white space around, no further tag anywhere."""
    counts = [text.count(tag) for tag in TAGS]
    if counts[0] == 0 or counts[1] == 0:
        return FormFault.NO_THINK
    if counts[2] == 0 or counts[3] == 0:
        return FormFault.NO_ANSWER
    if counts != [1, 1, 1, 1]:
        return FormFault.STRAY_TAG
    places = [text.index(tag) for tag in TAGS]
    if places != sorted(places):
        return FormFault.STRAY_TAG
    before, think = text[: places[0]], text[places[0] + len(THINK) : places[1]]
    between, answer = text[places[1] + len(THINK_END) : places[2]], text[places[2] + len(ANSWER) : places[3]]
    after = text[places[3] + len(ANSWER_END) :]
    if any(part.strip(SPACE) for part in (before, between, after)):
        return FormFault.STRAY_TEXT
    return _filled(think, answer)


def _r1(text: str, reasoning: str | None) -> Parts | FormFault:
    if reasoning is None:
        head, end, answer = text.partition(THINK_END)
        if not end:
            return FormFault.NO_THINK
        head = head.lstrip(SPACE)
        think = head.removeprefix(THINK)
    else:
        think, answer = reasoning, text
    # Our own completion puts both between tags: one more of them inside would be ambiguous for every reader.
    if any(tag in part for tag in TAGS for part in (think, answer)):
        return FormFault.STRAY_TAG
    return _filled(think, answer)


def _direct(text: str, reasoning: str | None) -> Parts | FormFault:
    if reasoning or any(tag in text for tag in TAGS):
        return FormFault.STRAY_TAG
    answer = text.strip(SPACE)
    return Parts("", answer) if answer.strip() else FormFault.EMPTY_ANSWER


def _filled(think: str, answer: str) -> Parts | FormFault:
    think, answer = think.strip(SPACE), answer.strip(SPACE)
    if not think.strip():  # other white space is content where it stands beside some, but alone it is nothing
        return FormFault.EMPTY_THINK
    return Parts(think, answer) if answer.strip() else FormFault.EMPTY_ANSWER


TEMPLATES: dict[str, Callable[[str, str | None], Parts | FormFault]] = {
    "think-answer": _think_answer,
    "r1": _r1,
    "direct": _direct,
}
"""The ways a teacher may write; a campaign names one for each teacher."""


def completion(parts: Parts) -> str:
    """What the student learns to write for these parts, without the end token."""
    return f"{THINK}{parts.think}{THINK_END}\n{ANSWER}{parts.answer}{ANSWER_END}"


def forbidden_in_prompt(prompt: str) -> str | None:
    """The first control token or tag in a prompt, which may not be asked; None if there is none."""
    found = CONTROL.search(prompt)
    if found:
        return found.group()
    return next((tag for tag in TAGS if tag in prompt), None)


def chatml(messages: Sequence[tuple[str, str]]) -> str:
    """The prompt for the student as text, ready for it to go on: what CHATML renders, without a template engine."""
    turns = "".join(f"<|im_start|>{role}\n{content}{END}\n" for role, content in messages)
    return f"{turns}<|im_start|>assistant\n"
