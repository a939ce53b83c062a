"""IFEval and its kin: a prompt, the names of the instructions in it, and the arguments of each."""

import json
from typing import Any, cast

from thoughtmill.questions.formats.answers import loaded
from thoughtmill.questions.formats.chat import asked, messages
from thoughtmill.questions.formats.columns import QUESTION, cell, is_empty
from thoughtmill.questions.formats.contract import Format, Reading, Values, has
from thoughtmill.questions.refusals import RefusedFor


def _claims(values: Values) -> bool:
    return has(values, "instruction_id_list", "kwargs")


def _read(values: Values) -> Reading:
    prompt = cell(values, QUESTION)
    params = values.get("responses_create_params")
    if is_empty(prompt) and isinstance(params, dict):
        prompt = asked(messages(cast("dict[str, Any]", params).get("input")) or []).prompt
    names, kwargs = loaded(values.get("instruction_id_list")), loaded(values.get("kwargs"))
    if not isinstance(names, list) or not isinstance(kwargs, list) or not names:
        return Reading(prompt, fault=(RefusedFor.OTHER_FORMAT, "no list of instructions with their arguments"))
    given = [{key: one for key, one in (each or {}).items() if one is not None} for each in cast("list[Any]", kwargs)]
    return Reading(prompt, json.dumps({"instruction_id_list": names, "kwargs": given}, ensure_ascii=False))


IFEVAL = Format("ifeval", _claims, _read, "instructions")
