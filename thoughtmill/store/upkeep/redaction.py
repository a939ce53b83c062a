"""Rows of a table without their text: ids, counts and hashes stay, what anybody wrote or asked is empty."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

TEXTS = (
    "prompt", "reference", "turns", "text", "reasoning", "detail", "answer", "think", "completion", "excerpt", "value",
)  # fmt: skip
"""The columns of all kinds of rows that hold text of a question, of its traces, or of verdicts on them."""
SHOWN = (500, 2_000)
"""Characters of a prompt that a refused row shows, of a source and of a file of traces."""
ID = re.compile(r"[0-9a-f]{16}")
"""For the detail of a refused row: it may quote the references of the question that it names."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """Whose text goes: questions by id, rows of a source, whole sources, and refused rows with these prompts."""

    questions: frozenset[str] = frozenset()
    rows: frozenset[tuple[str, int]] = frozenset()
    sources: frozenset[str] = frozenset()
    prompts: frozenset[str] = frozenset()

    def of(self, table: pa.Table) -> pa.Table:
        """The table without the text of its rows that are meant; the same object if it holds none of it."""
        meant, quoting = list(self._meant(table)), list(self._quoting(table))
        changed = table
        for name in (name for name in TEXTS if name in table.column_names):
            rows = [a or b for a, b in zip(meant, quoting, strict=True)] if name == "detail" else meant
            if any(rows):
                column = table[name].combine_chunks()
                empty = _without(column, pa.array(rows, pa.bool_()))
                if not empty.equals(column):
                    changed = changed.set_column(table.column_names.index(name), table.schema.field(name), empty)
        return changed

    def _meant(self, table: pa.Table) -> Iterator[bool]:
        names = {name: table[name].to_pylist() for name in ("question_id", "id", "source", "row") if name in _of(table)}
        nothing: list[None] = [None] * table.num_rows
        ids = names.get("question_id") or [str(one).partition("-")[0] for one in names.get("id", nothing)]
        refused = "reason" in _of(table) and "prompt" in _of(table)
        prompts = table["prompt"].to_pylist() if refused and self.prompts else nothing
        rows = zip(ids, names.get("source", nothing), names.get("row", nothing), prompts, strict=True)
        for question, source, row, prompt in rows:
            by_row = source in self.sources or (source, row) in self.rows
            yield question in self.questions or by_row or (prompt is not None and prompt in self.prompts)

    def _quoting(self, table: pa.Table) -> Iterator[bool]:
        refused = {"reason", "detail", "row"} <= _of(table)
        for detail in table["detail"].to_pylist() if refused else [None] * table.num_rows:
            yield detail is not None and not self.questions.isdisjoint(ID.findall(detail))


def _of(table: pa.Table) -> set[str]:
    return set(table.column_names)


def _without(column: pa.Array, rows: pa.Array) -> pa.Array:
    """Text becomes empty, so that nobody takes it for none; what is no text becomes null."""
    if pa.types.is_string(column.type):
        there = pc.call_function("and", [rows, column.is_valid()])
        return pc.call_function("if_else", [there, pa.scalar("", column.type), column])
    return pa.array(
        [None if out else one for out, one in zip(rows.to_pylist(), column.to_pylist(), strict=True)], column.type
    )
