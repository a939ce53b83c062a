"""Reading rows: what can't be read is handed on as a fault with its number."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from thoughtmill.questions.sources import read_rows


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
