"""Tests of programs as pairs of input and output, or of arguments and result: as the verifier `code` reads them."""

import json
import re
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.assertions import reads
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Reading, Values
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.verifiers.code.languages import named

SLOWER = 3.0
"""So much longer than the problem's limit a program may take: limits are made for compiled languages."""
MAX_SECONDS, MIN_MB, MAX_MB = 30.0, 256, 16_384
MAX_TESTS, MAX_CHARS = 100, 20_000_000
"""Of a question; of more tests the first that fit are taken."""
MAX_SOLUTIONS = 3
"""So many of a set's own programs are tried; one that passes is enough."""
LANGUAGE = ("programming_language", "language", "lang")
"""Columns that name the language of the program that is asked for, or the question's own."""
_OTHERS = frozenset(
    """c c# csharp php ruby kotlin swift scala perl haskell lua r julia dart racket elixir bash pascal ocaml""".split()  # noqa: SIM905  # languages of sets
)
"""Programming languages that are refused by their name; any other word is a language that people speak."""
_ANY_FENCE = re.compile(r"```[\w+#]*\s*\n(.*?)```", re.DOTALL)
_FENCED = re.compile(r"```(?:python|py)\d?\s*\n(.*?)```", re.DOTALL | re.IGNORECASE)  # of solutions with prose


def outputs(pairs: list[tuple[Any, Any]]) -> dict[str, Any] | None:
    """Tests of whole programs; None if one of the pairs is no text, nor a list of lines."""
    found = [tuple(_text(one) for one in pair) for pair in pairs]
    if not found or any(one is None for pair in found for one in pair):
        return None
    return {"tests": _limited([{"stdin": given, "stdout": wanted} for given, wanted in found])}


def calls(function: str, pairs: list[tuple[Any, Any]]) -> dict[str, Any] | None:
    """Tests of a function; None if the arguments are no list.

    A result that stands alone in a list may be that list or what is in it: sets write both.
    """
    rows = [(loaded(given), loaded(wanted)) for given, wanted in pairs]
    if not rows or not function.isidentifier() or not all(isinstance(given, list) for given, _ in rows):
        return None
    return {"function": function, "tests": _limited([_call(given, wanted) for given, wanted in rows])}


def of_lines(function: str, pairs: list[tuple[Any, Any]]) -> dict[str, Any] | None:
    """Tests of a function whose arguments stand line by line, each as JSON; None if one can't be read."""
    try:
        rows = [
            ([json.loads(line) for line in given.split("\n") if line.strip()], json.loads(wanted))
            for given, wanted in pairs
        ]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    if not rows or not function.isidentifier():
        return None
    return {"function": function, "tests": _limited([{"args": given, "expected": wanted} for given, wanted in rows])}


def _call(given: list[Any], wanted: Any) -> dict[str, Any]:
    if isinstance(wanted, list) and len(cast("list[Any]", wanted)) == 1:
        return {"args": given, "accepted": [wanted, wanted[0]]}
    return {"args": given, "expected": wanted}


def _text(cell: Any) -> str | None:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list) and all(isinstance(line, str) for line in cast("list[Any]", cell)):
        return "\n".join(cast("list[str]", cell))
    return None


def _limited(tests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept, chars = list[dict[str, Any]](), 0
    for test in tests[:MAX_TESTS]:
        chars += len(json.dumps(test))
        if kept and chars > MAX_CHARS:
            break
        kept.append(test)
    return kept


def limits(seconds: Any = None, megabytes: Any = None) -> dict[str, Any]:
    """What a problem allows, as the verifier reads it; nothing where it says nothing."""
    found: dict[str, Any] = {}
    if isinstance(seconds, dict):  # CodeContests: {"seconds": 2, "nanos": 500000000}
        told = cast("dict[str, Any]", seconds)
        seconds = (told.get("seconds") or 0) + (told.get("nanos") or 0) / 1e9
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0:
        found["seconds"] = min(MAX_SECONDS, SLOWER * seconds)
    if isinstance(megabytes, int | float) and not isinstance(megabytes, bool) and megabytes > 0:
        found["memory_mb"] = int(min(MAX_MB, max(MIN_MB, megabytes)))
    return found


def solutions(cell: Any, head: str = "") -> dict[str, Any]:
    """Some of a set's own programs that are Python of today, bare or fenced; nothing where there are none."""
    found = loaded(cell)
    if isinstance(found, dict):
        table = cast("dict[str, Any]", found)
        found = table.get("python") or table.get("py") or table.get("solution")
    listed = cast("list[Any]", found) if isinstance(found, list) else [found]
    texts = [one for one in listed if isinstance(one, str) and one.strip()]
    bare = [blocks[-1] if (blocks := _FENCED.findall(one)) else one for one in texts]
    whole = [head + one for one in bare[: 10 * MAX_SOLUTIONS] if reads(head + one)]
    return {"solutions": whole[:MAX_SOLUTIONS]} if whole else {}


def language_of(values: Values) -> str | None:
    """The programming language that a row names, as it writes it; None if it names none, or Python."""
    told = first(values, *LANGUAGE)
    name = told.strip().lower() if isinstance(told, str) else ""
    known = named(name)
    return str(told).strip() if (known and known != "python") or name in _OTHERS else None


def naming(prompt: Any, language: str | None) -> Any:
    """A prompt that says in which language the program is to be written."""
    if not language or not isinstance(prompt, str):
        return prompt
    said = re.search(rf"(?<!\w){re.escape(language)}(?!\w)", prompt, re.IGNORECASE)
    return prompt if said else f"{prompt}\n\nWrite the program in {language}."


def solutions_in(language: str, cell: Any) -> dict[str, Any]:
    """Some of a set's own programs in another language, bare or fenced: as they stand, or by their languages."""
    found, name = loaded(cell), named(language)
    if isinstance(found, dict):
        table = cast("dict[str, Any]", found)
        found = [one for mark, one in table.items() if named(mark) == name]
    listed = cast("list[Any]", found) if isinstance(found, list) else [found]
    texts = [one for one in listed if isinstance(one, str) and one.strip()]
    bare = [blocks[-1] if (blocks := _ANY_FENCE.findall(one)) else one for one in texts]
    return {"solutions": bare[:MAX_SOLUTIONS]} if bare else {}


def asked(prompt: Any, reference: dict[str, Any] | None, starter: Any = None, shown: str | None = None) -> Reading:
    """A task with its tests, or why it is none. A function that the prompt does not name is named below it."""
    if not isinstance(prompt, str) or is_empty(prompt):
        return Reading(fault=(RefusedFor.NO_PROMPT, type(prompt).__name__))
    if reference is None:
        return Reading(
            prompt, fault=(RefusedFor.OTHER_FORMAT, "tests that are neither input and output nor assertions")
        )
    function = reference.get("function")
    if function and function not in prompt:
        if isinstance(starter, str) and function in starter:
            mark = reference.get("language", "python")
            prompt = f"{prompt}\n\nBegin with:\n\n```{mark}\n{starter.rstrip()}\n```"
        elif shown and function in shown:
            prompt = f"{prompt}\n\nYour program should pass: {shown}"
        else:
            prompt = f"{prompt}\n\nYour program should define the function `{function}`."
    return Reading(prompt, json.dumps(reference, ensure_ascii=False))


def first(values: Values, *names: str) -> Any:
    """The first of these cells that is not empty, None if there is none."""
    return next((values[name] for name in names if not is_empty(values.get(name))), None)
