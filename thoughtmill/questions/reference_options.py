"""What a source says of how all its answers are compared, written into each reference, where the verifier reads it."""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter, ValidationError

from thoughtmill.errors import CampaignError
from thoughtmill.verifiers.options import Options, options_in
from thoughtmill.verifiers.references import acceptable

READ_BY = ("math", "science")
"""The verifiers that read options of a reference."""
_OPTIONS = TypeAdapter(Options)


def require_options(name: str, verifier: str | None, options: Mapping[str, Any]) -> None:
    """Raise CampaignError for options that no verifier of this source could follow; `name` is the source's table."""
    if not options:
        return
    if verifier not in READ_BY:
        todo = f"take them out, or verifier = {' or '.join(map(repr, READ_BY))}"
        raise CampaignError(f"{name}.options: of a verifier that has some", repr(verifier), todo)
    known = [field.name for field in fields(Options)]
    if unknown := sorted(set(options) - set(known)):
        raise CampaignError(f"{name}.options: some of {', '.join(known)}", ", ".join(unknown), "mend them")
    try:
        _OPTIONS.validate_json(json.dumps(options), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        key = str(first["loc"][0])
        found = f"{options.get(key)!r}: {first['msg']}"
        raise CampaignError(f"{name}.options.{key} as docs/verifiers.md says", found, "mend it") from error


def with_options(reference: str | None, options: Mapping[str, Any]) -> str | None:
    """A reference that carries these options; those that it has of its own win. One that can't be read stays."""
    if reference is None or not options:
        return reference
    try:
        answer, *aliases = acceptable(reference)
        own = options_in(reference) and json.loads(reference)["options"]
    except ValueError:
        return reference  # the verifier says what is wrong with it
    told = {"answer": answer, **({"aliases": aliases} if aliases else {}), "options": {**options, **(own or {})}}
    return json.dumps(told, ensure_ascii=False)
