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
FRAME = (THINK, f"{THINK_END}\n{ANSWER}", ANSWER_END)
"""What stands before, between and after think and answer in a completion."""

END = "<|im_end|>"
"""The student's end token, in its tokenizer and its generation config."""

_TAG = re.compile("|".join(TAGS))
_ANGLED = re.compile(
    r"<(?:[|｜]/?[A-Za-z▁][A-Za-z0-9_▁]{2,60}[|｜]>"  # <|im_end|>, <｜end▁of▁sentence｜>, <|eot_id|>, <|channel|> …
    r"|/?s>|(?:bos|eos|pad|unk|sop|eop|eoh|eoa)>|(?:BOS|EOS)_TOKEN>|(?:start|end)_of_(?:turn|image)>"
    r"|</?SYS>>|fim_(?:prefix|middle|suffix|pad)>|(?:unused_?|reserved_|extra_id_|SPECIAL_)\d{1,4}>"
    r"|(?:file_sep|gh_stars|empty_output|issue_(?:start|comment|closed)|jupyter_(?:start|text|code|output|script))>)"
)
_BRACKETED = re.compile(
    r"\[(?:/?INST|/?AVAILABLE_TOOLS|/?TOOL_RESULTS|TOOL_CALLS|/?SYSTEM_PROMPT|[gs]MASK|UNUSED_TOKEN_\d{1,4})\]"
)
CONTROL = re.compile(f"{_ANGLED.pattern}|{_BRACKETED.pattern}")
"""Tokens that steer a model, written out: a tokenizer would turn them into the real thing.

Qwen, DeepSeek, Llama, Mistral, Gemma, SmolLM2, GLM, Phi, Yi, InternLM and what is spelt like theirs. Left out, because
people write them: `<filename>`, `<repo_name>` and `<reponame>` (placeholders of command lines, tokens of SmolLM2),
`<mask>`, `[MASK]`, `<tool_call>`.
"""

SPACE = " \t\r\n\f\v\u3000"
"""White space between the blocks; zero-width characters and a byte-order mark are text."""

_PLAIN = r"([^<]*+(?:<(?![/|｜A-Za-z])[^<]*+)*+)"  # any text in which no `<` can begin a tag or a control token
_TIDY = re.compile(rf"[{SPACE}]*{THINK}{_PLAIN}{THINK_END}[{SPACE}]*{ANSWER}{_PLAIN}{ANSWER_END}[{SPACE}]*")

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
class ThinkAnswer:
    """Think and answer of one response, stripped, otherwise untouched. `direct` has an empty think."""

    think: str
    answer: str


def map_response(template: str, text: str, reasoning: str | None = None) -> ThinkAnswer | FormFault:
    """Think and answer of a response in one of TEMPLATES, or why there are none.

    text: verbatim, with the stop string. reasoning: what the API split off, null if it didn't.
    """
    if template == "think-answer" and reasoning is None and (tidy := _tidy(text)):
        return tidy
    if _has_control(text) or (reasoning and _has_control(reasoning)):
        return FormFault.CONTROL_TOKEN
    return TEMPLATES[template](text, reasoning)


def _tidy(text: str) -> ThinkAnswer | FormFault | None:
    """The parts of a text in which no `<` but those of the four tags could begin a tag or a token, else None.

    Only a shortcut: what it doesn't know goes the long way.
    """
    found = _TIDY.fullmatch(text)
    return None if found is None or _has_bracketed(text) else _filled(*found.groups())


def _has_control(text: str) -> bool:
    """Whether CONTROL is found. Each half begins with one letter of its own, which `re` looks for far faster."""
    return _ANGLED.search(text) is not None or _has_bracketed(text)


def _has_bracketed(text: str) -> bool:
    return "[" in text and _BRACKETED.search(text) is not None


def _think_answer(text: str, reasoning: str | None) -> ThinkAnswer | FormFault:
    if reasoning is not None:
        text = f"{THINK}{reasoning}{THINK_END}{text}"
    return strict_parts(text)


def _opened(text: str, reasoning: str | None) -> ThinkAnswer | FormFault:
    """The model's own prompt ends in `<think>`: the text starts inside the block, and one more is one too many."""
    return _think_answer(text if reasoning is not None else f"{THINK}{text}", reasoning)


def strict_parts(text: str) -> ThinkAnswer | FormFault:
    """Exactly `<think>…</think>` then `<answer>…</answer>`: only white space around, no further tag anywhere."""
    found = list(_TAG.finditer(text))
    tags = [tag.group() for tag in found]
    if tags != list(TAGS):
        if not {THINK, THINK_END} <= set(tags):
            return FormFault.NO_THINK
        return FormFault.STRAY_TAG if {ANSWER, ANSWER_END} <= set(tags) else FormFault.NO_ANSWER
    (start, opened), (closed, between), (resumed, answered), (end, after) = (tag.span() for tag in found)
    if (text[:start] + text[between:resumed] + text[after:]).strip(SPACE):
        return FormFault.STRAY_TEXT
    return _filled(text[opened:closed], text[answered:end])


def _r1(text: str, reasoning: str | None) -> ThinkAnswer | FormFault:
    if reasoning is None:
        head, end, answer = text.partition(THINK_END)
        if not end:
            return FormFault.NO_THINK
        head = head.lstrip(SPACE)
        think = head.removeprefix(THINK)
    else:
        think, answer = reasoning, text
    # Our own completion puts both between tags: one more of them inside would be ambiguous for every reader.
    if _TAG.search(think) or _TAG.search(answer):
        return FormFault.STRAY_TAG
    return _filled(think, answer)


def _direct(text: str, reasoning: str | None) -> ThinkAnswer | FormFault:
    if reasoning or _TAG.search(text):
        return FormFault.STRAY_TAG
    answer = text.strip(SPACE)
    return ThinkAnswer("", answer) if answer.strip() else FormFault.EMPTY_ANSWER


def _filled(think: str, answer: str) -> ThinkAnswer | FormFault:
    think, answer = think.strip(SPACE), answer.strip(SPACE)
    if not think.strip():  # other white space is content where it stands beside some, but alone it is nothing
        return FormFault.EMPTY_THINK
    return ThinkAnswer(think, answer) if answer.strip() else FormFault.EMPTY_ANSWER


TEMPLATES: dict[str, Callable[[str, str | None], ThinkAnswer | FormFault]] = {
    "think-answer": _think_answer,
    "think-answer-opened": _opened,
    "r1": _r1,
    "direct": _direct,
}
"""The ways a teacher may write; a campaign names one for each teacher."""


def completion(parts: ThinkAnswer) -> str:
    """What the student learns to write for these parts, without the end token."""
    before, between, after = FRAME
    return f"{before}{parts.think}{between}{parts.answer}{after}"


def forbidden_in_prompt(prompt: str) -> str | None:
    """The first control token or tag in a prompt, which may not be asked; None if there is none."""
    if "<" not in prompt and "[" not in prompt:  # with one of these all of them begin
        return None
    found = CONTROL.search(prompt)
    if found:
        return found.group()
    return next((tag for tag in TAGS if tag in prompt), None)


def chatml(messages: Sequence[tuple[str, str]]) -> str:
    """The prompt for the student as text, ready for it to go on: what CHATML renders, without a template engine."""
    turns = "".join(f"<|im_start|>{role}\n{content}{END}\n" for role, content in messages)
    return f"{turns}<|im_start|>assistant\n"
