"""What a language is: how its programs are compiled and run, and what a machine needs for it."""

import shutil
from dataclasses import dataclass

SOURCE, PROGRAM = "/tmp/source", "/tmp/program"  # noqa: S108  # inside a sandbox, which has its own


@dataclass(frozen=True, slots=True)
class Language:
    """A language whose programs read standard input and write standard output.

    marks: how fences and sets name it. compile: what makes PROGRAM of SOURCE, empty where nothing is
    compiled. command: what runs PROGRAM. compilers, tools: the programs of the system that these two need.
    behind: a source with tests of a set's own put behind it, which print a word at their end; @OPEN_TESTS@ lacks their
    last brace.
    """

    name: str
    marks: frozenset[str]
    command: tuple[str, ...]
    install: str
    compile: tuple[str, ...] = ()
    compilers: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    behind: str = ""

    def missing(self) -> str | None:
        """What to install before its programs can be run here, None if nothing."""
        absent = [one for one in (*self.compilers, *self.tools) if shutil.which(one) is None]
        return f"{self.name} can't be run here: there is no {absent[0]}; {self.install}" if absent else None

    def with_tests(self, code: str, tests: str, word: str) -> str:
        """A program with tests behind it that print a word when all have passed."""
        found = self.behind.replace("@WORD@", word).replace("@OPEN_TESTS@", tests.rstrip().removesuffix("}"))
        return found.replace("@TESTS@", tests).replace("@CODE@", code)
