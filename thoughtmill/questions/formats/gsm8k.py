"""GSM8K and what is written like it: a rationale whose last line is `#### 18`, or `A: 18`."""

from thoughtmill.questions.formats.answers import answered, marked
from thoughtmill.questions.formats.contract import Format, Reading, Values, texts


def _column(values: Values) -> str | None:
    return next((name for name in ("answer", "ground_truth") if texts(values, name) and marked(values[name])), None)


def _claims(values: Values) -> bool:
    column = _column(values)
    return texts(values, "question") and column is not None and values[column].strip().count("\n") > 0


def _read(values: Values) -> Reading:
    column = _column(values) or "answer"
    return answered(values.get("question"), values.get(column), rationale=True)


GSM8K = Format("gsm8k", _claims, _read, "math")
