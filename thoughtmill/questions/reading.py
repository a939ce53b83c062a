"""How the rows of a source become prompts and references: by the columns that the campaign names, and by its format."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, cast

from thoughtmill.campaign import EvaluationSource, Source
from thoughtmill.errors import CampaignError
from thoughtmill.questions.formats import AUTO, FORMATS, Format, Reading, Values, claiming
from thoughtmill.questions.formats.answers import referred
from thoughtmill.questions.formats.chat import asked, messages
from thoughtmill.questions.formats.columns import shows
from thoughtmill.questions.formats.contract import Message, told
from thoughtmill.questions.readers import Row
from thoughtmill.questions.reference_options import with_options
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.verifiers.references import acceptable

LOOKED_AT = 20
"""Rows from which a format is told."""
NO_ANSWER = {"math": frozenset({"proof", "notfound", "not found"}), "text": frozenset({"notfound"})}
"""What NuminaMath and its kin write where a problem has no answer, by the verifier to which it can be none.

In words, a proof may be the answer. All other verifiers can't read any of these."""
MOST_OF_NONE = 60
"""Characters of a reference that may say so."""
OF_ANSWERS = frozenset({RefusedFor.NO_ANSWER, RefusedFor.UNCLEAR_KEY, RefusedFor.NO_REFERENCE})
"""Why a row has no usable answer: no fault of a question that nobody checks."""


@dataclass(slots=True)
class Question:
    """What a row says: a prompt, a reference as its verifier reads it, a language, or why it is refused.

    turns: of a conversation all messages up to its last question, of which `prompt` is the text.
    """

    prompt: Any
    reference: str | None
    language: str
    fault: tuple[RefusedFor, str] | None = None
    turns: tuple[Message, ...] = ()


class Reader:
    """The rows of a source, and what each of them asks."""

    def __init__(self, source: Source | EvaluationSource, rows: Iterator[Row]) -> None:
        """Look at the first rows. Raises CampaignError for a column or a format that is not there."""
        first = list(islice(rows, LOOKED_AT))
        self._source, self._rows = source, chain(first, rows)
        sample = [row.values for row in first if not row.fault]
        self.format = chosen(source, sample)
        if first and not first[0].fault:
            columns_exist(source, first[0].values)

    def __iter__(self) -> Iterator[Row]:
        """The rows; one that holds several questions as several, with one number."""
        return self.parted(self._rows)

    def parted(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Those that hold several questions as several."""
        split = self.format.rows if self.format else None
        return rows if split is None else (one for row in rows for one in _parted(row, split))

    def read(self, row: Row) -> Question:
        """What a row asks. Raises nothing but MemoryError: what a row holds is data."""
        said = cell(row.values, self._source.columns, "language")
        language = said if said and isinstance(said, str) and encodes(said) else getattr(self._source, "language", "")
        if row.fault:
            return Question(None, None, language, (RefusedFor.UNREADABLE, row.fault))
        try:
            return self._asked(row, language)
        except MemoryError:  # of the machine, not of the row
            raise
        except Exception as error:  # noqa: BLE001  # whatever a cell holds instead, it is no more than a refused row
            return Question(None, None, language, (RefusedFor.OTHER_FORMAT, told(error)))

    def _asked(self, row: Row, language: str) -> Question:
        source = self._source
        reading = self._reading(row.values)
        if not source.verifier:
            fault = reading.fault or _fault_of_prompt(reading.prompt, self.format)
            fault = None if fault and fault[0] in OF_ANSWERS else fault
            return Question(reading.prompt, None, language, fault, reading.turns)
        reading = referred(reading, source.lists) if self.format or source.lists else reading
        said = as_reference(for_verifier(source.verifier, reading.reference))
        fault = reading.fault or _fault_of_prompt(reading.prompt, self.format)
        if fault is None and _says_none(source.verifier, said):
            fault = RefusedFor.NO_ANSWER, str(said).strip()
        reference = with_options(said, source.options)
        return Question(reading.prompt, reference, language, fault, reading.turns)

    def _reading(self, values: Values) -> Reading:
        """By the format; a column that the campaign names wins."""
        columns, found = self._source.columns, Reading()
        if self.format and not {"prompt", "reference"} <= set(columns):
            found = self.format.reading(values)  # refused or not, columns that are named win
        if "prompt" in columns:
            named = _of_cell(cell(values, columns, "prompt"))
            fault = found.fault or named.fault
            found = Reading(named.prompt, found.reference, found.lists, fault, named.turns)
        if "reference" in columns:
            fault = found.fault if found.fault and found.fault[0] == RefusedFor.MULTI_TURN else None
            return Reading(found.prompt, cell(values, columns, "reference"), fault=fault, turns=found.turns)
        return found


def _parted(row: Row, split: Callable[[Values], list[Values]]) -> list[Row]:
    """A row as the questions that it holds; itself if it holds none, so that it is counted and refused."""
    if row.fault:
        return [row]
    try:
        return [Row(row.number, values) for values in split(row.values)] or [row]
    except MemoryError:  # of the machine, not of the row
        raise
    except Exception as error:  # noqa: BLE001  # as in `Reader.read`
        return [Row(row.number, row.values, told(error))]


def encodes(text: Any) -> bool:
    """False for text with half a surrogate pair: JSON may hold one, UTF-8 can't."""
    try:
        return not isinstance(text, str) or bool(text.encode()) or not text
    except UnicodeEncodeError:
        return False


def _says_none(verifier: str, reference: str | None) -> bool:
    """Whether a reference says that there is no answer; among several, one that does is enough."""
    none = NO_ANSWER.get(verifier)
    if none is None or reference is None or len(reference) > MOST_OF_NONE:
        return False
    try:
        return any(one.strip(" .").casefold() in none for one in acceptable(reference))
    except ValueError:
        return False  # the verifier says what is wrong with it


def _of_cell(prompt: Any) -> Reading:
    """What a cell asks: a text, or a chat."""
    said = messages(prompt) if isinstance(prompt, list) else None
    return asked(said) if said else Reading(prompt)


def for_verifier(verifier: str, reference: Any) -> Any:
    """A reference for this verifier: of an entry of reasoning-gym another one than `logic` sees the answer alone."""
    if verifier == "logic" or not isinstance(reference, dict) or "entry" not in reference:
        return cast("Any", reference)
    return cast("dict[str, Any]", reference)["entry"].get("answer")


def _fault_of_prompt(prompt: Any, of: Format | None) -> tuple[RefusedFor, str] | None:
    # A program's task, and what nobody checks, may name files of pictures; an answer in a picture can't be known.
    shown = shows(prompt) if of and of.verifier in ("math", "choice", "text") and isinstance(prompt, str) else None
    return (RefusedFor.NO_TEXT, shown) if shown else None


def chosen(source: Source | EvaluationSource, sample: list[Values]) -> Format | None:
    """The format of a source, None where its columns say all. Raises CampaignError if it can't be told."""
    name = source.format
    if name is None or (not sample and name == AUTO):
        return None
    if name == AUTO:
        found = claiming(sample)
        if len(found) != 1:
            columns = ", ".join(sorted(map(str, sample[0])))[:300]
            told = f"{' and '.join(found)} claim" if found else "none claims"
            todo = "name one of them as `format`; or the `columns`: prompt, reference"
            raise CampaignError(f"source {source.name}: one format that claims its rows", f"{told} {columns}", todo)
        (name,) = found
    if name not in FORMATS:
        expected = f"sources.{source.name}.format: auto or one of {', '.join(FORMATS)}"
        raise CampaignError(expected, repr(name), "name one of them, or the `columns`")
    format_ = FORMATS[name]
    if format_.verifier and not source.verifier and "reference" not in source.columns:
        todo = "name it; or name only `columns.prompt`, for questions whose answers nobody checks"
        raise CampaignError(f'source {source.name}: verifier = "{format_.verifier}", or another', "none", todo)
    return format_


def columns_exist(source: Source | EvaluationSource, values: Values) -> None:
    """Raise CampaignError if a source lacks a column that the campaign names."""
    for role, column in source.columns.items():
        if not has_column(values, column):
            raise CampaignError(
                f"source {source.name}: a column {column!r} ({role})",
                f"columns {sorted(map(str, values))}",
                "mend `columns` in the campaign",
            )


def has_column(values: Values, column: str) -> bool:
    """Whether a row has a column of this name, or one into which it looks."""
    return column in values or ("." in column and column.partition(".")[0] in values)


def cell(values: Values, columns: dict[Any, str], name: str) -> Any:
    """What a row has in the column that plays this part, None if there is none; `a.b.0` looks into nested ones."""
    if name not in columns:
        return None
    column = columns[name]
    if column in values or "." not in column:
        return values.get(column)
    found: Any = values
    for key in column.split("."):
        if isinstance(found, dict):
            found = cast("dict[str, Any]", found).get(key)
        elif isinstance(found, list) and key.isdigit() and int(key) < len(cast("list[Any]", found)):
            found = cast("list[Any]", found)[int(key)]
        else:
            return None
    return found


def as_reference(found: Any) -> str | None:
    """A reference as the text that its verifier reads: text as it stands, all else as JSON; None if there is none."""
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
