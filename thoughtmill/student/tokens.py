"""How long samples are in the student's own tokens: counted once for a release and a tokenizer.

The teacher's count says little: another tokenizer, and the prompt and the form come on top.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from thoughtmill.errors import CampaignError
from thoughtmill.ids import content_id
from thoughtmill.release.publish import samples_of
from thoughtmill.store.store import Commit, Store
from thoughtmill.student import labels
from thoughtmill.template import END, chatml

LENGTHS = pa.schema([("id", pa.string()), ("domain", pa.string()), ("prompt", pa.int32()), ("completion", pa.int32())])
"""Tokens of a sample, the end token counted; `domain` is part/domain."""


def tokenizer_of(weights: str, revision: str | None = None) -> Any:
    """The tokenizer of a base, made the student's as training makes it. Raises CampaignError if it can't be loaded."""
    try:
        from transformers import AutoTokenizer

        at = {"revision": revision} if revision else {}
        tokenizer = AutoTokenizer.from_pretrained(weights, trust_remote_code=False, **at)
    except (ImportError, OSError, ValueError) as error:
        todo = "install thoughtmill[train] here, and set student.weights to a folder where the hub can't be reached"
        raise CampaignError("the tokenizer of the student's base", f"{weights}: {error}"[:400], todo) from error
    labels.use_chatml(tokenizer)
    return tokenizer


def tokenizer_id(tokenizer: Any) -> str:
    """Hash of all that its counts depend on."""
    backend = getattr(tokenizer, "backend_tokenizer", None)
    vocabulary = backend.to_str() if backend else sorted(tokenizer.get_vocab().items())
    return content_id([vocabulary, *filter(None, [labels.first_of(tokenizer)])], 12)


def counts(tokenizer: Any, texts: Sequence[str]) -> list[int]:
    """Tokens of each text, nothing put before or after it."""
    found = tokenizer(list(texts), add_special_tokens=False, return_attention_mask=False, verbose=False)
    return [len(ids) for ids in found["input_ids"]]


def sample_lengths(store: Store, release: Commit, tokenizer: Any, folder: Path) -> pa.Table:
    """LENGTHS of a release, in its order; read from `folder` where they were counted before."""
    kept = folder / f"{release.key}-{tokenizer_id(tokenizer)}.parquet"
    if kept.exists():
        return pq.read_table(kept, schema=LENGTHS)
    tables: list[pa.Table] = []
    for samples in samples_of(store, release):
        columns = samples.select(["id", "part", "domain", "prompt", "completion"])
        tables += [lengths(tokenizer, batch.to_pylist()) for batch in columns.to_batches(max_chunksize=2_000)]
    return kept_as(kept, pa.concat_tables(tables))


def kept_as(path: Path, table: pa.Table) -> pa.Table:
    """The same table, which lies whole under this name from now on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(f".{os.getpid()}")
    pq.write_table(table, waiting)
    waiting.rename(path)
    return table


def lengths(tokenizer: Any, rows: list[dict[str, Any]]) -> pa.Table:
    """LENGTHS of some samples."""
    first = labels.first_of(tokenizer)
    prompts = [first + chatml([(turn["role"], turn["content"]) for turn in row["prompt"]]) for row in rows]
    answers = ["".join(turn["content"] for turn in row["completion"]) + END for row in rows]
    domains = [f"{row['part']}/{row['domain']}" for row in rows]
    columns = [[row["id"] for row in rows], domains, counts(tokenizer, prompts), counts(tokenizer, answers)]
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, LENGTHS.types, strict=True)], LENGTHS)
