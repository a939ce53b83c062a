"""A release in the form that other trainers read, and pairs of a right and a wrong trace for preference training."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thoughtmill.campaign import Campaign
from thoughtmill.errors import CommandError
from thoughtmill.filters import Reason
from thoughtmill.questions.exclusions import excluded_now
from thoughtmill.release.publish import samples_of
from thoughtmill.store.store import Commit, Store
from thoughtmill.template import CHATML, END, ThinkAnswer, completion, map_response

Row = dict[str, Any]
NAME = "thoughtmill"
"""What the data set is called in the files of other trainers."""


@dataclass(frozen=True, slots=True)
class Form:
    """row: a sample as a line of `file`. beside: further files, name → text."""

    file: str
    row: Callable[[Row], Row]
    beside: Callable[[], dict[str, str]] = dict


def _messages(sample: Row) -> Row:
    return {"messages": [*sample["prompt"], *sample["completion"]]}


def _prompt_completion(sample: Row) -> Row:
    return {"prompt": sample["prompt"], "completion": sample["completion"]}


def _input_output(sample: Row) -> Row:
    if len(sample["prompt"]) > 1:
        found = f"{sample['id']} with {len(sample['prompt'])} turns"
        raise CommandError("prompts of one turn, as this form has them", found, "take another trainer: --to trl")
    return {"input": sample["prompt"][-1]["content"], "output": sample["completion"][0]["content"]}


def _of_llama_factory() -> dict[str, str]:
    tags = {"role_tag": "role", "content_tag": "content"}
    tags |= {"user_tag": "user", "assistant_tag": "assistant", "system_tag": "system"}
    told = {"file_name": "train.jsonl", "formatting": "sharegpt", "columns": {"messages": "messages"}, "tags": tags}
    return {"dataset_info.json": json.dumps({NAME: told}, indent=2) + "\n"}


def _of_axolotl() -> dict[str, str]:
    """The lines of a configuration: JSON is YAML too."""
    data = {
        "path": "train.jsonl",
        "type": "chat_template",
        "field_messages": "messages",
        "message_property_mappings": {"role": "role", "content": "content"},
        "roles_to_train": ["assistant"],
        "train_on_eos": "turn",
    }
    told = {"chat_template": "jinja", "chat_template_jinja": CHATML, "special_tokens": {"eos_token": END}}
    lines = [f"{name}: {json.dumps(value)}" for name, value in {"datasets": [data], **told}.items()]
    return {"axolotl.yml": "\n".join(lines) + "\n"}


FORMS = {
    "trl": Form("train.jsonl", _prompt_completion),
    "llama-factory": Form("train.jsonl", _messages, _of_llama_factory),
    "axolotl": Form("train.jsonl", _messages, _of_axolotl),
    "nemo": Form("training.jsonl", _input_output),
    "openai": Form("train.jsonl", _messages),
}
"""Trainer → its form. `dpo` is made from verdicts: see `pairs`."""

DPO = "dpo"


def export(store: Store, campaign: Campaign, release: Commit, to: str, out: Path) -> int:
    """Write a release into a new folder. Returns how many lines. Raises CommandError if the folder is there."""
    if out.exists():
        raise CommandError("a new folder", f"{out} is there", "name another one: --out FOLDER")
    if to == DPO:
        form, rows = Form("train.jsonl", dict), pairs(store, campaign, release)
    else:
        form = FORMS[to]
        rows = (form.row(sample) for table in samples_of(store, release) for sample in table.to_pylist())
    try:
        out.mkdir(parents=True)
        for name, text in form.beside().items():
            (out / name).write_text(text, encoding="utf-8")
        with (out / form.file).open("w", encoding="utf-8") as stream:
            return sum(bool(stream.write(json.dumps(row, ensure_ascii=False) + "\n")) for row in rows)
    except CommandError:
        shutil.rmtree(out)
        raise
    except OSError as error:
        raise CommandError("a folder that can be written", f"{out}: {error}", "name another one: --out") from error


def pairs(store: Store, campaign: Campaign, release: Commit) -> Iterator[Row]:
    """`prompt`, `chosen`, `rejected` as messages: a sample, and a trace of its question with another final answer.

    Of each sample's question the first trace that was rejected for its answer, in the shards that the release is made
    from; each is used once. Both are in form, so that nothing but being right tells them apart.
    """
    wrong = _wrong(store, campaign, release)
    for table in samples_of(store, release):
        for sample in table.to_pylist():
            question = sample["id"].rsplit("-", 2)[0]
            if waiting := wrong.get(question):
                identity, text = waiting.pop(0)
                yield {
                    "prompt": sample["prompt"],
                    "chosen": sample["completion"],
                    "rejected": [{"role": "assistant", "content": text}],
                    "chosen_id": sample["id"],
                    "rejected_id": identity,
                }


def _wrong(store: Store, campaign: Campaign, release: Commit) -> dict[str, list[tuple[str, str]]]:
    """Question → the traces that were rejected for their answer: id, and completion in the student's form."""
    found: dict[str, list[tuple[str, str]]] = {}
    excluded = excluded_now(store)
    for parent in release.parents:
        key = parent.removeprefix("verdicts/")
        verdicts, traces = store.get("verdicts", key), store.get("traces", key.rpartition(".")[0])
        template = campaign.template_of(traces.facts["part"], traces.facts["teacher_id"])
        columns = ["question_id", "round", "index", "reason"]
        table = store.read(verdicts.file("verdicts.parquet"), columns)
        judged, gone = table.to_pylist(), excluded.rows(table)
        texts = store.read(traces.file("traces.parquet"), ["text", "reasoning"]).to_pylist()
        for number, (row, said) in enumerate(zip(judged, texts, strict=True)):
            is_wrong = row["reason"] == Reason.WRONG_ANSWER and number not in gone
            parts = map_response(template, said["text"], said["reasoning"]) if is_wrong else ""
            if isinstance(parts, ThinkAnswer):
                identity = f"{row['question_id']}-{row['round']}-{row['index']}"
                found.setdefault(row["question_id"], []).append((identity, completion(parts)))
    return found
