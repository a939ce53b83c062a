"""NuminaMath (CoT, 1.5) and its kin: a problem, a solution, perhaps the answer, which may be `proof` or `notfound`."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values, has, refused, texts
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    own = has(values, "problem_type") or has(values, "source", "messages")
    return texts(values, "problem") and has(values, "solution") and own and "generations" not in values


def read(values: Values) -> Reading:
    """The problem with its answer, or what the solution boxes."""
    if str(values.get("problem_is_valid", "Yes")) == "No" or str(values.get("solution_is_valid", "Yes")) == "No":
        return refused(RefusedFor.NO_ANSWER, "the set says that it is not valid")
    if values.get("question_type") == "proof":
        return refused(RefusedFor.NO_ANSWER, "proof")
    if not is_empty(values.get("answer")):
        return answered(values.get("problem"), values["answer"])
    return answered(values.get("problem"), values.get("solution"), rationale=True)


NUMINA = Format("numina", _claims, read, "math")
