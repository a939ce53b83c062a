"""What `export` writes, opened by who is to train on it: the tokens and labels are ours.

They ask for other versions of transformers than the factory's; requirements/trainers.in brings their readers alone.
"""

import json
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests import tiny_student
from thoughtmill.release.export import FORMS
from thoughtmill.student import labels

SAMPLES = [tiny_student.sample(number) for number in range(5)]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """The student's tokenizer."""
    made = tiny_student.tokenizer()
    labels.use_chatml(made)
    return made


def exported(name: str, folder: Path) -> list[dict[str, Any]]:
    """The rows of a form, and its files in a folder, as `export` writes them."""
    form = FORMS[name]
    for file, text in form.beside().items():
        (folder / file).write_text(text)
    rows = [form.row(sample) for sample in SAMPLES]
    (folder / form.file).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return rows


def named(*modules: str) -> list[Any]:
    """Modules that only the extra `trainers` brings."""
    return [import_module(name) for name in modules]


def is_ours(tokenizer: Any, sample: dict[str, Any], ids: list[int], marks: list[int], more: list[int]) -> None:
    """The tokens and labels that are trained here, and after them a line break with the labels `more`."""
    row = labels.encode(tokenizer, sample, 200)
    whole = len(row["input_ids"])
    assert ids[:whole] == row["input_ids"]
    assert marks[:whole] == row["labels"]
    assert tokenizer.decode(ids[whole:]) == "\n" * len(more)
    assert marks[whole:] == more


def test_trl_renders_what_is_trained_here(tokenizer: Any, tmp_path: Path) -> None:
    from trl.data_utils import maybe_apply_chat_template

    for sample, row in zip(SAMPLES, exported("trl", tmp_path), strict=True):
        text = maybe_apply_chat_template(row, tokenizer)
        ids = [tokenizer.encode(text[part], add_special_tokens=False) for part in ("prompt", "completion")]
        marks = [labels.UNTRAINED] * len(ids[0]) + ids[1]
        is_ours(tokenizer, sample, ids[0] + ids[1], marks, marks[-1:])


@pytest.fixture
def no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """LLaMA-Factory imports what plays sound, which has no build for a CPU, and never asks it about text."""
    silent = ModuleType("torchaudio")
    silent.__spec__ = ModuleSpec("torchaudio", None)
    monkeypatch.setitem(sys.modules, "torchaudio", silent)


@pytest.mark.needs("trainers")
@pytest.mark.usefixtures("no_sound")
def test_llama_factory_trains_what_is_trained_here_and_a_line_break(tokenizer: Any, tmp_path: Path) -> None:
    converter, parser, supervised, template = named(
        "llamafactory.data.converter", "llamafactory.data.parser", "llamafactory.data.processor.supervised",
        "llamafactory.data.template",
    )  # fmt: skip
    rows = exported("llama-factory", tmp_path)
    (told,) = parser.get_dataset_list(["thoughtmill"], str(tmp_path))
    assert (tmp_path / told.dataset_name).exists()
    options = SimpleNamespace(mask_history=True, train_on_prompt=False, cutoff_len=200, media_dir="", dataset_dir="")
    convert = converter.get_dataset_converter(told.formatting, told, options)
    processor = supervised.SupervisedDatasetProcessor(template.TEMPLATES["chatml"], tokenizer, None, options)
    for sample, row in zip(SAMPLES, rows, strict=True):
        found = convert(row)
        turns = {name: found[f"_{name}"] for name in ("prompt", "response", "system", "tools")}
        ids, marks = processor._encode_data_example(**turns, images=[], videos=[], audios=[])
        is_ours(tokenizer, sample, ids, marks, ids[-1:])


@pytest.mark.needs("trainers")
def test_axolotl_trains_what_is_trained_here(tokenizer: Any, tmp_path: Path) -> None:
    import yaml

    chat, dictionaries = named("axolotl.prompt_strategies.chat_template", "axolotl.utils.dict")
    made = dictionaries.DictDefault
    rows = exported("axolotl", tmp_path)
    told = yaml.safe_load((tmp_path / "axolotl.yml").read_text())
    whole = made({**told, "sequence_len": 200, "train_on_inputs": False})
    strategy = chat.load(tokenizer, whole, made(told["datasets"][0]))
    for sample, row in zip(SAMPLES, rows, strict=True):
        found = strategy.tokenize_prompt(row)
        is_ours(tokenizer, sample, found["input_ids"], found["labels"], [labels.UNTRAINED])


@pytest.mark.needs("trainers")
def test_nemo_trains_the_answer_and_nothing_of_the_prompt(tokenizer: Any, tmp_path: Path) -> None:
    """As NeMo Automodel reads columns; it puts no turns around them, unless it is told to."""
    (columns,) = named("nemo_automodel.components.datasets.llm.column_mapped_text_instruction_dataset")
    rows = exported("nemo", tmp_path)
    mapping = {"question": "input", "answer": "output"}
    read = columns.ColumnMappedTextInstructionDataset(str(tmp_path / FORMS["nemo"].file), mapping, tokenizer)
    assert len(read) == len(rows)
    for row, found in zip(rows, read, strict=True):
        trained = [label for label in found["labels"] if label != labels.UNTRAINED]
        assert tokenizer.decode(trained).removesuffix(tokenizer.eos_token) == row["output"]
        assert tokenizer.decode(found["input_ids"]).startswith(row["input"])


@pytest.mark.needs("trainers")
def test_openai_reads_every_line_as_messages_of_a_chat(tmp_path: Path) -> None:
    """What the service itself checks of a file isn't in the package: its types of messages are."""
    from pydantic import TypeAdapter, ValidationError

    (chat,) = named("openai.types.chat")
    message: Any = TypeAdapter(chat.ChatCompletionMessageParam)
    for row in exported("openai", tmp_path):
        assert row.keys() == {"messages"}
        for said in row["messages"]:
            assert message.validate_python(said) == said
        assert row["messages"][-1]["role"] == "assistant"
    with pytest.raises(ValidationError):
        message.validate_python({"role": "human", "content": "?"})
