"""Answers to instructions about their form: every one must be followed. Strict: the answer as it stands."""

import json
from typing import Any, cast

from thoughtmill.verifiers.contract import Check, Example, Outcome
from thoughtmill.verifiers.instructions.rules import follows
from thoughtmill.verifiers.options import USUAL, Options

MAX_ANSWER, MAX_INSTRUCTIONS = 200_000, 50


class Instructions:
    """The answer follows all instructions that the reference names."""

    name = "instructions"
    version = "3"
    example = Example(
        reference=json.dumps(
            {
                "instruction_id_list": ["punctuation:no_comma", "startend:end_checker", "detectable_format:title"],
                "kwargs": [{}, {"end_phrase": "That is all."}, {}],
            }
        ),
        right="<<Rain>>\n\nIt falls and it falls. That is all.",
        wrong="<<Rain>>\n\nIt falls, and it falls. That is all.",
    )

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Look at each instruction; the first that is not followed is named. See Verifier."""
        try:
            asked = read(reference)
            if len(answer) > MAX_ANSWER:
                return Check(Outcome.WRONG, f"{len(answer):,} characters are no answer")
            told = [(name, follows(name, answer, arguments)) for name, arguments in asked]
        except ValueError as error:
            return Check(Outcome.UNDECIDED, f"the reference can't be used: {error}"[:500])
        for outcome, kind, why in ((Outcome.WRONG, False, "not followed"), (Outcome.UNDECIDED, None, "can't be told")):
            if names := [name for name, followed in told if followed is kind]:
                return Check(outcome, f"{why}: {names[0]}")
        return Check(Outcome.CORRECT)

    def faults_of(self, reference: str) -> str | None:
        """Why this reference can't be used: no JSON, an instruction that is not known, other arguments."""
        try:
            for name, arguments in read(reference):
                follows(name, "A title.", arguments)
        except ValueError as error:
            return str(error)[:500]
        return None


def read(reference: str) -> list[tuple[str, dict[str, Any]]]:
    """The instructions with their arguments. Raises ValueError saying what is wrong."""
    try:
        found: Any = json.loads(reference)
        names, kwargs = found["instruction_id_list"], found.get("kwargs") or []
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"not JSON with `instruction_id_list` and `kwargs`: {error}"[:200]) from error
    if (
        not isinstance(names, list)
        or not isinstance(kwargs, list)
        or not 0 < len(cast("list[Any]", names)) <= MAX_INSTRUCTIONS
    ):
        raise ValueError(f"not 1 to {MAX_INSTRUCTIONS} instructions")
    listed = cast("list[Any]", kwargs) + [{}] * (len(cast("list[Any]", names)) - len(cast("list[Any]", kwargs)))
    if not all(one is None or isinstance(one, dict) for one in listed):
        raise ValueError("`kwargs` is not a list of objects")
    given = [{key: value for key, value in (one or {}).items() if value is not None} for one in listed]
    return list(zip(map(str, cast("list[Any]", names)), given, strict=True))
