"""SYNTHETIC-1 and 2: what verifies an answer stands as JSON in a column; here where that is an answer, and no tests."""

from thoughtmill.questions.formats.answers import answered, loaded
from thoughtmill.questions.formats.chat import without_form
from thoughtmill.questions.formats.contract import Format, Reading, Values, refused
from thoughtmill.questions.formats.verifiable import is_answer, verification
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    return isinstance(values.get("prompt"), str) and is_answer(loaded(verification(values).get("ground_truth")))


def _read(values: Values) -> Reading:
    kind = values.get("task_type")
    if isinstance(kind, str) and kind and kind != "verifiable_math":
        return refused(RefusedFor.OTHER_FORMAT, f"answers of the kind {kind[:60]}, which no verifier reads")
    return answered(without_form(values["prompt"]), verification(values)["ground_truth"])


SYNTHETIC = Format("synthetic", _claims, _read, "math")
