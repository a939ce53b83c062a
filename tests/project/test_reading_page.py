"""docs/reading.md shows what the commands print, and its columns are those of the datasets."""

import re
import shlex
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.terminal import Terminal
from thoughtmill.store.dataset import KINDS

PAGE = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
EARLIER = "tests/store/fixtures/store-7c69906/store"
SHOWN = re.findall(r"^    \$ (.+)\n((?:    (?!\$).*\n)*)", PAGE, re.MULTILINE)
"""Each command of the page, with what the page says that it prints."""


@pytest.mark.parametrize(("command", "told"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_prints_what_stands_below_it(
    command: str, told: str, thoughtmill: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    words = [word.replace("STORE", EARLIER) for word in shlex.split(command)[1:]]
    printed = thoughtmill(*words).stdout
    assert [line.rstrip() for line in printed.splitlines()] == [line[4:] for line in told.splitlines()]


def test_the_columns_beside_are_those_of_the_datasets() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", PAGE, re.MULTILINE)
    assert {kind: re.findall(r"`(\w+)`", columns) for kind, columns in rows} == {
        kind: ["key", *about.told] for kind, about in KINDS.items()
    }


def test_the_program_of_the_page_reads_a_store() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    found: dict[str, Any] = {}
    exec(program.replace("s3://my-bucket/r1-to-qwen", str(ROOT / EARLIER)), found)  # our own page
    assert [found["verdicts"].num_rows, found["samples"].count_rows()] == [34, 8]
