"""MMLU, as lists or as CSV without a line of names: a question, its options, the right one's number or letter."""

from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts
from thoughtmill.questions.formats.options import multiple_choice, options_of


def _claims(values: Values) -> bool:
    listed = isinstance(values.get("choices"), list) and all(isinstance(text, str) for text in values["choices"])
    answer = values.get("answer")
    if not texts(values, "question") or {"passage", "context", "puzzle"} & set(values):
        return False
    if listed:
        return isinstance(answer, int) or (isinstance(answer, str) and len(answer) == 1)
    return has(values, "A", "B", "C", "D", "answer")


def _read(values: Values) -> Reading:
    return multiple_choice(values.get("question"), options_of(values), values.get("answer"))


MMLU = Format("mmlu", _claims, _read, "choice")
