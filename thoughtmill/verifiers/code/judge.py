"""A program of a set that judges: a checker or an interactor, in Python or C++, with testlib where it is here."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from thoughtmill.verifiers.code.languages import Language

TESTLIB = "THOUGHTMILL_TESTLIB"
"""Names the file testlib.h, or the folder that holds it."""
_PLACES = ("/usr/include/testlib.h", "/usr/local/include/testlib.h")
_INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*[<\"][^<>\"\n]*testlib\.h[>\"]", re.MULTILINE)
"""For a source: that it needs testlib."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A program of the set; language: None for Python. files: names and texts of headers that it brings along.

    cms: it is given input, answer and output in this order, and prints a score, as contests of IOI have it.
    """

    code: str
    language: Language | None = None
    files: tuple[tuple[str, str], ...] = ()
    cms: bool = False

    def missing(self) -> str | None:
        """What is not here to run it, and what to do."""
        if self.language is not None and self._needs_testlib() and testlib() is None:
            return (
                f"its checker or manager includes testlib.h, which is not here: get it and have {TESTLIB} name the file"
            )
        return self.language.missing() if self.language else None

    def whole(self) -> str:
        """Its code with testlib in it, if it needs it and does not bring it along."""
        return _INCLUDE.sub(lambda _: testlib() or "", self.code) if self._needs_testlib() else self.code

    def _needs_testlib(self) -> bool:
        return bool(_INCLUDE.search(self.code)) and "testlib.h" not in dict(self.files)


@dataclass(frozen=True, slots=True)
class Manager:
    """A program of the set that talks to several runs of a program, and scores them, as contests of IOI have it.

    fifos: a program is given the names of its pipes; else they are its standard input and output.
    """

    judge: Judge
    processes: int = 1
    fifos: bool = True


def testlib() -> str | None:
    """The text of testlib.h, None if this machine has none."""
    named = os.environ.get(TESTLIB)
    for place in map(Path, [named, f"{named}/testlib.h"] if named else _PLACES):
        if place.is_file():
            return place.read_text(encoding="utf-8", errors="replace")
    return None
