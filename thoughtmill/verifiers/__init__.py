"""Who checks an answer: one file a kind, one row in VERIFIERS. Conventions: docs/verifiers.md."""

from thoughtmill.verifiers.choice import Choice
from thoughtmill.verifiers.code.verifier import Code
from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome, Verifier
from thoughtmill.verifiers.instructions.verifier import Instructions
from thoughtmill.verifiers.json_schema.verifier import JsonSchema
from thoughtmill.verifiers.logic.verifier import Logic
from thoughtmill.verifiers.math.verifier import Math
from thoughtmill.verifiers.regex.verifier import Regex
from thoughtmill.verifiers.science.verifier import Science
from thoughtmill.verifiers.sql.verifier import Sql
from thoughtmill.verifiers.text import Text

VERIFIERS: dict[str, Verifier] = {
    verifier.name: verifier
    for verifier in (
        *(Math(), Choice(), Text(), Code(), Logic(), Instructions()),
        *(JsonSchema(), Regex(), Science(), Sql()),
    )
}
"""Every verifier by the name that a campaign uses."""

__all__ = ["LIMIT", "VERIFIERS", "Check", "Example", "Outcome", "Verifier"]
