"""Final answers in what sets hold as an answer: a rationale with `####`, a solution with a box, a number, a list."""

import json
import re
from dataclasses import replace
from typing import Any, cast

from thoughtmill.questions.formats.contract import Reading, refused
from thoughtmill.questions.refusals import RefusedFor

NONE_GIVEN = frozenset(
    {"proof", "notfound", "not found", "n/a", "none", "null", "nan", "-", "unknown answer", "略", "无答案"}
)
"""What sets write where there is no answer to compare with."""

_BOX = re.compile(r"\\(?:boxed|framebox|fbox)\s*(?=\{|\s*[^\s{])")  # of solutions in LaTeX
_HASHES = re.compile(r"####[ \t]*([^\n]*)")  # of GSM8K's rationales
_LAST_LINE = re.compile(
    r"(?:^|\n)[ \t*]*(?:A|Answer|Final answer|The answer|答案)[ \t*]*(?::|：|is)[ \t*]*([^\n]{1,200}?)[ \t.*]*$",
    re.IGNORECASE,
)  # of rationales whose last line is "A: 18" or "Answer: 18"
_COUNTED = re.compile(r"([-+]?[\d.,/]{1,30})\s*\(([^()\d]{1,40})\)")  # of ASDiv: "9 (apples)"


def boxed(text: str) -> str | None:
    """What stands in the last box of a solution, braces balanced; None if there is none, or it does not end."""
    starts = [found.end() for found in _BOX.finditer(text)]
    for start in reversed(starts):
        if text[start] != "{":
            return text[start]
        depth = 0
        for at in range(start, len(text)):
            depth += (text[at] == "{" and text[at - 1] != "\\") - (text[at] == "}" and text[at - 1] != "\\")
            if depth == 0:
                return text[start + 1 : at].strip() or None
    return None


def marked(text: str) -> str | None:
    """The answer that a rationale marks: behind `####`, in its last box, or in its last line; None without a mark."""
    if hashes := _HASHES.findall(text):
        return hashes[-1].strip() or None
    if found := boxed(text):
        return found
    line = _LAST_LINE.search(text.rstrip())
    return line[1].strip() if line else None


def plain(answer: Any) -> Any:
    """A cell as a verifier reads it: 27.0 is 27, a list of one its only item, numbers in a list a tuple."""
    if isinstance(answer, bool) or answer is None:
        return None if answer is None else str(answer)
    if isinstance(answer, float) and answer.is_integer() and abs(answer) < 1e15:
        return str(int(answer))
    if isinstance(answer, int | float):
        return None if answer != answer else repr(answer)  # noqa: PLR0124  # only NaN differs from itself
    if isinstance(answer, list):
        items = cast("list[Any]", answer)
        if len(items) == 1:
            return plain(items[0])
        if items and all(isinstance(item, int | float) for item in items):
            return f"({', '.join(map(plain, items))})"
        return [plain(item) for item in items]
    if isinstance(answer, str) and (counted := _COUNTED.fullmatch(answer.strip())):
        return f"{counted[1]} {counted[2].strip()}"
    return answer


def answered(prompt: Any, answer: Any, lists: Any = None, *, rationale: bool = False) -> Reading:
    """A question with an answer as the set holds it; of a `rationale`, a whole solution, what it marks."""
    if isinstance(answer, str):
        found = (
            marked(answer) if rationale or "####" in answer or "\\boxed" in answer or "\\framebox" in answer else None
        )
        if rationale and found is None:
            return refused(RefusedFor.NO_ANSWER, f"no answer is marked in {answer[-80:]!r}")
        answer = found or answer
    reference = plain(answer)
    reference = reference.strip() if isinstance(reference, str) else reference
    if isinstance(reference, str) and reference.casefold() in NONE_GIVEN:
        return Reading(prompt, fault=(RefusedFor.NO_ANSWER, reference))
    reference = None if reference in ("", []) else reference
    return Reading(prompt, reference, lists)


def loaded(cell: Any) -> Any:
    """A list or an object that stands as JSON in a text; everything else as it is."""
    if isinstance(cell, str) and cell.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            return cell
    return cell


def referred(reading: Reading, lists: str | None) -> Reading:
    """A reading whose list of references says what it means. `lists` is what the campaign says, and wins."""
    items = reading.reference
    if not isinstance(items, list):
        return reading
    found = [item.strip() for item in cast("list[Any]", items) if isinstance(item, str) and item.strip()]
    if len(found) < len(cast("list[Any]", items)):
        return replace(
            reading, reference=None, fault=(RefusedFor.UNCLEAR_KEY, f"a list that is not of texts: {items!r}"[:200])
        )
    means = lists or reading.lists
    if means is None:
        told = f'{len(found)} answers: alternatives, or parts of one? Say `lists = "…"`'
        return replace(reading, reference=None, fault=(RefusedFor.UNCLEAR_KEY, told))
    if means == "parts":
        return replace(reading, reference=", ".join(found))
    unique = list(dict.fromkeys(found))
    return replace(reading, reference=unique[0] if len(unique) == 1 else json.dumps(unique, ensure_ascii=False))
