"""OlympiadBench, UGPhysics: final answers as a list; `is_multiple_answer` says that all of it is asked for.

`error` of OlympiadBench is by how much numbers may differ, one for each answer or one for all.
"""

from dataclasses import replace
from typing import Any

from thoughtmill.questions.formats.answers import answered, boxed, referred
from thoughtmill.questions.formats.columns import about, cell, is_empty, picture
from thoughtmill.questions.formats.contract import Format, Reading, Values, has, refused
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    return has(values, "is_multiple_answer")


def _read(values: Values) -> Reading:
    if shown := picture(values):
        return refused(RefusedFor.NO_TEXT, shown)
    prompt, answer = cell(values, ("question", "problem")), cell(values, ("final_answer", "answer", "answers"))
    if answer is None:
        return Reading(prompt, fault=(RefusedFor.NO_ANSWER, "a theorem to prove"))
    unit = values.get("unit")
    if isinstance(answer, str) and answer is values.get("answers"):  # of UGPhysics, as text, perhaps in a box
        several = values.get("is_multiple_answer") in (True, "True", "true")
        if answer.count("boxed{") > 1 or (several and isinstance(unit, str) and unit.strip()):
            return refused(RefusedFor.UNCLEAR_KEY, "several answers in one text, with their units in another")
        answer = [boxed(answer) or answer]
    if isinstance(answer, list) and len(answer) == 1 and isinstance(unit, str) and unit.strip():
        answer = [f"{answer[0]} {unit.strip()}"]
    reading = answered(about(values, prompt) if isinstance(prompt, str) else prompt, answer, "parts")
    if is_empty(values.get("error")) or reading.fault:
        return reading
    try:
        absolute = _tolerance(values["error"])
    except ValueError:
        return replace(reading, fault=(RefusedFor.UNCLEAR_KEY, f"the error {values['error']!r}"[:200]))
    reading = referred(reading, None)
    if not absolute or not isinstance(reading.reference, str):
        return reading
    return replace(reading, reference={"answer": reading.reference, "options": {"absolute": absolute}})


def _tolerance(error: Any) -> float:
    """What numbers may be off: of several errors the least, an empty one is none. Raises ValueError."""
    found = [float(one) if one.strip() else 0.0 for one in str(error).split(",")]
    if not all(0 <= one < float("inf") for one in found):
        raise ValueError(error)
    return min(found)


OLYMPIADBENCH = Format("olympiadbench", _claims, _read, "math")
