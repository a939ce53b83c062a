"""DeepMath-103K: a question, its final answer, and three solutions of DeepSeek-R1."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values, texts

SOLUTIONS = ("r1_solution_1", "r1_solution_2", "r1_solution_3")


def _claims(values: Values) -> bool:
    return texts(values, "question", "final_answer") and "r1_solution_1" in values


def _read(values: Values) -> Reading:
    return answered(values.get("question"), values.get("final_answer"))


def _traces(values: Values) -> list[Trace]:
    return [Trace(values[name]) for name in SOLUTIONS if isinstance(values.get(name), str)]


DEEPMATH = Format("deepmath", _claims, _read, "math", traces=_traces)
