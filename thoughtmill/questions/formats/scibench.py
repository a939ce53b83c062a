"""SciBench: a number beside its unit, which may begin with a power of ten, as in `$10^8$ J`."""

import re

from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts

_TEN = re.compile(r"^[\s$]*(?:\\mathrm\s*\{\s*)?(10\s*\^\s*\{?\s*[-+]?\d+\s*\}?)(?:\s*\})?")
"""For the power of ten before a unit."""


def _claims(values: Values) -> bool:
    return has(values, "answer_number", "unit") and texts(values, "problem_text")


def _read(values: Values) -> Reading:
    prompt, number = values.get("problem_text"), values.get("answer_number")
    if is_empty(number):
        return Reading(prompt)
    unit = str(values.get("unit") or "").strip()
    power = _TEN.match(unit)
    rest = unit[power.end() :] if power else unit
    times = rf" \times {power[1]}" if power else ""
    measure = rest.replace("$", " ").replace(";", " ").strip()
    return Reading(prompt, " ".join(f"{number}{times} {measure}".split()))


SCIBENCH = Format("scibench", _claims, _read, "science")
