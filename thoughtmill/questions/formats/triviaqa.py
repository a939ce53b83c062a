"""TriviaQA: an answer with its aliases, each of which is right."""

from typing import Any, cast

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.contract import Format, Reading, Values


def _claims(values: Values) -> bool:
    answer = values.get("answer")
    return isinstance(answer, dict) and "aliases" in answer


def _read(values: Values) -> Reading:
    answer = values.get("answer")
    if not isinstance(answer, dict):
        return answered(values.get("question"), answer)
    given = cast("dict[str, Any]", answer)
    names = [given.get("value"), *(given.get("aliases") or [])]
    return answered(
        values.get("question"), [name for name in names if isinstance(name, str) and name.strip()], "alternatives"
    )


TRIVIAQA = Format("triviaqa", _claims, _read, "text")
