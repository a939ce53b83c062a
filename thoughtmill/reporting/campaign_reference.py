"""The tables of docs/campaign.md, written from the models: `python -m thoughtmill.reporting.campaign_reference`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thoughtmill.campaign import Campaign
from thoughtmill.store import campaign_differences as changes
from thoughtmill.teacher import NOT_SERVED, NOT_SERVED_ENDS

PAGE = Path("docs/campaign.md")
MARK = "<!-- From here on: python -m thoughtmill.reporting.campaign_reference -->\n"
"""What stands before it is written by hand."""

EFFECTS = {
    changes.CUT: ("not allowed", "another store, from the beginning"),
    changes.ADDED: ("new layer", "what is new is asked; nothing is asked or judged again"),
    changes.EXAM: ("new layer", "new comparison; questions that leak a new one are left out"),
    changes.TEACHER: ("new teacher", "new `teacher_id`: all traces of its parts are asked anew"),
    changes.EARLIER: ("earlier traces count", "saves what the earlier teacher has written"),
    changes.ROUNDS: ("next rounds", "no `policy_id` changes: only what is asked from now on"),
    changes.JUDGED_ANEW: ("judged anew", "new `policy_id`: CPU time, no engine"),
    changes.QUOTA: ("new release", "what is missing is asked, and a student is trained"),
    changes.STUDENT: ("new student", "a training and a comparison"),
    changes.COMPARED: ("new comparison", "the held-out questions are asked again"),
    changes.NAME: ("name", "nothing"),
    changes.NOTHING: ("nothing", "nothing"),
}
"""What a change does to a store that is half way → how the tables call it, and what it costs."""

_BOUNDS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table as a person reads it; `path` has NAME where the campaign's author gives a name."""

    path: str
    type: str
    default: str
    meaning: str
    effect: str


def keys_by_table() -> Iterator[tuple[str, str, list[Key]]]:
    """Each table of a campaign: its heading in TOML, what it is, and its keys, in the order of the file."""
    schema = Campaign.model_json_schema()
    tables = [("", "", schema)]
    while tables:
        path, heading, table = tables.pop(0)
        keys = table["properties"].items()
        required = table.get("required", ())
        yield heading, table["description"], [_key(f"{path}{name}", found, name in required) for name, found in keys]
        below = [_inner(f"{path}{name}", found) for name, found in keys]
        tables[:0] = [(f"{where}.", inner, schema["$defs"][model]) for model, where, inner in below if model]


def _inner(path: str, found: dict[str, Any]) -> tuple[str, str, str]:
    """The model that the values of a key are, where they lie, and the heading of their table in TOML; "" for none."""
    for option in (found, *found.get("anyOf", ())):
        if "$ref" in option:
            return _model(option), path, f"[{path}]"
        if "$ref" in option.get("items", {}):
            return _model(option["items"]), f"{path}.NAME", f"[[{path}]]"
        if "$ref" in (value := _values(option)):
            return _model(value), f"{path}.NAME", f"[{path}.NAME]"
    return "", "", ""


def _values(found: dict[str, Any]) -> dict[str, Any]:
    """What the values of a table are whose keys are no model's; {} if they may be anything."""
    values = (*found.get("patternProperties", {}).values(), found.get("additionalProperties"))
    return next((value for value in values if isinstance(value, dict)), {})


def _model(reference: dict[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]


def _key(path: str, found: dict[str, Any], required: bool) -> Key:
    if _inner(path, found)[0]:
        effect = ""
    elif path == "parts.NAME.policy":
        effect = "as in `[policy]`"
    else:
        effect = EFFECTS[changes.effect(path)][0]
    default = "*required*" if required else _value(found.get("default"))
    return Key(path, _type(found), default, found.get("description", ""), effect)


def _value(default: Any) -> str:
    """A default as the file would say it; nothing for an empty one, or for a table that has keys of its own."""
    if isinstance(default, dict):
        simple = default and all(isinstance(value, str) for value in default.values())
        return (
            f"`{{ {', '.join(f'{key} = {json.dumps(value)}' for key, value in default.items())} }}`" if simple else ""
        )
    if default in (None, "", []):
        return ""
    return f"`{default:_}`" if type(default) is int else f"`{json.dumps(default)}`"


def _type(found: dict[str, Any]) -> str:
    """The type of a value in plain words."""
    if "enum" in found:
        return f"one of {', '.join(found['enum'])}"
    if "anyOf" in found:
        options = [_type(option) for option in found["anyOf"] if option != {"type": "null"}]
        return " or ".join(option for option in options if not (option == "whole number" and "number" in options))
    if "$ref" in found:
        return "table"
    if found["type"] == "array":
        return f"list of {_type(found['items'])}".replace("of table", "of tables")
    if found["type"] == "object":
        return _table_type(found)
    bounds = " and ".join(f"{sign} {found[name]:,}" for name, sign in _BOUNDS.items() if name in found)
    return f"{'name' if 'pattern' in found else _TYPES[found['type']]} {bounds}".strip()


def _table_type(found: dict[str, Any]) -> str:
    """A table whose keys are no model's: what its values are, and among which keys one may choose."""
    if not (value := _values(found)):
        return "table"
    if "$ref" in value:
        return "tables, each with a name"
    keys = found.get("propertyNames", {}).get("enum")
    return f"table of {_type(value)}: {', '.join(keys)}" if keys else f"table of {_type(value)}, by name"


def reference() -> str:
    """All tables as Markdown: what a change does, every key, and the options that no campaign may set."""
    lines = [
        "",
        "## What a change does",
        "",
        "| in the tables | a store that is half way | what it costs |",
        "|---|---|---|",
    ]
    lines += [f"| {short} | {what} | {costs} |" for what, (short, costs) in EFFECTS.items()]
    lines += ["", "## Every key"]
    for heading, about, keys in keys_by_table():
        lines += ["", f"### `{heading}`" if heading else "### The campaign", "", about.split("\n")[0], ""]
        lines += ["| key | type | default | meaning | a change half way |", "|---|---|---|---|---|"]
        for key in keys:
            cells = (f"`{key.path.rpartition('.')[2]}`", key.type, key.default, key.meaning, key.effect)
            lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Options that `serve` may not set", "", "| option | why |", "|---|---|"]
    lines += [f"| `{name}` | {why} |" for name, why in NOT_SERVED.items()]
    lines += [f"| all that end in {', '.join(f'`{end}`' for end in NOT_SERVED_ENDS)} | they run code |"]
    return "\n".join(lines) + "\n"


def with_reference(page: str) -> str:
    """The page with its tables written anew; what stands before the mark stays."""
    return page.partition(MARK)[0] + MARK + reference()


def main() -> None:
    """Write the tables into the page, from the folder of the checkout."""
    PAGE.write_text(with_reference(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
