"""MT-Bench: the questions of a conversation, in a list. One of a single turn is a question."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    turns = values.get("turns")
    return isinstance(turns, list) and bool(turns) and all(isinstance(turn, str) for turn in turns)


def _read(values: Values) -> Reading:
    turns = values.get("turns") or []
    if len(turns) > 1:
        return Reading(turns[0], fault=(RefusedFor.MULTI_TURN, f"{len(turns)} questions in one chat"))
    answer = values.get("ground_truth", values.get("reference"))
    prompt = turns[0] if turns else None
    return Reading(prompt) if is_empty(answer) else answered(prompt, answer)


TURNS = Format("mt-bench", _claims, _read)
