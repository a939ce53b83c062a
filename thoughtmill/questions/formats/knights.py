"""Knights and knaves: who is which, as the scorer of reasoning-gym reads it."""

import ast
from typing import Any, cast

from thoughtmill.questions.formats.contract import Format, Reading, Values, has, texts

TERMS = ("knight", "knave", "a_knight", "a_knave", "Knight", "Knave")


def _claims(values: Values) -> bool:
    return texts(values, "quiz") and has(values, "names", "solution")


def _read(values: Values) -> Reading:
    names, solution = values.get("names") or [], values.get("solution") or []
    terms = {name: (values.get("knight_knave") or {}).get(name, name.replace("_", " ")) for name in TERMS}
    said = [
        f"{name} is {terms['a_knight' if honest else 'a_knave']}" for name, honest in zip(names, solution, strict=False)
    ]
    answer = ", ".join(said[:-1]) + (f", and {said[-1]}." if said[1:] else "")
    form = "/".join(terms[name] for name in ("knight", "knave"))
    asked = f'(Format your answer like: "{", and ".join(f"{name} is a {form}" for name in names)}")'
    metadata = {"names": names, "solution": solution, "knight_knave_terms": terms, "statements": _statements(values)}
    entry = {"answer": answer, "metadata": metadata}
    reference = {"task": "knights_knaves", "entry": entry} if said else None
    return Reading(f"{values.get('quiz')} {asked}", reference)


def _statements(values: Values) -> Any:
    found = values.get("statements")
    try:
        return ast.literal_eval(found) if isinstance(found, str) and len(found) < 20_000 else found  # a puzzle
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _gym_claims(values: Values) -> bool:
    metadata = values.get("metadata")
    return texts(values, "question", "answer") and isinstance(metadata, dict) and "source_dataset" in metadata


def _gym_read(values: Values) -> Reading:
    metadata = cast("dict[str, Any]", values.get("metadata") or {})
    entry = {"answer": values.get("answer"), "metadata": metadata}
    reference = {"task": metadata.get("source_dataset"), "entry": entry}
    return Reading(values.get("question"), reference)


KNIGHTS = Format("knights", _claims, _read, "logic")
REASONING_GYM = Format("reasoning-gym", _gym_claims, _gym_read, "logic")
