"""The README.md of a student, as hubs show it: what it is, what it was trained on, how it is served."""

import json
from collections.abc import Mapping
from typing import Any

from thoughtmill.errors import StoreError
from thoughtmill.evaluation.not_shown import shown
from thoughtmill.reporting.text import comparison_rows, difference_lines
from thoughtmill.store.store import Commit, Store

CARD = "README.md"


def model_card(
    store: Store,
    release: Commit,
    student: str,
    samples: int,
    facts: Mapping[str, Any],
    compared: Commit | None = None,
) -> str:
    """The card of the student with this key; the same twice. compared: its comparison, where there is one.

    samples: how many different ones it was trained on, as its record counts them.
    """
    base = str(facts["base"])
    lines = ["---", "library_name: transformers", "pipeline_tag: text-generation"]
    lines += [] if base.startswith((".", "/")) else [f"base_model: {json.dumps(base)}"]
    lines += ["tags:", "- distillation", "- reasoning", "- thoughtmill", "---", "", f"# student {student}", ""]
    lines += [f"Trained from `{base}` on release `{release.key}`: {samples:,} samples.", ""]
    lines += [
        "It answers in the form `<think>…</think>` then `<answer>…</answer>`. Prompts are ChatML, bare questions.",
        "",
    ]
    lines += ["## How to serve it", "", "    vllm serve FOLDER", "", "or in Python:", ""]
    lines += ["    from transformers import pipeline", '    ask = pipeline("text-generation", "FOLDER")']
    lines += ['    ask([{"role": "user", "content": "What is 3 + 4?"}])', ""]
    lines += ["Temperature, top_p and the end are in `generation_config.json`: no option is needed.", ""]
    lines += _figures(compared) + _recipe(facts) + _data(store, release)
    return "\n".join(lines).rstrip() + "\n"


def _figures(compared: Commit | None) -> list[str]:
    """Right answers, leniently counted, of base and student, family by family."""
    if compared is None:
        return []
    lines = ["## Before and after", "", "| family | n | base | base, told the form | student | difference |"]
    lines += ["|---|---:|---:|---:|---:|---|"]
    lines += [
        f"| {row[0]} | {row[1]} | {' | '.join(row[8:11])} | {row[11]} |" for row in comparison_rows(compared.facts)
    ]
    return [*lines, "", *difference_lines(compared.facts), "", f"*{shown(compared.facts)}*", ""]


def _recipe(facts: Mapping[str, Any]) -> list[str]:
    told = {name: value for name, value in (facts.get("recipe") or {}).items() if name != "base" and value is not None}
    if facts.get("imported"):
        lines = ["## Recipe", "", "Trained elsewhere and imported; what was told of it:", ""]
    else:
        lines = [
            "## Recipe",
            "",
            f"Loss {facts['first_loss']:.3f} at the first step, {facts['last_loss']:.3f} at the last.",
            *_held_out(facts),
            "",
        ]
    rows = [f"| {name} | {json.dumps(value)} |" for name, value in told.items()]
    return [*lines, "| key | value |", "|---|---|", *rows, ""] if rows else [*lines, ""]


def _held_out(facts: Mapping[str, Any]) -> list[str]:
    """What was measured on samples that were not trained on, and which weights these are if not the last."""
    lines: list[str] = []
    if found := facts.get("validation"):
        lines.append(
            f"{found['questions']:,} questions ({found['samples']:,} samples) were not trained on. Loss on them: "
            f"{found['first_loss']:.3f} first, {found['last_loss']:.3f} last, "
            f"{found['best_loss']:.3f} at step {found['best_step']:,}, the lowest."
        )
    if steps := facts.get("saved_steps"):
        told = ", ".join(f"{step:,}" for step in steps)
        lines.append(f"The weights are those of step {told}." if len(steps) == 1 else f"The mean of steps {told}.")
    return lines


def _data(store: Store, release: Commit) -> list[str]:
    """The tables of the release's own card: parts, sources and their licences."""
    try:
        text = store.read_bytes(release.file(CARD)).decode()
    except StoreError:
        return []
    rows = [line for line in text.split("---\n", 2)[-1].split("\n## ")[0].splitlines() if line.startswith("|")]
    tables: list[str] = []
    for row in rows:  # an empty line before each head
        tables += ["", row] if row.startswith(("| part |", "| source |")) else [row]
    return ["## Data", *tables, ""] if rows else []
