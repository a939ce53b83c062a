"""HumanEval-X: the head of a function in C++, Go, Java, JavaScript or Rust, and tests as that language has them."""

import json
import re
from typing import Any

from thoughtmill.questions.formats.contract import Format, Reading, Values, texts
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.verifiers.code.languages import LANGUAGES, NAMES
from thoughtmill.verifiers.code.languages.language import uncommented

_CRATE = re.compile(r"^use (\w+)[^;]*;\n", re.MULTILINE)
"""For heads in Rust, all of which name the same crates, needed or not."""
_TEST = re.compile(r"assert|#\[test\]", re.IGNORECASE)
"""For tests: that they test something; one of them is a comment."""


def _language(values: Values) -> str | None:
    mark = str(values.get("task_id")).partition("/")[0].lower()
    return NAMES.get(mark)


def _claims(values: Values) -> bool:
    shape = texts(values, "task_id", "prompt", "declaration", "canonical_solution", "test")
    return shape and _language(values) is not None


def _read(values: Values) -> Reading:
    name, test = _language(values) or "", str(values.get("test"))
    prompt, solution = str(values.get("prompt")), str(values.get("canonical_solution"))
    if name == "rust":
        head = _needed(str(values.get("declaration")), solution)
        prompt = f"{prompt.strip()}\n{_CRATE.sub('', head).strip()}\n"
        solution = head + solution
    else:
        solution = prompt + solution
    asked = f"Complete this function and write all of the program in {name}:\n\n```{name}\n{prompt}\n```"
    if not _TEST.search(uncommented(test)):
        return Reading(asked, fault=(RefusedFor.OTHER_FORMAT, "its tests test nothing"))
    script = str(values.get("test_setup") or "") + "\n" + test
    reference: dict[str, Any] = {"language": LANGUAGES[name].name, "script": script, "solutions": [solution]}
    return Reading(asked, json.dumps(reference))


def _needed(head: str, code: str) -> str:
    """A head without the crates that the code does not use."""
    used = {"rand": "rand", "regex": "Regex", "md5": "md5"}
    return _CRATE.sub(lambda one: one[0] if one[1] not in used or re.search(rf"\b{used[one[1]]}\b", code) else "", head)


HUMANEVAL_X = Format("humaneval-x", _claims, _read, "code")
