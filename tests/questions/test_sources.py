"""Reading rows: what can't be read is handed on as a fault with its number."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.questions.readers import PACK, Pack
from thoughtmill.questions.sources import Files, packed, read_rows


@given(lines=st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line and line.strip()), max_size=8))
def test_no_bytes_make_a_jsonl_row_vanish(lines: list[bytes], tmp_path_factory: object) -> None:
    path = Path(tmp_path_factory.mktemp("rows")) / "rows.jsonl"  # type: ignore[attr-defined]
    path.write_bytes(b'{"first": 1}\n' + b"\n".join(lines))
    rows = list(read_rows(path))
    readable = [line for line in lines if line.decode("utf-8", "replace").strip()]
    assert len(rows) == 1 + len(readable)
    assert [row.number for row in rows] == sorted(row.number for row in rows)


def test_a_csv_cell_may_hold_a_line_break_and_a_million_characters(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('prompt,answer\n"two\nlines",1\n' + "x" * 1_000_000 + ",2\n")
    rows = [row.values for row in read_rows(path)]
    assert [row["answer"] for row in rows] == ["1", "2"]
    assert rows[0]["prompt"] == "two\nlines"


def test_a_csv_row_that_is_not_utf8_is_a_fault_and_the_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("prompt,answer\ngut,1\nsch\xf6n,2\nauch,3\n".encode("latin-1"))
    assert [row.fault for row in read_rows(path)] == [None, "not_utf8", None]


LINES = st.lists(
    st.sampled_from([b'{"a": 1}', b'{"a": "\xff"}', b"", b"  ", b"[", b'[{"from": "human"}]', "\u2003".encode()]),
    max_size=6,
)


@given(files=st.lists(LINES, min_size=1, max_size=3), marked=st.booleans())
def test_rows_that_other_processes_read_are_those_that_are_read_here(
    files: list[list[bytes]], marked: bool, tmp_path_factory: object
) -> None:
    folder = Path(tmp_path_factory.mktemp("rows"))  # type: ignore[attr-defined]
    for number, lines in enumerate(files):
        content = b"\n".join([*lines, b'{"last": 1}'] if number % 2 else [b'{"a": 0}', *lines])
        (folder / f"{number}.jsonl").write_bytes((b"\xef\xbb\xbf" if marked else b"") + content)
    for where in (folder, Files(tuple(sorted(folder.iterdir())))):
        packs = packed(where)
        assert packs
        assert [row for pack in packs for row in Pack(*pack.told()).rows()] == [*read_rows(where)]


def test_packs_are_small_unless_a_row_is_long_and_hold_what_parquet_holds(tmp_path: Path) -> None:
    rows = [
        {"prompt": "x" * (n % 7 * 3_000), "turns": [{"role": "user", "n": [n]}] * (n % 3), "n": None if n % 5 else n}
        for n in range(600)
    ]
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / "rows.parquet", row_group_size=250)
    with gzip.open(tmp_path / "rows.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    for path in tmp_path.iterdir():
        packs = [*(packed(path) or ())]
        found = [row for pack in packs for row in Pack(*pack.told()).rows()]
        assert [(row.number, row.values) for row in found] == [*enumerate(rows, 1)]
        sizes = [len(pack.batch or b"") or sum(map(len, pack.lines or ())) for pack in packs]
        assert len(sizes) > 20
        assert max(sizes) < 2 * PACK
