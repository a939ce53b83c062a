"""MultiPL-E: the head of a function in a language, and tests in that language to be put behind the whole of it."""

import json
import re
from typing import Any

from thoughtmill.questions.formats.contract import Format, Reading, Values, texts
from thoughtmill.questions.refusals import RefusedFor
from thoughtmill.verifiers.code.languages import LANGUAGES, NAMES

_CLOSING = re.compile(r"\A\s*\}\s*\n")  # of tests, which close the function of the prompt first


def _claims(values: Values) -> bool:
    return texts(values, "prompt", "tests", "language", "name") and "stop_tokens" in values


def _read(values: Values) -> Reading:
    language, prompt = str(values.get("language")).lower(), values.get("prompt")
    if language not in NAMES:
        told = f"programs in {language}; {', '.join(LANGUAGES)} can be run"
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, told))
    name = NAMES[language]
    reference: dict[str, Any] = {"language": name, "script": _CLOSING.sub("", str(values.get("tests")))}
    asked = f"Complete this function and write all of the program in {name}:\n\n```{name}\n{prompt}\n```"
    return Reading(asked, json.dumps(reference))


MULTIPL_E = Format("multipl-e", _claims, _read, "code")
