"""MATH and what is written like it: a solution with the answer in its last box, perhaps the answer beside it."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values, texts

BOX = ("\\boxed", "\\framebox", "\\fbox")


def _claims(values: Values) -> bool:
    elsewhere = {
        "problem_type",
        "question_type",
        "messages",
        "generations",
        "context",
        "llama8b_solve_rate",
        "final_answer",
        "reference_implementation",
    }
    if not texts(values, "problem", "solution") or elsewhere & set(values):
        return False
    return "answer" in values or any(box in values["solution"] for box in BOX)


def _read(values: Values) -> Reading:
    answer = values.get("answer")
    if not is_empty(answer):
        return answered(values.get("problem"), answer, "alternatives")
    return answered(values.get("problem"), values.get("solution"), rationale=True)


MATH = Format("math", _claims, _read, "math")
