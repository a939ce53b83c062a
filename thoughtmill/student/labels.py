"""What training is shown: samples → token ids and labels, audited character for character before the first step.

The prompt and the completion are tokenised apart, as they are when the student is served: the engine tokenises the
prompt, then the student goes on. So the border between them never falls inside a token.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from thoughtmill.errors import LabelError
from thoughtmill.template import CHATML, CONTROL, END, chatml

UNTRAINED = -100
"""The label of a token that no loss is taken from."""
START = "<|im_start|>"
FIRST = "{{ bos_token }}"
"""What the template begins with where the base was trained on a token before every text."""


def use_chatml(tokenizer: Any) -> int:
    """Give a tokenizer the student's template, its end token and a pad token that is not the end.

    Returns how many tokens were new to it: the model needs a row for each.
    """
    known = tokenizer.get_vocab()
    added = tokenizer.add_special_tokens({"additional_special_tokens": [t for t in (START, END) if t not in known]})
    tokenizer.eos_token = END
    if tokenizer.pad_token in (None, END):
        spare = next((t for t in ("<|endoftext|>", "<pad>", "<|pad|>") if t in known), "<|pad|>")
        added += tokenizer.add_special_tokens({"pad_token": spare})
    tokenizer.chat_template = (FIRST if _starts_with_bos(tokenizer) else "") + CHATML
    return added


def _starts_with_bos(tokenizer: Any) -> bool:
    """Whether the base was trained on a token before every text; if so, the template writes it, and nothing else does.

    An engine renders the template of a chat and adds nothing; what encodes the rendered text would add a second one.
    """
    if str(tokenizer.chat_template).startswith(FIRST):
        return True
    if tokenizer.bos_token_id is None or tokenizer.encode("") != [tokenizer.bos_token_id]:
        return False
    from tokenizers.processors import TemplateProcessing

    tokenizer.add_bos_token = False
    tokenizer.backend_tokenizer.post_processor = TemplateProcessing(single="$A", pair="$A $B")
    return True


def first_of(tokenizer: Any) -> str:
    """The token that the student's template writes before a text, as text; empty for most."""
    return tokenizer.bos_token if str(tokenizer.chat_template).startswith(FIRST) else ""


def first_in(folder: Path) -> str:
    """`first_of` a student's folder, without loading its tokenizer."""
    template = folder / "chat_template.jinja"
    if not template.exists() or not template.read_text(encoding="utf-8").startswith(FIRST):
        return ""
    token = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))["bos_token"]
    return token["content"] if isinstance(token, dict) else token


def encode(tokenizer: Any, sample: Mapping[str, Any], max_length: int) -> dict[str, list[int]]:
    """`input_ids` and `labels` of one sample: its completion and the end token are trained, nothing else.

    Raises LabelError where they would not be exactly that, and where the sample is longer than `max_length` tokens.
    """
    prompt = tokenizer.apply_chat_template(sample["prompt"], tokenize=False, add_generation_prompt=True)
    whole = tokenizer.apply_chat_template([*sample["prompt"], *sample["completion"]], tokenize=False)
    if not whole.startswith(prompt):
        raise _wrong("a template that renders the prompt alone as it does before its completion", prompt, whole)
    rest = whole[len(prompt) :]
    end = rest.rfind(tokenizer.eos_token)
    trained = rest[: end + len(tokenizer.eos_token)] if end >= 0 else rest  # the line break after it is the template's
    asked = tokenizer.encode(prompt, add_special_tokens=False)
    answered = tokenizer.encode(trained, add_special_tokens=False)
    if len(asked) + len(answered) > max_length:
        raise LabelError(
            f"samples of at most {max_length:,} tokens (student.max_length): nothing is ever cut",
            f"one of {len(asked) + len(answered):,}: {_shown(sample)}",
            "raise student.max_length, or lower policy.max_think_chars",
        )
    return {"input_ids": asked + answered, "labels": [UNTRAINED] * len(asked) + answered}


def audit(tokenizer: Any, sample: Mapping[str, Any], row: Mapping[str, Sequence[int]]) -> None:
    """Raises LabelError unless `row` trains exactly the sample's completion and the end token, after its prompt.

    `row`: `input_ids` and `labels` as the model will see them; padding at the end is allowed.
    """
    ids, labels = list(row["input_ids"]), list(row["labels"])
    messages = [(turn["role"], turn["content"]) for turn in sample["prompt"]]
    completion = "".join(turn["content"] for turn in sample["completion"])
    for text in (*(content for _, content in messages), completion):
        if token := CONTROL.search(text):
            raise _wrong("no control token inside a sample", "none", f"{token.group()} in {text}")
    places = [i for i, label in enumerate(labels) if label != UNTRAINED]
    if not places:
        raise _wrong("a completion that is trained", completion, "no trained label at all")
    first, last = places[0], places[-1]
    if labels[first : last + 1] != ids[first : last + 1]:
        raise _wrong("labels that are the tokens themselves, without a hole", completion, _decode(tokenizer, labels))
    if set(ids[last + 1 :]) - {tokenizer.pad_token_id}:
        raise _wrong("nothing after the end token", END, _decode(tokenizer, ids[last + 1 :]))
    bos = first_of(tokenizer)
    wanted = bos + chatml(messages)
    if (asked := _decode(tokenizer, ids[:first])) != wanted:
        raise _wrong("the whole prompt before the completion, untrained", wanted, asked)
    if (trained := _decode(tokenizer, ids[first : last + 1])) != completion + END:
        raise _wrong("the completion and its end token as labels", completion + END, trained)
    if ids[last] != tokenizer.eos_token_id or tokenizer.pad_token_id == tokenizer.eos_token_id:
        raise _wrong("an end token that is the tokenizer's own, and no padding", END, str(tokenizer.eos_token))
    ours = tokenizer.convert_tokens_to_ids([START, END])
    if foreign := set(tokenizer.all_special_ids) & set(ids[bool(bos) : last]) - set(ours):
        raise _wrong("no control token of the tokenizer inside a sample", trained, _decode(tokenizer, [*foreign]))


def audit_serving(tokenizer: Any) -> None:
    """Raises LabelError if an engine would put a token of its own before a prompt."""
    prompt = chatml([("user", "1 + 1?")])
    served, trained = tokenizer.encode(prompt), tokenizer.encode(prompt, add_special_tokens=False)
    if served != trained:
        raise _wrong("a tokenizer that adds nothing to a prompt", str(trained), str(served))


def spread(count: int, most: int) -> Iterator[int]:
    """At most `most` row numbers out of `count`, evenly spread, the first among them."""
    return iter(range(0, count, max(1, -(-count // most))))


def _decode(tokenizer: Any, ids: Sequence[int]) -> str:
    shown = [token for token in ids if token != UNTRAINED]
    return tokenizer.decode(shown, skip_special_tokens=False, clean_up_tokenization_spaces=False)


def _wrong(expected: str, wanted: str, found: str) -> LabelError:
    return LabelError(
        expected,
        f"{found[-400:]!r} where {wanted[-400:]!r} should stand",
        "nothing is trained on such labels: mend the base's tokenizer or template",
    )


def _shown(sample: Mapping[str, Any]) -> str:
    return repr(sample["prompt"][-1]["content"][:200])
