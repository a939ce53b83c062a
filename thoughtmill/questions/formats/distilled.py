"""Questions with a model's response in a column beside them: OpenMathReasoning, s1K, Nemotron's, Dolly, OpenOrca."""

from typing import Any

from thoughtmill.questions.formats.answers import answered, marked
from thoughtmill.questions.formats.chat import asked, messages
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Trace, Values, has, texts

SHORT = 60
"""Characters up to which a solution that marks nothing is the answer itself."""


def _of(column: str, thought: str = "") -> Any:
    def traces(values: Values) -> list[Trace]:
        reasoning = values.get(thought)
        return (
            [Trace(values[column], reasoning if isinstance(reasoning, str) else None)] if texts(values, column) else []
        )

    return traces


def _is_openmath(values: Values) -> bool:
    return texts(values, "problem", "generated_solution") and "expected_answer" in values


def _openmath(values: Values) -> Reading:
    return answered(values.get("problem"), values.get("expected_answer"))


def _is_s1k(values: Values) -> bool:
    return texts(values, "question", "solution") and has(values, "cot_type")


def _s1k(values: Values) -> Reading:
    solution = values["solution"]
    plain = len(solution.strip()) <= SHORT and marked(solution) is None
    return answered(values["question"], solution, rationale=not plain)


def _s1k_traces(values: Values) -> list[Trace]:
    for who in ("deepseek", "gemini"):
        if f"{who}_attempt" in values:
            return _of(f"{who}_attempt", f"{who}_thinking_trajectory")(values)
    thought = values.get("thinking_trajectories") or [None]
    return [Trace(values["attempt"], thought[0])] if texts(values, "attempt") else []


def _is_nemotron(values: Values) -> bool:
    return has(values, "input", "generator", "reasoning") and texts(values, "output")


def _nemotron(values: Values) -> Reading:
    said = messages(values.get("input"))  # its system text only says whether to think
    return asked([one for one in said if one[0] != "system"]) if said else Reading(values.get("input"))


def _is_dolly(values: Values) -> bool:
    return texts(values, "instruction", "response", "context", "category")


def _dolly(values: Values) -> Reading:
    about = values["context"]
    return Reading(values["instruction"] if is_empty(about) else f"{about.strip()}\n\n{values['instruction']}")


def _is_orca(values: Values) -> bool:
    return texts(values, "system_prompt", "question", "response")


def _orca(values: Values) -> Reading:
    return asked([("system", values["system_prompt"]), ("user", values["question"])])


OPENMATH = Format("openmath", _is_openmath, _openmath, "math", traces=_of("generated_solution"))
S1K = Format("s1k", _is_s1k, _s1k, "math", traces=_s1k_traces)
NEMOTRON = Format("nemotron", _is_nemotron, _nemotron, traces=_of("output"))
DOLLY = Format("dolly", _is_dolly, _dolly, traces=_of("response"))
OPENORCA = Format("openorca", _is_orca, _orca, traces=_of("response"))
