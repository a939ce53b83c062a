"""ARC and what is written like it (CommonsenseQA, OpenBookQA): texts beside labels, and `answerKey`."""

from typing import Any, cast

from thoughtmill.questions.formats.columns import cell
from thoughtmill.questions.formats.contract import Format, Reading, Values, has
from thoughtmill.questions.formats.options import multiple_choice, options_of


def _claims(values: Values) -> bool:
    return has(values, "answerKey")


def _read(values: Values) -> Reading:
    question = cell(values, ("question", "question_stem"))
    if isinstance(question, dict):  # as AI2's own files hold it: {stem, choices}
        inner = cast("dict[str, Any]", question)
        return multiple_choice(inner.get("stem"), options_of(inner), values.get("answerKey"))
    return multiple_choice(question, options_of(values), values.get("answerKey"))


ARC = Format("arc", _claims, _read, "choice")
