"""TPBench: physics whose answer is a function in Python, beside the set's own, with which it must agree."""

import ast
import re

from thoughtmill.questions.formats.cases import asked
from thoughtmill.questions.formats.contract import Format, Reading, Values, texts
from thoughtmill.questions.refusals import RefusedFor

_CODE = re.compile(r"\\begin\{python\}\s*\n?(.*?)\\end\{python\}", re.DOTALL)
"""For cells in LaTeX, which hold code."""
DRAWS = {"float": "draw.uniform(0.5, 2.0)", "int": "draw.randint(1, 5)"}
"""What arguments are drawn from, by their types: nearly all formulas are defined there."""
_SCRIPT = """import math, random
known = {{}}
exec({code!r}, known)
draw, told = random.Random(7), 0
for _ in range(100):
    given = [{draws}]
    try:
        wanted = known[{name!r}](*given)
        usable = math.isfinite(wanted)
    except (ArithmeticError, ValueError, TypeError):
        usable = False
    if usable:
        assert math.isclose({name}(*given), wanted, rel_tol=1e-4, abs_tol=1e-12)
        told += 1
    if told == 20:
        break
assert told >= 5
"""


def _claims(values: Values) -> bool:
    return texts(values, "problem", "code_answer_requirements", "reference_implementation")


def _read(values: Values) -> Reading:
    required, known = str(values.get("code_answer_requirements")), _code(values.get("reference_implementation"))
    prompt = f"{str(values.get('problem')).strip()}\n\n{_CODE.sub(_fenced, required).strip()}"
    try:
        defined = next(one for one in ast.parse(known).body if isinstance(one, ast.FunctionDef))
        draws = [DRAWS[ast.unparse(one.annotation) if one.annotation else ""] for one in defined.args.args]
    except (SyntaxError, ValueError, StopIteration, KeyError) as error:
        told = f"no function of numbers to agree with: {type(error).__name__}: {error}"
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, told[:200]))
    script = _SCRIPT.format(code=known, draws=", ".join(draws), name=defined.name)
    return asked(prompt, {"script": script, "function": defined.name, "solutions": [known]})


def _code(cell: object) -> str:
    found = _CODE.search(str(cell))
    return found[1] if found else str(cell)


def _fenced(found: re.Match[str]) -> str:
    return f"\n```python\n{found[1].strip()}\n```\n"


TPBENCH = Format("tpbench", _claims, _read, "code")
