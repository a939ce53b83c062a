"""OpenR1-Math: NuminaMath with `generations` of DeepSeek-R1, and what two checkers said of each."""

from typing import Any

from thoughtmill.questions.formats.contract import Format, Trace, Values, has
from thoughtmill.questions.formats.numina import read

LABELS = ("correctness_math_verify", "correctness_llama", "is_reasoning_complete", "finish_reasons")
"""Lists beside `generations`, an item for each."""


def _claims(values: Values) -> bool:
    return has(values, "problem", "generations")


def _traces(values: Values) -> list[Trace]:
    said: list[Any] = values.get("generations") or []
    beside = {name: values.get(name) or [] for name in LABELS}
    return [
        Trace(text, None, tuple((name, str(items[at])) for name, items in beside.items() if at < len(items)))
        for at, text in enumerate(said)
        if isinstance(text, str)
    ]


OPENR1 = Format("openr1", _claims, read, "math", traces=_traces)
