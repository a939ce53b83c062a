"""SVAMP and ASDiv: a body that tells, a question that asks, and the number that answers it."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.columns import cell
from thoughtmill.questions.formats.contract import Format, Reading, Values


def _claims(values: Values) -> bool:
    found = [cell(values, (name,)) for name in ("body", "question", "answer")]
    return all(one is not None for one in found) and isinstance(found[0], str)


def _read(values: Values) -> Reading:
    body, question = str(cell(values, ("body",)) or "").strip(), cell(values, ("question",))
    told = body if not body or body[-1] in ".!?" else f"{body}."
    return answered(f"{told} {question}".strip(), cell(values, ("answer",)))


WORD_PROBLEM = Format("word-problem", _claims, _read, "math")
