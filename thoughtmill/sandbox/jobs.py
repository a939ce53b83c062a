"""What a sandbox is asked to run, and what it tells of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal


class Ended(StrEnum):
    """How the run of a job ended."""

    DONE = "done"
    """The program came to its end, or the function returned."""
    RAISED = "raised"
    """It raised an exception, or can't be read as Python."""
    DIED = "died"
    """It left early, or a signal ended it."""
    TIME = "time"
    """It used more CPU seconds than it may."""
    STALLED = "stalled"
    """It slept for longer than it may."""
    STARVED = "starved"
    """The machine was too busy to give it its CPU seconds: nothing is known of it."""
    MEMORY = "memory"
    """It held more memory than it may."""
    OUTPUT = "output"
    """It wrote more than anybody reads."""
    THREADS = "threads"
    """It had more than 128 threads."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a program: as a whole with `given` on its standard input, or one call of `function`.

    given: the text of standard input, or for a call the JSON of [arguments, keyword arguments]. role: `serve` and `ask`
    are a program and the tests that talk to it (`talk/`); their `code` is JSON. `build` compiles `code` by `command`:
    its output is the file `program`, and `files` are names and texts that lie beside the source; `exec` runs `command`,
    where `program` is `code` in base64.
    seconds: of CPU. memory_mb: resident, of the whole sandbox but its own 20 MB. most: bytes of output or of result.
    """

    code: str
    given: str
    function: str | None = None
    seconds: float = 10.0
    memory_mb: int = 512
    most: int = 2**20
    role: Literal["run", "serve", "ask", "build", "exec"] = "run"
    command: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a job. `output`: its standard output. `note`: {"value": …} or {"error": …} as the candidate says.

    `used`: CPU seconds. Everything in here may be forged by the candidate but `ended`.
    """

    ended: Ended
    output: bytes = b""
    note: dict[str, Any] | None = None
    why: str = ""
    used: float = 0.0
