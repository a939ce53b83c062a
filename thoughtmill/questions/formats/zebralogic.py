"""ZebraLogic: a puzzle with one question about it; the grid of all its cells is nothing that a verifier reads."""

from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts
from thoughtmill.questions.formats.options import multiple_choice, options_of
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    return texts(values, "puzzle") and (has(values, "choices") or has(values, "solution"))


def _read(values: Values) -> Reading:
    puzzle = values.get("puzzle")
    if "choices" not in values:
        return Reading(puzzle, fault=(RefusedFor.OTHER_FORMAT, "a grid: take the multiple choice of the set"))
    return multiple_choice(f"{puzzle}\n\n{values.get('question')}", options_of(values), values.get("answer"))


ZEBRALOGIC = Format("zebralogic", _claims, _read, "choice")
