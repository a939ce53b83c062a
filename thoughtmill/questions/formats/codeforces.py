"""Codeforces as open-r1 has it: a problem in parts, official tests, limits, and a checker where outputs may differ."""

from typing import Any, cast

from thoughtmill.questions.formats.cases import asked, language_of, limits, naming, outputs
from thoughtmill.questions.formats.columns import is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values, has
from thoughtmill.questions.refusals import RefusedFor

PARTS = (("", "description"), ("Input", "input_format"), ("Output", "output_format"), ("Note", "note"))


def _claims(values: Values) -> bool:
    return has(values, "description", "official_tests", "input_format")


def _read(values: Values) -> Reading:
    language = language_of(values)
    prompt = naming(_prompt(values), language)
    if not is_empty(values.get("interaction_format")):
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, "an interactive problem"))
    if values.get("input_mode") == "file":
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, "input and output in files"))
    tests = [*(values.get("examples") or []), *(values.get("official_tests") or [])]
    rows = [cast("dict[str, Any]", one) for one in tests if isinstance(one, dict)]
    pairs = dict.fromkeys((one.get("input"), one.get("output")) for one in rows if isinstance(one.get("input"), str))
    reference = outputs(list(pairs))
    if reference is not None:
        reference |= limits(values.get("time_limit"), values.get("memory_limit"))
        if isinstance(checker := values.get("generated_checker"), str) and checker.strip():
            reference["checker"] = checker
        reference |= {"language": language.lower()} if language else {}
    return asked(prompt, reference)


def _prompt(values: Values) -> str:
    said = [(head, values.get(name)) for head, name in PARTS]
    parts = [f"{head}\n\n{text}".strip() for head, text in said if isinstance(text, str) and text.strip()]
    shown = [(one.get("input"), one.get("output")) for one in values.get("examples") or []]
    parts += [f"Example\n\nInput:\n{given}\nOutput:\n{wanted}".rstrip() for given, wanted in shown]
    return "\n\n".join(parts)


CODEFORCES = Format("codeforces", _claims, _read, "code")
