"""SQuAD, as rows or as its own nested file: a question about a passage, and answers that people marked in it."""

from typing import Any, cast

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.contract import Format, Reading, Values, refused, texts
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    listed = values.get("paragraphs")
    paragraphs = cast("list[Any]", listed) if isinstance(listed, list) else []
    return any(isinstance(one, dict) and "qas" in one for one in paragraphs) or (
        texts(values, "context", "question") and isinstance(values.get("answers"), dict | list)
    )


def _rows(values: Values) -> list[Values]:
    """The questions of an article of SQuAD's own file; a row that is one already stays."""
    if "paragraphs" not in values:
        return [values]
    return [
        {**asked, "context": paragraph.get("context")}
        for paragraph in values["paragraphs"] or []
        for asked in paragraph.get("qas") or []
    ]


def _read(values: Values) -> Reading:
    if not isinstance(values.get("question"), str):
        return refused(RefusedFor.NO_PROMPT, type(values.get("question")).__name__)
    marked = values.get("answers")
    found: Any = cast("dict[str, Any]", marked).get("text") if isinstance(marked, dict) else marked
    items = [one.get("text") if isinstance(one, dict) else one for one in found or []]
    prompt = f"{values.get('context')}\n\n{values.get('question')}"
    if not items:
        return Reading(prompt, fault=(RefusedFor.NO_ANSWER, "the passage does not say it"))
    return answered(prompt, items, "alternatives")


SQUAD = Format("squad", _claims, _read, "text", rows=_rows)
