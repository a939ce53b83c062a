"""Whoever is told to end, and whatever is raised in a commit: the store is whole, and gone on with."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("place", "last", "each"), [("folder", 500, 17), ("folder", 10_000, 233), ("bucket", 2_000, 67)]
)
def test_whatever_is_raised_in_a_commit_its_record_is_whole_or_absent_and_it_can_be_made_again(
    place: str, last: int, each: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = str(tmp_path / "store") if place == "folder" else request.getfixturevalue("bucket")
    words = [sys.executable, "-m", "tests.faults.interrupted", url, str(last), str(each)]
    told = json.loads(subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
    assert told["wrong"] == []
    assert told["points"] >= 25
    assert 0 < told["stand"] < told["points"], "both before the record and after it"
