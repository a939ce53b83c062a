"""No row stops the first look, `prepare --dry-run` or `prepare`: what has another shape is counted and kept aside."""

import copy
import json
import random
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import walk
from tests.questions.test_formats import READ
from thoughtmill.campaign import Source
from thoughtmill.errors import CampaignError
from thoughtmill.questions.brought import brought_by
from thoughtmill.questions.draft import drafted
from thoughtmill.questions.dry_run import no_exam
from thoughtmill.questions.first_look import looked_at
from thoughtmill.questions.formats import FORMATS, claiming
from thoughtmill.questions.intake import Intake, take
from thoughtmill.questions.readers import Row
from thoughtmill.questions.reading import Reader
from thoughtmill.questions.sources import read_rows

deep: list[Any] = []
for _ in range(300):
    deep = [deep]
ODD = st.one_of(
    st.sampled_from(
        [
            None,
            True,
            0,
            -7,
            10**30,
            1e300,
            float("inf"),
            float("nan"),
            "",
            " ",
            "\ud800",
            "a\udc80b",
            "\0",
            "[1, 2",
            "{",
            "²",
        ]
    ),
    st.sampled_from([[], {}, [None], [[]], [{}], {"": None}, ["x", 7], {"a": {"b": ["\udfff"]}}, deep]),
    st.recursive(
        st.none() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3), max_leaves=4
    ),
)
ROWS = [(name, verifier, row) for name, verifier, row, *_ in READ]


def changed(row: Any, value: Any, draw: random.Random) -> Any:
    """A row with another value somewhere in it, or under a name that it did not have."""
    found = copy.deepcopy(row)
    place: Any = found
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return found
        key = draw.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and draw.random() < 0.6:
            place = place[key]
            continue
        place[key] = value
        if isinstance(place, dict) and draw.random() < 0.2:
            place["od\ud800d\r"] = value
        return found


@settings(max_examples=50, database=None)
@given(st.sampled_from(ROWS), st.lists(ODD, min_size=1, max_size=6), st.integers(0, 2**32))
def test_whatever_a_cell_holds_every_row_is_counted(one: tuple[str, str, Any], odd: list[Any], seed: int) -> None:
    name, verifier, row = one
    draw = random.Random(seed)
    rows = [row, *(changed(row, value, draw) for value in odd)]
    draw.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "odd.jsonl")
        path.write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
        with suppress(CampaignError):  # where most rows are odd no format claims them, and that is said
            tomllib.loads(drafted(["odd.jsonl"], "odd", None, Path(folder), {}).encode().decode())
        source = Source(part="p", domain="d", path="odd.jsonl", name="odd", format=name, verifier=verifier)
        intake, reader = Intake(), Reader(source, read_rows(path))
        numbers = set[int]()
        for found in reader:
            numbers.add(found.number)
            take(source, found.number, reader.read(found), no_exam(), intake)
    assert numbers == set(range(1, len(rows) + 1))
    kept = [*intake.kept.rows(range(len(intake.kept)))]
    refused = intake.refused.taken()
    assert {*(row[1] for row in refused), *(row[8] for row in kept)} == numbers
    assert json.dumps([*refused, *kept], ensure_ascii=False).encode()


def test_rows_that_python_has_no_value_for_and_references_beyond_all_limits_are_kept_aside(tmp_path: Path) -> None:
    when = pa.array([0, 2**62, 0], pa.timestamp("us"))
    table = pa.table(
        {"prompt": ["What is 1 + 1?", "What is 2 + 1?", "What is 3 + 1?"], "reference": ["2", "3", "4"], "at": when}
    )
    pq.write_table(table, tmp_path / "dates.parquet")
    rows = list(read_rows(tmp_path / "dates.parquet"))
    assert [row.fault is None for row in rows] == [True, False, True]
    assert isinstance(rows[0].values["at"], datetime)
    assert looked_at(tmp_path / "dates.parquet").rows == 3


class Full(dict[str, Any]):
    """A row for whose cells there is no memory."""

    def get(self, key: str, default: Any = None) -> Any:
        raise MemoryError

    def __contains__(self, key: object) -> bool:
        raise MemoryError


def test_a_machine_without_memory_is_an_error_and_refuses_no_row() -> None:
    def raises(read: Callable[[], object]) -> None:
        with pytest.raises(MemoryError):
            read()

    source = Source(part="p", domain="d", path="f", name="f", format="gsm8k", verifier="math")
    reader, row = Reader(source, iter(())), Row(1, Full())
    shape = FORMATS["gsm8k"]
    walk(
        [
            (lambda: reader.read(row),),
            (lambda: shape.reading(Full()),),
            (lambda: FORMATS["squad"].parts(Full()),),
            (lambda: claiming([Full()]),),
            (lambda: brought_by("messages", Full()),),
        ],
        raises,
    )
