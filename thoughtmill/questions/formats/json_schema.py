"""Answers that are to be JSON: a prompt beside the schema, as text or object, perhaps as OpenAI's API takes it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.chat import asked, messages
from thoughtmill.questions.formats.columns import QUESTION, cell, is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values
from thoughtmill.questions.refusals import RefusedFor

PLACES = ("schema", "json_schema", "schema_str", "response_schema", "output_schema", "response_format")
OWN = ("answer", "ground_truth", "expected_answer", "expected_output")
"""Columns of a right answer, which a schema alone would not look at."""
MARKS = frozenset({"$schema", "$ref", "$defs", "type", "properties", "items", "enum", "anyOf", "oneOf", "allOf"})
"""Keywords of which a schema has at least one at its top."""


def schema_of(values: Values) -> dict[str, Any] | None:
    """The schema of a row; None if no column holds one."""
    for name in PLACES:
        found = loaded(values.get(name))
        for key in ("json_schema", "schema"):  # {"type": "json_schema", "json_schema": {"name": …, "schema": …}}
            inner = cast("dict[str, Any]", found).get(key) if isinstance(found, dict) else None
            found = cast("Any", inner) if isinstance(inner, dict) else found
        if isinstance(found, dict) and MARKS & set(cast("dict[str, Any]", found)):
            return cast("dict[str, Any]", found)
    return None


def _names(schema: Any) -> Iterator[str]:
    """All names of properties in a schema."""
    for key, value in cast("dict[str, Any]", schema).items() if isinstance(schema, dict) else ():
        if key == "properties" and isinstance(value, dict):
            yield from cast("dict[str, Any]", value)
        yield from _names(value)
    for one in cast("list[Any]", schema) if isinstance(schema, list) else ():
        yield from _names(one)


def _read(values: Values) -> Reading:
    prompt, params = cell(values, QUESTION), values.get("responses_create_params")
    if is_empty(prompt):
        prompt = values.get("messages")
    if is_empty(prompt) and isinstance(params, dict):
        prompt = cast("dict[str, Any]", params).get("input")
    said = messages(prompt)
    reading = asked(said) if said else Reading(prompt)
    schema = schema_of(values)
    kind = values.get("schema_type")
    if schema is None or (isinstance(kind, str) and kind.lower() not in ("json", "json_schema")):
        return replace(reading, fault=(RefusedFor.OTHER_FORMAT, f"a schema for {kind or 'nothing'}, not for JSON"))
    if not is_empty(own := cell(values, OWN)):
        return replace(
            reading, fault=(RefusedFor.UNCLEAR_KEY, f"an answer of its own, {str(own)[:60]!r}, and a schema")
        )
    reading = replace(reading, reference=json.dumps(schema, ensure_ascii=False))
    told = reading.prompt
    if isinstance(told, str) and not reading.turns and not all(name in told for name in _names(schema)):
        told = f"{told}\n\nAnswer with JSON that follows this schema:\n\n```json\n{reading.reference}\n```"
    return replace(reading, prompt=told)


JSON_SCHEMA = Format("json-schema", lambda values: schema_of(values) is not None, _read, "json_schema")
