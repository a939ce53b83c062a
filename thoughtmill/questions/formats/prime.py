"""SYNTHETIC-1 and 2: what verifies an answer stands as JSON in a column; here where that is an answer, and no tests."""

from thoughtmill.questions.formats.answers import answered, loaded
from thoughtmill.questions.formats.chat import without_form
from thoughtmill.questions.formats.contract import Format, Reading, Values
from thoughtmill.questions.formats.verifiable import is_answer, verification


def _claims(values: Values) -> bool:
    return isinstance(values.get("prompt"), str) and is_answer(loaded(verification(values).get("ground_truth")))


def _read(values: Values) -> Reading:
    return answered(without_form(values["prompt"]), verification(values)["ground_truth"])


SYNTHETIC = Format("synthetic", _claims, _read, "math")
