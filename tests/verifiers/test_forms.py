"""Schemas, patterns and queries that can't be used are named before anything is asked; nothing is fetched for any."""

import json
import socket
import threading

import pytest

from tests.conftest import walk
from tests.verifiers import cases_json, cases_regex, cases_sql
from thoughtmill.verifiers import VERIFIERS, Outcome

SCHEMAS = VERIFIERS["json_schema"]


@pytest.mark.parametrize(
    ("name", "refused"),
    [("json_schema", cases_json.REFUSED), ("regex", cases_regex.REFUSED), ("sql", cases_sql.REFUSED)],
)
def test_a_schema_a_pattern_or_a_query_that_cannot_be_used_is_refused_with_its_reason(
    name: str, refused: list[tuple[object, str]]
) -> None:
    def holds(given: object, told: str) -> None:
        fault = VERIFIERS[name].faults_of(given if isinstance(given, str) else json.dumps(given))
        assert fault
        assert told in fault, fault

    walk(refused, holds)


def test_a_reference_to_a_server_that_answers_is_never_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked: list[object] = []
        threading.Thread(target=lambda: asked.append(server.accept()), daemon=True).start()
        schema = {"$ref": f"http://127.0.0.1:{server.getsockname()[1]}/schema.json", "type": "object"}
        assert SCHEMAS.faults_of(json.dumps(schema))
        assert SCHEMAS.check("{}", json.dumps(schema)).outcome is Outcome.UNDECIDED
        assert not asked
