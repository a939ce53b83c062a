"""Responses that a set brings along with its questions, by its format."""

from itertools import islice
from pathlib import Path
from typing import Any

from thoughtmill.errors import CampaignError
from thoughtmill.questions.formats import AUTO, FORMATS, Values, claiming
from thoughtmill.questions.reading import LOOKED_AT
from thoughtmill.questions.sources import read_rows

Brought = tuple[dict[str, Any], tuple[tuple[str, str], ...]]
"""What a row says of a trace (prompt, response, reasoning), and what the set says of it."""


def trace_format(name: str, path: Path) -> str:
    """The format of a file of traces. Raises CampaignError if it can't be told, or has no responses."""
    with_traces = [one.name for one in FORMATS.values() if one.traces]
    if name == AUTO:
        sample = [row.values for row in islice(read_rows(path), LOOKED_AT) if not row.fault]
        claims = claiming(sample)
        name = claims[0] if len(claims) == 1 else " and ".join(claims) or "none"
    if name not in with_traces:
        raise CampaignError(
            f"{path.name}: a format with responses, {', '.join(with_traces)}", name, "name one, or `columns`"
        )
    return name


def brought_by(name: str, values: Values) -> list[Brought]:
    """The traces of a row, with the prompt that its question has. Raises nothing but MemoryError."""
    format_ = FORMATS[name]
    try:
        prompt = format_.read(values).prompt
        traces = format_.traces(values) if format_.traces else []
    except MemoryError:  # of the machine, not of the row
        raise
    except Exception:  # noqa: BLE001  # whatever a cell holds instead, no trace is in it
        return []
    return [({"prompt": prompt, "response": one.response, "reasoning": one.reasoning}, one.labels) for one in traces]
