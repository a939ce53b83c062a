"""Grids of houses, as ZebraLogic asks for them: JSON or a table, right if every cell is."""

import json
import re
from typing import Any, cast

from thoughtmill.verifiers.contract import Check, Outcome, no_answer
from thoughtmill.verifiers.dress import said
from thoughtmill.verifiers.json_schema import numbers
from thoughtmill.verifiers.json_schema.verifier import found_json

Grid = dict[str, dict[str, str]]
"""What each house has: by its number, by the name of the column, all without case and spacing."""

_HOUSE = re.compile(r"(?:house)?(\d{1,2})")
_RULE = re.compile(r"[\s|:+=-]*")
"""For the name of a house, without spacing; the line below a table's heading."""


def _plain(text: object) -> str:
    return re.sub(r"[\s_*`'\"#-]+", "", str(text)).casefold()


def _house(text: object) -> str | None:
    found = _HOUSE.fullmatch(_plain(text))
    return found[1].lstrip("0") if found else None


def of_rows(header: list[Any], rows: list[list[Any]]) -> Grid | None:
    """The grid of a table with its heading, houses down or across; None if it is none."""
    if any(len(row) != len(header) for row in rows) or len(header) < 2 or not rows:
        return None
    if all(_house(one) for one in header[1:]) and not all(_house(row[0]) for row in rows):
        header, *rows = [list(one) for one in zip(header, *rows, strict=True)]
    at = next(
        (place for place, name in enumerate(header) if _plain(name) in ("house", "housenumber", "position", "")), 0
    )
    made: Grid = {}
    for row in rows:
        house = _house(row[at])
        if house is None or house in made:
            return None
        made[house] = {_plain(name): _plain(row[place]) for place, name in enumerate(header) if place != at}
    return made


def read(answer: str) -> Grid | None:
    """The grid that an answer gives; None if nothing in it is one."""
    text, _ = found_json(answer)
    if text is None:
        return _of_table(said(answer))
    try:
        return _of_json(numbers.read(text))
    except (ValueError, RecursionError, numbers.Unclear):
        return None


def _of_json(found: Any) -> Grid | None:
    if isinstance(found, list):
        rows = [cast("dict[str, Any]", one) for one in cast("list[Any]", found) if isinstance(one, dict)]
        names = list(rows[0]) if rows else []
        same = len(rows) == len(cast("list[Any]", found)) and all(set(row) == set(names) for row in rows)
        return of_rows(names, [[row[name] for name in names] for row in rows]) if same else None
    if not isinstance(found, dict):
        return None
    given = cast("dict[str, Any]", found)
    if isinstance(given.get("header"), list) and isinstance(given.get("rows"), list):
        return of_rows(given["header"], [one if isinstance(one, list) else [] for one in given["rows"]])
    houses = {_house(name): row for name, row in given.items() if _house(name)}
    if not houses:
        inner = [given[name] for name in ("solution", "answer", "houses", "grid") if name in given]
        return _of_json(inner[0]) if len(inner) == 1 else None
    made = {
        str(house): {_plain(name): _plain(cell) for name, cell in cast("dict[str, Any]", row).items()}
        for house, row in houses.items()
        if isinstance(row, dict)
    }
    return made if len(made) == len(houses) == sum(_house(name) is not None for name in given) else None


def _of_table(text: str) -> Grid | None:
    """The one table in Markdown of a text."""
    lines = [line.strip() for line in text.split("\n")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.count("|") > 1]
    rows = [
        row
        for row, line in zip(rows, (one for one in lines if one.count("|") > 1), strict=True)
        if not _RULE.fullmatch(line)
    ]
    return of_rows(rows[0], rows[1:]) if rows else None


def checked(answer: str, metadata: dict[str, Any]) -> Check:
    """Whether every cell is right. Raises KeyError, TypeError if the entry lacks its grid."""
    wanted = of_rows(metadata["header"], metadata["rows"])
    if wanted is None or any("___" in str(cell) for row in metadata["rows"] for cell in row):
        raise TypeError("no grid, or one whose cells are not filled")
    found = read(answer)
    if found is None:
        return no_answer("no grid as JSON or as a table")
    cells = [(house, name) for house, row in wanted.items() for name in row]
    wrong = [place for place in cells if found.get(place[0], {}).get(place[1]) != wanted[place[0]][place[1]]]
    shown = json.dumps(found)[:2_000]
    if wrong:
        return Check(
            Outcome.WRONG, f"{len(wrong)} of {len(cells)} cells, first house {wrong[0][0]}: {wrong[0][1]}", shown
        )
    return Check(Outcome.CORRECT, None, shown)
