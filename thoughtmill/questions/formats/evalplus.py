"""HumanEval+ and MBPP+ as EvalPlus has them: inputs without results, which the set's own program gives in the tests."""

import json
from typing import Any, cast

from thoughtmill.questions.formats.assertions import reads
from thoughtmill.questions.formats.cases import asked
from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts

MAX_CHARS = 2_000_000
"""Of the inputs of a question; of longer ones the first that fit are asked."""
_SCRIPT = """
import copy, json, math
INPUTS = json.loads({inputs!r})
def near(found, wanted):
    if isinstance(wanted, float) and isinstance(found, (int, float)) and not isinstance(found, bool):
        close = found == wanted or math.isclose(found, wanted, rel_tol=1e-7, abs_tol={atol!r})
        return close or found != found and wanted != wanted
    if isinstance(wanted, (list, tuple)) and type(found) is type(wanted):
        return len(found) == len(wanted) and all(map(near, found, wanted))
    return found == wanted
def check(candidate):
    for given in INPUTS:
        wanted = {name}(*copy.deepcopy(given))
        assert near(candidate(*given), wanted), given
"""


def _claims(values: Values) -> bool:
    return texts(values, "prompt", "entry_point", "canonical_solution") and has(values, "base_input", "plus_input")


def _read(values: Values) -> Reading:
    name, own = str(values.get("entry_point")), f"{values.get('prompt')}{values.get('canonical_solution')}"
    given = [*_inputs(values.get("base_input")), *_inputs(values.get("plus_input"))]
    kept, chars = list[Any](), 0
    for one in given:
        chars += len(json.dumps(one))
        if chars <= MAX_CHARS:
            kept.append(one)
    if not kept or not name.isidentifier() or not reads(own):
        return asked(values.get("prompt"), None)
    script = _SCRIPT.format(inputs=json.dumps(kept), atol=float(values.get("atol") or 0), name=name)
    return asked(values.get("prompt"), {"function": name, "script": script, "solutions": [own]})


def _inputs(cell: Any) -> list[list[Any]]:
    return [one for one in cast("list[Any]", cell) if isinstance(one, list)] if isinstance(cell, list) else []


EVALPLUS = Format("evalplus", _claims, _read, "code")
