"""OpenThoughts with its metadata: the problem, the thinking and the solution of DeepSeek-R1 in columns of their own."""

from thoughtmill.questions.formats.answers import answered
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values, has


def _claims(values: Values) -> bool:
    return has(values, "problem", "deepseek_reasoning", "deepseek_solution")


def _read(values: Values) -> Reading:
    solution = values.get("ground_truth_solution")
    if is_empty(solution):
        return Reading(values.get("problem"))
    return answered(values.get("problem"), solution, rationale=True)


def _traces(values: Values) -> list[Trace]:
    thought, said = values.get("deepseek_reasoning"), values.get("deepseek_solution")
    return [Trace(said, thought if isinstance(thought, str) else None)] if isinstance(said, str) else []


OPENTHOUGHTS = Format("openthoughts", _claims, _read, "math", traces=_traces)
