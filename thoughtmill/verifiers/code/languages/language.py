"""What a language is: how its programs are compiled and run, and what a machine needs for it."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from thoughtmill.sandbox import walls

SOURCE, PROGRAM = "/tmp/source", "/tmp/program"  # noqa: S108  # inside a sandbox, which has its own
HOME, HEAP, DIALECT = "@HOME@", "@HEAP@", "@DIALECT@"
"""In commands: the folder where a language is installed, the megabytes that a program may use, the version of it."""
UNSAYABLE = "a type whose values no JSON can hold"
"""What a compiler, or a program's answer, says of a function whose arguments or result can't be told to it."""
OWN = "a result of a type of its own, whose comparison is its own"
"""What is said of a program whose results tests behind it can't compare but by the program's word."""
CANT = "thoughtmill can't tell: "
"""What a program begins its output with that could not be called as a test has it, or whose result can't be told."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language whose programs read standard input and write standard output.

    marks: how fences and sets name it. compile: what makes PROGRAM of the source, which is its last word; empty
    where nothing is compiled. command: what runs PROGRAM. compilers, tools: the programs of the system that these
    two need. home: tells the folder of its installation, which is needed as a whole; "" if there is none.
    any_folder: folders of which one must be there; instead: whether this machine can do without. folders: patterns
    of others that are needed where they are there. own_mb: memory of its runtime. lacks: a pattern, for what a
    compiler says where something is not here that is no fault of a program. behind: what a program becomes that is
    judged by tests in its language: with the tests, and a name that no program knows; the first line of standard
    input, read before the program begins, is printed at their end, and no program changes what the tests compare with.
    untested: why tests to be put behind a program would pass whatever it is, None if they may prove something.
    whole: what a whole
    program becomes before it is compiled. called: what a program becomes whose function is called: it reads a list
    of arguments in JSON from standard input, and prints the result as JSON alone. uncallable: a pattern, for
    programs whose functions can't be given their arguments. absent: a package that a program names and that is not
    here, so that nothing is said of it if it dies. dialects: versions of the language, of which the first counts
    that compiles a program; dialect: the one that a set's name for the language begins with, if any. linked: how
    files end that are compiled together with a program where the problem brings files along.
    """

    name: str
    marks: frozenset[str]
    command: tuple[str, ...]
    install: str
    compile: tuple[str, ...] = ()
    compilers: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    home: Callable[[], str] = str
    any_folder: tuple[str, ...] = ()
    instead: Callable[[], bool] = bool
    folders: tuple[str, ...] = ()
    own_mb: int = 0
    lacks: str = "$^"
    behind: Callable[[str, str, str], str] | None = None
    untested: Callable[[str], str | None] = lambda _: None
    whole: Callable[[str], str] = str
    called: Callable[[str, str], str] | None = None
    uncallable: str = "$^"
    absent: Callable[[str], str | None] = lambda _: None
    dialects: tuple[str, ...] = ("",)
    dialect: Callable[[str], str | None] = lambda _: None
    linked: tuple[str, ...] = ()

    def missing(self) -> str | None:
        """What to install before its programs can be run here, None if nothing."""
        absent = [one for one in (*self.compilers, *self.tools) if shutil.which(one) is None]
        enough = not self.any_folder or any(map(_there, self.any_folder)) or self.instead()
        absent += [] if enough else [self.any_folder[0]]
        return f"{self.name} can't be run here: there is no {absent[0]}; {self.install}" if absent else None

    def needed(self, tools: tuple[str, ...]) -> tuple[str, ...]:
        """Programs of the system by their names, and folders by their paths, as the sandbox is told them."""
        more = [folder for pattern in self.folders for folder in sorted(map(str, Path("/").glob(pattern.lstrip("/"))))]
        return (*tools, *filter(_there, (self.home(), *self.any_folder, *more)))

    def words(self, command: tuple[str, ...], heap_mb: int = 0, dialect: str = "") -> tuple[str, ...]:
        """A command of its own, in a sandbox on this machine."""
        home, dialect = walls.inside(f"{self.home()}/").rstrip("/"), dialect or self.dialects[0]
        places = ((HOME, home), (HEAP, str(heap_mb)), (DIALECT, dialect))
        return tuple(reduce(lambda word, one: word.replace(*one), places, word) for word in command)

    def of(self, told: str) -> "Language":
        """This language as a set names it: with the dialect that it tells first."""
        first = self.dialect(told)
        rest = tuple(one for one in self.dialects if one != first)
        return replace(self, dialects=(first, *rest)) if first else self


def installed(program: str) -> str:
    """The folder above the one where a program lies, wherever links lead."""
    found = shutil.which(program)
    return str(Path(found).resolve().parents[1]) if found else ""


def _there(folder: str) -> bool:
    return folder not in ("", "/usr") and Path(folder).is_dir()


_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)  # of C and its kin


def uncommented(code: str) -> str:
    """Code without comments, to look for names in it."""
    return _COMMENT.sub(" ", code)


def defines(code: str, name: str) -> bool:
    """Whether code in C or its kin defines a class or structure of this name."""
    return bool(re.search(rf"\b(?:class|struct|record)\s+{name}\b[^;{{]*\{{", uncommented(code)))
