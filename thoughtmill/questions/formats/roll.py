"""ROLL's rows: `prompt`, which may be only the instruction, the chat as JSON, and `ground_truth`."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.chat import messages, one_asked, without_form
from thoughtmill.questions.formats.contract import Format, Reading, Values, has, refused, texts
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    return texts(values, "prompt", "messages") and has(values, "ground_truth", "case_type")


def _read(values: Values) -> Reading:
    if values.get("case_type") or values.get("test_cases"):
        return refused(RefusedFor.OTHER_FORMAT, "code: tests, and no answer")
    said = messages(values.get("messages")) or [("user", str(values.get("prompt")))]
    reading = one_asked(said)
    if reading.fault:
        return reading
    return answered(without_form(str(reading.prompt)), values.get("ground_truth"))


ROLL = Format("roll", _claims, _read, "math")
