"""The command line, run in the process of a test: the fixture `thoughtmill`."""

from typing import NamedTuple

import pytest

from thoughtmill.cli import main


class Shown(NamedTuple):
    """What a command leaves behind."""

    returncode: int
    stdout: str


class Terminal:
    """Runs the command line in this process, and sees what it prints."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture

    def __call__(self, *words: str) -> Shown:
        self.capture.readouterr()
        try:
            code = main(words)
        except SystemExit as ended:  # argparse, after --help and after words that it can't read
            code = int(ended.code or 0)
        return Shown(code, self.capture.readouterr().out)
