"""How a reference is read: a plain text, or JSON with one answer or several acceptable ones.

`3/10 ## 0.3`, as sets of Chinese exams write it, is two acceptable answers. JSON counts only where it is a string, a
list of strings, or an object with `answer` (and perhaps `aliases`). A bare `1e6` or `[0, 1]` is mathematics, not JSON:
it is taken as the text that it is.
"""

import json
import re
from typing import Any, cast


class Unusable(ValueError):
    """What is wrong with a reference."""


def json_object(reference: str, most: int, wanted: str) -> dict[str, Any]:
    """A reference that is a JSON object of at most so many characters. wanted: what it is to be. Raises Unusable."""
    if len(reference) > most:
        raise Unusable(f"a reference of {len(reference):,} characters")
    try:
        found: Any = json.loads(reference)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"not JSON: {str(error)[:200]}") from error
    if not isinstance(found, dict):
        raise Unusable(wanted)
    return cast("dict[str, Any]", found)


_EITHER = re.compile(r"(?<=\S)\s*\\?#\s*\\?#\s*(?=\S)(?!#)")


def acceptable(reference: str) -> list[str]:
    """All answers that a reference accepts, at least one, none empty. Raises ValueError saying what is wrong."""
    if reference.lstrip()[:1] not in ('"', "[", "{"):
        return _filled([one.strip("$ ") for one in _EITHER.split(reference)] if "#" in reference else [reference])
    try:
        found: Any = json.loads(reference)
    except (ValueError, RecursionError):
        return _filled([reference])
    if isinstance(found, str):
        return _filled([found])
    if isinstance(found, list) and found and all(isinstance(alias, str) for alias in cast("list[Any]", found)):
        return _filled(cast("list[str]", found))
    if isinstance(found, dict):
        given = cast("dict[str, Any]", found)
        answer: Any = given.get("answer")
        aliases: Any = given.get("aliases", [])
        if not isinstance(answer, str | int | float) or not isinstance(aliases, list):
            raise ValueError("an object needs `answer`, and `aliases` as a list if there are any")  # noqa: TRY004  # what a person wrote, not a type of ours
        return _filled([str(answer), *map(str, cast("list[Any]", aliases))])
    return _filled([reference])


def _filled(answers: list[str]) -> list[str]:
    if not all(answer.strip() for answer in answers):
        raise ValueError("an empty answer")
    return answers
