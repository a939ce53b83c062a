"""ZebraLogic: a puzzle with one question about it, or the grid of all its cells."""

import json
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts
from thoughtmill.questions.formats.options import multiple_choice, options_of
from thoughtmill.questions.refusals import RefusedFor


def _grid(values: Values) -> tuple[list[str], list[list[Any]]] | None:
    solution: Any = loaded(values.get("solution"))
    given = cast("dict[str, Any]", solution) if isinstance(solution, dict) else {}
    header, rows = given.get("header"), given.get("rows")
    if not isinstance(header, list) or not isinstance(rows, list) or not rows:
        return None
    return [str(one) for one in cast("list[Any]", header)], cast("list[list[Any]]", rows)


def _claims(values: Values) -> bool:
    return texts(values, "puzzle") and has(values, "choices")


def _read(values: Values) -> Reading:
    return multiple_choice(
        f"{values.get('puzzle')}\n\n{values.get('question')}", options_of(values), values.get("answer")
    )


def _claims_grid(values: Values) -> bool:
    return texts(values, "puzzle") and "choices" not in values and has(values, "solution")


def _read_grid(values: Values) -> Reading:
    puzzle, found = values.get("puzzle"), _grid(values)
    if found is None:
        return Reading(puzzle, fault=(RefusedFor.OTHER_FORMAT, "no grid with `header` and `rows`"))
    header, rows = found
    if any("___" in str(cell) for row in rows for cell in row):
        return Reading(puzzle, fault=(RefusedFor.NO_ANSWER, "the cells of the grid are not filled"))
    asked = ", ".join(json.dumps(name, ensure_ascii=False) for name in header[1:])
    houses = f'"House 1" to "House {len(rows)}"'
    form = f"Answer with one JSON object with the keys {houses}, each an object with the keys {asked}."
    told = {f"House {row[0]}": dict(zip(header[1:], row[1:], strict=True)) for row in rows}
    entry = {"answer": json.dumps(told, ensure_ascii=False), "metadata": {"header": header, "rows": rows}}
    return Reading(f"{puzzle}\n\n{form}", {"task": "zebra_grid", "entry": entry})


ZEBRALOGIC = Format("zebralogic", _claims, _read, "choice")
ZEBRA_GRID = Format("zebralogic-grid", _claims_grid, _read_grid, "logic")
