"""A student that was trained elsewhere: looked through, and committed as if it had been trained here.

An engine loads whatever lies in the folder, so only weights, tokenizer and settings are taken, and no code.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from thoughtmill.errors import CommandError
from thoughtmill.ids import content_id
from thoughtmill.store.store import Commit, Store
from thoughtmill.student import labels
from thoughtmill.template import END, chatml

TAKEN = re.compile(
    r"config\.json|generation_config\.json|model.*\.safetensors|model\.safetensors\.index\.json|tokenizer.*\.json"
    r"|tokenizer\.model|special_tokens_map\.json|added_tokens\.json|vocab\.json|merges\.txt|chat_template\.jinja"
    r"|README\.md"
)
"""Names of files of a model's folder that are taken."""
HEADER_BYTES = 100_000_000
"""No header of safetensors is longer: the library refuses such a file."""
BY_HAND = "mend the folder, or train the student here: thoughtmill train STORE RELEASE"


def import_student(store: Store, folder: Path, release: Commit, base: str, by: str = "") -> Commit:
    """Commit the model in `folder` as a student of `release`; the same files again are the same student.

    base: what it is compared with. Raises CommandError, LabelError for a model that would not be asked as a student is.
    """
    names = _files(folder)
    _whole(folder, names)
    _speaks(folder)
    hashes = {name: _sha256(folder / name) for name in names}
    key = content_id({"imported": hashes, "release": release.key, "base": base})
    if (found := store.find("students", key)) is not None:
        return found
    facts = {
        "release_id": release.key,
        "base": base,
        "first_loss": None,
        "last_loss": None,
        "seconds": 0.0,
        "recipe": {},
        "imported": {"folder": folder.name, "by": by},
    }
    counts = {"samples": release.counts["samples"], "steps": 0}
    with store.begin("students", key) as attempt:
        for name in names:
            shutil.copyfile(folder / name, attempt.path(name))
            attempt.add(name)
        return attempt.commit(counts=counts, parents=(release.name,), facts=facts)


def _files(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise CommandError("a folder with a model", f"{folder}: no folder", "name one")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    if "adapter_config.json" in names:
        todo = "merge it first: peft's `merge_and_unload`, then `save_pretrained`"
        raise CommandError("a whole model", f"{folder} holds an adapter", todo)
    if code := [name for name in names if name.endswith(".py")]:
        raise CommandError("a model without code of its own", f"{folder / code[0]}", BY_HAND)
    taken = [name for name in names if TAKEN.fullmatch(name)]
    missing = {"config.json", "generation_config.json"} - {*taken}
    if missing or not any(name.endswith(".safetensors") for name in taken):
        found = f"{folder} has {', '.join(names)[:300] or 'nothing'}"
        todo = "save it by `save_pretrained`, model and tokenizer both"
        raise CommandError("config.json, generation_config.json and model*.safetensors", found, todo)
    return taken


def _whole(folder: Path, names: list[str]) -> None:
    """Raises CommandError unless every weight file is whole and they hold what the index says."""
    there: dict[str, str] = {}
    for name in (name for name in names if name.endswith(".safetensors")):
        try:
            there |= dict.fromkeys(_tensors(folder / name), name)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError("weights that can be read", f"{folder / name}: {error}", "copy it again") from error
    index = folder / "model.safetensors.index.json"
    named: dict[str, str] = json.loads(index.read_text(encoding="utf-8"))["weight_map"] if index.exists() else there
    if named != there:
        lost = min(named.items() ^ there.items())
        raise CommandError(
            "the weights that the index names, and no others", f"{lost[0]} of {lost[1]}", "copy it again"
        )


def _tensors(path: Path) -> list[str]:
    """The names in a safetensors file: eight bytes with the length of a JSON header, the header, the tensors' bytes.

    Raises ValueError if the file is shorter or longer than its header says.
    """
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if length > HEADER_BYTES:
            raise ValueError(f"a header of {length:,} bytes")
        header: dict[str, Any] = json.loads(stream.read(length))
    header.pop("__metadata__", None)
    size = 8 + length + max((tensor["data_offsets"][1] for tensor in header.values()), default=0)
    if size != path.stat().st_size:
        raise ValueError(f"{path.stat().st_size:,} bytes where its header says {size:,}")
    return list(header)


def _speaks(folder: Path) -> None:
    """Raises CommandError, LabelError unless template, end token and padding are a student's."""
    from transformers import AutoConfig, AutoTokenizer, GenerationConfig

    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
        config: Any = AutoConfig.from_pretrained(folder, trust_remote_code=False)
        ends = GenerationConfig.from_pretrained(folder).eos_token_id
    except (OSError, ValueError, KeyError) as error:
        raise CommandError("a model that transformers can load", f"{folder}: {error}"[:400], BY_HAND) from error
    for messages in ([("user", "1 + 1?")], [("system", "Be short."), ("user", "a"), ("assistant", "b"), ("user", "c")]):
        said = [{"role": role, "content": content} for role, content in messages]
        shown, wanted = _rendered(tokenizer, said), labels.first_of(tokenizer) + chatml(messages)
        if shown != wanted:
            todo = "set tokenizer.chat_template to thoughtmill.template.CHATML, if it was trained so, and save it"
            raise CommandError(f"a chat template that writes {wanted!r}", repr(shown)[:400], todo)
    if tokenizer.eos_token != END or tokenizer.pad_token == END:
        found = f"end {tokenizer.eos_token!r}, padding {tokenizer.pad_token!r}"
        raise CommandError(f"{END} as end token, and another one as padding", found, BY_HAND)
    if tokenizer.eos_token_id not in (ends if isinstance(ends, list) else [ends]):
        found = f"eos_token_id {ends} in generation_config.json"
        raise CommandError(f"generation to end at {tokenizer.eos_token_id}, {END}", found, "mend that file")
    if len(tokenizer) > config.get_text_config().vocab_size:
        found = f"{len(tokenizer):,} tokens, {config.get_text_config().vocab_size:,} rows"
        raise CommandError("a row of the model for each token", found, BY_HAND)
    labels.audit_serving(tokenizer)


def _rendered(tokenizer: Any, messages: list[dict[str, str]]) -> str:
    try:
        return tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    except Exception as error:  # noqa: BLE001  # a foreign template raises what it likes, e.g. for a role that it refuses
        return str(error)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
