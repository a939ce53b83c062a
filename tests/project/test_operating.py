"""What docs/operating.md promises names tests that are there."""

import re
from pathlib import Path

from thoughtmill.store.campaign_differences import CUT

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \|.*$", PAGE, re.MULTILINE)


def test_every_promise_names_a_test_or_benchmark_that_exists() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for line in re.findall(r"^\| \d+ \|.*$", PAGE, re.MULTILINE):
        named = re.findall(r"`((?:test_|benchmarks/)[^`]+)`", line)
        assert named, line
        for name in named:
            exists = (ROOT / name).is_file() if name.startswith("benchmarks/") else f"def {name}(" in tests
            assert exists, name


def test_the_thirty_promises_are_all_there_once_and_in_order() -> None:
    assert [int(row) for row in ROWS] == list(range(1, 31))


def test_what_is_not_allowed_half_way_is_told() -> None:
    assert CUT.split(":")[0] in PAGE
