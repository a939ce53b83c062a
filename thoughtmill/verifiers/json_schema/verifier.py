"""Answers that are JSON: the whole answer, or its one fenced block, follows the schema that is the reference."""

import json
import re
from pathlib import Path
from typing import Any

from thoughtmill.verifiers.contract import LIMIT, Check, Example, Outcome, no_answer
from thoughtmill.verifiers.dress import said
from thoughtmill.verifiers.isolated_worker import IsolatedWorker, LimitExceeded
from thoughtmill.verifiers.options import USUAL, Options

TRIES, MEMORY_MB, MAX_ANSWER, MAX_SCHEMA = (0.3, 0.55), 300, 200_000, 500_000
"""Seconds of CPU, megabytes, characters."""
SCHEMAS = IsolatedWorker(Path(__file__).with_name("worker.py"), TRIES, MEMORY_MB)
"""The library that validates, started when it is first asked."""

_BLOCK = re.compile(r"^[ \t]*```[ \t]*(\w*)[^\n]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE)
_BEGUN = re.compile(r"""[\[{]\s*(?:["\[{\]}'\d-]|true\b|false\b|null\b)""")
"""For the fenced blocks of an answer; the beginning of what was to be JSON."""


class JsonSchema:
    """JSON that follows the schema."""

    name = "json_schema"
    version = "5"
    example = Example(
        reference='{"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}',
        right='Here it is:\n```json\n{"n": 3}\n```',
        wrong='{"n": "3"}',
    )

    def check(self, answer: str, reference: str, question: str = "", options: Options = USUAL) -> Check:  # noqa: ARG002  # see Verifier
        """Validate the answer, or the block in it; see Verifier."""
        if fault := _no_text(reference):
            return Check(Outcome.UNDECIDED, f"the reference can't be used: {fault}")
        found, why = found_json(answer)
        if found is None:
            return no_answer(why)
        try:
            reply = SCHEMAS.ask({"schema": reference, "answer": found})
        except LimitExceeded as limit:
            return Check(Outcome.UNDECIDED, f"{LIMIT}: {limit}", found[:2_000])
        if reply["fault"]:
            return Check(Outcome.UNDECIDED, f"the reference can't be used: {reply['fault']}")
        outcome = {True: Outcome.CORRECT, False: Outcome.WRONG, None: Outcome.UNDECIDED}[reply["valid"]]
        return Check(outcome, reply["why"], found[:2_000])

    def faults_of(self, reference: str) -> str | None:
        """Why this schema can't be used: no JSON, no schema, a reference that leads out of it; see Verifier."""
        if fault := _no_text(reference):
            return fault
        try:
            return SCHEMAS.ask({"schema": reference, "answer": None})["fault"]
        except LimitExceeded as limit:
            return f"to check a value by it exceeds the limits: {limit}"


def _no_text(reference: str) -> str | None:
    """What is wrong with a reference before anything reads it."""
    if len(reference) > MAX_SCHEMA:
        return f"{len(reference):,} characters"
    return None if reference.lstrip()[:1] == "{" else "not the JSON of a schema"


def found_json(answer: str) -> tuple[str | None, str | None]:
    """The text of an answer that is to be JSON, or why there is none."""
    text = said(answer)
    if len(text) > MAX_ANSWER:
        return None, f"{len(text):,} characters"
    if _is_json(text) or (_BEGUN.match(text) and not _goes_on(text)):
        return text, None
    blocks = [(mark.casefold(), block.strip()) for mark, block in _BLOCK.findall(text)] if "```" in text else []
    marked = [block for mark, block in blocks if mark.startswith("json")] or [block for _, block in blocks]
    distinct = list(dict.fromkeys(marked))
    if len(distinct) == 1:
        return distinct[0], None
    return None, "several blocks that differ" if distinct else "no JSON alone or in a fence"


def _goes_on(text: str) -> bool:
    """Whether a text begins with a whole value and says something after it."""
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return bool(text[end:].strip())


def _is_json(text: str) -> bool:
    """Whether a short text is a value by itself: a number, a string, true."""
    try:
        found: Any = json.loads(text) if 0 < len(text) <= MAX_ANSWER and text[0] in '"-0123456789tfn' else None
    except (ValueError, RecursionError):
        return False
    return found is not None or text == "null"
