"""GPQA: the right answer and three wrong ones, each in a column; their order is drawn from the question's text."""

import hashlib

from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts
from thoughtmill.questions.formats.options import multiple_choice

WRONG = ("Incorrect Answer 1", "Incorrect Answer 2", "Incorrect Answer 3")


def _claims(values: Values) -> bool:
    return has(values, "Question", "Correct Answer", *WRONG)


def _read(values: Values) -> Reading:
    return shuffled(values.get("Question"), values.get("Correct Answer"), [values.get(name) for name in WRONG])


def shuffled(question: object, right: object, wrong: list[object]) -> Reading:
    """A choice between one right text and wrong ones, in the same order whenever it is read."""
    texts = [text.strip() for text in (right, *wrong) if isinstance(text, str) and text.strip()]
    order = sorted(texts, key=lambda text: hashlib.sha256(f"{question}\n{text}".encode(errors="replace")).digest())
    key = order.index(right.strip()) if isinstance(right, str) and right.strip() in order else None
    return multiple_choice(question, list(zip("ABCDEFGHIJ", order, strict=False)), key)


GPQA = Format("gpqa", _claims, _read, "choice")
SCIQ = Format(
    "sciq",
    lambda values: texts(values, "question", "correct_answer", "distractor1"),
    lambda values: shuffled(
        values.get("question"), values.get("correct_answer"), [values.get(f"distractor{n}") for n in (1, 2, 3)]
    ),
    "choice",
)
