"""What a file of questions seems to be: its format or columns, who could check its answers, its language."""

import importlib.util
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from thoughtmill.errors import CampaignError
from thoughtmill.filters.language.detected import guess
from thoughtmill.filters.language.scripts import prose, without_machines
from thoughtmill.questions.formats import FORMATS, Reading, Values, claiming
from thoughtmill.questions.formats.answers import referred
from thoughtmill.questions.looking import faults_of
from thoughtmill.questions.reading import as_reference, cell, encodes, for_verifier, has_column
from thoughtmill.questions.sources import Files, Generator, read_rows

ROWS, CHECKED = 200, 40
"""Rows that are looked at, and references that are checked."""
ENOUGH = 0.8
"""Share of the references that a verifier has to be able to use."""
AGREED, PROSE = 0.6, 600
"""Share of the prompts that have to be of one language, and the characters of each that are looked at."""
CHINESE = 0.05
"""Share of the characters from which prompts are Chinese: what stands in formulas is neither."""
_FORMULA = re.compile(r"\d|[\\$^_=+<>{}√π]|^[A-Za-z]$")  # a reference that is no words
_QUERY = re.compile(r"\s*(?:SELECT\s|WITH\s+\w+\s+AS\s*\()", re.IGNORECASE)  # a reference that is SQL
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class Look:
    """What was seen. `claims`: the formats that could read it. `verifier` is None for questions without answers."""

    rows: int
    columns_seen: tuple[str, ...]
    claims: tuple[str, ...]
    format: str | None
    columns: dict[Any, str] = field(default_factory=dict[Any, str])
    verifier: str | None = None
    language: str = "en"
    readings: list[Reading] = field(default_factory=list[Reading])

    @property
    def queries(self) -> bool:
        """Whether the references are SQL beside no database: nothing but their text can be compared."""
        given = [one.reference for one in self.readings if isinstance(one.reference, str)]
        return self.verifier == "text" and _mostly(_QUERY, given)


def looked_at(
    where: Path | Files | Generator, called: str = "the file", named: Mapping[str, str] | None = None
) -> Look:
    """Look at the first rows. Raises CampaignError, which calls it so, if there are none, or no format claims them.

    named: columns by their part (prompt, reference, language), read without a format by a file that has them all; of
    some alone CampaignError.
    """
    first = list(islice(read_rows(where), ROWS))
    sample = [row.values for row in first if not row.fault]
    if not sample:
        why = ", ".join(sorted({row.fault for row in first if row.fault})) or "empty"
        todo = "save it as UTF-8" if "not_utf8" in why else "look at the file"
        raise CampaignError(f"{called}: rows that can be read", f"none of the first {len(first)}: {why}", todo)
    columns = tuple(map(str, sample[0]))
    if named and any(has_column(sample[0], column) for column in named.values()):
        return _by_columns(Look(len(first), columns, (), None, dict(named)), sample, called)
    claims = claiming(sample)
    if len(claims) != 1:
        told = f"{' and '.join(claims) or 'none'} of {', '.join(columns)}"[:400]
        todo = (
            "name what the columns are: --columns prompt=NAME,reference=NAME; in a campaign "
            'columns = { prompt = "…", reference = "…" }'
        )
        raise CampaignError(f"{called}: one format that claims the rows", told, todo)
    chosen = FORMATS[claims[0]]
    sample = [one for values in sample for one in chosen.parts(values)][:ROWS]
    look = Look(len(first), columns, tuple(claims), chosen.name)
    look.readings = [chosen.reading(values) for values in sample]
    look.verifier = _verifier(look.readings, chosen.verifier)
    look.language = _language_of(look.readings)
    return look


def _by_columns(look: Look, sample: list[Values], called: str) -> Look:
    """A file whose columns were named."""
    if lacks := [column for column in look.columns.values() if not has_column(sample[0], column)]:
        found = f"no {', '.join(lacks)} among {', '.join(look.columns_seen)}"[:400]
        raise CampaignError(f"{called}: the columns that --columns names", found, "name those that it has")
    look.readings = [Reading(*(cell(row, look.columns, part) for part in ("prompt", "reference"))) for row in sample]
    has_answers = any(as_reference(reading.reference) for reading in look.readings)
    look.verifier = _verifier(look.readings, "math" if has_answers else None)
    look.language = _language_of(look.readings)
    return look


def _language_of(readings: list[Reading]) -> str:
    """Chinese by its characters, else as most prompts."""
    prompts = " ".join(reading.prompt for reading in readings if isinstance(reading.prompt, str))
    return "zh" if len(_CHINESE.findall(prompts)) > CHINESE * max(len(prompts), 1) else _language(readings)


def _language(readings: list[Reading]) -> str:
    """What most of the prompts are written in, as langdetect guesses it; English where they do not agree."""
    prompts = [reading.prompt[:PROSE] for reading in readings if isinstance(reading.prompt, str)][:CHECKED]
    found = Counter(guess(without_machines(prose(prompt))) for prompt in prompts)
    ((language, n),) = found.most_common(1) or [("en", 0)]
    return language if language and n > AGREED * len(prompts) else "en"


def _verifier(readings: list[Reading], usual: str | None) -> str | None:
    """Who can use the references: the format's own verifier first; for answers that are words `text`."""
    read = [referred(reading, None) for reading in readings if not reading.fault]
    references = [one.reference for one in read if not one.fault and one.reference is not None][:CHECKED]
    if not references:
        return usual
    words = [one for one in references if isinstance(one, str)]
    if usual == "math" and words and all(re.fullmatch(r"\(?[A-J]\)?", one.strip()) for one in words):
        return "choice"
    if usual == "math" and _mostly(_QUERY, words):
        return "text"
    if usual == "math" and sum(_FORMULA.search(one) is None for one in words) * 2 > len(references):
        return "text"
    able: Counter[str] = Counter()
    for name in dict.fromkeys((usual or "math", "math" if usual != "logic" else "text", "text")):
        if name != "logic" or importlib.util.find_spec("reasoning_gym"):
            able[name] = sum(_usable(name, one) for one in references)
            if able[name] >= ENOUGH * len(references):
                return name
    return able.most_common(1)[0][0]


def _mostly(begin: re.Pattern[str], texts: list[str]) -> bool:
    return 2 * sum(begin.match(one) is not None for one in texts) > len(texts)


def _usable(verifier: str, reference: Any) -> bool:
    found = as_reference(for_verifier(verifier, reference))
    return found is not None and encodes(found) and faults_of(verifier, found) is None
