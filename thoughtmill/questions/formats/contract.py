"""What a format is: who claims a row by its columns, and reads a question and its answer out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from thoughtmill.questions.refusals import RefusedFor

Values = dict[str, Any]
"""A row of a source: cells by column."""

Message = tuple[str, str]
"""Who speaks, and what."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a row says: a prompt, perhaps a reference, or why it can't be a question.

    reference: text, a number, a list of texts or a table. lists: what several texts in it mean, None if nobody says so.
    turns: of a conversation the messages up to its last question; `prompt` is then the whole of it as one text.
    """

    prompt: Any = None
    reference: Any = None
    lists: Literal["alternatives", "parts"] | None = None
    fault: tuple[RefusedFor, str] | None = None
    turns: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """A response that a set brings along: its text, thinking if it stands apart, and what the set says of it."""

    response: str
    reasoning: str | None = None
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which sets hold questions.

    claims: whether a row looks so. verifier: who usually checks the answers, None where there are none. general: asked
    only where no other format claims the rows. rows: one row of the file as several. traces: the responses in a row.
    """

    name: str
    claims: Callable[[Values], bool]
    read: Callable[[Values], Reading]
    verifier: str | None = None
    general: bool = False
    rows: Callable[[Values], list[Values]] | None = None
    traces: Callable[[Values], list[Trace]] | None = None

    def reading(self, values: Values) -> Reading:
        """What a row says. Raises nothing but MemoryError: a row that is not of the format's shape is refused."""
        try:
            return self.read(values)
        except MemoryError:  # of the machine, not of the row
            raise
        except Exception as error:  # noqa: BLE001  # whatever a cell holds instead, it is no more than a refused row
            return refused(RefusedFor.OTHER_FORMAT, told(error))

    def parts(self, values: Values) -> list[Values]:
        """The questions that a row holds; itself if it holds none, or is not of the format's shape."""
        try:
            return (self.rows(values) if self.rows else None) or [values]
        except MemoryError:  # of the machine, not of the row
            raise
        except Exception:  # noqa: BLE001  # as in `reading`, which says so of it
            return [values]


def told(error: Exception) -> str:
    """What a row is refused with, where reading it raised something."""
    return f"{type(error).__name__}: {error}"[:200]


def refused(reason: RefusedFor, detail: str = "") -> Reading:
    """A row that can't be a question, and why."""
    return Reading(fault=(reason, detail))


def texts(values: Values, *columns: str) -> bool:
    """Whether all of these columns hold text."""
    return all(isinstance(values.get(column), str) for column in columns)


def has(values: Values, *columns: str) -> bool:
    """Whether there are all of these columns."""
    return all(column in values for column in columns)
