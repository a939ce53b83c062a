"""Schemas: those that can't be used are named before anything is asked, and nothing is fetched for any."""

import json
import socket
import threading

from tests.conftest import walk
from tests.verifiers.cases_json import REFUSED
from thoughtmill.verifiers import VERIFIERS, Outcome

SCHEMAS = VERIFIERS["json_schema"]


def test_a_schema_that_cannot_be_used_is_refused_with_its_reason() -> None:
    def holds(schema: object, told: str) -> None:
        reference = schema if isinstance(schema, str) else json.dumps(schema)
        fault = SCHEMAS.faults_of(reference)
        assert fault
        assert told in fault, fault

    walk(REFUSED, holds)


def test_a_reference_to_a_server_that_answers_is_never_asked_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked: list[object] = []
        threading.Thread(target=lambda: asked.append(server.accept()), daemon=True).start()
        schema = {"$ref": f"http://127.0.0.1:{server.getsockname()[1]}/schema.json", "type": "object"}
        assert SCHEMAS.faults_of(json.dumps(schema))
        assert SCHEMAS.check("{}", json.dumps(schema)).outcome is Outcome.UNDECIDED
        assert not asked
