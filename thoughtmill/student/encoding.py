"""Samples → token ids and labels, once a release and tokenizer, before the processes of a training know each other.

The first process encodes on all cores of its machine; the others wait for the folder, which appears when it is whole.
No barrier waits meanwhile: NCCL gives up on one after ten minutes, and a big release takes longer.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from thoughtmill.cores import usable_cores
from thoughtmill.errors import TrainingFailed
from thoughtmill.ids import content_id
from thoughtmill.recipe import Student
from thoughtmill.student import labels

VERSION = "4"
"""Rises with what an encoded row is."""
FOLDER = "encoded"
ALONE = 2_000
"""Up to so many samples one process encodes them sooner than several start."""
UNUSED_S = 14 * 86_400.0
"""Rows that no training has begun with for so long are removed."""
RELEASE = "release"
"""A file beside the rows: of which release they are."""
SAID_S = 60.0
"""A process that waits says so this often: a training that says nothing for long is given up."""


def rows(files: Path, tokenizer: Any, recipe: Student) -> Any:
    """All samples, audited: `input_ids`, `labels`, how many of both are there and trained, and what a plan looks at.

    That is `question`, `domain` (as part/domain) and `pass_rate`.
    files: JSON, as `TrainingFolder.files`. To be called before any process group exists. Raises LabelError.
    """
    from datasets import Dataset

    place = _place(files, tokenizer, recipe)
    if os.environ.get("RANK", "0") == "0":
        if not place.exists():
            _encode(files, tokenizer, recipe, place)
        os.utime(place)
        _make_room(place.parent)
    else:
        _wait(place)
    return Dataset.load_from_disk(str(place))


def _place(files: Path, tokenizer: Any, recipe: Student) -> Path:
    """Beside the folders of all trainings on this machine: another recipe on the same release reads it too."""
    named = json.loads(files.read_text(encoding="utf-8"))
    words = {
        "version": VERSION,
        "files": [[Path(path).name, Path(path).stat().st_size] for path in named["paths"]],
        "release": named.get("release"),
        "rows": named["rows"],
        "tokenizer": tokenizer.backend_tokenizer.to_str() if tokenizer.is_fast else sorted(tokenizer.get_vocab()),
        "template": tokenizer.chat_template,
        "max_length": recipe.max_length,
    }
    return files.parent.parent / FOLDER / content_id(words)


def samples(files: Path, cache: Path) -> Any:
    """The release's samples, as a `datasets` table that lies on disk: of the files that were named, no others."""
    from datasets import load_dataset

    named = json.loads(files.read_text(encoding="utf-8"))
    columns = ["id", "prompt", "completion", "part", "domain", "pass_rate"]
    table: Any = load_dataset(
        "parquet", data_files=named["paths"], split="train", columns=columns, cache_dir=str(cache)
    )
    if len(table) != named["rows"]:
        raise TrainingFailed(
            f"{named['rows']:,} samples in the release's files", f"{len(table):,}", "report this: it is a bug"
        )
    return table


def _encode(files: Path, tokenizer: Any, recipe: Student, place: Path) -> None:
    from datasets import Features, List, Value

    half = place.with_name(f".{place.name}.{os.getpid()}")  # another recipe may encode the same release now
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    text = Value("string")
    ids, number = List(Value("int32")), Value("int32")  # half the disk of Python's integers: a big release has billions
    table = samples(files, half / "cache")
    many = usable_cores() if len(table) > ALONE else None
    make = partial(_audited, tokenizer=tokenizer, max_length=recipe.max_length)
    more = {"question": text, "domain": text, "pass_rate": Value("float64")}
    features = Features(input_ids=ids, labels=ids, tokens=number, trained=number, **more)
    made = table.map(make, remove_columns=table.column_names, num_proc=many, features=features)
    made.save_to_disk(str(half / "rows"))
    (half / "rows" / RELEASE).write_text(str(json.loads(files.read_text(encoding="utf-8")).get("release")))
    try:
        (half / "rows").rename(place)
    except OSError:  # the other one was first
        if not place.exists():
            raise
    shutil.rmtree(half)


def _audited(sample: Mapping[str, Any], tokenizer: Any, max_length: int) -> dict[str, Any]:
    row = labels.encode(tokenizer, sample, max_length)
    labels.audit(tokenizer, sample, row)
    trained = sum(label != labels.UNTRAINED for label in row["labels"])
    question = sample["id"].rsplit("-", 2)[0]
    domain = f"{sample['part']}/{sample['domain']}"
    more = {"question": question, "domain": domain, "pass_rate": sample["pass_rate"]}
    return {**row, "tokens": len(row["input_ids"]), "trained": trained, **more}


def _make_room(folder: Path) -> None:
    """One release's rows may be tens of gigabytes: those that no training has begun with for days go."""
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > UNUSED_S:
            shutil.rmtree(old, ignore_errors=True)


def _wait(place: Path) -> None:
    said = time.monotonic()
    while not place.exists():
        time.sleep(0.2)
        if time.monotonic() - said > SAID_S:
            said = time.monotonic()
            sys.stdout.write("waits for the first process to encode the samples\n")


def forget(work: Path, releases: Collection[str]) -> None:
    """Remove the rows of these releases, and those that don't say whose they are, from a folder of trainings.

    Of releases whose text was purged: none of them is trained on again.
    """
    for rows in (work / FOLDER).glob("[!.]*") if releases else ():
        told = rows / RELEASE
        if not told.exists() or told.read_text() in releases:
            shutil.rmtree(rows, ignore_errors=True)
