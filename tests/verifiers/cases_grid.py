"""Grids of houses in JSON and in tables: (answer, reference, outcome)."""

import json

from thoughtmill.verifiers import Outcome

CORRECT, WRONG, UNDECIDED = Outcome.CORRECT, Outcome.WRONG, Outcome.UNDECIDED
_GRID = json.dumps(
    {
        "task": "zebra_grid",
        "entry": {
            "answer": '{"House 1": {"Name": "Ann", "Pet": "guinea pig"}, "House 2": {"Name": "Bo", "Pet": "dog"}}',
            "metadata": {"header": ["House", "Name", "Pet"], "rows": [["1", "Ann", "guinea pig"], ["2", "Bo", "dog"]]},
        },
    }
)
GRID = [
    ('{"House 2": {"Pet": "Dog", "Name": "bo"}, "House 1": {"name": "Ann", "pet": "Guinea Pig"}}', _GRID, CORRECT),
    ('{"reasoning": "…", "solution": {"House 1": {"Name": "Ann", "Pet": "guinea pig"}, "House 2": {"Name": "Bo", "Pet": "dog"}}}', _GRID, CORRECT),
    ('It is:\n```json\n[{"House": 1, "Name": "Ann", "Pet": "guinea_pig"}, {"House": 2, "Name": "Bo", "Pet": "dog"}]\n```', _GRID, CORRECT),
    ("| House | Pet | Name |\n|---|---|---|\n| 1 | guinea pig | Ann |\n| 2 | dog | Bo |", _GRID, CORRECT),
    ("| | House 1 | House 2 |\n|---|:-:|---|\n| Name | Ann | Bo |\n| Pet | guinea pig | dog |", _GRID, CORRECT),
    ('{"House 1": {"Name": "Ann", "Pet": "dog"}, "House 2": {"Name": "Bo", "Pet": "guinea pig"}}', _GRID, WRONG),
    ('{"House 1": {"Name": "Ann", "Pet": "guinea pig"}}', _GRID, WRONG),
    ("Ann lives in the first house.", _GRID, UNDECIDED),
    ('{"House 1": {"Name": "Ann"}, "house1": {"Name": "Bo"}}', _GRID, UNDECIDED),
    ('{"House 1": {"Name": "Bo", "Name": "Ann", "Pet": "guinea pig"}, "House 2": {"Name": "Bo", "Pet": "dog"}}', _GRID, UNDECIDED),
    ("7", _GRID.replace("guinea pig", "___"), UNDECIDED),
]  # fmt: skip
