"""Big-Math-RL-Verified, also as processed for training: the answer stands alone, under `answer` or `solution`."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.contract import Format, Reading, Values, has


def _claims(values: Values) -> bool:
    return has(values, "llama8b_solve_rate")


def _read(values: Values) -> Reading:
    prompt, answer = ("prompt", "solution") if "prompt" in values else ("problem", "answer")
    return answered(values.get(prompt), values.get(answer))


BIG_MATH = Format("big-math", _claims, _read, "math")
