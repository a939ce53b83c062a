"""Options of multiple choice in any of the usual dresses, and which of them the key names."""

import ast
import re
import string
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Reading, Values, refused
from thoughtmill.questions.refusals import RefusedFor

Option = tuple[str, str]
"""Its label, as the set writes it, and its text."""

LISTS = (
    "options",
    "choices",
    "candidates",
    "option",
    "choice",
    "endings",
    "answers",
    "multiple_choice",
    "formatted_options",
)
FAMILIES = (
    *(tuple(pattern.format(letter) for letter in letters) for letters in ("ABCDEFGHIJ", "abcdefghij") for pattern in (
        "{}", "option_{}", "Option {}", "option{}", "op{}", "choice_{}", "answer{}", "answer_{}", "opt_{}")),
    *(tuple(pattern.format(number) for number in range(first, first + 10)) for first in (1, 0) for pattern in (
        "option{}", "q_op{}", "option_{}", "choice{}", "choice_{}", "answer{}", "ending{}", "sol{}", "opt{}")),
)  # fmt: skip
"""Columns that hold one option each, in their order."""

_LABEL = re.compile(r"\s*[(\[（]?([A-Ja-j]|[1-9]|10)\s*[)\].:、．）：]\s*")  # before an option: "(A)", "B.", "C）"
_IN_ROW = re.compile(r"(?:^|(?<=[\s,;，；]))[(\[（]?([A-J])\s*[)\].:、．）：]\s*")  # each label in "A) 3 B) 4 C) 5"
_SMALL = re.compile(r"(?:^|(?<=[\s,;，；]))[(\[（]?([a-j])\s*[)\]）]\s*")  # each label in "a ) 3 , b ) 4"


def options_of(values: Values) -> list[Option]:
    """The options of a row; none if it has none."""
    for column in LISTS:
        if found := _listed(loaded(values.get(column))):
            return found
    for family in FAMILIES:
        names = [name for name in family if name in values]
        if len(names) >= 2 and names == list(family[: len(names)]):
            return [(name, _text(values[name])) for name in names if _text(values[name])]
    return []


def _text(cell: Any) -> str:
    return "" if is_empty(cell) else str(cell).strip()


def _listed(found: Any) -> list[Option]:
    """Options in one cell: a list, an object by labels, labels beside texts, or one text."""
    if isinstance(found, str):
        return _in_text(found)
    if isinstance(found, dict):
        table = cast("dict[str, Any]", found)
        if isinstance(table.get("text"), list):
            texts = [_text(text) for text in table["text"]]
            labels = table.get("label") or table.get("labels") or string.ascii_uppercase[: len(texts)]
            return list(zip(map(str, labels), texts, strict=False))
        short = len(table) >= 2 and all(len(label) <= 2 for label in table)
        return [(label, _text(text)) for label, text in table.items() if _text(text)] if short else []
    if not isinstance(found, list) or len(cast("list[Any]", found)) < 2:
        return []
    items = cast("list[Any]", found)
    if all(isinstance(item, dict) for item in items):
        return _of_tables(cast("list[dict[str, Any]]", items))
    if not all(isinstance(item, str | int | float) for item in items):
        return []
    return _labelled([str(item).strip() for item in items])


def _of_tables(items: list[dict[str, Any]]) -> list[Option]:
    if all(len(item) == 1 for item in items):
        return [(label, _text(text)) for item in items for label, text in item.items()]
    found: list[Option] = []
    for item in items:
        label = next(
            (str(item[key]) for key in ("label", "key", "id", "letter", "option", "choice") if key in item), ""
        )
        text = next((_text(item[key]) for key in ("text", "value", "content", "answer") if key in item), "")
        found.append((label, text))
    return found if all(label and text for label, text in found) else []


def _labelled(texts: list[str]) -> list[Option]:
    """Texts that begin with labels in their order lose them; others get letters."""
    labels = [found[1].upper() if (found := _LABEL.match(text)) else "" for text in texts]
    if labels in (list(string.ascii_uppercase[: len(texts)]), [str(n) for n in range(1, len(texts) + 1)]):
        return [(label, _LABEL.sub("", text, count=1)) for label, text in zip(labels, texts, strict=True)]
    return list(zip(string.ascii_uppercase, texts, strict=False)) if len(texts) <= 26 else []  # letters


def _in_text(text: str) -> list[Option]:
    if text.lstrip()[:1] in ("[", "{") and len(text) < 20_000:  # a list as Python prints one, in CSV
        try:
            return _listed(ast.literal_eval(text.strip()))
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return []
    for labels in (_IN_ROW, _SMALL):
        found = list(labels.finditer(text))
        letters = "".join(one[1] for one in found).upper()
        if len(found) >= 2 and letters == string.ascii_uppercase[: len(found)]:  # a choice
            ends = [*(one.start() for one in found[1:]), len(text)]
            texts = (text[one.end() : end].strip(" \t\n,;，；") for one, end in zip(found, ends, strict=True))
            return list(zip(letters, texts, strict=True))
    return []


def flagged(cell: Any) -> str | None:
    """The letter of the only option that is marked as right where it stands: {"text": "Sink", "correct": true}."""
    items = cast("list[Any]", cell) if isinstance(cell, list) else []
    right = [
        at
        for at, one in enumerate(items)
        if isinstance(one, dict) and cast("dict[str, Any]", one).get("correct") is True
    ]
    return string.ascii_uppercase[right[0]] if len(right) == 1 and len(items) <= len(string.ascii_uppercase) else None


def key_of(options: list[Option], key: Any) -> str | None:
    """The letters of the options that a key names by label, text, or number from 0; None if that is unclear."""
    if isinstance(key, list):
        letters = [key_of(options, one) for one in cast("list[Any]", key)]
        return "".join(sorted(set(filter(None, letters)))) if letters and all(letters) else None
    letters = string.ascii_uppercase
    if isinstance(key, bool) or key is None:
        return None
    if isinstance(key, float) and key.is_integer():
        key = int(key)
    if isinstance(key, int):
        by_name = [at for at, (label, _) in enumerate(options) if label == str(key)]
        at = by_name[0] if by_name else key
        return letters[at] if 0 <= at < len(options) else None
    return _key_in_words(options, str(key).strip())


def _key_in_words(options: list[Option], key: str) -> str | None:
    letters = string.ascii_uppercase
    ends = [_ending(label) for label, _ in options]
    if key in ends:
        return letters[ends.index(key)]
    said = [at for at, (_, text) in enumerate(options) if text == key]
    if len(said) == 1:
        return letters[said[0]]
    bare = key.strip("()[]（） .").upper()
    known = [end.upper() for end in ends]
    if bare in known:
        return letters[known.index(bare)]
    if key.isdigit() and not any(end.isdigit() for end in ends) and options[0][0] in letters:
        return letters[int(key)] if int(key) < len(options) and options[0][0] == "A" and key == "0" else None
    parts = [part for part in re.split(r"[,，、;\s]+", bare) if part] if len(bare) > 1 else []
    parts = list(bare) if len(parts) == 1 and 1 < len(bare) <= len(options) else parts
    if parts and all(part in known for part in parts):
        return "".join(sorted({letters[known.index(part)] for part in parts}))
    if (label := _LABEL.match(key)) and label[1].upper() in known:
        at = known.index(label[1].upper())
        return letters[at] if key[label.end() :].strip() in ("", options[at][1]) else None
    return None


def _ending(label: str) -> str:
    """A label as a key names it: of the column `option_b` it is `b`."""
    found = re.search(
        r"(?:^|[^A-Za-z])([A-Za-z]|\d{1,2})$|(?:option|choice|answer|op|ending|sol)([A-Ja-j]|\d{1,2})$", label
    )
    return (found[1] or found[2]) if found else label


def multiple_choice(prompt: Any, options: list[Option], key: Any) -> Reading:
    """A question with its options in the text, and the letter of the right one."""
    if not isinstance(prompt, str) or not prompt.strip():
        return refused(RefusedFor.NO_PROMPT, type(prompt).__name__)
    if len(options) < 2 or len(options) > len("ABCDEFGHIJ"):  # a choice
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, f"{len(options)} options"))
    if is_empty(key):
        return Reading(prompt, fault=(RefusedFor.NO_REFERENCE, "no key"))
    letters = key_of(options, key)
    if letters is None:
        return Reading(prompt, fault=(RefusedFor.UNCLEAR_KEY, f"{key!r} of {len(options)} options"[:200]))
    return Reading(with_options(prompt, options), letters)


def with_options(prompt: str, options: list[Option]) -> str:
    """A question with its options below it, unless it says all of them itself."""
    if all(text and text in prompt for _, text in options) and len(_IN_ROW.findall(prompt)) >= len(options):
        return prompt.strip()
    lines = (f"{letter}. {text}" for letter, (_, text) in zip(string.ascii_uppercase, options, strict=False))
    return f"{prompt.strip()}\n\n" + "\n".join(lines)
