"""JSON that follows a schema, or does not: (answer, schema, outcome)."""

import json
from typing import Any

from thoughtmill.verifiers import Outcome

CORRECT, WRONG, UNDECIDED = Outcome.CORRECT, Outcome.WRONG, Outcome.UNDECIDED
CITY = {"type": "object", "properties": {"name": {"type": "string"}, "year": {"type": "integer"}}, "required": ["name"]}
ANY = {"type": ["object", "array", "string", "number", "null", "boolean"]}
ROWS: list[tuple[str, dict[str, Any], Outcome]] = [
    ('{"name": "Rome", "year": -753}', CITY, CORRECT),
    ('{"year": -753.0, "name": "Rome"}', CITY, CORRECT),
    ('{"year": -753}', CITY, WRONG),
    ('{"name": "Rome", "year": -753}\n\nThis is it.', CITY, UNDECIDED),
    ('{"name": "Rome", "year": "753"}', CITY, WRONG),
    ('```json\n{"name": "Rome"}\n```', CITY, CORRECT),
    ('Here it is:\n\n```\n{"name": "Rome"}\n```\nI hope that helps.', CITY, CORRECT),
    ('<think>{"year": 1}</think>\n{"name": "Rome"}', CITY, CORRECT),
    ('<answer>{"name": "Rome", "answer": 3}</answer>', CITY, CORRECT),
    ('```python\nprint(1)\n```\n```json\n{"name": 1}\n```', CITY, WRONG),
    ('```\n{"name": "a"}\n```\n```\n{"name": "b"}\n```', CITY, UNDECIDED),
    ('{"name": "Rome",}', CITY, WRONG),
    ("{'name': 'Rome'}", CITY, WRONG),
    ('{"name": "Rome"} is it', CITY, WRONG),
    ('{"name": "Rome"', CITY, WRONG),
    ("It is Rome.", CITY, UNDECIDED),
    ('It is {"name": "Rome"}.', CITY, UNDECIDED),
    ("", CITY, UNDECIDED),
    ('{"name": "a", "name": "b"}', CITY, UNDECIDED),
    ("null", ANY, CORRECT),
    ("3", ANY, CORRECT),
    ('{"a": NaN}', ANY, WRONG),
    ('{"a": 1e999999999}', ANY, UNDECIDED),
    ("[" + "9" * 5_000 + "]", ANY, UNDECIDED),
    ('{"a": 19.99}', {"properties": {"a": {"multipleOf": 0.01}}, "required": ["a"]}, CORRECT),
    ('{"a": 19.995}', {"properties": {"a": {"multipleOf": 0.01}}, "required": ["a"]}, WRONG),
    ("[0.1, 0.10]", {"type": "array", "uniqueItems": True}, WRONG),
    ("1", {"const": True}, WRONG),
    ('"x"', {"enum": ["x", {"pattern": "("}]}, CORRECT),
    ('"12"', {"type": "string", "pattern": r"^\d+$"}, CORRECT),
    ('"12\\n"', {"type": "string", "pattern": r"^\d+$"}, WRONG),
    ('"１２"', {"type": "string", "pattern": r"^\d+$"}, WRONG),
    ('"a\\u2028"', {"type": "string", "pattern": r"^a\s$"}, CORRECT),
    ('"a\\u2028"', {"type": "string", "pattern": "^a.$"}, WRONG),
    ('"77-77"', {"type": "string", "pattern": r"^(?<two>\d\d)-\k<two>$"}, CORRECT),
    ('"AB"', {"type": "string", "pattern": "^[a-z]+$"}, WRONG),
    ('"AB"', {"type": "string", "pattern": "(?i)^[a-z]+$"}, CORRECT),
    ('{"x-1": 1}', {"patternProperties": {"^x-": {"type": "string"}}, "type": "object"}, WRONG),
    ('{"pattern": "("}', {"properties": {"pattern": {"type": "string"}}, "type": "object"}, CORRECT),
    ('"2024-02-30"', {"type": "string", "format": "date"}, WRONG),
    ('"2024-02-29T23:59:60Z"', {"type": "string", "format": "date-time"}, CORRECT),
    ('"nowhere"', {"type": "string", "format": "uri"}, CORRECT),
    ('[["a"], []]', {"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"type": "string"}]}}, CORRECT),
    ("[[1], []]", {"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"type": "string"}]}}, WRONG),
    ('{"a": 1}', {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["b"]}, WRONG),
    ("{}", {"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "http://json-schema.org/draft-07/schema#"}, CORRECT),
    ("{}", {"$ref": "https://example.com/other.json"}, UNDECIDED),
    ("{}", {"type": "objekt"}, UNDECIDED),
    ('"' + "a" * 40 + '!"', {"type": "string", "pattern": "^(a+)+$"}, UNDECIDED),
    ("[" * 90_000 + "]" * 90_000, {"type": "array", "items": {"$ref": "#"}}, UNDECIDED),
]  # fmt: skip
JSON_SCHEMA = [(answer, json.dumps(schema), outcome) for answer, schema, outcome in ROWS]

_DOUBLED = {f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(40)}
REFUSED: list[tuple[Any, str]] = [
    ("", "not the JSON"),
    ("[]", "not the JSON"),
    ("{", "Expecting"),
    ({}, "empty"),
    ({"city": "string"}, "without any keyword"),
    ({"type": "objekt"}, "no schema"),
    ({"$schema": "https://example.com/own", "type": "object"}, "the draft"),
    ({"$schema": [], "type": "object"}, ""),
    ({"$id": 3, "type": "object"}, ""),
    ({"type": "string", "pattern": "("}, "can't be compiled"),
    ({"type": "string", "pattern": r"\p{L}"}, "can't be compiled"),
    ({"$ref": "https://example.com/other.json"}, "nothing is fetched"),
    ({"properties": {"a": {"$ref": "file:other.json"}}}, "nothing is fetched"),
    ({"properties": {"a": {"$ref": "#/$defs/none"}}}, "leads nowhere"),
    ({"$ref": "#"}, "exceeds"),
    ({"$defs": {**_DOUBLED, "d40": {"type": "string"}}, "$ref": "#/$defs/d0"}, "exceeds"),
    ('{"not":' * 5_000 + "{}" + "}" * 5_000, "exceeds"),
]
"""Schemas that can't be used, and a piece of what is said of them."""
