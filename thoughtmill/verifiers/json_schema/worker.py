"""The program behind the walls: validates answers by the library jsonschema. Started by `isolated_worker.py`.

Nothing is fetched: a reference is resolved inside its schema, or in the meta-schemas that the library brings along.
"""

from functools import lru_cache
from typing import Any

from jsonschema import FormatChecker
from jsonschema.exceptions import SchemaError
from jsonschema.validators import Draft202012Validator, validator_for
from jsonschema_specifications import REGISTRY
from referencing import Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import specification_with

from thoughtmill.verifiers.isolated_loop import Answer, serve
from thoughtmill.verifiers.json_schema.formats import FORMATS
from thoughtmill.verifiers.json_schema.numbers import Unclear, read
from thoughtmill.verifiers.json_schema.patterns import translated

PROBES: list[Any] = [None, "", 0, [], {}]
"""Values that every schema has to be asked about without running away."""


def prepare() -> Answer:
    """What it returns tells what is wrong with a schema (`fault`), or whether an answer follows it (`valid`)."""

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        validator, fault = _validator(request["schema"])
        if validator is None:
            return {"fault": fault}
        if request["answer"] is None:
            for probe in PROBES:
                validator.is_valid(probe)
            return {"fault": None}
        return _checked(validator, request["answer"])

    return answer


def _checked(validator: Any, answer: str) -> dict[str, Any]:
    """None as `valid`: nobody can tell."""
    try:
        found = read(answer)
    except Unclear as error:
        return {"fault": None, "valid": None, "why": str(error)[:300]}
    except ValueError as error:
        return {"fault": None, "valid": False, "why": f"not JSON: {error}"[:300]}
    try:
        error = next(validator.iter_errors(found), None)
    except Unclear as error:
        return {"fault": None, "valid": None, "why": str(error)[:300]}
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001  # whatever the library trips over, it says nothing of the answer
        return {"fault": None, "valid": None, "why": f"jsonschema can't tell: {type(error).__name__}: {error}"[:300]}
    why = None if error is None else f"{error.json_path[:150]}: {error.message}"[:300]
    return {"fault": None, "valid": error is None, "why": why}


@lru_cache(maxsize=64)
def _validator(text: str) -> tuple[Any, str | None]:
    """What validates answers, or why the schema can't be used."""
    try:
        schema = translated(read(text))
        kind: Any = _kind(schema)
        kind.check_schema(schema, format_checker=FormatChecker(()))
        if not set(schema) & set(kind.VALIDATORS):
            return None, "an object without any keyword that a JSON schema has"
        resource = Resource.from_contents(schema, default_specification=specification_with(kind.META_SCHEMA["$schema"]))
        _resolve(resource, REGISTRY.resolver_with_root(resource))
        return kind(schema, registry=REGISTRY, format_checker=FORMATS), None
    except SchemaError as error:
        return None, f"no schema: {error.json_path}: {error.message}"[:300]
    except Unresolvable as error:
        return None, f"the reference {error.ref!r} leads nowhere in the schema, and nothing is fetched"[:300]
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001  # a schema is data: what the library trips over is no schema
        return None, (str(error) or type(error).__name__)[:300]


def _kind(schema: Any) -> Any:
    """The validator of the schema's draft; the newest one where it names none. Raises ValueError for an unknown one."""
    if not isinstance(schema, dict) or not schema:
        raise ValueError("a schema that is no object, or an empty one")
    unknown: Any = None
    kind: Any = validator_for(schema, default=unknown if "$schema" in schema else Draft202012Validator)
    if kind is None:
        raise ValueError(f"the draft {schema['$schema']!r} is not known")
    return kind


def _resolve(resource: Any, resolver: Any) -> None:
    """Raises Unresolvable for the first reference that leads nowhere."""
    if isinstance(resource.contents, dict):
        for key in ("$ref", "$dynamicRef"):
            if isinstance(ref := resource.contents.get(key), str):
                resolver.lookup(ref)
    for one in resource.subresources():
        _resolve(one, resolver.in_subresource(one))


if __name__ == "__main__":
    serve(prepare)
